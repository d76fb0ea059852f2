# SPDX-License-Identifier: Apache-2.0
"""How a story ended, and which step was the first that did not happen (protocol, 8.5).

A session goes through steps: plug, card, accepted card, transaction, power offered,
power taken. The first that is missing tells where to look.
"""

import enum
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.sessions.board import FUZZ
from ocppdesk.analysis.sessions.drafts import SECOND, Draft, DraftTransaction
from ocppdesk.analysis.sessions.events import IN_USE, OFFERS, State
from ocppdesk.analysis.sessions.story import Certainty, Outcome

_FIRST: Final = 60 * SECOND  # nothing may flow at first (protocol, START-04)
ENOUGH_WH: Final = 100.0
"""From here on a session has charged (protocol, 8.5)."""


class Step(enum.StrEnum):
    """A step of a session, as `missing_step` names it."""

    FREE = "free connector"
    PLUG = "plug"
    CARD = "card"
    ACCEPTANCE = "accepted card"
    REMOTE = "accepted remote start"
    TRANSACTION = "transaction"
    NUMBER = "answer to the start"
    OFFER = "power offer"
    FLOW = "power taken by the car"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a story ended."""

    outcome: Outcome
    certainty: Certainty
    missing: Step | None = None
    """The first step that did not happen."""
    fault: str = ""
    """What the charger reported, where that ended it."""


_LOCK: Final = "ConnectorLockFailure"
_BY_POWER: Final = frozenset(
    {"powerloss", "reboot", "hardreset", "softreset", "immediatereset"}
)
_BY_FAULT: Final = frozenset(
    {"emergencystop", "groundfault", "overcurrentfault", "powerquality"}
)
_OBSERVED, _INFERRED, _ASSUMED = Certainty


def judge(draft: Draft, energy_wh: float | None, *, now: int) -> Verdict:
    """Say how a story ended.

    Args:
        draft: The story.
        energy_wh: Its energy; None: nothing tells.
        now: Until when nothing more has come.
    """
    if draft.is_arming:
        return _judge_start(draft, energy_wh, now)
    orphan = any(one.is_orphan(now) for one in draft.transactions)
    if any(one.is_open for one in draft.transactions):
        if not orphan:
            return Verdict(Outcome.OPEN, _OBSERVED)
        if draft.open_transaction is not None:
            return Verdict(Outcome.ORPHANED, _INFERRED)
    return _judge_end(draft, draft.transactions[-1], energy_wh)


def _judge_end(
    draft: Draft, last: DraftTransaction, energy_wh: float | None
) -> Verdict:
    """Judge a story whose transactions have all ended."""
    reason = last.reason.casefold()
    if reason in _BY_POWER:
        return Verdict(Outcome.STOPPED_BY_POWER, _OBSERVED)
    if reason == "deauthorized":
        missing = None if (energy_wh or 0) >= ENOUGH_WH else Step.ACCEPTANCE
        return Verdict(Outcome.STOPPED_DEAUTHORIZED, _OBSERVED, missing)
    if _is_cut_off(draft, last):
        return Verdict(Outcome.STOPPED_BY_POWER, _INFERRED)
    fault = _fault_at_end(draft, last)
    if reason in _BY_FAULT:
        return Verdict(Outcome.STOPPED_BY_FAULT, _OBSERVED, fault=fault or last.reason)
    if fault:
        return Verdict(Outcome.STOPPED_BY_FAULT, _INFERRED, fault=fault)
    if energy_wh is not None and energy_wh >= ENOUGH_WH:
        certainty = _INFERRED if draft.is_partial else _OBSERVED
        return Verdict(Outcome.COMPLETED, certainty)
    if reason == "timeout" or last.trigger == "EVConnectTimeout":
        if draft.was_plugged:
            return Verdict(Outcome.FAILED_TIMEOUT, _OBSERVED, _missing(draft))
        return Verdict(Outcome.FAILED_NO_PLUG, _OBSERVED, Step.PLUG)
    if energy_wh is None or draft.is_partial:
        return _judge_unmeasured(draft)
    if last.start_error:
        return Verdict(Outcome.FAILED_PROTOCOL, _INFERRED, Step.NUMBER)
    if not _has_flowed(draft):
        # OCPP 2.x: a transaction may begin with the cable and never get a card.
        missing = _missing(draft)
        if missing is Step.CARD and not any(one.tag for one in draft.transactions):
            return Verdict(Outcome.FAILED_NO_TOKEN, _INFERRED, missing)
        if missing is Step.ACCEPTANCE:
            return Verdict(Outcome.FAILED_TOKEN_REFUSED, _OBSERVED, missing)
    missing = _missing_power(draft)
    if missing is Step.FLOW and (last.ended or 0) - last.began < _FIRST:
        missing = None  # Cars take their time.
    return Verdict(Outcome.COMPLETED_NO_ENERGY, _OBSERVED, missing)


def _is_cut_off(draft: Draft, last: DraftTransaction) -> bool:
    """Return whether an end was told after a restart, with a reason that says nothing.

    Without backup energy a charger can only tell afterwards (protocol, STOP-04).
    """
    if last.is_reason_told and last.reason.casefold() != "other":
        return False
    return any(
        last.ended is not None
        and last.ended_at is not None
        and last.ended <= restart + FUZZ
        and restart <= last.ended_at
        for restart in draft.restarts
    )


def _judge_unmeasured(draft: Draft) -> Verdict:
    if not draft.is_partial and _has_flowed(draft):
        return Verdict(Outcome.COMPLETED, _ASSUMED)
    return Verdict(Outcome.UNKNOWN_PARTIAL, _ASSUMED)


def _fault_at_end(draft: Draft, last: DraftTransaction) -> str:
    """Return the fault that ended a transaction, whatever it gives as the reason.

    Chargers that trip give `Other` or, once the relay is open, `EVDisconnected`. What
    is reported after somebody unplugged is a consequence (protocol, STOP-06).
    """
    reason, ended = last.reason.casefold(), last.ended
    if ended is None or reason not in ("other", "evdisconnected", "local"):
        return ""
    after = FUZZ if reason == "other" else 0
    for when, text in reversed(draft.faults):
        if reason == "local" and not _is_fault_state(draft, when):
            continue
        if ended - FUZZ <= when <= ended + after:
            return text
    return ""


def _is_fault_state(draft: Draft, when: int) -> bool:
    return any(at == when and state is State.FAULTED for at, _n, state in draft.states)


def _judge_start(draft: Draft, energy_wh: float | None, now: int) -> Verdict:
    """Judge a story in which no transaction began."""
    over = draft.is_over or draft.given_up is not None or now >= draft.deadline
    if any(state is State.CHARGING for _when, _order, state in draft.states):
        # It charged, and no transaction was told of.
        if not draft.is_over:
            return Verdict(Outcome.OPEN, _OBSERVED)
        if energy_wh is not None and energy_wh >= ENOUGH_WH:
            return Verdict(Outcome.COMPLETED, _INFERRED, Step.TRANSACTION)
        return Verdict(Outcome.UNKNOWN_PARTIAL, _ASSUMED, Step.TRANSACTION)
    if not over and not draft.is_turned_away:
        return Verdict(Outcome.OPEN, _OBSERVED)
    certainty = _INFERRED
    accepted = [one for one in draft.attempts if one.is_accepted]
    refused = [one for one in draft.attempts if one.is_refused]
    missing = _missing(draft)
    # What breaks when nobody waits any more is not the cause.
    faults = [text for when, text in draft.faults if when <= draft.deadline]
    if faults:
        if missing is Step.PLUG and faults[-1].startswith(_LOCK):
            missing = Step.TRANSACTION  # a lock that cannot engage has a plug in it
        return Verdict(Outcome.FAILED_FAULT, certainty, missing, faults[-1])
    cards = [one for one in draft.attempts if not one.is_remote]
    if any(one.is_refused for one in cards) and not any(
        one.is_accepted for one in cards
    ):
        # Also where a remote start was accepted before (protocol, AUTH-08).
        return Verdict(Outcome.FAILED_TOKEN_REFUSED, _OBSERVED, Step.ACCEPTANCE)
    unheard = [one for one in draft.attempts if one.is_unheard]
    if unheard and not accepted and not refused and draft.boots:
        # Connectors that are Unavailable while it starts are no cause.
        step = Step.REMOTE if unheard[-1].is_remote else Step.ACCEPTANCE
        return Verdict(Outcome.FAILED_PROTOCOL, certainty, step)
    if draft.unavailable:
        return Verdict(Outcome.FAILED_UNAVAILABLE, certainty, missing)
    if refused and not accepted:
        return Verdict(Outcome.FAILED_REMOTE_REJECTED, _OBSERVED, Step.REMOTE)
    if draft.state_before is State.UNAVAILABLE and not draft.was_plugged:
        return Verdict(Outcome.FAILED_UNAVAILABLE, certainty, missing)
    if draft.state_before is State.FAULTED and not draft.was_plugged:
        fault = draft.error_before or "Faulted"
        return Verdict(Outcome.FAILED_FAULT, certainty, missing, fault)
    if unheard and not accepted:
        step = Step.REMOTE if unheard[-1].is_remote else Step.ACCEPTANCE
        return Verdict(Outcome.FAILED_PROTOCOL, certainty, step)
    if draft.is_busy:
        return Verdict(Outcome.FAILED_TIMEOUT, certainty, Step.FREE)
    if not draft.was_plugged:
        return Verdict(Outcome.FAILED_NO_PLUG, certainty, Step.PLUG)
    if not draft.attempts:
        return Verdict(Outcome.FAILED_NO_TOKEN, certainty, Step.CARD)
    return Verdict(Outcome.FAILED_TIMEOUT, certainty, Step.TRANSACTION)


def _missing(draft: Draft) -> Step | None:
    """Return the first step up to a transaction that did not happen."""
    accepted = any(one.is_accepted for one in draft.attempts)
    if not accepted and any(
        one.is_refused and not one.is_stop for one in draft.attempts
    ):
        return Step.ACCEPTANCE
    if not draft.was_plugged and not draft.transactions:
        return Step.PLUG
    if not draft.attempts:
        return Step.CARD
    return None if draft.transactions else Step.TRANSACTION


def _missing_power(draft: Draft) -> Step | None:
    """Return what was missing in a transaction without energy."""
    states = {state for _when, _order, state in draft.states}
    verdicts = [one.verdict for one in draft.transactions if one.verdict]
    if any(verdict.casefold() != "accepted" for verdict in verdicts):
        return Step.ACCEPTANCE
    if draft.greatest_offer == 0:
        return Step.OFFER
    if states & OFFERS or (draft.greatest_offer or 0) > 0:
        return Step.FLOW
    if draft.is_2x and not draft.was_plugged and not states & IN_USE:
        return Step.PLUG
    return Step.OFFER if State.SUSPENDED_EVSE in states else None


def _has_flowed(draft: Draft) -> bool:
    """Return whether power was offered or taken, as far as states tell."""
    return any(state in OFFERS for _when, _order, state in draft.states)
