# SPDX-License-Identifier: Apache-2.0
"""The input of the search box: its signs, its keys and its states."""

import enum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QApplication, QLineEdit

from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme


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
    OFF = enum.auto()
    """It is kept, and does not apply."""


_SIGNS: Final = {
    State.VALID: ("check", "ok"),
    State.DOUBTFUL: ("warning", "slow"),
    State.INVALID: ("wrong", "problem"),
    State.OFF: ("off", "muted"),
}
_VALID_TINT: Final = 0.07  # how much of the colour is in the background


class SearchField(QLineEdit):
    """The input with its signs.

    Signals:
        list_wanted, apply_wanted, revert_wanted, clear_wanted: As said by key or mouse.
        help_wanted: The question mark was pressed.
        left: The focus went elsewhere.
    """

    list_wanted = Signal()
    apply_wanted = Signal()
    revert_wanted = Signal()
    clear_wanted = Signal()
    help_wanted = Signal()
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
        self._help = QAction(self.tr("How to write filters"), self)
        self._clear = QAction(self.tr("Clear the search (Esc)"), self)
        self._sign = QAction(self)
        self.addAction(self._glass, leading)
        for action in (self._list, self._help, self._clear, self._sign):
            self.addAction(action, trailing)
        self._list.triggered.connect(self.list_wanted)
        self._help.triggered.connect(self.help_wanted)
        self._clear.triggered.connect(self.clear_wanted)
        self.textChanged.connect(self._show_clear)
        self._show_clear()

    def show_state(self, state: State, why: str = "") -> None:
        """Show the sign and the tint of a state, and say why on the sign."""
        theme = self._theme
        muted = theme.color("muted")
        self._glass.setIcon(sign_icon("search", muted))
        self._list.setIcon(sign_icon("down", muted))
        self._help.setIcon(sign_icon("help", muted))
        self._clear.setIcon(sign_icon("cross", muted))
        self._sign.setVisible(state in _SIGNS)
        words = {
            State.VALID: self.tr("The filter applies"),
            State.DOUBTFUL: self.tr("The filter applies, with a doubt"),
            State.INVALID: self.tr("This is not a filter"),
            State.OFF: self.tr("The filter is off"),
        }
        if state in _SIGNS:
            sign, color = _SIGNS[state]
            self._sign.setIcon(sign_icon(sign, theme.color(color)))
            self._sign.setText(words[state])
            self._sign.setToolTip(why or words[state])
        style = self._style(state)
        if style != self.styleSheet():
            self.setStyleSheet(style)

    @property
    def text_width(self) -> int:
        """How wide it has to be to show all of its text, in pixels."""
        shown = self.text() or self.placeholderText()
        side = self.fontMetrics().height() + self._theme.scaled(10)
        signs = (len(self.actions()) + 1) * side
        return self.fontMetrics().horizontalAdvance(shown) + signs

    def mark(self, span: tuple[int, int] | None) -> None:
        """Underline a part of the text, or nothing."""
        if span is not None:
            span = self._visible(*span)
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

    @property
    def marked(self) -> tuple[int, int] | None:
        """The part of the text that is underlined."""
        return self._span

    def _visible(self, start: int, end: int) -> tuple[int, int]:
        """Return a span that has at least one character, where something is missing."""
        length = len(self.text())
        start, end = min(start, length), min(end, length)
        if start < end:
            return start, end
        return (
            (max(start - 1, 0), max(start, 1)) if start == length else (start, end + 1)
        )

    def _style(self, state: State) -> str:
        theme = self._theme
        if state is State.INVALID:
            return _tint(theme.color("error.back"), theme.color("problem"))
        if state is State.DOUBTFUL:
            return _tint(theme.color("warning.back"), theme.color("slow"))
        if state is State.VALID:
            base, ok = theme.color("base"), theme.color("ok")
            return _tint(_mixed(base, ok, _VALID_TINT), ok)
        if state is State.OFF:
            muted = theme.color("muted").name()
            return f"QLineEdit {{ color: {muted}; border-style: dashed; }}"
        return ""

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
        # What a filter begins with says more about it than how it ends. Whoever comes
        # back from another window goes on where he was.
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.home(False)
        self.left.emit()


def _tint(back: QColor, border: QColor) -> str:
    return f"QLineEdit {{ background: {back.name()}; border-color: {border.name()}; }}"


def _mixed(base: QColor, other: QColor, share: float) -> QColor:
    """Return a colour with some of another in it."""
    return QColor(
        *(
            round(a + (b - a) * share)
            for a, b in (
                (base.red(), other.red()),
                (base.green(), other.green()),
                (base.blue(), other.blue()),
            )
        )
    )
