# SPDX-License-Identifier: Apache-2.0
"""The input of the search box: its signs, its keys and its states."""

import enum
from typing import Final

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ocppdesk.gui.signs import sign_icon
from ocppdesk.gui.theme import Theme


class State(enum.Enum):
    """What the box says about its text."""

    NEUTRAL = enum.auto()
    """It is empty: everything is shown."""
    VALID = enum.auto()
    """It is applied."""
    DOUBTFUL = enum.auto()
    """It is applied, and can hardly match anything."""
    INVALID = enum.auto()
    """It is no filter; the last one that was stays applied."""


_SIGNS: Final = {
    State.VALID: ("check", "ok"),
    State.DOUBTFUL: ("warning", "slow"),
    State.INVALID: ("wrong", "problem"),
}


class SearchField(QLineEdit):
    """The input with its signs.

    Signals:
        list_wanted, apply_wanted, revert_wanted, clear_wanted: As said by key or mouse.
        left: The focus went elsewhere.
    """

    list_wanted = Signal()
    apply_wanted = Signal()
    revert_wanted = Signal()
    clear_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._span: tuple[int, int] | None = None
        leading = QLineEdit.ActionPosition.LeadingPosition
        trailing = QLineEdit.ActionPosition.TrailingPosition
        self._glass = QAction(self)
        self._glass.setEnabled(False)
        # Trailing actions stand from right to left in the order they are added.
        self._list = QAction(self.tr("Message types (Down)"), self)
        self._clear = QAction(self.tr("Clear the search (Esc)"), self)
        self._sign = QAction(self)
        self.addAction(self._glass, leading)
        self.addAction(self._list, trailing)
        self.addAction(self._clear, trailing)
        self.addAction(self._sign, trailing)
        self._list.triggered.connect(self.list_wanted)
        self._clear.triggered.connect(self.clear_wanted)
        self.textChanged.connect(self._show_clear)
        self._show_clear()

    def show_state(self, state: State) -> None:
        """Show the sign and the tint of a state."""
        theme = self._theme
        self._glass.setIcon(sign_icon("search", theme.color("muted")))
        self._list.setIcon(sign_icon("down", theme.color("muted")))
        self._clear.setIcon(sign_icon("cross", theme.color("muted")))
        self._sign.setVisible(state in _SIGNS)
        words = {
            State.VALID: self.tr("The filter applies"),
            State.DOUBTFUL: self.tr("The filter applies, with a doubt"),
            State.INVALID: self.tr("This is not a filter"),
        }
        style = ""
        if state in _SIGNS:
            sign, color = _SIGNS[state]
            self._sign.setIcon(sign_icon(sign, theme.color(color)))
            self._sign.setText(words[state])
        if state is State.INVALID:
            style = _tint(theme.color("error.back"), theme.color("problem"))
        elif state is State.DOUBTFUL:
            style = _tint(theme.color("warning.back"), theme.color("slow"))
        if style != self.styleSheet():
            self.setStyleSheet(style)

    def mark(self, span: tuple[int, int] | None) -> None:
        """Underline a part of the text, or nothing."""
        if span == self._span:
            return
        self._span = span
        attributes = []
        if span is not None:
            style = QTextCharFormat()
            wave = QTextCharFormat.UnderlineStyle.SpellCheckUnderline
            style.setUnderlineStyle(wave)
            style.setUnderlineColor(self._theme.color("problem"))
            start, end = span
            attributes.append(
                QInputMethodEvent.Attribute(
                    QInputMethodEvent.AttributeType.TextFormat,
                    start - self.cursorPosition(),
                    end - start,
                    style,
                )
            )
        # An input method may format the text of a line edit; nothing else can.
        QApplication.sendEvent(self, QInputMethodEvent("", attributes))

    def _show_clear(self) -> None:
        self._clear.setVisible(bool(self.text()))

    # Overrides of QLineEdit.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.list_wanted.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.apply_wanted.emit()
            case Qt.Key.Key_Escape if self.text():
                self.revert_wanted.emit()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # The drop-down is part of the box: the cursor stays.
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        super().focusOutEvent(event)
        self.left.emit()


def _tint(back: QColor, border: QColor) -> str:
    return f"QLineEdit {{ background: {back.name()}; border-color: {border.name()}; }}"


class BusyLine(QWidget):
    """A thin line at the bottom of the field that moves while a search runs."""

    _STEP_MS = 40
    _ROUND = 40  # steps from end to end

    def __init__(self, theme: Theme, field: QLineEdit) -> None:
        super().__init__(field)
        self._theme = theme
        self._field = field
        self._step = 0
        self._timer = QTimer(self, interval=self._STEP_MS)
        self._timer.timeout.connect(self._advance)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def start(self) -> None:
        """Begin to move."""
        self._step = 0
        height = self._theme.scaled(2)
        width = self._field.width() - 12
        self.setGeometry(6, self._field.height() - height - 1, width, height)
        self._timer.start()
        self.show()

    def stop(self) -> None:
        """Vanish."""
        self._timer.stop()
        self.hide()

    def _advance(self) -> None:
        self._step = (self._step + 1) % self._ROUND
        self.update()

    # Overrides of QWidget.

    def paintEvent(self, event: QPaintEvent) -> None:
        part = self.width() // 4
        left = (self.width() + part) * self._step // self._ROUND - part
        area = QRect(left, 0, part, self.height())
        painter = QPainter(self)
        painter.fillRect(area, self._theme.color("accent"))
        painter.end()
