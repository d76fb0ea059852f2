# SPDX-License-Identifier: Apache-2.0
"""What a capture tells of the logs that its messages were read from."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import orjson

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.schema import WITH_LOGS

MOST_LINES: Final = 10_000
"""Lines of each kind that are kept of each log; the others are only counted."""


class LogState(enum.StrEnum):
    """How far the reading of a log came."""

    READING = "reading"
    """It goes on, or the program was ended meanwhile."""
    COMPLETE = "complete"
    """It was read to its end."""
    CANCELLED = "cancelled"
    """Somebody stopped it; the messages up to there are in the capture."""
    FAILED = "failed"
    """Something went wrong; `failure` says what."""


class Conclusion(NamedTuple):
    """Something about a whole log that had to be concluded."""

    value: str
    """What was concluded; empty: nothing could be."""
    reason: str
    """Why, as a sentence."""
    is_explicit: bool
    """Whether the log says so in as many words."""


@dataclass(slots=True)
class LogCounts:
    """What became of what a log holds."""

    complete: int = 0
    """Frames as they were on the wire."""
    repaired: int = 0
    """Frames that are whole after what the log did to them was undone."""
    truncated: int = 0
    """Frames of which the log has the beginning only."""
    malformed: int = 0
    """Frames that were not valid on the wire."""
    links: int = 0
    """Connections that came or went."""
    joined: int = 0
    """Frames that another log has too; one message was made of both."""
    other: int = 0
    """Lines without a frame."""
    duplicate: int = 0
    """Lines that repeat the frame of another one."""
    unreadable: int = 0
    """Lines that should hold a message, and do not."""

    @property
    def frames(self) -> int:
        """How many frames were found."""
        return self.complete + self.repaired + self.truncated + self.malformed


class Alignment(NamedTuple):
    """How the clock of a log was set to that of another one."""

    offset_us: int
    """What was added to its times, in microseconds."""
    spread_us: int
    """Half of the pairs are nearer to the offset than this, in microseconds."""
    matched: int
    """How many frames are in both logs."""
    is_two_way: bool
    """Whether pairs of both directions are known, so that the time on the way does not
    count into the offset."""


@dataclass(frozen=True, slots=True)
class LogSummary:
    """A log that was read into a capture."""

    id: int
    """Its number in the capture, from 1."""
    name: str
    """The file, or the part of an archive or folder, as in `site.zip/cp1.log`."""
    path: str
    """Where the file was."""
    format: str
    """The name of the reader, for `Assumptions.format`."""
    title: str
    """The same in words."""
    state: LogState = LogState.READING
    """How far it was read."""
    size: int = 0
    """The length of the file in bytes."""
    lines: int = 0
    """How many lines or rows were read."""
    counts: LogCounts = field(default_factory=LogCounts)
    """What was found."""
    inferences: Mapping[str, Conclusion] = field(default_factory=dict)
    """By the names of `Inferences`: what was concluded; and `times`, if messages had
    to be given times that the log does not tell."""
    assumptions: Mapping[str, Any] = field(default_factory=dict)
    """By the names of `Assumptions`: what somebody knew."""
    advice: str = ""
    """Where there are no frames: what to tell the system for a log that has them."""
    failure: str = ""
    """What went wrong, as a sentence."""
    alignment: Alignment | None = None
    """Where it was merged with another log: how its clock was set."""


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


LOG_COLUMNS: Final = (
    "id", "name", "path", "format", "title", "state", "size", "lines", "counts",
    "inferences", "assumptions", "advice", "failure", "alignment",
)  # fmt: skip


def log_values(log: LogSummary) -> tuple[Any, ...]:
    """Return the values of `LOG_COLUMNS`."""
    alignment = None if log.alignment is None else _json(tuple(log.alignment))
    inferences = {name: tuple(made) for name, made in log.inferences.items()}
    return (
        log.id,
        log.name,
        log.path,
        log.format,
        log.title,
        log.state,
        log.size,
        log.lines,
        _json(log.counts),
        _json(inferences),
        _json(log.assumptions),
        log.advice,
        log.failure,
        alignment,
    )


def log_from(values: tuple[Any, ...]) -> LogSummary:
    """Make a log of the values of `LOG_COLUMNS`."""
    counts, inferences, assumptions = map(orjson.loads, values[8:11])
    alignment = values[13]
    return LogSummary(
        id=values[0],
        name=values[1],
        path=values[2],
        format=values[3],
        title=values[4],
        state=LogState(values[5]),
        size=values[6],
        lines=values[7],
        counts=LogCounts(**counts),
        inferences={name: Conclusion(*made) for name, made in inferences.items()},
        assumptions=assumptions,
        advice=values[11],
        failure=values[12],
        alignment=None if alignment is None else Alignment(*orjson.loads(alignment)),
    )


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


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _has_logs(reader: CaptureReader) -> bool:
    # Asked each time: the file may be brought to the present format while it is read.
    return bool(reader.query("PRAGMA user_version")[0][0] >= WITH_LOGS)
