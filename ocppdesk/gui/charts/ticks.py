# SPDX-License-Identifier: Apache-2.0
"""Where axes have their marks, and what those of the time say.

Times are seconds since 1970; texts are in the time mode of the message table.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ocppdesk.gui.messages.times import (
    TimeMode,
    iso_local,
    local_date,
    local_time,
    since,
    utc,
)

_DAY: Final = 86_400
_STEPS: Final = (
    *(unit * 10.0**power for power in (-3, -2, -1) for unit in (1, 2, 5)),
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600,
    43_200, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY, 91 * _DAY, 365 * _DAY,
    3650 * _DAY,
)  # fmt: skip
_MILLION: Final = 1_000_000
_UPRIGHT: Final = 28  # pixels between two marks of an axis of values, at least


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis."""

    at: float
    """Where it is, seconds since 1970."""
    text: str
    """What it says: a time of day, or a day."""
    day: str = ""
    """The day, at the first mark and where another one begins."""


@dataclass(frozen=True, slots=True)
class TimeTexts:
    """How times are written."""

    mode: TimeMode = TimeMode.LOCAL
    """As in the table; times since the previous row are local here."""
    zero: int = 0
    """The instant that times count from, microseconds since 1970."""

    def full(self, at: float) -> str:
        """Return a time, precise to the millisecond."""
        instant = round(at * _MILLION)
        if self.mode is TimeMode.UTC:
            return utc(instant)
        if self.mode is TimeMode.ZERO:
            return since(instant - self.zero)
        if self.mode is TimeMode.LOCAL_DATE:
            return local_date(instant)
        return local_time(instant)

    def ticks(self, low: float, high: float, most: int) -> list[Tick]:
        """Return marks at round times.

        Args:
            low: The first time in view.
            high: The last one.
            most: How many there may be.
        """
        width = (high - low) / max(most, 1)
        step = next((s for s in _STEPS if s >= width), _STEPS[-1])
        origin = self._origin((low + high) / 2)
        number = math.ceil((low - origin) / step)
        found: list[Tick] = []
        shown = ""
        while (at := origin + number * step) <= high and len(found) <= 2 * most:
            number += 1
            if at < low:
                continue  # by the last digit of a floating-point number
            text, day = self._tick(at, step)
            found.append(Tick(at, text, day if day != shown else ""))
            shown = day
        return found

    def _origin(self, near: float) -> float:
        """Return a time at which marks of all steps are."""
        if self.mode is TimeMode.ZERO:
            return self.zero / _MILLION
        if self.mode is TimeMode.UTC:
            return 0.0
        try:
            offset = datetime.fromtimestamp(near).astimezone().utcoffset()
        except (OverflowError, OSError, ValueError):
            return 0.0
        return 0.0 if offset is None else -offset.total_seconds()

    def _tick(self, at: float, step: float) -> tuple[str, str]:
        instant = round(at * _MILLION)
        if self.mode is TimeMode.ZERO:
            text = since(instant - self.zero)
            return (text if step < 1 else text.rpartition(".")[0]), ""
        whole = utc(instant) if self.mode is TimeMode.UTC else iso_local(instant)
        day, _, clock = whole.partition("T")
        if step >= _DAY:
            return day, ""
        length = 12 if step < 1 else 8 if step < 60 else 5
        return clock[:length], day


def values_between(low: float, high: float, size: float) -> tuple[float, list[float]]:
    """Return a round step, and its multiples between two values.

    Args:
        low: The least value.
        high: The greatest one.
        size: How many pixels are between them.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low or size <= 0:
        return 1.0, []
    least = (high - low) / max(size / _UPRIGHT, 1)
    power = 10.0 ** math.floor(math.log10(least))
    step = next((n * power for n in (1, 2, 5) if n * power >= least), 10 * power)
    first, last = math.ceil(low / step), math.floor(high / step)
    return step, [number * step for number in range(first, last + 1)]
