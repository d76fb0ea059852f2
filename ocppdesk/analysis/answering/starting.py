# SPDX-License-Identifier: Apache-2.0
"""Why did the session not start?"""

from typing import Final

from ocppdesk.analysis.answering.grounds import (
    MOST_PROOFS,
    Grounds,
    composite,
    next_of,
    proof_of,
    proofs_of,
    trigger,
)
from ocppdesk.analysis.answering.reply import Deed, Mood, Proof, Question, Reply
from ocppdesk.analysis.findings.finding import Finding, Severity
from ocppdesk.analysis.findings.knowing.boots import Booted
from ocppdesk.analysis.limits.answers import Confidence
from ocppdesk.analysis.sessions.story import Certainty, Outcome, Story

CONFIDENCES: Final = {
    Certainty.OBSERVED: Confidence.HIGH,
    Certainty.INFERRED: Confidence.MEDIUM,
    Certainty.ASSUMED: Confidence.LOW,
}
_RULES: Final = ("START-", "AUTH-", "SC-", "FLT-", "BOOT-", "CON-", "PRO-01")
_CARD_UNREAD: Final = "AUTH-03"
_REGISTRATION: Final = "registration"
_CONNECTION: Final = "connection"
_NOT_YET: Final = ("Pending", "Rejected")
# What has to be right before anybody plugs in; the story tells the step after it.
_SERVICE: Final = "connector in service"
_SOUND: Final = "connector without a fault"
_UNRESERVED: Final = "connector that is not reserved"
_BY_OUTCOME: Final = {
    Outcome.FAILED_UNAVAILABLE: _SERVICE,
    Outcome.FAILED_FAULT: _SOUND,
}
_BY_RULE: Final = {
    "START-06": _SERVICE,
    "START-07": _UNRESERVED,
    "START-08": "free connector",
    "START-09": _SOUND,
}
_NEXT: Final = {
    _REGISTRATION: "Accept the charger in the CSMS: until then it may not charge.",
    _CONNECTION: "Look at the connection first: what was sent did not arrive.",
    _SERVICE: "Send ChangeAvailability Operative for the connector, and "
    "for the whole charger.",
    _UNRESERVED: "Cancel the reservation, or use the card that it is for.",
    _SOUND: "Look at the fault first: what it is, and whether it "
    "comes back after a reset.",
    "free connector": "Unplug, wait until the connector is Available, and try again.",
    "plug": "Plug the car in within the charger's time-out, and watch the status: it "
    "should become Preparing or Occupied. If not, try another cable.",
    "card": "Show a card, or start it from here with a remote start.",
    "accepted card": "Look the card up where cards are managed: add it, or close the "
    "session that blocks it.",
    "accepted remote start": "Ask for the status, then try again with the connector "
    "named and without a charging profile.",
    "transaction": "Ask for the status of the connector, plug in anew and try again.",
    "answer to the start": "Look at the answer to the start: the CSMS has to give a "
    "transaction id and an accepted status.",
    "power offer": "Ask the charger which limit is in force, and look for profiles and "
    "load management.",
    "power taken by the car": "Look at the car: charge timer, charge limit, lock; then "
    "try another car.",
}


def not_started(grounds: Grounds) -> Reply:
    """Reply which step of the last start that failed did not happen first."""
    last = grounds.stories[-1].began_at if grounds.stories else None
    silent = grounds.found(_CARD_UNREAD, since=last)
    if silent:
        return _card_unread(silent)
    story = _last_failure(grounds.stories)
    if story is None:
        return _nothing_failed(grounds)
    found = grounds.of_story(story, *_RULES)
    missing = _missing(grounds, story, found)
    deed = _deed(grounds, story, missing)
    later = [
        one
        for one in grounds.stories
        if one.began_at > story.began_at
        and one.transactions
        and not has_not_started(one)
    ]
    text = story.summary
    if later:
        text = f"The last start succeeded. Before that: {text}"
    step = f" First missing step: {missing}." if missing else ""
    told = proofs_of(story.lines, lambda line: line.is_problem) or proofs_of(
        story.lines, lambda line: line.message is not None
    )
    return Reply(
        Question.NOT_STARTED,
        f"{text}{step}",
        Mood.PLAIN if later else Mood.TROUBLE,
        CONFIDENCES[story.certainty],
        (*_boot_proof(grounds, story), *told, *map(proof_of, found))[:MOST_PROOFS],
        _following(found, missing),
        deed,
        tuple(finding.rule for finding in found),
    )


def _following(found: list[Finding], missing: str) -> str:
    """Return what to do first: about what has to be right first, if that is missing."""
    known = _NEXT.get(missing, "")
    is_first = missing in (_REGISTRATION, _CONNECTION)
    return known if is_first else next_of(found) or known


def _missing(grounds: Grounds, story: Story, found: list[Finding]) -> str:
    """Return the first step that did not happen (7.14); empty: all did."""
    if _refusal(grounds, story) is not None:
        return _REGISTRATION
    traffic = grounds.known.traffic
    ends = [outage.began_at for outage in traffic.outages]
    if traffic.is_connected is False and traffic.since is not None:
        ends.append(traffic.since)
    until = grounds.now if story.ended_at is None else story.ended_at
    is_unheard = story.outcome is Outcome.FAILED_PROTOCOL
    if is_unheard and any(story.began_at <= at <= until for at in ends):
        return _CONNECTION
    if story.outcome in _BY_OUTCOME:
        return _BY_OUTCOME[story.outcome]
    if story.outcome is Outcome.FAILED_REMOTE_REJECTED:
        if _was_faulted(grounds, story):
            return _SOUND
        steps = (_BY_RULE.get(finding.rule) for finding in found)
        return next(filter(None, steps), story.missing_step)
    return story.missing_step


def _was_faulted(grounds: Grounds, story: Story) -> bool:
    """Return whether the connector had a fault when the story began."""
    place = (story.evse or 0, story.connector or 0)
    return any(
        fault.worst_is_faulted
        and fault.at <= story.began_at
        and (fault.cleared_at is None or fault.cleared_at > story.began_at)
        for fault in grounds.known.connectors.faults
        if (fault.state.evse, fault.state.connector) == place
    )


def _refusal(grounds: Grounds, story: Story) -> Booted | None:
    """Return the boot by which the charger was not accepted when a story began."""
    boots = (b for b in grounds.known.boots.all if b.status and b.at <= story.began_at)
    last = next(reversed([*boots]), None)
    return last if last is not None and last.status in _NOT_YET else None


def _boot_proof(grounds: Grounds, story: Story) -> tuple[Proof, ...]:
    boot = _refusal(grounds, story)
    if boot is None:
        return ()
    text = f"BootNotification was answered with {boot.status}."
    return (Proof(text, boot.answer or boot.message, boot.at),)


def _card_unread(silent: list[Finding]) -> Reply:
    """Reply that the last try was a card of which the charger said nothing."""
    return Reply(
        Question.NOT_STARTED,
        silent[0].text,
        Mood.TROUBLE,
        Confidence.MEDIUM,
        tuple(map(proof_of, silent)),
        next_of(silent),
        findings=(_CARD_UNREAD,),
    )


def _last_failure(stories: tuple[Story, ...]) -> Story | None:
    return next((one for one in reversed(stories) if has_not_started(one)), None)


def has_not_started(story: Story) -> bool:
    """Return whether a story is over and brought no energy for want of some step."""
    is_without = story.outcome is Outcome.COMPLETED_NO_ENERGY
    is_failed = story.outcome.startswith("failed_")
    return is_failed or (is_without and bool(story.missing_step))


def _nothing_failed(grounds: Grounds) -> Reply:
    running = [one for one in grounds.stories if one.outcome is Outcome.OPEN]
    if running:
        last = running[-1]
        found = _in_the_way(grounds, last)
        if found:
            return Reply(
                Question.NOT_STARTED,
                f"Not yet: {found[0].title}. {last.summary}",
                Mood.TROUBLE,
                Confidence.MEDIUM,
                tuple(map(proof_of, found))[:MOST_PROOFS],
                next_of(found),
                findings=tuple(finding.rule for finding in found),
            )
        return Reply(
            Question.NOT_STARTED,
            f"No start has failed. One is under way: {last.summary}",
            Mood.FINE,
            Confidence.MEDIUM,
            proofs_of(last.lines, lambda line: line.message is not None)[-2:],
        )
    if grounds.stories:
        return Reply(
            Question.NOT_STARTED,
            "No start has failed in these messages.",
            Mood.FINE,
            Confidence.HIGH,
        )
    return Reply(
        Question.NOT_STARTED,
        "Nobody has tried to charge in these messages.",
        Mood.OPEN,
        Confidence.UNKNOWN,
        next="Plug in and show a card, or send a remote start, and watch what comes. "
        "Charger ▸ A card is shown now has it told if the reader says nothing.",
    )


def _in_the_way(grounds: Grounds, story: Story) -> list[Finding]:
    """Return what keeps a session that is under way from having energy."""
    if any(one.energy is not None and one.energy.wh > 0 for one in story.transactions):
        return []
    return [
        finding
        for finding in grounds.found(
            *_RULES, least=Severity.MEDIUM, since=story.began_at
        )
        if finding.connector in (None, story.connector)
        and finding.evse in (None, story.evse)
    ]


def _deed(grounds: Grounds, story: Story, missing: str) -> Deed | None:
    place = story.evse if grounds.known.is_2x else story.connector
    if missing == "power offer":
        return composite(grounds.known, place or 1)
    if missing in ("plug", "transaction", "accepted remote start", *_BY_RULE.values()):
        return trigger(grounds.known, "StatusNotification", place)
    return None
