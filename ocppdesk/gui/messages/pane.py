# SPDX-License-Identifier: Apache-2.0
"""The message table as the window uses it."""

import logging
import sqlite3
from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.filters.conditions import Filter
from ocppdesk.gui.messages.actions import RowActions
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.feed import RowFeed
from ocppdesk.gui.messages.layout import ColumnLayout
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.overlays import EmptyState, NewPill, TableRemark
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.messages.view import MessageTableView
from ocppdesk.gui.theme import Theme
from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)


class MessagesPane(QWidget):
    """The live table of messages with its filter, row menu and empty states.

    Args:
        settings: Where the columns are kept, and how times and rows are shown.
        theme: Where colours, fonts and sizes come from.

    Signals:
        message_selected: The user chose another message; its number.
        counts_changed: How many rows are shown, and of how many messages. In the view
            of exchanges a row stands for two messages or more.
        following_changed: Whether the table follows what arrives.
        busy_changed: A search began or ended.
        progress_changed: How much has been searched, in percent.
        clear_filter_requested: The user wants to see all messages.
        filter_requested: The user wants this expression of the filter language.
        typed: The user typed a character; it belongs into the search box.
    """

    message_selected = Signal(int)
    counts_changed = Signal(int, int)
    following_changed = Signal(bool)
    busy_changed = Signal(bool)
    progress_changed = Signal(int)
    clear_filter_requested = Signal()
    filter_requested = Signal(str)
    typed = Signal(str)

    def __init__(
        self, settings: Settings, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        self._reader: CaptureReader | None = None
        self._has_time_zero = False
        self.model = MessageTableModel(self)
        self.view = MessageTableView(theme, self.model)
        self.columns = ColumnLayout(self.view, settings, theme)
        self._feed = RowFeed(self.model, self.view)
        self._actions = RowActions(self.model, self.view)
        self._pill = NewPill(theme, self.view)
        self._empty = EmptyState(theme, self.view)
        self._remark = TableRemark(theme, self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)
        self._connect()
        self.model.set_newest_first(settings.newest_first)
        self.set_time_mode(settings.time_mode)
        self.model.texts.patience_s = settings.call_timeout_s
        self._forget_settings = settings.on_change(self._follow_settings)
        self._show_empty()

    def _connect(self) -> None:
        view, feed, actions = self.view, self._feed, self._actions
        view.current_changed.connect(self.message_selected)
        view.typed.connect(self.typed)
        view.following.changed.connect(self.following_changed)
        view.moved.connect(self._show_pill)
        view.resized.connect(self._arrange)
        view.horizontalHeader().sectionClicked.connect(self._on_header_clicked)
        feed.counts_changed.connect(self._on_counts_changed)
        feed.busy_changed.connect(self._on_busy_changed)
        feed.progress_changed.connect(self.progress_changed)
        feed.failed.connect(self._say)
        feed.stopped.connect(self._on_stopped)
        actions.filter_requested.connect(self.filter_requested)
        actions.time_zero_requested.connect(self.set_time_zero)
        actions.said.connect(self._say)
        self._pill.clicked.connect(self.go_live)
        self._empty.clear_requested.connect(self.clear_filter_requested)
        self._remark.action_requested.connect(self._search_on)

    # What is shown.

    def set_reader(self, reader: CaptureReader) -> None:
        """Show another capture; the reader stays the caller's to close.

        Messages that come later are shown when `advance` tells of them.
        """
        self._reader = self._actions.reader = reader
        self._has_time_zero = False
        self._remark.hide()
        try:
            last_id = reader.last_id()
        except sqlite3.Error as error:
            last_id = 0
            self._say_unreadable(error)
        self._feed.set_reader(reader, last_id)
        self.columns.set_several_chargers(has_several=False)
        self._look_around()
        self._show_empty()
        self._show_pill()

    def close_reader(self) -> None:
        """Let go of the capture and end the thread that searches."""
        self._forget_settings()
        self.columns.save()
        self._feed.close()
        self._reader = self._actions.reader = None

    def set_filter(self, chosen: Filter, *, exchanges: bool) -> None:
        """Show other messages; the chosen row stays chosen and where it is.

        Args:
            chosen: Which messages.
            exchanges: Show a call and its answer on one row.
        """
        self._remark.hide()
        self._actions.exchanges = exchanges
        self._feed.set_filter(chosen, exchanges=exchanges)
        self._show_empty()
        self._show_pill()

    def cancel(self) -> None:
        """Stop the search; what was found until now stays."""
        self._feed.cancel()

    def advance(self, last_id: int) -> None:
        """Show new messages, in one batch; call it at most every 66 ms.

        Args:
            last_id: The newest message that is in the file.
        """
        if self._reader is not None and last_id > self._feed.total:
            self._feed.advance(last_id)
            self._look_around()

    def set_newest_first(self, newest_first: bool) -> None:
        """Show the newest or the oldest message on top."""
        if newest_first != self.model.newest_first:
            self._feed.turn_around(newest_first=newest_first)
            self._show_pill()

    def set_time_mode(self, mode: str) -> None:
        """Write times in one of the ways of the setting `time_mode`."""
        self.model.texts.mode = TimeMode(mode)
        self.columns.set_time_mode(TimeMode(mode))
        self.model.reworded(Column.TIME)

    def set_time_zero(self, number: int) -> None:
        """Count times from a message, and show them so."""
        cells = self.model.cells_of_message(number)
        if cells.is_readable:
            self.model.texts.zero = cells.at
            self._has_time_zero = True
            self._choose_time_mode(TimeMode.ZERO)

    # What is chosen.

    def selected_id(self) -> int | None:
        """Return the message that was chosen last, also while a filter hides it."""
        return self.view.current_id

    def selected_ids(self) -> list[int]:
        """Return the messages of the selected rows, the oldest first."""
        return self._actions.selected_ids()

    def shown_ids(self) -> Sequence[int]:
        """Return the messages of all rows, the oldest first."""
        return self.model.shown_ids()

    def select_message(self, number: int) -> bool:
        """Choose a message and bring it into view.

        Returns:
            Whether it is shown. Where the filter hides it, it is chosen all the same,
            and comes into view when the filter is cleared.
        """
        return self.view.choose(number)

    def step(self, rows: int) -> None:
        """Choose the message some rows further down, or up if negative."""
        self.view.step(rows)

    def go_live(self) -> None:
        """Go to where messages arrive, and follow."""
        self.view.go_live()

    @property
    def is_following(self) -> bool:
        """Whether the table follows what arrives."""
        return self.view.following.is_on

    def go_to_partner(self) -> None:
        """Choose the answer to the chosen call, or the call of the chosen answer."""
        self._actions.go_to_partner()

    def copy_summary(self) -> None:
        """Copy a line for each selected row."""
        self._actions.copy_summary()

    def copy_json(self) -> None:
        """Copy the selected messages as they were on the wire."""
        self._actions.copy_json()

    def columns_menu(self) -> QMenu:
        """Return a fresh menu to choose the columns with, for a menu bar."""
        return self.columns.menu()

    # What follows from it.

    def _look_around(self) -> None:
        """Learn from the capture what has to do with the table as a whole."""
        if self._reader is None:
            return
        try:
            if not self.columns.has_several_chargers:
                several = len(self._reader.chargers()) > 1
                self.columns.set_several_chargers(has_several=several)
            if not self._has_time_zero and (span := self._reader.time_span()):
                self.model.texts.zero = span[0]
                self._has_time_zero = True
        except sqlite3.Error as error:
            self._say_unreadable(error)

    def _say_unreadable(self, error: sqlite3.Error) -> None:
        text = self.tr("The capture cannot be read: {why}.")
        self._say(text.format(why=error))

    def _say(self, text: str, action: str = "") -> None:
        self._remark.say(text, action=action)
        self._arrange()

    def _on_stopped(self, searched_to: int) -> None:
        if searched_to <= 0:
            return
        text = self.tr("Stopped. Messages up to number {n} were not searched.")
        number = QLocale().toString(searched_to)
        self._say(text.format(n=number), self.tr("Search on"))

    def _search_on(self) -> None:
        self._remark.hide()
        self._feed.search_on()

    def _on_counts_changed(self, shown: int, total: int) -> None:
        self._show_empty()
        self._show_pill()
        self.counts_changed.emit(shown, total)

    def _on_busy_changed(self, is_busy: bool) -> None:
        self._show_empty()
        self.busy_changed.emit(is_busy)

    def _on_header_clicked(self, column: int) -> None:
        if column == Column.TIME:
            modes = list(TimeMode)
            after = modes.index(self.model.texts.mode) + 1
            self._choose_time_mode(modes[after % len(modes)])

    def _choose_time_mode(self, mode: TimeMode) -> None:
        self.set_time_mode(mode)
        try:
            self._settings.change({"time_mode": mode.value})
        except SettingsError as error:
            # Times are as wanted; only the next start will not know.
            _log.info("The way of writing times could not be kept: %s", error)

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if "call_timeout_s" in changed:
            self.model.texts.patience_s = self._settings.call_timeout_s
            self.model.reworded(Column.RESULT)

    def _show_empty(self) -> None:
        total = self._feed.total
        if self.model.rowCount():
            self._empty.hide()
        elif self._feed.is_busy:
            text = self.tr("Rows appear here as soon as something matches.")
            self._empty.show_texts(self.tr("Searching…"), text, can_clear=True)
        elif total:
            text = self.tr("{n} hidden.").format(n=QLocale().toString(total))
            self._empty.show_texts(self.tr("No message matches"), text, can_clear=True)
        else:
            text = self.tr("Messages appear here as soon as a charger connects.")
            self._empty.show_texts(self.tr("No messages yet"), text, can_clear=False)

    def _show_pill(self) -> None:
        count = 0
        if not self.is_following:
            count = self.model.newer_than(self.view.following.seen_id)
        self._pill.show_count(count, is_up=self.model.newest_first)
        self._arrange()

    def _arrange(self) -> None:
        """Put what lies on top of the table into its place."""
        self.columns.fill()
        area = self.view.viewport().geometry()
        self._empty.setGeometry(area)
        self._remark.fit(area)
        gap = self._theme.scaled(8)
        top = area.top() + gap
        if not self.model.newest_first:
            top = area.bottom() - gap - self._pill.height()
        self._pill.move(area.center().x() - self._pill.width() // 2, top)
        self._pill.raise_()
