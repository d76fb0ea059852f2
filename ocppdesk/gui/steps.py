# SPDX-License-Identifier: Apache-2.0
"""Work in steps, each in a turn of the loop of its own."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Steps(QObject):
    """Does one thing after the other; what the user does comes in between.

    Args:
        parent: What it is done for: when that is gone, nothing more is done.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        # A timer that repeats: `singleShot` with no time is an event like others, and
        # all of those that are there are handled in one turn.
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not self._waiting

    def add(self, *steps: Callable[[], object]) -> None:
        """Do these too, after those that wait."""
        self._waiting.extend(steps)
        if self._waiting:
            self._timer.start()

    def clear(self) -> None:
        """Do nothing of what waits."""
        self._waiting.clear()
        self._timer.stop()

    def finish(self) -> None:
        """Do now what waits."""
        while self._waiting:
            self._waiting.popleft()()
        self._timer.stop()

    def _step(self) -> None:
        if self._waiting:
            self._waiting.popleft()()
        if not self._waiting:
            self._timer.stop()
