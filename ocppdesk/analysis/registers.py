# SPDX-License-Identifier: Apache-2.0
"""How much a register counted, whatever happened to it on the way.

A register is to count upwards within a transaction (OCPP 1.6, 7.31). In the field it is
reset by a reboot, rolls over, changes its unit, or reads something else for a while.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from ocppdesk.core.phrases.parts import number_text

MIXED_UP: Final = "Values differ by a factor of 1000: Wh and kWh are mixed up."
"""The note on it."""
TOLERANCE_WH: Final = 20.0
"""What a register may lag or tremble without anybody being told
(lbbrhzn/ocpp#1069)."""

_SECOND: Final = 1_000_000
_SHORTEST_S: Final = 60.0  # clocks of chargers have a resolution, too
_RESERVE: Final = 1.25  # chargers deliver a little more than is rated
_RESOLUTIONS: Final = (1_000.0, 100.0)  # Wh; meters that count in kWh or tenths of it
_THOUSAND: Final = (900.0, 1_100.0)
# To have a thousand times as much by charging is a coincidence, so that even what only
# fast chargers can deliver is taken for another unit.
_ORDINARY_W: Final = 50_000.0
# Registers end at a power of ten, or where 32 bits do.
_ENDS: Final = (*(10.0**power for power in range(5, 13)), 2.0**32)
_NEAR_END: Final = 0.99  # of it


class Point(NamedTuple):
    """What a register read at one time."""

    at: int
    """Microseconds."""
    wh: float


@dataclass(frozen=True, slots=True)
class Counted:
    """How much a register counted, and how sure that is."""

    wh: float
    is_estimated: bool = False
    """It was reset or rolled over: what was counted around that is a guess."""
    is_suspect: bool = False
    """It has values that cannot be right."""
    notes: tuple[str, ...] = ()
    """What was odd, a sentence each."""


class Notes:
    """Sentences on what was odd, one for each kind, with how often it was."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def add(self, kind: str, text: str) -> None:
        """Note something; of its kind only the first is told."""
        self._texts.setdefault(kind, text)
        self._counts[kind] = self._counts.get(kind, 0) + 1

    def has(self, kind: str) -> bool:
        """Return whether something of this kind was noted."""
        return kind in self._texts

    def sentences(self) -> tuple[str, ...]:
        """Return what was noted."""
        return tuple(
            text if count == 1 else f"{text} That was so {count} times."
            for text, count in zip(
                self._texts.values(), self._counts.values(), strict=True
            )
        )


def wh_text(wh: float) -> str:
    """Write an energy as in `15 185 Wh`."""
    return f"{number_text(wh)} Wh"


def counted(points: Sequence[Point], *, rated_w: float) -> Counted:
    """Return how much a register counted.

    Args:
        points: What it read, in order of time.
        rated_w: What the charger can deliver at most.
    """
    notes = Notes()
    whole = _in_one_unit(points, notes)
    fitting = _without_strays(whole, rated_w, notes)
    walk = _Walk(rated_w, resolution_of(whole))
    walk.run(fitting, notes)
    return Counted(
        walk.wh,
        is_estimated=walk.is_estimated,
        is_suspect=walk.is_suspect or notes.has("unit") or notes.has("stray"),
        notes=notes.sentences(),
    )


def end_passed(before: float, after: float, most: float) -> float | None:
    """Return what a register counted that passed its end; None if it did not.

    Args:
        before: What it read before, in Wh,
        after: and afterwards.
        most: What it can have counted between.
    """
    for end in _ENDS:
        if end * _NEAR_END <= before < end and 0 <= end - before + after <= most:
            return end - before + after
    return None


def _in_one_unit(points: Sequence[Point], notes: Notes) -> Sequence[Point]:
    """Bring values that are in kWh, although they say Wh, in line with the others.

    The unit that most values are in is taken for the right one, except that small
    numbers with fractions are kWh even if there are more of them.
    """
    powers = [0]
    for before, after in pairwise(points):
        powers.append(powers[-1] + _thousands(before, after))
    if max(powers) - min(powers) != 3:
        # Nothing changes; or so much that it is no matter of units.
        return points
    notes.add("unit", MIXED_UP)
    low, high = min(powers), max(powers)
    small = [wh for (_, wh), power in zip(points, powers, strict=True) if power == low]
    is_kwh = max(small) < 1_000 and any(wh % 1 for wh in small)
    usual = high if is_kwh or 2 * len(small) <= len(points) else low
    return [
        Point(at, wh * 10.0 ** (usual - power))
        for (at, wh), power in zip(points, powers, strict=True)
    ]


def _thousands(before: Point, after: Point) -> int:
    """Return by which power of ten the unit seems to change; 0: it does not."""
    least, most = _THOUSAND
    if before.wh <= 0 or after.wh <= 0:
        return 0
    if least <= after.wh / before.wh <= most:
        grown = after.wh - before.wh
        return 3 if grown > most_between(before.at, after.at, _ORDINARY_W) else 0
    if least <= before.wh / after.wh <= most and after.wh >= 1:
        return -3
    return 0


def _without_strays(
    points: Sequence[Point], rated_w: float, notes: Notes
) -> list[Point]:
    """Leave out single values that are not between those before and after them."""
    found: list[Point] = []
    for point in points:
        if len(found) >= 2:
            before, stray = found[-2], found[-1]
            grown = point.wh - before.wh
            if 0 <= grown <= most_between(before.at, point.at, rated_w) and not (
                before.wh <= stray.wh <= point.wh
            ):
                found.pop()
                off = max(before.wh - stray.wh, stray.wh - point.wh)
                if off > TOLERANCE_WH:
                    notes.add(
                        "stray",
                        f"A value of {wh_text(stray.wh)} is not between its "
                        "neighbours and is left out.",
                    )
        found.append(point)
    return found


def most_between(earlier: int, later: int, rated_w: float) -> float:
    """Return how many Wh a charger can deliver at most between two times."""
    seconds = max((later - earlier) / _SECOND, _SHORTEST_S)
    return rated_w * _RESERVE * seconds / 3600


class _Fall(NamedTuple):
    """That a register fell."""

    high: Point
    """What it read before,"""
    low: float
    """and afterwards."""
    counted: float
    """What had been counted until then."""


class _Walk:
    """Goes along the values of a register and adds up what it counted."""

    def __init__(self, rated_w: float, resolution: float) -> None:
        self.wh = 0.0
        self.is_estimated = False
        self.is_suspect = False
        self._rated_w = rated_w
        self._resolution = resolution
        self._fall: _Fall | None = None

    def run(self, points: Sequence[Point], notes: Notes) -> None:
        """Add up."""
        before: Point | None = None
        # Since when it reads what it reads: a meter may publish more rarely than it is
        # asked, so that the time since then counts.
        since = 0
        for after in points:
            if before is None:
                before, since = after, after.at
                continue
            most = most_between(since, after.at, self._rated_w) + self._resolution
            grown = after.wh - before.wh
            if grown < 0:
                if grown >= -TOLERANCE_WH and after.wh > 0:
                    continue  # it trembles
                self._take_fall(before, after, most, notes)
            elif self._has_come_back(before, after, most):
                notes.add(
                    "back",
                    f"The register read less than {wh_text(before.wh)} for a while and "
                    "came back: what it read meanwhile is left out.",
                )
            elif grown <= most:
                self.wh += grown
            else:
                self.is_suspect = True
                seconds = max((after.at - since) // _SECOND, 0)
                notes.add(
                    "jump",
                    f"The register jumped by {wh_text(grown)} within {seconds} s, more "
                    "than a charger delivers: that is not counted.",
                )
            if grown:
                since = after.at
            before = after

    def _take_fall(
        self, before: Point, after: Point, most: float, notes: Notes
    ) -> None:
        passed = end_passed(before.wh, after.wh, most)
        if passed is not None:
            self.wh += passed
            self.is_estimated = True
            read = wh_text(before.wh)
            notes.add("end", f"The register passed its end after {read}.")
            return
        self._fall = _Fall(before, after.wh, self.wh)
        fell = f"The register fell from {wh_text(before.wh)} to {wh_text(after.wh)}:"
        if after.wh <= most and after.wh <= before.wh / 2:
            self.wh += max(after.wh, 0.0)
            self.is_estimated = True
            notes.add("reset", f"{fell} it was reset.")
        else:
            self.is_suspect = True
            notes.add("fall", f"{fell} that is no reset, but perhaps another meter.")

    def _has_come_back(self, before: Point, after: Point, most: float) -> bool:
        """Return whether it only read less for a while; then count without that."""
        if self._fall is None:
            return False
        high, low, wh = self._fall
        grown = after.wh - before.wh
        can_be = high.wh + most_between(high.at, after.at, self._rated_w)
        if not before.wh < high.wh <= after.wh <= can_be:
            return False
        # A register that was reset passes its old value in small steps.
        if grown < 0.9 * (high.wh - low) or grown < most / 2:
            return False
        self.wh = wh + after.wh - high.wh
        self.is_suspect = True
        self._fall = None
        return True


def resolution_of(points: Sequence[Point]) -> float:
    """Return the step in which a register counts, in Wh; 0 if it is fine."""
    for step in _RESOLUTIONS:
        if points and all(point.wh % step == 0 for point in points):
            return step
    return 0.0
