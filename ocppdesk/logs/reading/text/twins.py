# SPDX-License-Identifier: Apache-2.0
"""Frames that a log has twice: twins of another logger, and both ends in one log."""

from collections import Counter, deque
from collections.abc import Iterable
from typing import Final, NamedTuple

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Frame, State
from ocppdesk.logs.reading.text.conclude import head_of
from ocppdesk.logs.reading.text.directions import Way
from ocppdesk.logs.reading.text.prefixes import is_frame_text

WITHIN: Final = 1_500_000
"""Microseconds between twins at most."""
_LINES: Final = 40
_SHARE: Final = 0.7
_RECENT: Final = 60
_ALIKE: Final = 4  # earlier frames with the same id that are compared


class Logged(NamedTuple):
    """A frame with who logged it."""

    frame: Frame
    """The frame."""
    source: str
    """The logger, as `prefixes.Prefix.source`."""
    way: Way | None
    """What its words say."""


class Habits(NamedTuple):
    """How a file logs frames twice."""

    secondary: frozenset[str] = frozenset()
    """The sources whose frames another source has, too."""
    has_primary: bool = False
    """Whether any source is none of the websockets library."""
    has_both_ends: bool = False
    """Whether sender and receiver both log a frame, with opposite words."""

    def is_secondary(self, source: str) -> bool:
        """Tell whether the frames of a source may be there twice."""
        return source in self.secondary or (self.has_primary and is_frame_text(source))


def are_twins(one: Frame, other: Frame) -> bool:
    """Tell whether two entries of a log may be the same frame."""
    if one.at is not None and other.at is not None:
        if abs(one.at - other.at) > WITHIN:
            return False
    elif abs(one.line - other.line) > _LINES:
        return False
    if one.charger and other.charger and one.charger != other.charger:
        return False
    if one.raw == other.raw:
        return True
    if State.TRUNCATED in (one.state, other.state):
        cut, whole = (one, other) if one.state is State.TRUNCATED else (other, one)
        head = _plain(cut.raw).partition("...")[0].partition("…")[0]
        return len(head) > 4 and _plain(whole.raw).startswith(head)
    return one.value is not None and one.value == other.value


def _plain(raw: str) -> str:
    return raw.translate(_QUOTES).replace(" ", "")


_QUOTES: Final = {ord(mark): '"' for mark in "“”„‟″"}


def habits_of(logged: Iterable[Logged]) -> Habits:
    """Learn from the beginning of a file how it logs frames twice."""
    totals: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    both_ends = 0
    names: dict[str, bool] = {}
    recent: deque[tuple[tuple[int, str], Logged]] = deque()
    by_head: dict[tuple[int, str], list[Logged]] = {}
    for one in logged:
        totals[one.source] += 1
        names[one.source] = names.get(one.source, False) or bool(one.frame.charger)
        head = head_of(one.frame)[:2]
        for other in by_head.get(head, ())[: -_ALIKE - 1 : -1]:
            if not are_twins(one.frame, other.frame):
                continue
            if one.source != other.source:
                pairs[other.source, one.source] += 1
                break
            if {one.way, other.way} == {Way.SENT, Way.RECEIVED}:
                both_ends += 1
                break
        recent.append((head, one))
        by_head.setdefault(head, []).append(one)
        if len(recent) > _RECENT:
            old, _logged = recent.popleft()
            del by_head[old][0]
    secondary: set[str] = set()
    for (first, second), count in pairs.most_common():
        if secondary & {first, second}:
            continue
        ordered = (first, second)
        # The logger that names the charger, or else the first, is the one to believe.
        if is_frame_text(first) or (names[second] and not names[first]):
            ordered = (second, first)
        if count >= _SHARE * totals[ordered[1]]:
            secondary.add(ordered[1])
    has_primary = any(not is_frame_text(source) for source in totals)
    total = totals.total()
    has_both_ends = total >= 2 and both_ends >= 0.4 * total
    return Habits(frozenset(secondary), has_primary, has_both_ends)


def find_twin(frame: Frame, before: Iterable[object]) -> Frame | None:
    """Find the twin of a frame among what was found before it, the latest first.

    A frame that went the other way is none, though it looks the same.
    """
    kind, message_id, _action = head_of(frame)
    for found in before:
        if not isinstance(found, Frame) or not are_twins(frame, found):
            continue
        if head_of(found)[:2] == (kind, message_id) and _agree(frame, found):
            return found
    return None


def _agree(one: Frame, other: Frame) -> bool:
    directions: set[Direction | None] = {one.direction, other.direction}
    return None in directions or len(directions) == 1
