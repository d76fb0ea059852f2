# SPDX-License-Identifier: Apache-2.0
"""Instants and spans as a table of messages writes them, precise to the millisecond.

Instants are microseconds since 1970, UTC, as everywhere in the program.
"""

import enum
import math
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QLocale

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = 1_000_000
_MINUTE: Final = 60 * _SECOND
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_UNITS: Final = (
    (_SECOND, _MINUTE, "s"),
    (_MINUTE, _HOUR, "min"),
    (_HOUR, _DAY, "h"),
    (_DAY, math.inf, "d"),
)  # with the length from which on the next one reads better
_MINUS: Final = "\N{MINUS SIGN}"


class TimeMode(enum.StrEnum):
    """What the column Time shows; the values are those of the setting `time_mode`."""

    LOCAL_DATE = "Local date and time"
    LOCAL = "Local time"
    UTC = "UTC"
    ZERO = "Since time zero"
    PREVIOUS = "Since previous"


class DeltaMode(enum.StrEnum):
    """Since what the column Δ counts."""

    ROW = "row"
    """The row before, as shown."""
    CHARGER = "charger"
    """The row before that is of the same charger."""
    ACTION = "action"
    """The one of the same charger that is alike: action, call or answer."""


def local_date(at: int) -> str:
    """Return date and time of this computer's zone: `2026-01-31 14:05:31.204`."""
    parts = _local(at)
    if parts is None:
        return utc(at)
    date = f"{parts.tm_year:04}-{parts.tm_mon:02}-{parts.tm_mday:02}"
    return f"{date} {_clock(parts, at)}"


def local_time(at: int) -> str:
    """Return the time of this computer's zone: `14:05:31.204`."""
    parts = _local(at)
    return utc(at) if parts is None else _clock(parts, at)


def utc(at: int) -> str:
    """Return ISO 8601 in UTC: `2026-01-31T13:05:31.204Z`."""
    instant = _instant(at)
    if instant is None:
        return f"{at} µs"
    return f"{instant.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def iso_local(at: int) -> str:
    """Return ISO 8601 with this zone's offset: `2026-01-31T14:05:31.204+01:00`."""
    instant = _instant(at)
    if instant is None:
        return f"{at} µs"
    try:
        return instant.astimezone().isoformat(timespec="milliseconds")
    except (OverflowError, OSError, ValueError):
        return utc(at)


def since(span: int) -> str:
    """Return a signed span as a clock has it: `+00:14:32.204`, `+2 d 03:00:00.000`."""
    sign = _MINUS if span < 0 else "+"
    milliseconds = abs(span) // 1000
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    front = f"{days} d " if days else ""
    return f"{sign}{front}{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def exact_delta(span: int) -> str:
    """Return a signed span in seconds with all its milliseconds: `+2.704 s`."""
    if abs(span) >= _MINUTE:
        return since(span)
    sign = _MINUS if span < 0 else "+"
    return f"{sign}{QLocale().toString(abs(span) / _SECOND, 'f', 3)} s"


def delta(span: int) -> str:
    """Return a signed span in a few characters: `+41 ms`, `+2.7 s`, `+4.1 min`."""
    sign = _MINUS if span < 0 else "+"
    length = abs(span)
    if length < _SECOND:
        return f"{sign}{length // 1000} ms"
    unit, name = next((unit, name) for unit, end, name in _UNITS if length < end)
    return f"{sign}{QLocale().toString(length / unit, 'f', 1)} {name}"


def _instant(at: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return None


def _local(at: int) -> time.struct_time | None:
    if _instant(at) is None:
        return None
    try:
        return time.localtime(at // _SECOND)
    except (OverflowError, OSError, ValueError):
        # Some systems have no calendar for times before 1970 or after 3000.
        return None


def _clock(parts: time.struct_time, at: int) -> str:
    milliseconds = at % _SECOND // 1000
    clock = f"{parts.tm_hour:02}:{parts.tm_min:02}:{parts.tm_sec:02}"
    return f"{clock}.{milliseconds:03}"
