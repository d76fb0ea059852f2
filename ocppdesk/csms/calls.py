# SPDX-License-Identifier: Apache-2.0
"""Our own calls: one at a time for each charger, the others in a queue that is seen.

Whoever sends, the window or `ocppdesk call`, sends through here.
"""

import asyncio
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ocppdesk.core.messages import Message

if TYPE_CHECKING:
    from ocppdesk.csms.central import Csms
    from ocppdesk.csms.connection import ChargerConnection


class CallFailed(Exception):  # noqa: N818 - the outcome of a call, not an error of ours
    """A call of ours got no answer; the text says why."""


@dataclass(frozen=True, slots=True)
class QueuedCall:
    """A call of ours that has no answer yet."""

    number: int
    """In which order they were asked for."""
    charger: str
    action: str
    asked_at: int
    """When it was asked for, microseconds since 1970."""
    is_sent: bool = False
    """Whether it is out; else another one goes first."""


class Calls:
    """The calls to all chargers.

    Args:
        csms: Who has the connections.
    """

    def __init__(self, csms: "Csms") -> None:
        self._csms = csms
        self._answers: dict[int, tuple[ChargerConnection, asyncio.Future[Message]]] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._queue: dict[int, QueuedCall] = {}
        self._numbers = itertools.count(1)
        # Ids that no charger uses, also not after a restart of this program.
        self._ids = (f"desk-{time.time_ns():x}-{n}" for n in itertools.count(1))

    @property
    def queue(self) -> tuple[QueuedCall, ...]:
        """The calls that have no answer yet, in the order in which they go out."""
        return tuple(self._queue.values())

    async def make(
        self,
        charger: str,
        action: str,
        payload: Any,
        *,
        timeout_s: float,
        on_sent: Callable[[Message], None] | None = None,
    ) -> Message:
        """Make a call and wait for its answer; see `Csms.call`."""
        number = next(self._numbers)
        asked_at = self._csms.clock()
        self._queue[number] = QueuedCall(number, charger, action, asked_at)
        self._csms.queue_changed()
        try:
            async with self._turns.setdefault(charger, asyncio.Lock()):
                self._queue[number] = replace(self._queue[number], is_sent=True)
                return await self._send(charger, action, payload, timeout_s, on_sent)
        finally:
            del self._queue[number]
            self._csms.queue_changed()

    async def _send(
        self,
        charger: str,
        action: str,
        payload: Any,
        timeout_s: float,
        on_sent: Callable[[Message], None] | None,
    ) -> Message:
        csms = self._csms
        connection = csms.connection_of(charger)
        assert connection.session is not None
        message_id = next(self._ids)
        at = self._csms.clock()
        message = connection.session.call(message_id, action, payload, at=at)
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._answers[message.id] = connection, answer
        sending = csms.post(connection, message)
        if on_sent is not None:
            on_sent(message)
        try:
            async with asyncio.timeout(timeout_s):
                return await answer
        except TimeoutError:
            raise CallFailed(
                f"{charger} did not answer {action} within {timeout_s:g} s. A later "
                "answer will still be recorded."
            ) from None
        finally:
            self._answers.pop(message.id, None)
            connection.session.expire(message_id)
            # What was given up must not go out later, when the disk works again.
            csms.withdraw(sending)

    def take(self, message: Message) -> None:
        """Take in what came from a charger: it may be the answer to a call."""
        if message.answer_to in self._answers:
            _connection, answer = self._answers.pop(message.answer_to)
            if not answer.done():
                answer.set_result(message)

    def lost(self, connection: "ChargerConnection") -> None:
        """Take note that a connection is gone: nobody will answer on it."""
        for waiting, answer in self._answers.values():
            if waiting is connection and not answer.done():
                charger = connection.record.charger
                answer.set_exception(
                    CallFailed(f"{charger} disconnected before it answered.")
                )
