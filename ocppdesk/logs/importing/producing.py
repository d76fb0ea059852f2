# SPDX-License-Identifier: Apache-2.0
"""What the process that reads does: from files to blocks."""

import time
from collections.abc import Callable, Hashable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from ocppdesk.capture.log_records import LogState
from ocppdesk.core.bystander import PAIRLESS
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.importing.blocks import Block, Item
from ocppdesk.logs.importing.job import Job, Open
from ocppdesk.logs.importing.listening import Listening, set_version
from ocppdesk.logs.importing.streams import in_order
from ocppdesk.logs.merging import NOTHING_IN_COMMON, Joiner, Merging
from ocppdesk.logs.reading.found import (
    Found,
    Frame,
    Inferences,
    Line,
    LogReader,
)

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
        self._joiner: Joiner | None = None
        self._merging = NOTHING_IN_COMMON
        self._twins: list[int] = []

    def open(self, job: Job, open_logs: Open) -> None:
        """Find out which logs there are, and tell.

        A path that cannot be read is a log that failed.
        """
        for listening in opened(job, open_logs):
            self.logs.append(listening)
            self._changed.add(listening)
        self.flush()

    def merge(self, merging: Merging, *, second: Path) -> None:
        """Join what is read from now on: one message of a frame that two logs have.

        Args:
            merging: How the logs fit together.
            second: The file of the log whose clock is set.
        """
        self._joiner = Joiner(merging)
        self._merging = merging
        for listening in self.logs:
            if listening.path == second:
                listening.alignment = merging.alignment

    def read(self) -> bool:
        """Read all logs to their present ends; tell whether something was found."""
        count = self._count + len(self._block.items)
        ready = [each for each in self.logs if each.state is not LogState.FAILED]
        for listening, times, found in in_order(ready, self.fail):
            self.take(listening, times, found)
        return self._count + len(self._block.items) > count

    def finish(self) -> None:
        """Note that all logs were read to their ends."""
        for listening in self.logs:
            if listening.state is LogState.READING:
                listening.state = LogState.COMPLETE
                self._changed.add(listening)

    def take(self, listening: Listening, times: list[int], found: list[Found]) -> None:
        """Take in what was found in a log."""
        if not found:
            if time.monotonic() - self._sent_at > _LONGEST_S:
                self.flush()
            return
        if not listening.counts.frames:
            set_version(listening)
        start = 0
        while start < len(found):
            self._changed.add(listening)
            end = start + max(1, self._size - len(self._block.items))
            self._take(listening, times[start:end], found[start:end])
            start = end
            if (
                len(self._block.items) >= self._size
                or self._characters >= _MOST_CHARACTERS
                or time.monotonic() - self._sent_at > _LONGEST_S
            ):
                self.flush()

    def _take(self, listening: Listening, times: list[int], found: list[Found]) -> None:
        if self._joiner is not None:
            self._join(listening, times, found, self._joiner)
            return
        block = self._block
        items = block.items
        first = len(items)
        position = 0
        for kind, group in groupby(found, type):
            run: list[Any] = list(group)
            end = position + len(run)
            if kind is Frame:
                number = self._count + len(items) + 1
                items += listening.items(times[position:end], run)
                block.originals += [
                    (number + index, frame.original)
                    for index, frame in enumerate(run)
                    if frame.original is not None
                ]
            elif kind is Line:
                for line in run:
                    self._take_line(listening, line)
            else:
                items += map(listening.item, run, times[position:end])
            position = end
        self._characters += sum(len(item[1]) for item in items[first:])

    def _join(
        self,
        listening: Listening,
        times: list[int],
        found: list[Found],
        joiner: Joiner,
    ) -> None:
        """Take in what was found in one of two logs of the same conversations."""
        side = 0 if listening.alignment is None else 1
        offset_us = self._merging.alignment.offset_us if side else 0
        names = self._merging.names[side]
        block = self._block
        for at, each in zip(times, found, strict=True):
            if isinstance(each, Line):
                self._take_line(listening, each)
                continue
            # Only one of the logs may tell connections apart.
            charger = names.get(each.charger, each.charger)
            same = each._replace(charger=charger, link="")
            item = listening.item(same, at + offset_us)
            number = self._count + len(block.items) + 1
            key = key_of(item)
            if key is not None:
                twin = joiner.twin(side, key, at=item[2], number=number)
                if twin is not None:
                    listening.counts.joined += 1
                    block.seconds.append((twin, item[6], item[7], item[2]))
                    continue
            block.items.append(item)
            self._characters += len(item[1])
            if isinstance(each, Frame) and each.original is not None:
                block.originals.append((number, each.original))

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


def opened(job: Job, open_logs: Open) -> list[Listening]:
    """Return the logs of a job; a path that cannot be read is a log that failed."""
    logs: list[Listening] = []
    for path in job.paths:
        failure = ""
        try:
            readers = _readers(path, job, open_logs)
        except ConversionError as error:
            readers, failure = [_NoReader()], str(error)
        for number, reader in enumerate(readers, start=1):
            name = path.name or str(path)
            if reader.name in _NAMED_BY_MEMBER:
                name = f"{name}/{reader.title}"
            elif len(readers) > 1:
                name = f"{name} ({number})"
            listening = Listening(
                len(logs) + 1, reader, name=name, path=path, assumptions=job.assumptions
            )
            if failure:
                listening.state, listening.failure = LogState.FAILED, failure
            logs.append(listening)
    return logs


def key_of(item: Item) -> Hashable | None:
    """Return what tells that a frame is that of another log; None if nothing does."""
    heard = item[0]
    if heard is None or heard[2] is None or heard[2] in PAIRLESS:
        return None
    return heard[1], heard[2], heard[3]


def _readers(path: Path, job: Job, open_logs: Open) -> list[LogReader]:
    if job.follow and path.is_file():
        from ocppdesk.logs.importing.following import FOLLOWED, Tail

        is_empty = not path.stat().st_size
        found = [] if is_empty else open_logs(path, job.assumptions)
        if is_empty or found[0].name in FOLLOWED:
            return [Tail(path, job.assumptions, open_logs)]
        return found
    return open_logs(path, job.assumptions)


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
