# SPDX-License-Identifier: Apache-2.0
"""When a price of a tariff applies: TariffConditionsType of OCPP 2.1; pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Situation:
    """What a transaction is like at an instant."""

    at: float
    """Now, seconds since 1970; the charger's local time is UTC."""
    energy_wh: float = 0.0
    """What was charged so far."""
    amps: float = 0.0
    """What flows, the sum of all phases."""
    watts: float = 0.0
    """What flows."""
    time_s: float = 0.0
    """How long it has lasted."""
    charging_s: float = 0.0
    """How long energy has flowed."""
    idle_s: float = 0.0
    """How long it has not been charging, up to now; 0 while it is."""


_MEASURES: Final = {
    "Energy": "energy_wh",
    "Current": "amps",
    "Power": "watts",
    "Time": "time_s",
    "ChargingTime": "charging_s",
    "IdleTime": "idle_s",
}


def apply_now(conditions: dict[str, Any], now: Situation) -> bool:
    """Return whether all conditions hold; none hold about how somebody pays."""
    moment = datetime.fromtimestamp(now.at, UTC)
    day, clock = moment.date(), moment.strftime("%H:%M")
    for name, value in conditions.items():
        match name:
            case "startTimeOfDay" | "endTimeOfDay":
                if not _is_between(conditions, clock):
                    return False
            case "dayOfWeek":
                if _DAYS[moment.weekday()] not in value:
                    return False
            case "validFromDate":
                if day < date.fromisoformat(value):
                    return False
            case "validToDate":
                if day >= date.fromisoformat(value):
                    return False
            case "evseKind":
                if value != "AC":
                    return False
            case "paymentBrand" | "paymentRecognition":
                return False
            case _ if name[3:] in _MEASURES:
                is_reached = getattr(now, _MEASURES[name[3:]]) >= value
                if is_reached is not name.startswith("min"):
                    return False
    return True


def _is_between(conditions: dict[str, Any], clock: str) -> bool:
    start = str(conditions.get("startTimeOfDay", "00:00"))
    end = str(conditions.get("endTimeOfDay", "00:00"))
    if end in ("00:00", start):
        return clock >= start
    if end < start:  # it wraps around to the next day
        return clock >= start or clock < end
    return start <= clock < end


def are_readable(conditions: dict[str, Any]) -> bool:
    """Return whether the times and dates in conditions can be read."""
    for name in ("startTimeOfDay", "endTimeOfDay"):
        if not _TIME.fullmatch(conditions.get(name, "00:00")):
            return False
    try:
        for name in ("validFromDate", "validToDate"):
            date.fromisoformat(conditions.get(name, "2000-01-01"))
    except ValueError:
        return False
    return True
