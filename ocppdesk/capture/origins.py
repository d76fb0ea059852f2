# SPDX-License-Identifier: Apache-2.0
"""What a capture tells of the logs that its messages were read from."""

from typing import NamedTuple

from ocppdesk.capture.log_records import (
    LOG_COLUMNS,
    MOST_LINES,
    Alignment,
    Conclusion,
    LogCounts,
    LogState,
    LogSummary,
    log_from,
    log_values,
)
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.schema import WITH_LOGS

__all__ = [
    "LOG_COLUMNS",
    "MOST_LINES",
    "Alignment",
    "Conclusion",
    "LogCounts",
    "LogLine",
    "LogState",
    "LogSummary",
    "Origin",
    "Place",
    "log_from",
    "log_values",
    "read_lines",
    "read_logs",
    "read_origin",
]


class LogLine(NamedTuple):
    """A line of a log that has no message of its own."""

    id: int
    """Its number among such lines of the capture; they ascend."""
    log_id: int
    """The log."""
    line: int
    """The line, from 1."""
    kind: str
    """`other`, `duplicate` or `unreadable`."""
    text: str
    """What it says, cut."""
    why: str
    """What is the matter with it, as a sentence; empty on `other`."""
    message_id: int | None
    """Of a duplicate: the message that it repeats, if it is known."""


class Place(NamedTuple):
    """A place in a log."""

    log_id: int
    """The log."""
    name: str
    """Its name."""
    line: int
    """The line or row, from 1."""


class Origin(NamedTuple):
    """Where a message was read from."""

    first: Place
    """Where it stands."""
    original: str | None
    """Its text there, where it differs from the message's."""
    second: Place | None
    """Where else it stands, if it was in two logs."""
    second_at: int | None
    """When it was logged there, by the clock of the first log, microseconds since
    1970."""


def read_logs(reader: CaptureReader) -> list[LogSummary]:
    """Return the logs that a capture was read from; none for a recording."""
    if not _has_logs(reader):
        return []
    columns = ", ".join(LOG_COLUMNS)
    return [log_from(row) for row in reader.query(f"SELECT {columns} FROM logs")]


def read_lines(
    reader: CaptureReader,
    kind: str | None = None,
    *,
    log_id: int | None = None,
    after: int = 0,
    limit: int = 500,
) -> list[LogLine]:
    """Return lines without a message, in the order in which they were read.

    Args:
        reader: The capture.
        kind: Only these; None: all kinds.
        log_id: Only those of this log.
        after: Only those with greater numbers.
        limit: At most so many.
    """
    if not _has_logs(reader):
        return []
    rows = reader.query(
        "SELECT id, log_id, line, kind, text, why, message_id FROM log_lines "
        "WHERE id > ? AND (kind = ? OR ? IS NULL) AND (log_id = ? OR ? IS NULL) "
        "ORDER BY id LIMIT ?",
        (after, kind, kind, log_id, log_id, limit),
    )
    return [LogLine(*row) for row in rows]


def read_origin(reader: CaptureReader, number: int) -> Origin | None:
    """Return where a message was read from; None if it was recorded."""
    if not _has_logs(reader):
        return None
    rows = reader.query(
        "SELECT m.log_id, l.name, m.log_line, o.original, o.second_log_id, s.name, "
        "o.second_line, o.second_at FROM messages AS m "
        "JOIN logs AS l ON l.id = m.log_id "
        "LEFT JOIN origins AS o ON o.message_id = m.id "
        "LEFT JOIN logs AS s ON s.id = o.second_log_id WHERE m.id = ?",
        (number,),
    )
    if not rows:
        return None
    [row] = rows
    second = None if row[4] is None else Place(*row[4:7])
    return Origin(Place(*row[:3]), row[3], second, row[7])


def _has_logs(reader: CaptureReader) -> bool:
    # Asked each time: the file may be brought to the present format while it is read.
    return bool(reader.query("PRAGMA user_version")[0][0] >= WITH_LOGS)
