# SPDX-License-Identifier: Apache-2.0
"""A new capture as a file to write messages to."""

from typing import Final

from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Connection
from ocppdesk.capture.snapshots import SnapshotWriter, StoredSnapshot
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing.target import Target

_BATCH: Final = 500  # messages committed at a time
_CHECKPOINT: Final = 100  # batches after which the write-ahead log is emptied


class CaptureTarget(Target):
    """A new capture.

    Args:
        recorder: Writes it; it is the caller's to close.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._waiting = 0
        self._batches = 0
        self._snapshots: list[StoredSnapshot] = []

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""
        self._recorder.add_message(entry.message)
        self._recorder.annotate(
            entry.message.id, is_marked=entry.is_marked, note=entry.note
        )
        self._waiting += 1
        if self._waiting == _BATCH:
            self._recorder.commit()
            self._waiting = 0
            self._batches += 1
            if self._batches % _CHECKPOINT == 0:
                self._recorder.checkpoint()

    def put_connection(self, connection: Connection) -> None:
        """Write a connection."""
        self._recorder.put_connection(connection)

    def put_snapshot(self, snapshot: StoredSnapshot) -> None:
        """Write a snapshot of settings, at the end: its charger has to be there."""
        self._snapshots.append(snapshot)

    def finish(self) -> None:
        """Commit what is left."""
        self._recorder.commit()
        if self._snapshots:
            SnapshotWriter(self._recorder.path).put(self._snapshots)
