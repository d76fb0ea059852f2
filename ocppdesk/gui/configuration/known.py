# SPDX-License-Identifier: Apache-2.0
"""What the capture knows of the settings of the chosen charger, kept up to date."""

import contextlib
import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ocppdesk.capture.configurations import follow_settings, read_settings
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.configuration.reports import ChargerSettings

_AT_ONCE: Final = 5_000  # messages that are looked through while the window waits
_LOOK_MS: Final = 20


class KnownSettings(QObject):
    """Follows the settings of one charger in the capture that is shown.

    Signals:
        changed: Something about the settings is new, or they are those of another.
        busy_changed: A long capture is being read, or no longer.
    """

    changed = Signal()
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = ChargerSettings("")
        """What is known of the chosen charger."""
        self._reader: CaptureReader | None = None
        self._last_id = 0
        self._known: dict[str, ChargerSettings] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="settings")
        self._loading: Future[ChargerSettings] | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether a long capture is being read."""
        return self._loading is not None

    def show_reader(self, reader: CaptureReader | None, last_id: int) -> None:
        """Follow another capture; the reader stays the caller's to close."""
        self._reader = reader
        self._last_id = last_id
        self._known.clear()
        self._give_up()
        self.settings = ChargerSettings("")
        self.changed.emit()

    def choose(self, charger: str) -> None:
        """Follow another charger."""
        if charger == self.settings.charger:
            return
        self._give_up()
        self.settings = self._known.setdefault(charger, ChargerSettings(charger))
        self._catch_up()
        self.changed.emit()

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since."""
        self._last_id = max(self._last_id, last_id)
        if self._catch_up():
            self.changed.emit()

    def close(self) -> None:
        """Read no more."""
        self._give_up()
        self._reader = None
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _catch_up(self) -> bool:
        """Read on; returns whether something is new already."""
        reader, settings = self._reader, self.settings
        if reader is None or not settings.charger or self._loading is not None:
            return False
        if self._last_id - settings.last_id <= _AT_ONCE:
            return follow_settings(reader, settings)
        self._loading = self._thread.submit(_load, reader.path, settings.charger)
        self._timer.start()
        self.busy_changed.emit(True)
        return False

    def _look(self) -> None:
        if self._loading is None or not self._loading.done():
            return
        loading = self._loading
        self._give_up()
        with contextlib.suppress(CaptureError, sqlite3.Error):
            self.settings = loading.result()
            self._known[self.settings.charger] = self.settings
        self.changed.emit()

    def _give_up(self) -> None:
        self._timer.stop()
        if self._loading is not None:
            self._loading = None
            self.busy_changed.emit(False)


def _load(path: Path, charger: str) -> ChargerSettings:
    # A reader of its own: the window's is used in its own thread.
    with contextlib.closing(CaptureReader(path)) as reader:
        return read_settings(reader, charger)
