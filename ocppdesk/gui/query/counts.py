# SPDX-License-Identifier: Apache-2.0
"""How many messages match the filters of chips, counted a little at a time."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from ocppdesk.capture.arrays import Ids
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.search import Search
from ocppdesk.filters.nodes import Filter
from ocppdesk.filters.traits import uses_annotations, uses_patience
from ocppdesk.filters.values import Context, SlowPatternError
from ocppdesk.gui.query.runner import is_interruption
from ocppdesk.gui.query.tracks import Patience, common, timeless

UNKNOWN: Final = -1
"""The count of a filter that cannot be evaluated."""

_AT_ONCE: Final = 5_000  # new messages of one step
_FAILURES: Final = (sqlite3.Error, CaptureError, SlowPatternError)


class Count:
    """How many messages match a filter, kept up to date.

    A message is looked at once. Only calls that waited then are looked at again, when
    their answer arrives or when they are given up: so it is enough to know which of
    those were counted.

    Args:
        search: Where.
        chosen: Which messages.
        context: What the filter depends on.
        upto: The newest message there is.
    """

    def __init__(
        self, search: Search, chosen: Filter, context: Context, upto: int
    ) -> None:
        search.refresh(upto)
        self.chosen = chosen
        self.count = 0
        """How many of the messages looked at match; -1 if that cannot be said."""
        self.upto = upto
        """The newest message that was looked at."""
        self.is_complete = False
        """Whether all were, from that one on."""
        self._search = search
        self._context = context
        self._low = upto
        self._slices: Iterator[tuple[Ids, int]] | None = None
        self._waiting = search.waiting_calls(0)
        self._counted: set[int] = set()  # those of them that match
        self._patience: Patience | None = None
        if uses_patience(chosen):
            self._patience = Patience(search, context)

    @property
    def is_waiting(self) -> bool:
        """Whether it may change without any message, as calls wait too long."""
        return self._patience is not None and self._patience.waiting > 0

    def step(self) -> None:
        """Look at the next slice of the messages that were there from the beginning."""
        if self._slices is None:
            self._slices = self._search.ids(self.chosen, self._context, upto=self._low)
        found = next(self._slices, None)
        if found is None:
            self._slices = None
            self.is_complete = True
            return
        ids, self._low = found
        self._note(ids)

    def pause(self) -> None:
        """Let go of everything that a stopped SQL statement may have broken."""
        self._slices = None

    def update(self, upto: int, now: int) -> None:
        """Look at messages that arrived since, and at the calls they answer.

        Args:
            upto: The newest message there is; not more than a step is looked at.
            now: The time now, microseconds since 1970.
        """
        search, after = self._search, self.upto
        high = max(min(after + _AT_ONCE, upto), after)
        context = replace(self._context, now=now)
        search.refresh(max(upto, after))
        fresh: list[Ids] = []
        again: set[int] = set()
        waiting = self._waiting
        if high > after:
            found = search.ids(self.chosen, context, after=after, upto=high)
            fresh = [ids for ids, _low in found]
            answered = np.intersect1d(search.answered_by(after, high), waiting)
            again.update(answered.tolist())
            calls = search.waiting_calls(after)
            waiting = np.union1d(np.setdiff1d(waiting, answered), calls[calls <= high])
        given_up: set[int] = set()
        if self._patience is not None:
            found_now = self._patience.given_up(context)
            given_up = {number for number in found_now if number <= after}
        tested = again | given_up
        matching = (
            search.test(sorted(tested), self.chosen, context) if tested else set()
        )
        if self._patience is not None:
            self._patience.settle()
        self.count += len(matching) - len(self._counted & tested)
        self._counted = (self._counted - tested) | (matching - again)
        self._waiting = waiting
        self.upto = high
        for ids in fresh:
            self._note(ids)

    def _note(self, ids: Ids) -> None:
        self.count += len(ids)
        self._counted.update(common(self._waiting, ids).tolist())


class Counts:
    """The counts of all chips.

    Args:
        search: Where.
        report: Hears of what nobody had expected.
    """

    def __init__(self, search: Search, *, report: Callable[[Exception], None]) -> None:
        self._search = search
        self._report = report
        self._filters: dict[str, Filter] = {}
        self._counts: dict[str, Count] = {}
        self._broken: set[str] = set()
        self._due: set[str] = set()
        self._told: dict[str, int] = {}
        self._context: Context | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether one may change without any message, as calls wait too long."""
        return any(count.is_waiting for count in self._counts.values())

    def set_filters(self, filters: Mapping[str, Filter], context: Context) -> None:
        """Count other filters, those that stayed the same not anew.

        Args:
            filters: The filters by what they are known by.
            context: What they depend on.
        """
        for key in [*self._counts, *self._broken]:
            if filters.get(key) != self._filters.get(key):
                self._forget(key)
        self._filters = dict(filters)
        if self._context is not None and timeless(context) != timeless(self._context):
            self._start_over()
        self._context = context

    def forget_annotated(self) -> None:
        """Count anew what depends on marks, notes and findings."""
        for key, chosen in self._filters.items():
            if uses_annotations(chosen):
                self._forget(key)

    def tick(self) -> None:
        """Look again at calls that wait."""
        self._due = {key for key, count in self._counts.items() if count.is_waiting}

    def has_work(self, upto: int) -> bool:
        """Return whether there is anything to look at.

        Args:
            upto: The newest message there is.
        """
        return self._next(upto) is not None

    def step(self, upto: int, now: int) -> tuple[str, int, int] | None:
        """Do the next piece of work.

        Args:
            upto: The newest message there is.
            now: The time now, microseconds since 1970.

        Returns:
            A count that is another one now: its key, how many messages match, and of
            the messages up to which number. A filter that cannot be evaluated counts
            `UNKNOWN` and is left alone until it is another one.

        Raises:
            sqlite3.OperationalError: If it was interrupted; the step can be repeated.
        """
        key = self._next(upto)
        if key is None or self._context is None:
            return None
        self._due.discard(key)
        try:
            count = self._counts.get(key)
            if count is None:
                count = Count(
                    self._search, self._filters[key], replace(self._context, now=now),
                    upto,
                )  # fmt: skip
                self._counts[key] = count
            elif count.is_complete:
                count.update(upto, now)
            else:
                count.step()
        except _FAILURES as error:
            if is_interruption(error):
                self._interrupted(key)
                raise
            return self._leave(key, upto)
        except Exception as error:  # noqa: BLE001 - the others have to go on
            self._report(error)
            return self._leave(key, upto)
        if not count.is_complete or self._told.get(key) == count.count:
            return None
        self._told[key] = count.count
        return key, count.count, count.upto

    def _next(self, upto: int) -> str | None:
        """Return which count comes next: first those of which nothing was told."""
        last = None
        for key in self._filters:
            count = self._counts.get(key)
            if key not in self._broken and (count is None or not count.is_complete):
                return key
            if count is not None and (count.upto < upto or key in self._due):
                last = last or key
        return last

    def _leave(self, key: str, upto: int) -> tuple[str, int, int]:
        """Count a filter no more that cannot be evaluated."""
        self._counts.pop(key, None)
        self._broken.add(key)
        return key, UNKNOWN, upto

    def _interrupted(self, key: str) -> None:
        count = self._counts.get(key)
        if count is not None and not count.is_complete:
            count.pause()
        else:
            self._counts.pop(key, None)

    def _forget(self, key: str) -> None:
        self._counts.pop(key, None)
        self._told.pop(key, None)
        self._broken.discard(key)

    def _start_over(self) -> None:
        for key in self._filters:
            self._forget(key)
