# SPDX-License-Identifier: Apache-2.0
"""The folder in which recordings land without a question."""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.lock import is_recording
from ocppdesk.settings import data_folder

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
    last_at: int | None
    """When the last one came, microseconds since 1970; None if there is none."""


def captures_folder() -> Path:
    """Return the folder for recordings."""
    return data_folder() / "captures"


def new_capture(now: datetime) -> Path:
    """Return a path for a new recording, named after its beginning.

    Args:
        now: The local time.
    """
    stem = now.strftime("%Y-%m-%d_%H-%M-%S")
    folder = captures_folder()
    path = folder / f"{stem}{SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{stem}_{number}{SUFFIX}"
        number += 1
    return path


def unfinished_capture() -> Unfinished | None:
    """Return the newest recording if it was cut off, and nobody records into it."""
    folder = captures_folder()
    if not folder.is_dir():
        return None
    newest = max(folder.glob(f"*{SUFFIX}"), default=None)
    if newest is None or is_recording(newest):
        return None
    with (
        contextlib.suppress(CaptureError),
        contextlib.closing(_reader(newest)) as reader,
    ):
        if not reader.was_closed():
            span = reader.time_span()
            last_at = None if span is None else span[1]
            return Unfinished(newest, reader.last_id(), last_at)
    return None


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
    except CaptureError:
        return False
    for side_file in _SIDE_FILES:
        path.with_name(path.name + side_file).unlink(missing_ok=True)
    return True


def _reader(path: Path) -> "CaptureReader":
    # Imported here: a new recording needs none of it, and the window starts sooner.
    from ocppdesk.capture.reader import CaptureReader

    return CaptureReader(path)
