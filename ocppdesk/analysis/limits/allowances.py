# SPDX-License-Identifier: Apache-2.0
"""The four answers for one connector, with their confidence and what to know."""

from dataclasses import replace

from ocppdesk.analysis.limits.answers import Allowances, Answer, Confidence, Step
from ocppdesk.analysis.limits.comparing import (
    AGREES,
    NOTABLE_A,
    agree,
    is_less,
    unique,
)
from ocppdesk.analysis.limits.history import History
from ocppdesk.analysis.limits.in_force import InForce, in_force
from ocppdesk.analysis.limits.measured_answers import flowing_answer, offered_answer
from ocppdesk.analysis.limits.offers import Offer
from ocppdesk.analysis.limits.state import State
from ocppdesk.analysis.limits.summary import summary
from ocppdesk.analysis.limits.told_answers import force_answer, last_answer
from ocppdesk.analysis.limits.words import amps_text


def allowances_of(
    state: State,
    connector: int,
    now: int,
    history: History,
    ahead: tuple[Step, ...],
) -> Allowances:
    """Return the four answers for a connector.

    Args:
        state: What is known.
        connector: Its number; 0 is the whole charger.
        now: The moment that they are for, microseconds since 1970.
        history: How its limit went.
        ahead: How its limit will go.
    """
    place = state.place(connector)
    profiles = state.installed.profiles
    limit = in_force(profiles, place, now)
    since = history.since(profiles, place, now)
    offers = state.offers.valid(connector, now, state.readings)
    flowing = flowing_answer(state, place, now)
    offer = offers[0] if offers else None
    instruction = state.last_accepted(connector)
    trust = _trust(limit, since, offers, flowing)
    last = last_answer(state, place, instruction, limit, offer, trust, now)
    force = force_answer(state, place, limit, instruction, since, trust, now)
    force = _compared(force, offer, flowing)
    offered = offered_answer(state, place, offers, now)
    found = Allowances(
        connector=connector,
        last=last,
        in_force=force,
        offered=offered,
        flowing=flowing,
        summary="",
        limits=history.steps,
        ahead=ahead,
        offers=state.offers.steps(connector),
        is_evse=state.is_2x,
    )
    return replace(found, summary=summary(found))


def _trust(
    limit: InForce, since: int | None, offers: list[Offer], flowing: Answer
) -> Confidence:
    """Return how far the calculated limit is to be trusted (5.6)."""
    begin = since or 0
    source = None if limit.leading is None else limit.leading.profile.message
    # What a limit was taken from does not confirm it.
    offer = next((one for one in offers if one.message != source), None)
    if limit.leading is None:
        is_told = offer is not None or flowing.amps is not None
        return Confidence.LOW if is_told else Confidence.UNKNOWN
    for at, amps in (
        (None if offer is None else offer.at, None if offer is None else offer.amps),
        (flowing.at, flowing.amps),
    ):
        if at is not None and at >= begin and agree(limit.amps, amps):
            return Confidence.HIGH
    if offer is not None and offer.at >= begin and is_less(offer.amps, limit.amps):
        return Confidence.LOW
    return Confidence.MEDIUM


def _compared(force: Answer, offer: Offer | None, flowing: Answer) -> Answer:
    """Say where offer and flow contradict the calculated limit."""
    remarks = list(force.remarks)
    begin = force.at or 0
    is_later = offer is not None and offer.at >= begin
    if offer is not None and is_later and is_less(offer.amps, force.amps):
        remarks.insert(
            0,
            f"The charger offers less ({amps_text(offer.amps or 0.0)}): a profile "
            "from before these messages, the cable, its installation or heat.",
        )
    if force.amps is not None and flowing.amps is not None:
        is_later = flowing.at is not None and flowing.at >= begin
        if is_later and flowing.amps > force.amps * (1 + AGREES) + NOTABLE_A:
            remarks.insert(
                0,
                f"More flows ({amps_text(flowing.amps)}) than this allows; a car takes "
                "up to half a minute to follow.",
            )
    return replace(force, remarks=unique(remarks))
