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
_TELLING: Final = frozenset({IMPORT, _VOLTAGE, _SOC})
"""What tells how a connector gets its power."""
_MOST: Final = 1e7
_MOST_VALUES: Final = 12  # of one time; phases, and pairs of them
_MOST_HELD: Final = 1_000  # measurands of all connectors; nonsense must not pile up
_SAME_V: Final = 5.0
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


class _Held:
    """A reading while its samples come."""

    __slots__ = ("at", "charger_at", "location", "message", "values")

    def __init__(self, sample: Sample) -> None:
        self.at = sample.at
        self.charger_at = sample.charger_at
        self.location = sample.location
        self.message = sample.message
        self.values = [(sample.phase, sample.value)]


class Readings:
    """The newest values of one charger."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, str], _Held] = {}
        self._supplies: dict[int, Supply] = {}

    def of(self, connector: int, measurand: str) -> Reading | None:
        """Return the newest values of a measurand, None if there are none."""
        held = self._held.get((connector, measurand))
        if held is None:
            return None
        return Reading(held.at, held.charger_at, held.message, tuple(held.values))

    def has(self, connector: int) -> bool:
        """Return whether anything was ever measured or offered at a place."""
        return any(place == connector for place, _measurand in self._held)

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
            if sample.measurand not in _WANTED or not -_MOST < sample.value < _MOST:
                continue
            number = sample.connector if sample.evse is None else sample.evse
            connector = 0 if number is None else number
            if self._take(connector, sample) and sample.measurand in _TELLING:
                touched.add(connector)
        if not touched:
            return False
        learned = [self._learn(connector) for connector in touched]
        return any(learned)

    def _take(self, connector: int, sample: Sample) -> bool:
        key = connector, sample.measurand
        held = self._held.get(key)
        if held is not None:
            if sample.location != held.location:
                if sample.location != "Outlet":
                    return False
            elif sample.message == held.message:
                if sample.charger_at < held.charger_at:
                    return False
                if sample.charger_at == held.charger_at:
                    if len(held.values) < _MOST_VALUES:
                        held.values.append((sample.phase, sample.value))
                    return True
            if sample.charger_at < held.charger_at and (
                # It repeats what was measured in the whole transaction.
                sample.source == "StopTransaction"
            ):
                return False
        elif len(self._held) >= _MOST_HELD:
            return False
        self._held[key] = _Held(sample)
        return True

    def _learn(self, connector: int) -> bool:
        """See how a connector gets its power; return whether that is new."""
        old = supply = self.supply(connector)
        voltage = self._held.get((connector, _VOLTAGE))
        if voltage is not None:
            supply = self._with_voltage(supply, connector, voltage.values)
        current = self.of(connector, IMPORT)
        if current is not None:
            flowing = sum(value > _FLOWS_A for _name, value in current.phases)
            if flowing and flowing != supply.phases:
                supply = replace(supply, phases=min(flowing, 3))
        if supply is old:
            return False
        self._supplies[connector] = supply
        return (supply.nominal_volts, supply.is_dc) != (old.nominal_volts, old.is_dc)

    def _with_voltage(
        self, supply: Supply, connector: int, values: list[tuple[str, float]]
    ) -> Supply:
        volts = max(value for _phase, value in values)
        if volts <= 0:
            return supply
        least = _DC_V if (connector, _SOC) in self._held else _AC_V
        is_dc = supply.is_dc or any(
            not phase and value > least for phase, value in values
        )
        # Only the region matters of AC, which no slow change leaves.
        is_same = supply.volts is not None and abs(volts - supply.volts) < _SAME_V
        if is_same and not is_dc:
            return supply
        return Supply(volts, supply.phases, is_dc)
