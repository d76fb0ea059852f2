# SPDX-License-Identifier: Apache-2.0
"""The icons of colour rules and rows, drawn: fonts have them in colours or not at all.

Their points are on a field from -1 to 1, y downwards.
"""

import functools
import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

_LINE: Final = 0.32  # the width of strokes

# Each is closed and filled.
_AREAS: Final = {
    "hourglass": (
        ((-0.7, -1.0), (0.7, -1.0), (0.0, 0.0)), ((-0.7, 1.0), (0.7, 1.0), (0.0, 0.0))
    ),
    "bolt": (((0.4, -1.0), (-0.6, 0.2), (0.0, 0.2), (-0.4, 1.0), (0.6, -0.2),
              (0.0, -0.2)),),
    "play": (((-0.6, -0.9), (0.9, 0.0), (-0.6, 0.9)),),
    "square": (((-0.75, -0.75), (0.75, -0.75), (0.75, 0.75), (-0.75, 0.75)),),
    "diamond": (((0.0, -1.0), (0.9, 0.0), (0.0, 1.0), (-0.9, 0.0)),),
    "triangle": (((0.0, -0.9), (1.0, 0.85), (-1.0, 0.85)),),
    "flag": (((-0.7, -1.0), (0.9, -0.5), (-0.4, 0.0), (-0.4, 1.0), (-0.7, 1.0)),),
    "pencil": (((0.45, -1.0), (1.0, -0.45), (-0.4, 0.95), (-1.0, 1.0), (-0.95, 0.4)),),
}  # fmt: skip
# Each is a line.
_LINES: Final = {
    "cross": (((-0.75, -0.75), (0.75, 0.75)), ((-0.75, 0.75), (0.75, -0.75))),
    "stop": (((-0.45, 0.0), (0.45, 0.0)),),
    "power": (((0.0, -1.0), (0.0, 0.0)),),
}  # fmt: skip


def paint_icon(
    painter: QPainter, name: str, center: QPointF, radius: float, color: QColor
) -> None:
    """Draw an icon.

    Args:
        painter: Draws it; it has to smooth edges.
        name: Which: one of `color_rules.ICONS`, or `pencil`.
        center: Where its middle is.
        radius: Half of its height.
        color: Its colour.
    """
    area, line = _paths(name, radius)
    painter.translate(center)
    if not area.isEmpty():
        painter.fillPath(area, color)
    if not line.isEmpty():
        pen = QPen(color, _LINE * radius)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.strokePath(line, pen)
    painter.translate(-center)


def icon_of(
    name: str,
    color: QColor,
    side: int,
    *,
    back: QColor | None = None,
    border: QColor | None = None,
) -> QIcon:
    """Return an icon for lists and buttons.

    Args:
        name: One of `color_rules.ICONS`.
        color: Its colour.
        side: Its width and height in pixels.
        back: What it stands on; None for nothing.
        border: The colour of a line around it; None for none.
    """
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    field = QRectF(0.5, 0.5, side - 1, side - 1)
    shape = QPainterPath()
    shape.addRoundedRect(field, side / 8, side / 8)
    if back is not None:
        painter.fillPath(shape, back)
    if border is not None:
        painter.strokePath(shape, QPen(border, 1))
    paint_icon(painter, name, field.center(), side * 0.34, color)
    painter.end()
    # In a selected row it keeps its colours: they are what it shows.
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


@functools.lru_cache(maxsize=64)
def _paths(name: str, radius: float) -> tuple[QPainterPath, QPainterPath]:
    """Return what is filled of an icon, and what is drawn as lines."""
    area, line = QPainterPath(), QPainterPath()
    area.setFillRule(Qt.FillRule.WindingFill)
    for points in _AREAS.get(name, ()):
        _add(area, points, radius)
        area.closeSubpath()
    for points in _LINES.get(name, ()):
        _add(line, points, radius)
    if name == "circle":
        area.addEllipse(QPointF(), 0.75 * radius, 0.75 * radius)
    elif name == "stop":
        line.addEllipse(QPointF(), 0.9 * radius, 0.9 * radius)
    elif name == "power":
        box = (-0.85 * radius, -0.75 * radius, 1.7 * radius, 1.7 * radius)
        line.arcMoveTo(*box, 130)
        line.arcTo(*box, 130, 280)
    elif name == "star":
        _add(area, _star(), radius)
        area.closeSubpath()
    elif name == "heart":
        _add_heart(line, radius)
    return area, line


def _add(
    path: QPainterPath, points: tuple[tuple[float, float], ...], radius: float
) -> None:
    places = [QPointF(x * radius, y * radius) for x, y in points]
    path.moveTo(places[0])
    for place in places[1:]:
        path.lineTo(place)


def _star() -> tuple[tuple[float, float], ...]:
    corners = []
    for number in range(10):
        length = 1.0 if number % 2 == 0 else 0.42
        angle = math.pi * number / 5
        corners.append((length * math.sin(angle), -length * math.cos(angle)))
    return tuple(corners)


def _add_heart(path: QPainterPath, radius: float) -> None:
    r = radius
    path.moveTo(0, 0.9 * r)
    path.cubicTo(-1.7 * r, -0.2 * r, -0.8 * r, -1.4 * r, 0, -0.45 * r)
    path.cubicTo(0.8 * r, -1.4 * r, 1.7 * r, -0.2 * r, 0, 0.9 * r)
