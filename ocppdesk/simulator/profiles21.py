# SPDX-License-Identifier: Apache-2.0
"""What OCPP 2.1 has added to charging profiles, and what the charger can do of it."""

from typing import Any, Final

from ocppdesk.simulator.profiles import CHARGING_ONLY, IDLE, ProfileError, Purpose

UPDATES: Final = frozenset({"limit"})
"""What an update of a Dynamic profile may bring: the one pilot has one limit."""

_NEVER: Final = ("useLocalTime", "limitAtSoC", "randomizedDelay")
"""What SmartChargingCtrlr reports as not supported (K01.FR.123 to K01.FR.125)."""
_PERIOD: Final = frozenset(
    {"startPeriod", "limit", "numberPhases", "phaseToUse", "operationMode", "evseSleep"}
)
"""What a period may have: the rest is about discharging, and about single phases."""


def check_profile_21(raw: dict[str, Any]) -> None:
    """Check what a profile of 2.1 has besides 2.0.1.

    Args:
        raw: `chargingProfile`, valid against its schema.

    Raises:
        ProfileError: If it contradicts itself, or the charger cannot do it.
    """
    purpose, is_dynamic = raw["chargingProfilePurpose"], _is_dynamic(raw)
    schedules = raw["chargingSchedule"]
    periods = [p for each in schedules for p in each["chargingSchedulePeriod"]]
    if purpose == Purpose.LOCAL_GENERATION:  # K01.FR.120
        raise ProfileError("UnsupportedPurpose")
    if is_dynamic and (len(schedules), len(periods)) != (1, 1):  # K28.FR.01
        raise ProfileError("InvalidSchedule")
    if not is_dynamic and ("dynUpdateInterval" in raw or "dynUpdateTime" in raw):
        raise ProfileError("InvalidProfile")  # K01.FR.122
    if any(schedule.get(name) for schedule in schedules for name in _NEVER):
        raise ProfileError("InvalidSchedule")
    for period in periods:
        _check_period(period)
    if purpose == Purpose.PRIORITY and (
        # K01.FR.70 and K01.FR.71
        any("duration" in schedule for schedule in schedules)
        or any(p.get("operationMode", CHARGING_ONLY) != CHARGING_ONLY for p in periods)
    ):
        raise ProfileError("InvalidSchedule")


def _check_period(period: dict[str, Any]) -> None:
    if period.get("evseSleep"):  # K01.FR.126
        raise ProfileError("InvalidSchedule")
    if not _PERIOD.issuperset(period):
        raise ProfileError("UnsupportedParam")
    if period.get("operationMode", CHARGING_ONLY) not in (CHARGING_ONLY, IDLE):
        raise ProfileError("UnsupportedParam")


def _is_dynamic(raw: dict[str, Any]) -> bool:
    return bool(raw["chargingProfileKind"] == "Dynamic")
