# SPDX-License-Identifier: Apache-2.0
"""What a file that is being written can be told."""

from abc import abstractmethod
from typing import Protocol

from ocppdesk.capture.records import Connection
from ocppdesk.capture.snapshots import StoredSnapshot
from ocppdesk.logs.records import Entry


class Target(Protocol):
    """A file that is being written.

    Formats inherit from it what they have nothing to do for.
    """

    left_out: int = 0
    """How many messages were not written, as the format has no room for them."""

    @abstractmethod
    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""

    def put_connection(self, connection: Connection) -> None:
        """Write a connection, where the format has room for it.

        Connections come behind the messages.
        """
        return

    def put_snapshot(self, snapshot: StoredSnapshot) -> None:
        """Write a snapshot of settings, where the format has room for it.

        Snapshots come behind the connections.
        """
        return

    def finish(self) -> None:
        """Write what stands behind the last message; nothing is added afterwards."""
        return

    def discard(self) -> None:
        """Let go of the file in the middle: it is not going to be kept."""
        return


class Writer(Protocol):
    """Writes messages one by one."""

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""


class LineTarget(Target):
    """A file of lines or rows, each of which says all of its message.

    Args:
        writer: Writes the lines.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""
        self._writer.add(entry)
