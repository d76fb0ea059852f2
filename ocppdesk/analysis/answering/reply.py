# SPDX-License-Identifier: Apache-2.0
"""What the messages say to one of the five questions."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from ocppdesk.analysis.limits.answers import Confidence


class Question(enum.StrEnum):
    """What a technician wants to know of a charger."""

    COMMUNICATING = "Is the charger communicating?"
    BROKEN = "Is something broken?"
    NOT_STARTED = "Why did the session not start?"
    STOPPED = "Why did the session stop?"
    ALLOWED = "What amperage was last set?"


class Mood(enum.StrEnum):
    """What kind of news a reply is."""

    FINE = "fine"
    """As it should be."""
    TROUBLE = "trouble"
    """Something is to be done."""
    OPEN = "open"
    """These messages do not tell."""
    PLAIN = "plain"
    """Neither good nor bad."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that a reply rests on."""

    text: str
    """What, as a plain sentence."""
    message: int | None = None
    """The number of the message that shows it; None: what is missing shows it."""
    at: int | None = None
    """When it was, microseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A call of the CSMS that is worth making next."""

    action: str
    payload: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to one question, at one moment."""

    question: Question
    text: str
    """The short reply, in one to three plain sentences."""
    mood: Mood
    confidence: Confidence
    """How far it can be trusted."""
    proofs: tuple[Proof, ...] = ()
    """What it rests on, the most important first."""
    next: str = ""
    """What to try next, as a sentence; empty: nothing."""
    deed: Deed | None = None
    """The call that does so; None: it is no call."""
    findings: tuple[str, ...] = ()
    """The ids of the rules whose findings it rests on."""
