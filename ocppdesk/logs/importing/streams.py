# SPDX-License-Identifier: Apache-2.0
"""Several logs at once, in the order of their times."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.importing.listening import Listening
from ocppdesk.logs.reading.found import Found

Timed = Iterator[tuple[list[int], list[Found]]]
"""Times and what is found, in steps."""
Failed = Callable[[Listening, ConversionError], None]
"""Told of a log that cannot be read on."""

_STEP: Final = 500  # finds; some milliseconds


class _Stream:
    """One log, with what was read of it and not handed out yet."""

    def __init__(self, listening: Listening, failed: Failed) -> None:
        self.listening = listening
        self._failed = failed
        self._steps = listening.timed()
        self._times: list[int] = []
        self._found: list[Found] = []
        self._next = 0

    def next_time(self) -> int | None:
        """Return the time of what comes next; None at the end."""
        while self._next >= len(self._times):
            try:
                self._times, self._found = next(self._steps)
            except StopIteration:
                return None
            except ConversionError as error:
                self._failed(self.listening, error)
                return None
            self._next = 0
        return self._times[self._next]

    def take(self, *, until: int | None) -> tuple[list[int], list[Found]]:
        """Hand out what comes next and is not later than a time, at least one."""
        first = self._next
        end = min(len(self._times), first + _STEP)
        last = first + 1
        if until is None:
            last = end
        else:
            while last < end and self._times[last] <= until:
                last += 1
        self._next = last
        return self._times[first:last], self._found[first:last]


def in_order(
    logs: Sequence[Listening], failed: Failed
) -> Iterator[tuple[Listening, list[int], list[Found]]]:
    """Read logs; each keeps its own order, and what is earlier comes first.

    Args:
        logs: The logs.
        failed: Told of one that cannot be read on; the others are.

    Yields:
        Times and what is found, each time of one log; perhaps nothing, in short steps.
    """
    streams = [_Stream(listening, failed) for listening in logs]
    if len(streams) == 1:
        listening = logs[0]
        try:
            for times, found in listening.timed():
                yield listening, times, found
        except ConversionError as error:
            failed(listening, error)
        return
    heap: list[tuple[int, int]] = []
    for number, stream in enumerate(streams):
        at = stream.next_time()
        yield stream.listening, [], []
        if at is not None:
            heap.append((at, number))
    heapq.heapify(heap)
    while heap:
        _at, number = heapq.heappop(heap)
        stream = streams[number]
        times, found = stream.take(until=heap[0][0] if heap else None)
        yield stream.listening, times, found
        at = stream.next_time()
        if at is not None:
            heapq.heappush(heap, (at, number))
