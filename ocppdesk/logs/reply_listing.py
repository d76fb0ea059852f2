# SPDX-License-Identifier: Apache-2.0
"""The replies to the five questions, on a terminal and as values for scripts."""

from collections.abc import Iterator
from typing import Any

from ocppdesk.analysis.answering.reply import Mood, Question, Reply
from ocppdesk.analysis.findings.thresholds import DEFAULTS, Thresholds
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.analysed import analyses
from ocppdesk.logs.listing import charger_text
from ocppdesk.logs.records import time_text


def replies_in(
    reader: CaptureReader, charger: str = "", thresholds: Thresholds = DEFAULTS
) -> list[tuple[str, tuple[Reply, ...]]]:
    """Return the replies about the chargers of a capture, at its end.

    Args:
        reader: The capture.
        charger: Only this charger; empty means all.
        thresholds: When rules speak.

    Raises:
        UnknownChargerError: If the capture does not know the charger.
    """
    span = reader.time_span()
    now = 0 if span is None else span[1]
    found = [
        (name, analysis.facts(now, is_over=True).replies)
        for name, analysis in analyses(reader, charger, thresholds).items()
    ]
    # Of who never said a name there may be attempts to connect only.
    return [
        (name, all_five) for name, all_five in found if name or _was_heard(all_five)
    ]


def _was_heard(replies: tuple[Reply, ...]) -> bool:
    return any(
        reply.question is Question.COMMUNICATING and reply.mood is not Mood.OPEN
        for reply in replies
    )


def reply_record(charger: str, reply: Reply) -> dict[str, Any]:
    """Return a reply as values that JSON has; what is not known is None."""
    deed = reply.deed
    return {
        "charger": charger,
        "question": reply.question.value,
        "answer": reply.text,
        "mood": reply.mood.value,
        "certainty": reply.confidence.value,
        "evidence": [
            {
                "text": proof.text,
                "message": proof.message,
                "time": None if proof.at is None else time_text(proof.at),
            }
            for proof in reply.proofs
        ],
        "next": reply.next,
        "call": None if deed is None else [deed.action, dict(deed.payload)],
        "findings": list(reply.findings),
    }


def reply_lines(charger: str, replies: tuple[Reply, ...]) -> Iterator[str]:
    """Write the replies about a charger for people."""
    yield charger_text(charger)
    for reply in replies:
        yield f"  {reply.question}"
        yield f"    {reply.text}  [certainty: {reply.confidence}]"
        for proof in reply.proofs:
            number = "" if proof.message is None else f"  #{proof.message}"
            yield f"      - {proof.text}{number}"
        if reply.next:
            yield f"    Next: {reply.next}"
    yield ""
