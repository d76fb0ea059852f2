# SPDX-License-Identifier: Apache-2.0
"""Writing a capture: everything of one loop turn in one transaction."""

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

from ocppdesk.capture.annotations import PUT_MARK, PUT_NOTE, storable
from ocppdesk.capture.errors import CaptureUnwritableError, RecordingError
from ocppdesk.capture.lock import lock_path, locked
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.capture.rows import (
    INSERT_MESSAGE,
    REPLACE_CONNECTION,
    connection_values,
    message_values,
)
from ocppdesk.capture.schema import migrate
from ocppdesk.core.facts import boot_of, states_of
from ocppdesk.core.frames import json_text
from ocppdesk.core.messages import Message
from ocppdesk.core.replies import Transactions, TransactionStart

_BUSY_TIMEOUT_MS = 200  # chargers wait meanwhile; a commit that fails is repeated
_LONGEST_LOG = 32 * 2**20  # bytes; beyond it the log is emptied at the next chance


class Recorder:
    """The one writer of a capture.

    Collect with `add_message` and `put_connection`, then `commit`: after it returns,
    everything collected is in the file, and a process that is killed loses none of it.
    If it raises, everything is kept and the next `commit` writes it.

    An existing capture is continued. Use it from one thread.

    Args:
        path: The file; it and its folder are made if need be.

    Raises:
        CaptureForeignError, CaptureNewerError: If the file is not one to continue.
        CaptureLockedError: If another program records into it.
        CaptureUnwritableError: If it cannot be made or written there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = locked(path)
        try:
            self._database = sqlite3.connect(
                path,
                timeout=_BUSY_TIMEOUT_MS / 1000,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                migrate(self._database, path)
                self._prepare()
                self._take_stock()
            except BaseException:
                self._database.close()
                raise
        except sqlite3.Error as error:
            self._lock.release()
            raise CaptureUnwritableError(path, str(error)) from error
        except BaseException:
            self._lock.release()
            raise
        self._messages: list[tuple[Any, ...]] = []
        self._others: list[tuple[str, tuple[Any, ...]]] = []
        self._connections: dict[int, Connection] = {}

    def _take_stock(self) -> None:
        """Read what an earlier recording left; a damaged file is noticed here."""
        self._memory = self._read_transactions()
        self._chargers: dict[str, int] = dict(
            self._database.execute("SELECT identity, id FROM chargers")
        )
        self._last_charger = max(self._chargers.values(), default=0)
        self.last_message_id = self._highest("messages")
        """The id of the last message added."""
        self.committed_id = self.last_message_id
        """The id of the last message that is in the file."""
        self.last_connection_id = self._highest("connections")
        """The id of the last connection added."""

    def _prepare(self) -> None:
        self._database.execute("PRAGMA journal_mode = WAL")
        # A commit is in the hands of the system; it survives the death of the
        # process. Against power cuts the checkpoints write through.
        self._database.execute("PRAGMA synchronous = NORMAL")
        # The owner calls `checkpoint` outside of the way of the messages.
        self._database.execute("PRAGMA wal_autocheckpoint = 0")
        # What an earlier run left open was ended by its end.
        self._database.execute(
            "UPDATE connections SET outcome = ?, ended_at = coalesce(last_heard_at, "
            "opened_at), cause = 'The recording ended while the charger was connected.'"
            " WHERE outcome = ?",
            (Outcome.CLOSED, Outcome.OPEN),
        )
        self._database.execute(
            "UPDATE connections SET outcome = ?, ended_at = began_at, "
            "cause = 'The recording ended before the request came.' WHERE outcome = ?",
            (Outcome.ABORTED, Outcome.WAITING),
        )
        self._database.execute(
            "INSERT OR IGNORE INTO capture VALUES "
            "('created_at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"
        )
        self._database.execute("DELETE FROM capture WHERE key = 'closed_at'")

    def _highest(self, table: str) -> int:
        found = self._database.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
        return int(found or 0)

    @property
    def has_work(self) -> bool:
        """Whether something was collected that is not in the file yet."""
        return bool(self._messages or self._others or self._connections)

    def next_message_id(self) -> int:
        """Return the number for the next message."""
        self.last_message_id += 1
        return self.last_message_id

    def next_connection_id(self) -> int:
        """Return the number for the next connection."""
        self.last_connection_id += 1
        return self.last_connection_id

    def add_message(self, message: Message) -> None:
        """Collect a message, and what it says about the charger."""
        charger_id = self._charger_id(message.charger, message.at)
        self._messages.append(message_values(message, charger_id))
        if message.action == "BootNotification":
            boot = boot_of(message)
            if boot is not None:
                self._others.append(
                    (
                        "UPDATE chargers SET vendor = ?, model = ?, serial = ?, "
                        "firmware = ?, boot_at = ?, boot = ? WHERE id = ?",
                        (
                            boot.vendor,
                            boot.model,
                            boot.serial,
                            boot.firmware,
                            message.at,
                            json_text(boot.payload),
                            charger_id,
                        ),
                    )
                )
        for status in states_of(message):
            self._others.append(
                (
                    "INSERT OR REPLACE INTO connectors VALUES (?,?,?,?,?,?,?)",
                    (
                        charger_id,
                        status.evse,
                        status.connector,
                        status.status,
                        status.error_code,
                        status.info,
                        message.at,
                    ),
                )
            )

    def annotate(self, number: int, *, is_marked: bool, note: str | None) -> None:
        """Collect what was put on a message of another file that is written here.

        Args:
            number: The message, by its number here.
            is_marked: Whether it is marked.
            note: The note on it; None or a blank one is none.
        """
        if is_marked:
            self._others.append((PUT_MARK, (number,)))
        if note and note.strip():
            self._others.append((PUT_NOTE, (number, storable(note))))

    def put_connection(self, connection: Connection) -> None:
        """Collect a connection, or its new state; the id tells which it is."""
        self._connections[connection.id] = connection
        if connection.charger and connection.version:
            charger_id = self._charger_id(connection.charger, connection.began_at)
            self._others.append(
                (
                    "UPDATE chargers SET version = ? WHERE id = ?",
                    (connection.version, charger_id),
                )
            )

    def add_transaction(self, start: TransactionStart, transaction_id: int) -> None:
        """Collect a transaction id that was given out."""
        charger_id = self._charger_id(start.charger, 0)
        parts = (start.connector, start.id_tag, start.meter_start, start.timestamp)
        self._others.append(
            (
                "INSERT OR IGNORE INTO transactions VALUES (?, ?, ?)",
                (transaction_id, charger_id, json_text(parts)),
            )
        )

    def transactions(self) -> Transactions:
        """Return the memory of the ids that the capture holds."""
        return self._memory

    def end_transaction(self, transaction_id: int) -> None:
        """Collect that a transaction ended: its start will not be repeated."""
        self._others.append(
            ("DELETE FROM transactions WHERE transaction_id = ?", (transaction_id,))
        )

    def _read_transactions(self) -> Transactions:
        memory = Transactions()
        for transaction_id, identity, start in self._database.execute(
            "SELECT transaction_id, identity, start FROM transactions "
            "JOIN chargers ON chargers.id = charger_id ORDER BY transaction_id"
        ):
            memory.remember(
                TransactionStart(identity, *json.loads(start)), transaction_id
            )
        return memory

    def commit(self) -> None:
        """Write what was collected, in one transaction.

        Raises:
            RecordingError: If it cannot be written; it is kept for the next time.
        """
        database = self._database
        try:
            database.execute("BEGIN IMMEDIATE")
            for sql, values in self._others:
                database.execute(sql, values)
            if self._connections:
                database.executemany(REPLACE_CONNECTION, self._connection_rows())
            if self._messages:
                database.executemany(INSERT_MESSAGE, self._messages)
            database.execute("COMMIT")
        except Exception as error:
            with contextlib.suppress(sqlite3.Error):
                if database.in_transaction:
                    database.execute("ROLLBACK")
            raise RecordingError(self.path, str(error)) from error
        if self._messages:
            self.committed_id = self._messages[-1][0]
        self._messages.clear()
        self._others.clear()
        self._connections.clear()

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file and onto the disk, if it is long.

        Safe to call from another thread; readers and the writer go on meanwhile.
        """
        # Busy is no failure: the next call does it.
        with (
            contextlib.suppress(sqlite3.OperationalError),
            contextlib.closing(sqlite3.connect(self.path, timeout=0.2)) as database,
        ):
            database.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def shorten_log(self) -> None:
        """Empty the write-ahead log if it has grown long; in the thread that commits.

        Call it after `checkpoint`, which leaves little to do. Alone that never catches
        up with a busy writer, and the log would grow as long as the load lasts.
        """
        log = self.path.with_name(f"{self.path.name}-wal")
        with contextlib.suppress(OSError, sqlite3.OperationalError):
            if log.stat().st_size < _LONGEST_LOG:
                return
            # Readers are not waited for: the next call finds fewer of them.
            self._database.execute("PRAGMA busy_timeout = 0")
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._database.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")

    def limit_size(self, pages: int) -> None:
        """Refuse to let the file grow beyond a number of 4 kB pages, as a quota."""
        self._database.execute(f"PRAGMA max_page_count = {pages}")

    def close(self) -> None:
        """Write what is left, note the orderly end and let go of the file."""
        try:
            with contextlib.suppress(RecordingError):
                if self.has_work:
                    self.commit()
            with contextlib.suppress(sqlite3.Error):
                self._database.execute(
                    "INSERT OR REPLACE INTO capture VALUES "
                    "('closed_at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"
                )
                self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                # One file that needs no others beside it when it is read; where
                # somebody reads it just now, it stays as it is.
                self._database.execute("PRAGMA busy_timeout = 0")
                self._database.execute("PRAGMA journal_mode = DELETE")
        finally:
            self._database.close()
            self._lock.release()
            lock_path(self.path).unlink(missing_ok=True)

    def _charger_id(self, identity: str, at: int) -> int:
        known = self._chargers.get(identity)
        if known is not None:
            return known
        self._last_charger += 1
        self._chargers[identity] = self._last_charger
        self._others.append(
            (
                "INSERT INTO chargers (id, identity, first_seen) VALUES (?, ?, ?)",
                (self._last_charger, identity, at),
            )
        )
        return self._last_charger

    def _connection_rows(self) -> list[tuple[Any, ...]]:
        return [
            connection_values(
                connection,
                self._chargers.get(connection.charger) if connection.charger else None,
            )
            for connection in self._connections.values()
        ]
