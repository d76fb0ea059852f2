# SPDX-License-Identifier: Apache-2.0
"""A filter on its way through a capture, as the thread that searches sees it."""

import itertools
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ocppdesk.capture.arrays import Ids, distinct
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.search import LateCalls, Search
from ocppdesk.filters.fields import FLAGS
from ocppdesk.filters.narrowing import narrows
from ocppdesk.filters.nodes import Flagged
from ocppdesk.filters.traits import (
    UNANSWERED,
    uses_annotations,
    uses_patience,
)
from ocppdesk.filters.values import Context
from ocppdesk.gui.query.runner import Query

CHECK_SLICE: Final = 2_000
"""Messages that arrived and are looked at in one go: a few milliseconds."""
_MOST_KEPT: Final = 500_000  # hits kept to search among; four megabytes
_EXCHANGES: Final = """
SELECT id, answer_to FROM messages
WHERE answer_to IN (SELECT value FROM json_each(?))
"""
_CALLS: Final = """
SELECT DISTINCT coalesce(answer_to, id) FROM messages
WHERE id IN (SELECT value FROM json_each(?))
"""
_GIVEN_UP: Final = Flagged(FLAGS[UNANSWERED])


@dataclass(frozen=True, slots=True)
class Change:
    """What messages that arrived mean for the result of a query."""

    added: Ids
    """Messages that match, in descending order; some may have matched before."""
    removed: Ids
    """Messages that do not match, or no more."""
    upto: int
    """The newest message that was looked at."""


class Patience:
    """Tells which calls were given up as time went by.

    Args:
        search: Where calls and answers are.
        context: The time from which on.
    """

    def __init__(self, search: Search, context: Context) -> None:
        self._search = search
        self._after = self._next = 0  # up to it, calls have answers or were given up
        self._still = 0
        self.waiting = 0
        """How many calls may still be given up."""
        self.given_up(context)
        self.settle()

    def given_up(self, context: Context) -> set[int]:
        """Return which calls were given up since `settle`, perhaps some more."""
        calls = self._search.waiting_calls(self._after).tolist()
        found = self._search.test(calls, _GIVEN_UP, context)
        still = [number for number in calls if number not in found]
        self._next = min(still) - 1 if still else max(calls, default=self._after)
        self._still = len(still)
        return found

    def settle(self) -> None:
        """Take note that what was told last was dealt with."""
        self._after, self.waiting = self._next, self._still


class Track:
    """The state of one query.

    Args:
        query: What is looked for.
        search: Where.
        reader: The same capture.
        before: A query that this one takes the place of. Where all that can match now
            matched then, only that is looked at again. A query that goes on begins with
            the exchanges of which the one before had found the answers only.
    """

    def __init__(
        self,
        query: Query,
        search: Search,
        reader: CaptureReader,
        *,
        before: "Track | None" = None,
    ) -> None:
        self.query = query
        self._search = search
        self._reader = reader
        self.checked = query.checked
        """Messages up to this number were looked at as they arrived."""
        self.low = query.upto
        """Messages after this number were searched."""
        self.is_searching = True
        """Whether it is to search on; set it to stop that."""
        self.is_finished = False
        """Whether all messages were searched."""
        self.held: list[Ids] = []
        """What was found and nobody was told yet; whoever tells it sees to that."""
        self.told_at = -math.inf
        """When something was told, of the monotonic clock."""
        self.has_told = False
        """Whether a message was among that."""
        self._slices: Iterator[tuple[Ids, int]] | None = None
        self._within = None if before is None else before.candidates(query)
        self._within_upto = 0 if before is None else before.checked
        self._hits: list[Ids] | None = []
        self._hit_count = 0
        self._late = LateCalls()
        # What ceased to match before the search came there. It goes by the time when
        # it began, and by what was noted then.
        self._dropped: set[int] = set()
        self._is_timed = uses_patience(query.chosen)
        self._patience: Patience | None = None
        self._since = query.context
        if before is not None and query.goes_on:
            self._late, self._since = before._late, before._since
            self._patience = before._patience

    @property
    def is_waiting(self) -> bool:
        """Whether the result may change without any message, as calls wait too long."""
        if not self._is_timed or self.is_searching:
            return False
        return self._patience is None or self._patience.waiting > 0

    def step(self) -> Ids | None:
        """Search the next slice; None is the end."""
        if self._slices is None:
            self._slices = self._begin()
        found = next(self._slices, None)
        if found is None:
            self.is_finished = True
            self.is_searching = False
            self._slices = None
            return None
        ids, self.low = found
        if self._dropped:
            gone = np.array(sorted(self._dropped), dtype=np.int64)
            ids = ids[~np.isin(ids, gone)]
        self._keep(ids)
        return ids

    def skip(self, upto: int) -> Change:
        """Leave out messages that arrived."""
        self.checked = max(self.checked, upto)
        return self._noted(set(), set())

    def _begin(self) -> Iterator[tuple[Ids, int]]:
        search, query, upto = self._search, self.query, self.low
        chosen, context, exchanges = query.chosen, query.context, query.exchanges
        search.refresh(max(query.upto, self.checked))
        if self._within is None:
            return search.ids(
                chosen, context, upto=upto, exchanges=exchanges, late=self._late
            )
        border = min(self._within_upto, upto)
        answered = search.answered_by(border, upto)
        within = _merged([self._within, answered[answered <= border]])
        fresh = search.ids(
            chosen, context, after=border, upto=upto, exchanges=exchanges
        )
        again = search.ids(
            chosen, context, upto=border, exchanges=exchanges, within=within
        )
        return itertools.chain(fresh, again)

    def candidates(self, query: Query) -> Ids | None:
        """Return what alone can match a narrower filter; None if that is not known."""
        mine = self.query
        if (
            self._hits is None
            or not self.is_finished
            # The answer that just came may name a call among these once more.
            or query.exchanges
            or mine.exchanges
            # Marks and notes may have changed since the search came there.
            or uses_annotations(mine.chosen)
            or timeless(query.context) != timeless(mine.context)
            or not narrows(query.chosen, mine.chosen)
        ):
            return None
        return _merged(self._hits)

    def check(self, upto: int, now: int) -> Change:
        """Look at messages that arrived, and at those that they answer.

        Args:
            upto: The newest message that arrived; not more than a slice is looked at.
            now: The time now, microseconds since 1970.
        """
        search, query, after = self._search, self.query, self.checked
        high = max(min(after + CHECK_SLICE, upto), after)
        context = replace(query.context, now=now)
        search.refresh(max(upto, after))
        added: set[int] = set()
        again: set[int] = set()
        if high > after:
            found = search.ids(
                query.chosen, context, after=after, upto=high, exchanges=query.exchanges
            )
            for ids, _low in found:
                added.update(ids.tolist())
            answered = search.answered_by(after, high).tolist()
            again = {number for number in answered if number <= after}
        if self._is_timed and not self.is_searching:
            if self._patience is None:
                # Not sooner: it looks at all calls there are.
                self._patience = Patience(search, self._since)
            given_up = self._patience.given_up(context)
            again |= {number for number in given_up if number <= high}
        # In exchanges, what matches may be an answer that came now.
        again -= added
        matching = self._matching(again, context)
        if self._patience is not None:
            self._patience.settle()
        self.checked = high
        return self._noted(added | matching, again - matching)

    def recheck(self, ids: Collection[int], now: int) -> Change:
        """Look again at messages on which something was noted."""
        known = {number for number in ids if number <= self.checked}
        if self.query.exchanges:
            rows = self._reader.query(_CALLS, (_json(known),))
            known = {number for (number,) in rows}
        matching = self._matching(known, replace(self.query.context, now=now))
        return self._noted(matching, known - matching)

    def _matching(self, ids: set[int], context: Context) -> set[int]:
        """Return which of some messages match, or an answer to them in exchanges."""
        if not ids:
            return set()
        calls = {number: number for number in ids}
        if self.query.exchanges:
            calls.update(self._reader.query(_EXCHANGES, (_json(ids),)))
        found = self._search.test(sorted(calls), self.query.chosen, context)
        return {calls[number] for number in found}

    def _noted(self, added: set[int], removed: set[int]) -> Change:
        if not self.is_finished:
            self._dropped = (self._dropped | removed) - added
            if self.query.exchanges:
                self._late.forget(removed)
        found = _descending(added)
        self._keep(found)
        return Change(found, _descending(removed), self.checked)

    def _keep(self, ids: Ids) -> None:
        if self._hits is None or not len(ids):
            return
        self._hits.append(ids)
        self._hit_count += len(ids)
        if self._hit_count > _MOST_KEPT:
            self._hits = None


def _merged(parts: Sequence[Ids]) -> Ids:
    """Return numbers in descending order, each once."""
    return ascending(parts)[::-1].copy()


def ascending(parts: Sequence[Ids]) -> Ids:
    """Return numbers in ascending order, each once."""
    return distinct(np.concatenate([np.empty(0, dtype=np.int64), *parts]))


def common(few: Ids, many: Ids) -> Ids:
    """Return which of a few numbers are among many, which are in descending order."""
    if not len(few) or not len(many):
        return few[:0]
    places = np.searchsorted(many[::-1], few)
    places[places == len(many)] = 0
    found: Ids = few[many[::-1][places] == few]
    return found


def _json(ids: Collection[int]) -> str:
    return f"[{','.join(map(str, ids))}]"


def _descending(ids: Collection[int]) -> Ids:
    return np.array(sorted(ids, reverse=True), dtype=np.int64)


def timeless(context: Context) -> Context:
    """Return what a filter depends on without the time."""
    return replace(context, now=0, latest=0)
