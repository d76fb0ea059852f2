# SPDX-License-Identifier: Apache-2.0
"""Decides which messages the table shows: a search of what is there, then what comes.

Where nothing is filtered no query is needed at all: the numbers of messages have no
gaps. Otherwise a thread searches and looks at what arrives; here its results are put
where they belong, without moving what is being read.
"""

import contextlib
import sqlite3
from array import array
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.filters.local_time import local_offset
from ocppdesk.filters.nodes import Everything, Filter
from ocppdesk.filters.traits import SLOW, UNANSWERED, names_in
from ocppdesk.filters.values import Context
from ocppdesk.gui.messages.ids import Block, Matches, ShownIds
from ocppdesk.gui.messages.lane import Lane
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.view import MessageTableView, Place
from ocppdesk.gui.query.runner import QueryRunner
from ocppdesk.settings import Settings

STALE_AFTER_MS: Final = 300
"""After this time, rows of an earlier search no longer look like what is found."""


class RowFeed(QObject):
    """Fills a model with the messages of a capture that pass a filter.

    Until a search finds something, the rows of the one before stay; after a moment they
    are dimmed, and none counts as found.

    Args:
        model: What is filled.
        view: The table on it; the chosen row stays where it is on the screen.
        settings: How long calls wait, and what is slow.

    Signals:
        counts_changed: How many messages match, and of how many. In the view of
            exchanges a row stands for two messages or more.
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

    def __init__(
        self, model: MessageTableModel, view: MessageTableView, settings: Settings
    ) -> None:
        super().__init__(view)
        self.model = model
        """What it fills."""
        self.view = view
        """The table on it."""
        self.runner = QueryRunner(
            self, clock=lambda: model.texts.clock(), idleness=view.idleness
        )
        """The thread that looks through the capture."""
        self.is_live = False
        """Whether messages still arrive; times before now are counted from now then,
        else from the newest message."""
        self._settings = settings
        self._reader: CaptureReader | None = None
        self._filter: Filter = Everything()
        self._exchanges = False
        self._dims = False
        self.annotations = EMPTY
        """What is on the messages, as far as it was told."""
        self._last_id = 0
        # Rows ask for it one by one: it is read once for each newest message.
        self._latest_at, self._latest_of = 0, -1
        self._shows_all = False
        self._counts = (0, 0)
        self._was_busy = False
        self._rows = _Rows(model, view)
        self._row_lane = Lane(self.runner, self._rows)
        self._match_lane = Lane(self.runner, _Matched(model, view))
        self._patience = QTimer(self, singleShot=True, interval=STALE_AFTER_MS)
        self._patience.timeout.connect(self._lose_patience)
        self.runner.found.connect(self._on_found)
        self.runner.finished.connect(self._on_finished)
        self.runner.failed.connect(self._on_failed)
        self.runner.checked.connect(self._on_checked)
        view.user_moved.connect(self._rows.forget_place)
        # Rules that colour rows mean the same times as the filter.
        model.look.context = self.filter_context
        self._forget_settings = settings.on_change(self._follow_settings)

    @property
    def is_busy(self) -> bool:
        """Whether a search is running."""
        return self._row_lane.is_busy or self._match_lane.is_busy

    @property
    def is_settled(self) -> bool:
        """Whether no search is running and all messages were looked at."""
        return not self.is_busy and all(
            lane.has_failed or lane.checked >= self._last_id
            for lane in (self._row_lane, self._match_lane)
            if lane.number
        )

    @property
    def total(self) -> int:
        """How many messages there are."""
        return self._last_id

    @property
    def exchanges(self) -> bool:
        """Whether a call and its answer are one row."""
        return self._exchanges

    def filter_context(self) -> Context:
        """Return what the meaning of a filter depends on now."""
        now = self.model.texts.clock()
        return Context(
            now=now,
            latest=self._latest() or now,
            patience_us=self._settings.call_timeout_s * 1_000_000,
            slow_us=self._settings.slow_ms * 1_000,
            offset_at=local_offset,
        )

    def _latest(self) -> int:
        """Return when the newest message was, 0 where that does not matter."""
        if self.is_live or self._reader is None:
            return 0
        if self._latest_of != self._last_id:
            # That it cannot be read is said by the search.
            with contextlib.suppress(sqlite3.Error):
                span = self._reader.time_span()
                self._latest_at = 0 if span is None else span[1]
                self._latest_of = self._last_id
        return self._latest_at

    def set_reader(
        self,
        reader: CaptureReader | None,
        last_id: int,
        annotations: Annotations = EMPTY,
    ) -> None:
        """Show another capture through the same filter."""
        self._row_lane.end()
        self._match_lane.end()
        self._reader = reader
        self.annotations = annotations
        self._last_id = last_id
        self._latest_at, self._latest_of = 0, -1
        path = None if reader is None else reader.path
        self.runner.set_capture(path, upto=last_id, annotations=annotations)
        self.model.set_matches(None)
        self.model.set_reader(reader, last_id=last_id)
        self.view.start_over(last_id)
        self._shows_all = self._is_plain
        if not self._shows_all:
            self.model.show_found(array("q"))
        self._search()

    def set_filter(
        self, chosen: Filter, *, exchanges: bool, dims: bool = False
    ) -> None:
        """Show other messages of the capture; nothing happens if it is the same.

        Args:
            chosen: Which messages match.
            exchanges: Show a call and its answer on one row.
            dims: Show the others too, dimmed.
        """
        if (chosen, exchanges, dims) != (self._filter, self._exchanges, self._dims):
            self._filter, self._exchanges, self._dims = chosen, exchanges, dims
            self._search()

    def set_annotations(self, annotations: Annotations) -> None:
        """Learn what is on the messages now; rows come and go with it."""
        changed = _changed(self.annotations, annotations)
        self.annotations = annotations
        self._rows.touched = changed
        self.runner.annotate(annotations, changed)

    def advance(self, last_id: int) -> None:
        """Show the messages up to a number as far as they pass the filter."""
        if self._reader is None or last_id <= self._last_id:
            return
        self.view.idleness.note_traffic()
        with self.view.idleness.working():
            self._last_id = last_id
            self.model.note_last(last_id)
            self.view.note_last(last_id)
            self.runner.check(last_id)
            self._extend_all()
            self._tell()

    def cancel(self) -> None:
        """Stop the search; what was found until now stays."""
        if self.is_busy:
            self._row_lane.stop()
            self._match_lane.stop()
            self._tell()
            self.stopped.emit(self._main_lane.searched_to)

    def search_on(self) -> None:
        """Go on with the search that was stopped."""
        for lane, chosen in self._wanted():
            if lane.number and not lane.is_busy and lane.searched_to > 0:
                lane.go_on(chosen, self.filter_context(), exchanges=self._exchanges)
        self._tell()

    def close(self) -> None:
        """End the search for good and let go of the files."""
        self._forget_settings()
        self._row_lane.end()
        self._match_lane.end()
        self.runner.close()
        self._reader = None
        self.model.set_reader(None)

    def turn_around(self, *, newest_first: bool) -> None:
        """Show the newest or the oldest message on top."""
        place = self.view.place()
        self.model.set_newest_first(newest_first)
        self.view.restore(place)

    @property
    def _is_plain(self) -> bool:
        """Whether every message has a row."""
        return not self._exchanges and (
            self._dims or isinstance(self._filter, Everything)
        )

    @property
    def _main_lane(self) -> Lane:
        """The lane of the filter."""
        return self._match_lane if self._match_lane.number else self._row_lane

    def _wanted(self) -> list[tuple[Lane, Filter]]:
        """Return which queries there should be, in the order of their urgency."""
        is_filtered = not isinstance(self._filter, Everything)
        wanted: list[tuple[Lane, Filter]] = []
        if not self._is_plain:
            wanted.append(
                (self._row_lane, Everything() if self._dims else self._filter)
            )
        if self._dims and is_filtered:
            wanted.append((self._match_lane, self._filter))
        return wanted

    def _search(self) -> None:
        """Begin to show what is wanted now."""
        if self._reader is None:
            return
        self._rows.place = self.view.place()
        wanted = dict(self._wanted())
        for lane in (self._row_lane, self._match_lane):
            if lane not in wanted:
                lane.end()
        if self._match_lane not in wanted:
            self.model.set_matches(None)
            self.view.viewport().update()
        if self._is_plain and not self._shows_all:
            self.model.show_everything(self._last_id)
            self.view.restore(self._rows.place)
        self._shows_all = self._is_plain
        context = self.filter_context()
        for lane, chosen in wanted.items():
            lane.start(chosen, context, upto=self._last_id, exchanges=self._exchanges)
        if wanted:
            self._patience.start()
            self.progress_changed.emit(0)
        self._tell()

    @property
    def _is_first_awaited(self) -> bool:
        """Whether a search has found nothing yet."""
        lanes = (self._row_lane, self._match_lane)
        return any(lane.is_busy and lane.is_first_awaited for lane in lanes)

    def _lose_patience(self) -> None:
        """Let what was shown before not look like what is found."""
        self.view.set_stale(self._is_first_awaited)
        self._tell()

    def _lane_of(self, number: int) -> Lane | None:
        for lane in (self._row_lane, self._match_lane):
            if lane.number and lane.number == number:
                return lane
        return None

    def _on_found(self, number: int, block: Block, low: int) -> None:
        lane = self._lane_of(number)
        if lane is not None and lane.is_busy:
            with self.view.idleness.working():
                lane.found(block, low)
                if lane is self._main_lane:
                    self.progress_changed.emit(lane.progress)
                self._tell()

    def _on_finished(self, number: int) -> None:
        lane = self._lane_of(number)
        if lane is not None and lane.is_busy:
            lane.finished()
            if lane is self._row_lane:
                self._rows.place = None
            self._tell()

    def _on_failed(self, number: int, why: str) -> None:
        lane = self._lane_of(number)
        if lane is not None:
            lane.failed()
            self.failed.emit(why)
            self._extend_all()
            self._tell()

    def _on_checked(self, number: int, added: Block, removed: Block, upto: int) -> None:
        for lane in (self._row_lane, self._match_lane):
            if lane.has(number):
                with self.view.idleness.working():
                    lane.arrived(added, removed, upto)
                    self._extend_all()
                    self._tell()

    def _extend_all(self) -> None:
        """Give rows to messages that arrived, where every message has one.

        Where others are dimmed, they wait until it is known whether they match.
        """
        if self._shows_all:
            lane, upto = self._match_lane, self._last_id
            if lane.number and not lane.has_failed:
                upto = min(upto, lane.checked)
            self.model.extend_upto(upto)

    def _tell(self) -> None:
        if self.view.is_stale and not self._is_first_awaited:
            self.view.set_stale(False)
        if self.is_busy != self._was_busy:
            self._was_busy = self.is_busy
            self.busy_changed.emit(self.is_busy)
        matches = self.model.matches
        shown = self.model.rowCount() if matches is None else len(matches.ids)
        if self.view.is_stale:
            shown = 0
        if (shown, self._last_id) != self._counts:
            self._counts = (shown, self._last_id)
            self.counts_changed.emit(*self._counts)

    def _follow_settings(self, changed: frozenset[str]) -> None:
        names = names_in(self._filter)
        is_other = ("call_timeout_s" in changed and UNANSWERED in names) or (
            "slow_ms" in changed and SLOW in names
        )
        if is_other:
            self._search()


class _Rows:
    """The rows of the table."""

    def __init__(self, model: MessageTableModel, view: MessageTableView) -> None:
        self._model = model
        self._view = view
        self.place: Place | None = None
        """What has to get back to its height as soon as it is found."""
        self.touched: frozenset[int] = frozenset()
        """On which messages something was noted last."""

    def forget_place(self) -> None:
        """Leave a user alone who chose what is in view."""
        self.place = None

    def show(self, block: Block, low: int) -> None:
        """Show the first messages that a search found, in place of all others."""
        self._model.show_found(block)
        if self.place is None or self.place.id > low:
            self._view.restore(self.place)
            self.place = None
        else:
            # Its turn comes; until then the newest are the best to show.
            self._view.restore(None)

    def extend(self, block: Block, low: int) -> None:
        """Show older messages too."""
        self._model.extend_older(block)
        if self.place is not None and self.place.id > low:
            self._view.restore(self.place)
            self.place = None

    def change(self, added: set[int], removed: set[int]) -> None:
        """Show some messages too, and others no more."""
        current = self._view.current_id
        goes = current in removed and self._model.row_of(current or 0) is not None
        with self._view.still():
            self._model.change(added=added, removed=removed)
        if current is not None and goes and current in self.touched:
            # Whoever marks one row after the other goes on with the next one.
            self._choose_below(current)

    def _choose_below(self, number: int) -> None:
        count = self._model.rowCount()
        if count:
            row = self._model.row_below(number)
            self._view.choose(self._model.id_at(min(row, count - 1)))


class _Matched:
    """The messages that match, where the others are shown too."""

    def __init__(self, model: MessageTableModel, view: MessageTableView) -> None:
        self._model = model
        self._view = view

    def show(self, block: Block, low: int) -> None:
        """Show others as matching than before."""
        self._model.set_matches(Matches(ShownIds.found(block), after=low))
        self._view.viewport().update()

    def extend(self, block: Block, low: int) -> None:
        """Show older messages as matching too."""
        if self._model.matches is not None:
            self._model.matches.extend_older(block, low)
            self._view.viewport().update()

    def change(self, added: set[int], removed: set[int]) -> None:
        """Show some messages as matching too, and others no more."""
        if self._model.matches is not None:
            self._model.matches.change(added=added, removed=removed)
            self._view.viewport().update()


def _changed(old: Annotations, new: Annotations) -> frozenset[int]:
    """Return the messages on which it is not the same."""
    changed = set(old.marks ^ new.marks)
    for before, after in ((old.notes, new.notes), (old.findings, new.findings)):
        if before != after:
            changed.update(before.keys() ^ after.keys())
            both = before.keys() & after.keys()
            changed.update(n for n in both if before[n] != after[n])
    return frozenset(changed)
