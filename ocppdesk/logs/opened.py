# SPDX-License-Identifier: Apache-2.0
"""Where the captures are that were made from logs.

A log that did not change is read once: the next time its capture is opened, with the
marks and notes that were put on it.
"""

import contextlib
import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.folder import SUFFIX
from ocppdesk.capture.lock import is_recording
from ocppdesk.capture.log_records import LogState, LogSummary
from ocppdesk.capture.origins import read_logs
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.settings import data_folder

MOST_KEPT: Final = 20
"""Captures without marks and notes that are kept; older ones are removed."""

_SIDE_FILES: Final = ("", "-wal", "-shm", "-lock")
_LONGEST_NAME: Final = 80


def opened_folder() -> Path:
    """Return the folder for such captures."""
    return data_folder() / "opened"


def capture_of(paths: Sequence[Path]) -> Path | None:
    """Return the capture that was made of some logs as they are now, the newest.

    None if there is none that was read to its end.
    """
    stem = _stem(paths)
    if stem is None:
        return None
    found = sorted(
        opened_folder().glob(f"{_literal(stem)}_*{SUFFIX}"), key=_modified, reverse=True
    )
    return next((path for path in found if _is_complete(path)), None)


def new_capture_of(paths: Sequence[Path]) -> Path:
    """Return a path for a new capture of some logs; its folder is made if need be."""
    stem = _stem(paths) or f"{_name(paths)}_folder"
    folder = opened_folder()
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while (path := folder / f"{stem}_{number}{SUFFIX}").exists():
        number += 1
    return path


def remove_capture(path: Path) -> None:
    """Remove a capture that nobody reads; one that is being written stays."""
    if is_recording(path):
        return
    for side in _SIDE_FILES:
        # On Windows somebody may look into it still: the next tidying takes it.
        with contextlib.suppress(OSError):
            path.with_name(path.name + side).unlink(missing_ok=True)


def tidy() -> None:
    """Remove captures of logs that were not opened for longest.

    What somebody marked or noted something in stays.
    """
    found = sorted(opened_folder().glob(f"*{SUFFIX}"), key=_modified, reverse=True)
    for path in found[MOST_KEPT:]:
        if not _is_annotated(path):
            remove_capture(path)


def _stem(paths: Sequence[Path]) -> str | None:
    """Return what tells the logs, as they are now; None if that cannot be told."""
    told = hashlib.blake2s(digest_size=5)
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            return None
        if not path.is_file():
            return None  # whether something in a folder changed is not worth asking
        told.update(f"{path.resolve()}|{state.st_size}|{state.st_mtime_ns}".encode())
    return f"{_name(paths)}_{told.hexdigest()}"


def _name(paths: Sequence[Path]) -> str:
    name = paths[0].name[:_LONGEST_NAME]
    return name if len(paths) == 1 else f"{name} and {len(paths) - 1} more"


def _literal(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _logs(path: Path) -> list[LogSummary]:
    with (
        contextlib.suppress(CaptureError, sqlite3.Error),
        contextlib.closing(CaptureReader(path)) as reader,
    ):
        return read_logs(reader) if reader.was_closed() else []
    return []


def _is_complete(path: Path) -> bool:
    logs = _logs(path)
    return bool(logs) and all(log.state is LogState.COMPLETE for log in logs)


def _is_annotated(path: Path) -> bool:
    with (
        contextlib.suppress(CaptureError, sqlite3.Error),
        contextlib.closing(CaptureReader(path)) as reader,
    ):
        found = reader.annotations()
        return bool(found.marks or found.notes)
    return False
