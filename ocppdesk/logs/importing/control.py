# SPDX-License-Identifier: Apache-2.0
"""Reading foreign logs into a capture, seen from a window or a command."""

import contextlib
import enum
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import orjson

from ocppdesk.capture.errors import CaptureLockedError
from ocppdesk.capture.lock import is_recording
from ocppdesk.capture.log_records import LogState, LogSummary, log_from
from ocppdesk.capture.unfinished import finish_cut_off
from ocppdesk.logs.errors import ExistsError
from ocppdesk.logs.importing.child import STOP, started
from ocppdesk.logs.importing.job import Job, job_line
from ocppdesk.logs.reading.found import Assumptions

NOTHING_KNOWN: Final = Assumptions()
_SIDE_FILES: Final = ("-wal", "-shm", "-lock", "-journal")
_DIED: Final = (
    "The process that writes the capture ended unexpectedly; it may need more memory. "
    "What was read until then is in the capture."
)


class Phase(enum.StrEnum):
    """How far an import is."""

    READING = "reading"
    """It goes on."""
    FOLLOWING = "following"
    """All was read; what is appended to the files is read as it comes."""
    COMPLETE = "complete"
    """All was read, and the capture is finished."""
    CANCELLED = "cancelled"
    """It was stopped; the capture has what was read until then."""
    FAILED = "failed"
    """It ended by itself; `failure` says why, and the capture has what was read."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self in (Phase.COMPLETE, Phase.CANCELLED, Phase.FAILED)


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of an import so far."""

    phase: Phase
    """How far it is."""
    done: float = 0.0
    """How much was read, from 0 to 1."""
    committed_id: int = 0
    """The newest message that is in the capture; all before it are too."""
    is_readable: bool = False
    """Whether the capture can be opened."""
    logs: tuple[LogSummary, ...] = ()
    """The logs, one for each file or part of an archive."""
    failure: str = ""
    """What went wrong, as a sentence; empty if nothing did."""


class Prepared:
    """Processes that wait for an import, so that its first rows come at once.

    A window makes them when somebody is about to open a log. They take some memory and
    no time; one import uses them up.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = _started()

    def take(self) -> subprocess.Popen[bytes]:
        """Hand out the process that writes; a new one, if this one was used up."""
        process, self._process = self._process, None
        if process is not None:
            if process.poll() is None:
                return process
            process.communicate()
        return _started()

    def close(self) -> None:
        """End processes that were not used."""
        process, self._process = self._process, None
        if process is not None:
            process.communicate()


def _started() -> subprocess.Popen[bytes]:
    return started("write", stdin=subprocess.PIPE, stdout=subprocess.PIPE)


class Import:
    """Reads logs into a new capture, in processes of its own.

    The messages of several logs are put in the order of their times. The capture can be
    opened as soon as `Progress.is_readable`, and grows while it is read.

    Args:
        paths: The files, archives and folders to read, at least one.
        target: The capture to make.
        assumptions: What is known of all of them.
        follow: Whether to go on with what is appended to them, until `cancel`.
        merge: Whether they are two logs of the same conversations, a charger's and its
            CSMS's: the clock of the second one is set to the first one's, and frames
            that are in both become one message.
        overwrite: Whether a file of the target's name may be replaced.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        target: Path,
        *,
        assumptions: Assumptions = NOTHING_KNOWN,
        follow: bool = False,
        merge: bool = False,
        overwrite: bool = False,
    ) -> None:
        self.target = target
        self._job = Job(tuple(paths), target, assumptions, follow, merge)
        self._overwrite = overwrite
        self._keep = True
        self._progress = Progress(Phase.READING)
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None

    @property
    def progress(self) -> Progress:
        """How far it is; may be asked from any thread."""
        return self._progress

    def start(
        self,
        heard: Callable[[Progress], None] | None = None,
        *,
        prepared: Prepared | None = None,
    ) -> None:
        """Begin; returns at once.

        Args:
            heard: Told of changes, some ten times a second, from a thread of its own;
                the last time with a phase that `is_over`.
            prepared: Processes that wait for it; None: they are started now.

        Raises:
            ExistsError: If the target exists and may not be replaced.
            CaptureLockedError: If somebody records into it.
        """
        if self.target.exists():
            if not self._overwrite:
                raise ExistsError(self.target)
            if is_recording(self.target):
                raise CaptureLockedError(self.target)
        _remove(self.target)
        process = _started() if prepared is None else prepared.take()
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.write(job_line(self._job))
            process.stdin.flush()
        self._process = process
        self._thread = threading.Thread(
            target=self._listen, args=(process, heard), name="import", daemon=True
        )
        self._thread.start()

    def cancel(self, *, keep: bool = True) -> None:
        """Stop; returns at once, and everything has ended within 0.2 s.

        Also the way to end one that follows: what was read until then is `COMPLETE`
        there, and `CANCELLED` elsewhere.

        Args:
            keep: Whether the capture is to stay; otherwise it is removed.
        """
        self._keep = self._keep and keep
        process = self._process
        if process is None or process.stdin is None:
            return
        with contextlib.suppress(OSError, ValueError):
            process.stdin.write(STOP)
            process.stdin.flush()

    def wait(self, timeout_s: float | None = None) -> Progress:
        """Wait for the end, or for so long; return how far it is."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return self._progress

    def _listen(
        self, process: subprocess.Popen[bytes], heard: Callable[[Progress], None] | None
    ) -> None:
        """Take in what the process that writes says, until it ends."""
        assert process.stdout is not None
        assert process.stdin is not None
        last = self._progress
        for line in process.stdout:
            last = _after(last, orjson.loads(line))
            # What ends it is told when the process has let go of the file.
            if not last.phase.is_over:
                self._change(last, heard)
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.stdout.close()
        process.wait()
        if not last.phase.is_over:
            last = self._died(last)
        if not self._keep:
            _remove(self.target)
            last = replace(last, committed_id=0, is_readable=False)
        self._change(last, heard)

    def _change(
        self, progress: Progress, heard: Callable[[Progress], None] | None
    ) -> None:
        self._progress = progress
        if heard is not None:
            heard(progress)

    def _died(self, last: Progress) -> Progress:
        """Tidy up after a process that was ended from outside."""
        logs = tuple(
            replace(log, state=LogState.FAILED, failure=_DIED)
            if log.state is LogState.READING
            else log
            for log in last.logs
        )
        if last.is_readable:
            finish_cut_off(self.target, _DIED)
        return replace(last, phase=Phase.FAILED, failure=_DIED, logs=logs)


def _after(before: Progress, said: dict[str, Any]) -> Progress:
    """Return how far it is after a line of the process that writes."""
    logs = {log.id: log for log in before.logs}
    for values in said["logs"]:
        log = log_from(values)
        logs[log.id] = log
    committed, done = said["committed"], said["done"]
    phase = Phase(said["phase"])
    failure = said["failure"] or before.failure
    if phase is Phase.COMPLETE and logs:
        # Where no log could be read, there is nothing that was done.
        failures = [log.failure for log in logs.values()]
        if all(failures):
            phase, failure = Phase.FAILED, failures[0]
    return Progress(
        phase,
        done=1.0 if phase is Phase.COMPLETE else done or before.done,
        committed_id=before.committed_id if committed is None else committed,
        is_readable=before.is_readable or committed is not None,
        logs=tuple(logs[number] for number in sorted(logs)),
        failure=failure,
    )


def _remove(target: Path) -> None:
    for side in ("", *_SIDE_FILES):
        with contextlib.suppress(OSError):
            target.with_name(target.name + side).unlink(missing_ok=True)
