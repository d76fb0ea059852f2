# SPDX-License-Identifier: Apache-2.0
"""What the window knows of its capture besides the messages, kept up to date."""

import contextlib
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Connection
from ocppdesk.gui.steps import Steps

_MOST = 500  # connections that are shown
_REFRESH_MS = 250  # a charger's state may lag by this much; nobody sees it
_LONGEST_NAME = 100  # characters of a message type that is counted
_COUNTED = 20_000  # messages counted in one go: some hundredths of a second


class CaptureFeed(QObject):
    """Reads chargers and connections a little at a time, and counts in a thread.

    Signals:
        chargers_changed: The list of `Charger`.
        connections_changed: The list of `Connection`, the newest first.
        counts_changed: How often each action occurs, as a dict.
    """

    chargers_changed = Signal(list)
    connections_changed = Signal(list)
    counts_changed = Signal(dict)
    _found = Signal(object, int)

    def __init__(self, reader: CaptureReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: CaptureReader | None = reader
        self._last_id = 0
        self._counted = 0
        self._is_counting = False
        self._counter: CaptureReader | None = None  # of the other thread
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="count")
        self._found.connect(self._on_found)
        self._counts: Counter[str] = Counter()
        self._connections: dict[int, Connection] = {}  # the newest last
        self._steps = Steps(self)
        self._timer = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    def advance(self, last_id: int) -> None:
        """Take note of new messages or connections; the views hear of them soon."""
        self._last_id = max(self._last_id, last_id)
        if not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Read no more; call it before the reader is closed."""
        self._reader = None
        self._timer.stop()
        self._steps.clear()
        if self._counter is not None:
            self._counter.interrupt()
        self._executor.shutdown()
        if self._counter is not None:
            self._counter.close()
            self._counter = None

    def refresh(self) -> None:
        """Read what changed, beginning now."""
        self._timer.stop()
        if self._reader is None:
            return
        self.chargers_changed.emit(self._reader.chargers())
        # What the user does meanwhile comes in between.
        if self._steps.is_done:
            self._steps.add(self._read_connections, self._count)

    def _read_connections(self) -> None:
        """Read those that are new or were not over."""
        if self._reader is None:
            return
        known = self._connections
        is_first = not known
        open_ones = [number for number, one in known.items() if one.ended_at is None]
        newest = next(reversed(known), 0)
        found = self._reader.connections(limit=_MOST, after=newest, among=open_ones)
        changed = [one for one in reversed(found) if known.get(one.id) != one]
        if not changed and not is_first:
            return
        known.update((one.id, one) for one in changed)
        for number in list(known)[:-_MOST]:
            del known[number]
        self.connections_changed.emit(list(reversed(known.values())))

    def _count(self) -> None:
        if self._reader is None or self._is_counting or self._counted >= self._last_id:
            return
        self._is_counting = True
        path, after = self._reader.path, self._counted
        upto = min(after + _COUNTED, self._last_id)
        self._executor.submit(lambda: self._count_part(path, after, upto))

    def _count_part(self, path: Path, after: int, upto: int) -> None:
        """Count messages, in the other thread."""
        found: dict[str, int] = {}
        # That the capture cannot be read is said by the table.
        with contextlib.suppress(CaptureError, sqlite3.Error):
            if self._counter is None:
                self._counter = CaptureReader(path)
            found = self._counter.action_counts(after=after, upto=upto)
        self._found.emit(found, upto)

    def _on_found(self, found: dict[str, int], upto: int) -> None:
        self._is_counting = False
        if self._reader is None:
            return
        # Names of no OCPP action may be endlessly many.
        self._counts.update({n: c for n, c in found.items() if len(n) < _LONGEST_NAME})
        self._counted = upto
        self.counts_changed.emit(dict(self._counts))
        self._count()
