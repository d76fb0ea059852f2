# SPDX-License-Identifier: Apache-2.0
"""The line at the bottom: is it recording, where to, and how much is shown."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from ocppdesk.gui.theme import Theme

if TYPE_CHECKING:
    from ocppdesk.csms.engine import EngineState

_TICK_MS = 1000
MESSAGE_MS = 5000
"""How long a passing message stays."""


class StatusLine(QStatusBar):
    """The status bar of a window.

    Args:
        theme: Where colours come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._path: Path | None = None
        self._seconds = 0
        self._is_recording = False
        self._recording = QLabel()
        self._file = QLabel()
        self._file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._counts = QLabel()
        self._state = QLabel()
        self._recording.setAccessibleName(self.tr("Recording"))
        self._file.setAccessibleName(self.tr("Capture"))
        self._counts.setAccessibleName(self.tr("Messages shown"))
        self._state.setAccessibleName(self.tr("Listening"))
        self.addWidget(self._recording)
        self.addWidget(self._file, 1)
        self.addPermanentWidget(self._counts)
        self.addPermanentWidget(self._state)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        theme.changed.connect(self._dress)
        self._dress()

    def show_capture(self, path: Path, *, is_live: bool) -> None:
        """Tell which capture is shown."""
        self._path = path
        self._is_recording = is_live
        self._seconds = 0
        if is_live:
            self._timer.start()
        else:
            self._timer.stop()
            self._recording.setText(self.tr("Review"))
        self._show_file()
        self._dress()

    def show_state(self, state: "EngineState") -> None:
        """Tell how the engine is doing."""
        is_well = state.recording_error is None and state.capture_error is None
        if is_well != self._is_recording:
            self._is_recording = is_well
            self._dress()
        if state.port:
            where = state.host or self.tr("all interfaces")
            text = self.tr("Listening on port {port}, {where}")
            text = text.format(port=state.port, where=where)
        else:
            text = self.tr("Not listening")
        self._state.setText(text)

    def show_counts(self, shown: int, total: int) -> None:
        """Tell how many messages the table shows, of how many."""
        locale = QLocale()
        if shown == total:
            text = self.tr("{total} messages").format(total=locale.toString(total))
        else:
            text = self.tr("{shown} of {total} messages shown").format(
                shown=locale.toString(shown), total=locale.toString(total)
            )
        self._counts.setText(text)

    def say(self, text: str) -> None:
        """Show a passing message."""
        self.showMessage(text, MESSAGE_MS)

    def _tick(self) -> None:
        self._seconds += 1
        self._show_recording()
        self._show_file()

    def _show_recording(self) -> None:
        if not self._timer.isActive():
            return
        hours, rest = divmod(self._seconds, 3600)
        clock = f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
        text = self.tr("● Recording") if self._is_recording else self.tr("⚠ Paused")
        self._recording.setText(f"{text} {clock}")

    def _show_file(self) -> None:
        if self._path is None:
            return
        try:
            size = QLocale().formattedDataSize(self._path.stat().st_size, 1)
        except OSError:
            size = self.tr("not there")
        self._file.setText(f"{self._path.name} · {size}")
        self._file.setToolTip(str(self._path))

    def _dress(self) -> None:
        name = "online" if self._is_recording else "problem"
        color = self._theme.color(name).name()
        self._recording.setStyleSheet(f"color: {color}")
        self._show_recording()
