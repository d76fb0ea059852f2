# SPDX-License-Identifier: Apache-2.0
"""Which messages a table shows: an ascending list that is cheap at both ends."""

import itertools
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Union, overload

# Not at run time: the window opens sooner without. What is found comes from a thread
# that has loaded it by then.
if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MOST_STEPS = 10  # each moves up to eight megabytes

Block = Union["array[int]", "npt.NDArray[np.int64]"]
"""Numbers of messages, eight bytes each, one behind the other."""


class ShownIds(Sequence[int]):
    """The numbers of the shown messages, oldest first, eight bytes each or less.

    A search finds messages from the newest to the oldest while newer ones arrive, so
    both ends grow: the `older` part is kept in descending order, the `newer` part in
    ascending order, and both mostly get longer at their end. Where every message is
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
    def found(cls, block: Block) -> "ShownIds":
        """Return the first block of a search, which is in descending order."""
        ids = cls()
        ids.extend_older(block)
        return ids

    def extend_upto(self, last_id: int) -> None:
        """Add all messages up to a number, where every message is shown."""
        self._newer = range(1, last_id + 1)

    def extend_older(self, block: Block) -> None:
        """Add messages older than all there are, in descending order."""
        if len(block):
            self._older.frombytes(block.tobytes())

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

    @property
    def is_everything(self) -> bool:
        """Whether all messages are among them."""
        return not self._older and isinstance(self._newer, range)

    def snapshot(self) -> Sequence[int]:
        """Return the numbers as they are now, unmoved by what happens later."""
        if not self._older and isinstance(self._newer, range):
            return self._newer
        whole = self._older[::-1]
        whole.extend(self._newer)
        return whole

    def descending(self) -> "array[int]":
        """Return the numbers as they are now, the newest first."""
        whole = self._writable()[::-1]
        whole.extend(self._older)
        return whole

    # Coming and going in the middle.

    def missing_runs(self, ids: Iterable[int]) -> list[tuple[int, "array[int]"]]:
        """Return which of some messages are not among these, and where they belong.

        Returns:
            Positions in ascending order, each with the messages that belong there, one
            next to the other, in ascending order.
        """
        import numpy as np

        wanted, positions, is_there = self._look_up(ids)
        wanted, positions = wanted[~is_there], positions[~is_there]
        borders = np.flatnonzero(np.diff(positions)) + 1
        return [
            (int(positions[part.start]), array("q", wanted[part].tobytes()))
            for part in _parts(borders, len(wanted))
        ]

    def present_runs(self, ids: Iterable[int]) -> list[tuple[int, int]]:
        """Return where some messages are, as far as they are among these.

        Returns:
            Ranges of positions in ascending order: the first one, and the one behind
            the last.
        """
        import numpy as np

        _wanted, positions, is_there = self._look_up(ids)
        positions = positions[is_there]
        borders = np.flatnonzero(np.diff(positions) != 1) + 1
        return [
            (int(positions[part.start]), int(positions[part.stop - 1]) + 1)
            for part in _parts(borders, len(positions))
        ]

    def insert(self, position: int, ids: "array[int]") -> None:
        """Add messages that belong at one position, in ascending order."""
        older = len(self._older)
        if position < older:
            at = older - position
            self._older[at:at] = ids[::-1]
        else:
            at = position - older
            self._writable()[at:at] = ids

    def delete(self, start: int, stop: int) -> None:
        """Take away the messages at a range of positions."""
        older = len(self._older)
        if stop > older:
            del self._writable()[max(start - older, 0) : stop - older]
        if start < older:
            del self._older[older - min(stop, older) : older - start]

    def replace(self, *, added: Iterable[int], removed: Iterable[int]) -> None:
        """Add and take away any number of messages in one go."""
        import numpy as np

        _wanted, positions, is_there = self._look_up(removed)
        older = np.asarray(self._older, dtype=np.int64)[::-1]
        whole = np.concatenate((older, np.asarray(self._newer, dtype=np.int64)))
        if is_there.any():
            whole = np.delete(whole, positions[is_there])
        wanted = _sorted(added)
        positions = np.searchsorted(whole, wanted)
        is_missing = ~_is_at(whole, positions, wanted)
        count = int(np.count_nonzero(is_missing))
        places = positions[is_missing] + np.arange(count)
        result = array("q", [0]) * (len(whole) + count)
        view = np.asarray(result)
        is_old = np.ones(len(result), dtype=np.bool_)
        is_old[places] = False
        view[is_old] = whole
        view[places] = wanted[is_missing]
        self._older = array("q")
        self._newer = result

    def _look_up(
        self, ids: Iterable[int]
    ) -> tuple[
        "npt.NDArray[np.int64]", "npt.NDArray[np.int64]", "npt.NDArray[np.bool_]"
    ]:
        """Return numbers in ascending order, their positions and if they are there."""
        import numpy as np

        wanted = _sorted(ids)
        older = np.asarray(self._older, dtype=np.int64)[::-1]
        positions = np.searchsorted(older, wanted)
        is_there = _is_at(older, positions, wanted)
        if isinstance(self._newer, range):
            inside = np.clip(wanted - 1, 0, len(self._newer))
            is_there |= (wanted >= 1) & (wanted <= len(self._newer))
        else:
            newer = np.asarray(self._newer, dtype=np.int64)
            inside = np.searchsorted(newer, wanted)
            is_there |= _is_at(newer, inside, wanted)
        return wanted, positions + inside, is_there

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


class Matches:
    """Which messages match where all are shown, as far as that is known.

    Attributes:
        ids: Those that match.
        after: Messages up to this number were not looked at yet.
    """

    def __init__(self, ids: ShownIds, *, after: int) -> None:
        self.ids = ids
        self.after = after

    def extend_older(self, block: Block, low: int) -> None:
        """Add the next block of a search, which has been down to a number."""
        self.ids.extend_older(block)
        self.after = low

    def change(self, *, added: Collection[int], removed: Collection[int]) -> None:
        """Learn of messages that match, and of others that do so no more."""
        gone = self.ids.present_runs(removed)
        fresh = self.ids.missing_runs(added)
        if len(fresh) > _MOST_STEPS or gone:
            self.ids.replace(added=added, removed=removed)
            return
        for position, ids in reversed(fresh):
            self.ids.insert(position, ids)

    def lacks(self, number: int) -> bool:
        """Return whether a message is known not to match."""
        return number > self.after and self.ids.find(number) is None


def _sorted(ids: Iterable[int]) -> "npt.NDArray[np.int64]":
    import numpy as np

    given = ids if isinstance(ids, np.ndarray | array) else list(ids)
    return np.unique(np.asarray(given, dtype=np.int64))


def _is_at(
    whole: "npt.NDArray[np.int64]",
    positions: "npt.NDArray[np.int64]",
    wanted: "npt.NDArray[np.int64]",
) -> "npt.NDArray[np.bool_]":
    """Return which numbers stand at the positions where they belong."""
    import numpy as np

    found = np.zeros(len(wanted), dtype=np.bool_)
    inside = positions < len(whole)
    found[inside] = whole[positions[inside]] == wanted[inside]
    return found


def _parts(borders: "npt.NDArray[np.int64]", count: int) -> Iterator[slice]:
    """Yield the parts of a list that borders divide; none of an empty list."""
    if count:
        edges = [0, *borders.tolist(), count]
        for start, stop in itertools.pairwise(edges):
            yield slice(start, stop)
