# SPDX-License-Identifier: Apache-2.0
"""What rules wait for, all of them in one list by time."""

import heapq
import itertools
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ocppdesk.analysis.findings.rule import Evidence, Rule

_Due = tuple[int, int, "Rule", Hashable, "Evidence | None"]
"""When, a number that tells two of them apart, whose, what, and what it means."""


class Deadlines:
    """The open expectations of all rules of one charger."""

    def __init__(self) -> None:
        self._heap: list[_Due] = []
        self._valid: dict[tuple[int, Hashable], int] = {}
        self._numbers = itertools.count(1)

    def expect(
        self, rule: "Rule", key: Hashable, by: int, evidence: "Evidence | None"
    ) -> None:
        """Wait for something; an earlier wait of the same rule and key is over."""
        number = next(self._numbers)
        self._valid[id(rule), key] = number
        heapq.heappush(self._heap, (by, number, rule, key, evidence))
        if len(self._heap) > 100 and len(self._heap) > 4 * len(self._valid):
            self._heap = [due for due in self._heap if self._is_valid(due)]
            heapq.heapify(self._heap)

    def met(self, rule: "Rule", key: Hashable) -> bool:
        """End a wait; return whether there was one."""
        return self._valid.pop((id(rule), key), None) is not None

    def waits(self, rule: "Rule", key: Hashable) -> bool:
        """Return whether something is waited for."""
        return (id(rule), key) in self._valid

    def next_at(self) -> int | None:
        """Return when the next one may be due, microseconds since 1970."""
        return self._heap[0][0] if self._heap else None

    def pop(self, at: int) -> Iterator[tuple["Rule", Hashable, "Evidence | None"]]:
        """Return what is due by then, once."""
        while self._heap and self._heap[0][0] <= at:
            due = heapq.heappop(self._heap)
            if self._is_valid(due):
                _by, _number, rule, key, evidence = due
                del self._valid[id(rule), key]
                yield rule, key, evidence

    def overdue(self, at: int) -> list[tuple["Rule", Hashable, "Evidence | None"]]:
        """Return what is due by then, and go on waiting for it."""
        if not self._heap or self._heap[0][0] > at:
            return []
        due: list[Any] = [d for d in self._heap if d[0] <= at and self._is_valid(d)]
        return [(rule, key, evidence) for _by, _n, rule, key, evidence in sorted(
            due, key=lambda each: each[:2]
        )]  # fmt: skip

    def _is_valid(self, due: _Due) -> bool:
        _by, number, rule, key, _evidence = due
        return self._valid.get((id(rule), key)) == number
