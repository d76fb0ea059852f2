# SPDX-License-Identifier: Apache-2.0
"""Runs filters over a whole capture, off the window's thread."""

import sqlite3
import threading
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.filters.conditions import Filter

FIRST_SLICE: Final = 4_000
"""Messages looked at before the first report: the time of a frame."""
LARGEST_SLICE: Final = 50_000
"""Messages between two reports of progress, later on."""

_CLOSE_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class Query:
    """One search."""

    number: int
    """Tells its results from those of earlier searches."""
    path: Path
    """The capture."""
    chosen: Filter
    """Which messages are looked for."""
    upto: int
    """The newest message that is looked at."""
    exchanges: bool
    """Whether an answer stands for its call."""


class QueryRunner(QObject):
    """One thread that searches a capture from the newest message to the oldest.

    A new search ends the one before it at once. What it found until then has been
    told, and nothing more of it is: results carry the number of their search, and
    whoever listens drops those of earlier ones.

    Signals:
        found: Number of the search; the next messages, an `array` of numbers in
            descending order; the number down to which has been searched.
        finished: Number of the search that has seen everything.
        failed: Number of the search that cannot go on; why, as a sentence.
    """

    found = Signal(int, object, int)
    finished = Signal(int)
    failed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed = threading.Condition()
        self._wanted: Query | None = None
        self._last_number = 0
        self._taken = 0
        self._is_closing = False
        self._reader: CaptureReader | None = None
        self._thread: threading.Thread | None = None

    def start(
        self, path: Path, chosen: Filter, *, upto: int, exchanges: bool = False
    ) -> int:
        """Begin a search and return its number; an earlier one ends.

        Args:
            path: The capture.
            chosen: Which messages are looked for.
            upto: The newest message to look at.
            exchanges: Give the call's number in place of an answer's.
        """
        with self._changed:
            self._last_number += 1
            number = self._last_number
            self._ask(Query(number, path, chosen, upto, exchanges))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="query", daemon=True
                )
                self._thread.start()
        return number

    def cancel(self) -> None:
        """End the search that is running, if any."""
        with self._changed:
            self._ask(None)

    def close(self) -> None:
        """End the thread and let go of the file."""
        with self._changed:
            self._is_closing = True
            self._ask(None)
        if self._thread is not None:
            self._thread.join(_CLOSE_TIMEOUT_S)

    def _ask(self, query: Query | None) -> None:
        """Set what is wanted; the caller holds the lock."""
        self._wanted = query
        # The thread takes up what is wanted under the same lock, so this can only ever
        # hit a query that nobody wants any more.
        if self._reader is not None:
            self._reader.interrupt()
        self._changed.notify()

    # In the thread.

    def _work(self) -> None:
        while (query := self._next_query()) is not None:
            self._run(query)
        self._set_reader(None)

    def _next_query(self) -> Query | None:
        """Wait for a search that was not taken up yet; None is the end."""
        with self._changed:
            while not self._is_closing:
                query = self._wanted
                if query is not None and query.number > self._taken:
                    self._taken = query.number
                    return query
                self._changed.wait()
        return None

    def _run(self, query: Query) -> None:
        try:
            self._search(self._reader_of(query.path), query)
        except sqlite3.Error as error:
            # An interrupted search was given up; that is no failure.
            if self._is_wanted(query):
                text = (
                    f"The search broke off, as the capture cannot be read: {error}. "
                    "What was found until then is shown."
                )
                self.failed.emit(query.number, text)
        except CaptureError as error:
            self.failed.emit(query.number, str(error))

    def _search(self, reader: CaptureReader, query: Query) -> None:
        high, size = query.upto, FIRST_SLICE
        early: set[int] = set()
        while high > 0:
            low = max(high - size, 0)
            found: array[int] = array("q")
            for block in reader.ids(
                query.chosen, after=low, upto=high, exchanges=query.exchanges
            ):
                found.extend(block)
            if query.exchanges:
                # A late answer's call may belong to a slice that is still to come.
                early.update(found)
                inside = {number for number in early if number > low}
                early -= inside
                found = array("q", sorted(inside, reverse=True))
            if not self._is_wanted(query):
                return
            self.found.emit(query.number, found, low)
            high, size = low, min(size * 4, LARGEST_SLICE)
        self.finished.emit(query.number)

    def _reader_of(self, path: Path) -> CaptureReader:
        reader = self._reader
        if reader is None or reader.path != path:
            self._set_reader(None)
            reader = CaptureReader(path)
            self._set_reader(reader)
        return reader

    def _is_wanted(self, query: Query) -> bool:
        with self._changed:
            return self._wanted is query

    def _set_reader(self, reader: CaptureReader | None) -> None:
        with self._changed:
            old, self._reader = self._reader, reader
        if old is not None:
            old.close()
