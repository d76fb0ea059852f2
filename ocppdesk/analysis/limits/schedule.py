# SPDX-License-Identifier: Apache-2.0
"""Charging schedules of all versions, read with suspicion: what they allow, and when.

OCPP 1.6, 7.13 and 7.14; OCPP 2.0.1, 2.13 and 2.14; OCPP 2.1, 2.2. Times are
microseconds, instants since 1970.
"""

from dataclasses import dataclass
from typing import Final

from ocppdesk.core.phrases.parts import Part

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
_LONGEST_S: Final = 4e9  # beyond 100 years nothing is a schedule any more
_MOST_PERIODS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Period:
    """One step of a schedule; it lasts until the next one."""

    start: int
    """From the start of the schedule."""
    limit: float | None
    """In the unit of the schedule; None: it sets none on charging."""
    phases: int | None
    """`numberPhases`, 1 to 3; None: not said, or nonsense."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The steps of a limit over time."""

    unit: str
    """`A` for each phase, `W` for all together."""
    periods: tuple[Period, ...]
    """In ascending order; there may be none."""
    start: int | None = None
    """`startSchedule`; None: not said."""
    duration: int | None = None
    """None: without an end."""
    oddities: tuple[str, ...] = ()
    """What the specification does not allow, a sentence each."""

    def period_at(self, offset: int) -> Period | None:
        """Return what applies so long after its start, None if nothing does."""
        if offset < 0 or (self.duration is not None and offset >= self.duration):
            return None
        found = None
        for period in self.periods:
            if period.start > offset:
                break
            found = period
        return found

    def change_after(self, offset: int) -> int | None:
        """Return when the next step is or the end, from its start; None: never."""
        starts = (period.start for period in self.periods if period.start > offset)
        found = next(starts, None)
        end = self.duration
        if end is None or end <= offset:
            return found
        return end if found is None else min(found, end)


def read_schedule(part: Part, *, key: str = "startSchedule") -> Schedule:
    """Read a schedule of any version; nothing in it raises.

    Args:
        part: `chargingSchedule`, or the composite schedule of OCPP 2.x.
        key: Where its start stands.
    """
    oddities: list[str] = []
    sent = part["chargingRateUnit"].text
    unit = sent.strip().upper()
    if unit not in ("A", "W"):
        if unit in ("", "CURRENT", "AMPERE", "AMPS"):
            unit = "A"
        else:
            unit = "W" if unit in ("POWER", "WATT", "WATTS") else "A"
        what = f"Its unit is {sent}" if sent else "It does not say its unit"
        oddities.append(f"{what}; it is taken for {unit}.")
    rows = part["chargingSchedulePeriod"].items()
    periods = [found for row in rows[:_MOST_PERIODS] if (found := _period(row))]
    if [one.start for one in periods] != sorted(one.start for one in periods):
        oddities.append("Its periods are not in ascending order.")
        periods.sort(key=lambda one: one.start)
    if periods and periods[0].start > 0:
        oddities.append("Its first period does not start at 0 (K01.FR.31).")
    if not periods:
        oddities.append("It has no periods, so it says nothing.")
    return Schedule(
        unit, tuple(periods), instant(part[key]), seconds(part["duration"]),
        tuple(oddities),
    )  # fmt: skip


def instant(part: Part) -> int | None:
    """Return an instant; None if it is missing or cannot be read."""
    found = part.instant
    if found is None:
        return None
    return int(found.timestamp()) * SECOND + found.microsecond


def seconds(part: Part) -> int | None:
    """Return a number of seconds as microseconds; None if it is none."""
    found = part.number
    if found is None or not 0 <= found <= _LONGEST_S:
        return None
    return int(found * SECOND)


def limit_of(part: Part) -> float | None:
    """Return the limit on charging of a period or an update, None if it has none.

    OCPP 2.1, Q: with a setpoint the charger is to follow it rather than stay below it,
    so that it is a limit as well.
    """
    for key in ("limit", "setpoint"):
        found = part[key].number
        if found is not None and abs(found) < 1e9:
            return found
    return None


def _period(part: Part) -> Period | None:
    start = part["startPeriod"]
    begin = seconds(start) if start.value is not None else 0
    if begin is None or not isinstance(part.value, dict):
        return None
    phases = part["numberPhases"].number
    known = None if phases not in (1, 2, 3) else int(phases or 0)
    return Period(begin, limit_of(part), known)
