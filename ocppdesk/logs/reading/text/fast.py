# SPDX-License-Identifier: Apache-2.0
"""Frames of many lines that are made alike, a column at a time.

Python's own loops take longer for a line than its pattern and its JSON together, so
each part of the lines is worked on for all of them by one call.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Any, Final

import orjson

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Frame, State
from ocppdesk.logs.reading.text.layout import Slots

Row = tuple[str, ...]
"""The groups of `Layout.lines` for one line."""

_MILLIS: Final = {f"{number:03}": number * 1000 for number in range(1000)} | {"": 0}
_SECONDS: Final = {f"{number:02}": number * 1_000_000 for number in range(60)}
# The type of a frame and how many elements it has, where its form is as usual.
_USUAL: Final = frozenset(((2, 4), (3, 3), (4, 5), (5, 5), (6, 4)))
_ONLY_OBJECTS: Final = {dict}
_TYPE: Final = itemgetter(0)
_PAYLOAD: Final = itemgetter(-1)
# What `Frame` has behind its link, which these frames have not.
_LATER: Final = tuple(
    default
    for name, default in Frame._field_defaults.items()
    if Frame._fields.index(name) > Frame._fields.index("link")
)
_NEW: Callable[[Any], Frame] = partial(tuple.__new__, Frame)


class Moments:
    """What moments the times of lines mean; each minute is worked out once.

    Args:
        moment: Reads a time.
    """

    def __init__(self, moment: Callable[[str], int | None]) -> None:
        self._moment = moment
        self._minute: tuple[str, str] = ("", "")
        self._base: int | None = None

    def forget(self) -> None:
        """Take note that times may mean other moments from now on."""
        self._base = None

    def at(self, before: str, rest: str) -> int | None:
        """Return the moment of a time.

        Args:
            before: The time up to its whole seconds.
            rest: What follows its fraction.
        """
        second = _SECONDS.get(before[-2:])
        minute = (before[:-2], rest)
        if second is not None and self._base is not None and minute == self._minute:
            return self._base + second
        found = self._moment(before + rest) if before else None
        is_usual = (
            found is not None and second is not None and before[-3:-2] in (":", "-")
        )
        self._minute = minute
        # A time without seconds ends with its minutes.
        has_seconds = is_usual and (before.count(":") > 1 or before[-3:-2] == "-")
        self._base = (found or 0) - (second or 0) if has_seconds else None
        return found


def micros_of(fraction: str) -> int:
    """Return the microseconds of the digits of a fraction."""
    found = _MILLIS.get(fraction)
    return int(f"{fraction:0<6.6}") if found is None else found


def value_of(raw: str) -> Any:
    """Return the value of a frame, or None if it has not the usual form."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    is_usual = (value[0], len(value)) in _USUAL and type(value[-1]) is dict
    return value if is_usual else None


def frames_of(
    rows: Sequence[Row],
    slots: Slots,
    *,
    number: int,
    moments: Moments,
    directions: Mapping[str, Direction | None],
    charger: str,
) -> list[Frame] | None:
    """Make the frames of lines that follow each other.

    Args:
        rows: The groups of the lines, all of one template.
        slots: What the groups are.
        number: The number of the first line.
        moments: What moments their times mean.
        directions: What their words mean.
        charger: The charger of lines that name none.

    Returns:
        The frames, or None if any of them asks for more care.
    """
    columns = list(zip(*rows, strict=True))
    raws = columns[slots.raw]
    try:
        values = list(map(orjson.loads, raws))
    except orjson.JSONDecodeError:
        return None
    forms = set(zip(map(_TYPE, values), map(len, values), strict=True))
    rests = set(columns[slots.rest])
    payloads: set[type] = set(map(type, map(_PAYLOAD, values)))
    if not forms <= _USUAL or payloads != _ONLY_OBJECTS or len(rests) > 1:
        return None
    [rest] = rests
    befores, fractions = columns[slots.before], columns[slots.fraction]
    bases = {before: moments.at(before, rest) for before in dict.fromkeys(befores)}
    times: list[int | None]
    try:
        times = [
            bases[before] + _MILLIS[fraction]  # type: ignore[operator]
            for before, fraction in zip(befores, fractions, strict=True)
        ]
    except (KeyError, TypeError):
        # Not milliseconds, or no time at all.
        times = [
            None if base is None else base + micros_of(fraction)
            for base, fraction in zip(map(bases.get, befores), fractions, strict=True)
        ]
    chargers: Sequence[str] = columns[slots.charger]
    if "" in chargers:
        chargers = [name or charger for name in chargers]
    parts = zip(
        raws,
        values,
        range(number, number + len(rows)),
        times,
        map(directions.__getitem__, columns[slots.word]),
        chargers,
        repeat(State.COMPLETE, len(rows)),
        repeat((), len(rows)),
        repeat(None, len(rows)),
        columns[slots.link],
        *(repeat(default, len(rows)) for default in _LATER),
        strict=True,
    )
    return list(map(_NEW, parts))
