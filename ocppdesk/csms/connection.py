# SPDX-License-Identifier: Apache-2.0
"""One TCP connection of a peer: the tap that sees everything on it.

It is a connection of the `websockets` library whose events are looked at before the
library's queues: the TCP connection as such, the first bytes, each frame. So failed
handshakes can be told, and a message is handled in the loop turn that read it.
"""

from collections import deque
from typing import TYPE_CHECKING, Any

from websockets.asyncio.server import ServerConnection
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.session import Session
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    import asyncio

    from ocppdesk.csms.central import Csms

_HEAD_KEPT = 2048  # first bytes kept for the record
_TRIPS_KEPT = 100
_READ_AT_ONCE = 16 * 1024  # bytes: asyncio's 256 KiB of short frames take a second
_DATA = frozenset({Opcode.TEXT, Opcode.BINARY, Opcode.CONT})


class ChargerConnection(ServerConnection):
    """A peer's connection, from TCP connect to its end.

    Attributes:
        record: What the capture says about it; replaced as things happen.
        session: The conversation; None until the WebSocket is open.
        last_heard: Loop time of the last byte that arrived.
        round_trips: The last round trips of our pings, in seconds, the oldest first.
        early: Messages that came before our response to the request, with whether
            they were binary; they count from when the WebSocket is open.
    """

    def __init__(self, csms: "Csms", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._csms = csms
        self.record: Connection
        self.session: Session | None = None
        self.last_heard = self.loop.time()
        self.pings = 0
        self.round_trips: deque[float] = deque(maxlen=_TRIPS_KEPT)
        self.head = b""
        self.head_too_long = False
        self.offered: tuple[str, ...] = ()
        self.remarks: list[str] = []
        self.drop_reason = ""
        self.early: list[tuple[bytes, bool]] = []
        self._cut_off: asyncio.TimerHandle | None = None
        self._received = 0
        self._began = self.loop.time()
        self._parts: list[bytes] = []
        self._opcode = Opcode.TEXT
        self._is_own = False

    @property
    def seconds(self) -> float:
        """How long the connection has lasted."""
        return self.loop.time() - self._began

    @property
    def has_whole_head(self) -> bool:
        """Whether the request came to its end, as far as the kept bytes tell."""
        end_is_there = any(end in self.head for end in (b"\r\n\r\n", b"\n\n"))
        return end_is_there or len(self.head) == _HEAD_KEPT

    def send_now(self, text: str) -> bool:
        """Write a text to the socket; return False if the connection is gone."""
        if self.record.outcome is not Outcome.OPEN or not self._is_open():
            return False
        self.protocol.send_text(text.encode())
        self.send_data()
        return True

    def drop(self, reason: str) -> None:
        """Close the connection from our side, for a reason that is recorded."""
        if not self.drop_reason:
            self.drop_reason = reason
            closing = self.close(CloseCode.GOING_AWAY, reason[:120])
            detach(closing, name="drop")

    def _is_open(self) -> bool:
        return self.protocol.state.name == "OPEN" and not self.transport.is_closing()

    # Overrides of asyncio's and websockets' protocol callbacks.

    def connection_made(self, transport: "asyncio.BaseTransport") -> None:
        super().connection_made(transport)
        own = self._csms.own_peers
        if own and (peer := self.remote_address[:2]) in own:
            # This program tries whether its port can be reached: that is no attempt.
            own.discard(peer)
            self._is_own = True
            self.transport.abort()
            return
        # One who floods us takes turns with the others. Asyncio's own loop has the size
        # as an attribute; other transports read less at once anyway.
        if hasattr(transport, "max_size"):
            transport.max_size = _READ_AT_ONCE
        self._csms.peer_connected(self)

    def data_received(self, data: bytes) -> None:
        self.last_heard = self.loop.time()
        if self.request is None:
            self._keep_head(data)
            if self.head_too_long:
                self.transport.abort()
                return
        super().data_received(data)
        if self._cut_off is None and self.session and self.protocol.close_expected():
            # The closing handshake is over; not every peer ends TCP then.
            self._cut_off = self.loop.call_later(
                self.close_timeout or 0, self.transport.abort
            )

    def process_event(self, event: Any) -> None:
        if isinstance(event, Request) or self.request is None:
            super().process_event(event)
        elif isinstance(event, Frame) and event.opcode in _DATA:
            self._take_data(event)
        else:
            if event.opcode is Opcode.PING:
                self.pings += 1
            super().process_event(event)
            if event.opcode is Opcode.PONG and self.latency:
                self.round_trips.append(self.latency)
                self.latency = 0.0  # a pong that nobody waits for measures nothing

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._is_own:
            return
        if self._cut_off is not None:
            self._cut_off.cancel()
        self._csms.peer_gone(self)

    def pause_writing(self) -> None:
        super().pause_writing()
        # A peer that sends and never reads must not fill the memory with answers.
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self._csms.is_stalled:
            self.transport.resume_reading()

    def _keep_head(self, data: bytes) -> None:
        self._received += len(data)
        self.head += data[: max(0, _HEAD_KEPT - len(self.head))]
        self.head_too_long = self._received > self._csms.options.max_header_bytes

    def _take_data(self, frame: Frame) -> None:
        if frame.opcode is not Opcode.CONT:
            self._parts.clear()
            self._opcode = frame.opcode
        if frame.data or frame.fin:  # empty fragments may come without end
            self._parts.append(bytes(frame.data))
        if not frame.fin:
            return
        whole = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts.clear()
        self._csms.message_arrived(self, whole, binary=self._opcode is Opcode.BINARY)
