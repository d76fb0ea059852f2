# SPDX-License-Identifier: Apache-2.0
"""Decides which messages the table shows: a search of what is there, then what comes.

Where nothing is filtered no query is needed at all: the numbers of messages have no
gaps. Otherwise a search runs in its own thread, and messages that arrive are looked at
once, in small slices, by their numbers.
"""

import sqlite3
from array import array
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.filters.conditions import Everything, Filter
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.view import MessageTableView, Place
from ocppdesk.gui.query import QueryRunner

SLICE: Final = 5_000
"""New messages looked at in one go: a few milliseconds of the window's thread."""


class RowFeed(QObject):
    """Fills a model with the messages of a capture that pass a filter.

    Args:
        model: What is filled.
        view: The table on it; the chosen row stays where it is on the screen.

    Signals:
        counts_changed: How many rows there are, and of how many messages.
        busy_changed: A search began or ended.
        progress_changed: How much of the capture has been searched, in percent.
        failed: Why not all that is wanted is shown, as a sentence.
        stopped: The search was stopped; the newest message it did not look at.
    """

    counts_changed = Signal(int, int)
    busy_changed = Signal(bool)
    progress_changed = Signal(int)
    failed = Signal(str)
    stopped = Signal(int)

    def __init__(self, model: MessageTableModel, view: MessageTableView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._reader: CaptureReader | None = None
        self._filter: Filter = Everything()
        self._exchanges = False
        self._last_id = 0
        self._checked = 0  # messages up to this number were looked at
        self._searched_to = 0  # and those after this one; between them all
        self._query: int | None = None
        self._query_upto = 0
        self._is_first_awaited = False
        self._place: Place | None = None
        self._early: set[int] = set()
        self._counts = (0, 0)
        self._runner = QueryRunner(self)
        self._runner.found.connect(self._on_found)
        self._runner.finished.connect(self._on_finished)
        self._runner.failed.connect(self._on_failed)
        self._go_on = QTimer(self, singleShot=True, interval=0)
        self._go_on.timeout.connect(self._catch_up)
        view.user_moved.connect(self._forget_place)

    @property
    def is_busy(self) -> bool:
        """Whether a search is running."""
        return self._query is not None

    @property
    def total(self) -> int:
        """How many messages there are."""
        return self._last_id

    def set_reader(self, reader: CaptureReader | None, last_id: int) -> None:
        """Show another capture through the same filter."""
        self._end_query()
        self._reader = reader
        self._last_id = self._checked = last_id
        self._model.set_reader(reader, last_id=last_id)
        self._view.start_over(last_id)
        if not self._is_plain:
            self._model.show_found(array("q"))
        self._search()

    def set_filter(self, chosen: Filter, *, exchanges: bool) -> None:
        """Show other messages of the capture; nothing happens if it is the same."""
        if (chosen, exchanges) != (self._filter, self._exchanges):
            self._filter, self._exchanges = chosen, exchanges
            self._search()

    def advance(self, last_id: int) -> None:
        """Show the messages up to a number as far as they pass the filter."""
        if self._reader is None or last_id <= self._last_id:
            return
        self._last_id = last_id
        self._model.note_last(last_id)
        self._view.note_last(last_id)
        if not self._is_first_awaited:
            self._catch_up()

    def cancel(self) -> None:
        """Stop the search; what was found until now stays."""
        if self._query is not None:
            self._end_query()
            if self._is_first_awaited:
                self._show_first(array("q"), self._searched_to)
            self.stopped.emit(self._searched_to)

    def search_on(self) -> None:
        """Go on with the search that was stopped."""
        if self._query is None and self._searched_to > 0:
            self._start(self._searched_to)

    def close(self) -> None:
        """End the search for good and let go of the files."""
        self._end_query()
        self._go_on.stop()
        self._runner.close()
        self._reader = None
        self._model.set_reader(None)

    def turn_around(self, *, newest_first: bool) -> None:
        """Show the newest or the oldest message on top."""
        place = self._view.place()
        self._model.set_newest_first(newest_first)
        self._view.restore(place)

    @property
    def _is_plain(self) -> bool:
        return not self._exchanges and self._filter.sql()[0] == "1"

    def _search(self) -> None:
        self._end_query()
        self._go_on.stop()
        self._place = self._view.place()
        if self._reader is None:
            return
        if self._is_plain:
            self._model.show_everything(self._last_id)
            self._checked, self._searched_to = self._last_id, 0
            self._is_first_awaited = False
            self._view.restore(self._place)
            self._place = None
            self._tell()
        else:
            self._is_first_awaited = True
            self._start(self._last_id)

    def _start(self, upto: int) -> None:
        if self._reader is not None:
            self._query_upto = self._searched_to = upto
            self._query = self._runner.start(
                self._reader.path, self._filter, upto=upto, exchanges=self._exchanges
            )
            self.progress_changed.emit(0)
            self.busy_changed.emit(True)

    def _end_query(self) -> None:
        if self._query is not None:
            self._query = None
            self._runner.cancel()
            self.busy_changed.emit(False)

    def _on_found(self, number: int, block: "array[int]", low: int) -> None:
        if number != self._query:
            return
        if self._early:
            inside = {early for early in self._early if early > low}
            self._early -= inside
            block = array("q", sorted(inside.union(block), reverse=True))
        if self._is_first_awaited:
            # Until there is something to show, what was shown stays.
            if block or low == 0:
                self._show_first(block, low)
        else:
            self._model.extend_older(block)
            if self._place is not None and self._place.id > low:
                self._view.restore(self._place)
                self._place = None
        self._searched_to = low
        if self._query_upto:
            done = self._query_upto - low
            self.progress_changed.emit(100 * done // self._query_upto)
        self._tell()

    def _show_first(self, block: "array[int]", low: int) -> None:
        """Show the first messages that a search found, in place of all others."""
        self._is_first_awaited = False
        self._early.clear()
        self._checked = self._query_upto
        self._searched_to = low
        self._model.show_found(block)
        if self._place is None or self._place.id > low:
            self._view.restore(self._place)
            self._place = None
        else:
            # Its turn comes; until then the newest are the best to show.
            self._view.restore(None)
        self._catch_up()

    def _on_finished(self, number: int) -> None:
        if number == self._query:
            if self._is_first_awaited:
                self._show_first(array("q"), 0)
            self._searched_to = 0
            self._place = None
            self._end_query()
            self._tell()

    def _on_failed(self, number: int, why: str) -> None:
        if number == self._query:
            if self._is_first_awaited:
                # What is shown did not pass this filter.
                self._show_first(array("q"), 0)
            self._end_query()
            self.failed.emit(why)
            self._tell()

    def _catch_up(self) -> None:
        """Look at messages that came since the last time."""
        if self._is_plain:
            self._checked = self._last_id
            self._model.extend_upto(self._last_id)
        elif self._checked < self._last_id:
            self._check_slice()
        self._tell()

    def _check_slice(self) -> None:
        if self._reader is None:
            return
        upto = min(self._checked + SLICE, self._last_id)
        found: set[int] = set()
        try:
            for block in self._reader.ids(
                self._filter,
                after=self._checked,
                upto=upto,
                exchanges=self._exchanges,
            ):
                found.update(block)
        except sqlite3.Error as error:
            why = self.tr("New messages cannot be searched: {why}.")
            self.failed.emit(why.format(why=error))
        self._checked = upto
        # A late answer's call may belong where the search has not been yet.
        early = {number for number in found if number <= self._searched_to}
        self._early |= early
        self._model.merge(found - early)
        if upto < self._last_id:
            self._go_on.start()

    def _forget_place(self) -> None:
        self._place = None

    def _tell(self) -> None:
        counts = (self._model.rowCount(), self._last_id)
        if counts != self._counts:
            self._counts = counts
            self.counts_changed.emit(*counts)
