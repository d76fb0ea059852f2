# SPDX-License-Identifier: Apache-2.0
"""The menus of single values: filter on one, copy it as a filter, show it as a column.

They are added to the menus that trees of fields and texts have by themselves.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from ocppdesk.filters.paths import Path, Side
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context, Scalar
from ocppdesk.gui.detail.fields import FieldsView
from ocppdesk.gui.detail.fields_model import Node
from ocppdesk.gui.detail.json_place import JsonPlace
from ocppdesk.gui.detail.json_view import JsonView
from ocppdesk.gui.messages.proposals import of_path, of_value
from ocppdesk.gui.messages.row_menu import add_entry


def _own() -> Side:
    return Side.OWN


class ValueMenus(QObject):
    """Extends the menus of the views on a message.

    Signals:
        narrowing_requested: This expression of the filter language is wanted besides
            the present filter.
        column_requested: This place in payloads is wanted as a column of the table.
    """

    narrowing_requested = Signal(str)
    column_requested = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.subject: Subject | None = None
        """The message that is shown; None if it is not to be looked into."""

    def attach(
        self, fields: FieldsView, json: JsonView, side: Callable[[], Side] = _own
    ) -> None:
        """Extend the menus of a tree and a text.

        Args:
            fields: The tree.
            json: The text.
            side: Tells whose payload they show now.
        """

        def extend_fields(menu: QMenu, node: Node) -> None:
            place = Path(fields.model.keys_of(node) or ("",), side())
            is_scalar = not isinstance(node.value, dict | list)
            self._extend(menu, place, (node.value,) if is_scalar else ())

        def extend_json(menu: QMenu, place: JsonPlace) -> None:
            values = (place.value,) if place.is_scalar else ()
            self._extend(menu, Path(place.keys, side()), values)

        fields.menu_opening.connect(extend_fields)
        json.menu_opening.connect(extend_json)

    def _extend(self, menu: QMenu, place: Path, values: Sequence[Scalar]) -> None:
        """Add what can be done with a value, as far as it can be done.

        Args:
            menu: Where to.
            place: Where the value is.
            values: The value; none for an object or an array.
        """
        subject = self.subject
        if subject is None:
            return
        found = [of_value(subject, place, value) for value in values]
        wanted = found[0] if found else None
        expression = "" if wanted is None else wanted.expression
        opposite = "" if wanted is None else wanted.opposite
        path = of_path(place) if _has(subject, place) else ""
        narrow = self.narrowing_requested.emit
        entries: tuple[tuple[str, str, Callable[[str], object]], ...] = (
            (self.tr("&Filter on this value"), expression, narrow),
            (self.tr("&Hide this value"), opposite, narrow),
            (self.tr("Copy as f&ilter"), expression, _copy),
            (self.tr("&Show as column"), path, self.column_requested.emit),
        )
        for label, text, do in entries:
            entry = add_entry(menu, label, text, partial(do, text))
            entry.setEnabled(bool(text))


def _has(subject: Subject, path: Path) -> bool:
    """Return whether a payload has a place; the parts of an error are in none."""
    return path.exists_in(path.payload_of(subject), Context(now=0, latest=0))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
