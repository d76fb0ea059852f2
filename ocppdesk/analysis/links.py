# SPDX-License-Identifier: Apache-2.0
"""What the record of a connection tells the analysis."""

import enum
from dataclasses import dataclass


class Closer(enum.StrEnum):
    """Who ended a connection."""

    NOBODY = "nobody"
    """It broke, or it lasts."""
    CHARGER = "charger"
    CSMS = "csms"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Link:
    """One connection or attempt, as far as it has come."""

    number: int
    """Its number in the capture."""
    charger: str
    """The identity; empty if none was given."""
    peer: str
    """Address and port of the other side; empty where a log tells of it."""
    began_at: int
    """When TCP connected, microseconds since 1970."""
    opened_at: int | None = None
    """When the WebSocket opened; None: it never did."""
    ended_at: int | None = None
    """When it ended; None while it lasts."""
    path: str = ""
    """The path of the request, as it was sent."""
    head: bytes = b""
    """The first bytes that arrived."""
    offered: str = ""
    """The sub-protocols offered, separated by commas."""
    subprotocol: str = ""
    """The one agreed on; empty if none."""
    version: str = ""
    """The OCPP version spoken; empty if none."""
    close_code: int | None = None
    """1006 where no close frame came; None while it lasts or where nobody knows."""
    close_reason: str = ""
    closer: Closer = Closer.UNKNOWN
    """Who ended it."""
    is_replaced: bool = False
    """Whether it was ended because the charger opened a newer one."""
    pings: int = 0
    """How many WebSocket pings the charger sent."""
    last_heard_at: int | None = None
    """When the last byte came, microseconds since 1970."""
    outcome: str = ""
    """How far it came, as captures have it: `open`, `closed`, `tls_on_plain` …"""
    cause: str = ""
    """What happened, as a sentence."""
    fix: str = ""
    """What to do about it, as a sentence."""
    is_idle: bool = False
    """Whether it was ended because nothing came over it for too long."""
    remarks: tuple[str, ...] = ()
    """Oddities of the handshake, a sentence each."""

    @property
    def is_recorded(self) -> bool:
        """Whether it was seen as such; otherwise messages of a log tell of it."""
        return bool(self.peer)

    @property
    def address(self) -> str:
        """Where it came from, without the port."""
        return self.peer.rsplit(":", 1)[0]

    @property
    def lived_us(self) -> int | None:
        """How long it was open, in microseconds; None while it is, or if never."""
        if self.opened_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.opened_at
