# SPDX-License-Identifier: Apache-2.0
"""From the processes that read a log to the window: one batched signal."""

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from ocppdesk.logs.importing.control import Import, Prepared, Progress

FLUSH_INTERVAL_MS = 66  # as for what chargers say


class LogOpening(QObject):
    """The window's side of an import.

    Args:
        imported: The import, not started.

    Signals:
        progressed: The newest `Progress`, at most once in 66 ms; the last one has a
            phase that is over.
    """

    progressed = Signal(object)
    _woken = Signal()

    def __init__(self, imported: Import, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.imported = imported
        self._lock = threading.Lock()
        self._is_armed = False
        self._is_closed = False
        self._timer = QTimer(self, singleShot=True, interval=FLUSH_INTERVAL_MS)
        self._timer.timeout.connect(self.flush)
        # Queued: it is emitted from the thread of the import.
        self._woken.connect(self._timer.start)

    def start(self, prepared: Prepared | None = None) -> None:
        """Begin.

        Args:
            prepared: Processes that wait for this; None starts new ones.

        Raises:
            ExistsError: If the target exists and may not be replaced.
        """
        self.imported.start(self._wake, prepared=prepared)

    def stop(self) -> None:
        """End it; what was read stays. The last progress comes by the signal."""
        self.imported.cancel()

    def close(self) -> None:
        """End it and tell nothing more; what was only half read is not kept.

        It returns when all has ended.
        """
        with self._lock:
            self._is_closed = True
        self._timer.stop()
        self.imported.cancel(keep=False)
        self.imported.wait()

    def flush(self) -> None:
        """Tell the newest progress now."""
        with self._lock:
            self._is_armed = False
        self.progressed.emit(self.imported.progress)

    def _wake(self, _progress: Progress) -> None:
        """Ask for a flush; called from the import's thread, any number of times."""
        with self._lock:
            if self._is_armed or self._is_closed:
                return
            self._is_armed = True
            self._woken.emit()
