# SPDX-License-Identifier: Apache-2.0
"""How much power a session took, and for how long it was charging."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.events import IN_USE, State

_POWER: Final = "Power.Active.Import"
_PHASES: Final = frozenset({"L1", "L2", "L3", "L1-N", "L2-N", "L3-N"})
_OUTLET: Final = "Outlet"

States = list[tuple[int, int, State]]
"""When a connector was in which state, with a number that orders what was at once."""


def charging_time(states: States, *, until: int) -> int | None:
    """Return for how long it was charging, in microseconds.

    Args:
        states: The states, in any order.
        until: When the last of them ends.

    Returns:
        None if no state tells.
    """
    if not any(state in IN_USE for _when, _order, state in states):
        return None
    ordered = sorted(states)
    ends = [when for when, _order, _state in ordered[1:]] + [until]
    return sum(
        max(min(end, until) - when, 0)
        for (when, _order, state), end in zip(ordered, ends, strict=True)
        if state is State.CHARGING
    )


def peak_power(samples: Iterable[Sample]) -> float | None:
    """Return the greatest power that was reported, in W; None if none was.

    Phases are added up where there is no value over all; what the outlet gave counts
    rather than what was measured elsewhere (protocol, 4.4).
    """
    overall: dict[tuple[str, int, int], float] = {}
    phases: dict[tuple[str, int, int], dict[str, float]] = {}
    for one in samples:
        if one.measurand != _POWER or one.unit != "W":
            continue
        key = (one.location, one.charger_at, one.message)
        if not one.phase:
            overall[key] = max(one.value, overall.get(key, one.value))
        elif one.phase in _PHASES:
            phases.setdefault(key, {})[one.phase] = one.value
    for key, each in phases.items():
        overall.setdefault(key, sum(each.values()))
    outlet = [value for key, value in overall.items() if key[0] == _OUTLET]
    values = outlet or list(overall.values())
    return max(max(values), 0.0) if values else None


def mean_power(wh: float | None, seconds: float | None) -> float | None:
    """Return the mean power in W; None if it cannot be known."""
    if wh is None or not seconds or seconds < 1:
        return None
    return wh * 3600 / seconds
