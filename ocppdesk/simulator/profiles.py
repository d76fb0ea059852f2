# SPDX-License-Identifier: Apache-2.0
"""Charging profiles as a charger sees them: read, kept, and turned into a limit.

OCPP 1.6, 3.13 and 5.16; OCPP 2.0.1, K01. All versions become the same `Profile`; the
names of 2.0.1 are used for the purposes. Times are seconds since 1970, UTC.
"""

import enum
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.simulator.times import epoch_of

DAY_S: Final = 86_400
_CYCLES_S: Final = {"Daily": DAY_S, "Weekly": 7 * DAY_S}
CHARGING_ONLY: Final = "ChargingOnly"
IDLE: Final = "Idle"
DEFAULT_PHASES: Final = 3  # what a period without numberPhases means (OCPP 1.6, 7.14)


class Purpose(enum.StrEnum):
    """What a profile limits."""

    STATION_MAX = "ChargingStationMaxProfile"
    """All connectors together; `ChargePointMaxProfile` in 1.6."""
    TX_DEFAULT = "TxDefaultProfile"
    """Transactions without a profile of their own."""
    TX = "TxProfile"
    """One transaction."""
    EXTERNAL = "ChargingStationExternalConstraints"
    """What the grid or a building allows; never set by a CSMS."""
    PRIORITY = "PriorityCharging"
    """A transaction with priority, in place of what else limits it (2.1, K21)."""
    LOCAL_GENERATION = "LocalGeneration"
    """What the building generates; never set by a CSMS (2.1, K27)."""


_ANYWHERE: Final = (Purpose.TX_DEFAULT, Purpose.PRIORITY)
"""What may be set for the whole charger, and counts for each connector then."""


class ProfileError(ValueError):
    """A profile cannot be installed.

    Attributes:
        reason: The `reasonCode` of 2.0.1 (appendix 5), such as `InvalidSchedule`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Period:
    """One step of a schedule; it lasts until the next one starts."""

    start_s: int
    """Seconds from the start of the schedule."""
    limit: float
    """In the unit of the schedule."""
    phases: int | None
    """Number of phases, None if not said."""
    mode: str = CHARGING_ONLY
    """The operationMode of 2.1: `ChargingOnly` or `Idle`."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One installed charging profile."""

    id: int
    """Its id, chosen by the CSMS."""
    connector: int
    """Connector (1.6) or EVSE (2.x) it was set for; 0 is the whole charger."""
    stack_level: int
    """Where several apply, the highest leads."""
    purpose: Purpose
    """What it limits."""
    kind: str
    """`Absolute`, `Recurring`, `Relative`, or `Dynamic` in 2.1."""
    unit: str
    """`A` for each phase, or `W` in total."""
    periods: tuple[Period, ...]
    """The steps, in ascending order; the first starts at 0."""
    start: float | None
    """Start of the schedule; None if it is relative."""
    duration_s: int | None
    """Length of the schedule, None for open end."""
    cycle_s: int | None
    """Length of a recurring profile's cycle."""
    valid_from: float | None
    """Before this it does not apply."""
    valid_to: float | None
    """From here on it does not apply any more."""
    transaction_id: str | None
    """The transaction of a TxProfile, as text."""
    raw: dict[str, Any]
    """As it was sent."""
    max_offline_s: int | None = None
    """After so long without a connection it does not count (2.1, K01.FR.101)."""
    ends_offline: bool = False
    """Whether it does not count ever again after that."""


def parse_profile(raw: dict[str, Any], *, connector: int, at: float) -> Profile:
    """Read the profile of any version.

    Args:
        raw: `csChargingProfiles` of 1.6 or `chargingProfile` of 2.x, valid against
            its schema.
        connector: What it is set for.
        at: Now; an absolute schedule without a start begins here.

    Raises:
        ProfileError: If it contradicts itself or the rules for its purpose.
    """
    schedules = raw["chargingSchedule"]
    schedule = schedules[0] if isinstance(schedules, list) else schedules
    kind = raw["chargingProfileKind"]
    name = raw["chargingProfilePurpose"]
    purpose = Purpose.STATION_MAX if name == "ChargePointMaxProfile" else Purpose(name)
    start = _instant(schedule.get("startSchedule"))
    cycle: int | None = None
    if kind == "Recurring":
        if raw.get("recurrencyKind") is None or start is None:
            raise ProfileError("InvalidProfile")
        cycle = _CYCLES_S[raw["recurrencyKind"]]
    if kind == "Relative":
        if purpose is Purpose.STATION_MAX:  # K01.FR.38: it would relate to nothing
            raise ProfileError("InvalidProfile")
        start = None
    elif start is None or kind == "Dynamic":  # 2.1, K28.FR.02: at once
        start = at
    if (purpose is Purpose.STATION_MAX) != (connector == 0) and (
        purpose not in _ANYWHERE
    ):
        raise ProfileError("InvalidProfile")
    if purpose in (Purpose.EXTERNAL, Purpose.LOCAL_GENERATION):  # K01.FR.22
        raise ProfileError("InvalidProfile")
    transaction = raw.get("transactionId")
    profile_id = raw["chargingProfileId"] if "chargingProfileId" in raw else raw["id"]
    return Profile(
        id=profile_id,
        connector=connector,
        stack_level=raw["stackLevel"],
        purpose=purpose,
        kind=kind,
        unit=schedule["chargingRateUnit"],
        periods=_periods(schedule),
        start=start,
        duration_s=schedule.get("duration"),
        cycle_s=cycle,
        valid_from=_instant(raw.get("validFrom")),
        valid_to=_instant(raw.get("validTo")),
        transaction_id=None if transaction is None else str(transaction),
        raw=raw,
        max_offline_s=raw.get("maxOfflineDuration"),
        ends_offline=raw.get("invalidAfterOfflineDuration", False),
    )


def is_start_profile(raw: dict[str, Any]) -> bool:
    """Return whether a profile may come with a remote start: a sound TxProfile."""
    try:
        profile = parse_profile(raw, connector=1, at=0.0)
    except ProfileError:
        return False
    return profile.purpose is Purpose.TX


def _periods(schedule: dict[str, Any]) -> tuple[Period, ...]:
    periods = tuple(_period(entry) for entry in schedule["chargingSchedulePeriod"])
    starts = [period.start_s for period in periods]
    # K01.FR.31 and K01.FR.35
    if not starts or starts[0] != 0 or starts != sorted(set(starts)):
        raise ProfileError("InvalidSchedule")
    if any(period.limit < 0 for period in periods):
        raise ProfileError("InvalidSchedule")
    return periods


def _period(entry: dict[str, Any]) -> Period:
    mode = entry.get("operationMode", CHARGING_ONLY)
    limit = 0.0 if mode == IDLE else entry.get("limit")
    if limit is None:  # 2.1 can do without one where another party gives it
        raise ProfileError("InvalidSchedule")
    return Period(entry["startPeriod"], limit, entry.get("numberPhases"), mode)


def _instant(text: str | None) -> float | None:
    if text is None:
        return None
    found = epoch_of(text)
    if found is None:
        raise ProfileError("InvalidSchedule")
    return found


def schedule_start(
    profile: Profile, at: float, transaction_start: float | None
) -> float | None:
    """Return when the schedule that runs at `at` began, None if none runs."""
    if profile.valid_from is not None and at < profile.valid_from:
        return None
    if profile.valid_to is not None and at >= profile.valid_to:
        return None
    start = transaction_start if profile.kind == "Relative" else profile.start
    if start is None or at < start:
        return None
    if profile.cycle_s is not None:
        start += profile.cycle_s * ((at - start) // profile.cycle_s)
    if profile.duration_s is not None and at - start >= profile.duration_s:
        return None
    return start


def period_at(
    profile: Profile, at: float, transaction_start: float | None
) -> Period | None:
    """Return the period of a profile that is in force at an instant, if any."""
    start = schedule_start(profile, at, transaction_start)
    if start is None:
        return None
    begun = [period for period in profile.periods if period.start_s <= at - start]
    return begun[-1] if begun else None


def amps_of(unit: str, limit: float, phases: int | None, voltage_v: float) -> float:
    """Return a limit in amps for each phase (K01.FR.49: W is the total of all)."""
    if unit == "A":
        return limit
    return limit / (voltage_v * (phases or DEFAULT_PHASES))
