# SPDX-License-Identifier: Apache-2.0
"""Times in cells: texts, epochs of any unit, and what a workbook calls a date."""

import re
from datetime import datetime
from typing import Any, Final, NamedTuple

from ocppdesk.logs.reading.text.times import Clock, Stamp, find_stamp

_UNITS: Final = ((10**17, -1000), (10**14, 1), (10**11, 1000), (10**8, 1_000_000))
_LATEST: Final = 253_402_300_799_000_000  # the year 9999
_LONGEST: Final = 100  # characters; a cell that is about a time has no more
_NUMBER: Final = re.compile(r"\d{10,19}(?:\.\d{1,9})?\Z", re.ASCII)


_ISO: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d")


class Instant(NamedTuple):
    """What a cell says of a time; exactly one of the two is there."""

    at: int | None
    """Microseconds since 1970, UTC, where the cell leaves nothing open."""
    stamp: Stamp | None
    """The time where a `Clock` has to fill in what is open."""

    @property
    def is_local(self) -> bool:
        """Whether it does not name its offset from UTC."""
        stamp = self.stamp
        return stamp is not None and stamp.offset is None

    def moment(self, clock: Clock) -> int | None:
        """Return microseconds since 1970, UTC, or None if it stays unknown."""
        return self.at if self.stamp is None else clock.moment(self.stamp)


def instant_of(cell: Any) -> Instant | None:
    """Read a cell that is about a time; None if it is not."""
    if isinstance(cell, str):
        text = cell[:_LONGEST].strip()
        if _NUMBER.match(text):
            whole, _point, fraction = text.partition(".")
            return _epoch(int(whole), fraction)
        if _ISO.match(text):
            try:
                return _dated(datetime.fromisoformat(text))
            except ValueError:
                pass
        stamp = find_stamp(text)
        return None if stamp is None else Instant(None, stamp)
    if isinstance(cell, datetime):
        return _dated(cell)
    if type(cell) is int:
        return _epoch(cell, "")
    if type(cell) is float and cell == cell and abs(cell) < 10**19:  # not NaN
        # A float is exact to a microsecond only until then; more is not in the log.
        return _epoch(int(cell), f"{cell % 1:.6f}"[2:])
    return None


def _epoch(number: int, fraction: str) -> Instant | None:
    for least, factor in _UNITS:
        if number >= least:
            at = number // 1000 if factor < 0 else number * factor
            if factor > 1 and fraction:
                # The digits are of the unit, be it seconds or milliseconds.
                at += int(f"{fraction:0<6.6}") * factor // 1_000_000
            return Instant(at, None) if at <= _LATEST else None
    return None


def _dated(moment: datetime) -> Instant:
    """Return what a date of ISO 8601 or of a workbook says, mostly without a zone."""
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    micros = seconds * 1_000_000 + moment.microsecond
    offset = moment.utcoffset()
    minutes = None if offset is None else round(offset.total_seconds() / 60)
    stamp = Stamp(
        0, 0, 0, 0, micros, moment.year, moment.month, moment.day, offset=minutes
    )
    return Instant(None, stamp)
