# SPDX-License-Identifier: Apache-2.0
"""Collecting Python's garbage in the window's thread, and in no other."""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LOOK_MS: Final = 1_000
_SETTLING: Final = 15  # looks: what is loaded meanwhile is there to stay


class GarbageCollector(QObject):
    """Takes over from Python's automatic collection of reference cycles.

    The automatic one runs in whatever thread happens to allocate. In the engine's it
    would destroy Qt objects of the window, which Qt answers with a crash. What outlives
    a full collection (modules, at first; what is known of a capture) is not looked at
    again until a window is closed: so the next one takes a few milliseconds, too.

    Args:
        parent: The object it lives as long as.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._looks = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations that are due, by Python's own thresholds."""
        self._looks += 1
        if self._looks <= _SETTLING:
            # The first time is not sooner than the window has come up.
            if self._looks == 1:
                gc.unfreeze()
            gc.collect(2 if self._looks == 1 else 1)
            gc.freeze()
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                if generation == 2:
                    gc.freeze()
                return

    def look_at_all(self) -> None:
        """Look at everything at the next time: a window was closed."""
        self._looks = 0

    def stop(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
