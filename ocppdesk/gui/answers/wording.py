# SPDX-License-Identifier: Apache-2.0
"""The words of the page of answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.answering.reply import Deed, Mood, Question, Reply
from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.limits.answers import Confidence
from ocppdesk.analysis.limits.summary import summary
from ocppdesk.capture.records import Charger
from ocppdesk.core.commands.progress import Progress, Stage
from ocppdesk.core.commands.risks import Risk, danger_of

_LONGEST_HEADLINE: Final = 160  # characters: more of large text is no short answer


@dataclass(frozen=True, slots=True)
class Look:
    """A sign and a word beside the colour, for those who do not see it."""

    sign: str
    """As `look.signs` draws it."""
    word: str
    color: str


def who(charger: Charger) -> str:
    """Return a charger by all that tells it from others."""
    name = charger.identity or _tr("A charger without identity")
    make = " ".join(part for part in (charger.vendor, charger.model) if part)
    speaks = charger.version and f"OCPP {charger.version}"
    return " · ".join(part for part in (name, make, charger.firmware, speaks) if part)


def title(question: Question) -> str:
    """Return a question as it stands on its card."""
    match question:
        case Question.COMMUNICATING:
            return _tr("Is the charger communicating?")
        case Question.BROKEN:
            return _tr("Is something broken?")
        case Question.NOT_STARTED:
            return _tr("Why did the session not start?")
        case Question.STOPPED:
            return _tr("Why did the session stop?")
        case Question.ALLOWED:
            return _tr("What amperage was last set?")


def look_of(mood: Mood) -> Look:
    """Return how a kind of news is shown."""
    match mood:
        case Mood.FINE:
            return Look("check", _tr("Fine"), "ok")
        case Mood.TROUBLE:
            return Look("warning", _tr("Trouble"), "problem")
        case Mood.OPEN:
            return Look("help", _tr("Not told"), "muted")
        case Mood.PLAIN:
            return Look("info", _tr("Told"), "accent")


def certainty(confidence: Confidence) -> tuple[str, str]:
    """Say how far a reply can be trusted: in two words, and in a sentence."""
    match confidence:
        case Confidence.HIGH:
            return _tr("Certain"), _tr("The messages say it themselves.")
        case Confidence.MEDIUM:
            return _tr("Likely"), _tr(
                "It follows from the messages, but none says it outright."
            )
        case Confidence.LOW:
            return _tr("Possible"), _tr("Something in the messages speaks against it.")
        case Confidence.UNKNOWN:
            return _tr("Not known"), _tr("Nothing in these messages tells.")


def text_of(reply: Reply, facts: Facts, clock: Callable[[int], str]) -> str:
    """Return a reply, with times as they are written here.

    Args:
        reply: The reply.
        facts: The facts that it is one of.
        clock: Writes a time, microseconds since 1970.
    """
    if reply.question is Question.ALLOWED:
        for found in facts.allowances:
            if found.summary == reply.text:
                return summary(found, clock)
    return reply.text


def parted(text: str) -> tuple[str, str]:
    """Return the first sentence of a reply, which is shown large, and the rest.

    What is too long to be read at a glance is all rest but its beginning.
    """
    for mark in (". ", "; "):
        head, found, rest = text.partition(mark)
        if len(head) <= _LONGEST_HEADLINE:
            return (f"{head}.", rest) if found else (head, "")
    return "", text


def is_asked_at_once(deed: Deed) -> bool:
    """Return whether a call only reads, so that it needs no second look."""
    return danger_of(deed.action, dict(deed.payload)).risk is Risk.READS


def deed_label(deed: Deed) -> str:
    """Return what stands on the button that makes a call."""
    wanted = deed.payload.get("requestedMessage")
    if deed.action == "TriggerMessage" and wanted:
        return _tr("Ask for {message}").format(message=wanted)
    if deed.action == "GetCompositeSchedule":
        return _tr("Ask for the limit in force")
    if is_asked_at_once(deed):
        return _tr("Ask: {action}").format(action=deed.action)
    return _tr("Prepare {action}…").format(action=deed.action)


def deed_help(deed: Deed) -> str:
    """Say what the button does."""
    if is_asked_at_once(deed):
        text = _tr("Sends {action} at once: it only reads.")
    else:
        text = _tr("Opens the form of {action}: nothing is sent before you say so.")
    return text.format(action=deed.action)


def state_of(progress: Progress) -> tuple[str, str]:
    """Say how far a call has come, and the colour of that."""
    action = progress.action
    match progress.stage:
        case Stage.QUEUED:
            return _tr("{0} waits for its turn…").format(action), "muted"
        case Stage.SENT:
            return _tr("{0} was sent, no answer yet…").format(action), "muted"
        case Stage.FAILED:
            return f"{action}: {progress.failure}", "problem"
        case Stage.ANSWERED:
            verdict = progress.verdict
            text = _tr("answered") if verdict is None else verdict.text
            return f"{action}: {text}", "text"


def spoken(reply: Reply, text: str) -> str:
    """Return a card as a screen reader says it."""
    parts = (title(reply.question), look_of(reply.mood).word, text,
             certainty(reply.confidence)[0], reply.next)  # fmt: skip
    return " ".join(part for part in parts if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("answers", text)
