# SPDX-License-Identifier: Apache-2.0
"""Captures whose making from logs was cut off."""

import contextlib
import sqlite3
from pathlib import Path

from ocppdesk.capture.lock import lock_path
from ocppdesk.capture.log_records import LogState


def finish_cut_off(path: Path, failure: str) -> None:
    """Make a capture whose writer died a finished one; it has what was committed.

    Nothing happens where it cannot be written.

    Args:
        path: The capture.
        failure: What went wrong with the logs that were being read, as a sentence.
    """
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database,
    ):
        database.execute(
            "UPDATE logs SET state = ?, failure = ? WHERE state = ?",
            (LogState.FAILED.value, failure, LogState.READING.value),
        )
        database.execute(
            "INSERT OR REPLACE INTO capture VALUES "
            "('closed_at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"
        )
        database.execute("PRAGMA busy_timeout = 0")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode = DELETE")
    with contextlib.suppress(OSError):
        lock_path(path).unlink(missing_ok=True)
