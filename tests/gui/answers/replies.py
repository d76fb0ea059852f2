# SPDX-License-Identifier: Apache-2.0
"""Replies and lives that views are shown."""

from ocppdesk.analysis.answering.reply import Deed, Mood, Proof, Question, Reply
from ocppdesk.analysis.drops import pattern
from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.limits.answers import Confidence
from ocppdesk.analysis.links import Closer
from ocppdesk.analysis.lives import Life

SECOND = 1_000_000
NOON = 1_785_585_600 * SECOND
TRIGGER = Deed("TriggerMessage", {"requestedMessage": "StatusNotification"})
RESET = Deed("Reset", {"type": "Soft"})
TEXTS = {
    Question.COMMUNICATING: "Yes: connected for 3 min 20 s, registered, clock +2 s.",
    Question.BROKEN: "Nothing speaks for a hardware fault.",
    Question.NOT_STARTED: "Nobody plugged in within 60 s. First missing step: plug.",
    Question.STOPPED: "Card 04E8 charged 7.2 kWh on connector 1; unplugged.",
    Question.ALLOWED: "Last set: 16 A. In force now: 6 A. Nothing flows.",
}


def reply(question=Question.BROKEN, text=None, **fields):
    """Make a reply with two pieces of evidence."""
    common = {
        "mood": Mood.FINE,
        "confidence": Confidence.HIGH,
        "proofs": (Proof("Heartbeat.", 7, NOON), Proof("Nothing came.", None, NOON)),
        "next": "Ask for the status.",
    }
    return Reply(question, TEXTS[question] if text is None else text,
                 **common | fields)  # fmt: skip


def lives(count=3, *, lived=60, silent=60, **fields):
    """Make connections that all end alike, an hour apart."""
    common = {"closer": Closer.NOBODY, "close_code": 1006, "address": "10.0.0.7"}
    made = []
    for number in range(1, count + 1):
        end = NOON + (number * 3600 + lived) * SECOND
        told = {
            "said_at": end - silent * SECOND,
            "said": "Heartbeat",
            "heard_at": end - 2 * SECOND,
            "message": 10 * number,
        }
        began = NOON + number * 3600 * SECOND
        made.append(Life(number, began, end, **told | common | fields))
    return tuple(made)


def facts(*replies, charger="CP-0042", its=()):
    """Make the facts on a charger: one reply to each question."""
    given = {one.question: one for one in replies}
    found = tuple(given.get(question) or reply(question) for question in Question)
    return Facts(charger, 9, (), (), (), replies=found, lives=its, drops=pattern(its))
