# SPDX-License-Identifier: Apache-2.0
"""The story of one use of a connector, as it is told."""

import enum
from dataclasses import dataclass


class Certainty(enum.StrEnum):
    """How sure it is that something was so."""

    OBSERVED = "observed"
    """A message says so."""
    INFERRED = "inferred"
    """It follows from messages."""
    ASSUMED = "assumed"
    """It is likely, and no message speaks against it."""


class Outcome(enum.StrEnum):
    """How a story ended; each has exactly one."""

    COMPLETED = "completed"
    COMPLETED_NO_ENERGY = "completed_no_energy"
    FAILED_NO_PLUG = "failed_no_plug"
    FAILED_NO_TOKEN = "failed_no_token"
    FAILED_TOKEN_REFUSED = "failed_token_refused"
    FAILED_TIMEOUT = "failed_timeout"
    FAILED_UNAVAILABLE = "failed_unavailable"
    FAILED_FAULT = "failed_fault"
    FAILED_REMOTE_REJECTED = "failed_remote_rejected"
    FAILED_PROTOCOL = "failed_protocol"
    STOPPED_BY_FAULT = "stopped_by_fault"
    STOPPED_BY_POWER = "stopped_by_power"
    STOPPED_DEAUTHORIZED = "stopped_deauthorized"
    ORPHANED = "orphaned"
    OPEN = "open"
    UNKNOWN_PARTIAL = "unknown_partial"


class EnergySource(enum.StrEnum):
    """Where the energy of a session is taken from, the most trusted first."""

    METER = "meterStop - meterStart"
    TRANSACTION = "Transaction.End - Transaction.Begin"
    REGISTER = "last - first register"
    INTERVALS = "sum of intervals"
    POWER = "power over time"


class Quality(enum.StrEnum):
    """How far an energy can be trusted."""

    EXACT = "exact"
    ESTIMATED = "estimated"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True)
class Energy:
    """The energy of a transaction, and how it is known."""

    wh: float
    source: EnergySource
    quality: Quality
    notes: tuple[str, ...] = ()
    """What was odd, a sentence each."""
    others: tuple[tuple[EnergySource, float], ...] = ()
    """What other sources say, in Wh."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    at: int
    """When, microseconds since 1970, by the laptop's clock if the message arrived as it
    happened, else by the charger's."""
    message: int | None
    """The number of the message that tells; None: no message does."""
    text: str
    """What, as a plain sentence."""
    certainty: Certainty = Certainty.OBSERVED
    is_problem: bool = False
    """Whether this is what went wrong."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction of a story."""

    id: int | str | None
    """As the CSMS (1.6) or the charger (2.x) numbered it; None: never known."""
    id_tag: str
    """The token; empty if it is not known."""
    began_at: int
    """By the charger's clock where it can be trusted, microseconds since 1970."""
    ended_at: int | None
    """None while it runs, or where no message tells."""
    start_message: int | None
    stop_message: int | None
    meter_start_wh: float | None
    meter_stop_wh: float | None
    stop_reason: str
    """As the charger gave it; empty while it runs; `Local` if it gave none."""
    energy: Energy | None
    """None if nothing tells."""
    is_offline: bool = False
    """Whether it began without a connection and was told later."""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything on one connector from the first sign of use until it is free again."""

    number: int
    """From 1 for each charger, in the order in which they were first heard of: it never
    changes, and a number is missing where two stories turned out to be one."""
    charger: str
    evse: int | None
    connector: int | None
    began_at: int
    """Microseconds since 1970."""
    ended_at: int | None
    """None while it goes on, or where the messages end before."""
    transactions: tuple[Transaction, ...]
    """None in a failed start."""
    lines: tuple[Line, ...]
    """What happened, in its order."""
    outcome: Outcome
    certainty: Certainty
    """How sure the outcome is."""
    summary: str
    """The story in one or two plain sentences."""
    missing_step: str = ""
    """Of a failed start, or one without energy: the first step that did not happen."""
    id_tag: str = ""
    """The token it was started with; empty if none is known."""
    stop_reason: str = ""
    """Of its last transaction."""
    energy_wh: float | None = None
    """Of all its transactions; None if nothing tells."""
    peak_w: float | None = None
    """The greatest power that was reported."""
    mean_w: float | None = None
    """Energy by the time in which it was charging."""
    mean_transaction_w: float | None = None
    """Energy by the whole time of its transactions."""
    charging_s: float | None = None
    """For how long it was charging."""
