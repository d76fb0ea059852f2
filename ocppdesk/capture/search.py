# SPDX-License-Identifier: Apache-2.0
"""Searching a capture by a filter, the newest messages first."""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.arrays import Breathe, Ids, distinct, go_on
from ocppdesk.capture.column_tests import AnnotatedIds
from ocppdesk.capture.columns import Columns
from ocppdesk.capture.masks import Cost, Masks, columns_of, cost
from ocppdesk.capture.raws import Rows
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.seen import values_seen
from ocppdesk.capture.subjects import subjects
from ocppdesk.core.frames import MessageType
from ocppdesk.filters.nodes import Filter
from ocppdesk.filters.values import Context

FIRST_SLICE: Final = 4_000
"""Messages looked at before the first results: a few milliseconds."""
LARGEST_SLICE: Final = 50_000
"""Messages between two results, later on, where it takes more than columns."""

_COMMON: Final = ("kind", "at", "charger", "action", "answer_to", "latency")
_IN_MEMORY: Final = 2_000_000  # messages of a slice where columns are enough
_SMALLEST_SLICE: Final = 200
_SLICE_S: Final = 0.05  # how long a slice should take
_FAR: Final = 50_000  # messages that are loaded for a few of them

Found = tuple[Ids, int]
"""Numbers in descending order, and the number above which all has been searched."""


class LateCalls:
    """Calls whose answers were found before the search came to the calls themselves.

    Give it to `Search.ids` to search on later where an earlier search was stopped: what
    it had found above must not be looked for again.
    """

    def __init__(self) -> None:
        self._known: Ids = np.zeros(0, np.int64)

    def note(self, calls: Ids) -> None:
        """Learn of some more."""
        if len(calls):
            self._known = distinct(np.concatenate((self._known, calls)))

    def forget(self, calls: Iterable[int]) -> None:
        """Leave out calls that do not match any more."""
        gone = np.fromiter(calls, np.int64)
        self._known = self._known[~np.isin(self._known, gone)]

    def upto(self, number: int) -> Ids:
        """Return those up to a number, in ascending order."""
        return self._known[self._known <= number]


class Search:
    """Finds messages of a capture; its memory grows to some 50 bytes a message.

    Use each from one thread at a time. Nothing stays open in the file between two
    results, so recording goes on undisturbed. `reader.interrupt()`, from any thread,
    stops what SQLite is doing: then `sqlite3.OperationalError` is raised.

    All searching methods raise SlowPatternError if a regular expression takes too long,
    and `sqlite3.Error` if the capture cannot be read.

    Args:
        reader: The capture.
        annotations: What was put on messages; None reads it from the capture.
        breathe: Called again and again where Python works on texts one by one, so that
            a thread which is not the only one can let others go first.
    """

    def __init__(
        self,
        reader: CaptureReader,
        annotations: Annotations | None = None,
        *,
        breathe: Breathe = go_on,
    ) -> None:
        self._breathe = breathe
        self._reader = reader
        self._columns = Columns(reader)
        self._annotations = AnnotatedIds(
            reader.annotations() if annotations is None else annotations
        )

    @property
    def annotations(self) -> Annotations:
        """What was put on messages; set it anew when that changes."""
        return self._annotations.all

    @annotations.setter
    def annotations(self, annotations: Annotations) -> None:
        self._annotations = AnnotatedIds(annotations)

    def refresh(self, upto: int) -> None:
        """Learn that there are messages up to a number; nothing is read yet."""
        self._columns.refresh(upto)

    def load_next(self) -> bool:
        """Read some more of what most filters need, so that the first one is fast too.

        Returns:
            Whether there is more to read.
        """
        low = self._columns.loaded_from(_COMMON)
        self._columns.need(_COMMON, max(low - LARGEST_SLICE, 0))
        return self._columns.loaded_from(_COMMON) > 0

    def ids(
        self,
        chosen: Filter,
        context: Context,
        *,
        after: int = 0,
        upto: int | None = None,
        exchanges: bool = False,
        within: Ids | None = None,
        late: LateCalls | None = None,
    ) -> Iterator[Found]:
        """Search messages, newest first.

        Args:
            chosen: Which messages.
            context: As for nodes.
            after: Only messages with greater numbers.
            upto: Only messages up to this number; None is the newest.
            exchanges: Give a call's number in place of its answer's, each once.
            within: Only these messages, in descending order; with `exchanges` these
                calls and their answers. None is no limit.
            late: With `exchanges`, the calls that answers above `upto` had made match;
                those that come to light are noted in it.

        Yields:
            What was found in slice after slice, possibly nothing, so that the caller
            can show the first, tell how far it is, and stop. All of a filter that takes
            no more than what is in memory comes at once.
        """
        upto = self._reader.last_id() if upto is None else upto
        self.refresh(upto)
        names = columns_of(chosen) | ({"answer_to"} if exchanges else frozenset())
        masks = self._masks(context)
        if within is not None:
            within = within[within <= upto][::-1]
            if exchanges:
                within = self._with_answers(within, upto)
            within = within[within > after]
        pending: Ids = np.zeros(0, np.int64)
        if late is not None:
            pending = late.upto(upto)
        for rows in self._slices(names, cost(chosen), after, upto, within):
            found = rows.ids[masks.mask(chosen, rows)]
            if exchanges:
                calls = self._columns.array("answer_to")[found]
                # The call of a late answer may belong to a slice that is to come.
                calls = np.where(calls > 0, calls, found)
                pending = distinct(np.concatenate((pending, calls)))
                is_here = pending > (rows.low if rows.low > after else -1)
                found, pending = pending[is_here], pending[~is_here]
                if late is not None:
                    late.note(pending)
            yield found[::-1], rows.low

    def count(self, chosen: Filter, context: Context) -> int:
        """Return how many messages pass a filter."""
        return sum(len(found) for found, _low in self.ids(chosen, context))

    def test(self, ids: Sequence[int], chosen: Filter, context: Context) -> set[int]:
        """Return which of some messages pass a filter."""
        names = columns_of(chosen)
        numbers = np.unique(np.array(ids, np.int64))
        self.refresh(int(numbers[-1]) if len(numbers) else 0)
        # A few old ones are not worth to load all that came since.
        known_from = min(
            self._columns.loaded_from(names), max(self._columns.top - _FAR, 0)
        )
        far, near = numbers[numbers <= known_from], numbers[numbers > known_from]
        found = {
            subject.message.id
            for subject in subjects(self._reader, far, self.annotations)
            if chosen.matches(subject, context)
        }
        rows = Rows.of(near)
        self._columns.need(names, rows.low if len(near) else self._columns.top)
        rows = self._present(rows)
        found.update(rows.ids[self._masks(context).mask(chosen, rows)].tolist())
        return found

    def next_match(
        self,
        chosen: Filter,
        context: Context,
        *,
        start: int,
        forward: bool,
        within: Ids | None = None,
    ) -> Iterator[int | None]:
        """Look for the next message that passes a filter.

        Args:
            chosen: Which message.
            context: As for nodes.
            start: The message that is not looked at any more.
            forward: Towards newer messages.
            within: Only these messages, in descending order; None is no limit.

        Yields:
            None after each slice without one, so that the caller can do something else
            or stop; then the message, and that is all. Nothing more if there is none.
        """
        if not forward:
            before = max(start - 1, 0)
            for found, _low in self.ids(chosen, context, upto=before, within=within):
                yield int(found[0]) if len(found) else None
                if len(found):
                    return
            return
        last = self._reader.last_id()
        self.refresh(last)
        masks, names = self._masks(context), columns_of(chosen)
        # Columns are loaded from the newest message down.
        while self._columns.loaded_from(names) > start:
            low = self._columns.loaded_from(names) - LARGEST_SLICE
            self._columns.need(names, max(low, start))
            yield None
        ascending = None if within is None else within[::-1]
        low, size = start, FIRST_SLICE
        while low < last:
            high = min(low + size, last)
            rows = Rows(low, high)
            if ascending is not None:
                first, end = np.searchsorted(ascending, [low + 1, high + 1])
                rows = Rows.of(ascending[first:end])
            rows = self._present(rows)
            found = rows.ids[masks.mask(chosen, rows)]
            yield int(found[0]) if len(found) else None
            if len(found):
                return
            low, size = high, min(size * 4, LARGEST_SLICE)

    def answered_by(self, after: int, upto: int) -> Ids:
        """Return the calls that messages answer, in ascending order.

        Args:
            after: Messages with greater numbers.
            upto: Messages up to this number.
        """
        self.refresh(upto)
        self._columns.need(["answer_to"], after)
        calls = self._columns.array("answer_to")[after + 1 : upto + 1]
        return distinct(calls[calls > 0].astype(np.int64))

    def waiting_calls(self, after: int) -> Ids:
        """Return the calls above a number that have no answer, in ascending order."""
        self._columns.need(["kind", "answer_to"], after)
        rows = Rows(after, self._columns.top)
        types = rows.take(self._columns.array("kind")) & 7
        is_open = rows.take(self._columns.first_answers) == 0
        found: Ids = rows.ids[(types == MessageType.CALL) & is_open]
        return found

    def values_of(self, name: str, limit: int = 50) -> list[tuple[str, int]]:
        """Return the values that messages have in a field, the most frequent first.

        Args:
            name: The name of the field. Of what stands in payloads, the values in some
                of the newest messages are given; of times and measures none.
            limit: At most so many.

        Returns:
            The values with the number of messages that have them.
        """
        self.refresh(self._reader.last_id())
        return values_seen(self._reader, self._columns, self.annotations, name)[:limit]

    def _masks(self, context: Context) -> Masks:
        return Masks(
            self._reader, self._columns, self._annotations, context, self._breathe
        )

    def _slices(
        self,
        names: Iterable[str],
        effort: Cost,
        after: int,
        upto: int,
        within: Ids | None,
    ) -> Iterator[Rows]:
        """Yield messages to test, the newest first, with their columns loaded."""
        size, high = FIRST_SLICE, upto
        while high > after:
            began = time.perf_counter()
            low = self._low_of_slice(names, effort, high, size, within)
            low = max(low, after)
            self._columns.need(names, low)
            rows = Rows(low, high)
            if within is not None:
                first, last = np.searchsorted(within, [low + 1, high + 1])
                rows = Rows.of(within[first:last], low=low)
            yield self._present(rows)
            spent = time.perf_counter() - began
            high = low
            if effort is Cost.PAYLOAD:
                wanted = int(size * _SLICE_S / max(spent, 0.001))
                size = max(min(wanted, size * 4, LARGEST_SLICE), _SMALLEST_SLICE)
            else:
                size = min(size * 4, LARGEST_SLICE)

    def _low_of_slice(
        self,
        names: Iterable[str],
        effort: Cost,
        high: int,
        size: int,
        within: Ids | None,
    ) -> int:
        low = high - size
        if within is not None:
            # As many of these as a slice has; below the last of them there is nothing.
            place = int(np.searchsorted(within, high + 1)) - size
            low = min(low, int(within[place]) - 1) if place > 0 else 0
        if effort is Cost.COLUMNS:
            low = min(low, max(self._columns.loaded_from(names), high - _IN_MEMORY))
        return low

    def _present(self, rows: Rows) -> Rows:
        """Leave out numbers that the capture does not have."""
        missing = self._columns.missing
        if missing is None or not len(rows):
            return rows
        is_there = ~rows.take(missing)
        return rows if is_there.all() else Rows.of(rows.ids[is_there], low=rows.low)

    def _with_answers(self, calls: Ids, upto: int) -> Ids:
        """Return messages and all their answers, in ascending order."""
        if not len(calls):
            return calls
        low = int(calls[0]) - 1
        self._columns.need(["answer_to"], low)
        is_wanted = np.zeros(upto + 1, np.bool_)
        is_wanted[calls] = True
        answers = Rows(low, upto)
        of_wanted = is_wanted[answers.take(self._columns.array("answer_to"))]
        is_wanted[low + 1 :] |= of_wanted
        return np.flatnonzero(is_wanted)
