# SPDX-License-Identifier: Apache-2.0
"""Which messages a table shows: an ascending list that is cheap at both ends."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import overload


class ShownIds(Sequence[int]):
    """The numbers of the shown messages, oldest first, eight bytes each or less.

    A search finds messages from the newest to the oldest while newer ones arrive, so
    both ends grow: the `older` part is kept in descending order, the `newer` part in
    ascending order, and both only ever get longer at their end. Where every message is
    shown there is no older part and the newer one is a range.
    """

    __slots__ = ("_newer", "_older")

    def __init__(self) -> None:
        self._older = array("q")
        self._newer: array[int] | range = array("q")

    @classmethod
    def everything(cls, last_id: int) -> "ShownIds":
        """Return all messages up to a number."""
        ids = cls()
        ids._newer = range(1, last_id + 1)
        return ids

    @classmethod
    def found(cls, block: "array[int]") -> "ShownIds":
        """Return the first block of a search, which is in descending order."""
        ids = cls()
        ids._older = array("q", block)
        return ids

    def extend_upto(self, last_id: int) -> None:
        """Add all messages up to a number, where every message is shown."""
        self._newer = range(1, last_id + 1)

    def extend_newer(self, ids: Sequence[int]) -> None:
        """Add messages newer than all there are, in ascending order."""
        self._writable().extend(ids)

    def extend_older(self, block: "array[int]") -> None:
        """Add messages older than all there are, in descending order."""
        self._older.extend(block)

    def insert(self, number: int) -> int:
        """Add one message that belongs between others and return its position."""
        position = self.position(number)
        if position < len(self._older):
            self._older.insert(len(self._older) - position, number)
        else:
            self._writable().insert(position - len(self._older), number)
        return position

    def position(self, number: int) -> int:
        """Return how many of the messages are older than the one with this number."""
        newer = self._newer
        if self._older and number <= self._older[0]:
            # `bisect` wants ascending keys.
            after = bisect_left(self._older, -number, key=lambda value: -value)
            found = after < len(self._older) and self._older[after] == number
            return len(self._older) - after - found
        if isinstance(newer, range):
            inside = min(max(number - newer.start, 0), len(newer))
        else:
            inside = bisect_left(newer, number)
        return len(self._older) + inside

    def find(self, number: int) -> int | None:
        """Return the position of a message, None if it is not among them."""
        position = self.position(number)
        if position < len(self) and self[position] == number:
            return position
        return None

    def snapshot(self) -> Sequence[int]:
        """Return the numbers as they are now, unmoved by what happens later."""
        if not self._older and isinstance(self._newer, range):
            return self._newer
        whole = self._older[::-1]
        whole.extend(self._newer)
        return whole

    def _writable(self) -> "array[int]":
        if isinstance(self._newer, range):
            self._newer = array("q", self._newer)
        return self._newer

    # Overrides of Sequence.

    def __len__(self) -> int:
        return len(self._older) + len(self._newer)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        older = len(self._older)
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        return (
            self._older[older - 1 - index]
            if index < older
            else self._newer[index - older]
        )


def split_at(ids: Iterable[int], newest: int) -> tuple[list[int], list[int]]:
    """Split numbers into those up to `newest` and those after it, both ascending."""
    ordered = sorted(ids)
    at = bisect_left(ordered, newest + 1)
    return ordered[:at], ordered[at:]
