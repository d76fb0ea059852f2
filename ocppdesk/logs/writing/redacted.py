# SPDX-License-Identifier: Apache-2.0
"""A file that gets aliases in place of what identifies people and places."""

from ocppdesk.capture.records import Connection
from ocppdesk.logs.records import Entry
from ocppdesk.logs.redaction.redactor import Redaction, Redactor
from ocppdesk.logs.writing.target import Target


class RedactedTarget(Target):
    """Redacts what is written to another target.

    Args:
        target: What is written to; it is the caller's to finish.
        redaction: What is replaced.
    """

    def __init__(self, target: Target, redaction: Redaction) -> None:
        self._target = target
        self._redactor = Redactor(redaction)

    @property
    def left_out(self) -> int:  # type: ignore[override]
        """How many messages the other target left out."""
        return self._target.left_out

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it, redacted."""
        self._target.add(self._redactor.entry(entry))

    def put_connection(self, connection: Connection) -> None:
        """Write a connection, redacted."""
        self._target.put_connection(self._redactor.connection(connection))
