# SPDX-License-Identifier: Apache-2.0
"""What people and diagnosis put on messages: marks, notes, findings."""

import contextlib
import itertools
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from ocppdesk.capture.errors import (
    AnnotationError,
    CaptureForeignError,
    CaptureLockedError,
    CaptureMissingError,
    CaptureUnwritableError,
)
from ocppdesk.capture.lock import is_recording, lock_path, locked
from ocppdesk.capture.schema import ANNOTATED, VERSION, check_capture, migrate
from ocppdesk.core.findings import Finding, Level

PUT_MARK: Final = "INSERT OR IGNORE INTO marks VALUES (?)"
PUT_NOTE: Final = "INSERT OR REPLACE INTO notes VALUES (?, ?)"

_MARK: Final = """
INSERT OR IGNORE INTO marks
SELECT id FROM messages WHERE id IN (SELECT value FROM json_each(?))
"""
_UNMARK: Final = """
DELETE FROM marks WHERE message_id IN (SELECT value FROM json_each(?))
"""
_NOTE: Final = "INSERT OR REPLACE INTO notes SELECT id, ? FROM messages WHERE id = ?"
_UNNOTE: Final = "DELETE FROM notes WHERE message_id = ?"

_AT_ONCE: Final = 5_000  # marks of one transaction; the recorder waits 5 ms for them
_PATIENCE_S: Final = 5.0  # how long to try while others write, or read a closed file
_ATTEMPT_MS: Final = 15  # of a closed file: new readers wait while one is under way
_PAUSE_S: Final = 0.015  # longer than the recorder sleeps before it looks again


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that was put on the messages of a capture, at one moment."""

    marks: frozenset[int]
    """The numbers of the messages that are marked."""
    notes: Mapping[int, str]
    """The notes by the numbers of their messages; none is blank."""
    findings: Mapping[int, tuple[Finding, ...]]
    """The findings by the numbers of their messages, the worst first."""


EMPTY: Final = Annotations(frozenset(), MappingProxyType({}), MappingProxyType({}))
"""Nothing on any message."""


def read_annotations(database: sqlite3.Connection) -> Annotations:
    """Read all of them; a capture that has no tables for them has none.

    Args:
        database: An open capture.
    """
    # Asked each time: the file may be brought to the present format while it is read.
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version < ANNOTATED:
        return EMPTY
    marks = frozenset(
        number for (number,) in database.execute("SELECT message_id FROM marks")
    )
    notes = dict(database.execute("SELECT message_id, text FROM notes"))
    found = database.execute(
        "SELECT message_id, rule, level FROM findings "
        "ORDER BY message_id, level DESC, rule"
    )
    findings = {
        number: tuple(Finding(rule, Level(level)) for _, rule, level in rows)
        for number, rows in itertools.groupby(found, key=lambda row: row[0])
    }
    return Annotations(marks, MappingProxyType(notes), MappingProxyType(findings))


def storable(text: str) -> str:
    """Return a note as a capture can hold it.

    It stays letter by letter as it is, but for NUL and halves of surrogate pairs, at
    which SQLite and UTF-8 would end: each becomes U+FFFD.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace").replace("\0", "\ufffd")


class Annotator:
    """Writes marks and notes into a capture, also while it is recorded into.

    Each change is a transaction of its own over a connection of its own, so methods may
    be called from any thread, also from several at once; they block for as long as the
    disk takes, and up to some seconds while others keep the file busy. What fails
    leaves the file as it was. A capture of an older format is brought to the present
    one by the first change.

    While a capture is recorded, a change is in the hands of the system when the method
    returns: it survives the death of the process, and the recorder's next checkpoint
    makes it survive a power cut. In a capture that was closed in order, which has no
    write-ahead log, it is on the disk when the method returns; a journal beside the
    file lasts as long as the method.

    Every method but `close` raises:

    * AnnotationError: If it cannot be written, or is kept busy by others.
    * CaptureMissingError, CaptureForeignError, CaptureNewerError: If there is no such
      capture.

    Args:
        path: The capture; it is opened by the first change.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._has_written = False

    def set_mark(self, ids: Iterable[int], *, is_marked: bool) -> None:
        """Mark messages, or take their marks away.

        Numbers that the capture does not have are passed over. Thousands of messages
        take several transactions, so that a recorder gets in between; if one fails,
        those before it stay.
        """
        numbers = iter(ids)
        parts = iter(lambda: list(itertools.islice(numbers, _AT_ONCE)), [])
        changes = [(f"[{','.join(map(str, part))}]",) for part in parts]
        if changes:
            self._write(_MARK if is_marked else _UNMARK, changes)

    def set_note(self, number: int, text: str) -> None:
        """Put a note on a message in place of the one it has.

        Args:
            number: The message; nothing happens if the capture does not have it.
            text: The note, kept as `storable` says; a blank one takes it away.
        """
        if text.strip():
            self._write(_NOTE, [(storable(text), int(number))])
        else:
            self._write(_UNNOTE, [(int(number),)])

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

    def _write(self, sql: str, changes: Iterable[tuple[Any, ...]]) -> None:
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
                _change(database, sql, values)

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
            raise AnnotationError(self.path, str(error)) from error
        except CaptureForeignError as error:
            if isinstance(error.__cause__, sqlite3.OperationalError):
                raise AnnotationError(self.path, error.detail) from error
            raise
        except CaptureLockedError as error:
            raise AnnotationError(self.path, "locked") from error
        except CaptureUnwritableError as error:
            raise AnnotationError(self.path, error.detail) from error


def _change(database: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> None:
    """Make one change in one transaction, if need be in several attempts.

    An attempt that has to wait gives up its locks soon: a writer of a closed file that
    waits for one reader to finish keeps all others from beginning.
    """
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            database.execute("BEGIN IMMEDIATE")
            database.execute(sql, values)
            database.execute("COMMIT")
            return
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
        finally:
            if database.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
        time.sleep(_PAUSE_S)
