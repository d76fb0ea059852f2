# SPDX-License-Identifier: Apache-2.0
"""From the engine's thread to the window's: one batched signal."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine
    from ocppdesk.csms.options import Options

FLUSH_INTERVAL_MS = 66  # a burst costs one update of the window, a reader sees no lag


class Bridge(QObject):
    """The window's side of the engine.

    Signals:
        state_changed: The newest `EngineState`, at most once in 66 ms.
        started: The engine exists; its `state` may still be unready.
    """

    state_changed = Signal(object)
    started = Signal()
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine: Engine | None = None
        self._lock = threading.Lock()
        self._is_armed = False
        self._booting: threading.Thread | None = None
        self._timer = QTimer(self, singleShot=True, interval=FLUSH_INTERVAL_MS)
        self._timer.timeout.connect(self.flush)
        # Queued: it is emitted from the engine's thread.
        self._woken.connect(self._timer.start)

    def start(self, capture: Path, options: "Options") -> None:
        """Start the engine; the window stays alive while its parts are loaded.

        Args:
            capture: The file to record into.
            options: How to listen and answer.
        """
        self._booting = threading.Thread(
            target=self._boot, args=(capture, options), name="boot", daemon=True
        )
        self._booting.start()

    def take_engine(self) -> "Engine | None":
        """Part with the engine, whose end may then be awaited in another thread."""
        if self._booting is not None:
            self._booting.join()  # it may be on the way still
        engine, self.engine = self.engine, None
        self._timer.stop()
        return engine

    def flush(self) -> None:
        """Tell the newest state now."""
        with self._lock:
            self._is_armed = False
        if self.engine is not None:
            self.state_changed.emit(self.engine.state)

    def _boot(self, capture: Path, options: "Options") -> None:
        # Imported here: a third of a second that the first picture need not wait for.
        from ocppdesk.csms.engine import Engine

        engine = Engine(capture, options, on_change=self._wake)
        engine.start()
        self.engine = engine
        self.started.emit()

    def _wake(self) -> None:
        """Ask for a flush; called from the engine's thread, any number of times."""
        with self._lock:
            if self._is_armed:
                return
            self._is_armed = True
        self._woken.emit()
