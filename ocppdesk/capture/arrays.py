# SPDX-License-Identifier: Apache-2.0
"""Arrays of numbers: from SQLite to numpy and back, and values as codes."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ocppdesk.filters.values import Scalar

Ids = npt.NDArray[np.int64]
"""Numbers of messages."""
Mask = npt.NDArray[np.bool_]
"""Of each of some messages, whether something holds."""
Array = npt.NDArray[Any]

Breathe = Callable[[], None]
"""Lets other threads go first, if they have to; loops of ours call it often."""

NOTHING: Final = -(2**63) + 1
"""The number that stands for no number."""


class Dictionary:
    """Numbers for values that occur again and again."""

    def __init__(self) -> None:
        self.values: list[Scalar] = [None]
        self._codes: dict[tuple[type, Scalar], int] = {}
        self._sorted: Ids = np.zeros(0, np.int64)
        self._order: Ids = np.zeros(0, np.int64)

    def of(self, value: Scalar) -> int:
        """Return the code of a value, a new one if need be."""
        if value is None:
            return 0
        key = (type(value), value)
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = len(self.values)
            self.values.append(value)
        return code

    def of_numbers(self, numbers: Ids) -> Ids:
        """Return the codes of many numbers."""
        at = np.searchsorted(self._sorted, numbers)
        if len(self._sorted):
            at = np.minimum(at, len(self._sorted) - 1)
            is_known = self._sorted[at] == numbers
        else:
            is_known = np.zeros(len(numbers), np.bool_)
        if not is_known.all():
            for number in np.unique(numbers[~is_known]).tolist():
                self.of(None if number == NOTHING else number)
            known = np.array([NOTHING, *self.values[1:]], np.int64)
            self._order = np.argsort(known)
            self._sorted = known[self._order]
            at = np.searchsorted(self._sorted, numbers)
        return self._order[at]


def go_on() -> None:
    """Breathe where nobody waits."""


def distinct(numbers: Ids) -> Ids:
    """Return numbers in ascending order, each once."""
    # Sorting lets other threads go on, which `np.unique` may not.
    ordered = np.sort(numbers)
    is_first = np.ones(len(ordered), np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    found: Ids = ordered[is_first]
    return found


def ids_in(text: str | None) -> Ids:
    """Return the numbers that SQLite joined; none for None."""
    if text is None:
        return np.zeros(0, np.int64)
    return np.fromstring(text, dtype=np.int64, sep=",")


def json_of(ids: Ids) -> str:
    """Return numbers as SQLite's `json_each` takes them."""
    return f"[{','.join(map(str, ids.tolist()))}]"


def long_enough(array: Array | None, top: int, dtype: Any) -> Array:
    """Return an array with a place for a number, and some to spare if it was moved."""
    if array is not None and len(array) > top:
        return array
    longer = np.zeros(top + top // 8 + 1_000, dtype)
    if array is not None:
        longer[: len(array)] = array
    return longer
