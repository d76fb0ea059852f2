# SPDX-License-Identifier: Apache-2.0
"""Opening a capture to read it, wherever it is and however it was left."""

import contextlib
import sqlite3
from pathlib import Path

from ocppdesk.capture.errors import (
    CaptureError,
    CaptureForeignError,
    CaptureMissingError,
)
from ocppdesk.capture.schema import check_capture


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a capture of any version, also while it is recorded into.

    It is never written, with one exception: where a change was cut off by a power cut,
    SQLite's journal beside the file is used to undo it.

    Raises:
        CaptureMissingError: If there is no such file.
        CaptureForeignError: If it is not a capture, or is damaged.
        CaptureNewerError: If a later program wrote it.
        CaptureError: If its newest messages cannot be read where it is.
    """
    if not path.is_file():
        raise CaptureMissingError(path)
    try:
        return _opened(path, "mode=ro")
    except CaptureForeignError as error:
        code = _code(error)
        if code == sqlite3.SQLITE_READONLY_ROLLBACK:
            _undo_what_was_cut_off(path)
            return _opened(path, "mode=ro")
        # The rest of a code tells finer reasons apart.
        if code & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
    # A folder that cannot be written has no place for the shared memory file of a
    # capture; one that nobody records into can be read without it.
    _refuse_if_unfinished(path.resolve())
    return _opened(path, "immutable=1")


def _opened(path: Path, options: str) -> sqlite3.Connection:
    database = sqlite3.connect(
        f"{path.resolve().as_uri()}?{options}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        check_capture(database, path)
    except BaseException:
        database.close()
        raise
    return database


def _code(error: CaptureForeignError) -> int:
    """Return SQLite's reason for not reading a file at all, 0 if there is none."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.OperationalError):
        return cause.sqlite_errorcode
    return 0


def _undo_what_was_cut_off(path: Path) -> None:
    """Let SQLite go back to the last whole state, which it does when it may write."""
    try:
        with contextlib.closing(_opened(path, "mode=rw")):
            pass
    except CaptureForeignError as error:
        detail = (
            "A change to it was cut off, and it cannot be undone in a folder that "
            f"cannot be written. Copy it and {path.name}-journal into another folder "
            "and open it there."
        )
        raise CaptureError(path, detail) from error


def _refuse_if_unfinished(location: Path) -> None:
    """Raise where reading without the log would leave out the newest messages."""
    log = location.with_name(f"{location.name}-wal")
    if log.exists() and log.stat().st_size:
        detail = (
            f"Its newest messages are in {log.name}, and the folder cannot be "
            "written. Copy both files into another folder and open it there."
        )
        raise CaptureError(location, detail)
