# SPDX-License-Identifier: Apache-2.0
"""Reading the values of a filter: numbers, durations, sizes, times, words."""

import re
from datetime import UTC, datetime
from typing import Final

from ocppdesk.filters.values import DAY_US, Value, ValueKind

_SECOND: Final = 1_000_000
_DURATIONS: Final = {
    "ms": 1_000, "s": _SECOND, "sec": _SECOND, "min": 60 * _SECOND, "m": 60 * _SECOND,
    "h": 3_600 * _SECOND, "d": DAY_US,
}  # fmt: skip
_SIZES: Final = {"b": 1, "kb": 1_000, "mb": 1_000_000}
_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>(?P<whole>\d*)(?:\.(?P<decimals>\d+))?)"
    r"(?P<unit>[a-z]*)",
    re.ASCII | re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<part>\d{1,6}))?)?",
    re.ASCII,
)
_MOMENT: Final = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?:T(?P<clock>[\d:.]+)(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_MOST_DIGITS: Final = 60  # as many as `values.number_of` reads


def value_of(text: str) -> Value:
    """Read a value that stands without quotes.

    What looks like a number, a duration, a size or a time is that; else it is a word.
    """
    return _number(text) or _clock(text) or _moment(text) or Value(text)


def _number(text: str) -> Value | None:
    found = _NUMBER.fullmatch(text)
    if found is None or not found["digits"] or len(text) > _MOST_DIGITS:
        return None
    sign = -1 if found["sign"] == "-" else 1
    decimals = found["decimals"] or ""
    unit = found["unit"].lower()
    if not unit:
        number = float(found["digits"]) if decimals else int(found["whole"])
        return Value(text, ValueKind.NUMBER, sign * number)
    scale = _DURATIONS.get(unit) or _SIZES.get(unit)
    if scale is None:
        return None
    # 5s is a whole second, 5.25s a hundredth.
    width = max(scale // 10 ** len(decimals), 1)
    amount = round(float(found["digits"]) * scale)
    if unit in _SIZES:
        return Value(text, ValueKind.SIZE, sign * amount, width)
    if sign < 0:
        return Value(text, ValueKind.AGO, amount)
    return Value(text, ValueKind.DURATION, amount, width)


def _clock(text: str) -> Value | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    second = int(found["second"] or 0)
    part = found["part"] or ""
    at = ((hour * 60 + minute) * 60 + second) * _SECOND + int(part.ljust(6, "0"))
    # 24:00 is the end of a day.
    if minute > 59 or second > 59 or at > DAY_US:
        return None
    is_minute = found["second"] is None
    width = 60 * _SECOND if is_minute else _SECOND // 10 ** len(part)
    return Value(text, ValueKind.CLOCK, at, width)


def _moment(text: str) -> Value | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        day = datetime.fromisoformat(found["date"]).replace(tzinfo=UTC)
        start = round(day.timestamp()) * _SECOND
        if found["clock"] is None:
            return Value(text, ValueKind.DATE, start, DAY_US, is_local=True)
        clock = _clock(found["clock"])
        if clock is None:
            return None
        at, zone = start + int(clock.amount), found["zone"]
        if zone is not None and zone.upper() != "Z":
            at -= _offset(zone)
    except ValueError:  # There is no such day.
        return None
    return Value(text, ValueKind.INSTANT, at, clock.width, is_local=zone is None)


def _offset(zone: str) -> int:
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "")
    return sign * (int(digits[:2]) * 60 + int(digits[2:])) * 60 * _SECOND
