# SPDX-License-Identifier: Apache-2.0
"""The message table as the window uses it."""

import logging
import sqlite3
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.filters.nodes import Everything, Filter
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.row_pane import RowPane
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)


class MessagesPane(RowPane):
    """The live table of messages with its filter and empty states.

    Args:
        settings: Where the columns are kept, and how times and rows are shown.
        theme: Where colours, fonts and sizes come from.

    Signals:
        counts_changed: How many rows are shown, and of how many messages. In the view
            of exchanges a row stands for two messages or more.
        following_changed: Whether the table follows what arrives.
        chosen_hidden_changed: Whether the filter hides the message that is selected.
        busy_changed: A search began or ended.
        progress_changed: How much has been searched, in percent.
        clear_filter_requested: The user wants to see all messages.
        last_filter_requested: The user wants the last filter that found something.
        chip_counted: How many messages a filter matches that was to be counted; its
            key, and the number, below 0 if that cannot be said.
        values_found: The values seen of a field, with how often each occurs.
    """

    counts_changed = Signal(int, int)
    following_changed = Signal(bool)
    chosen_hidden_changed = Signal(bool)
    busy_changed = Signal(bool)
    progress_changed = Signal(int)
    clear_filter_requested = Signal()
    last_filter_requested = Signal()
    chip_counted = Signal(str, int)
    values_found = Signal(str, object)

    def __init__(
        self, settings: Settings, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(settings, theme, parent)
        self._settings = settings
        self._reader: CaptureReader | None = None
        self._has_time_zero = False
        self._is_chosen_hidden = False
        self._connect()
        self.model.set_newest_first(settings.newest_first)
        self.set_time_mode(settings.time_mode)
        self._forget_settings = settings.on_change(self._follow_settings)
        self._follow_settings(frozenset({"call_timeout_s", "listen_port"}))
        self._show_empty()

    def _connect(self) -> None:
        feed, overlays = self._feed, self._overlays
        self.view.following.changed.connect(self.following_changed)
        self.view.horizontalHeader().sectionClicked.connect(self._on_header_clicked)
        self._actions.time_zero_requested.connect(self.set_time_zero)
        self.view.current_changed.connect(self._note_chosen)
        feed.counts_changed.connect(self._on_counts_changed)
        feed.busy_changed.connect(self._on_busy_changed)
        feed.progress_changed.connect(self.progress_changed)
        feed.failed.connect(overlays.say)
        feed.runner.counted.connect(
            lambda key, count, _upto: self.chip_counted.emit(key, count)
        )
        feed.runner.values_found.connect(self.values_found)
        feed.stopped.connect(overlays.say_stopped)
        overlays.go_live_requested.connect(self.go_live)
        overlays.clear_filter_requested.connect(self.clear_filter_requested)
        overlays.last_filter_requested.connect(self.last_filter_requested)
        overlays.search_requested.connect(feed.search_on)

    def set_reader(self, reader: CaptureReader) -> None:
        """Show another capture; the reader stays the caller's to close.

        Messages that come later are shown when `advance` tells of them.
        """
        self._close_windows()
        self._reader = self._chosen.reader = self._windows.reader = reader
        self._has_time_zero = False
        self._overlays.withdraw()
        self._walking.start_over()
        try:
            last_id = reader.last_id()
        except sqlite3.Error as error:
            last_id = 0
            self._say_unreadable(error)
        self._feed.set_reader(reader, last_id)
        self._annotating.open(reader.path)
        self._set_several_chargers(has_several=False)
        self._look_around()
        self._show_empty()
        self._overlays.show_pill()

    def close_reader(self) -> None:
        """Let go of the capture, and end what works beside the window's thread.

        It waits until marks and notes are written. Call it when the reader is closed,
        so that a capture that was marked is left as one file.
        """
        self._forget_settings()
        self.columns.close()
        self._coloring.close()
        self._overlays.close()
        self._close_windows()
        self._feed.close()
        self._reader = self._chosen.reader = self._windows.reader = None
        self._annotating.close()

    def set_live(self, *, is_live: bool) -> None:
        """Tell whether messages still arrive: `-5m` counts from now then."""
        self._feed.is_live = self._actions.is_live = is_live
        self._overlays.is_live = is_live

    def set_reading(self, *, is_reading: bool) -> None:
        """Tell whether a log is being read: as long as it is, none is no verdict."""
        if is_reading is not self._overlays.is_reading:
            self._overlays.is_reading = is_reading
            self._show_empty()

    def set_filter(
        self, chosen: Filter, *, exchanges: bool, dims: bool = False
    ) -> None:
        """Show other messages; the chosen row stays chosen and where it is.

        Args:
            chosen: Which messages.
            exchanges: Show a call and its answer on one row.
            dims: Show the others too, dimmed.
        """
        self._overlays.withdraw()
        if exchanges is not self.model.look.exchanges:
            self._chosen.exchanges = self.model.look.exchanges = exchanges
            self.model.reread()
        self._actions.is_filtered = not isinstance(chosen, Everything)
        self._feed.set_filter(chosen, exchanges=exchanges, dims=dims)
        self._show_empty()
        self._overlays.show_pill()

    def set_way_back(self, text: str) -> None:
        """Take what the button says that brings the last filter back; empty: none."""
        self._overlays.empty.set_way_back(text)

    def cancel(self) -> None:
        """Stop the search; what was found until now stays."""
        self._feed.cancel()

    def count_chips(self, filters: Mapping[str, Filter]) -> None:
        """Count how many messages match some filters, now and from now on.

        Args:
            filters: The filters by keys, in place of those that were counted before.
        """
        self._feed.runner.set_chips(filters, self._feed.filter_context())

    def ask_values(self, field: str) -> None:
        """Ask for the values that a field has; `values_found` tells them."""
        self._feed.runner.ask_values(field)

    def advance(self, last_id: int) -> None:
        """Show new messages, in one batch; call it at most every 66 ms.

        Args:
            last_id: The newest message that is in the file.
        """
        if self._reader is not None and last_id > self._feed.total:
            self._feed.advance(last_id)
            self._look_around()
            self._windows.refresh()

    def go_live(self) -> None:
        """Go to where messages arrive, and follow."""
        self.view.go_live()

    @property
    def is_following(self) -> bool:
        """Whether the table follows what arrives."""
        return self.view.following.is_on

    def set_newest_first(self, newest_first: bool) -> None:
        """Show the newest or the oldest message on top."""
        if newest_first != self.model.newest_first:
            self._feed.turn_around(newest_first=newest_first)
            self._overlays.show_pill()

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

    # What follows from it.

    def _look_around(self) -> None:
        """Learn from the capture what has to do with the table as a whole."""
        if self._reader is None:
            return
        try:
            if not self.columns.has_several_chargers:
                several = len(self._reader.chargers()) > 1
                self._set_several_chargers(has_several=several)
            if not self._has_time_zero and (span := self._reader.time_span()):
                self.model.texts.zero = span[0]
                self._has_time_zero = True
        except sqlite3.Error as error:
            self._say_unreadable(error)

    def _set_several_chargers(self, *, has_several: bool) -> None:
        self.columns.set_several_chargers(has_several=has_several)
        self._actions.has_several_chargers = has_several
        self._walking.has_several_chargers = has_several

    def _say_unreadable(self, error: sqlite3.Error) -> None:
        text = self.tr("The capture cannot be read: {why}.")
        self._overlays.say(text.format(why=error))

    def _show_empty(self) -> None:
        total, is_busy = self._feed.total, self._feed.is_busy
        self._overlays.show_empty(total=total, is_busy=is_busy)

    def _on_counts_changed(self, shown: int, total: int) -> None:
        self._show_empty()
        self._overlays.show_pill()
        self._note_chosen()
        self.counts_changed.emit(shown, total)

    def _note_chosen(self) -> None:
        """Tell whether the selected message is hidden, once that is known."""
        number = self.view.current_id
        if not self._feed.is_busy:
            is_hidden = number is not None and self.model.row_of(number) is None
            if is_hidden != self._is_chosen_hidden:
                self._is_chosen_hidden = is_hidden
                self.chosen_hidden_changed.emit(is_hidden)

    def _on_busy_changed(self, is_busy: bool) -> None:
        self._show_empty()
        self._note_chosen()
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
        settings, texts = self._settings, self.model.texts
        if changed & {"call_timeout_s", "slow_ms", "very_slow_ms"}:
            texts.patience_s = settings.call_timeout_s
            texts.slow_ms, texts.very_slow_ms = settings.slow_ms, settings.very_slow_ms
            self.model.reread()
        if "listen_port" in changed:
            self._copies.port = self._settings.listen_port
