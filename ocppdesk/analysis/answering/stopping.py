# SPDX-License-Identifier: Apache-2.0
"""Why did the session stop?"""

from typing import Final

from ocppdesk.analysis.answering.grounds import (
    MOST_PROOFS,
    Grounds,
    next_of,
    proof_of,
    proofs_of,
)
from ocppdesk.analysis.answering.reply import Mood, Question, Reply
from ocppdesk.analysis.answering.starting import CONFIDENCES
from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.analysis.limits.answers import Confidence
from ocppdesk.analysis.sessions.story import Outcome, Story

_RULES: Final = ("STOP-", "FLT-", "AUTH-05", "AUTH-06", "START-10", "OFF-04")
_UNWANTED: Final = frozenset({"STOP-02", "STOP-04", "STOP-05", "STOP-06", "STOP-13"})
_BAD: Final = frozenset(
    {
        Outcome.STOPPED_BY_FAULT,
        Outcome.STOPPED_BY_POWER,
        Outcome.STOPPED_DEAUTHORIZED,
        Outcome.ORPHANED,
    }
)
_NEXT: Final = {
    Outcome.STOPPED_BY_FAULT: "Find out what the fault means, and whether it comes "
    "back with another car and another cable.",
    Outcome.STOPPED_BY_POWER: "Check the supply, the breaker and the residual-current "
    "device; look whether neighbours went out, too.",
    Outcome.STOPPED_DEAUTHORIZED: "Look at the answer to the start of the session: it "
    "says why the card was refused.",
    Outcome.ORPHANED: "Close the session where sessions are managed; its energy is "
    "estimated from the last register.",
}


def stopped(grounds: Grounds) -> Reply:
    """Reply why the last session that had begun came to an end."""
    over = [one for one in grounds.stories if one.transactions and _is_over(one)]
    running = [
        one
        for one in grounds.stories
        if one.outcome is Outcome.OPEN and one.transactions
    ]
    if not over:
        text, mood = "No session has ended in these messages.", Mood.OPEN
        sure = Confidence.UNKNOWN
        if running:
            text, mood = f"It has not: {running[-1].summary}", Mood.FINE
            sure = CONFIDENCES[running[-1].certainty]
        return Reply(Question.STOPPED, text, mood, sure)
    story = over[-1]
    found = grounds.of_story(story, *_RULES)
    ending = proofs_of(
        story.lines, lambda line: line.is_problem or line.message in _ends(story)
    ) or proofs_of(story.lines[-2:], lambda line: line.message is not None)
    is_bad = story.outcome in _BAD or bool(_serious(found))
    return Reply(
        Question.STOPPED,
        story.summary,
        Mood.TROUBLE if is_bad else Mood.PLAIN,
        CONFIDENCES[story.certainty],
        (*ending, *map(proof_of, found))[:MOST_PROOFS],
        _next(story, found),
        findings=tuple(finding.rule for finding in found),
    )


def _serious(found: list[Finding]) -> list[Finding]:
    """Return what speaks against an end as somebody wanted it."""
    return [one for one in found if one.rule in _UNWANTED and not one.is_possible]


def _next(story: Story, found: list[Finding]) -> str:
    if story.outcome not in _BAD:
        following = next_of(_serious(found))
        return following or "Nothing: it ended as somebody wanted."
    return next_of(found) or _NEXT[story.outcome]


def _is_over(story: Story) -> bool:
    return story.outcome not in (Outcome.OPEN, Outcome.UNKNOWN_PARTIAL)


def _ends(story: Story) -> set[int | None]:
    return {one.stop_message for one in story.transactions} - {None}
