# SPDX-License-Identifier: Apache-2.0
"""Numbers as meters send them: as text, padded, with a unit behind, or none at all."""

import math
import re
from typing import Any, Final, NamedTuple

from ocppdesk.analysis.units import conversion_of

_LONGEST: Final = 400  # characters; a number of more is none
_SHOWN: Final = 40
# Python's own float() would take `1_000` and `infinity` as well.
_NUMBER: Final = re.compile(
    r"([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?)\s*([a-z%°]{0,10})",
    re.IGNORECASE | re.ASCII,
)


class Reading(NamedTuple):
    """What a value is as a number."""

    number: float | None
    """Finite; None if it is none."""
    unit: str = ""
    """What stood behind it in the same text, as in `230 V`."""
    why: str = ""
    """Why it is no number, to go on behind "The value"."""


def reading_of(value: Any) -> Reading:
    """Read a value that is to be a number (OCPP 1.6 sends text, 2.x a number)."""
    kind = type(value)
    if kind is float or kind is int:
        return _checked(value, "")
    if kind is not str:
        return Reading(None, why=_why(value))
    if len(value) <= _LONGEST and value.replace(".", "", 1).isdecimal():
        return _checked(value, "")
    match = _NUMBER.fullmatch(value[: _LONGEST + 1].strip())
    if match is None:
        return Reading(None, why=_why(value))
    text, unit = match.groups()
    if unit and conversion_of(unit) is None:
        return Reading(None, why=_why(value))
    return _checked(text.replace(",", "."), unit)


def _checked(value: float | str, unit: str) -> Reading:
    try:
        number = float(value)
    except OverflowError:  # an integer of hundreds of digits
        number = math.inf
    if math.isfinite(number):
        return Reading(number, unit)
    return Reading(None, why="is no number that can be")


def _why(value: Any) -> str:
    if value is None:
        return "is null"
    if isinstance(value, bool):
        return f"is {str(value).lower()}, no number"
    if isinstance(value, list):
        return "is an array, no number"
    if isinstance(value, dict):
        return "is an object, no number"
    shown = shortened(value)
    return f"is “{shown}”, no number" if shown else "is empty"


def shortened(value: Any) -> str:
    """Return a value as a short text on one line."""
    text = str(value)[: 4 * _SHOWN].encode("utf-8", "backslashreplace").decode()
    shown = " ".join(text.split())
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
