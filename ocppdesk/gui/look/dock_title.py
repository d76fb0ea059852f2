# SPDX-License-Identifier: Apache-2.0
"""The title of a dock, which grows with the zoom; that of Qt keeps its first font."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QToolButton, QWidget

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.resources import resource

_CLOSE_SIZE = 14  # pixels at 100 %


class DockTitle(QWidget):
    """Shows what a dock is called, with a button that closes it.

    A click and a drag on it reach the dock, so it can be moved as usual.

    Args:
        theme: Its look.
        dock: The dock; its title is followed.
    """

    def __init__(self, theme: Theme, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._theme = theme
        self.label = ThemedLabel(theme, dock.windowTitle())
        """The title."""
        self.close_button = QToolButton()
        """Closes the dock."""
        self.close_button.setIcon(QIcon(str(resource("icons", "close.svg"))))
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Close"))
        self.close_button.clicked.connect(dock.close)
        layout = self._layout = QHBoxLayout(self)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.close_button)
        dock.windowTitleChanged.connect(self.label.show_text)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        scaled = self._theme.scaled
        side = scaled(_CLOSE_SIZE)
        self.close_button.setIconSize(QSize(side, side))
        self._layout.setContentsMargins(scaled(10), scaled(2), scaled(4), scaled(2))
