# SPDX-License-Identifier: Apache-2.0
"""The input of a chip's name, in the row itself."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_LONGEST: Final = 60  # characters


class NameEditor(QLineEdit):
    """Asks for a name: Enter or leaving it takes the name, Escape does not.

    Signals:
        named: A name was typed; carries it.
        closed: It is over; carries whether a key ended it.
    """

    named = Signal(str)
    closed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_open = False
        self.setMaxLength(_LONGEST)
        self.setAccessibleName(self.tr("Name of the chip"))
        self.setPlaceholderText(self.tr("Name of the chip"))
        self.setToolTip(self.tr("Enter saves, Escape does not"))
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a name is being asked for."""
        return self._is_open

    def ask(self, name: str) -> None:
        """Ask for a name, with one to begin with."""
        self._is_open = True
        self.setText(name)
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self, *, takes: bool, by_key: bool) -> None:
        if not self._is_open:
            return
        self._is_open = False
        name = self.text().strip()
        self.hide()
        if takes and name:
            self.named.emit(name)
        self.closed.emit(by_key)

    # Overrides of QLineEdit.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(takes=True, by_key=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(takes=False, by_key=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Another window in front, or the menu of the input, is not leaving it.
        passing = (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        )
        if event.reason() not in passing:
            self._end(takes=True, by_key=False)
