# SPDX-License-Identifier: Apache-2.0
"""Meter values and charging limits in a few words."""

from datetime import UTC, datetime, timedelta
from typing import Final

from ocppdesk.core.phrases.parts import (
    Part,
    dotted,
    duration,
    id_text,
    listed,
    number_text,
    place,
    say,
)

_MOST: Final = 20  # measuring instants looked at; a StopTransaction may bring hundreds
_ENERGY: Final = "Energy.Active.Import.Register"
_UNITS: Final = {
    "wh": ("Wh", 1.0),
    "kwh": ("Wh", 1000.0),
    "w": ("W", 1.0),
    "kw": ("W", 1000.0),
    "percent": ("%", 1.0),
    "celsius": ("°C", 1.0),
    "celcius": ("°C", 1.0),  # as in the schemas of OCPP 1.6 (errata OCPP-J 2.1)
    "fahrenheit": ("°F", 1.0),
    "hertz": ("Hz", 1.0),
}
# The default unit of every OCPP version is Wh, which can only be meant for energy: for
# the rest the measurand tells.
_NATURAL: Final = {
    "Energy": "Wh",
    "Power": "W",
    "Current": "A",
    "Voltage": "V",
    "Frequency": "Hz",
    "SoC": "%",
    "Temperature": "°C",
    "RPM": "rpm",
}

_Samples = dict[str, dict[str, tuple[float, str]]]
"""By measurand and phase: the newest value with its unit."""


def meter_text(entries: Part) -> str:
    """Say the most telling of meter values: `32.1 A · 7.4 kW · 12 831 Wh`.

    Args:
        entries: The array of `meterValue` or `transactionData`.
    """
    samples = _samples(entries)
    told = dotted(
        _greatest(samples, "Current.Import"),
        _total(samples, "Power.Active.Import"),
        say("{} exported", _total(samples, "Power.Active.Export", if_zero="")),
        _total(samples, _ENERGY),
        _total(samples, "SoC"),
    )
    if told:
        return told
    return dotted(*(f"{name} {_total(samples, name)}" for name in list(samples)[:3]))


def _samples(entries: Part) -> _Samples:
    found: _Samples = {}
    for entry in entries.items()[-_MOST:]:
        # `values` is how OCPP 1.5 has it; some chargers mix the two.
        for sample in entry.first("sampledValue", "values").items():
            measurand = sample["measurand"].text or _ENERGY
            value = _value(sample, measurand)
            if value is not None:
                found.setdefault(measurand, {})[sample["phase"].text] = value
    return found


def _value(sample: Part, measurand: str) -> tuple[float, str] | None:
    number = sample["value"].number
    if number is None or sample["format"].text == "SignedData":
        return None
    measure = sample["unitOfMeasure"]
    exponent = measure["multiplier"].number or 0.0
    if abs(exponent) > 30:
        return None
    unit = sample["unit"].text or measure["unit"].text
    name, factor = _UNITS.get(unit.casefold(), (unit, 1.0))
    if not name or (name == "Wh" and not measurand.startswith("Energy")):
        name = _NATURAL.get(measurand.partition(".")[0], "")
        if measurand == "Power.Factor":
            name = ""
    return number * factor * 10.0**exponent, name


def _total(samples: _Samples, measurand: str, *, if_zero: str | None = None) -> str:
    """Write the overall value, which is the sum of the phases if it is not given."""
    phases = samples.get(measurand, {})
    if not phases:
        return ""
    number, unit = phases.get("") or next(iter(phases.values()))
    if "" not in phases and unit in ("W", "Wh"):
        # L1 or L1-N are parts of the whole; L1-L2 is measured between them.
        lines = [value for name, (value, _unit) in phases.items() if "-L" not in name]
        number = sum(lines) if lines else number
    if number == 0 and if_zero is not None:
        return if_zero
    return quantity(number, unit)


def _greatest(samples: _Samples, measurand: str) -> str:
    phases = samples.get(measurand, {})
    lines = {name: value for name, value in phases.items() if name not in ("", "N")}
    values = [number for number, _unit in (lines or phases).values()]
    return quantity(max(values), "A") if values else ""


def quantity(number: float, unit: str) -> str:
    """Write a measured value as people say it: `7.4 kW`, `12 831 Wh`."""
    if unit == "W" and abs(number) >= 1000:
        return f"{number_text(number / 1000)} kW"
    digits = 0 if unit in ("W", "Wh", "V") and abs(number) >= 10 else 1
    return f"{number_text(number, digits=digits)} {unit}".rstrip()


def limit_text(period: Part, unit: str) -> str:
    """Say what a period of a schedule allows: `16 A`, `11 kW on 1 phase`."""
    limit = period["limit"].number
    text = "" if limit is None else _limit(limit, unit)
    if limit is None:  # OCPP 2.1, Q: limits of discharging and setpoints
        for key, word in (("setpoint", "setpoint"), ("dischargeLimit", "discharge")):
            number = period[key].number
            if number is not None:
                text = f"{word} {_limit(number, unit)}"
                break
    phases = period["numberPhases"].number
    if text and phases is not None and phases != 3:
        text += f" on {number_text(phases)} phase{'' if phases == 1 else 's'}"
    return text


def _limit(number: float, unit: str) -> str:
    # Exactly what was set: 3 680 W are not 3.7 kW to whoever looks for 16 A.
    if unit == "W" and number >= 1000 and number % 100 == 0:
        return f"{number_text(number / 1000)} kW"
    return f"{number_text(number, digits=2)} {unit}".rstrip()


def schedule_text(schedule: Part, start: str = "") -> str:
    """Say a schedule: `16 A from now, 10 A after 1 h`.

    Args:
        schedule: A `chargingSchedule`, or the composite schedule of OCPP 2.x.
        start: When its first period begins, in words.
    """
    unit = schedule["chargingRateUnit"].text
    periods = schedule["chargingSchedulePeriod"].items()
    if not periods:
        return "no periods"
    first = limit_text(periods[0], unit) or "no limit"
    parts = [f"{first} {start}".rstrip()]
    for period in periods[1:2]:
        after = duration(period["startPeriod"])
        parts.append(say("{} after {}", limit_text(period, unit), after))
    if len(periods) > 2:
        parts.append(f"{len(periods) - 2} more")
    return listed(*parts)


def dynamic_text(call: Part) -> str:
    """Say the new limit of a Dynamic profile (OCPP 2.1)."""
    # Its unit is that of the profile, which is not sent again.
    limit = limit_text(call["scheduleUpdate"], "")
    return listed(say("Profile {}", id_text(call["chargingProfileId"])), limit)


def profile_text(profile: Part, target: Part, *, at: int) -> str:
    """Say a charging profile: `16 A from now, TxDefaultProfile level 0, connector 1`.

    Args:
        profile: The charging profile.
        target: The payload that names the connector or EVSE.
        at: When the message was recorded, microseconds since 1970.
    """
    schedules = profile["chargingSchedule"].items()
    schedule = schedules[0] if schedules else Part(None)
    more = f"{len(schedules)} schedules" if len(schedules) > 1 else ""
    level = id_text(profile["stackLevel"])
    purpose = profile["chargingProfilePurpose"].text
    return listed(
        schedule_text(schedule, _start_text(profile, schedule, at=at)),
        _end_text(schedule),
        more,
        f"{purpose}{say(' level {}', level)}".strip(),
        place(target),
    )


def _start_text(profile: Part, schedule: Part, *, at: int) -> str:
    begin = schedule["startSchedule"].instant
    if profile["chargingProfileKind"].text == "Recurring":
        often = profile["recurrencyKind"].text.lower() or "recurring"
        return often if begin is None else f"{often} from {begin:%H:%M} UTC"
    later = profile["validFrom"].instant
    begin = max(begin, later) if begin and later else begin or later
    periods = schedule["chargingSchedulePeriod"].items()
    is_constant = len(periods) == 1 and not schedule["duration"]
    if begin is None:
        # OCPP 1.6, 7.13: without startSchedule it counts from the start of charging;
        # a limit that never changes holds from now on all the same.
        return "from now" if is_constant else "from the start of charging"
    try:
        now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    except OverflowError:
        now = begin
    if begin <= now and len(periods) == 1:
        return "from now"
    return f"from {begin:%Y-%m-%d %H:%M} UTC"


def _end_text(schedule: Part) -> str:
    seconds = schedule["duration"].number
    begin = schedule["startSchedule"].instant
    if seconds is None:
        return ""
    if begin is None:
        return f"for {duration(seconds)}"
    try:
        return f"until {begin + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"
    except OverflowError:
        return f"for {duration(seconds)}"
