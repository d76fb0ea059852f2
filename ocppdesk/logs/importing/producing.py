# SPDX-License-Identifier: Apache-2.0
"""What the process that reads does: from files to blocks."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from ocppdesk.capture.origins import LogState
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.importing.blocks import Block, Item
from ocppdesk.logs.importing.job import Job
from ocppdesk.logs.importing.listening import Listening, set_version
from ocppdesk.logs.importing.streams import in_order
from ocppdesk.logs.reading.found import (
    Assumptions,
    Found,
    Frame,
    Inferences,
    Line,
    LogReader,
)

Open = Callable[[Path, Assumptions], list[LogReader]]
"""Gives the readers of a file, an archive or a folder."""

_SIZES: Final = (1, 100, 500, 1_000, 2_000)
"""How many items the first blocks have at least, so that first rows come at once."""
_MOST: Final = 4_000  # items of each further block; a transaction of some 40 ms
_MOST_CHARACTERS: Final = 2 << 20
_LONGEST_S: Final = 0.1  # until what was found is told, if there is little
_NAMED_BY_MEMBER: Final = frozenset({"zip", "gzip"})
"""Readers whose title is the name of what they read."""


class Producer:
    """Reads logs and sends what is found on.

    Args:
        send: Takes each block.
    """

    def __init__(self, send: Callable[[Block], None]) -> None:
        self._send = send
        self.logs: list[Listening] = []
        """All logs by their numbers, from 1."""
        self._count = 0
        self._block = Block()
        self._characters = 0
        self._sizes = iter(_SIZES)
        self._size = next(self._sizes)
        self._sent_at = time.monotonic()
        self._changed: set[Listening] = set()
        # The items of the block before, in which twins of the first lines may be.
        self._before: list[Item] = []
        self._twins: list[int] = []

    def open(self, job: Job, open_logs: Open) -> None:
        """Find out which logs there are, and tell.

        A path that cannot be read is a log that failed.
        """
        for path in job.paths:
            try:
                readers = open_logs(path, job.assumptions)
            except ConversionError as error:
                self._add(_NoReader(), _name(path), path, job.assumptions)
                self.fail(self.logs[-1], error)
                continue
            for number, reader in enumerate(readers, start=1):
                name = _name(path)
                if reader.name in _NAMED_BY_MEMBER:
                    name = f"{name}/{reader.title}"
                elif len(readers) > 1:
                    name = f"{name} ({number})"
                self._add(reader, name, path, job.assumptions)
        self.flush()

    def read(self) -> None:
        """Read all logs to their ends."""
        ready = [each for each in self.logs if each.state is LogState.READING]
        for listening, times, found in in_order(ready, self.fail):
            self.take(listening, times, found)
        for listening in ready:
            if listening.state is LogState.READING:
                listening.state = LogState.COMPLETE
                self._changed.add(listening)

    def take(self, listening: Listening, times: list[int], found: list[Found]) -> None:
        """Take in what was found in a log."""
        if not found:
            if time.monotonic() - self._sent_at > _LONGEST_S:
                self.flush()
            return
        self._changed.add(listening)
        if not listening.counts.frames:
            set_version(listening)
        items, item = self._block.items, listening.item
        first = len(items)
        for at, each in zip(times, found, strict=True):
            if isinstance(each, Line):
                self._take_line(listening, each)
                continue
            items.append(item(each, at))
            if isinstance(each, Frame) and each.original is not None:
                number = self._count + len(items)
                self._block.originals.append((number, each.original))
        self._characters += sum(len(each[1]) for each in items[first:])
        if (
            len(items) >= self._size
            or self._characters >= _MOST_CHARACTERS
            or time.monotonic() - self._sent_at > _LONGEST_S
        ):
            self.flush()

    def _take_line(self, listening: Listening, line: Line) -> None:
        if not listening.keeps(line):
            return
        if line.twin is not None:
            self._twins.append(len(self._block.lines))
        text = str(line.kind.value)
        self._block.lines.append(
            (listening.number, line.line, text, line.text, line.why, line.twin)
        )

    def flush(self, *, is_whole: bool = False, is_last: bool = False) -> None:
        """Send what was found since the last block."""
        block = self._block
        self._name_twins()
        block.done = self._done()
        block.logs = [each.summary() for each in self.logs if each in self._changed]
        block.is_whole, block.is_last = is_whole, is_last
        self._send(block)
        self._changed.clear()
        self._count += len(block.items)
        if block.items:
            self._before = block.items
            self._size = next(self._sizes, _MOST)
        self._block = Block()
        self._characters = 0
        self._sent_at = time.monotonic()

    def fail(self, listening: Listening, error: ConversionError) -> None:
        """Note that a log cannot be read on."""
        listening.state = LogState.FAILED
        listening.failure = str(error)
        self._changed.add(listening)

    def _name_twins(self) -> None:
        """Tell the messages of lines that repeat another line's frame."""
        if not self._twins:
            return
        block = self._block
        numbers: dict[tuple[int, int], int] = {}
        first = self._count - len(self._before)
        for number, item in enumerate([*self._before, *block.items], start=first + 1):
            numbers.setdefault((item[6], item[7]), number)
        for position in self._twins:
            log, line, kind, text, why, twin = block.lines[position]
            message = None if twin is None else numbers.get((log, twin))
            block.lines[position] = log, line, kind, text, why, message
        self._twins.clear()

    def _done(self) -> float:
        whole = sum(each.size for each in self.logs)
        if not whole:
            return 0.0
        return sum(each.size * each.reader.done for each in self.logs) / whole

    def _add(
        self, reader: LogReader, name: str, path: Path, assumptions: Assumptions
    ) -> None:
        number = len(self.logs) + 1
        listening = Listening(
            number, reader, name=name, path=path, assumptions=assumptions
        )
        self.logs.append(listening)
        self._changed.add(listening)


class _NoReader:
    """Stands for the reader of what is no log."""

    name = ""
    title = ""
    done = 1.0
    lines = 0
    advice = ""

    def __init__(self) -> None:
        self.inferences = Inferences()

    def batches(self) -> Iterator[list[Found]]:
        """Find nothing."""
        return iter(())


def _name(path: Path) -> str:
    return path.name or str(path)
