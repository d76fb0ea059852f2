# SPDX-License-Identifier: Apache-2.0
"""Small signs drawn as icons in a colour of the theme, sharp at every zoom."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

# Strokes on a field of 16 by 16: each is a line through its points.
_STROKES: Final[Mapping[str, tuple[tuple[tuple[float, float], ...], ...]]] = {
    "search": (((10.2, 10.2), (13.5, 13.5)),),
    "check": (((3, 8.5), (6.5, 12), (13, 4.5)),),
    "wrong": (((5.6, 5.6), (10.4, 10.4)), ((10.4, 5.6), (5.6, 10.4))),
    "cross": (((4, 4), (12, 12)), ((12, 4), (4, 12))),
    "warning": (
        ((8, 2.5), (14.5, 13.5), (1.5, 13.5), (8, 2.5)),
        ((8, 6.5), (8, 9.6)),
        ((8, 11.4), (8, 11.5)),
    ),
    "down": (((4, 6.5), (8, 10.5), (12, 6.5)),),
    "up": (((4, 10.5), (8, 6.5), (12, 10.5)),),
    "help": (
        ((6.1, 6.4), (6.5, 5.1), (8, 4.4), (9.5, 5.1), (9.8, 6.5), (8, 8.1), (8, 9.2)),
        ((8, 11.3), (8, 11.4)),
    ),
    "info": (((8, 7.2), (8, 11.4)), ((8, 4.6), (8, 4.7))),
    "off": (((3.6, 12.4), (12.4, 3.6)),),
    "plus": (((8, 3.5), (8, 12.5)), ((3.5, 8), (12.5, 8))),
    "back": (((10.5, 3.5), (6, 8), (10.5, 12.5)),),
}
_RINGED: Final = frozenset({"wrong", "help", "info", "off"})
_FIELD: Final = 16
_SIDES: Final = (16, 24, 32, 48)  # Qt takes the one that zoom and screen need


def sign_icon(name: str, color: QColor) -> QIcon:
    """Draw a sign.

    Args:
        name: `search`, `check`, `wrong`, `cross`, `warning`, `down`, `up`, `back`,
            `help`, `info`, `off`, `plus`.
        color: Its colour.

    Raises:
        KeyError: If there is no such sign.
    """
    strokes = _STROKES[name]
    icon = QIcon()
    for side in _SIDES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.scale(side / _FIELD, side / _FIELD)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(color, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for points in strokes:
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
        if name == "search":
            painter.drawEllipse(QPointF(6.8, 6.8), 4.2, 4.2)
        elif name in _RINGED:
            painter.drawEllipse(QPointF(8, 8), 6.4, 6.4)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
