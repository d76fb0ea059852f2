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
from ocppdesk.logs.reading.row_chargers import KEYED
from ocppdesk.logs.reading.text.conclude import Conclusions
from ocppdesk.logs.reading.text.directions import Way, direction_of, find_words
from ocppdesk.logs.reading.text.matching import START, decode, is_frame
from ocppdesk.logs.reading.text.times import Clock

CERTAIN: Final = 0.7
"""Of the column of messages; below that every cell is looked at."""
NO_CHARGER: Final = frozenset(("NULL", "null", "None"))
"""What exports write where there is no charger."""
ECHO: Final = re.compile(
    r"Waited [\d.]+ ?s for response on\W*\Z|Unable to parse message\W*\Z"
    r"|\b(?:error|failed|exception|timeout|timed out)\b[^\n]*\Z",
    re.IGNORECASE,
)
"""What stands before a frame that an error repeats."""
_LONGEST_PROSE: Final = 200  # characters before a frame
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


class _Prose(NamedTuple):
    """What a text before a frame says."""

    before: str
    way: Way | None
    charger: str


_NO_PROSE: Final = _Prose("", None, "")


class PlainRows:
    """Reads such rows of one file, in their order.

    Args:
        proposal: What the columns are.
        clock: Knows the times of the file.
        conclusions: Knows its directions.
        way_of: Tells what the words of a column of directions say.
        charger_of: Tells the charger by what its column and the text before a frame
            say, if they do.
    """

    def __init__(
        self,
        proposal: Proposal,
        clock: Clock,
        *,
        conclusions: Conclusions,
        way_of: Callable[[str], Way | None],
        charger_of: Callable[[str, str], str],
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
        self._charger_of = charger_of
        self._ways: dict[Any, tuple[Way | None, Direction | None]] = {}
        self._minutes: dict[tuple[str, str], int | None] = {}
        self._actions: set[str] = set()
        self._proses: dict[str, _Prose | None] = {}
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
        prose = _NO_PROSE
        if type(cell) is str:
            if cell[-1:] != "]":
                return None
            text = cell
            if cell[0] != "[":
                known = self._prose(cell[: cell.find("[")])
                if known is None:
                    return None
                prose, text = known, cell[cell.find("[") :]
                if START.match(text) is None or "..." in text:
                    return None
            found = decode(text)
            if found is None or found[1] != len(text):
                return None
            value = found[0]
        elif isinstance(cell, JsonText):
            text, value = cell.text, cell.value
            if text[:1] != "[":
                return None
        else:
            return None
        if not self._is_frame(value):
            return None
        charger = self._text(cells, self._charger) or row.charger
        if charger in NO_CHARGER:
            charger = ""
        charger = charger or prose.charger or self._charger_of("", prose.before)
        way, direction = self._way(cells)
        if prose is not _NO_PROSE:
            way = way or prose.way
            direction = direction_of(prose.way, None)
            if direction is None:
                direction = direction_of(way, self._view)
        if direction is None:
            return None
        at = self._at(cells)
        if at is None and prose is not _NO_PROSE:
            return None
        frame = Frame(
            text, value, row.number, at, direction, charger,
            link=self._text(cells, self._link) if self._link is not None else "",
        )  # fmt: skip
        if value[0] == 2:
            # It is remembered for answers without words.
            self._conclusions.direction(frame, way)
        return frame, way

    def _prose(self, before: str) -> "_Prose | None":
        """Return what a text before a frame says; None: it has to be looked into."""
        if not 0 < len(before) <= _LONGEST_PROSE:
            return None
        if before not in self._proses:
            if len(self._proses) >= _MOST_KNOWN:
                self._proses.clear()
            is_plain = not ECHO.search(before) and not KEYED.search(before)
            words = find_words(before) if is_plain else None
            self._proses[before] = words and _Prose(before, words.way, words.charger)
        return self._proses[before]

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
