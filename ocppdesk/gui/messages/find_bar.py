# SPDX-License-Identifier: Apache-2.0
"""The line below the table in which one types what to find among its rows."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from ocppdesk.filters.expression import FilterError, parse_filter
from ocppdesk.filters.nodes import Everything, Filter
from ocppdesk.gui.detail.text_view import finding_key
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme

_BUSY_AFTER_MS: Final = 300  # what is found sooner needs no word
_WIDEST: Final = 420  # pixels at 100 %; a wider input is not easier to read


class FindBar(QWidget):
    """Asks for the next or the previous row that a filter matches.

    What is typed is a filter; a plain word is the usual one. Enter and F3 go to the
    next row, with Shift to the previous one, Esc closes.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        wanted: The next (1) or the previous (-1) row is wanted; carries the filter
            and the step.
        edited: Its user typed something else.
        closed: It was closed by its user.
    """

    wanted = Signal(object, int)
    edited = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("find")
        self._input = _Input(theme)
        self._input.setPlaceholderText(self.tr("Find in the rows shown"))
        self._input.setAccessibleName(self.tr("Find in the rows shown"))
        self._input.setMaximumWidth(theme.scaled(_WIDEST))
        self._up = self._button(self.tr("Previous (Shift+F3)"))
        self._down = self._button(self.tr("Next (F3)"))
        self._close = self._button(self.tr("Close (Esc)"))
        self._label = ThemedLabel(theme, color="muted", wraps=True)
        self._label.setAccessibleName(self.tr("What was found"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self._input, 2)
        for button in (self._up, self._down):
            layout.addWidget(button)
        layout.addSpacing(8)
        layout.addWidget(self._label, 3)
        layout.addWidget(self._close)
        self._patience = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._patience.timeout.connect(lambda: self.say(self.tr("Searching…")))
        self._input.textEdited.connect(self._on_edited)
        self._input.step_wanted.connect(self.step)
        self._input.close_wanted.connect(self.close_bar)
        self._up.clicked.connect(lambda: self.step(-1))
        self._down.clicked.connect(lambda: self.step(1))
        self._close.clicked.connect(self.close_bar)
        theme.changed.connect(self._dress)
        self._dress()
        self._allow()
        self.hide()

    @property
    def input(self) -> QLineEdit:
        """Where the words are typed."""
        return self._input

    @property
    def remark(self) -> str:
        """What it says about the last step; empty for nothing."""
        return self._label.text()

    @property
    def wrong(self) -> tuple[int, int] | None:
        """Which part of the text is marked as wrong."""
        return self._input.span

    def open(self) -> None:
        """Show the line and take the keyboard; what was typed before is selected."""
        self.show()
        self._input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._input.selectAll()

    def close_bar(self) -> None:
        """Hide the line."""
        self.say("")
        self.hide()
        self.closed.emit()

    def step(self, step: int) -> None:
        """Ask for the next (1) or the previous (-1) row, if the text is a filter."""
        text = self._input.text()
        if not text.strip():
            return
        try:
            chosen = parse_filter(text)
        except FilterError as error:
            end = "" if error.message.endswith(("?", "!", ".")) else "."
            self.say(f"{error.message}{end}", is_wrong=True)
            self._input.mark((error.start, error.end))
            return
        if not isinstance(chosen, Everything):
            self._ask(chosen, step)

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """Say how a step went; nothing if it simply went on."""
        self._patience.stop()
        self._label.show_text(text, "problem" if is_wrong else "muted")

    def say_place(self, place: int, count: int) -> None:
        """Say which of how many rows was found, before what was said of the step."""
        text = self.tr("{n} of {count}").format(n=grouped(place), count=grouped(count))
        remark = self.remark
        self.say(f"{text}. {remark}" if remark else text)

    def _ask(self, chosen: Filter, step: int) -> None:
        self._patience.start()
        self.wanted.emit(chosen, step)

    def _on_edited(self) -> None:
        self._input.mark(None)
        self.say("")
        self._allow()
        self.edited.emit()

    def _allow(self) -> None:
        for button in (self._up, self._down):
            button.setEnabled(bool(self._input.text().strip()))

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _dress(self) -> None:
        for button, sign in (
            (self._up, "up"),
            (self._down, "down"),
            (self._close, "cross"),
        ):
            button.setIcon(sign_icon(sign, self._theme.color("text")))


class _Input(QLineEdit):
    """What to find.

    Signals:
        step_wanted: Next (1) or previous (-1), as said by key.
        close_wanted: Esc was pressed.
    """

    step_wanted = Signal(int)
    close_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.span: tuple[int, int] | None = None

    def mark(self, span: tuple[int, int] | None) -> None:
        """Underline a part of the text, or nothing."""
        if span == self.span:
            return
        self.span = span
        attributes = []
        if span is not None:
            style = QTextCharFormat()
            wave = QTextCharFormat.UnderlineStyle.SpellCheckUnderline
            style.setUnderlineStyle(wave)
            style.setUnderlineColor(self._theme.color("problem"))
            kind = QInputMethodEvent.AttributeType.TextFormat
            start, length = span[0] - self.cursorPosition(), span[1] - span[0]
            attributes.append(QInputMethodEvent.Attribute(kind, start, length, style))
        # An input method may format the text of a line edit; nothing else can.
        QApplication.sendEvent(self, QInputMethodEvent("", attributes))

    # Overrides of QLineEdit.

    def event(self, event: QEvent) -> bool:
        # The window has the same keys; here they mean what is typed here.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (finding_key(event) is not None or event.key() == Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = finding_key(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step_wanted.emit(-1 if is_back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
        elif step == 0:
            self.selectAll()
        elif step is not None:
            self.step_wanted.emit(step)
        else:
            super().keyPressEvent(event)
