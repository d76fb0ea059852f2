# SPDX-License-Identifier: Apache-2.0
"""How far the analysis of one charger has come, and the next steps of it."""

import time
from collections import deque
from typing import Final, Protocol

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.links import Link
from ocppdesk.capture.links import links_of
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.rows import MESSAGE_COLUMNS, message_from
from ocppdesk.core.messages import Message

SLICE_S: Final = 0.004
"""How long one step takes at most, if no single message takes longer."""

_AT_ONCE: Final = 64  # messages that are read in one go
_SPAN: Final = 20_000  # numbers that are looked through in one go: some milliseconds
_COLUMNS: Final = ", ".join(MESSAGE_COLUMNS)
_MESSAGES: Final = (
    f"SELECT {_COLUMNS} FROM messages "
    "WHERE id > ? AND id <= ? AND charger_id = ? ORDER BY id LIMIT ?"
)


class Analysis(Protocol):
    """What the messages of one charger are fed into."""

    def feed(self, message: Message) -> None:
        """Take in the next message."""

    def feed_link(self, link: Link) -> None:
        """Take in the record of a connection, as far as it has come."""

    def facts(self, now: int, *, is_over: bool = False) -> Facts:
        """Return what is known now, microseconds since 1970, or when all was over."""

    @property
    def clock_offset_us(self) -> int | None:
        """How much the charger's clock is ahead; None: too little is known."""


class Course:
    """How far the analysis of one charger has come.

    Args:
        analysis: What its messages are fed into.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.upto = 0
        """The number up to which the capture is taken in."""
        self.last_at: int | None = None
        """When the last of its messages arrived, microseconds since 1970."""
        self._read_upto = 0
        self._waiting: deque[Message] = deque()
        self._last_link = 0
        self._open_links: set[int] = set()

    def step(self, reader: CaptureReader, charger: tuple[int, str], upto: int) -> None:
        """Take in what fits into a slice.

        Args:
            reader: Where the messages are.
            charger: Its number in the capture, and its identity.
            upto: The newest message to take in.
        """
        deadline = time.perf_counter() + SLICE_S
        while self.upto < upto:
            if not self._waiting:
                self._read(reader, charger, upto)
            while self._waiting:
                self.take(self._waiting.popleft())
                if time.perf_counter() >= deadline:
                    return
            self.upto = max(self.upto, self._read_upto)
            if time.perf_counter() >= deadline:
                return

    def take(self, message: Message) -> None:
        """Take in a message of the charger, if that was not done before."""
        if message.id > self.upto:
            # It is done with even if it is what the analysis fails at.
            self.upto, self.last_at = message.id, message.at
            self.analysis.feed(message)

    def skip(self, upto: int) -> None:
        """Learn that up to this number all its messages were taken in one by one."""
        self.upto = max(self.upto, upto)

    def take_links(self, reader: CaptureReader, charger: tuple[int, str]) -> None:
        """Take in the connections that are new or have changed.

        Args:
            reader: Where they are.
            charger: Its number in the capture, and its identity.
        """
        found = links_of(reader, charger, after=self._last_link, among=self._open_links)
        for link in found:
            self.analysis.feed_link(link)
            self._last_link = max(self._last_link, link.number)
            if link.ended_at is None:
                self._open_links.add(link.number)
            else:
                self._open_links.discard(link.number)

    def _read(self, reader: CaptureReader, charger: tuple[int, str], upto: int) -> None:
        number, identity = charger
        self._read_upto = max(self._read_upto, self.upto)
        end = min(self._read_upto + _SPAN, upto)
        rows = reader.query(_MESSAGES, (self._read_upto, end, number, _AT_ONCE))
        self._waiting.extend(message_from(values, identity) for values in rows)
        self._read_upto = rows[-1][0] if len(rows) == _AT_ONCE else end
