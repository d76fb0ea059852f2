# SPDX-License-Identifier: Apache-2.0
"""Writing something small into a capture while its recorder is at work."""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ocppdesk.capture.errors import (
    CaptureError,
    CaptureForeignError,
    CaptureLockedError,
    CaptureMissingError,
    CaptureUnwritableError,
)
from ocppdesk.capture.lock import is_recording, lock_path, locked
from ocppdesk.capture.schema import VERSION, check_capture, migrate

_PATIENCE_S: Final = 5.0  # how long to try while others write, or read a closed file
_ATTEMPT_MS: Final = 15  # of a closed file: new readers wait while one is under way
_PAUSE_S: Final = 0.015  # longer than the recorder sleeps before it looks again


class SideWriter:
    """Writes into a capture beside its recorder, in transactions of a millisecond.

    Each change goes over a connection of its own, so `write` may be called from any
    thread, also from several at once; it blocks for as long as the disk takes, and up
    to some seconds while others keep the file busy. What fails leaves the file as it
    was. A capture of an older format is brought to the present one by the first change.

    Args:
        path: The capture; it is opened by the first change.
        error: What to raise, with the path and SQLite's reason, where it cannot be
            written. A file that is no capture raises errors of its own.
    """

    def __init__(self, path: Path, error: Callable[[Path, str], CaptureError]) -> None:
        self.path = path
        self._error = error
        self._has_written = False

    def close(self) -> None:
        """Leave a capture that was changed as one file.

        Call it after readers are closed. While somebody records or reads, the files
        beside it stay; the recorder's end does the same.
        """
        if not self._has_written or is_recording(self.path):
            return
        with (
            contextlib.suppress(sqlite3.Error, CaptureMissingError),
            contextlib.closing(self._connected()) as database,
        ):
            database.execute("PRAGMA busy_timeout = 0")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("PRAGMA journal_mode = DELETE")

    def write(self, sql: str, changes: Iterable[tuple[Any, ...]]) -> int:
        """Make changes, each in a transaction of its own.

        Args:
            sql: The statement.
            changes: The values for it, one set for each change.

        Returns:
            The number of the row that was inserted last; 0 if none was.
        """
        last = 0
        with self._explained(), contextlib.closing(self._connected()) as database:
            self._bring_up_to_date(database)
            mode = database.execute("PRAGMA journal_mode").fetchone()[0]
            if mode == "wal":
                # No waiting for the disk while the recorder waits for the lock.
                database.execute("PRAGMA synchronous = NORMAL")
                database.execute("PRAGMA wal_autocheckpoint = 0")
            database.execute(f"PRAGMA busy_timeout = {_ATTEMPT_MS}")
            self._has_written = True
            for count, values in enumerate(changes):
                if count:
                    time.sleep(_PAUSE_S)
                last = _change(database, sql, values)
        return last

    def _connected(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise CaptureMissingError(self.path)
        uri = f"{self.path.resolve().as_uri()}?mode=rw"
        return sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S, isolation_level=None)

    def _bring_up_to_date(self, database: sqlite3.Connection) -> None:
        if check_capture(database, self.path) == VERSION:
            return
        # Whoever records into it brought it to the present format before; only an
        # older program would not have.
        lock = locked(self.path)
        try:
            migrate(database, self.path)
        finally:
            lock.release()
            lock_path(self.path).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._error(self.path, str(error)) from error
        except CaptureForeignError as error:
            if isinstance(error.__cause__, sqlite3.OperationalError):
                raise self._error(self.path, error.detail) from error
            raise
        except CaptureLockedError as error:
            raise self._error(self.path, "locked") from error
        except CaptureUnwritableError as error:
            raise self._error(self.path, error.detail) from error


def _change(database: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> int:
    """Make one change in one transaction, if need be in several attempts.

    An attempt that has to wait gives up its locks soon: a writer of a closed file that
    waits for one reader to finish keeps all others from beginning.
    """
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            database.execute("BEGIN IMMEDIATE")
            number = database.execute(sql, values).lastrowid
            database.execute("COMMIT")
            return number or 0
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
        finally:
            if database.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
        time.sleep(_PAUSE_S)
