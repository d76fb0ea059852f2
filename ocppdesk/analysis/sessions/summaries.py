# SPDX-License-Identifier: Apache-2.0
"""A story in one or two sentences."""

from typing import Final

from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.drafts import SECOND, Draft
from ocppdesk.analysis.sessions.events import State
from ocppdesk.analysis.sessions.outcomes import Step, Verdict
from ocppdesk.analysis.sessions.story import Certainty, Outcome

_LONG: Final = 600 * SECOND  # a wait worth a sentence
_MISSING: Final = {
    Step.FREE: "another session was running on the connector",
    Step.PLUG: "no car was plugged in",
    Step.CARD: "no card was shown",
    Step.ACCEPTANCE: "the card was not accepted",
    Step.REMOTE: "the charger refused the remote start",
    Step.TRANSACTION: "the charger started no transaction",
    Step.NUMBER: "the CSMS did not answer the start properly",
    Step.OFFER: "the charger never offered power",
    Step.FLOW: "the charger offered power and the car took none",
}
_BEFORE: Final = {
    State.FINISHING: "The plug of the last session was still in (Finishing)",
    State.UNAVAILABLE: "The connector was out of service (Unavailable)",
    State.FAULTED: "The charger reported a fault (Faulted)",
    State.RESERVED: "The connector was reserved (Reserved)",
    State.CHARGING: "Another session was running",
    State.SUSPENDED_EV: "Another session was running",
    State.SUSPENDED_EVSE: "Another session was running",
}
_LOOKS_BACK: Final = frozenset(
    {
        Outcome.FAILED_NO_PLUG,
        Outcome.FAILED_TIMEOUT,
        Outcome.FAILED_REMOTE_REJECTED,
        Outcome.FAILED_PROTOCOL,
    }
)
"""Failures of which the state of the connector before may be the cause."""
_COMMANDED: Final = frozenset(
    {"remote", "hardreset", "softreset", "immediatereset", "unlockcommand"}
)
"""Reasons that name the command themselves."""


def summary(
    draft: Draft, verdict: Verdict, *, energy_wh: float | None, until: int
) -> str:
    """Say what happened.

    Args:
        draft: The story.
        verdict: How it ended.
        energy_wh: Its energy; None: nothing tells.
        until: When it was over, or was last heard of, microseconds since 1970.
    """
    first = _SENTENCES[verdict.outcome](draft, verdict, energy_wh, until)
    more = []
    before = _BEFORE.get(draft.state_before) if draft.state_before else None
    if before and verdict.outcome in _LOOKS_BACK:
        more.append(f"{before} when it was asked for.")
    more += _lags(draft)
    if draft.repeats:
        more.append("The charger sent its start more than once.")
    if draft.is_partial and verdict.outcome is not Outcome.UNKNOWN_PARTIAL:
        more.append("Its beginning is not in these messages.")
    return " ".join([first, *more])


def _lags(draft: Draft) -> list[str]:
    """Say what came long before the first transaction, or how late it was told."""
    if not draft.transactions or draft.is_partial:
        return []
    first, found = draft.transactions[0], []
    plug = draft.plug_line
    if plug is not None and first.began - plug.when >= _LONG:
        waited = words.time_span((first.began - plug.when) / SECOND)
        found.append(f"The car had been plugged in for {waited} before.")
    if first.began_at - first.began >= _LONG:
        late = words.time_span((first.began_at - first.began) / SECOND)
        found.append(f"Its start was told {late} late.")
    return found


def _who(draft: Draft) -> str:
    tag = tag_of(draft)
    return f"Card {tag}" if tag else "A session"


def tag_of(draft: Draft) -> str:
    """Return the token that a story began with; empty if none is known."""
    for transaction in draft.transactions:
        if transaction.tag:
            return transaction.tag
    wanting = [one for one in draft.attempts if one.tag and not one.is_stop]
    accepted = [one for one in wanting if one.is_accepted]
    return (accepted or wanting)[-1].tag if wanting else ""


def _span(draft: Draft, until: int) -> str:
    began = min((one.began for one in draft.transactions), default=draft.began)
    ended = max((one.ended or until for one in draft.transactions), default=until)
    return words.time_span((ended - began) / 1_000_000)


def _why(draft: Draft) -> str:
    last = draft.transactions[-1]
    told = words.reason(last.reason if last.is_reason_told else "")
    if last.reason.casefold() in _COMMANDED:
        return told
    by = _command_before(draft, last.ended)
    return f"{told}, after: {by}" if by else told


def _command_before(draft: Draft, ended: int | None) -> str:
    """Return the command that probably ended it, as a sentence without its point."""
    if ended is None:
        return ""
    for when, text in reversed(draft.stop_commands):
        if 0 <= ended - when <= 120_000_000 and text.startswith("The CSMS"):
            return text[0].lower() + text[1:]
    return ""


def _completed(
    draft: Draft, verdict: Verdict, energy_wh: float | None, until: int
) -> str:
    if energy_wh is None:
        text = f"{_who(draft)} was charging for {_span(draft, until)}"
        return f"{text}; how much is not known."
    got = words.energy(energy_wh)
    if not draft.transactions:
        return f"{got} were charged without a transaction."
    if draft.is_partial:
        got = f"at least {got}"
    text = f"{_who(draft)} charged {got} in {_span(draft, until)}"
    return f"{text}. It ended: {_why(draft)}."


def _without_energy(
    draft: Draft, verdict: Verdict, energy_wh: float | None, until: int
) -> str:
    what = words.transaction(draft.transactions[-1].id)
    got = "no energy" if not energy_wh else f"only {words.energy(energy_wh)}"
    text = f"{what} brought {got} in {_span(draft, until)}"
    if verdict.missing is not None:
        text += f": {_MISSING[verdict.missing]}"
    return f"{text}. It ended: {_why(draft)}."


def _failed(draft: Draft, verdict: Verdict, energy_wh: float | None, until: int) -> str:
    outcome = verdict.outcome
    refused = [one for one in draft.attempts if one.is_refused and not one.is_stop]
    if outcome is Outcome.FAILED_FAULT:
        why = f"the charger reported a fault: {verdict.fault}"
    elif outcome is Outcome.FAILED_UNAVAILABLE:
        why = "the connector was out of service"
    elif outcome is Outcome.FAILED_TOKEN_REFUSED and refused:
        told = words.judged(refused[-1].tag, refused[-1].verdict or "")
        why = told[0].lower() + told[1:]
    elif outcome is Outcome.FAILED_PROTOCOL and not draft.transactions:
        why = _unheard(draft)
    elif verdict.missing is not None:
        why = _MISSING[verdict.missing]
    else:
        why = "nothing tells why"
    done = []
    waited = (Outcome.FAILED_TIMEOUT, Outcome.FAILED_NO_TOKEN)
    if draft.was_plugged and outcome in waited:
        done.append("a car was plugged in")
    accepted = [one for one in draft.attempts if one.is_accepted]
    if accepted and outcome is not Outcome.FAILED_TOKEN_REFUSED:
        if accepted[-1].is_remote:
            done.append("the charger had accepted the remote start")
        else:
            done.append(f"card {accepted[-1].tag} was accepted")
    text = f"The start failed: {why}"
    return f"{text}, though {' and '.join(done)}." if done else f"{text}."


def _unheard(draft: Draft) -> str:
    """Say what came of a question that has no proper answer."""
    last = [one for one in draft.attempts if one.is_unheard][-1]
    if last.is_remote:
        who, what = "the charger", "the remote start"
    else:
        who, what = "the CSMS", f"the question about card {last.tag}"
    if last.verdict is None:
        anew = " and registered anew" if last.is_remote and draft.boots else ""
        return f"{who} never answered {what}{anew}"
    return f"{who} answered {what} with an error"


def _fault(draft: Draft, verdict: Verdict, energy_wh: float | None, until: int) -> str:
    fault = verdict.fault
    told = words.reason(fault) if fault == draft.transactions[-1].reason else fault
    return f"A fault ended the session after {_got(draft, energy_wh, until)}: {told}."


def _got(draft: Draft, energy_wh: float | None, until: int) -> str:
    span = _span(draft, until)
    return span if energy_wh is None else f"{span} and {words.energy(energy_wh)}"


def _by_power(
    draft: Draft, verdict: Verdict, energy_wh: float | None, until: int
) -> str:
    got = _got(draft, energy_wh, until)
    if verdict.certainty is Certainty.INFERRED:
        return f"The charger restarted, which ended the session after {got}."
    return f"The session ended after {got}: {_why(draft)}."


def _deauthorized(
    draft: Draft, verdict: Verdict, energy_wh: float | None, until: int
) -> str:
    last = draft.transactions[-1]
    text = f"The charger ended the session after {_got(draft, energy_wh, until)}"
    if last.verdict and last.verdict.casefold() != "accepted":
        told = words.judged(last.tag, last.verdict)
        return f"{text}: {told[0].lower()}{told[1:]}."
    return f"{text}, because the card was not accepted (DeAuthorized)."


def _orphaned(
    draft: Draft, verdict: Verdict, energy_wh: float | None, until: int
) -> str:
    what = words.transaction(draft.transactions[-1].id)
    why = (
        "the connector was in use or free again"
        if not draft.restarts
        else ("the charger had restarted")
    )
    if draft.is_over and not draft.restarts:
        why = "the connector was free again"
    text = f"{what} was never closed: {why}, and no stop was told"
    got = (
        ""
        if energy_wh is None
        else f" At least {words.energy(energy_wh)} were charged."
    )
    return f"{text}.{got}"


def _asked_for(draft: Draft, since: str) -> str:
    """Say that a start was asked for and nothing tells of a car."""
    last = draft.attempts[-1] if draft.attempts else None
    boots = ""
    if draft.boots:
        often = f" {draft.boots} times" if draft.boots > 1 else ""
        boots = f", and the charger registered anew{often}"
    if last is None:
        return f"Somebody wants to charge; no car is plugged in after {since}."
    if last.is_remote:
        what = words.remote_start(last.tag)
    elif last.verdict is None:
        what = words.shown(last.tag)
    else:
        what = words.judged(last.tag, last.verdict)
    return f"{what}; no transaction has begun within {since}{boots}."


def _open(draft: Draft, verdict: Verdict, energy_wh: float | None, until: int) -> str:
    if not draft.transactions:
        since = words.time_span((until - draft.began) / 1_000_000)
        if not draft.was_plugged:
            return _asked_for(draft, since)
        waiting = "a transaction"
        refused = [one for one in draft.attempts if one.is_refused]
        if not draft.attempts:
            waiting = "a card or a remote start"
        elif refused and not any(one.is_accepted for one in draft.attempts):
            told = words.judged(refused[-1].tag, refused[-1].verdict or "")
            if refused[-1].is_remote:
                told = "The charger refused the remote start"
            return f"A car is plugged in for {since}. {told}."
        return f"A car is plugged in for {since}, waiting for {waiting}."
    span = _span(draft, until)
    state = draft.states[-1][2] if draft.states else None
    got = "" if energy_wh is None else f", {words.energy(energy_wh)} so far"
    running = draft.open_transaction or draft.transactions[-1]
    if running.doubted is not None:
        what = words.transaction(running.id)
        span = words.time_span((running.doubted - running.began_at) / 1_000_000)
        return f"{what} seems to be over after {span}{got}; no stop was told yet."
    runs = "is running" if span == words.time_span(0) else f"runs for {span}"
    text = f"{words.transaction(running.id)} {runs}{got}"
    said = words.STATES.get(state) if state is not None else None
    return f"{text}. {said}." if said else f"{text}."


def _unknown(
    draft: Draft, verdict: Verdict, energy_wh: float | None, until: int
) -> str:
    if not draft.transactions:
        return "The charger told of charging, but of no transaction."
    what = words.transaction(draft.transactions[-1].id)
    if draft.is_partial:
        text = f"{what} began before these messages do"
    else:
        text = f"{what} has no meter values"
    much = "how much it charged is not known"
    if energy_wh:
        much = f"it charged at least {words.energy(energy_wh)}"
    return f"{text}; {much}. It ended: {_why(draft)}."


_SENTENCES: Final = {
    Outcome.COMPLETED: _completed,
    Outcome.COMPLETED_NO_ENERGY: _without_energy,
    Outcome.FAILED_NO_PLUG: _failed,
    Outcome.FAILED_NO_TOKEN: _failed,
    Outcome.FAILED_TOKEN_REFUSED: _failed,
    Outcome.FAILED_TIMEOUT: _failed,
    Outcome.FAILED_UNAVAILABLE: _failed,
    Outcome.FAILED_FAULT: _failed,
    Outcome.FAILED_REMOTE_REJECTED: _failed,
    Outcome.FAILED_PROTOCOL: _failed,
    Outcome.STOPPED_BY_FAULT: _fault,
    Outcome.STOPPED_BY_POWER: _by_power,
    Outcome.STOPPED_DEAUTHORIZED: _deauthorized,
    Outcome.ORPHANED: _orphaned,
    Outcome.OPEN: _open,
    Outcome.UNKNOWN_PARTIAL: _unknown,
}
