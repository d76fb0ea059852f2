# SPDX-License-Identifier: Apache-2.0
"""Files to write messages to: whole, or not there at all."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from ocppdesk.capture.errors import CaptureLockedError
from ocppdesk.capture.lock import is_recording
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Connection
from ocppdesk.logs.csv_table import CsvWriter
from ocppdesk.logs.errors import ExistsError, UnwritableError
from ocppdesk.logs.jsonl import JsonlWriter
from ocppdesk.logs.records import Entry
from ocppdesk.logs.sources import CAPTURE_SUFFIX, known_suffix

_BATCH: Final = 500  # messages committed at a time
_CHECKPOINT: Final = 100  # batches after which the write-ahead log is emptied
_SIDE_FILES: Final = ("-wal", "-shm", "-lock", "-journal")


class Target(Protocol):
    """A file that is being written."""

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""

    def put_connection(self, connection: Connection) -> None:
        """Write a connection, where the format has room for it."""


class _TextTarget:
    """A file of lines or rows."""

    def __init__(self, file: BinaryIO, suffix: str) -> None:
        self._writer = CsvWriter(file) if suffix == ".csv" else JsonlWriter(file)

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""
        self._writer.add(entry)

    def put_connection(self, connection: Connection) -> None:
        """Do nothing: a line has the number of its connection only."""


class _CaptureTarget:
    """A new capture."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._waiting = 0
        self._batches = 0

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


@contextlib.contextmanager
def open_target(path: Path, *, overwrite: bool) -> Iterator[Target]:
    """Write a file that gets its name when it is whole.

    Args:
        path: The file; its suffix decides the format, its folder is made if need be.
        overwrite: Whether a file of that name may be replaced.

    Raises:
        SuffixError: If the name does not tell the format.
        ExistsError: If it exists and may not be replaced.
        UnwritableError: If it cannot be written there.
        CaptureError: If it is a capture that cannot be written there.
    """
    suffix = known_suffix(path)
    if path.exists() and not overwrite:
        raise ExistsError(path)
    if suffix == CAPTURE_SUFFIX and is_recording(path):
        raise CaptureLockedError(path)
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove(partial)
        if suffix == CAPTURE_SUFFIX:
            with contextlib.closing(Recorder(partial)) as recorder:
                yield _CaptureTarget(recorder)
                recorder.commit()
            # A log or journal that a crash left behind belongs to the old file; the
            # new one must not be read with it.
            for side in _SIDE_FILES:
                path.with_name(path.name + side).unlink(missing_ok=True)
        else:
            with partial.open("wb") as file:
                yield _TextTarget(file, suffix)
        partial.replace(path)
    except OSError as error:
        raise UnwritableError(path, error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            _remove(partial)


def _remove(partial: Path) -> None:
    for side in ("", *_SIDE_FILES):
        partial.with_name(partial.name + side).unlink(missing_ok=True)
