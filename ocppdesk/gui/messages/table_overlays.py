# SPDX-License-Identifier: Apache-2.0
"""What a table says on top of its rows, and where it says it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Signal

from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.layout import ColumnLayout
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.overlays import EmptyState, NewPill, TableRemark
from ocppdesk.gui.messages.view import MessageTableView


class TableOverlays(QObject):
    """The pill, the empty state and the remark of one table, in their places.

    Args:
        theme: Their look.
        model: The rows.
        view: The table.
        columns: Its columns, which share the room whenever there is another.

    Signals:
        go_live_requested: The newest messages are to be shown.
        clear_filter_requested: All messages are to be shown.
        last_filter_requested: The filter that found something last is to apply again.
        search_requested: The search that was stopped is to go on.
    """

    go_live_requested = Signal()
    clear_filter_requested = Signal()
    last_filter_requested = Signal()
    search_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        model: MessageTableModel,
        view: MessageTableView,
        columns: ColumnLayout,
    ) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view
        self._columns = columns
        self.is_live = True
        """Whether messages may still come."""
        self.is_reading = False
        """Whether a log is being read that they may come from."""
        self._is_closed = False
        self._way_on: Callable[[], object] | None = None
        self.pill = NewPill(theme, view)
        """Says how many new messages are out of view."""
        self.empty = EmptyState(theme, view)
        """Stands in place of rows."""
        self.remark = TableRemark(theme, view)
        """A sentence, until it is closed or outdated."""
        self.pill.clicked.connect(self.go_live_requested)
        self.empty.clear_requested.connect(self.clear_filter_requested)
        self.empty.back_requested.connect(self.last_filter_requested)
        self.remark.action_requested.connect(self._go_on)
        view.moved.connect(self.show_pill)
        view.resized.connect(self.arrange)

    def close(self) -> None:
        """Follow the table no more: while it is destroyed, it still tells of moves."""
        self._is_closed = True

    def say(self, text: str) -> None:
        """Say a sentence."""
        self._way_on = None
        self.remark.say(text)
        self.arrange()

    def offer(self, text: str, action: str, way_on: Callable[[], object]) -> None:
        """Say a sentence, with a button for what can be done.

        Args:
            text: The sentence.
            action: What the button says.
            way_on: What it does.
        """
        self._way_on = way_on
        self.remark.say(text, action=action)
        self.arrange()

    def say_stopped(self, searched_to: int) -> None:
        """Say how far the search came until it was stopped, and offer to go on.

        Args:
            searched_to: The newest message that was not looked at; 0 for none.
        """
        if searched_to > 0:
            text = self.tr("Stopped. Messages up to number {n} were not searched.")
            number = grouped(searched_to)
            way_on = self.search_requested.emit
            self.offer(text.format(n=number), self.tr("Search on"), way_on)

    def withdraw(self) -> None:
        """Take the sentence away: it is outdated."""
        self.remark.hide()

    def show_empty(self, *, total: int, is_busy: bool) -> None:
        """Say why there is no row, if there is none.

        Args:
            total: How many messages there are.
            is_busy: Whether they are being searched.
        """
        if self._model.rowCount():
            self.empty.hide()
        elif is_busy:
            text = self.tr("Rows appear here as soon as something matches.")
            self.empty.show_texts(self.tr("Searching…"), text, can_clear=True)
        elif total:
            text = self.tr("{n} hidden.").format(n=grouped(total))
            title = self.tr("No message matches")
            self.empty.show_texts(title, text, can_clear=True)
        elif self.is_reading:
            text = self.tr("The log is being read; messages appear as they are found.")
            self.empty.show_texts(self.tr("Reading…"), text, can_clear=False)
        elif self.is_live:
            text = self.tr("Messages appear here as soon as a charger connects.")
            self.empty.show_texts(self.tr("No messages yet"), text, can_clear=False)
        else:
            text = self.tr("There is none in what was opened.")
            self.empty.show_texts(self.tr("No messages"), text, can_clear=False)

    def show_pill(self) -> None:
        """Say how many new messages are out of view, unless the table follows."""
        if self._is_closed:
            return
        following, count = self._view.following, 0
        if not following.is_on:
            count = self._model.newer_than(following.seen_id)
        self.pill.show_count(count, is_up=self._model.newest_first)
        self._place_pill()

    def arrange(self) -> None:
        """Put everything into its place."""
        if self._is_closed:
            return
        self._columns.fill()
        area = self._view.viewport().geometry()
        self.empty.setGeometry(area)
        self.remark.fit(area)
        self._place_pill()

    def _place_pill(self) -> None:
        if not self.pill.isHidden():
            self.pill.settle(self._view.horizontalHeader().geometry(), self._widest())

    def _widest(self) -> QRect:
        """Return where the header has the most room, in the table's coordinates."""
        header = self._view.horizontalHeader()
        place = header.geometry()
        widest = max(range(header.count()), key=header.sectionSize, default=0)
        left = place.left() + header.sectionViewportPosition(widest)
        return QRect(left, place.top(), header.sectionSize(widest), place.height())

    def _go_on(self) -> None:
        self.remark.hide()
        if self._way_on is not None:
            self._way_on()
