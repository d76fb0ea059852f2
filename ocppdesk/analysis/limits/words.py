# SPDX-License-Identifier: Apache-2.0
"""Limits in words: `16 A per phase`, `3 680 W (5.3 A per phase on 3 phases)`."""

from collections.abc import Mapping
from typing import Final

from ocppdesk.analysis.limits.profile import US, Profile
from ocppdesk.analysis.limits.schedule import SECOND, Period, Schedule
from ocppdesk.analysis.limits.supply import DEFAULT_PHASES, Supply
from ocppdesk.core.phrases.parts import duration, number_text

_SHOWN: Final = 3  # periods that are told one by one
_SOURCES: Final[Mapping[str, str]] = {
    "EMS": "the energy manager (EMS)",
    "SO": "the grid operator (SO)",
    "CSO": "the operator (CSO)",
    "Other": "another source",
    "": "a source that is not named",
}


def amps_text(amps: float) -> str:
    """Write a current: `16 A`, `5.3 A`."""
    return f"{number_text(amps)} A"


def watts_text(watts: float) -> str:
    """Write a power as it was set: `3 680 W`."""
    return f"{number_text(watts, digits=0 if abs(watts) >= 100 else 1)} W"


def phases_text(phases: int | None) -> str:
    """Say what a current is for: `per phase`, `on 1 phase`."""
    if phases == 1:
        return " on 1 phase"
    return " per phase on 2 phases" if phases == 2 else " per phase"


def period_text(period: Period, unit: str, supply: Supply) -> str:
    """Say what a period allows, with amps where it is in watts."""
    if period.limit is None:
        return "no limit on charging"
    if unit == "A":
        if supply.is_dc:
            return amps_text(period.limit)
        return amps_text(period.limit) + phases_text(period.phases)
    text = watts_text(period.limit)
    amps = supply.amps(period, unit)
    if amps is None:
        return text
    if supply.is_dc:
        return f"{text} ({amps_text(amps)})"
    phases = period.phases or DEFAULT_PHASES
    if phases == 1:
        return f"{text} ({amps_text(amps)} on 1 phase)"
    return f"{text} ({amps_text(amps)} per phase on {phases} phases)"


def schedule_text(schedule: Schedule, supply: Supply) -> str:
    """Say the steps of a schedule: `16 A per phase, 10 A per phase after 1 h`."""
    if not schedule.periods:
        return "no periods"
    parts = []
    for period in schedule.periods[:_SHOWN]:
        text = period_text(period, schedule.unit, supply)
        if period.start:
            text += f" after {duration(period.start / SECOND)}"
        parts.append(text)
    more = len(schedule.periods) - _SHOWN
    if more > 0:
        parts.append(f"{more} more step{'' if more == 1 else 's'}")
    return ", ".join(parts)


def profile_text(profile: Profile, supply: Supply, place: str) -> str:
    """Say a profile: `16 A per phase (TxDefaultProfile, level 0, connector 1)`."""
    return (
        f"{schedule_text(profile.schedule, supply)} "
        f"({profile.name}, level {profile.level}, {place})"
    )


def place_text(connector: int, *, is_2x: bool) -> str:
    """Name a place: `connector 1`, `EVSE 1`, `whole charger`."""
    if not connector:
        return "whole charger"
    return f"{'EVSE' if is_2x else 'connector'} {connector}"


def source_text(source: str) -> str:
    """Name who set a limit."""
    return source if source == US else _SOURCES.get(source, source)
