# SPDX-License-Identifier: Apache-2.0
"""What a filter looks at: a message with its exchange and what was noted about it."""

from collections.abc import Sequence
from typing import Any

from ocppdesk.core.findings import Finding
from ocppdesk.core.frames import ANSWERS, CALLS
from ocppdesk.core.messages import Message

_UNREAD = object()


class Subject:
    """A message as filters see it; payloads are parsed when they are asked for.

    Args:
        message: The message, with its whole raw text.
        call: On answers: the call it belongs to, if there is one.
        answer: On calls: the first answer, if there is one.
        previous_at: When the message before it was, microseconds since 1970.
        version: The OCPP version of its connection, empty if none is known.
        is_marked: Whether the user marked it.
        note: What the user noted about it; empty for nothing.
        findings: What was diagnosed with it.
    """

    __slots__ = (
        "_payloads", "answer", "call", "findings", "is_marked", "message", "note",
        "previous_at", "version",
    )  # fmt: skip

    def __init__(
        self,
        message: Message,
        *,
        call: Message | None = None,
        answer: Message | None = None,
        previous_at: int | None = None,
        version: str = "",
        is_marked: bool = False,
        note: str = "",
        findings: Sequence[Finding] = (),
    ) -> None:
        self.message = message
        self.call = message if message.type in CALLS else call
        self.answer = message if message.type in ANSWERS else answer
        self.previous_at = previous_at
        self.version = version
        self.is_marked = is_marked
        self.note = note
        self.findings = findings
        self._payloads: dict[int, Any] = {}

    @property
    def is_call(self) -> bool:
        """Whether the message asks for an answer, or is sent like a call."""
        return self.message.type in CALLS

    def payload(self) -> Any:
        """Return the message's own payload; None if it has none."""
        return self._payload_of(self.message)

    def request(self) -> Any:
        """Return the payload of the call of the exchange; None if there is none."""
        return None if self.call is None else self._payload_of(self.call)

    def response(self) -> Any:
        """Return the payload of the answer of the exchange; None if there is none.

        On an answer that is its own, also if it is a second one.
        """
        return None if self.answer is None else self._payload_of(self.answer)

    def _payload_of(self, message: Message) -> Any:
        found = self._payloads.get(message.id, _UNREAD)
        if found is _UNREAD:
            found = self._payloads[message.id] = message.payload()
        return found
