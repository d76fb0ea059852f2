# SPDX-License-Identifier: Apache-2.0
"""A line to find words in a text view."""

import re
from typing import Final

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from ocppdesk.gui.detail.text_view import Span, TextView, finding_key
from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme

_MOST_FOUND: Final = 1000


class FindBar(QWidget):
    """A line to find words in a text view.

    Args:
        theme: Where colours come from.
        view: The text.
    """

    def __init__(self, theme: Theme, view: TextView) -> None:
        super().__init__()
        self._theme = theme
        self._view = view
        self._spans: list[Span] = []
        self._current = -1
        self._input = _Input()
        self._input.setPlaceholderText(self.tr("Find in this text"))
        self._input.setAccessibleName(self.tr("Find in this text"))
        self._count = QLabel()
        self._count.setAccessibleName(self.tr("Places found"))
        self._up = self._button(self.tr("Previous (Shift+F3)"))
        self._down = self._button(self.tr("Next (F3)"))
        self._close = self._button(self.tr("Close (Esc)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self._input, 1)
        for part in (self._count, self._up, self._down, self._close):
            layout.addWidget(part)
        self._input.textChanged.connect(self._search)
        self._input.step_wanted.connect(self.step)
        self._input.close_wanted.connect(self.close_bar)
        self._up.clicked.connect(lambda: self.step(-1))
        self._down.clicked.connect(lambda: self.step(1))
        self._close.clicked.connect(self.close_bar)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def input(self) -> QLineEdit:
        """Where the words are typed."""
        return self._input

    @property
    def count_text(self) -> str:
        """How many places there are, and which one is shown."""
        return self._count.text()

    def open(self) -> None:
        """Show the line, with what is selected in the text."""
        selected = self._view.textCursor().selectedText()
        self.show()
        if selected and "\u2029" not in selected:  # Qt's sign for a line break
            self._input.setText(selected)
        self._input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._input.selectAll()

    def close_bar(self) -> None:
        """Hide the line and go back to the text."""
        self.hide()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) place, around the end."""
        if self._spans:
            self._go((self._current + step) % len(self._spans))

    def refresh(self) -> None:
        """Search again, because the text is another; the view stays where it is."""
        self._collect()
        self._current = 0 if self._spans else -1
        self._show()

    def _search(self) -> None:
        self._collect()
        if self._spans:
            self._go(0)
        else:
            self._current = -1
            self._show()

    def _collect(self) -> None:
        self._spans = []
        words = self._input.text()
        if self.isHidden() or not words:
            return
        pattern = re.compile(re.escape(words), re.IGNORECASE)
        for found in pattern.finditer(self._view.toPlainText()):
            self._spans.append(found.span())
            if len(self._spans) == _MOST_FOUND:
                break

    def _go(self, number: int) -> None:
        self._current = number
        self._view.go_to(self._spans[number])
        self._show()

    def _show(self) -> None:
        self._view.mark_found(self._spans, self._current)
        locale = QLocale()
        if self._spans:
            more = "+" if len(self._spans) == _MOST_FOUND else ""
            text = self.tr("{number} of {count}").format(
                number=locale.toString(self._current + 1),
                count=locale.toString(len(self._spans)) + more,
            )
        else:
            text = self.tr("Not found") if self._input.text() else ""
        self._count.setText(text)
        for button in (self._up, self._down):
            button.setEnabled(bool(self._spans))

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _dress(self) -> None:
        color = self._theme.color("muted")
        for button, sign in (
            (self._up, "up"),
            (self._down, "down"),
            (self._close, "cross"),
        ):
            button.setIcon(sign_icon(sign, color))

    # Overrides of QWidget.

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():  # and not only with the page it stands on
            self._view.mark_found((), -1)


class _Input(QLineEdit):
    """The words to find.

    Signals:
        step_wanted: Next (1) or previous (-1), as said by key.
        close_wanted: Esc was pressed.
    """

    step_wanted = Signal(int)
    close_wanted = Signal()

    # Overrides of QLineEdit.

    def event(self, event: QEvent) -> bool:
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
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.step_wanted.emit(-1 if is_back else 1)
            case Qt.Key.Key_Escape:
                self.close_wanted.emit()
            case _ if finding_key(event) == 0:
                self.selectAll()
            case _ if (step := finding_key(event)) is not None:
                self.step_wanted.emit(step)
            case _:
                super().keyPressEvent(event)
