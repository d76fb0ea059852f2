# SPDX-License-Identifier: Apache-2.0
"""The four answers to "what amperage was last set?", as they are told."""

import enum
from dataclasses import dataclass


class Confidence(enum.StrEnum):
    """How far an answer can be trusted."""

    HIGH = "high"
    """Accepted in these messages, and the charger's offer or the flow agrees."""
    MEDIUM = "medium"
    """Accepted, and nothing confirms it."""
    LOW = "low"
    """The messages begin after the charger was set up, or only the flow is known."""
    UNKNOWN = "unknown"
    """Nothing in these messages tells."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the four answers."""

    text: str
    """As a plain sentence; never empty."""
    at: int | None = None
    """When it was so, microseconds since 1970; None: nothing tells."""
    message: int | None = None
    """The number of the message that it comes from."""
    amps: float | None = None
    """Per phase."""
    watts: float | None = None
    """Over all phases."""
    confidence: Confidence = Confidence.UNKNOWN
    remarks: tuple[str, ...] = ()
    """What to know about it, a sentence each: the 6 A rule, watts turned into amps,
    what these messages cannot tell."""
    told: str = ""
    """Shorter, for the summary: `{at}` stands where its time belongs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a limit over time; it lasts until the next one."""

    at: int
    """From when on, microseconds since 1970."""
    amps: float | None
    """Per phase; None: no limit is known."""
    watts: float | None = None
    """Over all phases."""
    message: int | None = None
    """The number of the message by which it is so."""


@dataclass(frozen=True, slots=True)
class Allowances:
    """What one connector (OCPP 1.6) or EVSE (2.x) was allowed, offered, and drew."""

    connector: int
    """Its number; 0 is the charger as a whole."""
    last: Answer
    """The last instruction that the charger accepted."""
    in_force: Answer
    """The limit in force now, calculated from all that was accepted."""
    offered: Answer
    """What the charger says it offers."""
    flowing: Answer
    """What really flows."""
    summary: str
    """All four in one sentence, with times in UTC; `summary.summary` has others."""
    limits: tuple[Step, ...] = ()
    """The calculated limit over time, as far as the messages go; a line in steps."""
    ahead: tuple[Step, ...] = ()
    """The calculated limit of the next 24 hours, from now on."""
    offers: tuple[Step, ...] = ()
    """What the charger said it offers, other than as samples, over time."""
    is_evse: bool = False
    """Whether the number is that of an EVSE (OCPP 2.x)."""
