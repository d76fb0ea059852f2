# SPDX-License-Identifier: Apache-2.0
"""What a file that is being written can be told."""

from typing import Protocol

from ocppdesk.capture.records import Connection
from ocppdesk.logs.records import Entry


class Target(Protocol):
    """A file that is being written."""

    left_out: int
    """How many messages were not written, as the format has no room for them."""

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""

    def put_connection(self, connection: Connection) -> None:
        """Write a connection, where the format has room for it."""

    def finish(self) -> None:
        """Write what stands behind the last message; nothing is added afterwards."""


class Writer(Protocol):
    """Writes messages one by one."""

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""


class LineTarget:
    """A file of lines or rows, each of which says all of its message.

    Args:
        writer: Writes the lines.
    """

    def __init__(self, writer: Writer) -> None:
        self.left_out = 0
        self._writer = writer

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""
        self._writer.add(entry)

    def put_connection(self, connection: Connection) -> None:
        """Do nothing: a line has the number of its connection only."""

    def finish(self) -> None:
        """Do nothing: the last line is the end."""
