# SPDX-License-Identifier: Apache-2.0
"""The energy of a transaction, whatever a charger tells of it, and how sure it is.

There are up to five sources, and none of them can be trusted blindly. The most trusted
one that says something is taken; what the others say goes along, so that the spread is
seen.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.energy_samples import (
    BEGIN,
    END,
    Readings,
    intervals_wh,
    points,
    power_over_time,
    rated_w,
    readings_of,
    tells_energy,
)
from ocppdesk.analysis.measurands import REGISTER
from ocppdesk.analysis.registers import (
    MIXED_UP,
    TOLERANCE_WH,
    Point,
    counted,
    end_passed,
    most_between,
    resolution_of,
    wh_text,
)
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.story import Energy, EnergySource, Quality

__all__ = ["session_energy", "tells_energy"]

_SOMETHING_WH: Final = 100.0  # less is what electronics need
_MUCH: Final = 0.1  # part by which trusted sources differ when something is wrong
_LITTLE: Final = 0.01  # part by which they may differ without anybody being told
_POWER_OFF: Final = 0.5  # the same for power over time, which is rough
_POWER_OFF_WH: Final = 1_000.0
_THOUSAND: Final = (800.0, 1_250.0)  # sums differ by more than the unit
_LEAST_START: Final = 10_000.0  # Wh; less is like a register of a session by chance
_GREATEST: Final = 1e13  # Wh; no meter has counted so far

_WORDS: Final = {
    EnergySource.METER: "meterStart and meterStop say",
    EnergySource.TRANSACTION: "The values of Transaction.Begin and Transaction.End say",
    EnergySource.REGISTER: "The register says",
    EnergySource.INTERVALS: "The values of intervals say",
    EnergySource.POWER: "Power over time says",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """What one source says."""

    wh: float
    quality: Quality = Quality.EXACT
    notes: tuple[str, ...] = ()


_Sources = dict[EnergySource, _Told]


def session_energy(
    samples: Iterable[Sample],
    *,
    meter_start_wh: float | None = None,
    meter_stop_wh: float | None = None,
    began_at: int | None = None,
    ended_at: int | None = None,
) -> Energy | None:
    """Return the energy of a transaction.

    Args:
        samples: Its samples, in any order; those that do not tell energy are ignored.
        meter_start_wh: meterStart of StartTransaction (OCPP 1.6).
        meter_stop_wh: meterStop of StopTransaction; None while it runs.
        began_at: When it began by the charger's clock, microseconds since 1970; it
            tells whether a register can have come from meterStart to its first value.
        ended_at: When it ended; the same of the last value and meterStop.

    Returns:
        The energy from the most trusted source that says something, how sure it is, and
        what the others say; None if nothing says anything. It is never negative.
    """
    known = [sample for sample in samples if tells_energy(sample)]
    registers = readings_of(known, REGISTER)
    span = _Span(
        _bounded(meter_start_wh),
        _bounded(meter_stop_wh),
        began_at,
        ended_at,
        rated_w(known),
    )
    found = {
        EnergySource.METER: _by_meter(span),
        EnergySource.TRANSACTION: _by_transaction(registers),
        EnergySource.REGISTER: _by_register(registers, span),
        EnergySource.INTERVALS: _by_intervals(known),
        EnergySource.POWER: _by_power(known),
    }
    told = {source: one for source, one in found.items() if one is not None}
    if not told:
        return None
    notes: list[str] = []
    if found[EnergySource.METER] is None and None not in (span.start, span.stop):
        notes.append("meterStop is less than meterStart.")
    source, quality = _chosen(told, notes, step=_step(registers, span))
    quality = _doubted(quality, source, told, notes)
    source, quality = _in_one_unit(quality, source, told, notes)
    notes += told[source].notes
    if EnergySource.REGISTER in told:
        notes += told[EnergySource.REGISTER].notes
    others = tuple((each, told[each].wh) for each in told if each is not source)
    return Energy(told[source].wh, source, quality, tuple(dict.fromkeys(notes)), others)


@dataclass(frozen=True, slots=True)
class _Span:
    """The ends of a transaction."""

    start: float | None
    stop: float | None
    began_at: int | None
    ended_at: int | None
    rated_w: float

    def most_before(self, first: Point) -> float:
        """Return what can have been charged before a register was read first."""
        began_at = first.at if self.began_at is None else self.began_at
        return most_between(began_at, first.at, self.rated_w)

    def most_after(self, last: Point) -> float:
        """Return what can have been charged after it was read last."""
        ended_at = last.at if self.ended_at is None else self.ended_at
        return most_between(last.at, ended_at, self.rated_w)


# What each source says.


def _by_meter(span: _Span) -> _Told | None:
    start, stop = span.start, span.stop
    if start is None or stop is None:
        return None
    if stop >= start:
        return _Told(stop - start)
    most = most_between(span.began_at or 0, span.ended_at or 0, span.rated_w)
    passed = end_passed(start, stop, most)
    if passed is None:
        return None
    note = f"The meter passed its end after {wh_text(start)}."
    return _Told(passed, Quality.ESTIMATED, (note,))


def _by_transaction(registers: Readings) -> _Told | None:
    """Return the last Transaction.End less the first Transaction.Begin."""
    wh = 0.0
    for phase in registers:
        begins = [one.value for one in phase if one.context == BEGIN]
        ends = [one.value for one in phase if one.context == END]
        if not begins or not ends or ends[-1] < begins[0]:
            return None
        wh += ends[-1] - begins[0]
    return _Told(wh) if registers else None


def _by_register(registers: Readings, span: _Span) -> _Told | None:
    wh = 0.0
    qualities = []
    notes: list[str] = []
    for phase in registers:
        read = points(phase)
        quality = Quality.EXACT
        if len(registers) == 1:
            read, quality = _completed(read, span, notes)
        if len(read) < 2:
            return None
        found = counted(read, rated_w=span.rated_w)
        wh += found.wh
        qualities.append(quality)
        if found.is_suspect:
            qualities.append(Quality.SUSPECT)
        elif found.is_estimated:
            qualities.append(Quality.ESTIMATED)
        notes += found.notes
    if not qualities:
        return None
    return _Told(wh, max(qualities, key=_doubt), tuple(dict.fromkeys(notes)))


def _completed(
    read: list[Point], span: _Span, notes: list[str]
) -> tuple[list[Point], Quality]:
    """Complete what a register read with what StartTransaction and StopTransaction say.

    Some registers count from the beginning of the session, while meterStart is that of
    the meter's life (lbbrhzn/ocpp#2093).
    """
    first, last = read[0], read[-1]
    step = resolution_of(read)
    start, stop = span.start, span.stop
    if start is not None:
        most = span.most_before(first) + step
        began_at = min(first.at, first.at if span.began_at is None else span.began_at)
        if 0 <= first.wh - start <= most:
            return [Point(began_at, start), *read], Quality.EXACT
        if start >= _LEAST_START and start - 1_000 <= first.wh * 1_000 <= start + most:
            notes.append(MIXED_UP)
            in_wh = (Point(at, wh * 1_000) for at, wh in read)
            return [*in_wh], Quality.SUSPECT
        is_less = max(point.wh for point in read) < start - step
        if is_less and 0 <= first.wh <= most:
            notes.append(
                "The register counts from the beginning of the session, and meterStart "
                f"({wh_text(start)}) is that of the whole meter."
            )
            return [Point(began_at, 0.0), *read], Quality.ESTIMATED
    elif stop is not None and 0 <= stop - last.wh <= span.most_after(last) + step:
        ended_at = max(last.at, last.at if span.ended_at is None else span.ended_at)
        notes.append("Its beginning is not known: it is at least this.")
        return [*read, Point(ended_at, stop)], Quality.ESTIMATED
    return read, Quality.EXACT


def _by_intervals(samples: list[Sample]) -> _Told | None:
    wh = intervals_wh(samples)
    return None if wh is None else _Told(wh, Quality.ESTIMATED)


def _by_power(samples: list[Sample]) -> _Told | None:
    found = power_over_time(samples)
    if found is None:
        return None
    notes: tuple[str, ...] = ()
    if found.gaps:
        notes = ("Power is not known all the time: it is more than this.",)
    return _Told(found.wh, Quality.ESTIMATED, notes)


# Which one is taken.


def _chosen(
    told: _Sources, notes: list[str], *, step: float
) -> tuple[EnergySource, Quality]:
    """Take the most trusted source, unless it saw nothing where others saw something.

    Args:
        told: What the sources say, the most trusted first.
        notes: Takes what is odd.
        step: In which the meter counts, in Wh.
    """
    first = next(iter(told))
    if told[first].wh >= 1:
        return first, told[first].quality
    others = (each for each in told if told[each].wh >= max(_SOMETHING_WH, 1))
    better = next(others, None)
    if better is None:
        return first, told[first].quality
    if better is EnergySource.POWER:
        if told[better].wh < step:
            notes.append(
                f"The meter counts in steps of {wh_text(step)}: too coarse for this."
            )
            return better, Quality.ESTIMATED
        notes.append(
            "The meter stood still while power flowed: it is frozen or not connected."
        )
        return better, Quality.SUSPECT
    notes.append(f"{_WORDS[first]} {wh_text(told[first].wh)}, others say more.")
    return better, max(Quality.ESTIMATED, told[better].quality, key=_doubt)


def _doubted(
    quality: Quality, source: EnergySource, told: _Sources, notes: list[str]
) -> Quality:
    """Compare what is taken with what others say, and doubt it where they differ."""
    wh = told[source].wh
    for other in (EnergySource.TRANSACTION, EnergySource.REGISTER):
        found = told.get(other)
        if other is source or found is None:
            continue
        off = found.wh - wh
        if abs(off) <= max(TOLERANCE_WH, _LITTLE * wh):
            continue
        # The values of a register may begin late and end early.
        is_part = other is EnergySource.REGISTER and off < 0
        if is_part or found.quality is Quality.SUSPECT:
            continue
        notes.append(f"{_WORDS[other]} {wh_text(found.wh)}.")
        if abs(off) > max(_SOMETHING_WH, _MUCH * wh):
            quality = Quality.SUSPECT
    power = told.get(EnergySource.POWER)
    if power is not None and power.wh - wh > max(_POWER_OFF_WH, _POWER_OFF * wh):
        notes.append(f"{_WORDS[EnergySource.POWER]} {wh_text(power.wh)}.")
        quality = Quality.SUSPECT
    return quality


def _in_one_unit(
    quality: Quality, source: EnergySource, told: _Sources, notes: list[str]
) -> tuple[EnergySource, Quality]:
    """Notice that sources differ by a factor of 1000; power tells who is right."""
    for other in told:
        if not _is_thousandfold(told[source].wh, told[other].wh):
            continue
        notes.append(MIXED_UP)
        if other is EnergySource.POWER:
            # Either the meter tells kWh, or power is in kW.
            is_more = told[other].wh > told[source].wh
            return (other, Quality.SUSPECT) if is_more else (source, quality)
        power = told.get(EnergySource.POWER)
        if power is not None and power.wh > 0:
            source = min(source, other, key=lambda one: _distance(told[one], power))
        return source, Quality.SUSPECT
    return source, quality


def _is_thousandfold(one: float, other: float) -> bool:
    less, more = sorted((one, other))
    return less > 0 and _THOUSAND[0] <= more / less <= _THOUSAND[1]


def _distance(one: _Told, other: _Told) -> float:
    return abs(math.log(one.wh / other.wh))


def _doubt(quality: Quality) -> int:
    return list(Quality).index(quality)


def _step(registers: Readings, span: _Span) -> float:
    """Return in which steps the meter counts, in Wh; 0 if they are fine."""
    read = [point for phase in registers for point in points(phase)]
    read += [Point(0, wh) for wh in (span.start, span.stop) if wh is not None]
    return resolution_of(read) if any(point.wh for point in read) else 0.0


def _bounded(wh: float | None) -> float | None:
    """Return what a meter can have counted, else None."""
    return wh if wh is not None and abs(wh) < _GREATEST else None
