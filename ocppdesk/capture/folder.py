# SPDX-License-Identifier: Apache-2.0
"""The folder in which recordings land without a question."""

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.lock import is_recording
from ocppdesk.settings import Settings, data_folder

SUFFIX: Final = ".ocppdesk"
if TYPE_CHECKING:
    from ocppdesk.capture.reader import CaptureReader

_SIDE_FILES: Final = ("", "-wal", "-shm", "-lock")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A recording that was cut off, by a crash or a power cut."""

    path: Path
    messages: int
    """How many messages it holds."""
    last_at: int
    """When the last one came, microseconds since 1970."""


def captures_folder() -> Path:
    """Return the folder for recordings where nobody chose another one."""
    return data_folder() / "captures"


def recordings_folder(settings: Settings) -> Path:
    """Return the folder for recordings.

    That is the one of the settings; where it cannot be written, as it is on a drive
    that was taken out, it is `captures_folder`: recording goes before order.
    """
    chosen = settings.recording_folder.strip()
    return Path(chosen) if chosen and is_writable(Path(chosen)) else captures_folder()


def is_writable(folder: Path) -> bool:
    """Return whether a folder is there, or can be made, and takes files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def new_capture(now: datetime, folder: Path | None = None) -> Path:
    """Return a path for a new recording, named after its beginning.

    Args:
        now: The local time.
        folder: Where it is to be; None takes `captures_folder`.
    """
    stem = now.strftime("%Y-%m-%d_%H-%M-%S")
    folder = folder or captures_folder()
    path = folder / f"{stem}{SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{stem}_{number}{SUFFIX}"
        number += 1
    return path


def unfinished_capture(folder: Path | None = None) -> Unfinished | None:
    """Return the newest recording that was cut off and holds something.

    Recordings that somebody is at work on do not count. Those that were cut off before
    anybody connected are removed.

    Args:
        folder: Where they are; None takes `captures_folder`.
    """
    folder = folder or captures_folder()
    if not folder.is_dir():
        return None
    for path in sorted(folder.glob(f"*{SUFFIX}"), reverse=True):
        if is_recording(path) or discard_if_empty(path):
            continue
        with (
            contextlib.suppress(CaptureError, sqlite3.Error),
            contextlib.closing(_reader(path)) as reader,
        ):
            if reader.was_closed():
                continue
            span = reader.time_span()
            if span is not None:
                return Unfinished(path, reader.last_id(), span[1])
    return None


def past_recordings(
    most: int, folder: Path | None = None, *, besides: Path | None = None
) -> list[Path]:
    """Return the recordings that are over, the newest first.

    What they hold is not looked at: those that nobody came to are removed at their end.

    Args:
        most: How many at most.
        folder: Where they are; None takes `captures_folder`.
        besides: One that does not count.
    """
    found: list[Path] = []
    for path in sorted((folder or captures_folder()).glob(f"*{SUFFIX}"), reverse=True):
        if len(found) == most:
            break
        if path != besides and not is_recording(path):
            found.append(path)
    return found


def discard_if_empty(path: Path) -> bool:
    """Remove a finished recording to which nobody ever connected.

    Returns:
        Whether it was removed.
    """
    if is_recording(path):
        return False
    try:
        with contextlib.closing(_reader(path)) as reader:
            if reader.last_id() or reader.connections(limit=1):
                return False
    except (CaptureError, sqlite3.Error):
        return False
    for side_file in _SIDE_FILES:
        path.with_name(path.name + side_file).unlink(missing_ok=True)
    return True


def _reader(path: Path) -> "CaptureReader":
    # Imported here: a new recording needs none of it, and the window starts sooner.
    from ocppdesk.capture.reader import CaptureReader

    return CaptureReader(path)
