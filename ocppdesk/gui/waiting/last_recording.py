# SPDX-License-Identifier: Apache-2.0
"""The way back to what was recorded last time."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from ocppdesk.capture.folder import past_recordings
from ocppdesk.gui.commands.recent_menu import recording_text


class LastRecordingButton(QPushButton):
    """Offers the last recording; where there is none, it is not there.

    It opens nothing itself: whoever made it follows its clicks.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Last recording"), parent)
        self._capture: Path | None = None
        self.hide()

    def look(self, capture: Path) -> None:
        """Look for the last recording, once for each capture.

        Args:
            capture: The file that is recorded into now.
        """
        if capture == self._capture:
            return
        self._capture = capture
        found = past_recordings(1, capture.parent, besides=capture)
        self.setVisible(bool(found))
        if found:
            text = self.tr("Last recording ({what})")
            self.setText(text.format(what=recording_text(found[0])))
            self.setToolTip(str(found[0]))
