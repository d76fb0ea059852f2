# SPDX-License-Identifier: Apache-2.0
"""Which values of a session are drawn."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.measurands import REGISTER
from ocppdesk.analysis.sample_table import SeriesData
from ocppdesk.analysis.sessions.story import Story
from ocppdesk.logs.report.drawing import Curve, chart

_POWER: Final = "Power.Active.Import"
_CURRENT: Final = "Current.Import"
_OFFERED: Final = "Current.Offered"
_PHASES: Final = ("", "L1", "L2", "L3", "L1-N", "L2-N", "L3-N")
_LEAST: Final = 2  # values that make a line
_CAR: Final = ("EV", "Inlet")  # a meter of the charger is preferred


def session_charts(story: Story, facts: Facts) -> list[str]:
    """Draw power, energy and current of a session, as far as they were told.

    Args:
        story: The session.
        facts: What is known of its charger.
    """
    if not story.transactions:
        return []
    end = facts_end(facts) if story.ended_at is None else story.ended_at
    span = (story.began_at, max(end, story.began_at))
    own = [one for one in facts.series if _is_of(one, story)]
    charts = []
    power = list(_curves(own, _POWER, span, 1_000.0))
    if power:
        charts.append(chart("Power", "kW", power, span))
    energy = [_from_start(curve) for curve in _curves(own, REGISTER, span, 1_000.0)]
    if energy:
        charts.append(chart("Energy", "kWh", energy, span))
    current = list(_curves(own, _CURRENT, span, 1.0))
    if current:
        offered = [
            Curve("offered", curve.at, curve.values, is_limit=True)
            for curve in _curves(own, _OFFERED, span, 1.0)
        ][:1]
        charts.append(chart("Current", "A", [*current, *offered], span))
    return charts


def facts_end(facts: Facts) -> int:
    """Return when the last value of a charger came, microseconds since 1970."""
    return max((int(one.at[-1]) for one in facts.series if len(one.at)), default=0)


def _is_of(series: SeriesData, story: Story) -> bool:
    key = series.key
    if story.evse is not None:
        return key.evse in (None, story.evse)
    return key.connector == story.connector


def _curves(
    series: Iterable[SeriesData], measurand: str, span: tuple[int, int], divisor: float
) -> Iterator[Curve]:
    """Yield the curves of a measurand: the total if there is one, else the phases."""
    found: dict[str, Curve] = {}
    every = [
        one
        for one in series
        if one.key.measurand == measurand
        and one.key.phase in _PHASES
        and not one.key.context
    ]
    every.sort(key=lambda one: (one.key.location in _CAR, -len(one.at)))
    for one in every:
        if one.key.phase in found:
            continue
        at, values = _within(one, span)
        if len(at) >= _LEAST:
            name = one.key.phase or "total"
            found[one.key.phase] = Curve(name, at, [v / divisor for v in values])
    is_total = measurand != _CURRENT and "" in found
    for phase in _PHASES:
        if phase in found and (not is_total or not phase):
            yield found[phase]


def _within(
    series: SeriesData, span: tuple[int, int]
) -> tuple[Sequence[int], Sequence[float]]:
    """Return the values of a span, in the order in which they were measured.

    The charger's clock tells when that was: some come long after. It may be wrong by
    as much as values usually are late; in a session that was kept offline it is right.
    What comes twice at one time counts once.
    """
    if not len(series.at):
        return (), ()
    ahead = int(np.median(series.charger_at - series.at))
    for times in (series.charger_at - ahead, series.charger_at):
        inside = (times >= span[0]) & (times <= span[1]) & np.isfinite(series.value)
        if np.count_nonzero(inside) >= _LEAST:
            at, first = np.unique(times[inside], return_index=True)
            return at.tolist(), series.value[inside][first].tolist()
    return (), ()


def _from_start(curve: Curve) -> Curve:
    first = curve.values[0]
    return Curve("since the start", curve.at, [value - first for value in curve.values])
