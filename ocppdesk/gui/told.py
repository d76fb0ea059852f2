# SPDX-License-Identifier: Apache-2.0
"""What the window said: sentences pass, and are kept here to be read later."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from ocppdesk.notices import Notice

MOST: Final = 500
"""Sentences that are kept."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something that was said."""

    at: int
    """When, microseconds since 1970."""
    text: str
    details: str = ""
    """What a notice had besides."""


def _now() -> int:
    return time.time_ns() // 1000


class Told(QObject):
    """The sentences of one window, the oldest first.

    Args:
        parent: Its owner.
        clock: Gives the time, microseconds since 1970.

    Signals:
        added: There is one more.
    """

    added = Signal()

    def __init__(self, parent: QObject, clock: Callable[[], int] = _now) -> None:
        super().__init__(parent)
        self._clock = clock
        self.sentences: deque[Sentence] = deque(maxlen=MOST)
        """What was said."""

    def note(self, text: str) -> None:
        """Keep what stands in the status line; nothing and repetitions are left out."""
        self._add(text, "")

    def note_notice(self, notice: Notice) -> None:
        """Keep what a notice says."""
        self._add(notice.headline, notice.details)

    def _add(self, text: str, details: str) -> None:
        last = self.sentences[-1].text if self.sentences else ""
        if text and text != last:
            self.sentences.append(Sentence(self._clock(), text, details))
            self.added.emit()
