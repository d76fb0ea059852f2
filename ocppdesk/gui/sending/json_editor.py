# SPDX-License-Identifier: Apache-2.0
"""The JSON of a payload, edited by hand."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from ocppdesk.core.forms.texts import JsonMistake, payload_from, payload_text
from ocppdesk.gui.look.json_text import JsonHighlighter
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.sending.hiding import secret_spans


class JsonEditor(QWidget):
    """Edits a payload as JSON.

    Args:
        theme: Its look.

    Signals:
        edited: The user has typed another payload; carries it.
        broken: The user has typed what is no JSON.
    """

    edited = Signal(object)
    broken = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_shown = False
        self.mistake = ""
        """Why the text is no JSON; empty if it is."""
        self.area = QPlainTextEdit()
        """The text."""
        self.area.setAccessibleName(self.tr("Payload as JSON"))
        self.area.setTabChangesFocus(True)
        self.area.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._highlighter = JsonHighlighter(self.area.document(), theme)
        self.error = ThemedLabel(theme, color="problem", wraps=True)
        """Why it is no JSON, and where."""
        self.error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.error)
        self.area.textChanged.connect(self._read)
        self.area.textChanged.connect(self._hide_secrets)
        theme.changed.connect(self._dress)
        self._dress()

    def show_payload(self, payload: Any) -> None:
        """Show another payload; nobody is told.

        A text that says the same already stays as it is written.
        """
        text = self.area.toPlainText()
        if not self.mistake and text:
            try:
                if payload_text(payload_from(text)) == payload_text(payload):
                    return
            except JsonMistake:
                pass
        self._is_shown = True
        self.area.setPlainText(payload_text(payload))
        self._is_shown = False
        self._complain("")

    def _read(self) -> None:
        if self._is_shown:
            return
        try:
            payload = payload_from(self.area.toPlainText())
        except JsonMistake as error:
            self._complain(str(error))
            self.broken.emit()
            return
        self._complain("")
        self.edited.emit(payload)

    def go_to_mistake(self) -> None:
        """Put the cursor where reading stopped."""
        try:
            payload_from(self.area.toPlainText())
        except JsonMistake as error:
            cursor = self.area.textCursor()
            cursor.setPosition(error.position, QTextCursor.MoveMode.MoveAnchor)
            self.area.setTextCursor(cursor)
            self.area.setFocus()

    def _hide_secrets(self) -> None:
        """Paint over secrets; who selects one reads it."""
        color = self._theme.color("muted")
        text, found = self.area.toPlainText(), []
        for start, end in secret_spans(text):
            hidden = QTextEdit.ExtraSelection()
            hidden.format.setForeground(color)
            hidden.format.setBackground(color)
            cursor = QTextCursor(self.area.document())
            cursor.setPosition(_place(text, start))
            keeping = QTextCursor.MoveMode.KeepAnchor
            cursor.setPosition(_place(text, end), keeping)
            hidden.cursor = cursor
            found.append(hidden)
        self.area.setExtraSelections(found)

    def _complain(self, text: str) -> None:
        self.mistake = text
        self.error.show_text(text)
        self.error.setVisible(bool(text))

    def _dress(self) -> None:
        self.area.setFont(self._theme.fixed_font(0.95))
        self._hide_secrets()
        self.area.document().setDocumentMargin(self._theme.scaled(10))
        margin = self._theme.scaled(10)
        self.error.setContentsMargins(margin, margin // 2, margin, margin // 2)


def _place(text: str, index: int) -> int:
    """Return where Qt finds a character, which counts in UTF-16."""
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2
