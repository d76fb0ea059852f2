# SPDX-License-Identifier: Apache-2.0
"""Which lines are shown as long as nobody chose others, and in what order."""

from collections.abc import Collection, Iterable

from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.kinds import Group, is_bound, is_usual, pane_of, place_of

_SUMMED = frozenset({Group.REGISTER, Group.INTERVAL, Group.POWER})


def usual(keys: Collection[SeriesKey]) -> set[SeriesKey]:
    """Return the lines that tell most, of all that there are.

    What is measured at the outlet goes before what is measured elsewhere, as both
    would count the same energy twice; of power and energy the whole goes before its
    phases.
    """
    at_outlet = {_anywhere(key) for key in keys if key.location in ("", "Outlet")}
    wholes = {_all_phases(key) for key in keys if not key.phase}
    found = set()
    for key in keys:
        is_elsewhere = key.location not in ("", "Outlet")
        if not is_usual(key) or (is_elsewhere and _anywhere(key) in at_outlet):
            continue
        is_part = key.phase and pane_of(key).group in _SUMMED
        if is_part and _all_phases(key) in wholes:
            continue
        found.add(key)
    return found


def ordered(keys: Iterable[SeriesKey]) -> list[SeriesKey]:
    """Return lines in the order of panes, places, and what is measured."""
    return sorted(keys, key=_rank)


def _rank(key: SeriesKey) -> tuple[object, ...]:
    place = place_of(key)
    return (
        pane_of(key).order,
        -1 if place is None else place,
        is_bound(key),
        key.measurand,
        key.phase,
        key.location,
        key.context,
    )


def _anywhere(key: SeriesKey) -> tuple[object, ...]:
    return (key.evse, key.connector, key.measurand, key.unit)


def _all_phases(key: SeriesKey) -> tuple[object, ...]:
    return (key.evse, key.connector, key.measurand, key.location, key.unit)
