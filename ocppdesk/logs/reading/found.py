# SPDX-License-Identifier: Apache-2.0
"""What is found in a log, and what had to be concluded or assumed to read it."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import Version

LONGEST_LINE: Final = 500
"""Characters that are kept of a line that is no message."""


class State(enum.StrEnum):
    """How much of a frame a log has."""

    COMPLETE = "complete"
    """All of it, as it was on the wire."""
    REPAIRED = "repaired"
    """All of it, after what the log did to it was undone."""
    TRUNCATED = "truncated"
    """Only its beginning."""
    MALFORMED = "malformed"
    """All of it, and it was no valid frame on the wire."""


class Frame(NamedTuple):
    """One frame in a log. A tuple, as there may be millions of them."""

    raw: str
    """The frame as the charger or the CSMS wrote it, as far as that is known. Bytes
    that are not UTF-8 are as `surrogateescape` has them."""
    value: Any
    """Its JSON value, a list; None where it is truncated or malformed."""
    line: int
    """The line or row where it begins, from 1."""
    at: int | None
    """When it was logged, microseconds since 1970, UTC; None if the log does not
    tell."""
    direction: Direction | None
    """Which way it went; None if nothing tells."""
    charger: str
    """The identity of the charger; empty if nothing tells."""
    state: State = State.COMPLETE
    """How much of it there is."""
    repairs: tuple[str, ...] = ()
    """What was undone, a sentence each."""
    original: str | None = None
    """The text as it stands in the log, where `raw` differs."""
    link: str = ""
    """What tells its connection from others of the charger (a session id, a TCP
    stream); empty if the log does not tell."""


class LinkEvent(NamedTuple):
    """A connection that came or went."""

    line: int
    """The line or row, from 1."""
    at: int | None
    """As of a frame."""
    charger: str
    """As of a frame."""
    is_opened: bool
    """Whether it came."""
    text: str
    """What happened, as a sentence or as the log says it."""
    link: str = ""
    """As of a frame."""


class Kind(enum.StrEnum):
    """What a line without a message of its own is."""

    OTHER = "other"
    """Something else than a frame."""
    DUPLICATE = "duplicate"
    """A frame that another line has too: a twin of another logger, or an echo in an
    error sentence."""
    UNREADABLE = "unreadable"
    """It should hold a message, and does not."""


class Line(NamedTuple):
    """A line that holds no message of its own."""

    line: int
    """Its number, from 1."""
    kind: Kind
    """What it is."""
    text: str
    """What it says, at most `LONGEST_LINE` characters."""
    why: str = ""
    """What is the matter with it, as a sentence; empty on `OTHER`."""
    twin: int | None = None
    """On a duplicate: the line of the frame that it repeats."""


Found = Frame | LinkEvent | Line


class View(enum.StrEnum):
    """Who wrote a log: what *sent* means in it."""

    CSMS = "csms"
    """The CSMS: sent is to the charger."""
    CHARGER = "charger"
    """The charger: sent is from it."""


@dataclass(frozen=True, slots=True)
class Inference:
    """Something about the whole file that is not written in it."""

    value: str
    """What was concluded, as `Assumptions` writes it; empty: nothing could be."""
    reason: str
    """Why, as a sentence."""
    is_explicit: bool = False
    """Whether the file says so in as many words."""


@dataclass(slots=True)
class Inferences:
    """What a reader concluded from the whole file. Complete once it was read."""

    view: Inference | None = None
    """Who wrote it, a `View`; None if the log names both sides."""
    charger: Inference | None = None
    """The one charger of the file; None if the log names each."""
    zone: Inference | None = None
    """The offset of its times from UTC, as in `+02:00`; None without any times."""
    version: Inference | None = None
    """The OCPP version, a `Version`."""
    dates: Inference | None = None
    """The order of day and month (`dmy`, `mdy`) or the date of logs that have only
    times of day (`2026-01-31`); None where nothing was in doubt."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What somebody knows of a file; None and empty: conclude it."""

    format: str | None = None
    """The name of the reader."""
    view: View | None = None
    """Who wrote it."""
    charger: str | None = None
    """The charger of all frames whose line names none."""
    zone_minutes: int | None = None
    """The offset from UTC of times without one."""
    version: Version | None = None
    """The OCPP version."""
    dates: str | None = None
    """As `Inferences.dates`."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of tables and records: which column has what, by role (see `columns`)."""


class LogReader(Protocol):
    """Reads one file in one format."""

    name: str
    """A word for the format, for `Assumptions.format`."""
    title: str
    """The format or system in words, as in `SteVe`."""
    done: float
    """How much was read, from 0 to 1."""
    lines: int
    """How many lines or rows were read."""
    inferences: Inferences
    """What was concluded; complete once all was read."""
    advice: str
    """Where a file of this kind holds no frames: what its system would have to be told
    for a log that does. Empty otherwise."""

    def batches(self) -> Iterator[list[Found]]:
        """Read the file once, in short steps, in the order of time where it can.

        A step without results is an empty list, so that who waits can stop between.

        Raises:
            ConversionError: If the file cannot be read, or is not of this format and
                the format was asked for.
        """


class Format(Protocol):
    """A format that files may have."""

    name: str
    """As `LogReader.name`."""
    title: str
    """As `LogReader.title`, for a list to choose from."""

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file has this format, from 0 to 1; reads nothing more.

        Args:
            path: Its name.
            head: Its first 64 KiB.
        """

    def reader(self, path: Path, assumptions: Assumptions) -> LogReader:
        """Make ready to read a file."""
