# SPDX-License-Identifier: Apache-2.0
"""A text that is only read, in letters of equal width, with marked places."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ocppdesk.gui.look.theme import Theme

Span = tuple[int, int]


class TextView(QPlainTextEdit):
    """A read-only text with marked places; takes Ctrl+F for itself.

    Args:
        theme: Where colours and fonts come from.

    Signals:
        find_wanted: The keys for finding were pressed.
        step_wanted: The keys for the next (1) or previous (-1) place were pressed.
        menu_opening: The menu is about to open; carries it and the index of the
            character at which it was asked for.
    """

    find_wanted = Signal()
    step_wanted = Signal(int)
    menu_opening = Signal(object, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._wrong: Span | None = None
        self._found: Sequence[Span] = ()
        self._current = -1
        self.setReadOnly(True)
        # Without it Tab is trapped, and the caret that selects by keyboard is missing.
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(8)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # Looking for word boundaries takes seconds in a long line without blanks.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        theme.changed.connect(self._dress)
        self._dress()

    def mark_wrong(self, span: Span | None) -> None:
        """Mark where the text is wrong; positions count characters."""
        self._wrong = span
        self._show_marks()

    def mark_found(self, spans: Sequence[Span], current: int) -> None:
        """Mark what was found, one of it more than the rest."""
        self._found = spans
        self._current = current
        self._show_marks()

    def go_to(self, span: Span) -> None:
        """Bring a place into view."""
        cursor = self._cursor(span)
        cursor.setPosition(cursor.selectionStart())
        self.setTextCursor(cursor)
        self.centerCursor()

    def _show_marks(self) -> None:
        color = self._theme.color
        marks = []
        for number, span in enumerate(self._found):
            if number == self._current:
                style = _filled(color("selection.back"), color("selection.text"))
            else:
                style = _filled(color("row.new.back"), color("text"))
                style.setFontUnderline(True)
            marks.append(self._mark(span, style))
        if self._wrong is not None:
            style = _filled(color("error.back"), color("problem"))
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            marks.append(self._mark(self._wrong, style))
        self.setExtraSelections(marks)

    def _mark(self, span: Span, style: QTextCharFormat) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.format = style
        mark.cursor = self._cursor(span)
        return mark

    def _cursor(self, span: Span) -> QTextCursor:
        cursor = QTextCursor(self.document())
        last = self.document().characterCount() - 1
        text = self.toPlainText()
        cursor.setPosition(min(utf16_index(text, span[0]), last))
        keep = QTextCursor.MoveMode.KeepAnchor
        cursor.setPosition(min(utf16_index(text, span[1]), last), keep)
        return cursor

    def _dress(self) -> None:
        self.setFont(self._theme.fixed_font())
        self._show_marks()

    # Overrides of QPlainTextEdit.

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.textCursor()
        else:
            place = self.cursorForPosition(event.pos())
        index = character_index(self.toPlainText(), place.position())
        self.menu_opening.emit(menu, index)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        # The window has the same keys for finding in all messages.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and finding_key(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match finding_key(event):
            case None:
                super().keyPressEvent(event)
            case 0:
                self.find_wanted.emit()
            case step:
                self.step_wanted.emit(step)


def utf16_index(text: str, index: int) -> int:
    """Return the place of a character as Qt counts, in units of UTF-16."""
    if text.isascii():
        return index
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2


def character_index(text: str, place: int) -> int:
    """Return which character stands at a place as Qt counts, in units of UTF-16."""
    if text.isascii():
        return place
    before = text.encode("utf-16-le", "surrogatepass")[: 2 * place]
    return len(before.decode("utf-16-le", "replace"))


def finding_key(event: QKeyEvent) -> int | None:
    """Return 0 for find, 1 for next, -1 for previous, None for other keys."""
    if event.matches(QKeySequence.StandardKey.Find):
        return 0
    if event.matches(QKeySequence.StandardKey.FindNext):
        return 1
    if event.matches(QKeySequence.StandardKey.FindPrevious):
        return -1
    return None


def _filled(back: QColor, text: QColor) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setBackground(back)
    style.setForeground(text)
    return style
