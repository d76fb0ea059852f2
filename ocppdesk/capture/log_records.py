# SPDX-License-Identifier: Apache-2.0
"""The records of logs that a capture was read from, apart from SQLite.

The process that reads logs needs them at once, and no database.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import orjson

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


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
