# SPDX-License-Identifier: Apache-2.0
"""The newest snapshot of a charger of which this capture knows no settings."""

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.snapshots import Snapshot, entries_of, snapshots_of_folder
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.gui.configuration.errand import Errand


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot with its settings."""

    snapshot: Snapshot
    """Which one."""
    entries: tuple[Entry, ...]
    """The settings."""


class LastSnapshot(QObject):
    """Looks for the newest snapshot of a charger in all captures, in a thread.

    Signals:
        searched: A search is over; `of` has what was found, if anything was.
    """

    searched = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Kept | None] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="snapshots")
        self._errand = Errand(self)
        self._wanted = ""
        self._errand.ended.connect(self._take)

    def of(self, charger: str) -> Kept | None:
        """Return the newest snapshot of a charger, as far as it was looked for."""
        return self._known.get(charger)

    def look_for(self, charger: str, folder: Path) -> None:
        """Look for the newest snapshot of a charger, once."""
        if charger in self._known or self._errand.is_busy:
            return
        self._wanted = charger
        self._known[charger] = None
        self._errand.begin(lambda _tell: self._submit(charger, folder))

    def close(self) -> None:
        """Look no more."""
        self._errand.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _submit(self, charger: str, folder: Path) -> "Future[Kept | None]":
        return self._thread.submit(_newest, charger, folder)

    def _take(self, kept: Kept | None) -> None:
        self._known[self._wanted] = kept
        # Also if there is none: another charger may be waiting for its turn.
        self.searched.emit()


def _newest(charger: str, folder: Path) -> Kept | None:
    for snapshot in snapshots_of_folder(folder, charger):
        with contextlib.suppress(CaptureError):
            return Kept(snapshot, entries_of(snapshot))
    return None
