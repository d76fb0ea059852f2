# SPDX-License-Identifier: Apache-2.0
"""Why a value is refused, as a sentence at its place."""

import math
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from ocppdesk.core.forms.fields import Field, Kind
from ocppdesk.core.forms.places import MISSING, Place

# RFC 3339, 5.6; the schemas' `date-time`.
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?P<zone>[Zz]|[+-]\d\d:\d\d)?"
)
_EMPTY_MEANS_SOMETHING: Final = frozenset(
    {"value", "attributeValue", "data", "exiRequest"}
)
"""Required texts that may be empty: to empty a setting is a change like any other."""


def complaints(field: Field, payload: Any) -> dict[Place, str]:
    """Say everything that is wrong with a payload, by place.

    A payload without complaints is valid by its schema. It may be refused for more: a
    required text that is empty is.

    Args:
        field: What `form_of` returned.
        payload: The payload.
    """
    return dict(_complaints(field, payload, ()))


def _complaints(field: Field, value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    why = complaint(field, value)
    if why:
        yield place, why
    if field.kind is Kind.OBJECT and isinstance(value, dict):
        for inner in field.fields:
            found = value.get(inner.name, MISSING)
            if found is not MISSING or inner.is_required:
                yield from _complaints(inner, found, (*place, inner.name))
        known = {inner.name for inner in field.fields}
        if not field.takes_more:
            for key in value.keys() - known:
                yield (*place, key), _unknown(key, field)
    elif field.item is not None and isinstance(value, list):
        for number, found in enumerate(value):
            yield from _complaints(field.item, found, (*place, number))


def complaint(field: Field, value: Any) -> str:
    """Say why a field refuses a value; empty if it does not.

    What is inside an object or an array is not looked at.
    """
    if value is MISSING:
        return "This is required." if field.is_required else ""
    return _CHECKS[field.kind](field, value)


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        return f"A text is wanted, not {_said(value)}."
    if not value and field.is_required and field.name not in _EMPTY_MEANS_SOMETHING:
        return "This is required and still empty."
    if field.longest is not None and len(value) > field.longest:
        return f"At most {field.longest} characters; it has {len(value)}."
    return ""


def _time(field: Field, value: Any) -> str:
    example = "2026-08-01T14:00:00Z"
    if value == "":
        return f"A time is wanted, as in {example}."
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return f"{_said(value)} is no time. Write it as in {example}."
    if found["zone"] is None:
        return "The time zone is missing: end with Z for UTC, or as in +02:00."
    try:
        datetime.fromisoformat(value.upper())
    except ValueError:
        return f"{_said(value)} is not in the calendar, or not on the clock."
    return ""


def _url(field: Field, value: Any) -> str:
    if why := _text(field, value):
        return why
    try:
        parts = urlsplit(value)
    except ValueError:
        return f"{_said(value)} is no address."
    if not parts.scheme or " " in value:
        return "A whole address is wanted, as in ftp://192.168.50.1/folder/."
    return ""


def _integer(field: Field, value: Any) -> str:
    if value == "":
        return "A whole number is wanted."
    if isinstance(value, bool) or not isinstance(value, int):
        return f"A whole number is wanted, not {_said(value)}."
    return _limits(field, value)


def _number(field: Field, value: Any) -> str:
    if value == "":
        return "A number is wanted."
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"A number is wanted, not {_said(value)}."
    if not math.isfinite(value):
        return "The number is too large."
    if field.step and Decimal(str(value)) % Decimal(str(field.step)):
        return f"Only multiples of {field.step:g} are allowed."
    return _limits(field, value)


def _limits(field: Field, value: float) -> str:
    if field.minimum is not None and value < field.minimum:
        return f"At least {field.minimum:g}; it is {value}."
    if field.maximum is not None and value > field.maximum:
        return f"At most {field.maximum:g}; it is {value}."
    return ""


def _boolean(_field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return ""
    return f"true or false is wanted, not {_said(value)}."


def _choice(field: Field, value: Any) -> str:
    values = [choice.value for choice in field.choices]
    if value in values:
        return ""
    alike = [v for v in values if v.casefold() == str(value).casefold()]
    if alike:
        return f"{_said(value)} is spelt {alike[0]}."
    if value == "":
        return "Choose one of the values."
    named = ", ".join(values[:6]) + (", …" if len(values) > 6 else "")
    return f"{_said(value)} is not one of: {named}."


def _object(_field: Field, value: Any) -> str:
    if isinstance(value, dict):
        return ""
    return f"An object in braces is wanted, not {_said(value)}."


def _array(field: Field, value: Any) -> str:
    if not isinstance(value, list):
        return f"A list in brackets is wanted, not {_said(value)}."
    count = len(value)
    if count < field.least_items:
        return f"At least {field.least_items} of them; there are {count or 'none'}."
    if field.most_items is not None and count > field.most_items:
        return f"At most {field.most_items} of them; there are {count}."
    return ""


def _any(_field: Field, _value: Any) -> str:
    return ""


def _unknown(key: str, field: Field) -> str:
    alike = [f.name for f in field.fields if f.name.casefold() == key.casefold()]
    if alike:
        return f"{_said(key)} is spelt {alike[0]}."
    return f"OCPP has no field {_said(key)} here."


_LONGEST_SAID: Final = 40


def _said(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    short = text if len(text) <= _LONGEST_SAID else f"{text[: _LONGEST_SAID - 1]}…"
    return f"“{short}”"


_CHECKS: Final = {
    Kind.TEXT: _text,
    Kind.TIME: _time,
    Kind.URL: _url,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.OBJECT: _object,
    Kind.ARRAY: _array,
    Kind.ANY: _any,
}
