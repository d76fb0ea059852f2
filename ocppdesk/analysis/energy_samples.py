# SPDX-License-Identifier: Apache-2.0
"""Which of a transaction's samples tell its energy: one meter of several, one order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from ocppdesk.analysis.measurands import REGISTER
from ocppdesk.analysis.registers import Point
from ocppdesk.analysis.sample import Sample

INTERVAL: Final = "Energy.Active.Import.Interval"
POWER: Final = "Power.Active.Import"
BEGIN: Final = "Transaction.Begin"
END: Final = "Transaction.End"
UNKNOWN_RATING_W: Final = 400_000.0
"""What a charger may deliver of which nothing is known."""

_UNITS: Final = {REGISTER: "Wh", INTERVAL: "Wh", POWER: "W"}
# A car is charged by what comes out; the grid's side of the charger is more than that.
_LOCATIONS: Final = ("Outlet", "Cable", "Body", "EV", "Inlet")
_PHASES: Final = (("L1", "L2", "L3"), ("L1-N", "L2-N", "L3-N"))
_GREATEST: Final = 1e13  # no meter has counted so far, and no sum of such ones ends
_LEAST_RATING_W: Final = 22_000.0
_LEAST_POWER_W: Final = 1_000.0  # less may be in kW, although it says W
_LONGEST_GAP: Final = 3  # times the usual time between two values
_HOUR: Final = 3_600_000_000  # microseconds
_HEADROOM: Final = 1.5  # of what a charger can deliver over what it was seen to

Readings = list[list[Sample]]
"""The samples of one meter, in order of time: of each phase, or only those over all."""


def tells_energy(sample: Sample) -> bool:
    """Return whether a sample can say something on the energy of a transaction."""
    return (
        _UNITS.get(sample.measurand) == sample.unit
        and -_GREATEST < sample.value < _GREATEST
    )


def readings_of(samples: Iterable[Sample], measurand: str) -> Readings:
    """Choose the meter that tells the energy, and put what it read in order.

    Meters at different places are never mixed. What is measured over all phases is
    taken before the sum of the phases. Of values at the beginning of the transaction
    that are repeated later, only the first counts (evcc-io/evcc#33256).
    """
    meters: dict[tuple[str, int], dict[str, list[Sample]]] = {}
    places: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.measurand == measurand:
            places[sample.location, sample.phase].append(sample)
    for (location, phase), found in places.items():
        single = _without_repeats(sorted(found, key=_order))
        for number, meter in enumerate(_told_apart(single)):
            meters.setdefault((location, number), {})[phase] = meter
    best: Readings = []
    for location, number in sorted(meters, key=_rank):
        one = _phases(meters[location, number])
        if one and (not best or (_tells_change(one) and not _tells_change(best))):
            best = one
    return best


def points(phase: Sequence[Sample]) -> list[Point]:
    """Return what a register read.

    The times are those of the charger, unless its clock was set back and the order of
    arrival has fewer steps back.
    """
    by_charger = [Point(sample.charger_at, sample.value) for sample in phase]
    falls = _falls(by_charger)
    if falls:
        arrived = sorted(phase, key=lambda sample: (sample.at, sample.message))
        by_arrival = [Point(sample.at, sample.value) for sample in arrived]
        if _falls(by_arrival) < falls:
            return by_arrival
    return by_charger


def rated_w(samples: Iterable[Sample]) -> float:
    """Return what the charger can deliver at most, as far as its power tells."""
    peak = 0.0
    for sample in samples:
        if sample.measurand == POWER:
            peak = max(peak, sample.value * (3 if sample.phase else 1))
    if peak < _LEAST_POWER_W:
        return UNKNOWN_RATING_W
    return max(peak * _HEADROOM, _LEAST_RATING_W)


def intervals_wh(samples: Iterable[Sample]) -> float | None:
    """Add up amounts of intervals; None if there are none.

    Amounts of the transaction and those at fixed times of the clock tell of the same
    energy: only the more frequent ones count.
    """
    by_clock: list[Sample] = []
    others: list[Sample] = []
    for sample in samples:
        if sample.measurand == INTERVAL:
            is_clock = sample.context == "Sample.Clock"
            (by_clock if is_clock else others).append(sample)
    chosen = by_clock if _times(by_clock) > _times(others) else others
    readings = readings_of(chosen, INTERVAL)
    if not readings:
        return None
    return sum(max(one.value, 0.0) for phase in readings for one in phase)


class Integral(NamedTuple):
    """Power over time."""

    wh: float
    gaps: int
    """How many gaps are not in it: nothing is known of them."""


def power_over_time(samples: Iterable[Sample]) -> Integral | None:
    """Add up power over time by trapezoids; None if it is known at one time at most.

    What lies between two values that are three times as far apart as they usually are
    is left out.
    """
    readings = readings_of(samples, POWER)
    at_times: dict[int, list[float]] = defaultdict(list)
    for phase in readings:
        for at, value in {one.charger_at: one.value for one in phase}.items():
            at_times[at].append(max(value, 0.0))
    times = sorted(at for at, each in at_times.items() if len(each) == len(readings))
    if len(times) < 2:
        return None
    longest = _LONGEST_GAP * median(later - at for at, later in pairwise(times))
    wh = 0.0
    gaps = 0
    for at, later in pairwise(times):
        if later - at > longest:
            gaps += 1
            continue
        mean = (sum(at_times[at]) + sum(at_times[later])) / 2
        wh += mean * (later - at) / _HOUR
    return Integral(wh, gaps)


def _order(sample: Sample) -> tuple[object, ...]:
    return (
        sample.charger_at, sample.at, sample.message, sample.value, sample.context,
    )  # fmt: skip


def _rank(meter: tuple[str, int]) -> tuple[object, ...]:
    location, number = meter
    known = location in _LOCATIONS
    rank = _LOCATIONS.index(location) if known else len(_LOCATIONS)
    return rank, location, number


def _told_apart(samples: list[Sample]) -> list[list[Sample]]:
    """Tell meters apart that say of nothing which one they are.

    Some chargers send two registers in each message that differ in their values only.
    """
    sets: dict[tuple[int, int], list[Sample]] = defaultdict(list)
    for sample in samples:
        sets[sample.message, sample.charger_at].append(sample)
    sizes = [len({one.value for one in each}) for each in sets.values()]
    several = [size for size in sizes if size > 1]
    if len(several) < 2 or 2 * len(several) < len(sizes):
        return [samples]
    meters: list[list[Sample]] = [[] for _ in range(max(several))]
    for each in sets.values():
        values = sorted({one.value for one in each})
        for one in each:
            meters[values.index(one.value)].append(one)
    return meters


def _phases(by_phase: dict[str, list[Sample]]) -> Readings:
    """Return what counts of the phases of one meter, in order."""
    whole = by_phase.get("", [])
    if _tells_change([whole]):
        return [whole]
    single = [
        [by_phase[phase] for phase in names if phase in by_phase] for names in _PHASES
    ]
    most = max(single, key=len)
    return [whole] if whole and not _tells_change(most) else most


def _without_repeats(samples: list[Sample]) -> list[Sample]:
    found: list[Sample] = []
    seen: set[tuple[int, float]] = set()
    has_begun = False
    for sample in samples:
        if sample.context == BEGIN:
            if has_begun:
                continue
            has_begun = True
        key = sample.charger_at, sample.value
        if key not in seen:
            seen.add(key)
            found.append(sample)
    return found


def _tells_change(readings: Readings) -> bool:
    return any(len(phase) > 1 for phase in readings)


def _times(samples: list[Sample]) -> int:
    return len({sample.charger_at for sample in samples})


def _falls(points: Sequence[Point]) -> int:
    return sum(after.wh < before.wh for before, after in pairwise(points))
