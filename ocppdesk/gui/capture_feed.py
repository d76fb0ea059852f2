# SPDX-License-Identifier: Apache-2.0
"""What the window knows of its capture besides the messages, kept up to date."""

from collections import Counter

from PySide6.QtCore import QObject, QTimer, Signal

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Connection

_MOST = 500  # connections that are shown
_REFRESH_MS = 250  # a charger's state may lag by this much; nobody sees it
_PAUSE_MS = 25  # between two parts of a refresh
_LONGEST_NAME = 100  # characters of a message type that is counted
_COUNTED = 20_000  # messages counted in one go: a few milliseconds


class CaptureFeed(QObject):
    """Reads chargers, connections and counts, a little at a time.

    Signals:
        chargers_changed: The list of `Charger`.
        connections_changed: The list of `Connection`, the newest first.
        counts_changed: How often each action occurs, as a dict.
    """

    chargers_changed = Signal(list)
    connections_changed = Signal(list)
    counts_changed = Signal(dict)

    def __init__(self, reader: CaptureReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: CaptureReader | None = reader
        self._last_id = 0
        self._counted = 0
        self._counts: Counter[str] = Counter()
        self._connections: dict[int, Connection] = {}  # the newest last
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

    def refresh(self) -> None:
        """Read what changed, beginning now."""
        self._timer.stop()
        if self._reader is None:
            return
        self.chargers_changed.emit(self._reader.chargers())
        # One after the other, so that what the user does meanwhile comes in between;
        # timers without a pause would all be due in the same turn.
        QTimer.singleShot(_PAUSE_MS, self, self._read_connections)
        QTimer.singleShot(2 * _PAUSE_MS, self, self._count)

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
        if self._reader is None or self._counted >= self._last_id:
            return
        upto = min(self._counted + _COUNTED, self._last_id)
        found = self._reader.action_counts(after=self._counted, upto=upto)
        # Names of no OCPP action may be endlessly many.
        self._counts.update({n: c for n, c in found.items() if len(n) < _LONGEST_NAME})
        self._counted = upto
        self.counts_changed.emit(dict(self._counts))
        if upto < self._last_id:
            # The rest in the next turns, so that the window stays alive.
            QTimer.singleShot(0, self, self._count)
