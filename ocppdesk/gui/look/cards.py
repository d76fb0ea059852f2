# SPDX-License-Identifier: Apache-2.0
"""Sheets with round corners that hold what belongs together on a page."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme


class Card(QFrame):
    """A sheet with a title; put the content into `body`.

    Args:
        theme: Where colours and sizes come from.
        title: What stands on top, if anything.
    """

    def __init__(
        self, theme: Theme, title: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("card")  # the style sheet knows it by that
        self.body = QVBoxLayout(self)
        """Where its content goes, from top to bottom."""
        if title:
            self.body.addWidget(ThemedLabel(theme, title, is_bold=True))
        theme.changed.connect(self._space)
        self._space()

    def _space(self) -> None:
        across, along = self._theme.scaled(16), self._theme.scaled(12)
        self.body.setContentsMargins(across, along, across, along)
        self.body.setSpacing(self._theme.scaled(6))
