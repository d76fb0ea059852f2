# SPDX-License-Identifier: Apache-2.0
"""The record of one message, as it goes into a capture and comes out of it."""

import enum
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.frames import MessageType, Problem, parse_frames

CARD_SHOWN: Final = "CardShown"
"""The action of a LINK message that a person had recorded at the charger."""


class Direction(enum.IntEnum):
    """Which way a message went."""

    IN = 0
    """From the charger."""
    OUT = 1
    """To the charger."""
    LINK = 2
    """Neither: the connection itself opened or closed, or somebody at the charger did
    what no message tells."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing about a message that is not as the specification has it."""

    path: str
    """Where in the payload, as in `meterValue[0].timestamp`; empty for the frame."""
    text: str
    """What is wrong, as a sentence."""


@dataclass(frozen=True, slots=True)
class Message:
    """One recorded frame with what is known about it; immutable once recorded."""

    id: int
    """Its number in the capture, from 1, in order of arrival."""
    at: int
    """When it arrived or was decided on: microseconds since 1970, UTC."""
    charger: str
    """The identity of the charger; empty if it never gave one."""
    connection: int
    """The number of the connection in the capture."""
    direction: Direction
    """Which way it went."""
    raw: str | bytes
    """The text exactly as it was on the wire; bytes where it was not UTF-8.

    For a LINK message: what happened, as a sentence.
    """
    type: MessageType | None = None
    """The message type, if it has one that OCPP knows."""
    message_id: str | None = None
    """The OCPP message id as text."""
    action: str | None = None
    """The action, on answers the action of the call; `Connected`, `Disconnected` and
    `CARD_SHOWN` on LINK messages."""
    answer_to: int | None = None
    """On answers: the `id` of the call that is answered, if it is known."""
    latency_ms: float | None = None
    """On answers: the time since the call, in milliseconds."""
    error_code: str | None = None
    """On a CALLERROR: the code as its sender spelt it."""
    evse: int | None = None
    """OCPP 2.x: the EVSE it is about."""
    connector: int | None = None
    """The connector it is about."""
    transaction_id: int | str | None = None
    """The transaction it belongs to."""
    problem: Problem | None = None
    """The worst that is wrong with it, in one word."""
    violations: tuple[Violation, ...] = ()
    """Everything that is wrong with it."""

    @property
    def text(self) -> str:
        """The raw text for reading; bytes that are not UTF-8 show as U+FFFD."""
        if isinstance(self.raw, str):
            return self.raw
        return self.raw.decode("utf-8", "replace")

    def payload(self) -> Any:
        """Parse the raw text again and return its payload, None if it has none."""
        if self.direction is Direction.LINK:
            return None
        return parse_frames(self.text)[0].payload
