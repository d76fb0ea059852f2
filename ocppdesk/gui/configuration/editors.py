# SPDX-License-Identifier: Apache-2.0
"""The editors of new values: one for each type, all with the value as a text."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QValidator
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from ocppdesk.core.configuration.values import Kind, ValueType, flag_of
from ocppdesk.gui.look.theme import Theme

_FLAGS: Final = ("true", "false")
_NUMBERS: Final = (Kind.INTEGER, Kind.DECIMAL)


class TextEditor(QLineEdit):
    """A line for any text; secrets are not readable in it.

    Signals:
        edited: The value is another one now.
    """

    edited = Signal()

    def __init__(self, kind: ValueType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrame(True)
        if kind.kind is Kind.SECRET:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textChanged.connect(self.edited)

    @property
    def value(self) -> str:
        """The value as it is typed now."""
        return self.text()

    def show_value(self, text: str) -> None:
        """Begin with a value, all of it selected."""
        self.setText(text)
        self.selectAll()


class NumberEditor(QAbstractSpinBox):
    """A number with its unit, stepped with the arrow keys.

    Anything can be typed: why a value is refused is said, not prevented silently.

    Args:
        theme: Where colours come from.
        kind: Its unit and limits.

    Signals:
        edited: The value is another one now.
    """

    edited = Signal()

    def __init__(
        self, theme: Theme, kind: ValueType, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._gap = theme.scaled(4)
        self._unit = QLabel(kind.unit, self.lineEdit())
        color = theme.color("muted").name()
        self._unit.setStyleSheet(f"color: {color}; background: transparent;")
        self.lineEdit().textChanged.connect(self.edited)

    @property
    def value(self) -> str:
        """The value as it is typed now."""
        return self.lineEdit().text()

    def show_value(self, text: str) -> None:
        """Begin with a value, all of it selected."""
        self.lineEdit().setText(text)
        self.selectAll()

    # Overrides of QAbstractSpinBox.

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        step = QAbstractSpinBox.StepEnabledFlag
        return step.StepUpEnabled | step.StepDownEnabled

    def stepBy(self, steps: int) -> None:
        try:
            number = float(self.value) + steps
        except ValueError:
            return
        if self._kind.minimum is not None:
            number = max(number, self._kind.minimum)
        if self._kind.maximum is not None:
            number = min(number, self._kind.maximum)
        whole = self._kind.kind is Kind.INTEGER
        self.lineEdit().setText(str(int(number)) if whole else f"{number:g}")
        self.selectAll()

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text, place

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        hint = self._unit.sizeHint()
        line = self.lineEdit()
        line.setTextMargins(0, 0, hint.width() + self._gap, 0)
        self._unit.setGeometry(
            line.width() - hint.width() - self._gap, 0, hint.width(), line.height()
        )


class ChoiceEditor(QComboBox):
    """One of several words.

    Signals:
        edited: The value is another one now.
        taken: Somebody has chosen a word from the open list. Going through the words
            with the arrow keys chooses none yet.
    """

    edited = Signal()
    taken = Signal()

    def __init__(self, words: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItems(list(words))
        self._is_from_list = False
        self.currentTextChanged.connect(self.edited)
        self.activated.connect(self._take)

    @property
    def value(self) -> str:
        """The word that is chosen."""
        return self.currentText()

    def show_value(self, text: str) -> None:
        """Begin with a word; one that is no choice is one more of them."""
        flag = flag_of(text)
        if flag is not None and self.findText("true") >= 0:
            text = "true" if flag else "false"
        if self.findText(text) < 0:
            self.insertItem(0, text)
        self.setCurrentText(text)

    def _take(self) -> None:
        if self._is_from_list:
            self._is_from_list = False
            self.taken.emit()

    # Overrides of QComboBox.

    def showPopup(self) -> None:
        self._is_from_list = True
        super().showPopup()


Editor = TextEditor | NumberEditor | ChoiceEditor
"""What stands in a cell while it is edited."""


def make_editor(theme: Theme, kind: ValueType, parent: QWidget | None = None) -> Editor:
    """Return the editor for values of a type.

    Lists have a dialog; in a cell they are edited as a text.
    """
    if kind.kind is Kind.BOOLEAN:
        return ChoiceEditor(_FLAGS, parent)
    if kind.kind is Kind.CHOICE and kind.choices:
        return ChoiceEditor(kind.choices, parent)
    if kind.kind in _NUMBERS:
        return NumberEditor(theme, kind, parent)
    return TextEditor(kind, parent)
