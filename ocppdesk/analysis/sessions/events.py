# SPDX-License-Identifier: Apache-2.0
"""What happens to a charger, in the same words for OCPP 1.6 and 2.x.

A message becomes any number of events (`reading`); the state machine (`machine`) makes
stories of them and knows of no version.
"""

import enum
from dataclasses import dataclass
from typing import Final, TypeAlias

from ocppdesk.analysis.sample import Sample

TransactionId: TypeAlias = int | str

_NO_ID: Final = frozenset({0, -1, "", "0", "-1", "null"})


class State(enum.StrEnum):
    """The state of a connector or EVSE, as a charger tells it."""

    AVAILABLE = "Available"
    PREPARING = "Preparing"
    """Somebody has begun to use it; in OCPP 2.x `Occupied` and `EVConnected`."""
    CHARGING = "Charging"
    SUSPENDED_EV = "SuspendedEV"
    SUSPENDED_EVSE = "SuspendedEVSE"
    FINISHING = "Finishing"
    RESERVED = "Reserved"
    UNAVAILABLE = "Unavailable"
    FAULTED = "Faulted"


OFFERS: frozenset[State] = frozenset({State.CHARGING, State.SUSPENDED_EV})
"""The states in which the charger offers energy."""
IN_USE: frozenset[State] = OFFERS | {State.SUSPENDED_EVSE}
"""The states of a running transaction."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which message tells, and when it was; times in microseconds since 1970."""

    message: int
    """The number of the message."""
    at: int
    """When it arrived."""
    when: int
    """When what it tells happened: by the laptop's clock where the message came as it
    happened, else by the charger's."""
    is_late: bool = False
    """Whether it tells what happened earlier, as after a time without a connection."""
    told: int | None = None
    """The time in it by the charger's clock, whatever that is worth; None: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened."""

    stamp: Stamp
    spot: int | None = None
    """The connector (OCPP 1.6) or EVSE (2.x); None: not told."""
    connector: int | None = None
    """The connector, in both versions."""
    transaction: TransactionId | None = None
    """The transaction that it names; None: none that can be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTold(Event):
    """The charger tells the state of a connector (StatusNotification)."""

    state: State | None
    """None: a word that OCPP does not have."""
    word: str
    """The state as it was sent."""
    error: str = ""
    """The error code; empty if there is no error."""
    info: str = ""
    """What the charger adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerTold(Event):
    """The charger tells in a transaction whether power is offered and taken (2.x)."""

    state: State
    order: int = 0
    """The seqNo of the event that told it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugged(Event):
    """The cable was plugged in or out."""

    is_in: bool
    text: str
    """As a sentence."""
    is_first: bool = False
    """Whether it is told with the beginning of a transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenShown(Event):
    """Somebody shows a card or another token, and the charger asks about it."""

    tag: str
    group: str = ""
    """The group of the token, if it is told with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenJudged(Event):
    """The CSMS has answered on a token."""

    call: int
    """The number of the message that asked."""
    verdict: str
    """The status; empty: the answer was an error or has none."""
    group: str = ""
    """The group of the token (parentIdTag, groupIdToken)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteStartAsked(Event):
    """The CSMS asks for a transaction."""

    tag: str
    start_id: int | None = None
    """The remoteStartId (2.x)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteStartAnswered(Event):
    """The charger has answered on that."""

    call: int
    verdict: str
    """The status; empty: it was an error."""
    why: str = ""
    """What it adds, or the error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionStarted(Event):
    """A transaction begins."""

    tag: str = ""
    register_wh: float | None = None
    """The meter at its beginning (1.6)."""
    told_at: str = ""
    """The charger's time as it was sent: a message that is repeated repeats it."""
    is_offline: bool = False
    """Whether the charger says that it was offline."""
    start_id: int | None = None
    """The remoteStartId (2.x)."""
    cause: str = ""
    """Why it begins, as a part of a sentence (2.x); else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionNumbered(Event):
    """The CSMS has answered on a start (1.6); `transaction` is the number it gave."""

    call: int | None
    """The message that asked; None if it was not seen."""
    verdict: str
    """The status of the token; empty: the answer was an error or has none."""
    error: str = ""
    """The error code, where the answer was an error."""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionSeen(Event):
    """A transaction goes on (2.x), whether its beginning was seen or not."""

    start_id: int | None = None
    note: str = ""
    """What is worth telling, as a sentence; empty: nothing."""
    is_stop: bool = False
    """Whether that is that somebody stops it."""
    is_problem: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionEnded(Event):
    """A transaction ends."""

    raw_id: str = ""
    """The number as it was sent, for those that cannot be one."""
    register_wh: float | None = None
    """The meter at its end (1.6)."""
    tag: str = ""
    """The token that ended it."""
    reason: str = ""
    """Why, as it was sent; empty: not told, which means `Local`."""
    trigger: str = ""
    """What finally ended it (triggerReason, 2.x)."""
    samples: tuple[Sample, ...] = ()
    """What was measured in it (transactionData, 1.6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAnswered(Event):
    """The CSMS has answered an end with an error."""

    call: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metered(Event):
    """The charger tells what it measures."""

    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded(Event):
    """The CSMS asks for something that may change or end a session."""

    text: str
    """As a sentence."""
    stops: bool = False
    """Whether it may end a session."""
    limit: str = ""
    """The limit that it sets, as a part of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAnswered(Event):
    """The charger has answered on that."""

    call: int
    verdict: str
    """The status; empty: it was an error or has none."""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble(Event):
    """A fault is reported apart from a status (NotifyEvent), or is over."""

    text: str
    """What, as a part of a sentence."""
    is_over: bool
    is_fault: bool
    """Whether charging may have ended because of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booted(Event):
    """The charger has restarted."""

    reason: str = ""
    """As OCPP 2.x tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Event):
    """The connection was opened or closed."""

    is_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreToCome(Event):
    """The charger says that it has messages which it could not send so far (2.x)."""


def is_transaction_id(value: TransactionId | None) -> bool:
    """Return whether a number can name a transaction.

    Chargers that never learned it, or forgot it, send 0, -1 or nothing.
    """
    return value is not None and value not in _NO_ID
