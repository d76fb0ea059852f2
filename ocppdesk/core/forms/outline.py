# SPDX-License-Identifier: Apache-2.0
"""The rows of a form, from top to bottom: what is there, and what could be."""

import enum
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.forms.fields import SCALARS, Field, Kind
from ocppdesk.core.forms.places import MISSING, Place

_FEW: Final = 4  # optional fields that are shown without being asked for


class RowKind(enum.StrEnum):
    """What a row of a form is."""

    VALUE = "value"
    """A single value."""
    GROUP = "group"
    """The title of an object or an array that is there."""
    ITEM = "item"
    """The title of an object in an array."""
    ABSENT = "absent"
    """An object or an array that may be added."""
    MORE = "more"
    """Stands for the optional fields that are folded away."""
    UNKNOWN = "unknown"
    """A key that the schema does not have."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form."""

    kind: RowKind
    place: Place
    """What it is about; of MORE the object whose fields are folded away."""
    field: Field
    """Its field; of UNKNOWN one that takes anything."""
    depth: int
    """How far it stands to the right."""
    count: int = 0
    """Of MORE: how many are folded away. Of GROUP and ITEM: how many are in it."""


def outline(form: Field, payload: Any, unfolded: Collection[Place]) -> list[FormRow]:
    """Return the rows of a form.

    Args:
        form: What `form_of` returned.
        payload: The payload; anything that JSON can say.
        unfolded: The objects whose optional fields are all shown.
    """
    return list(_object_rows(form, payload, (), 0, unfolded))


def _object_rows(
    field: Field, value: Any, place: Place, depth: int, unfolded: Collection[Place]
) -> Iterator[FormRow]:
    content = value if isinstance(value, dict) else {}
    absent = [f for f in field.fields if not f.is_required and f.name not in content]
    is_open = place in unfolded or len(absent) <= _FEW + _has_custom(absent)
    folded = [f for f in absent if f.name == "customData" or not is_open]
    if place in unfolded:
        folded = []
    for inner in field.fields:
        if inner not in folded:
            found = content.get(inner.name, MISSING)
            yield from _rows(inner, found, (*place, inner.name), depth, unfolded)
    known = {inner.name for inner in field.fields}
    for key in content:
        if key not in known:
            anything = Field(str(key), str(key), Kind.ANY)
            yield FormRow(RowKind.UNKNOWN, (*place, key), anything, depth)
    if folded:
        yield FormRow(RowKind.MORE, place, field, depth, len(folded))


def _has_custom(absent: list[Field]) -> int:
    return sum(field.name == "customData" for field in absent)


def _rows(
    field: Field, value: Any, place: Place, depth: int, unfolded: Collection[Place]
) -> Iterator[FormRow]:
    if field.kind in SCALARS:
        yield FormRow(RowKind.VALUE, place, field, depth)
    elif value is MISSING:
        yield FormRow(RowKind.ABSENT, place, field, depth)
    elif field.kind is Kind.OBJECT:
        count = len(value) if isinstance(value, dict) else 0
        yield FormRow(RowKind.GROUP, place, field, depth, count)
        yield from _object_rows(field, value, place, depth + 1, unfolded)
    else:
        items = value if isinstance(value, list) else []
        yield FormRow(RowKind.GROUP, place, field, depth, len(items))
        yield from _item_rows(field, items, place, depth + 1, unfolded)


def _item_rows(
    field: Field,
    items: list[Any],
    place: Place,
    depth: int,
    unfolded: Collection[Place],
) -> Iterator[FormRow]:
    assert field.item is not None
    for number, value in enumerate(items):
        there = (*place, number)
        if field.item.kind is Kind.OBJECT:
            yield FormRow(RowKind.ITEM, there, field.item, depth, len(items))
            yield from _object_rows(field.item, value, there, depth + 1, unfolded)
        else:
            yield from _rows(field.item, value, there, depth, unfolded)
