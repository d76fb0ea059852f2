# SPDX-License-Identifier: Apache-2.0
"""The calls a charger has to make: one at a time, and what waits while offline.

OCPP-J 1.6, 4.1.1: no call before the last one is answered or given up. OCPP 1.6, 3.7
and 3.8, and OCPP 2.0.1, E13: messages of transactions are kept while there is no
connection, repeated when the CSMS fails to process them, and in the end discarded.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ocppdesk.simulator.configuration_values import Settings

Payload = dict[str, Any]
OnAnswer = Callable[[Payload | None], None]
"""Takes the payload of the answer; None if there will be none."""


@dataclass(slots=True)
class Call:
    """A call to be made."""

    action: str
    """What is called."""
    build: Callable[[], Payload]
    """Gives the payload at the moment of sending: a transaction's id may come late."""
    on_answer: OnAnswer | None = None
    """Told the answer."""
    is_durable: bool = False
    """Whether it belongs to a transaction: kept offline, repeated on failure."""
    is_early: bool = False
    """Whether it may be sent before the CSMS has accepted the charger."""
    message_id: str = ""
    """The id of the frame it was last sent with."""
    attempts: int = 0
    """How often the CSMS has failed to process it."""
    not_before: float = 0.0
    """When it may be repeated."""
    sent_at: float = 0.0
    """When it was sent last."""


def _as_it_is(call: Call) -> list[Call]:
    return [call]


class Outbox:
    """The queue of calls of one charger.

    Args:
        settings: Gives MessageTimeout, TransactionMessageAttempts and
            TransactionMessageRetryInterval.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting: list[Call] = []
        self._pending: Call | None = None
        self.is_open = False
        """Whether there is a connection."""
        self.is_accepted = False
        """Whether the CSMS has accepted the charger."""
        self.is_serving = False
        """Whether a command is being carried out: what it asks for may be sent even
        while the CSMS has not accepted the charger yet (OCPP 2.0.1, B02.FR.02)."""
        self.bend: Callable[[Call], Iterable[Call]] = _as_it_is
        """A bad habit: the calls that are made instead of one."""

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is on its way or could be."""
        return self._pending is None and not self._waiting

    @property
    def has_durable(self) -> bool:
        """Whether messages of transactions wait to be delivered."""
        pending = [] if self._pending is None else [self._pending]
        return any(call.is_durable for call in [*pending, *self._waiting])

    def add(self, call: Call) -> None:
        """Take a call to be made as soon as possible.

        One that cannot wait for a connection is given up at once.
        """
        for bent in self.bend(call):
            bent.is_early = bent.is_early or self.is_serving
            may_go = self.is_open and (self.is_accepted or bent.is_early)
            if may_go or bent.is_durable:
                self._waiting.append(bent)
            elif bent.on_answer is not None:
                bent.on_answer(None)

    def next_call(self, now: float) -> tuple[Call, Payload] | None:
        """Return the call to send now, with its payload; it counts as sent."""
        if self._pending is not None or not self.is_open:
            return None
        blocked = False
        for call in self._waiting:
            if call.is_durable and blocked:
                continue
            if call.not_before > now:
                blocked = True  # E13: later messages of transactions wait behind it
                continue
            if self.is_accepted or call.is_early:
                self._waiting.remove(call)
                call.message_id = str(uuid.uuid4())
                call.sent_at = now
                self._pending = call
                return call, call.build()
        return None

    def answered(self, message_id: str | None, payload: Payload) -> None:
        """Take an answer; one that nobody waits for is ignored."""
        call = self._take_pending(message_id)
        if call is not None and call.on_answer is not None:
            call.on_answer(payload)

    def pending_action(self, message_id: str | None) -> str | None:
        """Return what was called with a message id, None if no answer is expected."""
        call = self._pending
        is_it = call is not None and call.message_id == message_id
        return call.action if call is not None and is_it else None

    def give_up(self, message_id: str | None) -> None:
        """Take an answer that is of no use: the call is over, and had no result."""
        call = self._take_pending(message_id)
        if call is not None and call.on_answer is not None:
            call.on_answer(None)

    def failed(self, message_id: str | None, now: float) -> None:
        """Take a CALLERROR."""
        call = self._take_pending(message_id)
        if call is not None:
            self._retry(call, now)

    def expire(self, now: float) -> None:
        """Give up waiting for an answer that does not come in time."""
        call = self._pending
        timeout = self._settings.number("MessageTimeout")
        if call is not None and now - call.sent_at >= timeout:
            self._pending = None
            self._retry(call, now)

    def close(self) -> None:
        """Note that the connection is gone: only messages of transactions stay."""
        self.is_open = False
        lost = self._take_volatile()
        for call in lost:
            if call.on_answer is not None:
                call.on_answer(None)

    def restart(self) -> None:
        """Note a reboot: nobody remembers what the other calls were for."""
        self.is_open = self.is_accepted = False
        self._take_volatile()

    def _take_volatile(self) -> list[Call]:
        if self._pending is not None:
            self._waiting.insert(0, self._pending)
            self._pending = None
        lost = [call for call in self._waiting if not call.is_durable]
        self._waiting = [call for call in self._waiting if call.is_durable]
        return lost

    def _take_pending(self, message_id: str | None) -> Call | None:
        call = self._pending
        if call is None or call.message_id != message_id:
            return None
        self._pending = None
        return call

    def _retry(self, call: Call, now: float) -> None:
        call.attempts += 1
        most = self._settings.number("TransactionMessageAttempts")
        if call.is_durable and call.attempts < most:
            interval = self._settings.number("TransactionMessageRetryInterval")
            call.not_before = now + interval * call.attempts
            self._waiting.insert(0, call)
        elif call.on_answer is not None:
            call.on_answer(None)
