# SPDX-License-Identifier: Apache-2.0
"""Work in the engine's thread, as the window hears of it."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_MS: Final = 30  # a step is on screen before anybody misses it


class Errand(QObject):
    """One piece of work at a time, from its beginning to its result.

    Signals:
        told: How far it is; of several at once, the newest.
        ended: Its result.
        failed: Why it has no result, as a sentence; empty if it was cancelled.
    """

    told = Signal(object)
    ended = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._future: Future[Any] | None = None
        # The engine's thread puts news into it. A signal would keep this object alive
        # from that thread, and Qt objects must die in their own.
        self._news: deque[Any] = deque(maxlen=1)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._future is not None

    def begin(self, work: Callable[[Callable[[Any], None]], "Future[Any]"]) -> None:
        """Begin some work; nothing happens while there is some.

        Args:
            work: Called with what it tells its progress; returns its future result.
        """
        if self._future is not None:
            return
        news = self._news = deque(maxlen=1)
        self._future = work(news.append)
        self._timer.start()

    def cancel(self) -> None:
        """End the work at once; `failed` tells of it soon."""
        if self._future is not None:
            self._future.cancel()

    def look(self) -> None:
        """Take in what there is to tell."""
        future = self._future
        if future is None:
            return
        is_over = future.done()  # asked first: news may come in between
        if self._news:
            self.told.emit(self._news.pop())
        if not is_over:
            return
        self._future = None
        self._timer.stop()
        try:
            result = future.result()
        except CancelledError:
            self.failed.emit("")
        except Exception as error:  # noqa: BLE001 - told to whoever wanted it
            self.failed.emit(str(error) or type(error).__name__)
        else:
            self.ended.emit(result)

    def close(self) -> None:
        """Give up what is being done, and tell nothing more."""
        self._timer.stop()
        self.cancel()
        self._future = None
