# SPDX-License-Identifier: Apache-2.0
"""What amperage was last set on the charger?"""

from ocppdesk.analysis.answering.grounds import Grounds, composite
from ocppdesk.analysis.answering.reply import Mood, Proof, Question, Reply
from ocppdesk.analysis.limits.answers import Allowances, Answer, Confidence
from ocppdesk.analysis.limits.remarks import PAUSE, ZERO


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
    is_low = not {PAUSE, ZERO}.isdisjoint(chosen.in_force.remarks)
    following = "Ask the charger which limit is in force."
    if is_low:
        following = (
            "This limit forbids charging: clear or raise the profile that sets it."
        )
    return Reply(
        Question.ALLOWED,
        chosen.summary,
        Mood.TROUBLE if is_low else Mood.PLAIN,
        chosen.in_force.confidence,
        told,
        following,
        composite(grounds.known, chosen.connector),
    )


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
