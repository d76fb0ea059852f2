# SPDX-License-Identifier: Apache-2.0
"""The button that filters on what the message has in common with others."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from ocppdesk.filters.subject import Subject
from ocppdesk.gui.messages.proposals import of_message
from ocppdesk.gui.messages.row_menu import add_proposals


class FilterButton(QToolButton):
    """Opens a menu of the filters that the message suggests.

    Signals:
        narrowing_requested: This expression is wanted besides the present filter.
    """

    narrowing_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._subject: Subject | None = None
        self.setText(self.tr("Filter"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def offer(self, subject: Subject | None) -> None:
        """Offer the filters of a message, which are made when they are asked for."""
        self._subject = subject

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        proposals = [] if self._subject is None else of_message(self._subject)
        add_proposals(menu, proposals, self.narrowing_requested.emit)
        menu.addSeparator()
        hide = menu.addMenu(self.tr("&Hide"))
        hide.setEnabled(bool(proposals))
        apply = self.narrowing_requested.emit
        add_proposals(hide, proposals, apply, is_opposite=True)
