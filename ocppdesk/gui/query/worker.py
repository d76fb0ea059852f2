# SPDX-License-Identifier: Apache-2.0
"""What the thread of a `QueryRunner` does, one short step after the other."""

import sqlite3
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.search import Search
from ocppdesk.filters.fields import FIELDS
from ocppdesk.filters.nodes import Filter
from ocppdesk.filters.traits import uses_annotations
from ocppdesk.filters.values import Context, SlowPatternError
from ocppdesk.gui.query.counts import UNKNOWN, Counts
from ocppdesk.gui.query.hits import Hits
from ocppdesk.gui.query.runner import (
    WAITING_CHECK_S,
    Find,
    Query,
    QueryRunner,
    broken_text,
    is_interruption,
)
from ocppdesk.gui.query.tracks import Change, Track

COUNT_EVERY_S: Final = 0.5
"""Between two looks of the counts at what arrived."""
TELL_EVERY_S: Final = 0.1
"""Between two times that a search tells what it found."""

_FAILURES: Final = (sqlite3.Error, CaptureError, SlowPatternError)


def _tr(text: str) -> str:
    return QCoreApplication.translate("QueryWorker", text)


class Worker:
    """The state of the thread: a capture, what is looked for in it, what is counted.

    All of it is used in the thread only.

    Args:
        runner: Gives the orders and tells the results.
    """

    def __init__(self, runner: QueryRunner) -> None:
        self._runner = runner
        self._path: Path | None = None
        self._annotations = EMPTY
        self._reader: CaptureReader | None = None
        self._search: Search | None = None
        self._upto = 0
        # Queries of which nothing was done yet, with those they take the place of.
        self._queries: dict[int, tuple[Query, Track | None]] = {}
        self._tracks: dict[int, Track] = {}
        self._stopped: set[int] = set()
        self._broken: set[int] = set()
        self._due: set[int] = set()
        self._noted: dict[int, set[int]] = {}
        self._find: Find | None = None
        self._is_hit_told = False
        self._hits: Hits | None = None  # of this find, or the one before
        self._fields: list[str] = []
        self._chips: tuple[Mapping[str, Filter], Context] | None = None
        self._counts: Counts | None = None
        self._count_at = 0.0
        self._wake_at = 0.0
        self._is_loading = False

    # Orders.

    def open(self, path: Path | None, upto: int, annotations: Annotations) -> None:
        """Look into another capture from now on."""
        chips = self._chips
        self.give_up()
        self._path, self._upto, self._annotations = path, upto, annotations
        self._reader = self._search = None
        self._chips = chips
        self._runner.set_reader(None)

    def start(self, query: Query) -> None:
        """Begin a query."""
        self._upto = max(self._upto, query.upto)
        # One that never began leaves what it would have replaced.
        _query, before = self._queries.pop(query.replaces, (None, None))
        before = self._tracks.pop(query.replaces, before)
        self._queries[query.number] = (query, before)
        self._stopped.discard(query.replaces)
        self._runner.forget(query.replaces)
        # What was noted meanwhile may be where the new one does not search.
        noted = self._noted.pop(query.replaces, None)
        if noted and uses_annotations(query.chosen):
            self._noted[query.number] = noted

    def stop(self, number: int) -> None:
        """Search no further back."""
        if number in self._tracks:
            self._tracks[number].is_searching = False
        elif number in self._queries:
            self._stopped.add(number)

    def end(self, number: int) -> None:
        """End a query."""
        self._queries.pop(number, None)
        self._tracks.pop(number, None)
        self._noted.pop(number, None)
        self._stopped.discard(number)

    def check(self, upto: int) -> None:
        """Look at what arrived."""
        self._upto = max(self._upto, upto)
        self._due.update(self._tracks)

    def annotate(self, annotations: Annotations, changed: Collection[int]) -> None:
        """Look at marks, notes and findings as they are now."""
        self._annotations = annotations
        running = [track.query for track in self._tracks.values()]
        waiting = [query for query, _before in self._queries.values()]
        for query in (*running, *waiting):
            if uses_annotations(query.chosen):
                self._noted.setdefault(query.number, set()).update(changed)
        if self._search is not None:
            self._search.annotations = annotations
        if self._counts is not None:
            self._counts.forget_annotated()

    def find(self, find: Find | None) -> None:
        """Look for the next match; None ends that."""
        self._find, self._is_hit_told = find, False

    def ask_values(self, field_name: str) -> None:
        """Tell the values of a field."""
        if field_name not in self._fields:
            self._fields.append(field_name)

    def set_chips(self, filters: Mapping[str, Filter], context: Context) -> None:
        """Count other filters."""
        self._chips = (filters, context)
        self._count_at = 0.0
        if self._counts is not None:
            self._counts.set_filters(filters, context)

    def close(self) -> None:
        """Let go of the file."""
        self.open(None, 0, EMPTY)

    # Steps.

    def pause_s(self) -> float | None:
        """Return how long there is nothing to do; None is until there are orders."""
        if self._path is None:
            return None
        if (
            self._find is not None
            or self._fields
            or self._next_check() is not None
            or self._next_scan() is not None
        ):
            return 0.0
        now = time.monotonic()
        waits = []
        if self._is_loading:
            return 0.0
        if self._has_counting():
            waits.append(max(self._count_at - now, 0.0))
        if self._is_waiting():
            waits.append(max(self._wake_at - now, 0.0))
        return min(waits, default=None)

    def step(self) -> None:
        """Do the most urgent thing."""
        if self._path is None:
            return
        if (number := self._next_check()) is not None:
            self._attempt(number, self._check)
        elif (number := self._next_scan()) is not None:
            self._attempt(number, self._scan)
        elif self._find is not None and not self._is_hit_told:
            self._attempt(self._find.ticket, self._look_on)
        elif self._fields:
            self._attempt(0, self._tell_values)
        elif self._find is not None:
            self._attempt(self._find.ticket, self._look_on)
        elif self._is_waiting() and self._wake_at <= time.monotonic():
            self._wake_up()
        elif self._has_counting() and self._count_at <= time.monotonic():
            self._attempt(0, self._count)
        elif self._is_loading:
            self._attempt(0, self._load)

    def _attempt(self, number: int, step: Callable[[int], None]) -> None:
        """Do a step, unless there are orders that may make it needless."""
        if not self._runner.begin(number):
            return
        try:
            step(number)
        except _FAILURES as error:
            # What was interrupted is not wanted any more, or is done again.
            if not is_interruption(error):
                self._failed(number, error, step)
        except Exception as error:  # noqa: BLE001 - the others have to go on
            self._failed(number, error, step)
            self._runner.report(error)

    def _next_check(self) -> int | None:
        """Return the query that has to look at what arrived."""
        for number, track in self._tracks.items():
            if track.checked < self._upto or number in self._due | self._noted.keys():
                return number
        return None

    def _next_scan(self) -> int | None:
        """Return the query that has to search on."""
        for number in self._queries:
            return number
        for number, track in self._tracks.items():
            if track.is_searching and number not in self._broken:
                return number
        return None

    def _is_waiting(self) -> bool:
        """Return whether time alone may change a result."""
        tracks = any(track.is_waiting for track in self._tracks.values())
        return tracks or (self._counts is not None and self._counts.is_waiting)

    def _wake_up(self) -> None:
        self._wake_at = time.monotonic() + WAITING_CHECK_S
        self._due.update(n for n, track in self._tracks.items() if track.is_waiting)
        if self._counts is not None:
            self._counts.tick()

    def _scan(self, number: int) -> None:
        track = self._tracks.get(number)
        if track is None:
            query, before = self._queries[number]
            search, reader = self._opened()
            track = Track(query, search, reader, before=before)
            del self._queries[number]
            self._tracks[number] = track
        if number in self._stopped:
            self._stopped.discard(number)
            track.is_searching = False
            return
        ids = track.step()
        if ids is None:
            self._tell_found(number)
            if self._runner.is_live(number):
                self._runner.finished.emit(number)
            return
        track.held.append(ids)
        # The first rows come at once, the others not more often than anybody can look.
        is_first = len(ids) > 0 and not track.has_told
        if is_first or time.monotonic() - track.told_at >= TELL_EVERY_S:
            self._tell_found(number)

    def _tell_found(self, number: int) -> None:
        """Tell what a search found since it was told last."""
        track = self._tracks.get(number)
        if track is None or not track.held:
            return
        ids = np.concatenate(track.held)
        track.held.clear()
        track.told_at = time.monotonic()
        track.has_told = track.has_told or len(ids) > 0
        if self._runner.is_live(number):
            self._runner.found.emit(number, ids, track.low)

    def _check(self, number: int) -> None:
        track = self._tracks[number]
        self._due.discard(number)
        if number in self._broken:
            self._noted.pop(number, None)
            self._tell_change(number, track.skip(self._upto))
            return
        noted = self._noted.get(number)
        now = self._runner.clock()
        if noted:
            self._tell_change(number, track.recheck(noted, now))
            del self._noted[number]
            return
        is_behind = track.checked < self._upto
        change = track.check(self._upto, now)
        if is_behind or len(change.added) or len(change.removed):
            self._tell_change(number, change)

    def _tell_change(self, number: int, change: Change) -> None:
        if len(change.removed):
            # It may be among what was found before.
            self._tell_found(number)
        if self._runner.is_live(number):
            added, removed = change.added, change.removed
            self._runner.checked.emit(number, added, removed, change.upto)

    def _look_on(self, ticket: int) -> None:
        """Go on with the find."""
        assert self._find is not None
        if self._hits is None or self._hits.find is not self._find:
            search, _reader = self._opened()
            self._hits = Hits(self._find, search, self._upto, before=self._hits)
        hits, was_known = self._hits, self._is_hit_told
        has_more = hits.step()
        if hits.hit is not None and not was_known:
            self._is_hit_told = True
            if self._runner.is_live(ticket):
                self._runner.hit.emit(ticket, hits.hit)
        if has_more:
            return
        if hits.hit and self._find.counts and self._runner.is_live(ticket):
            self._runner.tallied.emit(ticket, *hits.tally)
        self._find = None

    def _tell_values(self, _number: int) -> None:
        search, _reader = self._opened()
        search.refresh(self._upto)
        name = self._fields[0]
        found = search.values_of(name) if name in FIELDS else []
        self._fields.pop(0)
        self._runner.values_found.emit(name, found)

    def _has_counting(self) -> bool:
        if self._counts is None:
            return self._chips is not None and bool(self._chips[0])
        return self._counts.has_work(self._upto)

    def _count(self, _number: int) -> None:
        search, _reader = self._opened()
        if self._counts is None:
            self._counts = Counts(search, report=self._runner.report)
            if self._chips is not None:
                self._counts.set_filters(*self._chips)
        told = self._counts.step(self._upto, self._runner.clock())
        if told is not None:
            self._runner.counted.emit(*told)
        if not self._counts.has_work(self._upto):
            self._count_at = time.monotonic() + COUNT_EVERY_S

    def _load(self, _number: int) -> None:
        """Read ahead what the next filter will need."""
        search, _reader = self._opened()
        search.refresh(self._upto)
        self._is_loading = search.load_next()

    def _opened(self) -> tuple[Search, CaptureReader]:
        """Return the search and the reader; they are made at the first need."""
        if self._search is None or self._reader is None:
            assert self._path is not None
            self._reader = CaptureReader(self._path)
            self._runner.set_reader(self._reader)
            self._search = Search(
                self._reader, self._annotations, breathe=self._runner.idleness.breathe
            )
            self._is_loading = True
        return self._search, self._reader

    def _failed(
        self, number: int, error: Exception, step: Callable[[int], None]
    ) -> None:
        """Say what a step failed at, and see that it is not tried again."""
        if number == 0:
            self._give_up(step)
            return
        is_check = step == self._check
        self._tell_found(number)
        if self._runner.is_live(number):
            self._runner.failed.emit(number, _why(error, is_check=is_check))
        track = self._tracks.get(number)
        if track is None:
            self._noted.pop(number, None)
            if self._queries.pop(number, None) is None:
                self._find = self._hits = None
            return
        if is_check:
            self._noted.pop(number, None)
            self._tell_change(number, track.skip(self._upto))
        else:
            track.is_searching = False
        if not isinstance(error, sqlite3.Error | CaptureError):
            self._broken.add(number)

    def _give_up(self, step: Callable[[int], None]) -> None:
        """Leave what nobody asked for in so many words."""
        if step == self._tell_values:
            self._runner.values_found.emit(self._fields.pop(0), [])
        elif step == self._count:
            if self._chips is not None:
                for key in self._chips[0]:
                    self._runner.counted.emit(key, UNKNOWN, self._upto)
            self._chips = self._counts = None
        else:
            self._is_loading = False

    def give_up(self) -> None:
        """Leave everything, so that nothing is tried again that failed."""
        for kept in (self._queries, self._tracks, self._noted, self._fields):
            kept.clear()
        for numbers in (self._stopped, self._broken, self._due):
            numbers.clear()
        self._find = self._hits = None
        self._chips = self._counts = None
        self._is_loading = False


def _why(error: Exception, *, is_check: bool) -> str:
    """Return why a query cannot go on, as a sentence."""
    if isinstance(error, CaptureError | SlowPatternError):
        return str(error)
    if not isinstance(error, sqlite3.Error):
        return broken_text(is_check=is_check)
    text = _tr("New messages cannot be searched: {why}.")
    if not is_check:
        text = _tr(
            "The search broke off, as the capture cannot be read: {why}. What was "
            "found until then is shown."
        )
    return text.format(why=error)
