# SPDX-License-Identifier: Apache-2.0
"""Is the charger faulting because something is broken?"""

from typing import Final

from ocppdesk.analysis.answering.grounds import (
    MOST_PROOFS,
    Grounds,
    next_of,
    proof_of,
    trigger,
)
from ocppdesk.analysis.answering.reply import Mood, Proof, Question, Reply
from ocppdesk.analysis.findings.finding import Finding, Severity, Verdict
from ocppdesk.analysis.findings.knowing.connectors import ConnectorState
from ocppdesk.analysis.findings.wording import duration, listed, times
from ocppdesk.analysis.limits.answers import Confidence
from ocppdesk.analysis.sessions.story import Outcome

_FAULTS: Final = ("FLT-", "MTR-06", "MTR-09", "MTR-12", "STOP-05", "STOP-13")
_NOW: Final = ("FLT-01", "FLT-02", "MTR-", "STOP-13")
"""Those that tell of what lasts; others tell of what came, and may be over."""
_STANDING: Final = "FLT-01"
_AGAINST: Final = {
    "suspendedev": "The car takes no power now: that is the car's choice.",
    "suspendedevse": "The charger withholds power now: a limit or a setting does that.",
    "unavailable": "A connector is out of service, which commands can do, too.",
}
_COMMANDED: Final = "A command took a connector out of service."
_LIMITED: Final = "SC-01"
_ENDED: Final = {
    Outcome.STOPPED_DEAUTHORIZED: "A session was ended because its card was refused.",
    Outcome.FAILED_TOKEN_REFUSED: "A start failed because its card was refused.",
    Outcome.FAILED_NO_PLUG: "A start failed because no car was plugged in.",
    Outcome.COMPLETED: "Sessions have charged and ended as asked.",
}


def broken(grounds: Grounds) -> Reply:
    """Reply whether anything speaks for broken hardware, and what speaks against it."""
    found = [one for one in grounds.found(*_FAULTS) if _is_of_hardware(one)]
    faulted = [state for state in grounds.known.connectors if state.is_faulted]
    grave = [
        one
        for one in found
        if one.severity >= Severity.HIGH and one.rule.startswith(_NOW)
    ]
    if faulted:
        return _faulted(grounds, faulted, found)
    if grave:
        return _reply(
            grounds,
            f"Something may be: {_title(grave[0])}. {grave[0].text}",
            Mood.TROUBLE,
            Confidence.LOW if grave[0].is_possible else Confidence.MEDIUM,
            found,
        )
    past = [fault for fault in grounds.known.connectors.faults if fault.cleared_at]
    if found or past:
        return _past(grounds, found)
    if not len(grounds.known.connectors) and not grounds.stories:
        return Reply(
            Question.BROKEN,
            "These messages hold no status and no session, so they do not tell.",
            Mood.OPEN,
            Confidence.UNKNOWN,
            next="Ask the charger for its status.",
            deed=trigger(grounds.known, "StatusNotification"),
        )
    return _reply(
        grounds, "Nothing speaks for a hardware fault.", Mood.FINE, _sure(grounds), []
    )


def _faulted(
    grounds: Grounds, faulted: list[ConnectorState], found: list[Finding]
) -> Reply:
    first = faulted[0]
    where = listed(_place(state) for state in faulted)
    since = duration(grounds.now - first.since)
    have = "has" if len(faulted) == 1 else "have"
    text = f"Yes, as the charger says: {where} {have} been faulted for {since} "
    text += f"({first.error})."
    # That it is faulted need not be said twice.
    more = next((one for one in found if one.rule != _STANDING), None)
    if more is not None:
        text += f" {more.text}"
    told = tuple(
        Proof(f"Faulted: {_place(state)}, {state.error}.", state.since_message,
              state.since)
        for state in faulted
    )  # fmt: skip
    following = next_of(found) or (
        "Look the error up in the charger's manual, then try one reset; if it comes "
        "back, an electrician has to look."
    )
    return _reply(grounds, text, Mood.TROUBLE, _sure(grounds), found, told, following)


def _past(grounds: Grounds, found: list[Finding]) -> Reply:
    over = [fault for fault in grounds.known.connectors.faults if fault.cleared_at]
    grave = [fault for fault in over if fault.worst_is_faulted]
    told = tuple(
        Proof(f"{one.state.status}: {_place(one.state)}, {one.state.error}; now over.",
              one.state.message, one.at)
        for one in (grave or over)[-3:]
    )  # fmt: skip
    danger = next((one for one in found if one.severity is Severity.CRITICAL), None)
    if danger is not None:
        text = f"Not now, but take this seriously: {_title(danger)}. {danger.text}"
        return _reply(
            grounds, text, Mood.TROUBLE, Confidence.MEDIUM, found, told
        )  # fmt: skip
    if grave:
        codes = listed(fault.state.error for fault in grave)
        text = f"Not now. It was faulted {times(len(grave))} and recovered: {codes}."
    elif over:
        codes = listed(fault.state.error for fault in over)
        text = f"Not likely: there were warnings only, which are over: {codes}."
    else:
        text = f"Not now, but look at this: {_title(found[0])}."
    mood = Mood.PLAIN if not grave else Mood.TROUBLE
    return _reply(grounds, text, mood, Confidence.MEDIUM, found, told)


def _reply(
    grounds: Grounds,
    text: str,
    mood: Mood,
    confidence: Confidence,
    found: list[Finding],
    proofs: tuple[Proof, ...] = (),
    following: str = "",
) -> Reply:
    against = _against(grounds)
    numbers = {proof.message for proof in proofs}
    news = (one for one in map(proof_of, found) if one.message not in numbers)
    shown = (*proofs, *news)[: MOST_PROOFS - len(against)]
    return Reply(
        Question.BROKEN,
        text,
        mood,
        confidence,
        (*shown, *against),
        following or next_of(found),
        findings=tuple(finding.rule for finding in found),
    )


def _against(grounds: Grounds) -> tuple[Proof, ...]:
    """Return what speaks for other causes than hardware."""
    against: dict[str, Proof] = {}
    for state in grounds.known.connectors:
        status, place = state.status.lower(), state.evse or state.connector
        command = grounds.known.availability.out_of_service_by(place)
        if status == "unavailable" and command is not None:
            against[_COMMANDED] = Proof(_COMMANDED, command, state.since)
        elif status in _AGAINST:
            why = _AGAINST[status]
            against[why] = Proof(why, state.since_message, state.since)
    for finding in grounds.found(_LIMITED):
        against.setdefault(finding.title, proof_of(finding))
    for story in reversed(grounds.stories[-20:]):
        text = _ENDED.get(story.outcome)
        if text is not None and text not in against:
            last = next((x for x in reversed(story.lines) if x.message), None)
            number = None if last is None else last.message
            against[text] = Proof(text, number, story.ended_at or story.began_at)
    return tuple(against.values())[:3]


def _is_of_hardware(finding: Finding) -> bool:
    return Verdict.NORMAL not in finding.verdicts


def _title(finding: Finding) -> str:
    title = finding.title
    return title if finding.count < 2 else f"{title}, {times(finding.count)}"


def _place(state: ConnectorState) -> str:
    if not state.evse and not state.connector:
        return "the whole charger"
    return f"EVSE {state.evse}" if state.evse else f"connector {state.connector}"


def _sure(grounds: Grounds) -> Confidence:
    """Return how far a status can be trusted: it is old while the charger is away."""
    away = grounds.known.traffic.is_connected is False
    return Confidence.MEDIUM if away else Confidence.HIGH
