# SPDX-License-Identifier: Apache-2.0
"""What the charger was told last, and the limit in force by all that it was told."""

from ocppdesk.analysis.limits.answers import Answer, Confidence
from ocppdesk.analysis.limits.comparing import agree, unique
from ocppdesk.analysis.limits.in_force import InForce, Place
from ocppdesk.analysis.limits.offers import Offer
from ocppdesk.analysis.limits.profile import Profile
from ocppdesk.analysis.limits.remarks import invisible, of_instruction, of_limit
from ocppdesk.analysis.limits.standing import standing
from ocppdesk.analysis.limits.state import Instruction, State
from ocppdesk.analysis.limits.words import amps_text, phases_text, watts_text


def last_answer(
    state: State,
    place: Place,
    told: Instruction | None,
    limit: InForce,
    offer: Offer | None,
    trust: Confidence,
    now: int,
) -> Answer:
    """Tell the last instruction that was accepted, and what was refused since.

    Args:
        state: What is known.
        place: The connector.
        told: The instruction, None if there was none.
        limit: What is in force.
        offer: What the charger says it offers.
        trust: How far the limit in force is to be trusted.
        now: The moment that it is for, microseconds since 1970.
    """
    remarks: list[str] = []
    refused = state.last_refused(place.connector)
    if refused is not None:
        remarks.append(
            f"Tried since: {refused.what}; the charger answered {refused.outcome} "
            f"(message {refused.message})."
        )
    if told is None:
        remarks.append(invisible(state))
        return Answer(
            "Nothing was set in these messages.",
            remarks=tuple(remarks),
            told="Last set: nothing in these messages",
        )
    confidence = Confidence.MEDIUM
    profile = told.profile
    if profile is not None:
        remarks += of_instruction(profile, place.supply)
        leading = None if limit.leading is None else limit.leading.profile
        if leading is not None and _is_same(leading, profile):
            confidence = Confidence.HIGH if trust is Confidence.HIGH else confidence
        elif all(one.profile.id != profile.id for one in state.pending):
            # Listed by their ids: a charger may list it otherwise than it was set.
            why = standing(state.installed.profiles, profile.id, place, limit, now)
            remarks += [why] if why else []
    elif offer is not None and offer.at >= told.at and agree(told.amps, offer.amps):
        confidence = Confidence.HIGH
    if told.before is not None:
        remarks.append(
            f"Before that: {told.before.what} (message {told.before.message})."
        )
    remarks += told.remarks
    remarks.append(invisible(state))
    return Answer(
        f"{told.what} by this CSMS, {told.outcome}.",
        told.at,
        told.message,
        told.amps,
        told.watts,
        confidence,
        unique(remarks),
        f"Last set: {told.what} on {{at}} by this CSMS, {told.outcome}",
    )


def _is_same(one: Profile, other: Profile) -> bool:
    return one.id == other.id and one.message == other.message


def force_answer(
    state: State,
    place: Place,
    limit: InForce,
    last: Instruction | None,
    since: int | None,
    trust: Confidence,
    now: int,
) -> Answer:
    """Tell the calculated limit, and why it is that one.

    Args:
        state: What is known.
        place: The connector.
        limit: What is in force.
        last: The last instruction that was accepted.
        since: From when on it is so; None: nothing was ever in force.
        trust: How far it is to be trusted.
        now: The moment that it is for, microseconds since 1970.
    """
    remarks = [*of_limit(state, place, limit, now), invisible(state)]
    leading = limit.leading
    if leading is None:
        text = "No limit by OCPP is known."
        if state.installed.profiles and since is not None:
            text = "No limit by OCPP is known to apply now."
        return Answer(
            text,
            since,
            confidence=trust,
            remarks=unique(remarks),
            told="In force now: no limit by OCPP is known",
        )
    if limit.amps is not None:
        short = amps_text(limit.amps)
        text = short if place.supply.is_dc else short + phases_text(limit.phases)
    else:
        short = text = watts_text(limit.watts or 0.0)
    before, after = _reason(limit, last)
    return Answer(
        f"{text}{before}{after}.",
        since,
        leading.profile.message,
        limit.amps,
        limit.watts,
        trust,
        unique(remarks),
        f"In force now: {short}{before} from {{at}}{after}",
    )


def _reason(limit: InForce, last: Instruction | None) -> tuple[str, str]:
    """Say why a limit is in force, around the time from which it is."""
    leading = limit.leading
    assert leading is not None
    title = leading.profile.title
    if limit.by_cable:
        return ", because the cable is coded for that; the profiles allow more", ""
    told = None if last is None else last.profile
    if last is None or (told is not None and _is_same(told, leading.profile)):
        return f" by {title}", ""
    if last.amps is None:
        return f" by {title}", ""
    if limit.amps is not None and limit.amps < last.amps:
        return f", because {title}", " is lower"
    return f", because {title}", " leads"
