# SPDX-License-Identifier: Apache-2.0
"""The form of a payload: edits it field by field, and says what is refused."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ocppdesk.core.commands.suggestions import Suggestion
from ocppdesk.core.forms.checking import complaints
from ocppdesk.core.forms.fields import Field
from ocppdesk.core.forms.filling import minimal
from ocppdesk.core.forms.outline import FormRow, RowKind, outline
from ocppdesk.core.forms.places import MISSING, Place, moved, value_at, with_value
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.sending.hiding import is_secret_place
from ocppdesk.gui.sending.rows import RowWidget, row_widget

_WIDEST: Final = 400  # pixels at 100 % that it may claim from what is beside it

SuggestFor = Callable[[Field], Sequence[Suggestion]]
"""Returns what may be filled into a field now."""


class PayloadForm(QWidget):
    """Edits a payload by the fields of its schema.

    What the payload has besides stays in it.

    Args:
        theme: Its look.
        suggest: What may be filled in.
        clock: Returns the time now, microseconds since 1970.

    Signals:
        edited: The user has changed the payload.
    """

    edited = Signal()

    def __init__(
        self, theme: Theme, suggest: SuggestFor, clock: Callable[[], int]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._suggest = suggest
        self._clock = clock
        self._form: Field | None = None
        self._payload: Any = {}
        self._rows: list[RowWidget] = []
        self._shape: list[tuple[object, ...]] | None = None
        self._unfolded: set[Place] = set()
        self._touched: set[Place] = set()
        self.complaints: dict[Place, str] = {}
        """Why values are refused, by place."""
        self.meaning = ThemedLabel(theme, color="muted", wraps=True)
        """What the field means that has the keyboard."""
        self.meaning.setAccessibleName(self.tr("Meaning of the field"))
        self._area = QScrollArea()
        self._area.setObjectName("page")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A page without stops of its own: the fields in it are the stops.
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._list = QVBoxLayout(self._content)
        none = self.tr("This command needs nothing filled in.")
        self.nothing = ThemedLabel(theme, none, color="muted")
        """Stands in the place of rows where there are none."""
        self.nothing.setParent(self._content)
        self._area.setWidget(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.scaled(4))
        layout.addWidget(self._area, 1)
        layout.addWidget(self.meaning)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def payload(self) -> Any:
        """The payload as it is edited."""
        return self._payload

    @property
    def rows(self) -> tuple[RowWidget, ...]:
        """The rows from top to bottom."""
        return tuple(self._rows)

    def row(self, *place: str | int) -> RowWidget | None:
        """Return the row of a value, if it is shown."""
        return next((r for r in self._rows if r.row.place == place), None)

    def show_form(self, form: Field, payload: Any) -> None:
        """Edit the payload of another action, or begin anew."""
        self._form = form
        self._unfolded.clear()
        self._touched.clear()
        self._shape = None
        self.show_payload(payload)
        if self._held_place() is None:
            self.meaning.show_text("")  # of a field that is gone
        self._area.verticalScrollBar().setValue(0)

    def show_payload(self, payload: Any) -> None:
        """Show another payload of the same action; nobody is told."""
        if self._form is None:
            return
        self._payload = payload
        rows = outline(self._form, payload, self._unfolded)
        shape: list[tuple[object, ...]] = [(r.kind, r.place, r.count) for r in rows]
        if shape != self._shape:
            self._shape = shape
            self._build(rows)
        for row in self._rows:
            place = row.row.place
            row.show_value(value_at(payload, place))
            row.hide_value(is_hidden=is_secret_place(payload, place))
        self._check()

    def first_refused(self) -> RowWidget | None:
        """Return the first row whose value is refused."""
        return next((r for r in self._rows if r.row.place in self.complaints), None)

    def touch_all(self) -> None:
        """Say of every field what is wrong, also of those nobody has come to yet."""
        self._touched.update(self.complaints)
        self._check()

    def _build(self, rows: list[FormRow]) -> None:
        held = self._held_place()
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        while self._list.count():
            self._list.takeAt(0)
        self.nothing.setVisible(not rows)
        self._rows = []
        for wanted in rows:
            row = row_widget(wanted, self._theme, partial(self._suggest, wanted.field))
            row.edited.connect(self._edit)
            row.wanted.connect(self._do)
            row.entered.connect(self._explain)
            self._rows.append(row)
            self._list.addWidget(row)
            row.show()  # at once, so that the keyboard can come here
        self._list.addStretch(1)
        if not self._rows:
            self._list.insertWidget(0, self.nothing)
        # Without a scroll bar for its width, it must not be narrower than its fields.
        bar = self._area.verticalScrollBar().sizeHint().width()
        width = self._content.minimumSizeHint().width() + bar
        self._area.setMinimumWidth(min(width, self._theme.scaled(_WIDEST)))
        if held is not None:
            self._return_to(held)

    def _held_place(self) -> Place | None:
        """Return the place of the row that has the keyboard."""
        holder = self.focusWidget() if self.window().isActiveWindow() else None
        for row in self._rows:
            if holder is not None and (row is holder or row.isAncestorOf(holder)):
                return row.row.place if holder.hasFocus() else None
        return None

    def _return_to(self, place: Place) -> None:
        while True:
            found = self.row(*place)
            if found is not None and found.focusProxy() is not None:
                found.take_focus()
                return
            if not place:
                break
            place = place[:-1]
        if self._rows:
            self._rows[0].take_focus()

    def _edit(self, place: Place, value: Any) -> None:
        self._touched.add(place)
        self._take(with_value(self._payload, place, value))

    def _do(self, place: Place, what: str) -> None:
        row = self.row(*place) or self._more(place)
        if row is None or self._form is None:
            return
        goal = place
        if what == "unfold":
            self._unfolded.add(place)
            self.show_payload(self._payload)
            self._return_to(place)
            return
        if what == "remove":
            payload = with_value(self._payload, place, MISSING)
        elif what in ("up", "down"):
            by = -1 if what == "up" else 1
            payload = moved(self._payload, place, by)
            goal = (*place[:-1], int(place[-1]) + by)
        else:
            goal, payload = self._added(row.row)
        self._take(payload)
        self._enter(goal)

    def _added(self, row: FormRow) -> tuple[Place, Any]:
        """Return the payload with an object, an array or an item more, and where."""
        at, place, field = self._clock(), row.place, row.field
        if row.kind is RowKind.ABSENT:
            value = minimal(field, at=at)
            if field.item is not None and not value:
                value = [minimal(field.item, at=at)]
            return place, with_value(self._payload, place, value)
        assert field.item is not None
        there = (*place, row.count)
        value = minimal(field.item, at=at)
        return there, with_value(self._payload, there, value)

    def _more(self, place: Place) -> RowWidget | None:
        return next(
            (
                row
                for row in self._rows
                if row.row.place == place and row.row.kind is RowKind.MORE
            ),
            None,
        )

    def _enter(self, place: Place) -> None:
        """Bring the keyboard to the first value at a place or below it."""
        for row in self._rows:
            is_below = row.row.place[: len(place)] == place
            if is_below and row.row.kind is RowKind.VALUE:
                row.take_focus()
                QTimer.singleShot(0, row, partial(self._area.ensureWidgetVisible, row))
                return
        self._return_to(place)

    def _take(self, payload: Any) -> None:
        self.show_payload(payload)
        self.edited.emit()

    def _check(self) -> None:
        form = self._form
        self.complaints = {} if form is None else complaints(form, self._payload)
        for row in self._rows:
            place = row.row.place
            # The row of folded fields has the place of their object.
            is_own = row.row.kind is not RowKind.MORE
            text = self.complaints.get(place, "") if is_own else ""
            is_empty = value_at(self._payload, place) in ("", MISSING)
            is_expected = is_empty and place not in self._touched
            row.show_error(text, is_expected=is_expected)

    def _explain(self, row: RowWidget) -> None:
        field = row.row.field
        value = value_at(self._payload, row.row.place)
        chosen = [c.meaning for c in field.choices if c.value == value and c.meaning]
        parts = [f"{field.name}: {field.meaning}" if field.meaning else "", *chosen]
        if chosen:
            parts[-1] = f"{value}: {chosen[0]}"
        self.meaning.show_text(" ".join(part for part in parts if part))
        self._area.ensureWidgetVisible(row)

    def _dress(self) -> None:
        scaled = self._theme.scaled
        self._list.setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8))
        self._list.setSpacing(scaled(6))
        self.meaning.setContentsMargins(scaled(12), 0, scaled(12), scaled(4))
        self._shape = None  # widths depend on the zoom
        self.show_payload(self._payload)
