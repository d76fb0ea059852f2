# SPDX-License-Identifier: Apache-2.0
"""A find on its way through the rows, as the thread that searches sees it."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from ocppdesk.capture.arrays import Ids
from ocppdesk.capture.search import Search
from ocppdesk.filters.narrowing import depends_on_time
from ocppdesk.filters.traits import uses_annotations
from ocppdesk.gui.query.runner import Find
from ocppdesk.gui.query.tracks import ascending, common, timeless

_MOST_KEPT: Final = 500_000  # hits; four megabytes


class Hits:
    """The rows that a find can find; the next find of the same knows them already.

    Args:
        find: What is looked for.
        search: Where.
        upto: The newest message.
        before: The find before.
    """

    def __init__(
        self, find: Find, search: Search, upto: int, *, before: "Hits | None" = None
    ) -> None:
        self.find = find
        self.hit: int | None = None
        """The row that was found, 0 if there is none; None until that is known."""
        self._search = search
        self._upto = upto
        self._within: Ids | None = None
        if find.within is not None:
            self._within = np.frombuffer(find.within, dtype=np.int64)
        self._rows: Ids | None = None
        if before is not None and self._is_same(before):
            self._rows = before._rows
        self._steps = self._go()

    def step(self) -> bool:
        """Look at the next slice; return whether there are more."""
        return next(self._steps, None) is not None

    @property
    def tally(self) -> tuple[int, int]:
        """How many hits there are, and how many are newer than the one found.

        Known when there are no more slices.
        """
        if self._rows is None or self.hit is None:
            return 0, 0
        upto_hit = int(np.searchsorted(self._rows, self.hit, side="right"))
        return len(self._rows), len(self._rows) - upto_hit

    def _go(self) -> Iterator[bool]:
        """Yield after each slice: first the hit is found, then all hits are."""
        find = self.find
        if self._rows is None and not find.exchanges:
            yield from self._look_for_next()
        if self.hit != 0 and (self.hit is None or find.counts):
            yield from self._look_for_all()

    def _look_for_next(self) -> Iterator[bool]:
        find = self.find
        self._search.refresh(self._upto)
        border = 0 if find.is_newer else self._upto + 1
        for start in (find.start, border):
            for hit in self._search.next_match(
                find.chosen,
                find.context,
                start=start,
                forward=find.is_newer,
                within=self._within,
            ):
                self.hit = hit
                yield True
                if hit is not None:
                    return
        self.hit = 0

    def _look_for_all(self) -> Iterator[bool]:
        find = self.find
        if self._rows is None:
            # In exchanges the answers that match may be anywhere.
            within = None if find.exchanges else self._within
            found: list[Ids] = []
            for ids, _low in self._search.ids(
                find.chosen,
                find.context,
                upto=self._upto,
                exchanges=find.exchanges,
                within=within,
            ):
                found.append(ids)
                yield True
            rows = ascending(found)
            if find.exchanges and self._within is not None:
                rows = common(rows, self._within)
            self._rows = rows
        if self.hit is None:
            self.hit = _next_of(self._rows, find)
            yield True

    def _is_same(self, before: "Hits") -> bool:
        """Return whether what the find before found is what this one finds."""
        mine, other = self.find, before.find
        if before._rows is None or len(before._rows) > _MOST_KEPT:
            return False
        is_alike = (
            (mine.chosen, mine.exchanges, timeless(mine.context), self._upto)
            == (other.chosen, other.exchanges, timeless(other.context), before._upto)
        ) and (self._within is None) == (before._within is None)
        if not is_alike or depends_on_time(mine.chosen):
            return False
        if uses_annotations(mine.chosen):
            return False
        if self._within is None or before._within is None:
            return True
        return np.array_equal(self._within, before._within)


def _next_of(rows: Ids, find: Find) -> int:
    """Return the row that comes next, around the end if need be; 0 if there is none."""
    if not len(rows):
        return 0
    if find.is_newer:
        at = int(np.searchsorted(rows, find.start, side="right")) % len(rows)
    else:
        at = int(np.searchsorted(rows, find.start, side="left")) - 1
    return int(rows[at])
