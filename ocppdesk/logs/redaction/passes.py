# SPDX-License-Identifier: Apache-2.0
"""The passes over captures and files: learning, and a preview of what is replaced.

Learn from everything, also if only a part is written: so the aliases of two exports of
a capture are the same, and a value in a malformed frame is known from another message.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Connection
from ocppdesk.capture.snapshots import snapshot_entries, snapshots
from ocppdesk.logs.errors import CancelledError
from ocppdesk.logs.records import Entry, entry_of
from ocppdesk.logs.redaction.redactor import Learner, Redaction, Redactor, Replacement
from ocppdesk.logs.redaction.settings import learn_settings
from ocppdesk.logs.sources import blamed_on, open_source

Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1."""

_BLOCK: Final = 200  # messages read at a time


def learn_capture(
    reader: CaptureReader,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Redaction:
    """Learn from all of a capture, for `export`.

    Args:
        reader: The capture; it is used in the calling thread.
        progress: Told now and then how much is done, from 0 to 1.
        is_cancelled: Asked now and then whether to stop.

    Raises:
        ConversionError: If the capture is damaged, or it was cancelled.
    """
    learner = Learner()
    with blamed_on(reader.path):
        for connection in reader.connections(limit=2**62)[::-1]:
            learner.learn_connection(connection)
        numbers = range(1, reader.last_id() + 1)
    watch = _Watch(reader.path, progress, is_cancelled)
    for entry in _entries(reader, numbers, watch):
        learner.learn(entry)
    with blamed_on(reader.path):
        for each in snapshots(reader)[::-1]:
            learn_settings(learner, each.charger, snapshot_entries(reader, each.id))
    return learner.redaction()


def preview_capture(
    reader: CaptureReader,
    ids: Iterable[int],
    redaction: Redaction,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> list[Replacement]:
    """Tell what would be replaced in some messages, without writing anything.

    Args:
        reader: The capture; it is used in the calling thread.
        ids: The numbers of the messages.
        redaction: What was learned from it.
        progress: Told now and then how much is done, from 0 to 1.
        is_cancelled: Asked now and then whether to stop.

    Raises:
        ConversionError: If the capture is damaged, or it was cancelled.
    """
    redactor = Redactor(redaction)
    used: set[int] = set()
    watch = _Watch(reader.path, progress, is_cancelled)
    for entry in _entries(reader, sorted(set(ids)), watch):
        redactor.entry(entry)
        used.add(entry.message.connection)
    with blamed_on(reader.path):
        found = map(reader.connection, sorted(used))
        for connection in found:
            if connection is not None:
                redactor.connection(connection)
    return redactor.replacements()


def learn_files(
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Redaction:
    """Learn from files, for `convert`.

    Args:
        paths: The files that are going to be converted.
        progress: Told now and then how much is done, from 0 to 1.
        is_cancelled: Asked now and then whether to stop.

    Raises:
        ConversionError: If a file cannot be read, or it was cancelled.
        CaptureError: The same, where a capture is the cause.
    """
    learner = Learner()
    for found in _of_files(paths, progress, is_cancelled):
        if isinstance(found, Entry):
            learner.learn(found)
        else:
            learner.learn_connection(found)
    return learner.redaction()


def preview_files(
    paths: Sequence[Path],
    redaction: Redaction,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> list[Replacement]:
    """Tell what would be replaced in files, without writing anything.

    Args:
        paths: The files.
        redaction: What was learned from them.
        progress: Told now and then how much is done, from 0 to 1.
        is_cancelled: Asked now and then whether to stop.

    Raises:
        ConversionError: If a file cannot be read, or it was cancelled.
        CaptureError: The same, where a capture is the cause.
    """
    redactor = Redactor(redaction)
    for found in _of_files(paths, progress, is_cancelled):
        if isinstance(found, Entry):
            redactor.entry(found)
        else:
            redactor.connection(found)
    return redactor.replacements()


class _Watch:
    """Tells how far the work is, and ends it if it is no longer wanted."""

    def __init__(
        self, path: Path, progress: Progress | None, is_cancelled: Callable[[], bool]
    ) -> None:
        self._path = path
        self._progress = progress
        self._is_cancelled = is_cancelled

    def tell(self, done: float) -> None:
        """Tell how much is done.

        Raises:
            CancelledError: If it is no longer wanted.
        """
        if self._is_cancelled():
            raise CancelledError(self._path)
        if self._progress is not None:
            self._progress(min(1.0, done))


def _entries(
    reader: CaptureReader, numbers: Sequence[int], watch: _Watch
) -> Iterator[Entry]:
    with blamed_on(reader.path):
        annotations = reader.annotations()
    for start in range(0, len(numbers), _BLOCK):
        watch.tell(start / len(numbers))
        with blamed_on(reader.path):
            found = reader.messages(numbers[start : start + _BLOCK])
        for message in found:
            yield entry_of(message, annotations)
    watch.tell(1.0)


def _of_files(
    paths: Sequence[Path], progress: Progress | None, is_cancelled: Callable[[], bool]
) -> Iterator[Entry | Connection]:
    shares = [_Share(_Watch(path, progress, is_cancelled)) for path in paths]
    sources = [
        open_source(path, in_order=False, told=share.tell_reading)
        for path, share in zip(paths, shares, strict=True)
    ]
    whole = sum(source.size for source in sources) or 1
    before = 0.0
    with contextlib.ExitStack() as stack:
        for source, share in zip(sources, shares, strict=True):
            # A foreign log becomes a capture for as long as it is read.
            close = getattr(source, "close", None)
            if close is not None:
                stack.callback(close)
            share.before, share.size = before, source.size / whole
            before += share.size
        for source, share in zip(sources, shares, strict=True):
            yield from source.connections()
            for number, entry in enumerate(source.entries()):
                if number % _BLOCK == 0:
                    share.tell(source.done)
                yield entry
    if progress is not None:
        progress(1.0)


class _Share:
    """What one of several files has in the work.

    Args:
        watch: Is told.
    """

    def __init__(self, watch: _Watch) -> None:
        self.before = 0.0
        """How much is done before this file, from 0 to 1."""
        self.size = 1.0
        """How much of the work this file is."""
        self._watch = watch
        self._reading = 0.0  # of this file, what making a capture of it took

    def tell_reading(self, done: float) -> None:
        """Tell how much of a foreign log has become a capture, from 0 to 1.

        Raises:
            CancelledError: If it is no longer wanted.
        """
        self._reading = max(self._reading, done / 2)
        self._watch.tell(self.before + self.size * self._reading)

    def tell(self, done: float) -> None:
        """Tell how many of the messages were looked at, from 0 to 1.

        Raises:
            CancelledError: If it is no longer wanted.
        """
        own = self._reading + (1 - self._reading) * done
        self._watch.tell(self.before + self.size * own)
