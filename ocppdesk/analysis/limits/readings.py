# SPDX-License-Identifier: Apache-2.0
"""The newest measured and offered values of each connector."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.limits.supply import UNKNOWN, Supply
from ocppdesk.analysis.sample import Sample

IMPORT: Final = "Current.Import"
POWER: Final = "Power.Active.Import"
CURRENT_OFFERED: Final = "Current.Offered"
POWER_OFFERED: Final = "Power.Offered"
_VOLTAGE: Final = "Voltage"
_SOC: Final = "SoC"
_WANTED: Final = frozenset(
    {IMPORT, POWER, CURRENT_OFFERED, POWER_OFFERED, _VOLTAGE, _SOC}
)
_FLOWS_A: Final = 1.0  # a phase with less only has the meter's noise on it
_AC_V: Final = 450.0  # more than that is no AC that a car charges with
_DC_V: Final = 250.0  # more than that, with a state of charge, is a battery's voltage


@dataclass(frozen=True, slots=True)
class Reading:
    """The newest values of one measurand at one connector, taken at one time."""

    at: int
    """When they arrived, microseconds since 1970."""
    charger_at: int
    """When they were measured by the charger's clock."""
    message: int
    values: tuple[tuple[str, float], ...]
    """Phase and value, in the order in which they came; an empty phase is all."""
    location: str = "Outlet"

    @property
    def phases(self) -> tuple[tuple[str, float], ...]:
        """The values of single phases against neutral, `L1` to `L3`."""
        return tuple(
            (name[:2], value)
            for name, value in self.values
            if name[:2] in ("L1", "L2", "L3") and "-L" not in name
        )

    @property
    def highest(self) -> float:
        """The greatest of the phases; of none, the overall value."""
        values = self.phases or self.values
        return max(value for _name, value in values)

    @property
    def total(self) -> float:
        """The overall value, which is the sum of the phases where none was sent."""
        for name, value in self.values:
            if not name:
                return value
        phases = self.phases
        return sum(value for _name, value in phases) if phases else self.highest


class Readings:
    """The newest values of one charger."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, str], Reading] = {}
        self._supplies: dict[int, Supply] = {}

    def of(self, connector: int, measurand: str) -> Reading | None:
        """Return the newest values of a measurand, None if there are none."""
        return self._held.get((connector, measurand))

    def has(self, connector: int) -> bool:
        """Return whether anything was ever measured or offered at a place."""
        return connector in self._supplies

    def supply(self, connector: int) -> Supply:
        """Return what is known of how a connector gets its power."""
        return self._supplies.get(connector, UNKNOWN)

    def take(self, samples: Iterable[Sample]) -> bool:
        """Take in the samples of the next message.

        Returns:
            Whether a connector proves to get its power in another way than known.
        """
        touched = set()
        for sample in samples:
            if sample.measurand not in _WANTED or abs(sample.value) > 1e7:
                continue
            number = sample.connector if sample.evse is None else sample.evse
            connector = 0 if number is None else number
            if self._take(connector, sample):
                touched.add(connector)
        learned = [self._learn(connector) for connector in touched]
        return any(learned)

    def _take(self, connector: int, sample: Sample) -> bool:
        key = connector, sample.measurand
        held = self._held.get(key)
        value = (sample.phase, sample.value)
        if held is not None:
            if sample.location != held.location and sample.location != "Outlet":
                return False
            if sample.source == "StopTransaction" and (
                # It repeats what was measured in the whole transaction.
                sample.charger_at < held.charger_at
            ):
                return False
            if sample.message == held.message and sample.location == held.location:
                if sample.charger_at < held.charger_at:
                    return False
                if sample.charger_at == held.charger_at:
                    values = (*held.values, value)[-12:]
                    self._held[key] = replace(held, values=values)
                    return True
        self._held[key] = Reading(
            sample.at, sample.charger_at, sample.message, (value,), sample.location
        )
        return True

    def _learn(self, connector: int) -> bool:
        """See how a connector gets its power; return whether that is new."""
        old = supply = self.supply(connector)
        voltage = self.of(connector, _VOLTAGE)
        if voltage is not None and voltage.highest > 0:
            whole = [value for name, value in voltage.values if not name]
            has_soc = self.of(connector, _SOC) is not None
            is_dc = any(value > (_DC_V if has_soc else _AC_V) for value in whole)
            supply = Supply(voltage.highest, supply.phases, is_dc or supply.is_dc)
        current = self.of(connector, IMPORT)
        if current is not None:
            flowing = sum(value > _FLOWS_A for _name, value in current.phases)
            if flowing:
                supply = replace(supply, phases=min(flowing, 3))
        self._supplies[connector] = supply
        return (supply.nominal_volts, supply.is_dc) != (old.nominal_volts, old.is_dc)
