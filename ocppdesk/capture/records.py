# SPDX-License-Identifier: Apache-2.0
"""What a capture holds besides messages."""

import enum
from dataclasses import dataclass

from ocppdesk.core.messages import Message


class Outcome(enum.StrEnum):
    """How a connection attempt ended."""

    OPEN = "open"
    """The WebSocket is open."""
    CLOSED = "closed"
    """It was open and is closed."""
    WAITING = "waiting"
    """TCP is connected; the request has not come yet."""
    NO_REQUEST = "no_request"
    """TCP connected, and nothing came."""
    TLS_ON_PLAIN = "tls_on_plain"
    """A TLS handshake on the plain port."""
    PLAIN_GET = "plain_get"
    """An HTTP request that asks for no WebSocket."""
    BAD_UPGRADE = "bad_upgrade"
    """A WebSocket request that breaks the standard."""
    REFUSED_SUBPROTOCOL = "refused_subprotocol"
    """Only sub-protocols that this program does not speak."""
    TOO_MANY = "too_many"
    """More connections than allowed."""
    NOT_HTTP = "not_http"
    """Something that is neither HTTP nor TLS."""
    ABORTED = "aborted"
    """The peer left in the middle of the handshake."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One TCP connection to the listening port, with what became of it."""

    id: int
    """Its number in the capture."""
    charger: str
    """The identity; empty if none was given."""
    peer: str
    """Address and port of the other side."""
    began_at: int
    """When TCP connected, microseconds since 1970."""
    outcome: Outcome
    """How far it came."""
    opened_at: int | None = None
    """When the WebSocket opened; None: it never did (an *attempt*)."""
    ended_at: int | None = None
    """When it ended; None while it lasts."""
    path: str = ""
    """The path of the request, as it was sent."""
    offered: str = ""
    """The sub-protocols offered, as they were sent."""
    subprotocol: str = ""
    """The one agreed on; empty if none."""
    version: str = ""
    """The OCPP version spoken; empty if none."""
    head: bytes = b""
    """The first bytes that arrived."""
    cause: str = ""
    """What happened and what that means, as a sentence."""
    fix: str = ""
    """What to do about it, as a sentence."""
    remarks: tuple[str, ...] = ()
    """Oddities of the handshake, a sentence each."""
    close_code: int | None = None
    """The WebSocket close code; 1006 where no close frame came."""
    close_reason: str = ""
    """The reason in the close frame."""
    pings: int = 0
    """How many WebSocket pings the charger sent."""
    last_heard_at: int | None = None
    """When the last byte or ping came, microseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Connector:
    """The last reported state of one connector."""

    evse: int
    """OCPP 2.x: the EVSE; 0 in OCPP 1.6."""
    connector: int
    """Its number; 0 is the whole charger in OCPP 1.6."""
    status: str
    """As reported."""
    error_code: str
    """As reported; empty in OCPP 2.x."""
    info: str
    """What the charger added."""
    at: int
    """When the report arrived, microseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Charger:
    """A charger that the capture knows."""

    identity: str
    first_seen: int
    """Microseconds since 1970."""
    version: str = ""
    vendor: str = ""
    model: str = ""
    serial: str = ""
    firmware: str = ""
    boot_at: int | None = None
    """When the last BootNotification arrived, microseconds since 1970."""
    is_connected: bool = False
    """Whether its newest connection is open."""
    last_heard_at: int | None = None
    """When it was last heard of, microseconds since 1970."""
    connectors: tuple[Connector, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A message with what a table shows beside it."""

    message: Message
    """The message; its raw text is cut where `size` says so."""
    answer: Message | None
    """On calls: the first answer, cut likewise; None as long as there is none."""
    size: int
    """The length of the raw text, in characters or bytes."""
    call: Message | None = None
    """On answers: the call it belongs to, cut likewise."""
    previous_at: int | None = None
    """When the message before it was, microseconds since 1970; None if unknown."""
    answer_previous_at: int | None = None
    """The same of the answer."""
