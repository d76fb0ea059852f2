# SPDX-License-Identifier: Apache-2.0
"""Charts as SVG for a page: lines over time, on axes with plain numbers.

Colours are classes of the page's style sheet, so that they suit light, dark and paper.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ocppdesk.logs.writing.markup import shown_text

WIDTH: Final = 720
HEIGHT: Final = 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 8, 10, 22
_MOST_POINTS: Final = 500  # of a line: a page has no more pixels
_Y_STEPS: Final = 4
_SECOND: Final = 1_000_000
_TIME_STEPS_S: Final = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600,
    43_200, 86_400,
)  # fmt: skip
_MOST_TIMES: Final = 7
_HALF_TIME: Final = 26  # half the width of a time
_DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a chart."""

    name: str
    """What it shows, for the legend."""
    at: Sequence[int]
    """Times in rising order, microseconds since 1970."""
    values: Sequence[float]
    """The values at those times, all finite."""
    is_limit: bool = False
    """Whether it is a limit: dashed, and in steps."""


def chart(title: str, unit: str, curves: Sequence[Curve], span: tuple[int, int]) -> str:
    """Draw curves over time.

    Args:
        title: What the chart shows.
        unit: The unit of all values.
        curves: What is drawn, at least one with a value.
        span: From and until when, microseconds since 1970.
    """
    first, last = span[0], max(span[1], span[0] + _SECOND)
    every = [value for curve in curves for value in curve.values]
    low, high, step = _range(min(every), max(every))

    def x(at: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (at - first) / (last - first)

    def y(value: float) -> float:
        return (
            HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)
        )

    name = shown_text(f"{title} in {unit}")
    parts = [
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{name}">'
        f"<title>{name}</title>"
    ]
    for number in range(round((high - low) / step) + 1):
        value = low + number * step
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" '
            f'y1="{y(value):.1f}" y2="{y(value):.1f}"/>'
            f'<text class="value" x="{_LEFT - 5}" y="{y(value) + 3.5:.1f}">'
            f"{_number(value)}</text>"
        )
    for at, label in _times(first, last):
        # In the middle of its time; at the edge, as far to the right as there is room.
        is_last = x(at) > WIDTH - _HALF_TIME
        kind = "time last" if is_last else "time"
        place = WIDTH if is_last else x(at)
        parts.append(
            f'<text class="{kind}" x="{place:.1f}" y="{HEIGHT - 6}">{label}</text>'
        )
    for index, curve in enumerate(curves):
        kind = "limit" if curve.is_limit else f"c{index % 4}"
        for times, values in _pieces(curve):
            points = _points(
                [x(at) for at in times], [y(v) for v in values], curve.is_limit
            )
            parts.append(f'<polyline class="{kind}" points="{points}"/>')
    return "".join([*parts, "</svg>", _legend(title, unit, curves), "</figure>"])


def _legend(title: str, unit: str, curves: Sequence[Curve]) -> str:
    kinds = ["limit" if c.is_limit else f"c{i % 4}" for i, c in enumerate(curves)]
    named = "".join(
        f'<span class="key {kind}">{shown_text(curve.name)}</span>'
        for kind, curve in zip(kinds, curves, strict=True)
    )
    what = f"<b>{shown_text(title)}</b> in {shown_text(unit)}"
    return f"<figcaption>{what} {named}</figcaption>"


def _range(low: float, high: float) -> tuple[float, float, float]:
    """Return round ends and the step of an axis that holds some values and zero."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-9:
        high = low + 1.0
    rough = (high - low) / _Y_STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(
        power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough
    )
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def _number(value: float) -> str:
    text = f"{value:.6g}"
    return "0" if text == "-0" else text


def _times(first: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield the times that are named at the axis, with their names in UTC."""
    length_s = (last - first) / _SECOND
    step_s = next(
        (step for step in _TIME_STEPS_S if length_s / step <= _MOST_TIMES),
        math.ceil(length_s / _MOST_TIMES / _DAY_S) * _DAY_S,
    )
    form = "%d %b" if step_s >= _DAY_S else "%H:%M" if step_s >= 60 else "%H:%M:%S"
    at = math.ceil(first / _SECOND / step_s) * step_s
    while at * _SECOND <= last:
        yield at * _SECOND, datetime.fromtimestamp(at, UTC).strftime(form)
        at += step_s


def _pieces(curve: Curve) -> Iterator[tuple[Sequence[int], Sequence[float]]]:
    """Yield the parts of a curve between gaps, each of few points."""
    at, values = _thinned(curve.at, curve.values)
    if curve.is_limit or len(at) < 3:
        yield at, values
        return
    gaps = sorted(after - before for before, after in itertools.pairwise(at))
    longest = max(5 * gaps[len(gaps) // 2], 60 * _SECOND)
    start = 0
    for index in range(1, len(at)):
        if at[index] - at[index - 1] > longest:
            yield at[start:index], values[start:index]
            start = index
    yield at[start:], values[start:]


def _thinned(
    at: Sequence[int], values: Sequence[float]
) -> tuple[list[int], list[float]]:
    """Return the least and the greatest value of each of some parts, in their order."""
    if len(at) <= _MOST_POINTS:
        return list(at), list(values)
    chosen: list[int] = []
    size = math.ceil(len(at) / (_MOST_POINTS // 2))
    for start in range(0, len(at), size):
        part = range(start, min(start + size, len(at)))
        ends = {min(part, key=values.__getitem__), max(part, key=values.__getitem__)}
        chosen += sorted(ends)
    return [at[i] for i in chosen], [values[i] for i in chosen]


def _points(xs: Sequence[float], ys: Sequence[float], is_stepped: bool) -> str:
    found: list[str] = []
    for index, (x, y) in enumerate(zip(xs, ys, strict=True)):
        if is_stepped and index:
            found.append(f"{x:.1f},{ys[index - 1]:.1f}")
        found.append(f"{x:.1f},{y:.1f}")
    if len(xs) == 1:  # a line of one point would not be seen
        found.append(f"{xs[0] + 2:.1f},{ys[0]:.1f}")
    return " ".join(found)
