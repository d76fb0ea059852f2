# SPDX-License-Identifier: Apache-2.0
"""What amperage was last set on the charger?"""

from typing import Final

from ocppdesk.analysis.answering.grounds import Grounds, composite, next_of, proof_of
from ocppdesk.analysis.answering.reply import Mood, Proof, Question, Reply
from ocppdesk.analysis.findings.finding import Finding, Severity
from ocppdesk.analysis.limits.answers import Allowances, Answer, Confidence
from ocppdesk.analysis.limits.remarks import PAUSE, ZERO, is_of_before

_RULES: Final = ("SC-01", "SC-02", "SC-05", "SC-06")


def allowed(grounds: Grounds) -> Reply:
    """Reply what was set last, what is in force, what is offered, and what flows."""
    chosen = chosen_allowances(grounds)
    if chosen is None:
        return Reply(
            Question.ALLOWED,
            "No limit was set in these messages. What was set before they begin is not "
            "known.",
            Mood.OPEN,
            Confidence.UNKNOWN,
            next="Ask the charger which limit is in force.",
            deed=composite(grounds.known, 1),
        )
    told = tuple(
        Proof(one.text, one.message, one.at)
        for one in _four(chosen)
        if one.message is not None
    )
    found = _found(grounds, chosen)
    # Profiles outlast restarts, and those from before are not seen (5.6).
    before = [one for one in chosen.in_force.remarks if is_of_before(one)]
    is_low = not {PAUSE, ZERO}.isdisjoint(chosen.in_force.remarks)
    following = next_of(found) or "Ask the charger which limit is in force."
    if is_low:
        following = (
            "This limit forbids charging: clear or raise the profile that sets it."
        )
    is_bad = is_low or any(one.severity >= Severity.HIGH for one in found)
    return Reply(
        Question.ALLOWED,
        chosen.summary,
        Mood.TROUBLE if is_bad else Mood.PLAIN,
        chosen.in_force.confidence,
        (*told, *map(proof_of, found), *map(Proof, before[:1])),
        following,
        composite(grounds.known, chosen.connector),
        findings=tuple(one.rule for one in found),
    )


def _found(grounds: Grounds, chosen: Allowances) -> list[Finding]:
    """Return what is wrong about the limits of a connector."""
    return [
        one
        for one in grounds.found(*_RULES, least=Severity.MEDIUM)
        if (one.evse or one.connector or 0) == chosen.connector
    ]


def chosen_allowances(grounds: Grounds) -> Allowances | None:
    """Return those of the connector that was used last, else those that tell most."""
    known = [one for one in grounds.allowances if _tells(one)]
    if not known:
        return None
    places = {one.connector: one for one in known}
    for story in reversed(grounds.stories):
        place = story.evse if grounds.known.is_2x else story.connector
        if place in places:
            return places[place]
    return max(known, key=lambda one: one.last.at or 0)


def _tells(allowances: Allowances) -> bool:
    return any(one.message is not None for one in _four(allowances))


def _four(allowances: Allowances) -> tuple[Answer, ...]:
    of = allowances
    return (of.last, of.in_force, of.offered, of.flowing)
