# SPDX-License-Identifier: Apache-2.0
"""What was sent from the window, followed from the queue to its effect."""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ocppdesk.core.commands.progress import Progress, Stage
from ocppdesk.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocppdesk.csms.engine import Engine

_LOOK_MS: Final = 50  # an answer is on screen before anybody misses it
_MOST: Final = 200  # commands that are remembered
_TAKEN_BACK: Final = "Taken back."
_GIVEN_UP: Final = "Given up; a later answer will still be told."


def now() -> int:
    """Return the time, microseconds since 1970."""
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class _News:
    """What the engine's thread has to tell of a command."""

    progress: Progress
    call: Message | None = None
    answer: Message | None = None
    failure: str = ""
    """Why there is no answer; empty if it was taken back or given up."""


class Outbox(QObject):
    """Sends commands and follows them.

    Signals:
        changed: A command has come further.
    """

    changed = Signal()

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], int] = now
    ) -> None:
        super().__init__(parent)
        self.engine: Engine | None = None
        """Who sends; None while nobody does."""
        self.sent: list[Progress] = []
        """The commands, the newest first."""
        self._clock = clock
        self._futures: dict[int, Future[Message]] = {}
        # The engine's thread puts news into it. A signal would keep this object alive
        # from that thread, and Qt objects must die in their own.
        self._news: deque[_News] = deque()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def live(self) -> "Iterable[Progress]":
        """The commands of which something may still come, also a late answer."""
        return [one for one in self.sent if one.answer is None or not one.is_over]

    def send(
        self,
        charger: str,
        version: str,
        action: str,
        payload: Any,
        *,
        timeout_s: float | None = None,
    ) -> Progress:
        """Send a command when its turn comes.

        Args:
            charger: The identity.
            version: The OCPP version that it speaks.
            action: The action.
            payload: Its payload.
            timeout_s: Seconds to wait for the answer; None takes the setting.

        Returns:
            What becomes of it; it changes until it is over.
        """
        progress = Progress(charger, version, action, payload, self._clock())
        self.sent.insert(0, progress)
        del self.sent[_MOST:]
        engine, news = self.engine, self._news
        if engine is None:
            progress.failed("Nobody listens for chargers now.", at=progress.queued_at)
            self.changed.emit()
            return progress
        future = engine.call(
            charger,
            action,
            payload,
            timeout_s=timeout_s,
            on_sent=lambda call: news.append(_News(progress, call=call)),
        )
        self._futures[id(progress)] = future
        future.add_done_callback(lambda done: news.append(_outcome(progress, done)))
        self._timer.start()
        self.changed.emit()
        return progress

    def take_back(self, progress: Progress) -> None:
        """Take a command back, or give up waiting for its answer."""
        future = self._futures.get(id(progress))
        if future is not None:
            future.cancel()

    def feed(self, messages: "Iterable[Message]") -> None:
        """Take in messages of the capture, in their order."""
        is_new = self._read_news()
        live = list(self.live)
        changes = [one.feed(message) for message in messages for one in live]
        if is_new or any(changes):
            self.changed.emit()

    def look(self) -> None:
        """Take in what the engine has to tell, and what time it is."""
        is_new = self._read_news()
        ticks = [progress.tick(self._clock()) for progress in self.sent]
        if is_new or any(ticks):
            self.changed.emit()
        if all(progress.is_over for progress in self.sent):
            self._timer.stop()

    def close(self) -> None:
        """Give up all that is on its way."""
        self._timer.stop()
        for future in list(self._futures.values()):
            future.cancel()
        self._futures.clear()
        self.engine = None

    def _read_news(self) -> bool:
        is_new = bool(self._news)
        while self._news:
            news = self._news.popleft()
            progress = news.progress
            if news.call is not None:
                progress.sent(news.call)
                if progress.stage is Stage.FAILED:
                    # It went out in the very moment in which it was taken back.
                    progress.failed(_GIVEN_UP, at=self._clock())
            elif news.answer is not None:
                progress.feed(news.answer)
            else:
                given_up = _TAKEN_BACK if progress.call is None else _GIVEN_UP
                progress.failed(news.failure or given_up, at=self._clock())
            if news.call is None:
                self._futures.pop(id(progress), None)
        if is_new:
            self._timer.start()
        return is_new


def _outcome(progress: Progress, done: "Future[Message]") -> _News:
    try:
        return _News(progress, answer=done.result())
    except CancelledError:
        return _News(progress)
    except Exception as error:  # noqa: BLE001 - told to whoever sent it
        return _News(progress, failure=str(error) or type(error).__name__)
