# SPDX-License-Identifier: Apache-2.0
"""What the CSMS told a charger about limits, and how the charger answered.

OCPP 1.6, 5.3, 5.5, 5.7, 5.11 and 5.16; OCPP 2.0.1, B05, F01, K01, K08 to K10; OCPP
2.1, K21 and K28.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.limits.cap_commands import CAP_HANDLERS
from ocppdesk.analysis.limits.exchanges import (
    Handler,
    answered,
    call_of,
    place_in,
    status_of,
)
from ocppdesk.analysis.limits.offers import COMPOSITE, Offer
from ocppdesk.analysis.limits.profile import Profile, Purpose, read_profile
from ocppdesk.analysis.limits.schedule import SECOND, instant, limit_of, read_schedule
from ocppdesk.analysis.limits.state import Instruction, Pending, State
from ocppdesk.analysis.limits.words import place_text, profile_text
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part, line, number_text

_STALE: Final = 900 * SECOND  # nobody plugs in a quarter of an hour after a start
_MOST_PENDING: Final = 20


def feed_answer(state: State, seen: Observation) -> None:
    """Take in the answer to a call of the CSMS (or of the charger, to it)."""
    call = seen.call
    if call is None:
        return
    asked = Part(call.payload)
    action = call.message.action or ""
    if seen.message.direction is Direction.OUT:
        if action == "PullDynamicScheduleUpdate" and not seen.is_error:
            _pulled(state, seen, asked, Part(seen.payload))
        return
    handler = _HANDLERS.get(action)
    if handler is not None:
        handler(state, seen, asked, Part(seen.payload))


def _told(
    state: State,
    seen: Observation,
    place: int | None,
    profile: Profile,
    suffix: str = "",
) -> Instruction:
    """Return the instruction that a profile is; None: the charger chooses where."""
    connector = place or 0
    supply = state.readings.supply(connector)
    where = place_text(connector, is_2x=state.is_2x)
    if place is None:
        where = "wherever it starts"
    schedule = profile.schedule
    first = schedule.periods[0] if schedule.periods else None
    amps = None if first is None else supply.amps(first, schedule.unit)
    watts = None
    if first is not None and schedule.unit == "W":
        watts = first.limit
    elif first is not None and amps is not None:
        watts = supply.watts(amps, first.phases)
    what = profile_text(profile, supply, where) + suffix
    call = call_of(seen)
    return Instruction(
        seen.at, call.id, connector, what, "accepted", amps, watts, profile,
        profile.oddities,
    )  # fmt: skip


def _profile(
    asked: Part, key: str, seen: Observation, connector: int
) -> Profile | None:
    rows = asked.first(key, "chargingProfile", "csChargingProfiles").items()
    call = call_of(seen)
    if not rows:
        return None
    return read_profile(rows[0], connector=connector, at=seen.at, message=call.id)


def _set(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    connector = place_in(asked)
    state.mention(connector)
    status = status_of(seen, answer)
    profile = _profile(asked, "csChargingProfiles", seen, connector)
    if profile is None:
        call = call_of(seen)
        what = "A profile that cannot be read"
        told = Instruction(seen.at, call.id, connector, what)
        answered(state, told, status)
        return
    if status == "Accepted":
        if profile.purpose is Purpose.TX and connector:
            # The charger would have refused it without a transaction (K01.FR.09).
            state.transactions.assume(connector, profile.transaction, seen)
        state.installed.install(profile)
    answered(state, _told(state, seen, connector, profile), status)


def _remote_start(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    place = whole_number(asked.first("connectorId", "evseId").value)
    profile = _profile(asked, "chargingProfile", seen, 0 if place is None else place)
    if profile is None:
        return
    if place is None:
        # It is no profile for connector 0: it has no connector yet.
        profile = replace(profile, oddities=profile.schedule.oddities)
    state.mention(place)
    status = status_of(seen, answer)
    if status == "Accepted":
        remote = asked["remoteStartId"].text
        token = asked["idTag"].text
        pending = Pending(seen.at, profile, place, token, remote)
        running = state.transactions.where(answer["transactionId"].text)
        if running is not None:
            state.installed.install(replace(profile, connector=running))
        else:
            same = [one for one in state.pending if one.connector != place]
            state.pending = [*same[-_MOST_PENDING:], pending]
    told = _told(state, seen, place, profile, " with a remote start")
    remark = "It counts once that transaction runs; some chargers ignore it."
    answered(state, replace(told, remarks=(*told.remarks, remark)), status)


def begin_pending(
    state: State, connector: int, token: str, remote_start: str, at: int
) -> None:
    """Install the profile that came with the remote start of a transaction."""
    state.pending = [one for one in state.pending if at - one.at < _STALE]
    for pending in state.pending:
        if pending.remote_start or remote_start:
            is_meant = pending.remote_start == remote_start
        elif pending.connector is not None:
            is_meant = pending.connector == connector
        else:
            is_meant = pending.token == token
        if is_meant:
            profile = replace(pending.profile, connector=connector, accepted=at)
            state.installed.install(profile)
            state.pending.remove(pending)
            return


def _clear(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    status = status_of(seen, answer)
    number = asked.first("id", "chargingProfileId").text
    criteria = asked["chargingProfileCriteria"] or asked
    place = whole_number(criteria.first("connectorId", "evseId").value)
    purpose = criteria["chargingProfilePurpose"].text
    level = criteria["stackLevel"].text
    if number:
        what = f"Clear profile {number}"
        same = [one.connector for one in state.installed.profiles if one.id == number]
        place = same[0] if same else place
    else:
        where = "" if place is None else f" on {place_text(place, is_2x=state.is_2x)}"
        what = f"Clear {purpose or 'all profiles'}"
        what += f" of level {level}{where}" if level else where
    if status in ("Accepted", "Unknown"):  # Unknown: it has none of these any more
        count = state.installed.clear(asked)
        plural = "" if count == 1 else "s"
        what += f" ({count} profile{plural} of these messages)"
    if status != "Unknown":
        call = call_of(seen)
        told = Instruction(seen.at, call.id, max(place or 0, 0), what, only_clears=True)
        answered(state, told, status)


def _updated(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    _update(state, seen, asked, asked["scheduleUpdate"], status_of(seen, answer))


def _pulled(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    update = answer["scheduleUpdate"]
    if update:
        _update(state, seen, asked, update, status_of(seen, answer))


def _update(
    state: State, seen: Observation, asked: Part, update: Part, status: str
) -> None:
    """Take in the new limit of a dynamic schedule (OCPP 2.1, K28)."""
    number = asked["chargingProfileId"].text
    call = call_of(seen)
    held = [one for one in state.installed.profiles if one.id == number]
    limit = limit_of(update)
    if not held:
        shown = "none" if limit is None else number_text(limit)
        what = f"Limit {shown} for profile {line(number)}, which is not known here"
        answered(state, Instruction(seen.at, call.id, 0, what), status)
        return
    profile = held[0].updated(update, seen.at, call.id)
    if status == "Accepted":
        state.installed.install(profile)
    told = _told(state, seen, profile.connector, profile, " as an update")
    answered(state, told, status)


def _priority(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    number = asked["transactionId"].text
    is_on = asked["activate"].value is True
    if status_of(seen, answer) == "Accepted":
        set_priority(state, number, is_on=is_on)
    call = call_of(seen)
    connector = state.transactions.where(number) or 0
    what = f"Priority charging {'on' if is_on else 'off'} for transaction {number}"
    told = Instruction(seen.at, call.id, connector, what)
    answered(state, told, status_of(seen, answer))


def set_priority(state: State, number: str, *, is_on: bool) -> None:
    """Take in that a transaction charges with priority, or not (OCPP 2.1, K21)."""
    state.revision += 1
    if is_on and len(state.priorities) < _MOST_PENDING:
        state.priorities.add(number)
    elif not is_on:
        state.priorities.discard(number)


def _composite(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    """Take in a composite schedule (OCPP 1.6, 5.7; OCPP 2.0.1, K08)."""
    connector = place_in(asked)
    state.mention(connector)
    if status_of(seen, answer) != "Accepted":
        state.composite_refused[connector] = seen.message.id
        return
    state.composite_refused.pop(connector, None)
    # OCPP 2.x has the steps and their start in one object, OCPP 1.6 in two.
    part = answer["chargingSchedule"] or answer["schedule"]
    start = instant(answer.first("scheduleStart") or part["scheduleStart"])
    schedule = read_schedule(part)
    if start is None or not start <= seen.at < start + (schedule.duration or 0):
        # It says what is from now on; a wrong clock must not move that.
        start = seen.at
    offer = Offer(seen.at, seen.message.id, COMPOSITE, schedule=schedule, start=start)
    state.offers.add(connector, offer, state.readings.supply(connector))


_HANDLERS: Final[Mapping[str, Handler]] = {
    "SetChargingProfile": _set,
    "RemoteStartTransaction": _remote_start,
    "RequestStartTransaction": _remote_start,
    "ClearChargingProfile": _clear,
    "UpdateDynamicSchedule": _updated,
    "UsePriorityCharging": _priority,
    "GetCompositeSchedule": _composite,
    **CAP_HANDLERS,
}
COMMANDS: Final = frozenset({*_HANDLERS, "PullDynamicScheduleUpdate"})
"""The calls whose answers matter."""
