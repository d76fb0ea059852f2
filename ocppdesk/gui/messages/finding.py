# SPDX-License-Identifier: Apache-2.0
"""Finds the next row that matches something, without filtering by it."""

from PySide6.QtCore import QObject, Signal

from ocppdesk.filters.nodes import Filter
from ocppdesk.gui.messages.feed import RowFeed


class Finder(QObject):
    """Looks among the shown rows, from the current one on and around the end once.

    It chooses nothing: whoever listens does.

    Args:
        feed: What the rows come from.

    Signals:
        found: The number of the message; whether the search went around the end.
        placed: After `found`, if that was wanted: which of the rows that match it is,
            from the top, and how many there are.
        not_found: No row matches.
        failed: Why it cannot be said, as a sentence.
        busy_changed: A search began or ended.
    """

    found = Signal(int, bool)
    placed = Signal(int, int)
    not_found = Signal()
    failed = Signal(str)
    busy_changed = Signal(bool)

    def __init__(self, feed: RowFeed) -> None:
        super().__init__(feed)
        self._feed = feed
        self._ticket = 0
        self._counted = 0
        self._start = 0
        self._is_newer = False
        feed.runner.hit.connect(self._on_hit)
        feed.runner.tallied.connect(self._on_tallied)
        feed.runner.failed.connect(self._on_failed)

    @property
    def is_busy(self) -> bool:
        """Whether it is looking."""
        return self._ticket != 0

    @property
    def is_counting(self) -> bool:
        """Whether it is still to say which of how many rows it found."""
        return self._counted != 0

    def find(
        self, chosen: Filter, *, forward: bool = True, counts: bool = False
    ) -> None:
        """Look for the next row that matches; an earlier search ends.

        Args:
            chosen: What is looked for.
            forward: Look downwards, else upwards.
            counts: Tell also which of how many it is.
        """
        feed = self._feed
        was_busy = self.is_busy
        self._is_newer = forward != feed.model.newest_first
        current = feed.view.current_id
        if current is None:
            current = 0 if self._is_newer else feed.total + 1
        self._start = current
        self._ticket = feed.runner.find(
            chosen,
            feed.filter_context(),
            start=current,
            is_newer=self._is_newer,
            within=feed.model.ids_to_search(),
            exchanges=feed.exchanges,
            counts=counts,
        )
        self._counted = self._ticket if counts else 0
        if not was_busy:
            self.busy_changed.emit(True)

    def cancel(self) -> None:
        """End the search, and the counting that may go on after it."""
        if self.is_busy or self.is_counting:
            self._counted = 0
            self._feed.runner.end_find()
        if self.is_busy:
            self._end()

    def _end(self) -> None:
        self._ticket = 0
        self.busy_changed.emit(False)

    def _on_hit(self, ticket: int, number: int) -> None:
        if ticket != self._ticket:
            return
        self._end()
        if number:
            is_beyond = number > self._start if self._is_newer else number < self._start
            self.found.emit(number, not is_beyond)
        else:
            self._counted = 0
            self.not_found.emit()

    def _on_tallied(self, ticket: int, count: int, newer: int) -> None:
        if ticket == self._counted:
            self._counted = 0
            is_down = self._feed.model.newest_first
            self.placed.emit(newer + 1 if is_down else count - newer, count)

    def _on_failed(self, number: int, why: str) -> None:
        if number == self._counted:
            self._counted = 0
        if number == self._ticket:
            self._end()
            self.failed.emit(why)
