# SPDX-License-Identifier: Apache-2.0
"""Where a simulated charger takes the time from."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """A source of time that can be waited on."""

    def now(self) -> float:
        """Return the time, in seconds of any origin that only grows."""

    async def wait(self, wake: asyncio.Event, until: float) -> None:
        """Wait until a time has come, or the event; it may return early."""


class RealClock:
    """The time that passes by itself."""

    def now(self) -> float:
        """Return the seconds since some moment in the past."""
        return time.monotonic()

    async def wait(self, wake: asyncio.Event, until: float) -> None:
        """Wait until a time has come, or the event."""
        try:
            async with asyncio.timeout(max(until - self.now(), 0.0)):
                await wake.wait()
        except TimeoutError:
            return


class DrivenClock:
    """A time that only passes when it is told to; for tests.

    Args:
        now: The time at first.
    """

    def __init__(self, now: float = 1000.0) -> None:
        self._now = now
        self._waiting: set[asyncio.Event] = set()

    def now(self) -> float:
        """Return the time."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass; whoever waits gets to see it in the next turn of the loop."""
        self._now += seconds
        for wake in self._waiting:
            wake.set()

    async def wait(self, wake: asyncio.Event, until: float) -> None:
        """Wait until time passes, or for the event."""
        if self._now >= until:
            return
        self._waiting.add(wake)
        try:
            await wake.wait()
        finally:
            self._waiting.discard(wake)
