# SPDX-License-Identifier: Apache-2.0
"""Rows that are one whole frame each, with its time, direction and charger: most are.

They are read as `rows.Rows` reads them, to the same end, in a quarter of the time: what
can be known before the first row is worked out once. A row with anything about it to
look into is left to `Rows`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.columns import JsonText, Proposal, Role, value_text
from ocppdesk.logs.reading.found import Frame
from ocppdesk.logs.reading.moments import instant_of
from ocppdesk.logs.reading.text.conclude import Conclusions
from ocppdesk.logs.reading.text.directions import Way, direction_of
from ocppdesk.logs.reading.text.matching import decode, is_frame
from ocppdesk.logs.reading.text.times import Clock

CERTAIN: Final = 0.7
"""Of the column of messages; below that every cell is looked at."""
NO_CHARGER: Final = frozenset(("NULL", "null", "None"))
"""What exports write where there is no charger."""
_MOST_KNOWN: Final = 1_000  # words of directions, minutes, actions
_TIME: Final = re.compile(
    r"((?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d:)([0-5]\d)(?:\.(\d{1,6}))?"
    r"(Z|[+-]\d\d:\d\d|)\Z",
    re.ASCII,
)
_SECONDS: Final = {f"{number:02}": number * 1_000_000 for number in range(60)}


class Row(NamedTuple):
    """One row of a container."""

    number: int
    """Its number, from 1."""
    cells: Mapping[str, Any]
    """Its values by column; objects and arrays as `JsonText`."""
    charger: str = ""
    """The charger that stands elsewhere, as in the name of a sheet."""
    why: str = ""
    """Why it is not as it should be, as a sentence; empty where it is."""


class PlainRows:
    """Reads such rows of one file, in their order.

    Args:
        proposal: What the columns are.
        clock: Knows the times of the file.
        conclusions: Knows its directions.
        way_of: Tells what the words of a column of directions say.
    """

    def __init__(
        self,
        proposal: Proposal,
        clock: Clock,
        *,
        conclusions: Conclusions,
        way_of: Callable[[str], Way | None],
    ) -> None:
        body = proposal.guesses.get(Role.BODY)
        is_certain = body is not None and body.certainty >= CERTAIN
        has_response = Role.RESPONSE in proposal.guesses
        self._body = body.column if body and is_certain and not has_response else None
        self._time = proposal.column(Role.TIME)
        self._direction = proposal.column(Role.DIRECTION)
        self._charger = proposal.column(Role.CHARGER)
        self._link = proposal.column(Role.LINK)
        self._clock = clock
        self._conclusions = conclusions
        self._view = conclusions.view
        self._way_of = way_of
        self._ways: dict[Any, tuple[Way | None, Direction | None]] = {}
        self._minutes: dict[tuple[str, str], int | None] = {}
        self._actions: set[str] = set()
        self._last_time: str | None = None

    def frame(self, row: Row) -> tuple[Frame, Way | None] | None:
        """Return the frame of a row and what words say of its way; None: see closer."""
        found = self._frame(row)
        if found is None:
            self._set_clock()
        return found

    def _frame(self, row: Row) -> tuple[Frame, Way | None] | None:
        cells = row.cells
        cell = cells.get(self._body) if self._body is not None else None
        if cell is None or row.why:
            return None
        if type(cell) is str:
            if cell[:1] != "[" or cell[-1:] != "]":
                return None
            found = decode(cell)
            if found is None or found[1] != len(cell):
                return None
            text, value = cell, found[0]
        elif isinstance(cell, JsonText):
            text, value = cell.text, cell.value
            if text[:1] != "[":
                return None
        else:
            return None
        if not self._is_frame(value):
            return None
        charger = self._text(cells, self._charger) or row.charger
        if not charger or charger in NO_CHARGER:
            return None
        way, direction = self._way(cells)
        if direction is None:
            return None
        frame = Frame(
            text, value, row.number, self._at(cells), direction, charger,
            link=self._text(cells, self._link) if self._link is not None else "",
        )  # fmt: skip
        if value[0] == 2:
            # It is remembered for answers without words.
            self._conclusions.direction(frame, way)
        return frame, way

    def _set_clock(self) -> None:
        """Let the clock know of the time that was read last."""
        if self._last_time is not None:
            instant = instant_of(self._last_time)
            if instant is not None:
                instant.moment(self._clock)
            self._last_time = None

    def _is_frame(self, value: Any) -> bool:
        if type(value) is list:
            length = len(value)
            if length == 3:
                return value[0] == 3 and type(value[2]) is dict and is_frame(value)
            if length == 4 and type(value[3]) is dict and value[0] == 2:
                action = value[2]
                if type(action) is str and action in self._actions:
                    return type(value[0]) is int
                if is_frame(value):
                    if len(self._actions) < _MOST_KNOWN:
                        self._actions.add(action)
                    return True
                return False
        return is_frame(value)

    def _at(self, cells: Mapping[str, Any]) -> int | None:
        cell = cells.get(self._time) if self._time is not None else None
        match = _TIME.match(cell) if type(cell) is str else None
        if match is None:
            self._set_clock()
            instant = instant_of(cell)
            return None if instant is None else instant.moment(self._clock)
        minute, second, fraction, zone = match.groups()
        key = minute, zone
        if key in self._minutes:
            base = self._minutes[key]
        else:
            instant = instant_of(f"{minute}00{zone}")
            base = None if instant is None else instant.moment(self._clock)
            if len(self._minutes) >= _MOST_KNOWN:
                self._minutes.clear()
            self._minutes[key] = base
        self._last_time = cell
        if base is None:
            self._set_clock()
            instant = instant_of(cell)
            return None if instant is None else instant.moment(self._clock)
        micros = int(f"{fraction:0<6}") if fraction else 0
        return base + _SECONDS[second] + micros

    def _way(self, cells: Mapping[str, Any]) -> tuple[Way | None, Direction | None]:
        cell = cells.get(self._direction) if self._direction is not None else None
        if type(cell) is not str:
            way = self._way_of(self._text(cells, self._direction))
            return way, direction_of(way, self._view)
        known = self._ways.get(cell)
        if known is None:
            way = self._way_of(cell.strip())
            known = way, direction_of(way, self._view)
            if len(self._ways) < _MOST_KNOWN:
                self._ways[cell] = known
        return known

    def _text(self, cells: Mapping[str, Any], column: str | None) -> str:
        cell = None if column is None else cells.get(column)
        if type(cell) is str:
            return cell.strip()
        return "" if cell is None else value_text(cell).strip()
