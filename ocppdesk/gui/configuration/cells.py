# SPDX-License-Identifier: Apache-2.0
"""How a cell of the settings is painted.

Qt's delegate asks the model seven times for each cell and measures each text anew,
which takes a page three times as long.
"""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ocppdesk.gui.configuration.model import NAME, NEW, RELATIVE, SettingsModel
from ocppdesk.gui.look.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
# As numbers: combining flags of an enumeration costs as much as drawing a text.
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_ACTIVE: Final = QStyle.StateFlag.State_Active.value
_FOCUS: Final = QStyle.StateFlag.State_HasFocus.value
_MOST_FITTED: Final = 6_000  # texts as they fit; some screens
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_PADDING: Final = 5  # pixels at 100 %
# Names keep both ends: variables of OCPP 2.x differ at the end.
_MIDDLE: Final = frozenset({NAME, RELATIVE})


class CellDelegate(QStyledItemDelegate):
    """Paints the texts of a `SettingsModel`.

    Args:
        theme: Where colours and fonts come from.
        model: The settings.
    """

    def __init__(
        self, theme: Theme, model: SettingsModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._fitted: dict[tuple[str, int, bool, bool], str] = {}
        self._fonts: dict[bool, QFont] = {}
        self._metrics: dict[bool, QFontMetrics] = {}
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._fitted.clear()
        for is_bold in (False, True):
            font = self._fonts[is_bold] = self._theme.font(bold=is_bold)
            self._metrics[is_bold] = QFontMetrics(font)
        self._padding = self._theme.scaled(_PADDING)

    def width(self, text: str, *, is_bold: bool) -> int:
        """Return how many pixels a text takes."""
        return self._metrics[is_bold].horizontalAdvance(text)

    def _fit(self, text: str, width: int, *, is_bold: bool, in_middle: bool) -> str:
        """Return a text as far as it fits."""
        key = (text, width, is_bold, in_middle)
        found = self._fitted.get(key)
        if found is None:
            if len(self._fitted) >= _MOST_FITTED:
                self._fitted.clear()
            mode = Qt.TextElideMode
            side = mode.ElideMiddle if in_middle else mode.ElideRight
            found = self._metrics[is_bold].elidedText(text, side, width)
            self._fitted[key] = found
        return found

    # Overrides of QStyledItemDelegate.

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        row = self._model.row(index)
        if row is None:
            return
        theme, column = self._theme, index.column()
        area: QRect = option.rect
        state = option.state.value
        color = self._model.color_name(row, column)
        if state & _SELECTED:
            look = "selection"
            if not state & _ACTIVE:
                look = "selection.inactive"
            painter.fillRect(area, theme.color(f"{look}.back"))
            color = f"{look}.text"
        text = self._model.text(row, column)
        if text:
            is_bold = column == NEW
            room = area.adjusted(self._padding, 0, -self._padding, 0)
            painter.setFont(self._fonts[is_bold])
            painter.setPen(theme.color(color))
            fitted = self._fit(
                text, room.width(), is_bold=is_bold, in_middle=column in _MIDDLE
            )
            painter.drawText(room, _LEFT, fitted)
        if state & _FOCUS:
            painter.setPen(theme.color(color))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
