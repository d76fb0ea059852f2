# SPDX-License-Identifier: Apache-2.0
"""The limit that follows from all profiles together, at one instant and over time.

OCPP 1.6, 3.13.2 to 3.13.4; OCPP 2.0.1, K01.FR.05 and K08; OCPP 2.1, K01.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.limits.answers import Step
from ocppdesk.analysis.limits.profile import Profile, Purpose
from ocppdesk.analysis.limits.schedule import SECOND, Period
from ocppdesk.analysis.limits.supply import UNKNOWN, Supply

_MOST_STEPS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """A connector, and what goes on there."""

    connector: int
    """The connector (OCPP 1.6) or EVSE (2.x); 0 is the whole charger."""
    supply: Supply = UNKNOWN
    has_transaction: bool = False
    transaction: str = ""
    """The id of the transaction, if it is known."""
    tx_start: int | None = None
    """When its power path closed."""
    has_priority: bool = False
    """OCPP 2.1: whether it charges with priority."""
    cable: float | None = None
    """What the cable is coded for, A."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one profile allows at an instant."""

    profile: Profile
    period: Period
    amps: float | None
    """For each phase; None: not known."""
    watts: float | None
    """Over all phases; None: not known."""


@dataclass(frozen=True, slots=True)
class InForce:
    """What all profiles together allow at an instant."""

    amps: float | None = None
    """For each phase; None: no limit by OCPP is known, or it is in watts only."""
    watts: float | None = None
    phases: int | None = None
    """The lowest `numberPhases`; None: none is said, or it is direct current."""
    leading: Candidate | None = None
    """The lowest, by which it is so; None if no profile applies."""
    others: tuple[Candidate, ...] = ()
    """What leads in the other purposes, and is not lower."""
    by_cable: bool = False
    """Whether the cable allows less than all profiles."""


def in_force(profiles: Iterable[Profile], place: Place, at: int) -> InForce:
    """Combine profiles: in each purpose one leads, and the lowest of these counts."""
    found = _leaders(tuple(profiles), place, at)
    if not found:
        return InForce()
    known = [one for one in found if one.amps is not None]
    if known:
        lowest = min(known, key=lambda one: one.amps or 0.0)
    else:
        lowest = min(found, key=lambda one: (one.watts is None, one.watts or 0.0))
    told = [one.period.phases for one in found if one.period.phases is not None]
    phases = min(told) if told and not place.supply.is_dc else None
    amps, watts = lowest.amps, lowest.watts
    by_cable = amps is not None and place.cable is not None and place.cable < amps
    if by_cable:
        amps = place.cable
    if amps is not None and (by_cable or not place.supply.is_dc):
        watts = place.supply.watts(amps, phases)
    others = tuple(one for one in found if one is not lowest)
    return InForce(
        None if amps is None else round(amps, 3),
        None if watts is None else round(watts, 1),
        phases,
        lowest,
        others,
        by_cable,
    )


def change_after(profiles: Iterable[Profile], place: Place, at: int) -> int | None:
    """Return the next instant at which the limit may be another one; None: never."""
    moments = (
        one.change_after(at, place.tx_start) for one in profiles if has_say(one, place)
    )
    return min((found for found in moments if found is not None), default=None)


def changes(
    profiles: tuple[Profile, ...], place: Place, start: int, end: int
) -> Iterator[tuple[int, InForce]]:
    """Yield the limit after each instant in `start < at < end` at which it may change.

    There are at most 2 000.
    """
    at = change_after(profiles, place, start)
    for _number in range(_MOST_STEPS):
        if at is None or at >= end:
            return
        yield at, in_force(profiles, place, at)
        at = change_after(profiles, place, at)


def schedule_steps(
    profiles: tuple[Profile, ...], place: Place, start: int, seconds: float
) -> tuple[Step, ...]:
    """Return the limit over a time: a step at its start and at each change."""
    end = start + int(seconds * SECOND)
    now = in_force(profiles, place, start)
    steps = [step_of(start, now)]
    for at, limit in changes(profiles, place, start, end):
        step = step_of(at, limit)
        if (step.amps, step.watts) != (steps[-1].amps, steps[-1].watts):
            steps.append(step)
    return tuple(steps)


def step_of(at: int, limit: InForce) -> Step:
    """Return a limit as a step of a line."""
    leading = limit.leading
    message = None if leading is None else leading.profile.message
    return Step(at, limit.amps, limit.watts, message)


def leader(
    profiles: Iterable[Profile], purpose: Purpose, place: Place, at: int
) -> Candidate | None:
    """Return what leads in a purpose: the highest level that has a period now.

    At equal levels a default for the connector replaces the one for all (OCPP 1.6,
    3.13.1), and the newer one the older.
    """
    best: Profile | None = None
    period: Period | None = None
    for profile in profiles:
        if profile.purpose is not purpose or not has_say(profile, place):
            continue
        found = profile.period_at(at, place.tx_start)
        if found is not None and (best is None or _rank(profile) > _rank(best)):
            best, period = profile, found
    if best is None or period is None:
        return None
    return _candidate(best, period, place)


def _rank(profile: Profile) -> tuple[int, bool, int, int]:
    is_own = profile.connector > 0
    return profile.level, is_own, profile.accepted, profile.message


def _leaders(profiles: tuple[Profile, ...], place: Place, at: int) -> list[Candidate]:
    """Return what counts in each purpose; the lowest of it is in force."""
    found: list[Candidate | None] = []
    if place.connector:
        own = None
        if place.has_priority:
            own = leader(profiles, Purpose.PRIORITY, place, at)
        own = own or leader(profiles, Purpose.TX, place, at)
        found.append(own or leader(profiles, Purpose.TX_DEFAULT, place, at))
    ceilings = [leader(profiles, Purpose.STATION_MAX, place, at)]
    external = [one for one in profiles if one.purpose is Purpose.EXTERNAL]
    # Grid and building do not replace each other, whatever their levels.
    for source in dict.fromkeys(one.source for one in external):
        same = [one for one in external if one.source == source]
        if any(one.id for one in same):
            ceilings.append(leader(same, Purpose.EXTERNAL, place, at))
        else:
            ceilings += [leader([one], Purpose.EXTERNAL, place, at) for one in same]
    more = leader(profiles, Purpose.GENERATION, place, at)
    found += [one if one is None else _raised(one, more) for one in ceilings]
    return [one for one in found if one is not None and _says_limit(one)]


def _says_limit(candidate: Candidate) -> bool:
    return candidate.amps is not None or candidate.watts is not None


def _raised(ceiling: Candidate, more: Candidate | None) -> Candidate:
    """Add what is generated here to what comes from outside (OCPP 2.1)."""
    if more is None:
        return ceiling
    return replace(
        ceiling,
        amps=_sum(ceiling.amps, more.amps),
        watts=_sum(ceiling.watts, more.watts),
    )


def _sum(base: float | None, more: float | None) -> float | None:
    return base if base is None or more is None else base + more


def _candidate(profile: Profile, period: Period, place: Place) -> Candidate:
    unit = profile.schedule.unit
    amps = place.supply.amps(period, unit)
    watts = period.limit
    if unit == "A":
        watts = None if amps is None else place.supply.watts(amps, period.phases)
    return Candidate(profile, period, amps, watts)


def has_say(profile: Profile, place: Place) -> bool:
    """Return whether a profile bears on a connector, whatever the time."""
    if not place.connector:
        return profile.is_of_whole
    if not profile.concerns(place.connector):
        return False
    if profile.purpose is Purpose.TX:
        return place.has_transaction and (
            not profile.transaction
            or not place.transaction
            or profile.transaction == place.transaction
        )
    return True
