# SPDX-License-Identifier: Apache-2.0
"""Reading foreign logs into a capture, seen from a window or a command."""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ocppdesk.capture.origins import LogSummary
from ocppdesk.logs.reading.found import Assumptions

NOTHING_KNOWN: Final = Assumptions()


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
        self.paths = tuple(paths)
        self.target = target
        self.assumptions = assumptions
        self.follow = follow
        self.merge = merge
        self.overwrite = overwrite
        self._progress = Progress(Phase.READING)

    @property
    def progress(self) -> Progress:
        """How far it is; may be asked from any thread."""
        return self._progress

    def start(self, heard: Callable[[Progress], None] | None = None) -> None:
        """Begin; returns at once.

        Args:
            heard: Told of changes, some ten times a second, from a thread of its own;
                the last time with a phase that `is_over`.

        Raises:
            ExistsError: If the target exists and may not be replaced.
        """
        raise NotImplementedError

    def cancel(self, *, keep: bool = True) -> None:
        """Stop; returns at once, and everything has ended within 0.2 s.

        Also the way to end one that follows: what was read until then is `COMPLETE`
        there, and `CANCELLED` elsewhere.

        Args:
            keep: Whether the capture is to stay; otherwise it is removed.
        """
        raise NotImplementedError

    def wait(self, timeout_s: float | None = None) -> Progress:
        """Wait for the end, or for so long; return how far it is."""
        raise NotImplementedError
