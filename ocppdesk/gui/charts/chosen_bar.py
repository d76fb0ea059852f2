# SPDX-License-Identifier: Apache-2.0
"""The line below a chart: the message that is selected, and the markers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme


class ChosenBar(QWidget):
    """Tells what is selected in a chart; hidden while nothing is.

    Args:
        theme: Its look.

    Signals:
        message_wanted: The message is to be shown in the table.
        clear_wanted: The markers are to be taken away.
    """

    message_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.point = ThemedLabel(theme)
        """The message, in words."""
        # A long text is cut off rather than the list of series made narrow.
        self.point.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_message = QPushButton(self.tr("Show &message"))
        self.show_message.setToolTip(self.tr("Go to it in the table (Enter)"))
        self.markers = ThemedLabel(theme, color="muted")
        """The markers, and the time between them."""
        self.clear = QPushButton(self.tr("&Clear markers"))
        line = QHBoxLayout(self)
        line.addWidget(self.show_message)
        line.addWidget(self.point, 1)
        line.addWidget(self.markers)
        line.addWidget(self.clear)
        scaled = theme.scaled
        line.setContentsMargins(scaled(8), scaled(4), scaled(8), scaled(4))
        line.setSpacing(scaled(8))
        self.show_message.clicked.connect(self.message_wanted)
        self.clear.clicked.connect(self.clear_wanted)
        self.show_point("")
        self.show_markers("")

    def show_point(self, text: str) -> None:
        """Tell which message is selected; empty: none."""
        self.point.show_text(text)
        self.point.setToolTip(text)
        # It keeps its place, so that the markers keep theirs.
        self.show_message.setVisible(bool(text))
        self._show()

    def show_markers(self, text: str) -> None:
        """Tell where the markers are; empty: nowhere."""
        self.markers.show_text(text)
        self.markers.setVisible(bool(text))
        self.clear.setVisible(bool(text))
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self.point.text() or self.markers.text()))
