# SPDX-License-Identifier: Apache-2.0
"""Editors of single values: a text, one of several, and a long text."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.commands.suggestions import Suggestion
from ocppdesk.core.forms.fields import Field, Kind
from ocppdesk.core.forms.places import MISSING
from ocppdesk.core.forms.texts import text_of, value_from
from ocppdesk.gui.look.theme import Theme

Suggest = Callable[[], Sequence[Suggestion]]
"""Returns what may be filled in now."""

_LONG: Final = 1_000  # characters: certificates and their kin want several lines
_LINES: Final = 3
_LONGEST_ENTRY: Final = 60


def _tr(text: str) -> str:
    return QCoreApplication.translate("editors", text)


class ValueEditor(QWidget):
    """Edits one value of a payload.

    Signals:
        edited: The user has changed it; carries the value, `MISSING` for none.
    """

    edited = Signal(object)

    @property
    def input(self) -> QWidget:
        """What has the keyboard."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show another value; nobody is told."""
        raise NotImplementedError

    def hide_value(self, *, is_hidden: bool) -> None:
        """Show the value as dots, or as it is; where nobody types, it is as it is."""

    def _fill(self, *widgets: QWidget) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for number, widget in enumerate(widgets):
            layout.addWidget(widget, 1 if number == 0 else 0)
        self.setFocusProxy(widgets[0])


def editor_for(field: Field, theme: Theme, suggest: Suggest) -> ValueEditor:
    """Make the editor that fits a field.

    Args:
        field: The field, one that holds a single value.
        theme: Its look.
        suggest: What the menu beside it offers.
    """
    if field.kind in (Kind.CHOICE, Kind.BOOLEAN):
        return ChoiceEditor(field, theme)
    if field.kind is Kind.TEXT and (field.longest or 0) >= _LONG:
        return LongTextEditor(field, theme)
    return TextEditor(field, theme, suggest)


class _Box(QComboBox):
    """A list that the wheel scrolls past unless the keyboard is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(ValueEditor):
    """Chooses one of the values that the schema lists.

    A value that it does not list, put there by hand, is one entry more.

    Args:
        field: A CHOICE or a BOOLEAN.
        theme: Its look.
    """

    def __init__(self, field: Field, theme: Theme) -> None:
        super().__init__()
        self._field = field
        self.box = _Box()
        """The values."""
        if not field.is_required:
            self.box.addItem(_tr("(left out)"), MISSING)
        if field.kind is Kind.BOOLEAN:
            for value in (False, True):
                self.box.addItem(text_of(value), value)
        for choice in field.choices:
            self.box.addItem(choice.value, choice.value)
            number = self.box.count() - 1
            self.box.setItemData(number, choice.meaning, Qt.ItemDataRole.ToolTipRole)
        self._listed = self.box.count()
        self.box.activated.connect(self._tell)
        self._fill(self.box)

    @property
    def input(self) -> QWidget:
        """What has the keyboard."""
        return self.box

    def show_value(self, value: Any) -> None:
        """Show another value; nobody is told."""
        while self.box.count() > self._listed:
            self.box.removeItem(self._listed)
        number = self._number_of(value)
        if number < 0:
            self.box.addItem(text_of(value) or _tr("(nothing)"), value)
            number = self._listed
        self.box.setCurrentIndex(number)

    def _number_of(self, value: Any) -> int:
        for number in range(self._listed):
            found = self.box.itemData(number)
            if found is value or (type(found) is type(value) and found == value):
                return number
        return -1

    def _tell(self, number: int) -> None:
        self.edited.emit(self.box.itemData(number))


class TextEditor(ValueEditor):
    """A line of text, with a menu of what is known to fit.

    Args:
        field: Whatever is typed.
        theme: Its look.
        suggest: What the menu offers.
    """

    def __init__(self, field: Field, theme: Theme, suggest: Suggest) -> None:
        super().__init__()
        self._field = field
        self._suggest = suggest
        self.line = QLineEdit()
        """The text."""
        self.known = QToolButton()
        """Opens the menu."""
        self.known.setText("⋯")
        self.known.setToolTip(_tr("Known values (Alt+Down)"))
        self.known.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu: QMenu | None = None
        """The menu, once it was opened."""
        self.line.setPlaceholderText(_placeholder(field))
        self.line.textEdited.connect(self._tell)
        self.known.clicked.connect(self.open_menu)
        self._fill(self.line, self.known)
        # Not before it has a parent: it would be a window of its own.
        self.known.setVisible(bool(suggest()))

    @property
    def input(self) -> QWidget:
        """What has the keyboard."""
        return self.line

    def show_value(self, value: Any) -> None:
        """Show another value; nobody is told."""
        # What is being typed stays as it is written, `16,` for one.
        if value_from(self._field, self.line.text()) != value or value in ("", MISSING):
            self.line.setText(text_of(value))
        self.known.setVisible(bool(self._suggest()))

    def hide_value(self, *, is_hidden: bool) -> None:
        """Show the value as dots unless it is being typed, or as it is."""
        modes = QLineEdit.EchoMode
        mode = modes.PasswordEchoOnEdit if is_hidden else modes.Normal
        if mode is not self.line.echoMode():
            self.line.setEchoMode(mode)

    def open_menu(self) -> None:
        """Offer what is known to fit."""
        if self.menu is not None:
            self.menu.deleteLater()
        menu = self.menu = QMenu(self)
        for suggestion in self._suggest():
            text = text_of(suggestion.value).replace("&", "&&")
            remark = suggestion.remark
            short = remark if len(remark) < _LONGEST_ENTRY else f"{remark[:58]}…"
            entry = f"{text}\t{short}" if short else text
            menu.addAction(entry, partial(self._take, suggestion.value))
        menu.popup(self.known.mapToGlobal(self.known.rect().bottomLeft()))

    def _take(self, value: Any) -> None:
        self.line.setText(text_of(value))
        self.edited.emit(value)
        self.line.setFocus()

    def _tell(self, text: str) -> None:
        self.edited.emit(value_from(self._field, text))


class LongTextEditor(ValueEditor):
    """Several lines, for certificates.

    Args:
        field: A TEXT.
        theme: Its look.
    """

    def __init__(self, field: Field, theme: Theme) -> None:
        super().__init__()
        self._field = field
        self._is_shown = False
        self.area = QPlainTextEdit()
        """The text."""
        self.area.setTabChangesFocus(True)
        self.area.setFont(theme.fixed_font(0.92))
        height = self.area.fontMetrics().lineSpacing() * _LINES + theme.scaled(16)
        self.area.setFixedHeight(height)
        self.area.setPlaceholderText(_placeholder(field))
        self.area.textChanged.connect(self._tell)
        frame = QFrame()
        frame.setObjectName("card")  # the style sheet knows it by that
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.addWidget(self.area)
        self._fill(frame)
        self.setFocusProxy(self.area)

    @property
    def input(self) -> QWidget:
        """What has the keyboard."""
        return self.area

    def show_value(self, value: Any) -> None:
        """Show another value; nobody is told."""
        text = text_of(value)
        if text != self.area.toPlainText():
            self._is_shown = True
            self.area.setPlainText(text)
            self._is_shown = False

    def _tell(self) -> None:
        if not self._is_shown:
            self.edited.emit(value_from(self._field, self.area.toPlainText()))


def _placeholder(field: Field) -> str:
    """Return what a field holds, as a hint in it while it is empty."""
    words = {
        Kind.TIME: "2026-08-01T14:00:00Z",
        Kind.URL: "ftp://192.168.50.1/",
        Kind.INTEGER: _tr("whole number"),
        Kind.NUMBER: _tr("number"),
        Kind.ANY: _tr("text or JSON"),
    }.get(field.kind, "")
    if field.longest is not None and not words:
        words = _tr("text, at most {count} characters").format(count=field.longest)
    if field.is_required or not words:
        return words
    return _tr("left out; {kind}").format(kind=words)
