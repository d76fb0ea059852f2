# SPDX-License-Identifier: Apache-2.0
"""The middle of the embedded CSMS: from the socket to the capture and back.

What arrives in one turn of the loop is decided on, written in one transaction, and
only then answered: what a charger was told is in the capture before it is told.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ocppdesk.capture.errors import RecordingError
from ocppdesk.capture.links import REPLACED, SILENT
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.messages import CARD_SHOWN, Direction, Message
from ocppdesk.core.session import Held, Session
from ocppdesk.csms.attempts import Attempt, Diagnosis, diagnose, too_many
from ocppdesk.csms.calls import CallFailed as CallFailed
from ocppdesk.csms.calls import Calls
from ocppdesk.csms.connection import ChargerConnection
from ocppdesk.csms.endings import ending
from ocppdesk.csms.handshake import caller_of, version_of, without_secrets
from ocppdesk.csms.options import Options

_RETRY_S = 1.0  # between attempts to write to a disk that refuses
_MOST_WAITING = 32 * 2**20  # bytes kept in memory while the disk refuses
_ROW_BYTES = 500  # what a message or connection takes beside its text


@dataclass(frozen=True, slots=True)
class Sending:
    """A text on its way to the socket."""

    connection: ChargerConnection
    text: str


def now() -> int:
    """Return the time as captures have it: microseconds since 1970, UTC."""
    return time.time_ns() // 1000


class Csms:
    """The state of the embedded CSMS; lives in the engine's thread and loop.

    Args:
        recorder: The capture to write.
        options: How to listen and answer.
        on_change: Called, in this thread, after something was written or failed to be.
        clock: Gives the time, microseconds since 1970.
    """

    def __init__(
        self,
        recorder: Recorder,
        options: Options,
        *,
        on_change: Callable[[], None],
        clock: Callable[[], int] = now,
    ) -> None:
        self.recorder = recorder
        self.options = options
        self.clock = clock
        """Gives the time, microseconds since 1970."""
        self.is_stalled = False
        """Whether reading from the chargers is stopped because the disk refuses."""
        self.failure: RecordingError | None = None
        """Why the last write failed; None when all is well."""
        self.noted_id = 0
        """The newest message that a note of this program was put on."""
        self.connections: dict[str, ChargerConnection] = {}
        """The open connection of each charger."""
        self._on_change = on_change
        self._watchers: dict[object, Callable[[Message], None]] = {}
        self._unwatched: list[Message] = []
        self._loop = asyncio.get_running_loop()
        self._peers: set[ChargerConnection] = set()
        self.own_peers: set[Any] = set()  # those of `checking.reach`
        self._transactions = recorder.transactions()
        self._outbox: list[Sending] = []
        self._flush_is_due = False
        self._waiting = 0
        self.calls = Calls(self)
        """Our own calls."""

    # What the connections report.

    def peer_connected(self, connection: ChargerConnection) -> None:
        """Take note of a TCP connection."""
        peer = connection.remote_address
        connection.record = Connection(
            id=self.recorder.next_connection_id(),
            charger="",
            peer=_peer_text(peer),
            began_at=self.clock(),
            outcome=Outcome.WAITING,
        )
        self._put(connection)
        self._peers.add(connection)
        if self.is_stalled:
            connection.transport.pause_reading()
        if len(self._peers) > self.options.max_connections:
            self.refuse(connection, too_many(self.options.max_connections))
            connection.transport.abort()

    def opened(self, connection: ChargerConnection) -> None:
        """Take note of a WebSocket that is open; a charger's newest one wins."""
        assert connection.request is not None
        path = connection.request.path
        address = str(connection.remote_address[0])
        caller = caller_of(path, address=address)
        subprotocol = connection.subprotocol
        version = version_of(subprotocol)
        remarks = [*connection.remarks, *caller.remarks]
        if subprotocol is None:
            remarks.append(
                "The request names no OCPP sub-protocol; OCPP 1.6 is assumed."
            )
        at = self.clock()
        connection.record = replace(
            connection.record,
            charger=caller.identity,
            outcome=Outcome.OPEN,
            opened_at=at,
            path=path,
            offered=", ".join(connection.offered),
            subprotocol=subprotocol or "",
            version=version,
            head=without_secrets(connection.head),
            remarks=tuple(remarks),
            last_heard_at=at,
        )
        connection.session = Session(
            charger=caller.identity,
            connection=connection.record.id,
            version=version,
            next_id=self.recorder.next_message_id,
            clock=self.clock,
            transactions=self._transactions,
            policy=self.options.policy,
        )
        older = self.connections.get(caller.identity)
        self.connections[caller.identity] = connection
        agreed = subprotocol or f"no sub-protocol, taken for OCPP {version}"
        text = f"Connected from {connection.record.peer} to {path} ({agreed})."
        self._add(
            self._link_message(connection, "Connected", " ".join([text, *remarks]))
        )
        self._put(connection)
        if older is not None:
            older.drop(REPLACED)
        for data, binary in connection.early:
            self.message_arrived(connection, data, binary=binary)
        connection.early.clear()

    def message_arrived(
        self, connection: ChargerConnection, data: bytes, *, binary: bool
    ) -> None:
        """Take in a WebSocket message: decide, record, and answer once recorded."""
        at = self.clock()
        session = connection.session
        if session is None:
            # What comes with the request waits; what a refused peer says is no OCPP.
            if connection.record.outcome is Outcome.WAITING:
                connection.early.append((data, binary))
            return
        raw: str | bytes
        try:
            raw = data.decode()
        except UnicodeDecodeError:
            raw = data
        for message in session.receive(raw, at=at, binary=binary):
            if message.direction is Direction.OUT:
                self.post(connection, message)
            else:
                self._add(message)
                self.calls.take(message)
        for held in session.take_held():
            self._loop.call_later(held.delay_s, self._release, connection, held)
        self._note(session)
        while self._transactions.new:
            self.recorder.add_transaction(*self._transactions.new.pop())
        while self._transactions.ended:
            self.recorder.end_transaction(self._transactions.ended.pop())

    def peer_gone(self, connection: ChargerConnection) -> None:
        """Take note of the end of a connection, however far it had come."""
        self._peers.discard(connection)
        at, pings = self.clock(), connection.pings
        record = replace(connection.record, ended_at=at, pings=pings)
        if connection.session is None:
            connection.record = record
            if record.outcome is Outcome.WAITING:
                self.refuse(connection, self._diagnosis(connection))
            else:
                self._put(connection)
            return
        code, reason, text = ending(connection)
        connection.record = replace(
            record,
            outcome=Outcome.CLOSED,
            close_code=code,
            close_reason=reason,
            cause=text,
            last_heard_at=self._heard_at(connection),
        )
        if self.connections.get(record.charger) is connection:
            del self.connections[record.charger]
        self.calls.lost(connection)
        self._add(self._link_message(connection, "Disconnected", text))
        self._put(connection)

    # Our own calls.

    async def call(
        self,
        charger: str,
        action: str,
        payload: Any,
        *,
        timeout_s: float | None = None,
        on_sent: Callable[[Message], None] | None = None,
    ) -> Message:
        """Make a call to a charger and wait for its answer.

        One call at a time goes to each charger (OCPP-J 1.6, 4.1.1); further ones wait
        for their turn.

        Args:
            charger: The identity.
            action: The action.
            payload: Its payload.
            timeout_s: Seconds to wait for the answer; None takes the setting.
            on_sent: Told the call, in this thread, when its turn has come.

        Returns:
            The answer as it was recorded, a CALLRESULT or a CALLERROR.

        Raises:
            CallFailed: If the charger is not connected, goes away or does not answer.
        """
        limit = self.options.call_timeout_s if timeout_s is None else timeout_s
        return await self.calls.make(
            charger, action, payload, timeout_s=limit, on_sent=on_sent
        )

    async def send_text(self, charger: str, text: str) -> Message:
        """Send any text to a charger, at once; it is recorded like everything else.

        Raises:
            CallFailed: If the charger is not connected.
        """
        connection = self.connection_of(charger)
        assert connection.session is not None
        message = connection.session.send(text, at=self.clock())
        self.post(connection, message)
        return message

    async def note_card(self, charger: str) -> Message:
        """Record that somebody shows a card to the reader of a charger at this moment.

        Raises:
            CallFailed: If the charger is not connected.
        """
        text = "Somebody showed a card to the reader, and had it noted here."
        connection = self.connection_of(charger)
        message = self._link_message(connection, CARD_SHOWN, text)
        self._add(message)
        return message

    def post(self, connection: ChargerConnection, message: Message) -> Sending:
        """Record a message of ours, and send it once it is recorded."""
        assert isinstance(message.raw, str)
        sending = Sending(connection, message.raw)
        self._add(message)
        self._outbox.append(sending)
        return sending

    def withdraw(self, sending: Sending) -> None:
        """Do not send what has not gone out yet."""
        if sending in self._outbox:
            self._outbox.remove(sending)

    def queue_changed(self) -> None:
        """Tell that other calls are on their way now."""
        self._on_change()

    def _release(self, connection: ChargerConnection, held: Held) -> None:
        """Give an answer whose time has come, if somebody is still there for it."""
        is_open = connection.record.outcome is Outcome.OPEN
        if connection.session is not None and is_open:
            self.post(connection, connection.session.release(held))
            self._note(connection.session)

    def _note(self, session: Session) -> None:
        """Record what is to be noted on messages of a session."""
        for number, note in session.take_notes():
            self.recorder.annotate(number, is_marked=False, note=note)
            self.noted_id = number

    def watch(self, watcher: Callable[[Message], None]) -> Callable[[], None]:
        """Have a function told each message once it is recorded, in this thread.

        Returns:
            A function that ends it; it may be called more than once.
        """
        key = object()
        self._watchers[key] = watcher

        def end() -> None:
            self._watchers.pop(key, None)

        return end

    def connection_of(self, charger: str) -> ChargerConnection:
        """Return the open connection of a charger.

        Raises:
            CallFailed: If it is not connected.
        """
        found = self.connections.get(charger)
        if found is not None:
            return found
        online = ", ".join(sorted(self.connections)) or "none"
        raise CallFailed(f"{charger} is not connected. Connected: {online}.")

    # Housekeeping; the engine calls it every few seconds.

    def tend(self) -> None:
        """Note signs of life, and end connections that show none."""
        limit = self.options.idle_limit_s
        for connection in list(self.connections.values()):
            heard = self._heard_at(connection)
            record = connection.record
            if heard != record.last_heard_at or connection.pings != record.pings:
                connection.record = replace(
                    record, last_heard_at=heard, pings=connection.pings
                )
                self._put(connection)
            if self._loop.time() - connection.last_heard > limit:
                connection.drop(f"{SILENT} {limit:.0f} s, not even a pong.")

    def apply(self, options: Options) -> None:
        """Take over new options; the address to listen on is the listener's matter."""
        self.options = options
        for connection in self.connections.values():
            if connection.session is not None:
                connection.session.policy = options.policy

    def flush(self) -> None:
        """Write what was collected, then send what may be sent now."""
        self._flush_is_due = False
        try:
            self.recorder.commit()
        except RecordingError as error:
            self._stall(error)
            return
        self._waiting = 0
        if self.failure is not None:
            self._recover()
        sending, self._outbox = self._outbox, []
        for item in sending:
            item.connection.send_now(item.text)
        recorded, self._unwatched = self._unwatched, []
        for message in recorded:
            for watcher in list(self._watchers.values()):
                watcher(message)
        self._on_change()

    def _stall(self, error: RecordingError) -> None:
        """Keep everything, answer nobody, and try again soon."""
        self.failure = error
        self._flush_is_due = True
        self._loop.call_later(_RETRY_S, self.flush)
        self._on_change()

    def _recover(self) -> None:
        self.failure = None
        if self.is_stalled:
            self.is_stalled = False
            for connection in self._peers:
                if not connection.paused:
                    connection.transport.resume_reading()

    def _schedule_flush(self) -> None:
        # Called in the turn that read the data; all else that this turn reads comes
        # before the flush, so a burst costs one commit.
        if not self._flush_is_due:
            self._flush_is_due = True
            self._loop.call_soon(self.flush)

    def _add(self, message: Message) -> None:
        self.recorder.add_message(message)
        if self._watchers:
            self._unwatched.append(message)
        self._count_waiting(len(message.raw) + _ROW_BYTES)
        self._schedule_flush()

    def _count_waiting(self, size: int) -> None:
        """Take no more from anybody when too much waits for a disk that refuses."""
        self._waiting += size
        if (
            self.failure is not None
            and self._waiting > _MOST_WAITING
            and not self.is_stalled
        ):
            self.is_stalled = True
            for connection in self._peers:
                connection.transport.pause_reading()

    def _put(self, connection: ChargerConnection) -> None:
        self.recorder.put_connection(connection.record)
        self._count_waiting(_ROW_BYTES)
        self._schedule_flush()

    def refuse(self, connection: ChargerConnection, diagnosis: Diagnosis) -> None:
        """Take note of a connection that never became a conversation."""
        request = connection.request
        connection.record = replace(
            connection.record,
            outcome=diagnosis.outcome,
            cause=diagnosis.cause,
            fix=diagnosis.fix,
            path=connection.record.path if request is None else request.path,
            offered=", ".join(connection.offered),
            head=without_secrets(connection.head),
            ended_at=connection.record.ended_at or self.clock(),
        )
        self._put(connection)

    def _diagnosis(self, connection: ChargerConnection) -> Diagnosis:
        refusal = connection.protocol.handshake_exc
        seconds = connection.seconds
        return diagnose(
            Attempt(
                head=connection.head,
                seconds=seconds,
                timed_out=seconds >= self.options.handshake_timeout_s,
                head_too_long=connection.head_too_long,
                is_complete=connection.has_whole_head,
                refusal="" if refusal is None else _reason(refusal),
            )
        )

    def _heard_at(self, connection: ChargerConnection) -> int:
        ago = self._loop.time() - connection.last_heard
        return self.clock() - int(ago * 1_000_000)

    def _link_message(
        self, connection: ChargerConnection, action: str, text: str
    ) -> Message:
        return Message(
            id=self.recorder.next_message_id(),
            at=self.clock(),
            charger=connection.record.charger,
            connection=connection.record.id,
            direction=Direction.LINK,
            raw=text,
            action=action,
        )


def _peer_text(peer: tuple[Any, ...] | None) -> str:
    if not peer:
        return "unknown"
    host = str(peer[0]).removeprefix("::ffff:")
    return f"[{host}]:{peer[1]}" if ":" in host else f"{host}:{peer[1]}"


def _reason(error: BaseException) -> str:
    """Return what the WebSocket library said, with the causes behind it."""
    parts = []
    cause: BaseException | None = error
    while cause is not None:
        if str(cause) and str(cause) not in parts:
            parts.append(str(cause))
        cause = cause.__cause__
    return ": ".join(parts)
