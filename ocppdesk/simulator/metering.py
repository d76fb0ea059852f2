# SPDX-License-Identifier: Apache-2.0
"""Meter values: what a reading looks like in MeterValues and TransactionEvent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.simulator.configuration_values import PHASES
from ocppdesk.simulator.physics import Reading

_UNITS: Final = {
    "Energy.Active.Import.Register": "Wh",
    "Power.Active.Import": "W",
    "Power.Offered": "W",
    "Current.Import": "A",
    "Current.Offered": "A",
    "Voltage": "V",
    "SoC": "Percent",
    "Temperature": "Celsius",
    "Frequency": "Hz",
}
_LINES: Final = {"L1": "L1-N", "L2": "L2-N", "L3": "L3-N"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One measured value."""

    measurand: str
    """What was measured."""
    value: float
    """How much, in the natural unit of the measurand."""
    digits: int
    """Decimals worth showing."""
    phase: str | None = None
    """As in the specification: `L1`, or `L1-N` for a voltage."""


def measure(reading: Reading, measurands: Iterable[str]) -> Iterator[Measured]:
    """Yield the values of a list of measurands.

    Current and voltage come for each phase that is connected, as most meters have
    them; `Voltage.L1` asks for one phase alone. A state of charge is left out where
    no car tells it.

    Args:
        reading: What the meter shows.
        measurands: Names, with a phase or without.
    """
    for name in measurands:
        measurand, phase = name, None
        if name[-3:-1] == ".L":
            measurand, phase = name[:-3], name[-2:]
        if measurand in ("Current.Import", "Voltage", "Power.Active.Import"):
            yield from _by_phase(reading, measurand, phase)
        else:
            value = _total(reading, measurand)
            if value is not None:
                yield Measured(measurand, *value)


def _by_phase(
    reading: Reading, measurand: str, phase: str | None
) -> Iterator[Measured]:
    if measurand == "Power.Active.Import" and phase is None:
        yield Measured(measurand, reading.power_w, 0)
        return
    for label, amps, volts in zip(
        PHASES, reading.current_a, reading.voltage_v, strict=True
    ):
        if volts == 0.0 or phase not in (None, label):
            continue
        if measurand == "Voltage":
            yield Measured(measurand, volts, 1, _LINES[label])
        elif measurand == "Current.Import":
            yield Measured(measurand, amps, 2, label)
        else:
            yield Measured(measurand, amps * volts, 0, label)


def _total(reading: Reading, measurand: str) -> tuple[float, int] | None:
    phases = sum(volts > 0.0 for volts in reading.voltage_v)
    match measurand:
        case "Energy.Active.Import.Register":
            return float(int(reading.energy_wh)), 0
        case "Current.Offered":
            return reading.offered_a, 1
        case "Power.Offered":
            return reading.offered_a * sum(reading.voltage_v[:phases]), 0
        case "SoC":
            return None if reading.soc is None else (float(int(reading.soc)), 0)
        case "Temperature":
            return reading.temperature_c, 1
        case "Frequency":
            return 50.0, 2
        case "Power.Factor":
            return 1.0, 2
    return None


def sampled_values_16(values: Iterable[Measured], context: str) -> list[dict[str, Any]]:
    """Write values as SampledValue of 1.6: the value is text."""
    found = []
    for value in values:
        entry = {
            "value": f"{value.value:.{value.digits}f}",
            "context": context,
            "measurand": value.measurand,
            "location": "EV" if value.measurand == "SoC" else "Outlet",
        }
        if value.phase is not None:
            entry["phase"] = value.phase
        # 1.6 has no unit for hertz.
        if (unit := _UNITS.get(value.measurand, "Hz")) != "Hz":
            entry["unit"] = unit
        found.append(entry)
    return found


def sampled_values_2x(values: Iterable[Measured], context: str) -> list[dict[str, Any]]:
    """Write values as SampledValueType of 2.x: the value is a number."""
    found = []
    for value in values:
        entry: dict[str, Any] = {
            "value": round(value.value, value.digits),
            "context": context,
            "measurand": value.measurand,
            "location": "EV" if value.measurand == "SoC" else "Outlet",
        }
        if value.phase is not None:
            entry["phase"] = value.phase
        if (unit := _UNITS.get(value.measurand)) is not None:
            entry["unitOfMeasure"] = {"unit": unit}
        found.append(entry)
    return found
