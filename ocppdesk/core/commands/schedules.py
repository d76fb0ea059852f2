# SPDX-License-Identifier: Apache-2.0
"""The limits of a charging profile over time, for drawing and for checking.

OCPP 1.6, 3.13 and 7.8; OCPP 2.0.1, K. One profile is read by itself: what others say,
and which of them leads, only the charger knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ocppdesk.core.phrases.parts import Part

DAY_S: Final = 86_400
_CYCLES: Final = {"Daily": DAY_S, "Weekly": 7 * DAY_S}


@dataclass(frozen=True, slots=True)
class Step:
    """A limit from a time on."""

    start_s: float
    """Seconds from the start of the schedule."""
    limit: float
    """In the unit of the schedule."""
    phases: int | None = None
    """The number of phases, if the period names it."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """One schedule of a charging profile."""

    steps: tuple[Step, ...]
    """Its limits, by their start."""
    unit: str
    """`A` or `W`; as sent."""
    duration_s: float | None
    """How long it lasts; None for no end."""
    start: datetime | None
    """When it starts, where it is not relative to the session."""
    kind: str
    """`Absolute`, `Recurring`, `Relative` or `Dynamic`; as sent."""
    recurrency: str
    """`Daily` or `Weekly`, of a Recurring one."""

    def limit_at(self, seconds: float) -> float | None:
        """Return the limit some seconds after the start, None if there is none."""
        if seconds < 0 or (self.duration_s is not None and seconds >= self.duration_s):
            return None
        found = [step.limit for step in self.steps if step.start_s <= seconds]
        return found[-1] if found else None

    def limit_on(self, moment: datetime) -> float | None:
        """Return the limit at a moment; a relative schedule counts from then on."""
        if self.start is None or self.kind == "Relative":
            return self.limit_at(0)
        seconds = (moment - self.start).total_seconds()
        cycle = _CYCLES.get(self.recurrency)
        if self.kind == "Recurring" and cycle is not None and seconds >= 0:
            seconds %= cycle
        return self.limit_at(seconds)


def profile_in(payload: Any) -> Part:
    """Return the charging profile of a SetChargingProfile or of a remote start."""
    return Part(payload).first("csChargingProfiles", "chargingProfile")


def schedules_in(payload: Any) -> tuple[Schedule, ...]:
    """Read the schedules of the charging profile in a payload.

    What is not a number is left out; nothing that was typed makes it raise.
    """
    profile = profile_in(payload)
    return tuple(_schedule(profile, one) for one in profile["chargingSchedule"].items())


def limits_of(payload: Any) -> frozenset[float]:
    """Return every limit that the charging profile in a payload sets."""
    return frozenset(s.limit for one in schedules_in(payload) for s in one.steps)


def _schedule(profile: Part, schedule: Part) -> Schedule:
    steps = sorted(
        _steps(schedule["chargingSchedulePeriod"]), key=lambda step: step.start_s
    )
    return Schedule(
        steps=tuple(steps),
        unit=schedule["chargingRateUnit"].text,
        duration_s=schedule["duration"].number,
        start=schedule["startSchedule"].instant,
        kind=profile["chargingProfileKind"].text,
        recurrency=profile["recurrencyKind"].text,
    )


def _steps(periods: Part) -> Iterator[Step]:
    for period in periods.items():
        start, limit = period["startPeriod"].number, period["limit"].number
        if start is not None and limit is not None:
            phases = period["numberPhases"].number
            yield Step(start, limit, None if phases is None else int(phases))


def mistakes_of(payload: Any) -> tuple[str, ...]:
    """Say what a charger is bound to misunderstand in a charging profile.

    The schemas allow all of it; OCPP does not (1.6, 3.13 and 7.8; 2.0.1, K01).
    """
    profile = profile_in(payload)
    if not profile:
        return ()
    kind, purpose = (
        profile["chargingProfileKind"].text,
        profile["chargingProfilePurpose"].text,
    )
    place = Part(payload).first("connectorId", "evseId").number
    found = []
    if purpose in _WHOLE and place not in (0, None):
        found.append(f"{purpose} is for the whole charger: number 0.")
    if purpose in _WHOLE and kind == "Relative":
        found.append(f"{purpose} cannot be Relative: it belongs to no session.")
    if purpose == "TxProfile" and place == 0:
        found.append("TxProfile is for one session: a number above 0.")
    for schedule in schedules_in(payload):
        found.extend(_mistakes(schedule))
    if kind == "Recurring" and not profile["recurrencyKind"]:
        found.append("Recurring needs recurrencyKind: Daily or Weekly.")
    return tuple(dict.fromkeys(found))


_WHOLE: Final = frozenset({"ChargePointMaxProfile", "ChargingStationMaxProfile"})
_LEAST_AC_A: Final = 6  # IEC 61851-1: what the pilot signal can say


def _mistakes(schedule: Schedule) -> Iterator[str]:
    if schedule.steps and schedule.steps[0].start_s != 0:
        yield "The first period has to start at 0."
    if schedule.kind in ("Absolute", "Recurring") and schedule.start is None:
        yield f"{schedule.kind} needs startSchedule."
    if schedule.kind == "Relative" and schedule.start is not None:
        yield "Relative counts from the session; it has no startSchedule."
    starts = [step.start_s for step in schedule.steps]
    if len(set(starts)) < len(starts):
        yield "Two periods start at the same time."
    if schedule.unit == "A" and any(
        0 < step.limit < _LEAST_AC_A for step in schedule.steps
    ):
        yield (
            "Below 6 A an AC charger has to pause (IEC 61851); some keep 6 A instead."
        )
    if schedule.unit == "W" and any(step.phases is None for step in schedule.steps):
        yield "Without numberPhases, 3 phases are taken for granted."
