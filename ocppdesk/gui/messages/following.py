# SPDX-License-Identifier: Apache-2.0
"""Whether a live list follows what arrives, and which rows nobody has seen yet."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

SEEN_AFTER_MS: Final = 1_000  # on screen, as long as a glance takes


class Following(QObject):
    """The state of a live list; it knows messages by number, and no widget.

    While it is on, the end where messages arrive stays in view and every message counts
    as seen. While it is off, what arrives is new until it has been on screen for a
    second.

    Signals:
        changed: It was switched on or off.
        seen: Other messages count as new now.
    """

    changed = Signal(bool)
    seen = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_on = True
        """Whether the live end stays in view."""
        self.seen_id = 0
        """Messages with greater numbers are new."""
        self._on_screen = 0
        self._newest = 0
        self._timer = QTimer(self, singleShot=True, interval=SEEN_AFTER_MS)
        self._timer.timeout.connect(self.mark_seen)

    def restart(self, newest: int) -> None:
        """Begin with another list: it is followed, and nothing in it is new."""
        self._timer.stop()
        self.seen_id = self._newest = self._on_screen = newest
        self._switch(True)

    def pause(self) -> None:
        """Keep what is in view."""
        if self.is_on:
            self._timer.stop()
            self.seen_id = self._newest
            self._switch(False)

    def resume(self) -> None:
        """Follow again; what was new stays so for the second that it is looked at."""
        if not self.is_on:
            self._switch(True)

    def arrived(self, newest: int) -> None:
        """Learn the number of the newest message of the list."""
        if self.is_on and self.seen_id == self._newest:
            self.seen_id = newest
        self._newest = newest

    def shown(self, newest: int) -> None:
        """Learn the newest message that is on the screen now."""
        self._on_screen = newest
        if newest > self.seen_id and not self._timer.isActive():
            self._timer.start()

    def mark_seen(self) -> None:
        """Count what is on the screen as seen."""
        self._timer.stop()
        seen = self._newest if self.is_on else self._on_screen
        if seen > self.seen_id:
            self.seen_id = seen
            self.seen.emit()

    def _switch(self, is_on: bool) -> None:
        if is_on != self.is_on:
            self.is_on = is_on
            self.changed.emit(is_on)
