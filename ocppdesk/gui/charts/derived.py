# SPDX-License-Identifier: Apache-2.0
"""Lines that no charger sends: the energy of each session, and the calculated limit."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.limits.answers import Step
from ocppdesk.analysis.measurands import REGISTER
from ocppdesk.analysis.sample_table import SeriesData, SeriesKey
from ocppdesk.analysis.sessions.story import Story, Transaction
from ocppdesk.gui.charts.kinds import LIMIT, SESSION_ENERGY
from ocppdesk.gui.charts.lines import MICRO, Floats, Integers, Line, gaps, seconds_of

_STRONGEST_W: Final = 500_000.0  # what a charger gives at most
_LEAST_S: Final = 60.0  # between two values, as clocks go
_RESET: Final = 0.5  # of the value before; a register that has less began anew

_Mark = tuple[object, ...]
_Part = tuple[Floats, Floats, Integers, Integers]


class SessionEnergy:
    """Counts the energy of each transaction from zero, by the register."""

    def __init__(self) -> None:
        self._parts: dict[_Mark, _Part] = {}
        self._lines: dict[SeriesKey, tuple[tuple[_Mark, ...], Line]] = {}

    def lines(self, facts: Facts, *, by_charger: bool) -> list[Line]:
        """Return a line for each place where a register and transactions are known.

        A line that did not grow is the same object as before.
        """
        registers = _registers(facts.series)
        found = []
        parts: dict[_Mark, _Part] = {}
        for place, series in registers.items():
            wanted = []
            for story in facts.stories:
                if _place(story) == place:
                    wanted += _wanted(story, series, by_charger=by_charger)
            if not wanted:
                continue
            marks = tuple(mark for mark, _transaction in wanted)
            source = series.key
            key = SeriesKey(source.evse, source.connector, SESSION_ENERGY, "", "", "Wh")
            known = self._lines.get(key)
            if known is not None and known[0] == marks:
                found.append(known[1])
                parts.update({m: self._parts[m] for m in marks if m in self._parts})
                continue
            for mark, transaction in wanted:
                part = self._parts.get(mark)
                if part is None:
                    part = _part(transaction, series, by_charger=by_charger)
                parts[mark] = part
            line = _joined(key, [parts[mark] for mark in marks])
            if line is not None:
                self._lines[key] = (marks, line)
                found.append(line)
        self._parts = parts
        return found


def _registers(series: Iterable[SeriesData]) -> dict[object, SeriesData]:
    """Return the register of each place; that at the outlet comes first."""
    found: dict[object, SeriesData] = {}
    for data in series:
        key = data.key
        if (
            key.measurand != REGISTER
            or key.phase
            or key.context
            or key.unit != "Wh"
            or not (key.evse or key.connector)
        ):
            continue
        place = key.evse if key.evse is not None else ("connector", key.connector)
        known = found.get(place)
        if known is None or (known.key.location != "Outlet" == key.location):
            found[place] = data
    return found


def _place(story: Story) -> object:
    return story.evse if story.evse is not None else ("connector", story.connector)


def _wanted(
    story: Story, series: SeriesData, *, by_charger: bool
) -> list[tuple[_Mark, Transaction]]:
    """Return the transactions that have samples, and what their part depends on."""
    found: list[tuple[_Mark, Transaction]] = []
    for number, transaction in enumerate(story.transactions):
        first, end = _samples_of(transaction, series)
        if end > first:
            mark = (story.number, number, first, end, by_charger, series.key)
            found.append((mark, transaction))
    return found


def _samples_of(transaction: Transaction, series: SeriesData) -> tuple[int, int]:
    """Return which samples belong to a transaction: first, and one after the last.

    The messages that begin and end it say so; chargers that keep an old number in
    later values do not mislead them.
    """
    count = len(series.message)
    if transaction.start_message is not None:
        first = int(np.searchsorted(series.message, transaction.start_message))
    else:
        first = int(np.searchsorted(series.at, transaction.began_at))
    if transaction.stop_message is not None:
        end = int(np.searchsorted(series.message, transaction.stop_message, "right"))
    elif transaction.ended_at is not None:
        end = int(np.searchsorted(series.at, transaction.ended_at, "right"))
    else:
        end = count
    return first, end


def _part(
    transaction: Transaction,
    series: SeriesData,
    *,
    by_charger: bool,
) -> _Part:
    first, end = _samples_of(transaction, series)
    chosen = first + _in_order(series, first, end)
    time = (series.charger_at if by_charger else series.at)[chosen]
    value = series.value[chosen]
    steps = _gains(value, seconds_of(time))
    start = transaction.meter_start_wh
    base = value[0] - start if start is not None and value[0] >= start else 0.0
    energy = base + np.concatenate(([0.0], np.cumsum(steps)))
    x = seconds_of(time)
    at, message = series.at[chosen], series.message[chosen]
    began = transaction.began_at * MICRO
    if start is not None and began < x[0]:
        x = np.concatenate(([began], x))
        energy = np.concatenate(([0.0], energy))
        at = np.concatenate((at[:1], at))
        message = np.concatenate(([transaction.start_message or 0], message))
    ordered = np.argsort(x, kind="stable")
    return x[ordered], energy[ordered], at[ordered], message[ordered]


def _gains(value: Floats, time: Floats) -> Floats:
    """Return by how much energy grew from each value of a register to the next.

    A register that fell by half or more was set to zero: what it has now came since,
    if no charger were too weak for that; else it is another register. One that fell by
    less is read inexactly, and goes on when it is where it was.
    """
    is_reset = value[1:] < value[:-1] * _RESET
    gains = np.empty(len(value) - 1)
    begin = 0
    for end in [*(np.flatnonzero(is_reset) + 1).tolist(), len(value)]:
        gains[begin : end - 1] = np.diff(np.maximum.accumulate(value[begin:end]))
        if end < len(value):
            hours = max(time[end] - time[end - 1], _LEAST_S) / 3600
            could_be = 0.0 <= value[end] <= _STRONGEST_W * hours
            gains[end - 1] = value[end] if could_be else 0.0
        begin = end
    return gains


def _in_order(series: SeriesData, first: int, end: int) -> Integers:
    """Return which samples of a transaction count, as indexes from its first one.

    Messages at its end often repeat the register of its beginning: the samples of a
    message go by the charger's clock, and a value that is lower than those on both
    sides of it is none of its time.
    """
    order = np.lexsort((series.charger_at[first:end], series.message[first:end]))
    value = series.value[first:end][order]
    count = len(value)
    is_dip = np.zeros(count, np.bool_)
    if count > 2:
        is_dip[1:-1] = (value[1:-1] < value[:-2]) & (value[2:] >= value[:-2])
    kept: Integers = order[~is_dip]
    return kept


def _joined(key: SeriesKey, parts: Sequence[_Part]) -> Line | None:
    parts = sorted(parts, key=lambda part: float(part[0][0]))
    lengths = np.cumsum([len(part[0]) for part in parts])
    breaks = [lengths[:-1] - 1]
    begin = 0
    for part in parts:
        breaks.append(gaps(part[0]) + begin)
        begin += len(part[0])
    x = np.concatenate([part[0] for part in parts])
    if np.any(np.diff(x) < 0):
        # Two transactions of one place at the same time: no line tells that.
        x = np.maximum.accumulate(x)
    return Line(
        key,
        x,
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        np.concatenate([part[3] for part in parts]).astype(np.int64),
        np.zeros(len(x), np.uint8),
        np.unique(np.concatenate(breaks)).astype(np.int64),
    )


def limit_lines(facts: Facts, until: int | None) -> list[Line]:
    """Return the calculated limits as lines in steps, in amperes and in watts.

    Args:
        facts: What is known.
        until: To when the last limit holds, microseconds since 1970.
    """
    found = []
    is_2x = any(data.key.evse is not None for data in facts.series)
    for allowances in facts.allowances:
        evse, connector = (
            (allowances.connector, None) if is_2x else (None, allowances.connector)
        )
        for unit in ("A", "W"):
            key = SeriesKey(evse, connector, LIMIT, "", "", unit)
            line = _limit_line(key, allowances.limits, until, is_amps=unit == "A")
            if line is not None:
                found.append(line)
    return found


def _limit_line(
    key: SeriesKey, steps: Sequence[Step], until: int | None, *, is_amps: bool
) -> Line | None:
    points: list[tuple[int, float, int]] = []
    breaks: list[int] = []
    value: float | None = None
    for step in steps:
        following = step.amps if is_amps else step.watts
        if following is None and value is not None:
            points.append((step.at, value, step.message or 0))
            breaks.append(len(points) - 1)
        elif following is not None and following != value:
            points.append((step.at, following, step.message or 0))
        value = following
    if not points:
        return None
    if value is not None and until is not None and until > points[-1][0]:
        points.append((until, value, points[-1][2]))
    at = np.array([point[0] for point in points], np.int64)
    return Line(
        key,
        seconds_of(at),
        np.array([point[1] for point in points], np.float64),
        at,
        np.array([point[2] for point in points], np.int64),
        np.zeros(len(points), np.uint8),
        np.array([b for b in breaks if b < len(points) - 1], np.int64),
        is_step=True,
    )
