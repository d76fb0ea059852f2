# SPDX-License-Identifier: Apache-2.0
"""What is known of the charger that commands go to, kept up to date."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable

from ocppdesk.capture.heard import newest_of, next_of
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Charger
from ocppdesk.core.commands.knowledge import TELLING, Knowledge
from ocppdesk.core.messages import Message

MOST_AT_ONCE = 400
"""Messages that are read in one go: a few milliseconds."""


def knowledge_of(reader: CaptureReader, identity: str, *, upto: int) -> Knowledge:
    """Return what the newest messages of a charger tell; a few milliseconds.

    Args:
        reader: The capture.
        identity: The charger.
        upto: The newest message that counts.
    """
    knowledge = Knowledge()
    # The table of messages says why a capture cannot be read.
    with contextlib.suppress(sqlite3.Error):
        for message in newest_of(reader, identity, actions=TELLING, upto=upto):
            knowledge.take(message)
    return knowledge


def take_connectors(knowledge: Knowledge, charger: Charger) -> None:
    """Take over states of connectors that were reported long ago."""
    for one in charger.connectors:
        knowledge.connectors.setdefault((one.evse, one.connector), one.status)


class KnownCharger:
    """Reads of one charger, and of those whose commands are followed.

    Args:
        on_messages: Told the messages, in their order.
    """

    def __init__(self, on_messages: Callable[[list[Message]], None]) -> None:
        self.identity = ""
        """The charger; empty for none."""
        self.knowledge = Knowledge()
        """What is known of it."""
        self._on_messages = on_messages
        self._reader: CaptureReader | None = None
        self._read = 0

    def show_reader(self, reader: CaptureReader | None, last_id: int) -> None:
        """Read from another capture, from a message on."""
        self._reader = reader
        self._read = last_id
        self.choose(self.identity)

    def choose(self, identity: str) -> None:
        """Know another charger."""
        self.identity = identity
        self.knowledge = Knowledge()
        if self._reader is not None and identity:
            self.knowledge = knowledge_of(self._reader, identity, upto=self._read)

    def take_connectors(self, charger: Charger) -> None:
        """Take over states that were reported long ago."""
        take_connectors(self.knowledge, charger)

    def advance(self, last_id: int, followed: Iterable[str]) -> bool:
        """Read on, up to a message.

        Args:
            last_id: The newest message.
            followed: Other chargers whose messages are wanted.

        Returns:
            Whether there is more to read.
        """
        if self._reader is None or last_id <= self._read:
            return False
        wanted = sorted({self.identity, *followed} - {""})
        try:
            found = next_of(
                self._reader, wanted, after=self._read, upto=last_id,
                limit=MOST_AT_ONCE,
            ) if wanted else []  # fmt: skip
        except sqlite3.Error:
            return False
        is_more = len(found) == MOST_AT_ONCE
        self._read = found[-1].id if is_more else last_id
        for message in found:
            if message.charger == self.identity:
                self.knowledge.take(message)
        if found:
            self._on_messages(found)
        return is_more
