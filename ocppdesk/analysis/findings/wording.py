# SPDX-License-Identifier: Apache-2.0
"""How findings write durations, numbers and lists."""

from collections.abc import Iterable
from typing import Final

SECOND: Final = 1_000_000
"""Microseconds."""
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

_QUARTER: Final = 15 * MINUTE
_NEAR: Final = 2 * MINUTE
_UNITS: Final = ((DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s"))


def duration(us: float) -> str:
    """Write a duration with the two units that matter: `3 min 20 s`."""
    us = abs(int(us))
    if us < SECOND:
        return f"{us // 1000} ms"
    for index, (unit, name) in enumerate(_UNITS):
        if us >= unit:
            text = f"{us // unit} {name}"
            if index + 1 < len(_UNITS):
                smaller, small_name = _UNITS[index + 1]
                rest = us % unit // smaller
                text += f" {rest} {small_name}" if rest else ""
            elif us < 10 * SECOND and us % SECOND >= SECOND // 10:
                text = f"{us / SECOND:.1f} s"
            return text
    return "0 s"


def is_time_zone(offset_us: float) -> bool:
    """Return whether clocks differ by so much where one shows local time as UTC."""
    quarters = round(offset_us / _QUARTER)
    return abs(quarters) >= 2 and abs(offset_us - quarters * _QUARTER) <= _NEAR


def time_zone(offset_us: float) -> str:
    """Write by how much a zone is off: `2 h`, though clocks differ by a second more."""
    return duration(round(offset_us / _QUARTER) * _QUARTER)


def number(value: float) -> str:
    """Write a number with no more digits than matter."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.4g}"


def listed(words: Iterable[str], *, most: int = 5) -> str:
    """Write some words as a list: `a, b and c`; of many, the first ones."""
    found = list(dict.fromkeys(words))
    if len(found) > most:
        found = [*found[:most], f"{len(found) - most} more"]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def times(count: int) -> str:
    """Write how often: `once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
