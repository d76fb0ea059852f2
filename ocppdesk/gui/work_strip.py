# SPDX-License-Identifier: Apache-2.0
"""The strip above the views that tells how far some long work is, and stops it."""

import asyncio
import threading
from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget
from shiboken6 import isValid

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

T = TypeVar("T")

_STEPS: Final = 1000  # of the progress bar
_PATIENCE_MS: Final = 500  # what is done by then needs no strip


class WorkStrip(QFrame):
    """Does long work in another thread, and shows how far it is.

    Args:
        theme: Its look.
    """

    _told = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._stopping = threading.Event()
        self._is_busy = False
        self.setAutoFillBackground(True)
        self.label = ThemedLabel(theme, wraps=True)
        """What is being done."""
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("How much is done"))
        self.bar.setRange(0, _STEPS)
        self.bar.setFixedSize(theme.scaled(180), theme.scaled(6))
        self.stop = QPushButton(self.tr("S&top"))
        self.stop.clicked.connect(self._stopping.set)
        layout = QHBoxLayout(self)
        scaled = theme.scaled
        layout.setContentsMargins(scaled(12), scaled(4), scaled(6), scaled(4))
        layout.setSpacing(scaled(8))
        layout.addWidget(self.label, 1)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.stop)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        # Queued: it is emitted from the thread of the work.
        self._told.connect(self._show_done)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._is_busy

    async def do(
        self,
        text: str,
        work: Callable[[Callable[[float], None], Callable[[], bool]], T],
    ) -> T:
        """Do some work in another thread and return what it returns.

        Args:
            text: What is being done.
            work: Called with a function that it tells how much is done, from 0 to 1,
                and one that says whether it is to stop.
        """
        self._stopping.clear()
        self._is_busy = True
        self.label.show_text(text)
        self.bar.setValue(0)
        self._patience.start()
        try:
            return await asyncio.to_thread(work, self._told.emit, self._stopping.is_set)
        finally:
            self._is_busy = False
            if isValid(self):  # the window may be closed meanwhile
                self._patience.stop()
                self.hide()

    def end(self) -> None:
        """Ask what is being done to stop."""
        self._stopping.set()

    def _show_done(self, done: float) -> None:
        self.bar.setValue(round(done * _STEPS))

    def _dress(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.color("info.back"))
        self.setPalette(palette)
