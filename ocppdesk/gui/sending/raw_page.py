# SPDX-License-Identifier: Apache-2.0
"""Sending any text to a charger, also one that is no OCPP."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.frames import parse_frames
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

EXAMPLES: Final = (
    ("A call", '[2,"raw-1","Reset",{"type":"Soft"}]'),
    ("A call without payload", '[2,"raw-1","GetConfiguration"]'),
    ("An unknown action", '[2,"raw-1","MakeCoffee",{}]'),
    ("JSON that ends too early", '[2,"raw-1","Reset",{"type":'),
    ("An unknown message type", '[9,"raw-1","Reset",{}]'),
    ("A message id that is a number", '[2,1,"ClearCache",{}]'),
    ("An answer to nothing", '[3,"nobody-asked",{}]'),
    ("An error to nothing", '[4,"nobody-asked","GenericError","",{}]'),
    ("No frame at all", "hello"),
)
"""Texts to begin with, each with what is odd about it."""


class RawPage(QWidget):
    """Edits a text that is sent as it is.

    Args:
        theme: Its look.

    Signals:
        edited: The text is another one.
    """

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = ThemedLabel(theme, self.tr("Any text"), scale=1.15, is_bold=True)
        self.note = ThemedLabel(
            theme,
            self.tr(
                "It goes out at once, letter by letter, past the queue. Nothing is "
                "checked. It is recorded like every other message."
            ),
            color="muted",
            wraps=True,
        )
        self.area = QPlainTextEdit(EXAMPLES[0][1])
        """The text."""
        self.area.setAccessibleName(self.tr("Text to send"))
        self.area.setTabChangesFocus(True)
        self.verdict = ThemedLabel(theme, color="slow", wraps=True)
        """What is odd about the text."""
        self.examples = QToolButton()
        """Offers texts to begin with."""
        self.examples.setText(self.tr("Examples"))
        self.examples.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.examples)
        for words, text in EXAMPLES:
            menu.addAction(self.tr(words), partial(self.show_text, text))
        self.examples.setMenu(menu)
        layout = QVBoxLayout(self)
        margin = theme.scaled(12)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.scaled(6))
        line = QHBoxLayout()
        line.addWidget(self.title)
        line.addStretch(1)
        line.addWidget(self.examples)
        layout.addLayout(line)
        layout.addWidget(self.note)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.verdict)
        self.area.textChanged.connect(self._judge)
        self._theme = theme
        theme.changed.connect(self._dress)
        self._dress()
        self._judge()

    @property
    def text(self) -> str:
        """The text as it would be sent."""
        return self.area.toPlainText()

    def show_text(self, text: str) -> None:
        """Edit another text."""
        self.area.setPlainText(text)
        self.area.setFocus()

    def _judge(self) -> None:
        remarks = [r for frame in parse_frames(self.text) for r in frame.remarks]
        self.verdict.show_text("▲ " + " ".join(remarks) if remarks else "")
        self.edited.emit()

    def _dress(self) -> None:
        self.area.setFont(self._theme.fixed_font())
