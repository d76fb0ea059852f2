# SPDX-License-Identifier: Apache-2.0
"""Reading a capture, also while it is being recorded."""

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from ocppdesk.capture.annotations import Annotations, read_annotations
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.opening import open_to_read
from ocppdesk.capture.records import Charger, Connection, Connector, Outcome, Row
from ocppdesk.capture.rows import (
    CONNECTION_COLUMNS,
    MESSAGE_COLUMNS,
    connection_from,
    message_from,
)
from ocppdesk.core.messages import Message

CUT: Final = 64 * 1024
"""Raw texts longer than this are cut to `SHOWN` characters in rows for a table."""
SHOWN: Final = 2_000

_FROM: Final = "FROM messages AS m JOIN chargers AS c ON c.id = m.charger_id"
_WHOLE: Final = ", ".join(f"m.{name}" for name in MESSAGE_COLUMNS)


def _cut_columns(alias: str) -> str:
    raw = f"{alias}.raw"
    cut = f"CASE WHEN length({raw}) > {CUT} THEN substr({raw}, 1, {SHOWN}) ELSE {raw}"
    names = [f"{alias}.{name}" for name in MESSAGE_COLUMNS if name != "raw"]
    return ", ".join([*names, f"{cut} END"])


_ROWS: Final = f"""
SELECT {_cut_columns("m")}, {_cut_columns("a")}, {_cut_columns("q")}, c.identity,
    length(m.raw),
    (SELECT at FROM messages WHERE id = m.id - 1),
    (SELECT at FROM messages WHERE id = a.id - 1)
{_FROM}
LEFT JOIN messages AS a
    ON a.id = (SELECT min(id) FROM messages WHERE answer_to = m.id)
LEFT JOIN messages AS q ON q.id = m.answer_to
WHERE m.id IN (SELECT value FROM json_each(?))
"""


class CaptureReader:
    """A view of a capture.

    Use each reader from one thread at a time; `interrupt` may come from any.

    Args:
        path: The capture.

    Raises:
        CaptureMissingError: If there is no such file.
        CaptureForeignError: If it is not a capture, or is damaged.
        CaptureNewerError: If a later program wrote it.
        CaptureError: If its newest messages cannot be read where it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = open_to_read(path)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def interrupt(self) -> None:
        """Stop a running query, which raises `sqlite3.OperationalError`."""
        self._database.interrupt()

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a query of this package to its end and return its rows.

        Nothing stays open in the file: a recorder can empty its log afterwards.
        """
        return self._database.execute(sql, values).fetchall()

    def last_id(self) -> int:
        """Return the number of the newest message, 0 if there is none."""
        return int(self._one("SELECT max(id) FROM messages") or 0)

    def rows(self, ids: Sequence[int]) -> dict[int, Row]:
        """Return the rows of some messages, with long raw texts cut.

        Numbers that the capture does not have are not in what is returned.
        """
        width = len(MESSAGE_COLUMNS)
        wanted = f"[{','.join(map(str, ids))}]"
        rows = {}
        found = self._database.execute(_ROWS, (wanted,))
        for *values, charger, size, previous, answer_previous in found:
            answer, call = values[width : 2 * width], values[2 * width :]
            rows[values[0]] = Row(
                message=message_from(values[:width], charger),
                answer=None if answer[0] is None else message_from(answer, charger),
                size=size or 0,
                call=None if call[0] is None else message_from(call, charger),
                previous_at=previous,
                answer_previous_at=answer_previous,
            )
        return rows

    def messages(self, ids: Sequence[int]) -> list[Message]:
        """Return whole messages in the order of their numbers as given."""
        wanted = f"[{','.join(map(str, ids))}]"
        query = (
            f"SELECT {_WHOLE}, c.identity {_FROM} "
            "WHERE m.id IN (SELECT value FROM json_each(?))"
        )
        found = {
            values[0]: message_from(values, values[-1])
            for values in self._database.execute(query, (wanted,))
        }
        return [found[number] for number in ids if number in found]

    def message(self, number: int) -> Message | None:
        """Return one whole message."""
        found = self.messages([number])
        return found[0] if found else None

    def answers(self, number: int) -> list[Message]:
        """Return the answers to a call, the first one first."""
        query = "SELECT id FROM messages WHERE answer_to = ? ORDER BY id"
        found = self._database.execute(query, (number,))
        return self.messages([answer for (answer,) in found])

    def with_answers(self, ids: Sequence[int]) -> list[int]:
        """Return the numbers of messages and of all their answers, in order."""
        query = (
            "SELECT id FROM messages "
            "WHERE answer_to IN (SELECT value FROM json_each(?))"
        )
        wanted = f"[{','.join(map(str, ids))}]"
        found = self._database.execute(query, (wanted,))
        return sorted({*ids, *(answer for (answer,) in found)})

    def annotations(self) -> Annotations:
        """Return all marks, notes and findings as they are now."""
        return read_annotations(self._database)

    def action_counts(self, *, after: int, upto: int) -> dict[str, int]:
        """Count calls by action among the messages `after` a number, `upto` another."""
        query = (
            "SELECT action, count(*) FROM messages WHERE id > ? AND id <= ? "
            "AND direction < 2 AND answer_to IS NULL AND action IS NOT NULL "
            "GROUP BY action"
        )
        return dict(self._database.execute(query, (after, upto)))

    def time_span(self) -> tuple[int, int] | None:
        """Return the times of the first and the last message, None if there is none."""
        found = self._database.execute(
            "SELECT (SELECT at FROM messages ORDER BY id LIMIT 1), "
            "(SELECT at FROM messages ORDER BY id DESC LIMIT 1)"
        ).fetchone()
        return None if found[0] is None else (found[0], found[1])

    def connections(
        self, *, limit: int = 500, after: int = 0, among: Iterable[int] = ()
    ) -> list[Connection]:
        """Return connections and attempts, the newest first.

        Args:
            limit: At most so many.
            after: Only those with greater numbers,
            among: and those with these numbers.
        """
        names = ", ".join(f"n.{name}" for name in CONNECTION_COLUMNS)
        query = (
            f"SELECT {names}, coalesce(c.identity, '') FROM connections AS n "
            "LEFT JOIN chargers AS c ON c.id = n.charger_id "
            "WHERE n.id > ? OR n.id IN (SELECT value FROM json_each(?)) "
            "ORDER BY n.id DESC LIMIT ?"
        )
        wanted = f"[{','.join(map(str, among))}]"
        return [
            connection_from(values, values[-1])
            for values in self._database.execute(query, (after, wanted, limit))
        ]

    def connection(self, number: int) -> Connection | None:
        """Return one connection."""
        names = ", ".join(f"n.{name}" for name in CONNECTION_COLUMNS)
        query = (
            f"SELECT {names}, coalesce(c.identity, '') FROM connections AS n "
            "LEFT JOIN chargers AS c ON c.id = n.charger_id WHERE n.id = ?"
        )
        values = self._database.execute(query, (number,)).fetchone()
        return None if values is None else connection_from(values, values[-1])

    def chargers(self) -> list[Charger]:
        """Return the known chargers by identity, with their last state."""
        connectors: dict[int, list[Connector]] = {}
        for charger_id, *values in self._database.execute(
            "SELECT charger_id, evse, connector, status, error_code, info, at "
            "FROM connectors ORDER BY charger_id, evse, connector"
        ):
            connectors.setdefault(charger_id, []).append(Connector(*values))
        query = """
            SELECT c.id, c.identity, c.first_seen, c.version, c.vendor, c.model,
                c.serial, c.firmware, c.boot_at, n.outcome, n.last_heard_at
            FROM chargers AS c LEFT JOIN connections AS n ON n.id = (
                SELECT max(id) FROM connections
                WHERE charger_id = c.id AND opened_at IS NOT NULL
            ) ORDER BY c.identity
        """
        found = []
        for values in self._database.execute(query):
            found.append(
                Charger(
                    identity=values[1],
                    first_seen=values[2],
                    version=values[3] or "",
                    vendor=values[4] or "",
                    model=values[5] or "",
                    serial=values[6] or "",
                    firmware=values[7] or "",
                    boot_at=values[8],
                    is_connected=values[9] == Outcome.OPEN,
                    last_heard_at=values[10],
                    connectors=tuple(connectors.get(values[0], ())),
                )
            )
        return found

    def was_closed(self) -> bool:
        """Return whether the last recording into it ended in an orderly way."""
        query = "SELECT count(*) FROM capture WHERE key = 'closed_at'"
        return bool(self._one(query))

    def save_copy(self, target: Path) -> None:
        """Write a clean, complete copy; recording may go on meanwhile.

        The copy holds what was committed when it began. It appears under its name only
        when it is whole.

        Raises:
            CaptureError: If it cannot be written there.
        """
        partial = target.with_name(f".{target.name}.part")
        try:
            if target.exists() and target.samefile(self.path):
                raise OSError("a file cannot be copied onto itself")
            partial.unlink(missing_ok=True)
            self._database.execute("VACUUM INTO ?", (str(partial),))
            partial.replace(target)
        except (OSError, sqlite3.Error) as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            detail = f"The copy could not be written: {error}. Choose another folder."
            raise CaptureError(target, detail) from error

    def _one(self, sql: str, values: Sequence[object] = ()) -> Any:
        return self._database.execute(sql, values).fetchone()[0]
