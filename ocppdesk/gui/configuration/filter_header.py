# SPDX-License-Identifier: Apache-2.0
"""The header of the settings, with a filter below each title."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QLineEdit

from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.remark import Remark

_LEAVING: Final = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterHeader(QHeaderView):
    """Has a line for each column, which goes wherever its column goes.

    Args:
        theme: Its look.
        titles: What the columns are called.
        area: What it is the header of, which scrolls to the line with the keyboard.

    Signals:
        filter_typed: A line has another text; carries the column and the text.
        left_down: The keyboard is to go to the table.
    """

    filter_typed = Signal(int, str)
    left_down = Signal()

    def __init__(
        self, theme: Theme, titles: Sequence[str], area: QAbstractScrollArea
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, area)
        self._theme = theme
        self._area = area
        self._remarks: dict[int, Remark] = {}
        self.fields = [self._field(*pair) for pair in enumerate(titles)]
        """The lines, by column."""
        self.sectionResized.connect(lambda *_sizes: self._place())
        area.horizontalScrollBar().valueChanged.connect(lambda _value: self._place())

    def _field(self, column: int, title: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(self.tr("Filter"))
        field.setAccessibleName(self.tr("Filter of {column}").format(column=title))
        field.setToolTip(
            self.tr("word, =exactly, <>other, >60, <=60, /regular expression/")
        )
        field.textChanged.connect(lambda text: self.filter_typed.emit(column, text))
        field.installEventFilter(self)
        return field

    def clear(self) -> None:
        """Take all filters away."""
        for field in self.fields:
            field.clear()

    def complain(self, column: int, text: str) -> None:
        """Say below a line what is wrong with it; an empty text takes that away."""
        remark = self._remarks.get(column)
        if remark is None and text:
            remark = Remark(self._theme, self.fields[column])
            self._remarks[column] = remark
        if remark is not None and text:
            remark.say(text)
        elif remark is not None:
            remark.withdraw()

    def _place(self) -> None:
        """Put each line below its title."""
        height = self._field_height
        top = self.height() - height
        for column, field in enumerate(self.fields):
            left, width = self.sectionViewportPosition(column), self.sectionSize(column)
            field.setGeometry(left, top, width, height)

    @property
    def _field_height(self) -> int:
        return self.fields[0].sizeHint().height()

    def _bring_into_view(self, column: int) -> None:
        bar = self._area.horizontalScrollBar()
        left = self.sectionPosition(column)
        right = left + self.sectionSize(column) - self.viewport().width()
        if bar.value() > left:
            bar.setValue(left)
        elif bar.value() < right:
            bar.setValue(min(right, left))

    # Overrides of QHeaderView.

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width(), size.height() + self._field_height)

    def updateGeometries(self) -> None:
        self.setViewportMargins(0, 0, 0, self._field_height)
        super().updateGeometries()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QLineEdit):
            if event.type() == QEvent.Type.FocusIn:
                self._bring_into_view(self.fields.index(watched))
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                if event.key() in _LEAVING:
                    self.left_down.emit()
                    return True
                if event.key() == Qt.Key.Key_Escape and watched.text():
                    watched.clear()
                    return True
        return super().eventFilter(watched, event)
