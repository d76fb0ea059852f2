# SPDX-License-Identifier: Apache-2.0
"""Times as logs write them: finding them in a text, and what moment they mean.

A `Stamp` is what a text says; a `Clock` knows what it leaves open (the zone, the order
of day and month, the year, the date) and makes a moment of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

DAY: Final = 86_400_000_000
"""Microseconds of a day."""
MINUTE: Final = 60_000_000
"""Microseconds of a minute."""
_EPOCH: Final = date(1970, 1, 1).toordinal()
_HALF_DAY: Final = DAY // 2


class Stamp(NamedTuple):
    """A time as a text has it."""

    start: int
    """Where it begins in the text."""
    split: int
    """Where the whole seconds end and the fraction begins, with its separator."""
    rest: int
    """Where the fraction ends; what follows says half of day and zone."""
    end: int
    """Where it ends."""
    micros: int
    """The time of day in microseconds; of an epoch, those since 1970."""
    year: int | None = None
    """The year; None if it is not said."""
    month: int | None = None
    """The month, or what stands second in `31/01/2026`; None if no date is said."""
    day: int | None = None
    """The day, or what stands first in `31/01/2026`."""
    offset: int | None = None
    """Minutes from UTC; None if it is not said."""
    is_doubtful: bool = False
    """Whether day and month may be meant the other way round."""
    is_half_day: bool = False
    """Whether it is written with AM or PM."""


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv ene gen sty",
            "feb february februar fév févr fev febr lut",
            "mar march mär märz mrz mars mrt",
            "apr april avr abr kwi",
            "may mai mei mag maj",
            "jun june juni juin giu cze",
            "jul july juli juil lug lip",
            "aug august août ago sie",
            "sep sept september set wrz",
            "oct october okt oktober ott out paź",
            "nov november lis",
            "dec december dez dezember déc dic gru",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60,
    "MEZ": 60, "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180,
    "IST": 330, "SGT": 480, "JST": 540, "AEST": 600, "AEDT": 660, "NZST": 720,
    "NZDT": 780, "EST": -300, "EDT": -240, "CDT": -300, "CST": -360, "MST": -420,
    "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip

_TIME = re.compile(
    r"""
    (?:
        (?P<year>(?:19|20)\d\d)(?P<cut>[-/.])(?P<month>\d\d?)(?P=cut)(?P<day>\d\d?)
        (?:[T_ \t]\s{0,3}|,\s{0,3}|\s{0,3}[|@]\s{0,3})
      | (?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark)(?P<late>\d{4}|\d\d)
        (?:[T,|@\s]{1,4})
      | (?<![^\W\d_])(?P<name>[^\W\d_]{3,9}+)\.?[ /]{1,2}(?P<named>\d\d?)
        (?:,?\ (?P<named_year>(?:19|20)\d\d))?(?:\ @|,|:)?[ ]
      | (?P<lead>\d\d?)\.?[-\ /](?P<middle>[^\W\d_]{3,9})\.?[-\ /]
        (?P<last>(?:19|20)\d\d)[:T,\s]{1,3}
      | (?<![\d:.,\w])
    )
    (?P<hour>\d\d?)(?P<colon>[:-])(?P<minute>\d\d)(?:(?P=colon)(?P<sec>\d\d))?
    (?P<split>)(?:(?:[.,:]|(?<=-\d\d)-)(?P<fraction>\d{1,9}))?(?P<rest>)(?![\d:])
    (?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?)?
    (?:\s?(?P<zone>[+-]\d\d:?\d\d(?![\d:])|Z\b|[A-Z]{3,4}\b))?
    (?:\ (?P<trailing>20\d\d)(?=\]|\s*$))?
  | (?:\A|(?<=\A[\[(\s]))(?P<epoch>1\d{9})(?P<epoch_milli>\d{3})?
    (?P<epoch_split>)(?:\.(?P<epoch_fraction>\d{1,9}))?(?![\w.:-])
    """,
    re.VERBOSE,
)

_CORE = re.compile(r"\d:\d\d|\d[-_]\d\d-\d\d")
_MARGIN: Final = 45  # characters that a time may have on either side of `_CORE`


def find_stamps(text: str) -> list[Stamp]:
    """Find the times in a text, in the order in which they stand."""
    cores = [match.start() for match in _CORE.finditer(text)]
    if not cores and not text[1:3].isdecimal():
        return []  # most texts are done with here
    begin, end = 0, len(text)
    if cores:
        begin, end = max(cores[0] - _MARGIN, 0), min(cores[-1] + _MARGIN, end)
    found = [_stamp(match) for match in _TIME.finditer(text, begin, end)]
    return [stamp for stamp in found if stamp is not None]


def find_stamp(text: str) -> Stamp | None:
    """Find the time of what follows the text: the last one, that names a date if any.

    A time that another system put before the line stands before that of the line.
    """
    stamps = find_stamps(text)
    if not stamps:
        return None
    for stamp in reversed(stamps):
        if stamp.month is not None or stamp.micros >= DAY:
            return stamp
    return stamps[-1]


def _stamp(match: re.Match[str]) -> Stamp | None:
    group = match.group
    if group("epoch"):
        return _epoch(match)
    micros = _time_of_day(match)
    if micros is None:
        return None
    zone = group("zone")
    offset = _offset(zone) if zone else None
    is_zone = offset is not None
    end = match.end() if is_zone or not zone else match.start("zone")
    while end > match.end("rest") and match.string[end - 1].isspace():
        end -= 1
    day: int | None = None
    month: int | None = None
    year: int | None = None
    is_doubtful = False
    if group("year"):
        year, month, day = int(group("year")), int(group("month")), int(group("day"))
    elif group("first"):
        day, month, year = int(group("first")), int(group("second")), int(group("late"))
        year += 2000 if year < 100 else 0
        is_doubtful = group("mark") != "."
    elif group("name"):
        month, day = _MONTHS.get(group("name").lower()), int(group("named"))
        found = group("named_year") or group("trailing")
        year = int(found) if found else None
        if month is None:
            return None
    elif group("lead"):
        month, day = _MONTHS.get(group("middle").lower()), int(group("lead"))
        year = int(group("last"))
        if month is None:
            return None
    elif group("colon") == "-" or group("sec") is None:
        # Without a date, only a time with seconds is surely one.
        return None
    if day is not None and not (1 <= day <= 31 and 1 <= (month or 0) <= 31):
        return None
    return Stamp(
        start=match.start(),
        split=match.end("split"),
        rest=match.end("rest"),
        end=end,
        micros=micros,
        year=year,
        month=month,
        day=day,
        offset=offset,
        is_doubtful=is_doubtful,
        is_half_day=group("half") is not None,
    )


def _epoch(match: re.Match[str]) -> Stamp:
    micros = int(match["epoch"]) * 1_000_000
    if match["epoch_milli"]:
        micros += int(match["epoch_milli"]) * 1000
    if match["epoch_fraction"]:
        micros += int(f"{match['epoch_fraction']:0<6.6}")
    split = match.end("epoch_split")
    end = match.end()
    return Stamp(match.start("epoch"), split, end, end, micros, offset=0)


def _time_of_day(match: re.Match[str]) -> int | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    second = int(match["sec"] or 0)
    if match["half"]:
        # Some systems write the first hour of the day as 0 am.
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    fraction = match["fraction"]
    micros = int(f"{fraction:0<6.6}") if fraction else 0
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros


def _offset(zone: str) -> int | None:
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return -minutes if zone[0] == "-" else minutes
    return _ZONES.get(zone)


@dataclass(slots=True)
class Clock:
    """Makes moments of what a file's times say, and fills in what they leave open."""

    zone_minutes: int = 0
    """The offset of times that name none."""
    is_month_first: bool = False
    """Whether `1/2/2026` is in January."""
    year: int | None = None
    """The year of dates without one; it goes on by itself after a December."""
    date: int | None = None
    """The day of times without a date, as `date.toordinal`; it goes on by itself at
    midnight."""
    _latest: int = 0
    _month: int = 0

    def moment(self, stamp: Stamp) -> int | None:
        """Return microseconds since 1970, UTC, or None if it stays unknown."""
        if stamp.month is None:
            if stamp.micros >= DAY:
                return stamp.micros
            ordinal = self._day_of(stamp.micros)
        else:
            ordinal = self._ordinal(stamp)
            if ordinal is not None:
                self.date, self._latest = ordinal, stamp.micros
        if ordinal is None:
            return None
        offset = self.zone_minutes if stamp.offset is None else stamp.offset
        return (ordinal - _EPOCH) * DAY + stamp.micros - offset * MINUTE

    def _day_of(self, micros: int) -> int | None:
        if self.date is None:
            return None
        if micros < self._latest - _HALF_DAY:
            self.date += 1
        self._latest = micros
        return self.date

    def _ordinal(self, stamp: Stamp) -> int | None:
        month, day, year = stamp.month or 0, stamp.day or 0, stamp.year
        if (stamp.is_doubtful and self.is_month_first) or month > 12:
            month, day = day, month
        if year is None:
            year = self.year
            if year is None:
                return None
            if month < self._month - 6:
                year = self.year = year + 1
            self._month = month
        try:
            return date(year, month, day).toordinal()
        except ValueError:
            return None


def parse_time(text: str, clock: Clock | None = None) -> int | None:
    """Read the time in a text that is about a time, as a cell of a table.

    Args:
        text: The text; ISO 8601, epochs and whatever logs have.
        clock: What is known of the file's times; UTC and day before month otherwise.

    Returns:
        Microseconds since 1970, UTC, or None.
    """
    stamp = find_stamp(text.strip())
    return (clock or Clock()).moment(stamp) if stamp else None


def parse_payload_time(text: object) -> int | None:
    """Read a time of a payload, `2026-01-31T12:00:00Z`; without a zone it is UTC."""
    if type(text) is not str or not 10 < len(text) < 41:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        stamp = find_stamp(text)
        return Clock().moment(stamp) if stamp and stamp.month else None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    delta = moment - _START
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Order(NamedTuple):
    """The order of day and month in a file."""

    is_month_first: bool
    """Whether the month comes first."""
    reason: str
    """Why, as a sentence."""


def order_of(stamps: Iterable[Stamp]) -> Order | None:
    """Decide the order of day and month; None if no stamp leaves it open."""
    doubtful = [stamp for stamp in stamps if stamp.is_doubtful]
    if not doubtful:
        return None
    if any((stamp.day or 0) > 12 for stamp in doubtful):
        return Order(False, "The first number of a date is above 12.")
    if any((stamp.month or 0) > 12 for stamp in doubtful):
        return Order(True, "The second number of a date is above 12.")
    day_first = {(stamp.year, stamp.month, stamp.day) for stamp in doubtful}
    month_first = {(year, day, month) for year, month, day in day_first}
    spans = [_span(dates) for dates in (day_first, month_first)]
    if spans[0] != spans[1]:
        is_month_first = spans[1] < spans[0]
        return Order(is_month_first, "Read like this, the dates lie closer together.")
    if any(stamp.is_half_day for stamp in doubtful):
        return Order(True, "The times have AM and PM, as they are written in the US.")
    return Order(False, "Nothing tells; most of the world puts the day first.")


def _span(dates: set[tuple[int | None, int | None, int | None]]) -> int:
    days = [(y or 0) * 372 + (m or 0) * 31 + (d or 0) for y, m, d in dates]
    return max(days) - min(days)
