# SPDX-License-Identifier: Apache-2.0
"""The rows of a form as widgets: a value, a title, an offer."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.forms.outline import FormRow, RowKind
from ocppdesk.core.forms.places import place_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.sending.editors import Suggest, ValueEditor, editor_for

_NAME_WIDTH: Final = 176  # pixels at 100 %: the longest names, one level down
_INDENT: Final = 14


def _tr(text: str) -> str:
    return QCoreApplication.translate("rows", text)


class RowWidget(QWidget):
    """One row of a form.

    Args:
        row: What it is about.
        theme: Its look.

    Signals:
        edited: A value was changed; carries the place and the value.
        wanted: Something else is to happen; carries the place and one of `add`,
            `remove`, `up`, `down`, `unfold`.
        entered: The keyboard came here.
    """

    edited = Signal(tuple, object)
    wanted = Signal(tuple, str)
    entered = Signal(object)

    def __init__(self, row: FormRow, theme: Theme) -> None:
        super().__init__()
        self.row = row
        """What it is about."""
        self._theme = theme
        self.error = ThemedLabel(theme, color="problem", wraps=True)
        """Why the value is refused."""
        self.error.hide()

    @property
    def indent(self) -> int:
        """How many pixels it stands to the right."""
        return self._theme.scaled(_INDENT) * self.row.depth

    def show_value(self, value: Any) -> None:
        """Show another value."""

    def hide_value(self, *, is_hidden: bool) -> None:
        """Show the value as dots, or as it is."""

    def show_error(self, text: str, *, is_expected: bool = False) -> None:
        """Show why the value is refused; no text for nothing.

        Args:
            text: The sentence.
            is_expected: Whether nobody has had a chance to do better yet.
        """
        self.error.show_text(text, "muted" if is_expected else "problem")
        self.error.setVisible(bool(text))

    def take_focus(self) -> None:
        """Bring the keyboard here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _watch(self, widget: QWidget) -> None:
        widget.installEventFilter(self)

    # Overrides of QWidget.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self)
        return super().eventFilter(watched, event)


class ValueRow(RowWidget):
    """A name, an editor, and below why the value is refused."""

    def __init__(self, row: FormRow, theme: Theme, suggest: Suggest) -> None:
        super().__init__(row, theme)
        field, place = row.field, row.place
        name = str(place[-1]) if place else field.name
        is_item = isinstance(place[-1], int)
        if is_item:
            name = f"[{place[-1]}]"
        label = QLabel(f"{name} *" if field.is_required and not is_item else name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setToolTip(field.meaning)
        self.editor: ValueEditor = editor_for(field, theme, suggest)
        """Edits the value."""
        label.setBuddy(self.editor.input)
        described = place_text(place)
        if field.is_required:
            described = _tr("{name}, required").format(name=described)
        self.editor.input.setAccessibleName(described)
        self.editor.input.setAccessibleDescription(field.meaning)
        self._watch(self.editor.input)
        self.editor.edited.connect(lambda value: self.edited.emit(place, value))
        layout = QGridLayout(self)
        layout.setContentsMargins(self.indent, 0, 0, 0)
        layout.setHorizontalSpacing(theme.scaled(8))
        layout.setVerticalSpacing(theme.scaled(2))
        width = max(theme.scaled(_NAME_WIDTH) - self.indent, theme.scaled(90))
        label.setFixedWidth(width)
        layout.addWidget(label, 0, 0, Qt.AlignmentFlag.AlignTop)
        label.setMinimumHeight(self.editor.sizeHint().height())
        layout.addWidget(self.editor, 0, 1)
        layout.addWidget(self.error, 1, 1)
        layout.setColumnStretch(1, 1)
        if is_item or row.kind is RowKind.UNKNOWN:
            remove = _button("✕", _tr("Remove {name}"), place)
            remove.clicked.connect(lambda: self.wanted.emit(place, "remove"))
            layout.addWidget(remove, 0, 2, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.editor)

    def show_value(self, value: Any) -> None:
        """Show another value."""
        self.editor.show_value(value)

    def hide_value(self, *, is_hidden: bool) -> None:
        """Show the value as dots, or as it is."""
        self.editor.hide_value(is_hidden=is_hidden)


class TitleRow(RowWidget):
    """The title of an object, an array, or an object in an array."""

    def __init__(self, row: FormRow, theme: Theme, title: str) -> None:
        super().__init__(row, theme)
        field = row.field
        self.title = ThemedLabel(theme, title, is_bold=True)
        """Its name."""
        self.title.setToolTip(field.meaning)
        line = QHBoxLayout()
        line.setSpacing(theme.scaled(2))
        line.addWidget(self.title)
        line.addStretch(1)
        self.buttons: dict[str, QWidget] = {}
        """What can be done with it, by name."""
        for name, button in self._actions():
            button.clicked.connect(self._wish(name))
            self._watch(button)
            self.buttons[name] = button
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(self.indent, theme.scaled(6), 0, 0)
        layout.setSpacing(theme.scaled(2))
        layout.addLayout(line)
        layout.addWidget(self.error)
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def _actions(self) -> list[tuple[str, QToolButton]]:
        row, place = self.row, self.row.place
        found = []
        if row.field.item is not None:
            add = _button("+", _tr("Add to {name}"), place)
            most = row.field.most_items
            add.setEnabled(most is None or row.count < most)
            found.append(("add", add))
        if row.kind is RowKind.ITEM:
            number = int(place[-1])
            up = _button("↑", _tr("Move {name} up"), place)
            up.setEnabled(number > 0)
            down = _button("↓", _tr("Move {name} down"), place)
            down.setEnabled(number < row.count - 1)
            found += [("up", up), ("down", down)]
        if row.kind is RowKind.ITEM or not row.field.is_required:
            found.append(("remove", _button("✕", _tr("Remove {name}"), place)))
        return found

    def _wish(self, name: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(self.row.place, name)


class OfferRow(RowWidget):
    """Something that may be added, or fields that may be unfolded."""

    def __init__(self, row: FormRow, theme: Theme, text: str, wish: str) -> None:
        super().__init__(row, theme)
        self.button = QPushButton(text)
        """Does it."""
        self.button.setFlat(True)
        self.button.setProperty("link", True)
        self.button.setToolTip(row.field.meaning)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if row.place:
            described = f"{text} ({place_text(row.place)})"
            self.button.setAccessibleName(described)
        self._watch(self.button)
        self.button.clicked.connect(lambda: self.wanted.emit(row.place, wish))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(self.indent, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.button)
        layout.addWidget(self.error)
        self.setFocusProxy(self.button)


def row_widget(row: FormRow, theme: Theme, suggest: Suggest) -> RowWidget:
    """Make the widget of a row.

    Args:
        row: What it is about.
        theme: Its look.
        suggest: What may be filled into it.
    """
    name = row.field.name
    if row.kind is RowKind.ABSENT:
        add = _tr("Add {name}").format(name=name)
        return OfferRow(row, theme, f"+ {add}", "add")
    if row.kind is RowKind.MORE:
        more = _tr("{count} more optional fields").format(count=row.count)
        if row.count == 1:
            more = _tr("1 more optional field")
        return OfferRow(row, theme, f"▸ {more}", "unfold")
    if row.kind is RowKind.GROUP:
        return TitleRow(row, theme, f"{name} *" if row.field.is_required else name)
    if row.kind is RowKind.ITEM:
        return TitleRow(row, theme, f"{name} [{row.place[-1]}]")
    return ValueRow(row, theme, suggest)


def _button(sign: str, text: str, place: tuple[str | int, ...]) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    described = text.format(name=place_text(place))
    button.setToolTip(described)
    button.setAccessibleName(described)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
