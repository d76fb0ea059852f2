# SPDX-License-Identifier: Apache-2.0
"""Letting others go first where a thread runs Python for long."""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Final

_LONGEST_WAIT_S: Final = 0.02
_SHARE_S: Final = 0.002  # a search goes on, if slowly, while somebody drags a bar
_ECHO_S: Final = 0.003  # for what follows from what the window did: labels, a picture
_TRAFFIC_S: Final = 0.3  # after messages arrived, more are to be expected


class Idleness:
    """Knows whether other threads do something that must be quick.

    Only one thread runs Python at a time, and the window's asks for its turn hundreds
    of times for one picture: beside a thread that is busy, each would take a multiple
    of its time. So would the answers to chargers that call all the time.
    """

    def __init__(self) -> None:
        self._idle = threading.Event()
        self._idle.set()
        self._depth = 0
        self._busy_until = 0.0
        self._traffic_until = 0.0
        self._go_until = 0.0

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Hold up the other thread, in the window's thread."""
        self._depth += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self._busy_until = time.perf_counter() + _ECHO_S
                self._idle.set()

    def note_traffic(self) -> None:
        """Learn that messages arrive; for a while the other thread rests now and then.

        Called in the window's thread.
        """
        self._traffic_until = time.perf_counter() + _TRAFFIC_S

    def breathe(self) -> None:
        """Wait while others work, but not for long; called in the other thread."""
        now = time.perf_counter()
        if now < self._go_until:
            return
        deadline = now + _LONGEST_WAIT_S
        while now < deadline:
            if not self._idle.is_set():
                self._idle.wait(deadline - now)
            elif now < self._busy_until:
                time.sleep(min(self._busy_until, deadline) - now)
            else:
                break
            now = time.perf_counter()
        if now < self._traffic_until:
            time.sleep(_SHARE_S)
        elif now < deadline:
            return
        self._go_until = time.perf_counter() + _SHARE_S
