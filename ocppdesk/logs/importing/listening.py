# SPDX-License-Identifier: Apache-2.0
"""One log on its way into a capture: what is found becomes items of a block."""

import time
from collections.abc import Iterator
from dataclasses import fields
from itertools import repeat
from pathlib import Path
from typing import Final

from ocppdesk.capture.log_records import (
    MOST_LINES,
    Alignment,
    Conclusion,
    LogCounts,
    LogState,
    LogSummary,
)
from ocppdesk.core.frames import Problem
from ocppdesk.core.hearing import Listener
from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import Version
from ocppdesk.logs.importing.blocks import Item
from ocppdesk.logs.importing.clocks import Clock
from ocppdesk.logs.importing.job import plain_assumptions
from ocppdesk.logs.reading.found import (
    Assumptions,
    Found,
    Frame,
    Inference,
    Kind,
    Line,
    LinkEvent,
    LogReader,
    State,
)

_WAYS: Final[dict[Direction | None, int | None]] = {
    None: None,
    Direction.IN: int(Direction.IN),
    Direction.OUT: int(Direction.OUT),
}
_PROBLEMS: Final = {
    State.REPAIRED: Problem.REPAIRED,
    State.TRUNCATED: Problem.TRUNCATED,
    State.MALFORMED: Problem.MALFORMED,
}
_REMARKS: Final = {
    State.TRUNCATED: ("The log has only the beginning of it.",),
    State.MALFORMED: (),
    State.REPAIRED: (),
}
_MOST_HELD: Final = 2_000  # finds that wait until some time is known
_DAY_US: Final = 86_400_000_000


class Listening:
    """Reads one log and tells what became of it.

    Args:
        number: The number of the log in the capture.
        reader: Reads it.
        name: What to call it.
        path: The file.
        assumptions: What is known of it.
    """

    def __init__(
        self,
        number: int,
        reader: LogReader,
        *,
        name: str,
        path: Path,
        assumptions: Assumptions,
    ) -> None:
        self.number = number
        self.reader = reader
        self.name = name
        self.path = path
        self.assumptions = assumptions
        self.counts = LogCounts()
        self.state = LogState.READING
        self.failure = ""
        self.alignment: Alignment | None = None
        """How its clock was set to another log's, where two are merged."""
        self.listener = Listener(assumptions.version)
        self.clock = Clock(time.time_ns() // 1_000 + _DAY_US)
        self.size = _size(path)
        self._is_of_file = False

    def timed(self) -> Iterator[tuple[list[int], list[Found]]]:
        """Read the log: the times of what is found and what it is, in short steps.

        Lines have the time of what is before them. What comes before any time is known
        waits for the first one.

        Raises:
            ConversionError: As the reader does.
        """
        held: list[Found] = []
        for batch in self.reader.batches():
            if held or self.clock.last is None:
                held.extend(batch)
                if len(held) < _MOST_HELD and not self._finds_time(batch):
                    yield [], []
                    continue
                batch, held = held, []
            yield self._times_of(batch), batch
        if held:
            yield self._times_of(held), held

    def _finds_time(self, batch: list[Found]) -> bool:
        """Tell whether the first time of the log is in a batch, and start there."""
        return any(
            not isinstance(found, Line) and self.clock.at(found) is not None
            for found in batch
        )

    def _times_of(self, batch: list[Found]) -> list[int]:
        clock = self.clock
        if clock.last is None:
            self._is_of_file = True
            clock.last = _changed_at(self.path)
        return clock.times(batch)

    def items(self, times: list[int], frames: list[Frame]) -> list[Item]:
        """Return what becomes messages of frames that follow each other."""
        raws, values, lines, ats, ways, chargers, states, _, _, links = zip(
            *frames, strict=True
        )
        if states.count(State.COMPLETE) < len(frames):
            return list(map(self.item, frames, times))
        self.counts.complete += len(frames)
        # One text of each name is sent on and looked up sooner than many.
        names: dict[str, str] = {}
        chargers = tuple(map(names.setdefault, chargers, chargers))
        directions = map(_WAYS.__getitem__, ways)
        return list(
            zip(
                self.listener.hear_all(chargers, raws, values, directions),
                raws,
                times,
                chargers,
                links,
                [at is not None for at in ats],
                repeat(self.number, len(frames)),
                lines,
                strict=True,
            )
        )

    def item(self, found: Frame | LinkEvent, at: int) -> Item:
        """Return what becomes a message."""
        if isinstance(found, LinkEvent):
            self.counts.links += 1
            return (
                None, found.text, at, found.charger, found.link, found.is_opened,
                self.number, found.line,
            )  # fmt: skip
        raw, value, line, own_at, way, charger, state, repairs, _original, link = found
        direction = _WAYS[way]
        if state is State.COMPLETE:
            self.counts.complete += 1
            heard = self.listener.hear(charger, raw, value, direction)
        else:
            self._count(state)
            heard = self.listener.hear_odd(
                charger, raw, value, direction, problem=_PROBLEMS[state],
                remarks=(*repairs, *_REMARKS[state]),
            )  # fmt: skip
        return heard, raw, at, charger, link, own_at is not None, self.number, line

    def _count(self, state: State) -> None:
        counts = self.counts
        if state is State.REPAIRED:
            counts.repaired += 1
        elif state is State.TRUNCATED:
            counts.truncated += 1
        else:
            counts.malformed += 1

    def keeps(self, line: Line) -> bool:
        """Count a line, and tell whether it is one of those to keep."""
        counts = self.counts
        if line.kind is Kind.OTHER:
            counts.other += 1
            return counts.other <= MOST_LINES
        if line.kind is Kind.DUPLICATE:
            counts.duplicate += 1
            return counts.duplicate <= MOST_LINES
        counts.unreadable += 1
        return counts.unreadable <= MOST_LINES

    def summary(self) -> LogSummary:
        """Return what is known of the log by now."""
        reader = self.reader
        return LogSummary(
            id=self.number,
            name=self.name,
            path=str(self.path),
            format=reader.name,
            title=reader.title,
            state=self.state,
            size=self.size,
            lines=reader.lines,
            counts=self.counts,
            inferences=self._conclusions(),
            assumptions=plain_assumptions(self.assumptions),
            advice=reader.advice if not self.counts.frames else "",
            failure=self.failure,
            alignment=self.alignment,
        )

    def _conclusions(self) -> dict[str, Conclusion]:
        made: dict[str, Conclusion] = {}
        for each in fields(self.reader.inferences):
            found: Inference | None = getattr(self.reader.inferences, each.name)
            if found is not None:
                made[each.name] = Conclusion(
                    found.value, found.reason, found.is_explicit
                )
        told = self.listener.versions()
        if self.assumptions.version is None and told and "version" not in made:
            values = " and ".join(sorted(str(v.value) for v in told))
            made["version"] = Conclusion(
                values, "Its calls are of this version.", False
            )
        times = self._times()
        if times:
            made["times"] = Conclusion("", times, False)
        return made

    def _times(self) -> str:
        """Say where times are from that the log does not tell."""
        if self._is_of_file:
            return "The log tells no times; all are the time of the file."
        if self.clock.is_of_payloads:
            return "The log tells no times; they are those inside of messages."
        if self.clock.is_carried:
            return "Some messages have no time; they have that of the one before."
        return ""


def set_version(listening: Listening) -> None:
    """Heed a version that the log names in as many words."""
    told = listening.reader.inferences.version
    if told is not None and told.is_explicit and listening.listener.version is None:
        known = {version.value: version for version in Version}
        listening.listener.version = known.get(told.value)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns // 1_000
    except OSError:
        return time.time_ns() // 1_000
