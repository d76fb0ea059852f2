# SPDX-License-Identifier: Apache-2.0
"""What a charger will do later: timers, and flows that wait between their steps.

Time is a number that only ever comes from outside, so an hour passes in a test as
fast as it can be computed.
"""

import heapq
from collections.abc import Callable, Generator
from itertools import count
from typing import Any, TypeVar

T = TypeVar("T")

Resume = Callable[[Any], None]
Wait = Callable[[Resume], None]
"""Something to wait for: called once with the function that goes on from there."""
Flow = Generator[Wait, Any, T]
"""Steps with waits in between; `yield from` another flow gives its result."""


class Timer:
    """One thing that is due at a time; keep it to be able to cancel it."""

    __slots__ = ("_what",)

    def __init__(self, what: Callable[[], None]) -> None:
        self._what: Callable[[], None] | None = what

    def cancel(self) -> None:
        """Let it not happen."""
        self._what = None

    def fire(self) -> None:
        """Let it happen, unless it was cancelled or has happened."""
        what, self._what = self._what, None
        if what is not None:
            what()


class Agenda:
    """The timers of one charger.

    Args:
        now: The time at first, in seconds of any origin.
    """

    def __init__(self, now: float) -> None:
        self.now = now
        self._order = count()
        self._due: list[tuple[float, int, Timer]] = []

    @property
    def next_at(self) -> float | None:
        """When something is due next."""
        return self._due[0][0] if self._due else None

    def after(self, seconds: float, what: Callable[[], None]) -> Timer:
        """Do something later."""
        timer = Timer(what)
        heapq.heappush(self._due, (self.now + seconds, next(self._order), timer))
        return timer

    def advance(self, now: float) -> None:
        """Let time pass: all that is due happens in order, each at its own time."""
        while self._due and self._due[0][0] <= now:
            at, _order, timer = heapq.heappop(self._due)
            self.now = max(self.now, at)
            timer.fire()
        self.now = max(self.now, now)

    def clear(self) -> None:
        """Forget everything."""
        self._due.clear()

    def pause(self, seconds: float) -> Flow[None]:
        """Wait in a flow."""
        yield lambda resume: void(self.after(seconds, lambda: resume(None)))


def void(_value: object) -> None:
    """Drop a value where a function must return none."""


def play(flow: Flow[Any]) -> None:
    """Start a flow: it runs to its first wait, and from each wait to the next."""
    _go_on(flow, None)


def _go_on(flow: Flow[Any], value: Any) -> None:
    try:
        wait = flow.send(value)
    except StopIteration:
        return
    wait(lambda answer: _go_on(flow, answer))
