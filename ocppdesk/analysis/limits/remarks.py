# SPDX-License-Identifier: Apache-2.0
"""What a technician has to know beside a limit, a sentence each.

IEC 61851-1 for the 6 A; OCPP 1.6, 3.13 and OCPP 2.0.1, K01 for the rest.
"""

from collections.abc import Iterator
from typing import Final

from ocppdesk.analysis.limits.in_force import Candidate, InForce, Place, leader
from ocppdesk.analysis.limits.profile import Profile, Purpose
from ocppdesk.analysis.limits.schedule import Period
from ocppdesk.analysis.limits.state import State
from ocppdesk.analysis.limits.supply import DEFAULT_PHASES, FLOOR_A, Supply
from ocppdesk.analysis.limits.words import (
    amps_text,
    place_text,
    source_text,
    watts_text,
)

_BEFORE: Final = "Profiles that were set before these messages began are invisible here"
_KEPT: Final = f"{_BEFORE}: chargers keep them, over a reboot and under another CSMS."
_LISTED: Final = (
    f"{_BEFORE}, apart from those that the charger listed (message {{number}})."
)
PAUSE: Final = (
    "Less than 6 A cannot be offered to a car over AC (IEC 61851): the charger has to "
    "pause, and some stay at 6 A."
)
"""What to know of a limit between nothing and the least that can be offered."""
_NOTHING_A: Final = 0.05  # it is written as 0.0 A
ZERO: Final = "0 A: the charger is not to charge at all."
"""What to know of a limit of nothing."""


def invisible(state: State) -> str:
    """Say what these messages cannot tell."""
    return _KEPT if state.listed is None else _LISTED.format(number=state.listed)


def is_of_before(remark: str) -> bool:
    """Return whether a remark says what these messages cannot tell."""
    return remark.startswith(_BEFORE)


def floor(amps: float | None, supply: Supply) -> Iterator[str]:
    """Explain a limit that no car can charge with."""
    if amps is None or amps >= FLOOR_A:
        return
    if amps < _NOTHING_A:
        yield ZERO
    elif not supply.is_dc:
        yield PAUSE


def watts_trap(period: Period, unit: str, supply: Supply) -> Iterator[str]:
    """Explain watts without a number of phases (K01.FR.49, OCPP 1.6, 7.14)."""
    if unit != "W" or period.limit is None or supply.is_dc or period.phases is not None:
        return
    amps, single = supply.amps(period, unit), period.limit / supply.nominal_volts
    if amps is None or amps <= 0:
        return
    text = (
        f"{watts_text(period.limit)} without numberPhases counts as {DEFAULT_PHASES} "
        f"phases: {amps_text(amps)} each"
    )
    if amps < FLOOR_A <= single:
        text += ", too little to charge with"
    text += f". For one phase send numberPhases 1 ({amps_text(single)}), or amps."
    if supply.phases == 1:
        text += " Here, current was only measured on one phase."
    yield text


def of_instruction(profile: Profile, supply: Supply) -> Iterator[str]:
    """Explain what was told, apart from what counts now."""
    periods = profile.schedule.periods
    if periods:
        unit = profile.schedule.unit
        yield from watts_trap(periods[0], unit, supply)
        yield from floor(supply.amps(periods[0], unit), supply)


def of_limit(state: State, place: Place, limit: InForce, now: int) -> Iterator[str]:
    """Explain the calculated limit."""
    supply = place.supply
    if limit.leading is not None:
        leading = limit.leading
        unit = leading.profile.schedule.unit
        yield from watts_trap(leading.period, unit, supply)
        yield from floor(limit.amps, supply)
        yield from _shared(state, place, limit)
        yield from _outranked(limit)
        yield from leading.profile.oddities
        is_default = leading.profile.purpose is Purpose.TX_DEFAULT
        if place.connector and is_default and not place.has_transaction:
            yield "No transaction runs; the next one would get this."
        is_own = leading.profile.purpose is Purpose.TX
        if is_own and (state.booted or 0) > leading.profile.accepted:
            yield "The charger has booted since: a TxProfile may be gone (OCPP 2.1)."
    if place.connector:
        yield from _shadowed(state, place, limit, now)
        yield from _waiting(state, place, now)
    yield from _from_outside(state, place, limit)


def _shared(state: State, place: Place, limit: InForce) -> Iterator[str]:
    """Say that a ceiling is for all connectors together."""
    ceilings = (limit.leading, *limit.others)
    for one in ceilings:
        if one is None or one.profile.connector or not place.connector:
            continue
        if one.profile.purpose not in (Purpose.STATION_MAX, Purpose.EXTERNAL):
            continue
        running = len(state.transactions.running)
        if running > 1 and one.amps is not None:
            share = amps_text(one.amps / running)
            yield (
                f"{amps_text(one.amps)} by {one.profile.title} is for all connectors "
                f"together: {running} charge now, an equal share would be {share}."
            )
        elif len(state.connectors) > 1:
            yield f"{one.profile.title} is for all connectors together."


def _outranked(limit: InForce) -> Iterator[str]:
    """Name what leads in other purposes and allows more."""
    leading = limit.leading
    for one in limit.others:
        if leading is not None and one.amps is not None and one.amps != leading.amps:
            yield f"{one.profile.title} would allow {amps_text(one.amps)}."
    told = {
        one.period.phases
        for one in (leading, *limit.others)
        if one is not None and one.period.phases is not None
    }
    if len(told) > 1:
        yield f"The profiles disagree on numberPhases; the lowest, {min(told)}, counts."


def _shadowed(state: State, place: Place, limit: InForce, now: int) -> Iterator[str]:
    """Name profiles of this connector that others would let lead (3.13.1)."""
    leading = limit.leading
    if leading is None:
        return
    profiles = state.installed.profiles
    if leading.profile.purpose is Purpose.TX_DEFAULT and not leading.profile.connector:
        own = [one for one in profiles if one.connector == place.connector]
        other = leader(own, Purpose.TX_DEFAULT, place, now)
        if other is not None and other.amps is not None:
            yield _differs(other)
    for one in profiles:
        is_foreign = (
            one.purpose is Purpose.TX
            and one.concerns(place.connector)
            and one.transaction
            and place.transaction
            and one.transaction != place.transaction
        )
        if is_foreign:
            yield (
                f"{one.title} is for transaction {one.transaction}, but transaction "
                f"{place.transaction} runs: it does not count."
            )


def _differs(other: Candidate) -> str:
    assert other.amps is not None
    return (
        f"{other.profile.title} of this connector has a lower level. Some chargers let "
        f"it lead all the same, which would be {amps_text(other.amps)}."
    )


def _waiting(state: State, place: Place, now: int) -> Iterator[str]:
    """Name profiles that only begin with a transaction."""
    if place.has_transaction:
        return
    for one in state.installed.profiles:
        if one.kind == "Relative" and one.concerns(place.connector):
            period = one.schedule.period_at(0)
            if period is None or one.ends_before(now):
                continue
            amps = place.supply.amps(period, one.schedule.unit)
            if amps is not None:
                yield (
                    f"{one.title} begins with the next transaction, at "
                    f"{amps_text(amps)}."
                )


def _from_outside(state: State, place: Place, limit: InForce) -> Iterator[str]:
    """Name what else may limit, of which OCPP's profiles know nothing."""
    for (connector, source), number in state.unknown_limits.items():
        if connector in (0, place.connector):
            where = place_text(connector, is_2x=state.is_2x)
            yield (
                f"A limit of {source_text(source)} is active ({where}, message "
                f"{number}); the charger did not say how high it is."
            )
    cable = state.cables.get(place.connector)
    if cable is not None and not limit.by_cable:
        yield f"The cable is coded for {amps_text(cable[0])} (message {cable[1]})."
    for cap, _at, number in list(state.settings.values())[-5:]:
        yield f"The charger's setting {cap.name} is {cap.value} (message {number})."
    for cap, _at, number in list(state.waiting.values())[-5:]:
        yield (
            f"{cap.value} for the setting {cap.name} waits for a reboot (message "
            f"{number})."
        )
    changed = state.changed_rates.get(place.connector)
    last = None if limit.leading is None else limit.leading.profile.accepted
    if changed is not None and (last is None or changed[0] > last):
        yield (
            f"The charger told {changed[2]} since (message {changed[1]}): something "
            "else may have set a limit."
        )
