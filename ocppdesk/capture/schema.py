# SPDX-License-Identifier: Apache-2.0
"""The tables of a capture, as a list of migrations that only ever grows."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from ocppdesk.capture.errors import CaptureForeignError, CaptureNewerError

APPLICATION_ID: Final = 0x4F435044  # "OCPD": tells `file` and us what this is


class _Database(Protocol):
    """What a migration needs of sqlite-utils' `Database`."""

    def execute(self, sql: str, /) -> object: ...


def _tables(database: _Database) -> None:
    for statement in _TABLES:
        database.execute(statement)


_TABLES: Final = (
    "CREATE TABLE capture (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    """
    CREATE TABLE chargers (
        id INTEGER PRIMARY KEY,
        identity TEXT NOT NULL UNIQUE,
        first_seen INTEGER NOT NULL,   -- microseconds since 1970, UTC
        version TEXT,                  -- OCPP version last spoken
        vendor TEXT, model TEXT, serial TEXT, firmware TEXT,
        boot_at INTEGER,               -- last BootNotification
        boot TEXT                      -- its payload, JSON
    )
    """,
    """
    CREATE TABLE connections (
        id INTEGER PRIMARY KEY,
        charger_id INTEGER REFERENCES chargers,
        peer TEXT NOT NULL,
        began_at INTEGER NOT NULL,     -- TCP connection
        opened_at INTEGER,             -- WebSocket handshake; null: it never opened
        ended_at INTEGER,
        path TEXT,                     -- as requested, not decoded
        offered TEXT,                  -- sub-protocols, as sent
        subprotocol TEXT,              -- the one agreed on
        version TEXT,                  -- OCPP version spoken
        head BLOB,                     -- first bytes that arrived
        outcome TEXT NOT NULL,
        cause TEXT, fix TEXT,          -- what it means and what to do
        remarks TEXT,                  -- oddities of the handshake, JSON array
        close_code INTEGER, close_reason TEXT,
        pings INTEGER NOT NULL DEFAULT 0,   -- pings of the charger
        last_heard_at INTEGER               -- last sign of life of any kind
    )
    """,
    """
    CREATE TABLE messages (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,           -- microseconds since 1970, UTC
        charger_id INTEGER NOT NULL REFERENCES chargers,
        connection_id INTEGER NOT NULL REFERENCES connections,
        direction INTEGER NOT NULL,    -- 0 from the charger, 1 to it, 2 connection
        type INTEGER,                  -- 2..6, null if it has none
        message_id TEXT,
        action TEXT,                   -- also on answers
        answer_to INTEGER,             -- id of the call
        latency_ms REAL,
        error_code TEXT,
        evse INTEGER,
        connector INTEGER,
        transaction_id,                -- a number in 1.6, text in 2.x
        problem TEXT,
        violations TEXT,               -- JSON array of [path, text]
        raw                            -- text as it was; a blob if it was not UTF-8
    )
    """,
    # Only answers are indexed, and their calls' ids grow: appending stays cheap.
    """
    CREATE INDEX messages_answer_to ON messages (answer_to)
    WHERE answer_to IS NOT NULL
    """,
    """
    CREATE TABLE connectors (
        charger_id INTEGER NOT NULL REFERENCES chargers,
        evse INTEGER NOT NULL,         -- 0 in OCPP 1.6
        connector INTEGER NOT NULL,
        status TEXT, error_code TEXT, info TEXT,
        at INTEGER NOT NULL,
        PRIMARY KEY (charger_id, evse, connector)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE transactions (
        transaction_id INTEGER PRIMARY KEY,  -- given out by this CSMS (OCPP 1.6)
        charger_id INTEGER NOT NULL REFERENCES chargers,
        start TEXT NOT NULL            -- what identifies the start, JSON array
    )
    """,
    """
    CREATE VIEW message_list AS
    SELECT m.id,
        strftime('%Y-%m-%dT%H:%M:%S', m.at / 1000000, 'unixepoch')
            || printf('.%06dZ', m.at % 1000000) AS time,
        c.identity AS charger,
        CASE m.direction WHEN 0 THEN 'in' WHEN 1 THEN 'out' ELSE 'link' END
            AS direction,
        m.action, m.evse, m.connector, m.transaction_id, m.problem, m.raw
    FROM messages AS m JOIN chargers AS c ON c.id = m.charger_id
    ORDER BY m.id DESC
    """,
)


def _index_of_connections(database: _Database) -> None:
    # The list of chargers asks for the newest connection of each, again and again.
    database.execute(
        "CREATE INDEX connections_charger ON connections (charger_id) "
        "WHERE opened_at IS NOT NULL"
    )


def _marks_notes_findings(database: _Database) -> None:
    for statement in _ANNOTATIONS:
        database.execute(statement)


_ANNOTATIONS: Final = (
    # What somebody marked, and what somebody wrote on it.
    "CREATE TABLE marks (message_id INTEGER PRIMARY KEY)",
    "CREATE TABLE notes (message_id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    """
    CREATE TABLE findings (
        message_id INTEGER NOT NULL,
        rule TEXT NOT NULL,
        level INTEGER NOT NULL,        -- 0 info, 1 note, 2 warning, 3 error
        PRIMARY KEY (message_id, rule)
    ) WITHOUT ROWID
    """,
)


def _logs(database: _Database) -> None:
    for statement in _LOGS:
        database.execute(statement)


_LOGS: Final = (
    # Foreign logs that were read into the capture, a row for each file or member.
    """
    CREATE TABLE logs (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,            -- of the file, or of what it was a part of
        path TEXT NOT NULL,            -- where it was
        format TEXT NOT NULL,          -- the reader's name
        title TEXT NOT NULL,           -- the same in words
        state TEXT NOT NULL,           -- reading, complete, cancelled, failed
        size INTEGER NOT NULL,         -- bytes
        lines INTEGER NOT NULL,        -- lines or rows that were read
        counts TEXT NOT NULL,          -- JSON: what became of them
        inferences TEXT NOT NULL,      -- JSON: what was concluded
        assumptions TEXT NOT NULL,     -- JSON: what somebody knew
        advice TEXT NOT NULL,          -- where there are no frames: what to switch on
        failure TEXT NOT NULL,         -- what went wrong, as a sentence
        alignment TEXT                 -- JSON: how its clock was set to another log's
    )
    """,
    # Lines without a message of their own; of each kind the first ones.
    """
    CREATE TABLE log_lines (
        id INTEGER PRIMARY KEY,
        log_id INTEGER NOT NULL REFERENCES logs,
        line INTEGER NOT NULL,
        kind TEXT NOT NULL,            -- other, duplicate, unreadable
        text TEXT NOT NULL,            -- cut
        why TEXT NOT NULL,
        message_id INTEGER             -- of a duplicate: the message it repeats
    )
    """,
    "CREATE INDEX log_lines_kind ON log_lines (kind, log_id)",
    # In the row itself: a second table would take half as long again to fill.
    "ALTER TABLE messages ADD COLUMN log_id INTEGER REFERENCES logs",
    "ALTER TABLE messages ADD COLUMN log_line INTEGER",
    # Of the few messages that have more to tell than log and line.
    """
    CREATE TABLE origins (
        message_id INTEGER PRIMARY KEY,
        original TEXT,                 -- as the log has it, where `raw` differs
        second_log_id INTEGER REFERENCES logs,
        second_line INTEGER,           -- where the message was in two logs
        second_at INTEGER              -- when, by the clock of the first
    )
    """,
)


def _snapshots(database: _Database) -> None:
    database.execute(
        """
        CREATE TABLE snapshots (
            id INTEGER PRIMARY KEY,
            charger_id INTEGER NOT NULL REFERENCES chargers,
            at INTEGER NOT NULL,       -- microseconds since 1970, UTC
            name TEXT NOT NULL,        -- empty: made by itself
            connection_id INTEGER,
            count INTEGER NOT NULL,    -- settings in it
            entries TEXT NOT NULL      -- JSON array, secrets masked
        )
        """
    )


_MIGRATIONS: Final[tuple[Callable[[_Database], None], ...]] = (
    _tables,
    _index_of_connections,
    _marks_notes_findings,
    _logs,
    _snapshots,
)
"""Append only: a capture knows by number how many of them it has."""

_SET: Final = "ocppdesk"
VERSION: Final = len(_MIGRATIONS)
ANNOTATED: Final = 3
"""The first version with room for marks, notes and findings."""
WITH_LOGS: Final = 4
"""The first version that tells of the logs that messages were read from."""
WITH_SNAPSHOTS: Final = 5
"""The first version with room for snapshots of chargers' settings."""


def check_format(connection: sqlite3.Connection, path: Path) -> int:
    """Return how many migrations a file has; 0 for an empty one.

    Raises:
        CaptureForeignError: If it is not SQLite, or another program's.
        CaptureNewerError: If it has migrations that this program does not know.
    """
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise CaptureForeignError(path, str(error)) from error
    if application != APPLICATION_ID:
        if tables or application:
            raise CaptureForeignError(path, "it is another program's database")
        return 0
    if version > VERSION:
        detail = f"format {version}, this one reads up to {VERSION}"
        raise CaptureNewerError(path, detail)
    return version


def check_capture(connection: sqlite3.Connection, path: Path) -> int:
    """Return how many migrations a capture has, of any version from the first on.

    Raises:
        CaptureForeignError: If it is no capture, or its making was broken off.
        CaptureNewerError: If it has migrations that this program does not know.
    """
    version = check_format(connection, path)
    if not version:
        raise CaptureForeignError(path, "it is empty or from a broken-off start")
    return version


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a file to the present format; each step is one transaction.

    Raises:
        CaptureForeignError: If it is not a capture.
        CaptureNewerError: If a later program wrote it.
    """
    have = check_format(connection, path)
    if have == VERSION:
        return
    # First of all, so that a file whose making was cut off is known as ours.
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    # Imported here: it takes half a second, and a file in the present format needs
    # none of it.
    from sqlite_utils import Database, Migrations

    steps = Migrations(_SET)
    for name, step in _named_steps():
        steps(name=name)(step)
    steps.apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {VERSION}")


@dataclass(frozen=True, slots=True)
class _Executing:
    """A new file as migrations see it."""

    execute: Callable[[str], object]


# As sqlite-utils 4 writes them; `tests/capture/test_schema.py` compares.
_RECORD: Final = (
    """CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
)""",
    """CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name")""",
)


def create(execute: Callable[[str], object]) -> None:
    """Make a new file what `migrate` makes it, in one transaction and in no time.

    It does without sqlite-utils, which takes half a second to import, and without
    Python's SQLite.

    Args:
        execute: Runs a statement in an empty database, outside of a transaction.
    """
    execute("BEGIN IMMEDIATE")
    execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in _RECORD:
        execute(statement)
    for name, step in _named_steps():
        step(_Executing(execute))
        execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            f"VALUES ('{_SET}', '{name}', strftime('%Y-%m-%d %H:%M:%f+00:00', 'now'))"
        )
    execute(f"PRAGMA user_version = {VERSION}")
    execute("COMMIT")


def _named_steps() -> list[tuple[str, Callable[[Any], None]]]:
    return [
        (f"{number:03d}{step.__name__}", step)
        for number, step in enumerate(_MIGRATIONS, start=1)
    ]
