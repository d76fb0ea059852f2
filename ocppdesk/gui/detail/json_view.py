# SPDX-License-Identifier: Apache-2.0
"""The text of a message: indented, as it was sent, or byte by byte."""

import enum
from functools import partial
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.filters.values import text_of
from ocppdesk.gui.connections.texts import hex_dump
from ocppdesk.gui.detail.find_bar import FindBar
from ocppdesk.gui.detail.json_place import place_at
from ocppdesk.gui.detail.text_view import TextView
from ocppdesk.gui.look.json_text import JsonHighlighter, error_position, pretty_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

SHOWN: Final = 100_000
"""Characters shown at first: laid out and coloured in a tenth of a second."""
MOST_SHOWN: Final = 2_000_000
"""Characters shown when asked for all: about a second."""
_MOST_COLOURED: Final = 400_000
_BYTES_A_LINE: Final = 16


class Form(enum.Enum):
    """How the text is shown."""

    PRETTY = enum.auto()
    """Indented; a text that is not JSON as it was sent."""
    WIRE = enum.auto()
    """As it was sent."""
    BYTES = enum.auto()
    """As bytes in hexadecimal digits."""


class JsonView(QWidget):
    """Shows the raw text of one message; Ctrl+F finds in it.

    Args:
        theme: Where colours and fonts come from.

    Signals:
        menu_opening: The menu is about to open at a value of the payload, with a
            separator at its end after which more can be added; carries the menu and
            the `JsonPlace`.
    """

    menu_opening = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._raw: str | bytes = ""
        self._form = Form.PRETTY
        self._is_whole = False
        self._edit = TextView(theme)
        self._edit.setAccessibleName(self.tr("Text of the message"))
        self._highlighter = JsonHighlighter(self._edit.document(), theme)
        self._find = FindBar(theme, self._edit)
        self._buttons = self._make_buttons()
        self._notice = ThemedLabel(theme, color="problem", wraps=True)
        self._notice.hide()
        self._all = QPushButton(self.tr("Show all"))
        self._all.hide()
        search = QToolButton(autoRaise=True)
        search.setText(self.tr("Find…"))
        search.setToolTip(self.tr("Find in this text (Ctrl+F)"))
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(2)
        for button in self._buttons.values():
            bar.addWidget(button)
        bar.addSpacing(8)
        bar.addWidget(self._notice, 1)
        bar.addStretch()
        bar.addWidget(self._all)
        bar.addWidget(search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._edit, 1)
        layout.addWidget(self._find)
        self.setFocusProxy(self._edit)
        self._all.clicked.connect(self.show_all)
        search.clicked.connect(self._find.open)
        self._edit.find_wanted.connect(self._find.open)
        self._edit.step_wanted.connect(self._find.step)
        self._edit.menu_opening.connect(self._extend_menu)

    @property
    def edit(self) -> QPlainTextEdit:
        """The text itself."""
        return self._edit

    @property
    def find_bar(self) -> FindBar:
        """The line for finding."""
        return self._find

    @property
    def form(self) -> Form:
        """How the text is shown."""
        return self._form

    @property
    def notice(self) -> str:
        """What is said about the text; empty if nothing is."""
        return "" if self._notice.isHidden() else self._notice.text()

    @property
    def is_cut(self) -> bool:
        """Whether there is more than is shown, and a button for it."""
        return not self._all.isHidden()

    def show_raw(self, raw: str | bytes) -> None:
        """Show another text; bytes, which are no UTF-8, are shown as bytes first."""
        self._raw = raw
        self._is_whole = False
        if isinstance(raw, bytes):
            self._form = Form.BYTES
        elif self._form is Form.BYTES:
            self._form = Form.PRETTY
        self._render()

    def show_plain(self, text: str) -> None:
        """Show a sentence where no message was sent."""
        self._raw = ""
        self._render()
        self._highlighter.set_on(False)
        self._edit.setPlainText(text)
        self._notice.hide()
        for button in self._buttons.values():
            button.setEnabled(False)

    def choose(self, form: Form) -> None:
        """Show the text in another form."""
        self._form = form
        self._render()

    def show_all(self) -> None:
        """Show what was left off, as far as that is possible."""
        self._is_whole = True
        self._render()

    def _extend_menu(self, menu: QMenu, index: int) -> None:
        if self._form is Form.BYTES:
            return
        place = place_at(self._edit.toPlainText(), index)
        if place is None:
            return
        menu.addSeparator()
        value = text_of(place.value)
        for title, text in ((self.tr("Copy &value"), value),
                            (self.tr("Copy &path"), place.path)):  # fmt: skip
            entry = menu.addAction(title, partial(_copy, text))
            entry.setEnabled(place.is_scalar or text is not value)
        menu.addSeparator()
        self.menu_opening.emit(menu, place)

    def _make_buttons(self) -> dict[Form, QToolButton]:
        group = QButtonGroup(self)
        buttons = {}
        for form, title, tip in (
            (Form.PRETTY, self.tr("Pretty"), self.tr("Indented")),
            (Form.WIRE, self.tr("As sent"), self.tr("Exactly as it was on the wire")),
            (Form.BYTES, self.tr("Bytes"), self.tr("In hexadecimal digits")),
        ):
            button = QToolButton()
            button.setText(title)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked, chosen=form: self.choose(chosen))
            group.addButton(button)
            buttons[form] = button
        return buttons

    def _render(self) -> None:
        for form, button in self._buttons.items():
            button.setEnabled(True)
            button.setChecked(form is self._form)
        limit = MOST_SHOWN if self._is_whole else SHOWN
        wrong: int | None = None
        if self._form is Form.BYTES:
            text, notice, length = self._bytes_text(limit)
        else:
            text, notice, length, wrong = self._json_text(limit)
        self._highlighter.set_on(
            self._form is not Form.BYTES and len(text) <= _MOST_COLOURED
        )
        self._edit.mark_wrong(None)
        self._edit.setPlainText(text)
        if wrong is not None and wrong <= len(text):
            # At the end there is no character to mark but the last one.
            span = (min(wrong, max(0, len(text) - 1)), wrong + 1)
            self._edit.mark_wrong(span)
            self._edit.go_to(span)
        size = QLocale().formattedDataSize(len(self._raw))
        if length > limit and self._is_whole:
            shown = QLocale().formattedDataSize(limit)
            more = self.tr("The first {shown} of {size}; “Copy” has all of it.")
            notice = f"{notice} {more.format(shown=shown, size=size)}".strip()
        self._all.setVisible(length > limit and not self._is_whole)
        self._all.setText(self.tr("Show all ({size})").format(size=size))
        self._notice.show_text(notice)
        self._notice.setVisible(bool(notice))
        self._find.refresh()

    def _json_text(self, limit: int) -> tuple[str, str, int, int | None]:
        """Return the text, what to say, the whole length and where it is wrong."""
        raw = self._raw
        text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
        wrong = error_position(text) if len(text) <= MOST_SHOWN else None
        notice = ""
        if wrong is not None:
            if wrong >= len(text.rstrip("\0 \t\r\n")):
                notice = self.tr("Not JSON: it ends too early, the rest is missing.")
            elif text[wrong] == '"':
                place = QLocale().toString(wrong + 1)
                notice = self.tr(
                    "Not JSON: the quotes at character {place} are never closed."
                ).format(place=place)
            else:
                place = QLocale().toString(wrong + 1)
                notice = self.tr("Not JSON from character {place} on.").format(
                    place=place
                )
        shown = text[:limit]
        if self._form is Form.PRETTY and wrong is None:
            shown = pretty_text(shown)
        return shown, notice, len(text), wrong

    def _bytes_text(self, limit: int) -> tuple[str, str, int]:
        """Return the lines of bytes, what to say, and how much there is."""
        raw = self._raw
        data = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
        notice = ""
        if isinstance(raw, bytes):
            try:
                data.decode()
            except UnicodeDecodeError as error:
                notice = self.tr("Not UTF-8: byte {value} at {place}.").format(
                    value=f"{data[error.start]:02x}", place=f"{error.start:04x}"
                )
        # A byte takes five characters on the screen.
        count = limit // 5 // _BYTES_A_LINE * _BYTES_A_LINE
        return hex_dump(data[:count]), notice, len(data) * 5


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
