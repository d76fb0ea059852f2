# SPDX-License-Identifier: Apache-2.0
"""A message in a window of its own, to read it beside others."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.detail.pane import DetailPane
from ocppdesk.gui.detail.showing import show_from
from ocppdesk.gui.look.theme import Theme


class DetailWindow(QWidget):
    """Shows one message for as long as it is open.

    It deletes itself when it is closed, and closes with the window it belongs to.

    Args:
        theme: Its look.
        number: The message.
        parent: The window it belongs to.

    Signals:
        closed: It was closed.
    """

    closed = Signal()

    def __init__(self, theme: Theme, number: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.number = number
        """The message that it shows."""
        self.detail = DetailPane(theme)
        """What it shows of the message."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.detail)
        self.resize(theme.scaled(640), theme.scaled(520))
        self.detail.fields.setFocus()

    def show_from(self, reader: CaptureReader) -> bool:
        """Read the message and show it; return whether the capture has it.

        Raises:
            sqlite3.Error: If the capture cannot be read.
        """
        message = show_from(self.detail, reader, self.number)
        if message is None:
            return False
        title = f"{self.number} {message.action or self.tr('Unreadable message')}"
        self.setWindowTitle(f"{title} — {message.charger}".removesuffix(" — "))
        return True

    # Overrides of QWidget.

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or event.matches(
            QKeySequence.StandardKey.Close
        ):
            self.close()
        else:
            super().keyPressEvent(event)
