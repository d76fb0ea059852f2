# SPDX-License-Identifier: Apache-2.0
"""Two logs of the same conversations: a charger's and its CSMS's.

Both have the same frames, each by its own clock. How far the clocks are apart follows
from the frames that are in both: those that go one way are logged late in the second
log by the time on the way, those that go the other way are logged early by it. Half of
the sum of both is without it, as in NTP (RFC 5905, section 8).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import Final, NamedTuple

from ocppdesk.capture.log_records import Alignment
from ocppdesk.core.memory import Recent

_WINDOW_US: Final = 3_000_000  # logs with whole seconds, and some time on the way
_MOST_OF_A_KEY: Final = 5  # frames of one id; chargers that boot begin anew with ids
_LEAST_TOLERANCE_US: Final = 10_000_000
_SPREADS: Final = 10
_WAITING: Final = 50_000  # frames whose twin may come yet


class Mark(NamedTuple):
    """What tells that a frame of one log is that of another."""

    key: Hashable
    """What both have: type, message id, action."""
    at: int
    """When it was logged, microseconds since 1970."""
    direction: int | None
    """Which way it went, if it is known."""
    charger: str
    """The charger as the log names it; empty if it does not."""


class Merging(NamedTuple):
    """How two logs fit together."""

    alignment: Alignment
    """What to add to the times of the second one."""
    names: tuple[dict[str, str], dict[str, str]]
    """For each of the logs: its names of chargers, and those to use."""


NOTHING_IN_COMMON: Final = Merging(Alignment(0, 0, 0, False), ({}, {}))
"""Of logs that have no frame in common."""


def merging_of(
    first: Iterable[Mark], second: Iterable[Mark], *, prefers_second: bool = False
) -> Merging:
    """Find out how two logs fit together.

    Args:
        first: The frames of the log whose clock counts.
        second: Those of the other one.
        prefers_second: Whether the second one knows better what chargers are called.
    """
    known: dict[Hashable, list[Mark]] = defaultdict(list)
    for mark in first:
        if len(known[mark.key]) < _MOST_OF_A_KEY:
            known[mark.key].append(mark)
    pairs = sorted(
        (
            (one.at - other.at, one, other)
            for other in second
            for one in known.get(other.key, ())
            if None in (one.direction, other.direction)
            or one.direction == other.direction
        ),
        key=lambda pair: pair[0],
    )
    if not pairs:
        return NOTHING_IN_COMMON
    from statistics import median  # takes long to import, and merging is rare

    start, end = _densest([offset for offset, _one, _other in pairs])
    chosen = pairs[start:end]
    ways: dict[int | None, list[int]] = defaultdict(list)
    for offset, one, other in chosen:
        ways[other.direction if one.direction is None else one.direction].append(offset)
    is_two_way = bool(ways[0] and ways[1])
    if is_two_way:
        offset_us = round((median(ways[0]) + median(ways[1])) / 2)
    else:
        offset_us = round(median(offset for offset, _one, _other in chosen))
    spread_us = round(median(abs(each - offset_us) for each, _one, _other in chosen))
    matched = len({(one.key, one.at) for _offset, one, _other in chosen})
    names = _names(
        Counter((one.charger, other.charger) for _offset, one, other in chosen),
        prefers_second=prefers_second,
    )
    return Merging(Alignment(offset_us, spread_us, matched, is_two_way), names)


def _densest(offsets: list[int]) -> tuple[int, int]:
    """Return where most of some ascending numbers are near to each other."""
    best, found = 0, (0, 1)
    start = 0
    for end, offset in enumerate(offsets, start=1):
        while offset - offsets[start] > _WINDOW_US:
            start += 1
        if end - start > best:
            best, found = end - start, (start, end)
    return found


def _names(
    pairs: Counter[tuple[str, str]], *, prefers_second: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names to use where the logs call a charger by different ones."""
    names: tuple[dict[str, str], dict[str, str]] = {}, {}
    for (one, other), _count in pairs.most_common():
        if one == other:
            continue
        if one and (not other or not prefers_second):
            names[1].setdefault(other, one)
        else:
            names[0].setdefault(one, other)
    return names


class Joiner:
    """Tells, while two logs are read together, which frames are in both.

    Args:
        merging: How the logs fit together.
    """

    def __init__(self, merging: Merging) -> None:
        spread = merging.alignment.spread_us
        self._tolerance_us = max(_LEAST_TOLERANCE_US, _SPREADS * spread)
        self._waiting: Recent[Hashable, list[tuple[int, int, int]]] = Recent(_WAITING)

    def twin(self, side: int, key: Hashable, *, at: int, number: int) -> int | None:
        """Return the number of the message that another log has made of a frame.

        Args:
            side: Which of the logs it is in.
            key: What tells frames apart.
            at: When it was logged, by the clock of the first log.
            number: The number of the message, if it becomes one.
        """
        waiting = self._waiting.get(key)
        if waiting is None:
            self._waiting[key] = [(side, at, number)]
            return None
        for position, (other, other_at, twin) in enumerate(waiting):
            if other != side and abs(at - other_at) <= self._tolerance_us:
                del waiting[position]
                return twin
        waiting.append((side, at, number))
        del waiting[:-_MOST_OF_A_KEY]
        return None
