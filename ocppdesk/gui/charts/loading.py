# SPDX-License-Identifier: Apache-2.0
"""Loads pyqtgraph, which takes half a second, while the window goes on."""

import importlib
import threading
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_MS: Final = 20


class Loading(QObject):
    """Imports pyqtgraph in a thread of its own; it has modules and no widgets yet.

    Signals:
        over: It is there, or it never will be: whoever imports it now does not wait.
    """

    over = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = threading.Thread(target=_load, name="load charts", daemon=True)
        # A signal from the thread might find this object gone.
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin, once."""
        self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Tell nothing any more."""
        self._timer.stop()

    def _look(self) -> None:
        if not self._thread.is_alive():
            self._timer.stop()
            self.over.emit()


def _load() -> None:
    importlib.import_module("pyqtgraph")
