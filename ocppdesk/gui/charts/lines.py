# SPDX-License-Identifier: Apache-2.0
"""Samples as lines: sorted by time, broken at gaps, thinned to what a screen shows.

Times are seconds since 1970 as floating-point numbers, precise to a microsecond.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ocppdesk.analysis.sample_table import SeriesData, SeriesKey

MICRO: Final = 1e-6

_GAP_FACTOR: Final = 3  # protocol handbook: a gap is longer than three intervals
_LOOKED_AT: Final = 20_000  # intervals from which the usual one is learnt
_GREATEST: Final = 1e15  # also excludes what is infinite or no number
_DENSE: Final = 2  # points a pixel from which on lines are thinned

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is to be drawn of a line between two times."""

    x: Floats
    """Seconds since 1970, ascending."""
    y: Floats
    breaks: Integers
    """After which of these points the line is broken, ascending."""
    first: int
    """The index of its first point in the line; -1 if it is thinned."""

    @property
    def is_thinned(self) -> bool:
        """Whether points stand for several samples each."""
        return self.first < 0


@dataclass(frozen=True, slots=True)
class Line:
    """The samples of a series in the order of time; arrays of equal length."""

    key: SeriesKey
    x: Floats
    """Seconds since 1970, ascending."""
    y: Floats
    """In the unit of the key."""
    at: Integers
    """When they arrived, microseconds since 1970."""
    message: Integers
    """The messages that they came in; 0: none, they were calculated."""
    assumed: npt.NDArray[np.uint8]
    """What was assumed about them, as numbers of `Assumed`."""
    breaks: Integers
    """After which points the line is broken, ascending."""
    is_step: bool = False
    """Whether a value holds until the next one."""
    sample_count: int = 0
    """Of how many samples it was made, drawn or not; 0: it was calculated."""

    def between(self, low: float, high: float) -> tuple[int, int]:
        """Return which points lie between two times: first, and one after the last."""
        x = self.x
        return int(np.searchsorted(x, low)), int(np.searchsorted(x, high, "right"))

    def shape(self, low: float, high: float, columns: int) -> Shape:
        """Return what is to be drawn between two times.

        Args:
            low: From this time on; the line comes in from the point before.
            high: Until this time; the line goes out to the point after.
            columns: How many pixels are between them. Where points are denser, the
                least and the greatest value of each stand for all.
        """
        first, end = self.between(low, high)
        first, end = max(first - 1, 0), min(end + 1, len(self.x))
        if end - first > max(_DENSE * columns, 2) and high > low:
            return self._thinned(first, end, low, (high - low) / columns)
        inner = np.searchsorted(self.breaks, (first, end - 1))
        breaks = self.breaks[inner[0] : inner[1]] - first
        return Shape(self.x[first:end], self.y[first:end], breaks, first)

    def _thinned(self, first: int, end: int, low: float, width: float) -> Shape:
        x, y = self.x[first:end], self.y[first:end]
        # Columns stand still while the picture moves, or it would flicker.
        count = int((x[-1] - x[0]) / width) + 2 if width > 0 else 1
        count = min(count, len(x))
        base = np.floor(max(x[0], low - width) / width)
        edges = (base + np.arange(count + 1)) * width
        inner = np.searchsorted(self.breaks, (first, end - 1))
        after_breaks = self.breaks[inner[0] : inner[1]] - first + 1
        starts = np.searchsorted(x, edges)
        starts[0] = 0
        if len(after_breaks):
            starts = np.sort(np.concatenate((starts, after_breaks)))
        is_new = np.diff(starts, prepend=-1) > 0
        starts = starts[is_new & (starts < len(x))]
        least = np.minimum.reduceat(y, starts)
        most = np.maximum.reduceat(y, starts)
        rises = y[starts] <= y[np.append(starts[1:], len(y)) - 1]
        ys = np.empty(2 * len(starts))
        ys[0::2] = np.where(rises, least, most)
        ys[1::2] = np.where(rises, most, least)
        # The end of a column is where its last sample is, so that a line which ends
        # there does not end too soon.
        xs = np.empty(2 * len(starts))
        xs[0::2] = x[starts]
        xs[1::2] = x[np.append(starts[1:], len(x)) - 1]
        breaks = 2 * np.searchsorted(starts, after_breaks) - 1
        return Shape(xs, ys, breaks, -1)

    def value_at(self, time: float) -> float | None:
        """Return the value that a time has, None in a gap or outside.

        Between two samples it is that of the earlier one if values hold, else that of
        the nearer one.
        """
        index = self.index_at(time)
        return None if index is None else float(self.y[index])

    def index_at(self, time: float) -> int | None:
        """Return the point that tells the value at a time, None in a gap or outside."""
        count = len(self.x)
        after = int(np.searchsorted(self.x, time, "right"))
        if not count or after == 0 or (after == count and time > self.x[-1]):
            return None
        before = after - 1
        if after == count or time == self.x[before]:
            return before
        place = int(np.searchsorted(self.breaks, before))
        if place < len(self.breaks) and self.breaks[place] == before:
            return None
        is_nearer = self.x[after] - time < time - self.x[before]
        return after if is_nearer and not self.is_step else before


def line_of(
    data: SeriesData,
    *,
    by_charger: bool = False,
    is_step: bool = False,
    silences: tuple[tuple[float, float], ...] = (),
    has_late: bool = False,
    before: Line | None = None,
) -> Line:
    """Make the line of a series.

    Args:
        data: The samples in order of arrival.
        by_charger: Whether they stand where the charger's clock was.
        is_step: Whether a value holds until the next one.
        silences: When no connection was, from and until; such a line is broken there.
        has_late: Whether values that were old when they arrived stand there as well.
        before: The line of the same series when it was shorter.
    """
    time = data.charger_at if by_charger else data.at
    if before is not None and 0 < before.sample_count == len(time):
        return before
    x = seconds_of(time)
    ordered: Any = slice(None)
    if not by_charger and not has_late:
        ordered = _newest_of_each(data)
        x = x[ordered]
    if len(x) > 1 and np.any(np.diff(x) < 0):
        order = np.argsort(x, kind="stable")
        ordered = np.arange(len(time))[ordered][order]
        x = x[order]
    value = data.value[ordered]
    # What is greater is none that was measured, and leaves no room for the others.
    is_finite = np.abs(value) < _GREATEST
    if not is_finite.all():
        ordered = np.arange(len(time))[ordered][is_finite]
        x, value = x[is_finite], value[is_finite]
    breaks = gaps(x)
    if silences and len(x) > 1 and not by_charger:
        breaks = np.union1d(breaks, _crossing(x, silences))
    return Line(
        data.key,
        x,
        value,
        data.at[ordered],
        data.message[ordered],
        data.assumed[ordered],
        breaks.astype(np.int64),
        is_step,
        len(time),
    )


def _newest_of_each(data: SeriesData) -> Any:
    """Return which samples are the newest of their message, as an index.

    The others were measured long before they came: StopTransaction tells the values
    of the whole transaction again (OCPP 1.6, transactionData). Where they arrived they
    would look like a register that falls.
    """
    is_same = np.diff(data.message) == 0
    if not is_same.any():
        return slice(None)
    starts = np.flatnonzero(np.append(True, ~is_same))
    group = np.cumsum(np.append(True, ~is_same)) - 1
    newest = np.maximum.reduceat(data.charger_at, starts)
    # Of several of the same time all stay: which one is meant is not clear.
    return np.flatnonzero(data.charger_at == newest[group])


def seconds_of(times: Integers) -> Floats:
    """Return microseconds as seconds."""
    return np.multiply(times, MICRO, dtype=np.float64)


def gaps(x: Floats) -> Integers:
    """Return after which points nothing came for more than three usual intervals.

    The usual interval is that of the whole line, or of the neighbours where those are
    longer: a charger measures each minute while it charges and each quarter of an hour
    else.
    """
    steps = np.diff(x)
    if len(steps) < 2:
        return np.empty(0, np.int64)
    looked_at = steps[:: len(steps) // _LOOKED_AT + 1]
    looked_at = looked_at[looked_at > 0]
    usual = float(np.median(looked_at)) if len(looked_at) else 0.0
    long = np.flatnonzero(steps > _GAP_FACTOR * usual)
    earlier = steps[np.maximum(long - 1, 0)]
    later = steps[np.minimum(long + 1, len(steps) - 1)]
    earlier = np.where(long == 0, later, earlier)
    later = np.where(long == len(steps) - 1, earlier, later)
    near = np.maximum(np.minimum(earlier, later), usual)
    found: Integers = long[steps[long] > _GAP_FACTOR * near]
    return found


def _crossing(x: Floats, silences: tuple[tuple[float, float], ...]) -> Integers:
    """Return after which points a silence begins before the next point comes."""
    begins = np.array([began for began, _ended in silences])
    places = np.searchsorted(x, begins, "right") - 1
    is_inside = (places >= 0) & (places < len(x) - 1)
    found: Integers = np.unique(places[is_inside])
    return found


def spread(lines: list[Line], low: float, high: float) -> tuple[float, float] | None:
    """Return the least and the greatest value between two times, None if none is."""
    found: list[float] = []
    for line in lines:
        first, end = line.between(low, high)
        if line.is_step or first == end:
            # What goes through the picture from outside counts as well.
            first, end = max(first - 1, 0), min(end + (first == end), len(line.x))
        if end > first:
            part = line.y[first:end]
            found += (float(part.min()), float(part.max()))
    return (min(found), max(found)) if found else None
