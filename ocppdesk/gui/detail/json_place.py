# SPDX-License-Identifier: Apache-2.0
"""Which value of a message stands at a place of its text."""

import json
import re
from dataclasses import dataclass
from typing import Final

from ocppdesk.filters.values import Scalar

_TOKEN: Final = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"\ufeff\0]+', re.DOTALL
)
_FARTHEST: Final = 200_000  # characters looked through, a few hundredths of a second


@dataclass(frozen=True, slots=True)
class JsonPlace:
    """A value in a payload."""

    keys: tuple[str, ...]
    """The way to it from the payload on, without places in arrays."""
    path: str
    """The way to it, as in `meterValue[0].timestamp`."""
    value: Scalar
    """The value; for an object or an array None."""
    is_scalar: bool
    """Whether it is neither an object nor an array."""


@dataclass(slots=True)
class _Level:
    """An object or an array that is open at the place."""

    is_object: bool
    key: str = ""
    index: int = 0
    is_after_colon: bool = False


def place_at(text: str, position: int) -> JsonPlace | None:
    """Return the value in a payload that stands at a place of a message's text.

    On a key it is the value behind it. What belongs to the frame, such as the message
    id, is no value in a payload.

    Args:
        text: The message as JSON, indented or not.
        position: The index of a character, or that after the last one of a word.
    """
    if position > _FARTHEST:
        return None
    levels: list[_Level] = []
    is_wanted = False
    for found in _TOKEN.finditer(text):
        token = found[0]
        if not is_wanted and found.start() > position:
            return None
        is_here = found.start() <= position <= found.end() and token not in "{}[],:"
        level = levels[-1] if levels else None
        is_key = level is not None and level.is_object and not level.is_after_colon
        if token in ("{", "["):
            if is_wanted:
                return _place(levels, None, is_scalar=False)
            levels.append(_Level(token == "{"))
        elif token in ("}", "]"):
            if not levels:
                return None
            levels.pop()
        elif level is None:
            return None
        elif token == ":":
            level.is_after_colon = True
        elif token == ",":
            level.index += 1
            level.is_after_colon = False
        elif is_key:
            level.key = str(_read(token))
            is_wanted = is_here
        elif is_here or is_wanted:
            return _place(levels, _read(token), is_scalar=True)
    return None


def _place(levels: list[_Level], value: Scalar, *, is_scalar: bool) -> JsonPlace | None:
    # The outermost array is the frame, and what is in it directly belongs to it.
    inner = levels[1:] if levels and not levels[0].is_object else levels
    if not inner or not inner[0].is_object:
        return None
    path = ""
    keys = []
    for level in inner:
        if level.is_object:
            keys.append(level.key)
            path = f"{path}.{level.key}" if path else level.key
        else:
            path = f"{path}[{level.index}]"
    return JsonPlace(tuple(keys), path, value, is_scalar)


def _read(token: str) -> Scalar:
    try:
        found: Scalar = json.loads(token)
    except ValueError:
        return token
    return found
