# SPDX-License-Identifier: Apache-2.0
"""Learning from the beginning of a file how its lines are made and what they mean."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from ocppdesk.logs.reading.found import Assumptions, Frame, Inference
from ocppdesk.logs.reading.text.conclude import Conclusions
from ocppdesk.logs.reading.text.decode import Blocks
from ocppdesk.logs.reading.text.identities import told_by
from ocppdesk.logs.reading.text.layout import (
    Layout,
    boundary_of,
    date_of,
    fill_templates,
)
from ocppdesk.logs.reading.text.lines import LineScan, Plain, Seen
from ocppdesk.logs.reading.text.slots import find_slot, with_charger
from ocppdesk.logs.reading.text.systems import system_of
from ocppdesk.logs.reading.text.times import DAY, Clock, order_of
from ocppdesk.logs.reading.text.twins import Logged, habits_of
from ocppdesk.logs.reading.text.zones import now_in

SMALL: Final = 8 << 20
"""Bytes of a file that is learned from as a whole."""
_SAMPLE: Final = 4 << 20
_LEAST: Final = 400  # frames before anything counts as settled
_LEAST_SMALL: Final = 3000
_MOST: Final = 6000
_LEAST_ANSWERS: Final = 5  # of the CSMS with its time
_STEP: Final = 400  # frames or lines of one step: some tens of milliseconds
_LOOK: Final = 50  # after how many it is asked whether more are needed
_NAMES_VERSION: Final = re.compile(
    r"(?i:websocket-protocol|sub-?protocol|ocpp[ _-]?version|protocolVersion|protocol)"
    r"\W{1,4}.{0,20}ocpp"
)
_CHOSEN: Final = "It was chosen for this file."


class Learner:
    """Learns from the beginning of a file.

    Args:
        path: The file.
        assumptions: What somebody knows of it.
    """

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        self.path = path
        self.assumptions = assumptions
        self.layout = Layout()
        """What was learned; complete after all steps."""
        self.conclusions = Conclusions(assumptions)
        """What the frames tell; complete after all steps."""
        self._seen: list[Seen] = []
        self._named: Counter[str] = Counter()
        self._head = ""
        self._local = self._doubtful = self._answers = 0

    def steps(self) -> Iterator[None]:
        """Learn, in steps of some tens of milliseconds.

        Raises:
            ConversionError: If the file cannot be read.
        """
        blocks = Blocks(self.path)
        scan: LineScan | None = None
        rest, line = "", 1
        is_settled = False
        for block in blocks:
            self._head += block[: 200_000 - len(self._head)]
            if scan is None:
                self.layout.boundary = boundary_of(block)
                scan = LineScan(self.layout.boundary)
            text = rest + block
            is_small = blocks.size < SMALL
            for number, item in enumerate(scan.read(text, line, is_last=False)):
                self._take(item)
                if number % _LOOK == _LOOK - 1:
                    is_settled = self._is_settled(is_small=is_small)
                    if is_settled:
                        break
                if number % _STEP == _STEP - 1:
                    yield
            if is_settled or self._is_settled(is_small=is_small):
                is_settled = True
                break
            rest, line = text[scan.rest :], scan.rest_line
            limit = blocks.size if is_small else _SAMPLE
            if blocks.read >= limit:
                break
            yield
        if scan is not None and not is_settled:
            for item in scan.read(rest, line):
                self._take(item)
        self._conclude()

    def _take(self, item: Plain | Seen) -> None:
        if isinstance(item, Seen):
            self._seen.append(item)
            stamp = item.prefix.stamp
            if stamp is not None and stamp.offset is None:
                self._local += 1
                self._doubtful += stamp.is_doubtful
                now = now_in(item.piece.value)
                self._answers += now is not None and now[1]
            return
        told = told_by(item.text)
        if told is not None and told.charger:
            self._named[told.charger] += 1
        head = item.text[:300]
        speaks_of_it = "ocpp" in head or "OCPP" in head
        if speaks_of_it and _NAMES_VERSION.search(head) is not None:
            self.conclusions.state_version(head)

    def _is_settled(self, *, is_small: bool) -> bool:
        """Tell whether more of the file would hardly change anything."""
        if len(self._seen) < (_LEAST_SMALL if is_small else _LEAST):
            return False
        if len(self._seen) >= _MOST:
            return True
        is_enough = self._answers >= _LEAST_ANSWERS and not self._doubtful
        return not self._local or is_enough

    def _conclude(self) -> None:
        layout = self.layout
        layout.system = system_of(self._head)
        self.conclusions.default_view = layout.system.view
        seen = [one for one in self._seen if not one.prefix.is_echo]
        slot = find_slot((one.prefix, one.piece.value) for one in seen)
        if slot is not None:
            layout.slot = slot
            seen = [one._replace(prefix=with_charger(one.prefix, slot)) for one in seen]
        clock = self._clock(seen)
        logged = [self._logged(one, clock) for one in seen]
        self._learn(logged, seen)
        conclusions = self.conclusions
        layout.habits = habits_of(logged)
        layout.is_wordless = any(one.way is None for one in logged)
        clock = self._clock(seen)
        clock.zone_minutes = conclusions.zone_minutes
        layout.clock = clock
        layout.view = conclusions.view
        self._conclude_order([one.frame for one in logged])
        layout.inferences = conclusions.inferences(self._charger(seen))
        layout.inferences.dates = self._dates
        fill_templates(layout, seen)

    def _learn(self, logged: list[Logged], seen: list[Seen]) -> None:
        for one, shown in zip(logged, seen, strict=True):
            stamp = shown.prefix.stamp
            offset = stamp.offset if stamp is not None else None
            if offset is not None:
                self.conclusions.zones.see_offset(offset)
            self.conclusions.learn(one.frame, one.way, is_local=offset is None)

    def _logged(self, seen: Seen, clock: Clock) -> Logged:
        piece, prefix = seen.piece, seen.prefix
        at = clock.moment(prefix.stamp) if prefix.stamp is not None else None
        frame = Frame(
            piece.raw,
            piece.value,
            seen.line,
            at,
            None,
            prefix.charger_name,
            piece.state,
        )
        way = prefix.words.way if prefix.words is not None else None
        return Logged(frame, prefix.source, way)

    def _clock(self, seen: list[Seen]) -> Clock:
        """Return a clock for the file's times, at its beginning."""
        stamps = [one.prefix.stamp for one in seen if one.prefix.stamp is not None]
        clock = Clock()
        self._dates: Inference | None = None
        chosen = self.assumptions.dates
        order = order_of(stamps)
        if order is not None:
            clock.is_month_first = order.is_month_first
            reason = order.reason
            if chosen in ("dmy", "mdy"):
                clock.is_month_first = chosen == "mdy"
                reason = _CHOSEN
            self._dates = Inference("mdy" if clock.is_month_first else "dmy", reason)
        has_time_only = any(one.month is None and one.micros < DAY for one in stamps)
        has_no_year = any(one.month is not None and one.year is None for one in stamps)
        self.layout.needs_date = has_time_only
        if has_time_only or has_no_year:
            self._find_date(clock, seen, chosen)
        return clock

    def _find_date(self, clock: Clock, seen: list[Seen], chosen: str | None) -> None:
        day = date_of(chosen)
        reason = _CHOSEN
        if day is None:
            day = _day_by_payload(seen)
            reason = "The times inside the messages are of this date."
        if day is None and not self.layout.needs_date:
            # Without a year, a log is hardly older than its file.
            at = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
            day = at.date().toordinal()
            reason = "The file was last changed then."
            month = next(
                (
                    one.prefix.stamp.month
                    for one in seen
                    if one.prefix.stamp is not None and one.prefix.stamp.month
                ),
                0,
            )
            if month and month > at.month:
                day -= 365
        if day is None:
            self._dates = Inference("", "No message tells the date of the times.")
            return
        first = date.fromordinal(day)
        clock.year = first.year
        if self.layout.needs_date:
            clock.date = day
        self._dates = Inference(first.isoformat(), reason)

    def _conclude_order(self, frames: list[Frame]) -> None:
        times = [frame.at for frame in frames if frame.at is not None]
        up = sum(1 for one, other in pairwise(times) if one < other)
        down = sum(1 for one, other in pairwise(times) if one > other)
        self.layout.is_descending = down > 1 and down > 4 * up
        # Small files only: they are held in memory to be put in order.
        is_mixed = down > 0.25 * (up + down)
        self.layout.is_unsorted = is_mixed and not self.layout.is_descending

    def _charger(self, seen: list[Seen]) -> Inference | None:
        layout, assumed = self.layout, self.assumptions.charger
        slots = [one.prefix.charger_name for one in seen if one.prefix.charger]
        names = {name for name in slots if name}
        if names and len(slots) == len(seen) and all(slots):
            return None
        if assumed:
            layout.charger, layout.is_charger_assumed = assumed, True
            return Inference(assumed, _CHOSEN)
        if names:
            if len(names) > 1:
                return None
            found = Inference(next(iter(names)), "The log names no other.", True)
        elif slots:
            return Inference("", "The log leaves the name of the charger empty.", True)
        elif self._named:
            if len(self._named) > 1:
                layout.charger = next(iter(self._named))
                return None
            name = next(iter(self._named))
            found = Inference(name, "Lines between the messages name it.", True)
        elif self.conclusions.serial:
            reason = "This is the serial number in its BootNotification."
            found = Inference(self.conclusions.serial, reason)
        elif seen:
            found = Inference(self.path.stem, "Only the file's name may tell.")
        else:
            return None
        layout.charger = found.value
        return found


def _day_by_payload(seen: list[Seen]) -> int | None:
    """Return the day of the first line by the first time inside a message.

    The time of day in the log may be local, so the nearest day counts.
    """
    clock = Clock(date=1, year=2000)
    first: int | None = None
    for one in seen:
        stamp = one.prefix.stamp
        if stamp is None:
            continue
        wall = clock.moment(stamp)
        if wall is None:
            continue
        first = wall if first is None else first
        now = now_in(one.piece.value)
        if now is None:
            continue
        days = round((now[0] - wall) / DAY) if stamp.month is None else 0
        if stamp.month is not None:
            return date(1970, 1, 1).toordinal() + now[0] // DAY
        return date(1970, 1, 1).toordinal() + (first + days * DAY) // DAY
    told = (now_in(one.piece.value) for one in seen)
    now = next((now for now in told if now is not None), None)
    return date(1970, 1, 1).toordinal() + now[0] // DAY if now else None
