# SPDX-License-Identifier: Apache-2.0
"""Rows of any container (tables, workbooks, JSON records) as what is found in them."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ocppdesk.core.frames import CALLS, MessageType, json_text
from ocppdesk.logs.reading.assembling import (
    Parts,
    assemble,
    link_event,
    split_action,
    type_of,
)
from ocppdesk.logs.reading.columns import (
    JsonText,
    Proposal,
    Role,
    propose_columns,
    value_text,
)
from ocppdesk.logs.reading.found import (
    LONGEST_LINE,
    Assumptions,
    Found,
    Frame,
    Inference,
    Inferences,
    Kind,
    Line,
    LinkEvent,
)
from ocppdesk.logs.reading.moments import Instant, instant_of
from ocppdesk.logs.reading.plain_rows import CERTAIN, ECHO, NO_CHARGER, PlainRows, Row
from ocppdesk.logs.reading.row_chargers import RowChargers
from ocppdesk.logs.reading.text.conclude import Conclusions, head_of
from ocppdesk.logs.reading.text.directions import (
    Way,
    direction_of_action,
    direction_of_words,
)
from ocppdesk.logs.reading.text.matching import decode, is_frame
from ocppdesk.logs.reading.text.scanner import scan_words
from ocppdesk.logs.reading.text.times import (
    DAY,
    Clock,
    Order,
    find_stamp,
    order_of,
)
from ocppdesk.logs.reading.text.zones import now_in

SAMPLE: Final = 2_000
"""How many rows are looked at before the first one is read."""
_PROPOSED_FROM: Final = 200  # rows; more would not change what columns mean
_MOST_REMEMBERED: Final = 20_000


class _Reading(NamedTuple):
    found: Found
    way: Way | None = None
    is_local: bool = False
    is_echo: bool = False


class Rows:
    """Makes frames of rows.

    Let it `learn` the first rows, then `read` all of them in their order.

    Args:
        assumptions: What is known of the file.
    """

    def __init__(self, assumptions: Assumptions) -> None:
        self.proposal = Proposal(())
        self.is_newest_first = False
        """Whether the rows stand the newest first."""
        self._assumptions = assumptions
        self._order: Order | None = None
        self._begin(Conclusions(assumptions), Clock())
        self._chargers = RowChargers(assumptions)
        self._later = Conclusions(assumptions)
        self._has_version = False
        self._plain: PlainRows | None = None

    def _begin(self, conclusions: Conclusions, clock: Clock) -> None:
        self._conclusions = conclusions
        self._clock = clock
        self._pending: dict[tuple[str, str], int] = {}
        self._recent: dict[tuple[str, int, str], int] = {}

    def learn(self, header: Sequence[str], rows: Sequence[Row]) -> None:
        """Look at the first rows to know what columns, times and words mean."""
        cells = [row.cells for row in rows[:_PROPOSED_FROM]]
        self.proposal = propose_columns(header, cells, self._assumptions.columns)
        instants = self._instants(rows)
        stamps = [each.stamp for each in instants if each.stamp is not None]
        self._order = order_of(stamps)
        clock = self._new_clock(0)
        moments = [each.moment(clock) for each in instants]
        known = [moment for moment in moments if moment is not None]
        pairs = list(itertools.pairwise(known))
        falls = sum(first > second for first, second in pairs)
        rises = sum(first < second for first, second in pairs)
        self.is_newest_first = falls > 3 * rises and falls > 0
        if self.is_newest_first:
            rows = rows[::-1]
        if self._order is not None and self._assumptions.dates is None:
            by_texts = self._order
            self._order = self._order_by_frames(rows) or by_texts
        conclusions = Conclusions(self._assumptions)
        for found, way, is_local, is_echo in self._rehearse(rows, conclusions):
            if isinstance(found, Frame) and not is_echo:
                conclusions.learn(found, way, is_local=is_local)
        for instant in instants:
            if not instant.is_local:
                stamp = instant.stamp
                offset = stamp.offset if stamp is not None else 0
                conclusions.zones.see_offset(offset or 0)
        self._begin(conclusions, self._new_clock(conclusions.zone_minutes))
        self._chargers.begin_anew()
        self._has_version = conclusions.version is not None
        self._plain = PlainRows(
            self.proposal,
            self._clock,
            conclusions=conclusions,
            way_of=_way,
            charger_of=self._charger_of,
        )

    def _rehearse(
        self, rows: Sequence[Row], conclusions: Conclusions
    ) -> Iterator[_Reading]:
        """Read rows as if their times were UTC."""
        self._begin(conclusions, self._new_clock(0))
        for row in rows:
            yield from self._read(row)

    def _order_by_frames(self, rows: Sequence[Row]) -> Order | None:
        """Decide the order of day and month by the times inside the frames."""
        near = {}
        for is_month_first in (False, True):
            self._order = Order(is_month_first, _DATED)
            near[is_month_first] = sum(
                isinstance(found, Frame) and _is_of_its_day(found)
                for found, *_rest in self._rehearse(rows, Conclusions())
            )
        if near[False] == near[True]:
            return None
        return Order(near[True] > near[False], _DATED)

    def read_plain(self, row: Row) -> Frame | None:
        """Return the frame of a row that is nothing else; None: `read` the row."""
        found = self._plain.frame(row) if self._plain is not None else None
        if found is None:
            return None
        frame, way = found
        value = frame.value
        if not self._has_version and value[0] in CALLS:
            self._later.learn(frame, way)
        self._note_recent((frame.charger, value[0], str(value[1])), row.number)
        return frame

    def read(self, row: Row) -> Iterator[Found]:
        """Yield what is in a row, at least one thing."""
        for found, way, _is_local, is_echo in self._read(row):
            if isinstance(found, Frame):
                if way is None and found.direction is None:
                    # What only one side may call is surer than what ids look like.
                    called = direction_of_action(head_of(found)[2])
                    found = found._replace(direction=called)
                direction = self._conclusions.direction(found, way)
                frame = found._replace(direction=direction)
                if not self._has_version and head_of(frame)[0] in CALLS:
                    # What the first rows left open; the rest stays as they had it.
                    self._later.learn(frame, way)
                yield self._once(frame, is_echo=is_echo)
            else:
                yield found

    def inferences(self) -> Inferences:
        """Say what was concluded, with reasons."""
        charger = self._chargers.inference(
            self._conclusions.serial, has_column=Role.CHARGER in self.proposal.guesses
        )
        found = self._conclusions.inferences(charger)
        found.version = found.version or self._later.inferences().version
        given = self._assumptions.dates
        if given is not None:
            found.dates = Inference(given, "It was chosen for this file.")
        elif self._order is not None:
            order = "mdy" if self._order.is_month_first else "dmy"
            found.dates = Inference(order, self._order.reason)
        return found

    def _new_clock(self, zone_minutes: int) -> Clock:
        given = self._assumptions.dates
        is_month_first = self._order is not None and self._order.is_month_first
        day = None
        if given in ("dmy", "mdy"):
            is_month_first = given == "mdy"
        elif given is not None:
            day = date.fromisoformat(given).toordinal()
        if self._assumptions.zone_minutes is not None:
            zone_minutes = self._assumptions.zone_minutes
        return Clock(zone_minutes, is_month_first, date=day)

    def _instants(self, rows: Sequence[Row]) -> list[Instant]:
        column = self.proposal.column(Role.TIME)
        if column is None:
            return []
        found = (instant_of(row.cells.get(column)) for row in rows)
        return [instant for instant in found if instant is not None]

    def _read(self, row: Row) -> Iterator[_Reading]:
        instant = instant_of(self._cell(row, Role.TIME))
        at = None if instant is None else instant.moment(self._clock)
        is_local = instant is None or instant.is_local
        way = _way(self._text(row, Role.DIRECTION))
        charger = self._text(row, Role.CHARGER) or row.charger
        if charger in NO_CHARGER:
            charger = ""
        is_empty = True
        for each in self._messages(row, at, charger):
            is_empty = False
            yield each._replace(way=way or each.way, is_local=is_local)
        if is_empty:
            yield _Reading(self._without(row, at, charger))

    def _messages(self, row: Row, at: int | None, charger: str) -> Iterator[_Reading]:
        is_empty = True
        for cell in self._bodies(row):
            for each in self._in_cell(cell, row, at, charger):
                is_empty = False
                yield each
        if is_empty:
            frame = self._put_together(row, at, charger)
            if frame is not None:
                yield _Reading(frame)
        yield from self._response(row, at, charger)

    def _bodies(self, row: Row) -> list[Any]:
        guess = self.proposal.guesses.get(Role.BODY)
        if guess is not None and guess.certainty >= CERTAIN:
            cell = row.cells.get(guess.column)
            return list(row.cells.values()) if cell is None else [cell]
        if row.why:
            return list(row.cells.values())
        if Role.PAYLOAD in self.proposal.guesses:
            return [self._cell(row, Role.PAYLOAD)]
        answer = self.proposal.column(Role.RESPONSE)
        return [cell for column, cell in row.cells.items() if column != answer]

    def _in_cell(
        self, cell: Any, row: Row, at: int | None, charger: str
    ) -> Iterator[_Reading]:
        if isinstance(cell, JsonText):
            text = cell.text or json_text(cell.value)
        elif isinstance(cell, str):
            text = cell
        else:
            return
        if "[" not in text:
            return
        link = self._text(row, Role.LINK)
        if text[0] == "[" and text[-1] == "]":
            # Most cells are a frame and nothing else: there is nothing to search for.
            found = decode(text)
            if found is not None and found[1] == len(text) and is_frame(found[0]):
                name = self._charger_of(charger)
                yield _Reading(
                    Frame(text, found[0], row.number, at, None, name, link=link)
                )
                return
        frames = scan_words(text, line=row.number, at=at, charger=charger, link=link)
        if not frames:
            return
        first = frames[0][0]
        before = text[: max(0, text.find(first.original or first.raw))]
        name = self._charger_of(charger, before)
        if at is None and before:
            stamp = find_stamp(before)
            at = None if stamp is None else self._clock.moment(stamp)
        is_echo = ECHO.search(before) is not None
        for frame, way in frames:
            named = frame.charger or name
            frame = frame._replace(at=at, charger=named)
            yield _Reading(frame, way, is_echo=is_echo)

    def _put_together(self, row: Row, at: int | None, charger: str) -> Frame | None:
        guesses = self.proposal.guesses
        is_known = Role.ACTION in guesses or Role.TYPE in guesses
        if not is_known or Role.PAYLOAD not in guesses:
            return None
        payload = self._cell(row, Role.PAYLOAD)
        parts = Parts(
            self._text(row, Role.ACTION),
            payload,
            self._text(row, Role.MESSAGE_ID),
            self._text(row, Role.TYPE),
            self._text(row, Role.ERROR_CODE),
            self._text(row, Role.ERROR_DESCRIPTION),
        )
        if link_event(parts.action) is not None:
            return None
        name = self._charger_of(charger)
        action = split_action(parts.action)[0]
        # Without ids, an answer belongs to the last call of its action.
        key = name, parts.message_id or action
        kind = type_of(parts, is_pending=key in self._pending)
        is_named = bool(action) or kind not in CALLS
        if kind is None or not is_named or (payload is None and not parts.message_id):
            return None
        call = self._note(key, kind, row.number)
        if not parts.message_id and call:
            parts = replace(parts, message_id=f"row {call}")
        raw, value, state, repairs = assemble(parts, kind)
        original = payload.text if isinstance(payload, JsonText) else payload
        link = self._text(row, Role.LINK)
        return Frame(
            raw,
            value,
            row.number,
            at,
            None,
            name,
            state,
            repairs,
            value_text(original if original is not None else ""),
            link,
        )

    def _note(self, key: tuple[str, str], kind: MessageType, row: int) -> int:
        """Remember a call, or find that of an answer; return its row, 0 if unknown."""
        if kind is not MessageType.CALL:
            return self._pending.pop(key, 0)
        self._pending[key] = row
        if len(self._pending) > _MOST_REMEMBERED:
            del self._pending[next(iter(self._pending))]
        return row

    def _response(self, row: Row, at: int | None, charger: str) -> Iterator[_Reading]:
        """Read the answer of a row that has a call and its answer."""
        if Role.RESPONSE not in self.proposal.guesses:
            return
        cell = self._cell(row, Role.RESPONSE)
        instant = instant_of(self._cell(row, Role.RESPONSE_TIME))
        later = None if instant is None else instant.moment(self._clock)
        at = at if later is None else later
        readings = list(self._in_cell(cell, row, at, charger))
        yield from readings
        message_id = self._text(row, Role.MESSAGE_ID)
        if readings or not message_id or cell in (None, ""):
            return
        parts = Parts("", cell, message_id)
        raw, value, state, repairs = assemble(parts, MessageType.CALLRESULT)
        name = self._charger_of(charger)
        original = cell.text if isinstance(cell, JsonText) else value_text(cell)
        yield _Reading(
            Frame(raw, value, row.number, at, None, name, state, repairs, original)
        )

    def _without(self, row: Row, at: int | None, charger: str) -> LinkEvent | Line:
        """Return what a row is that has no frame."""
        texts = [value_text(cell) for cell in row.cells.values() if cell is not None]
        text = " | ".join(text for text in texts if text)[: 4 * LONGEST_LINE]
        if row.why:
            return Line(row.number, Kind.UNREADABLE, text[:LONGEST_LINE], row.why)
        action = self._text(row, Role.ACTION)
        has_come = link_event(action)
        kind = split_action(action)[1]
        is_named = Role.CHARGER in self.proposal.guesses
        if not is_named and self._chargers.hear(text):
            has_come = True
        if has_come is not None and kind is not MessageType.CALLRESULT:
            said = action or text[:LONGEST_LINE]
            name = self._charger_of(charger)
            link = self._text(row, Role.LINK)
            return LinkEvent(row.number, at, name, has_come, said, link)
        return Line(row.number, Kind.OTHER, text[:LONGEST_LINE])

    def _once(self, frame: Frame, *, is_echo: bool) -> Frame | Line:
        """Return a frame, or a line in its place that repeats it in an error."""
        kind, message_id, _action = head_of(frame)
        key = frame.charger, kind, message_id
        known = self._recent.get(key)
        if is_echo and known is not None:
            text = (frame.original or frame.raw)[:LONGEST_LINE]
            why = f"An error repeats the message of row {known}."
            return Line(frame.line, Kind.DUPLICATE, text, why, known)
        self._note_recent(key, frame.line)
        return frame

    def _note_recent(self, key: tuple[str, int, str], row: int) -> None:
        recent = self._recent
        recent[key] = row
        if len(recent) > 2 * _MOST_REMEMBERED:
            # All at once: finding the oldest takes longer than letting go of it.
            for old in list(itertools.islice(recent, _MOST_REMEMBERED)):
                del recent[old]

    def _charger_of(self, charger: str, before: str = "") -> str:
        return self._chargers.find(charger, before, self._conclusions.serial)

    def _cell(self, row: Row, role: Role) -> Any:
        column = self.proposal.column(role)
        return None if column is None else row.cells.get(column)

    def _text(self, row: Row, role: Role) -> str:
        cell = self._cell(row, role)
        return "" if cell is None else value_text(cell).strip()


_DATED: Final = "Read like this, the dates are those inside the messages."


def _is_of_its_day(frame: Frame) -> bool:
    now = now_in(frame.value)
    return now is not None and frame.at is not None and abs(frame.at - now[0]) < DAY


@lru_cache(maxsize=1_000)  # a log has a few such words, in every row
def _way(text: str) -> Way | None:
    if not text or len(text) > 80:
        return None
    return direction_of_words(text) or direction_of_words(re.sub(r"[_-]+", " ", text))
