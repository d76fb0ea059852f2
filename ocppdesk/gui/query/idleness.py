# SPDX-License-Identifier: Apache-2.0
"""Letting the window go first where another thread runs Python for long."""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Final

_LONGEST_WAIT_S: Final = 0.02
_SHARE_S: Final = 0.002  # a search goes on, if slowly, while somebody drags a bar


class Idleness:
    """Knows whether the window's thread does something that must be quick.

    Only one thread runs Python at a time, and painting a table asks for its turn
    hundreds of times: beside a thread that is busy, each picture would take a multiple
    of its time.
    """

    def __init__(self) -> None:
        self._idle = threading.Event()
        self._idle.set()
        self._go_until = 0.0

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Hold up the other thread, in the window's thread."""
        self._idle.clear()
        try:
            yield
        finally:
            self._idle.set()

    def breathe(self) -> None:
        """Wait while the window works, but not for long; called in the other thread."""
        if self._idle.is_set() or time.perf_counter() < self._go_until:
            return
        if not self._idle.wait(_LONGEST_WAIT_S):
            self._go_until = time.perf_counter() + _SHARE_S
