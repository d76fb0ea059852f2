# SPDX-License-Identifier: Apache-2.0
"""A foreign log as a file to read messages from: it becomes a capture first."""

import contextlib
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from ocppdesk.capture.log_records import LogSummary
from ocppdesk.capture.origins import read_lines
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Connection
from ocppdesk.logs.errors import ImportFailedError, UnreadableError
from ocppdesk.logs.importing.control import NOTHING_KNOWN, Import, Phase
from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.records import Entry, Unreadable
from ocppdesk.logs.sources import CaptureSource

Told = Callable[[float], None]
"""Told now and then how much is done, from 0 to 1; what it raises ends the work."""

_TELL_EVERY_S: Final = 0.05
_REMEMBERED: Final = 1_000
_NO_FRAMES: Final = "it holds no OCPP frames."


class LogSource:
    """A log of any format that can be read, an archive or a folder.

    It is read when its messages or connections are first asked for.

    Args:
        path: Where it is.
        told: Told while it is read.
        assumptions: What is known of it.
    """

    def __init__(
        self,
        path: Path,
        told: Told | None = None,
        *,
        assumptions: Assumptions = NOTHING_KNOWN,
    ) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.done = 0.0
        self.unreadable: list[Unreadable] = []
        self.unreadable_count = 0
        self._told = told
        self._assumptions = assumptions
        self._capture: CaptureSource | None = None
        self._remove: weakref.finalize[..., LogSource] | None = None

    def connections(self) -> list[Connection]:
        """Return the connections it tells of, the oldest first.

        Raises:
            ConversionError: If it cannot be read.
        """
        return self._read().connections()

    def entries(self) -> Iterator[Entry]:
        """Read all messages, from the first to the last.

        Raises:
            ConversionError: If it cannot be read.
            UnreadableError: If it holds no message.
        """
        source = self._read()
        for entry in source.entries():
            self.done = source.done
            yield entry
        self.done = 1.0

    def close(self) -> None:
        """Remove the capture that it became; the end of the object does it, too."""
        if self._remove is not None:
            self._remove()
        self._capture = None

    def _read(self) -> CaptureSource:
        if self._capture is None:
            folder = tempfile.mkdtemp(prefix="ocppdesk-")
            self._remove = weakref.finalize(self, shutil.rmtree, folder, True)
            target = Path(folder, "log.ocppdesk")
            logs = import_logs(
                [self.path], target, assumptions=self._assumptions, told=self._told
            )
            with contextlib.closing(CaptureReader(target)) as reader:
                self.unreadable, self.unreadable_count = unreadable_in(reader, logs)
            self._capture = CaptureSource(target)
        return self._capture


def import_logs(
    paths: Sequence[Path],
    target: Path,
    *,
    assumptions: Assumptions = NOTHING_KNOWN,
    merge: bool = False,
    told: Told | None = None,
) -> tuple[LogSummary, ...]:
    """Read logs into a new capture, and wait for it.

    Args:
        paths: The logs, at least one.
        target: The capture to make.
        assumptions: What is known of all of them.
        merge: Whether they are two logs of the same conversations.
        told: Told while they are read.

    Raises:
        ImportFailedError: If they cannot be read; there is no capture then.
        UnreadableError: If they hold no messages.
    """
    made = Import(paths, target, assumptions=assumptions, merge=merge)
    made.start()
    try:
        while not (progress := made.wait(_TELL_EVERY_S)).phase.is_over:
            if told is not None:
                told(progress.done)
    except BaseException:
        made.cancel(keep=False)
        made.wait()
        raise
    failed = [log.failure for log in progress.logs if log.failure]
    if progress.phase is not Phase.COMPLETE or failed:
        failure = progress.failure or failed[0]
        raise ImportFailedError(paths[0], failure)
    if not progress.committed_id:
        advice = next((log.advice for log in progress.logs if log.advice), "")
        raise UnreadableError(paths[0], " ".join([_NO_FRAMES, advice]).strip())
    return progress.logs


def unreadable_in(
    reader: CaptureReader, logs: Sequence[LogSummary], *, log_id: int | None = None
) -> tuple[list[Unreadable], int]:
    """Return the first lines of logs that could not be read, and how many there are.

    Args:
        reader: The capture that they became.
        logs: The logs.
        log_id: Only those of this log.
    """
    count = sum(
        log.counts.unreadable for log in logs if log_id is None or log.id == log_id
    )
    lines = read_lines(reader, "unreadable", log_id=log_id, limit=_REMEMBERED)
    return [Unreadable(line.line, line.why) for line in lines], count
