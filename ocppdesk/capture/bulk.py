# SPDX-License-Identifier: Apache-2.0
"""Writing a capture of what was recorded elsewhere: millions of rows, quickly.

It brings an SQLite of its own (apsw), which takes a third of the time for each row.
Two of them in one process lose each other's locks on a file
(https://www.sqlite.org/howtocorrupt.html, 2.2.1), so this belongs into a process that
opens the file in no other way.
"""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import apsw
import orjson

from ocppdesk.capture.errors import CaptureUnwritableError
from ocppdesk.capture.lock import lock_path, locked
from ocppdesk.capture.log_records import LOG_COLUMNS, LogSummary, log_values
from ocppdesk.capture.records import Connection
from ocppdesk.capture.rows import (
    MESSAGE_COLUMNS,
    REPLACE_CONNECTION,
    connection_values,
)
from ocppdesk.capture.schema import create
from ocppdesk.core.bystander import Overheard
from ocppdesk.core.facts import Boot, ConnectorStatus
from ocppdesk.core.frames import json_text

_PAGE_BYTES: Final = 8192  # fewer and larger pages are quicker to fill
_CACHE_KIB: Final = 16 * 1024
_BUSY_MS: Final = 5_000  # readers are never in the way for long
_COLUMNS: Final = (*MESSAGE_COLUMNS, "log_id", "log_line")
_VIOLATIONS: Final = _COLUMNS.index("violations")
_RAW: Final = _COLUMNS.index("raw")
_LEAST, _MOST = -(2**63), 2**63 - 1


def _insert(table: str, columns: Sequence[str], verb: str = "INSERT") -> str:
    places = ", ".join("?" * len(columns))
    return f"{verb} INTO {table} ({', '.join(columns)}) VALUES ({places})"


_INSERT_MESSAGE: Final = _insert("messages", _COLUMNS)
_INSERT_CHARGER: Final = _insert("chargers", ("id", "identity", "first_seen"))
_REPLACE_LOG: Final = _insert("logs", LOG_COLUMNS, "INSERT OR REPLACE")
_INSERT_LINE: Final = _insert(
    "log_lines", ("log_id", "line", "kind", "text", "why", "message_id")
)
_SET_BOOT: Final = (
    "UPDATE chargers SET vendor = ?, model = ?, serial = ?, firmware = ?, "
    "boot_at = ?, boot = ? WHERE id = ?"
)
_SET_VERSION: Final = "UPDATE chargers SET version = ? WHERE id = ?"
_SET_STATUS: Final = "INSERT OR REPLACE INTO connectors VALUES (?, ?, ?, ?, ?, ?, ?)"
_SET_ORIGINAL: Final = (
    "INSERT INTO origins (message_id, original) VALUES (?, ?) "
    "ON CONFLICT DO UPDATE SET original = excluded.original"
)
_SET_SECOND: Final = (
    "INSERT INTO origins (message_id, second_log_id, second_line, second_at) "
    "VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
    "second_log_id = excluded.second_log_id, second_line = excluded.second_line, "
    "second_at = excluded.second_at"
)


class BulkWriter:
    """Writes a new capture in blocks; readers see each one when it is committed.

    Collect, then `commit`. The process may be killed at any time; what was committed
    stays. A power cut may leave a damaged file: what it was made from is still there.

    Args:
        path: The file, which is made; its folder too, if need be.

    Raises:
        CaptureLockedError: If another program records into it.
        CaptureUnwritableError: If it cannot be made there, or is there already.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = locked(path)
        try:
            if path.exists():
                raise CaptureUnwritableError(path, "it exists")
            self._database = _opened(path)
        except BaseException:
            self._lock.release()
            lock_path(path).unlink(missing_ok=True)
            raise
        self._others: list[tuple[str, list[tuple[Any, ...]]]] = []
        self._rows: Sequence[Overheard] = ()

    def add_chargers(self, chargers: Mapping[str, int], *, first_seen: int) -> None:
        """Collect new chargers: their numbers by their identities.

        Args:
            chargers: All of them are new.
            first_seen: When, microseconds since 1970.
        """
        rows = [(number, name, first_seen) for name, number in chargers.items()]
        self._others.append((_INSERT_CHARGER, rows))

    def set_boot(self, charger: int, boot: Boot, *, at: int) -> None:
        """Collect what a charger says of itself."""
        plate = boot.vendor, boot.model, boot.serial, boot.firmware
        values = (*plate, at, json_text(boot.payload), charger)
        self._others.append((_SET_BOOT, [values]))

    def set_version(self, charger: int, version: str) -> None:
        """Collect which OCPP version a charger speaks."""
        self._others.append((_SET_VERSION, [(version, charger)]))

    def set_status(self, charger: int, status: ConnectorStatus, *, at: int) -> None:
        """Collect the state of a connector."""
        values = (
            charger, status.evse, status.connector, status.status, status.error_code,
            status.info, at,
        )  # fmt: skip
        self._others.append((_SET_STATUS, [values]))

    def put_connection(self, connection: Connection, *, charger: int) -> None:
        """Collect a connection of a charger, or its new state."""
        values = connection_values(connection, charger)
        self._others.append((REPLACE_CONNECTION, [values]))

    def put_log(self, log: LogSummary) -> None:
        """Collect a log, or its new state."""
        self._others.append((_REPLACE_LOG, [log_values(log)]))

    def add_lines(
        self, lines: list[tuple[int, int, str, str, str, int | None]]
    ) -> None:
        """Collect lines without messages: log, line, kind, text, why, message."""
        self._others.append((_INSERT_LINE, lines))

    def set_originals(self, originals: list[tuple[int, str]]) -> None:
        """Collect texts as they stand in the log: message, text."""
        self._others.append((_SET_ORIGINAL, originals))

    def set_seconds(self, places: list[tuple[int, int, int, int]]) -> None:
        """Collect places of messages in a second log: message, log, line, when."""
        self._others.append((_SET_SECOND, places))

    def add_messages(self, rows: Sequence[Overheard]) -> None:
        """Collect messages; once in each block.

        Raw texts that were no UTF-8 are as `surrogateescape` has them; they become the
        bytes that they were.
        """
        self._rows = rows

    def commit(self) -> None:
        """Write what was collected, in one transaction; then nothing is collected.

        Raises:
            CaptureUnwritableError: If it cannot be written; the block is lost then, and
                what was committed before stays.
        """
        rows: Iterable[tuple[Any, ...]] = [
            row if row[_VIOLATIONS] is None else _with_text(row) for row in self._rows
        ]
        others, self._others, self._rows = self._others, [], ()
        try:
            try:
                self._write(rows, others)
            except (UnicodeEncodeError, OverflowError):
                # Bytes that are no text, texts with halves of surrogate pairs, numbers
                # beyond 64 bits: rare enough to look at each value only then.
                rows = _mended([_with_bytes(row) for row in rows])
                self._write(rows, [(s, _mended(v)) for s, v in others])
        except (apsw.Error, OSError) as error:
            raise CaptureUnwritableError(self.path, _reason(error)) from error

    def _write(
        self,
        rows: Iterable[tuple[Any, ...]],
        others: list[tuple[str, list[tuple[Any, ...]]]],
    ) -> None:
        database = self._database
        database.execute("BEGIN IMMEDIATE")
        try:
            for sql, values in others:
                database.executemany(sql, values)
            database.executemany(_INSERT_MESSAGE, rows)
            database.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(apsw.Error):
                if database.in_transaction:
                    database.execute("ROLLBACK")
            raise

    def limit_size(self, pages: int) -> None:
        """Refuse to let the file grow beyond a number of pages, as a full disk does."""
        self._database.execute(f"PRAGMA max_page_count = {pages}")

    def close(self) -> None:
        """Note the orderly end, leave one file and let go of it.

        What was collected and not committed is not written.
        """
        database = self._database
        try:
            with contextlib.suppress(apsw.Error):
                database.execute(
                    "INSERT OR REPLACE INTO capture VALUES "
                    "('closed_at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"
                )
            with contextlib.suppress(apsw.Error):
                # Where somebody reads it just now, the files beside it stay.
                database.set_busy_timeout(0)
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                database.execute("PRAGMA journal_mode = DELETE")
        finally:
            database.close(True)
            self._lock.release()
            lock_path(self.path).unlink(missing_ok=True)


def _opened(path: Path) -> apsw.Connection:
    try:
        database = apsw.Connection(str(path))
    except apsw.Error as error:
        raise CaptureUnwritableError(path, _reason(error)) from error
    try:
        database.set_busy_timeout(_BUSY_MS)
        database.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        create(database.execute)
        database.execute(
            "INSERT INTO capture VALUES "
            "('created_at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"
        )
    except apsw.Error as error:
        database.close(True)
        raise CaptureUnwritableError(path, _reason(error)) from error
    return database


def _reason(error: BaseException) -> str:
    """Return what SQLite said, without the name of its class."""
    return str(error).removeprefix(f"{type(error).__name__}: ")


def _with_text(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row of `messages` with its violations as text."""
    violations = row[_VIOLATIONS]
    try:
        text: str | None = orjson.dumps(violations).decode() if violations else None
    except TypeError:
        text = json_text([_mended([pair])[0] for pair in violations])
    return (*row[:_VIOLATIONS], text, *row[_VIOLATIONS + 1 :])


def _with_bytes(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row of `messages` with the bytes that came, where they are no text."""
    raw = row[_RAW]
    try:
        raw.encode()
    except UnicodeEncodeError:
        with contextlib.suppress(UnicodeEncodeError):
            raw = raw.encode("utf-8", "surrogateescape")
    return (*row[:_RAW], raw, *row[_RAW + 1 :])


def _mended(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(_storable(value) for value in row) for row in rows]


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, int) and not _LEAST <= value <= _MOST:
        return str(value)
    return value
