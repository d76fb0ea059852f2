# SPDX-License-Identifier: Apache-2.0
"""A car on a supply: how much current flows, and what the meter then shows.

Pure: seconds go in, readings come out. The charger says how many amps it offers (the
duty cycle of the control pilot, IEC 61851-1 annex A); the car takes what it wants of
that. Energy is the integral of exactly the power that the readings report.
"""

import random
from dataclasses import dataclass, replace
from typing import Final

STEP_S: Final = 1.0  # Power is constant for a step; a ramp then has a few steps.
MIN_PILOT_A: Final = 6.0  # IEC 61851-1: the pilot cannot offer less, only nothing.
RAMP_UP_A_PER_S: Final = 3.0
RAMP_DOWN_A_PER_S: Final = 10.0  # IEC 61851-1 gives a car 5 s to obey a lower offer.
_TRICKLE: Final = 0.08  # the part of the full current that flows just below full
_AMBIENT_C: Final = 21.0
_THERMAL_S: Final = 600.0  # time constant of the charger's inside

Phases = tuple[float, float, float]
"""One number for each of L1, L2 and L3."""


@dataclass(frozen=True, slots=True)
class Car:
    """What is plugged in."""

    max_current_a: float = 16.0
    """The most that its on-board charger takes on each phase."""
    phases: int = 3
    """How many phases the on-board charger uses: 1 or 3."""
    capacity_wh: float = 58_000.0
    """Energy from empty to full."""
    soc: float = 45.0
    """State of charge when it is plugged in, in percent."""
    taper_from: float = 80.0
    """State of charge from which the current decreases, in percent."""
    target_soc: float = 100.0
    """State of charge at which the car stops, in percent."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What the charger hangs on."""

    voltage_v: float = 230.0
    """Line-to-neutral voltage without load."""
    max_current_a: float = 32.0
    """The most that installation, cable and contactor carry on each phase."""
    phases: int = 3
    """How many phases are connected: 1 or 3."""
    resistance_ohm: float = 0.12
    """Of the feeder, for each phase: why the voltage sags under load."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the meter shows at one instant."""

    current_a: Phases
    """Current of each phase."""
    voltage_v: Phases
    """Line-to-neutral voltage of each phase; 0 for a phase that is not connected."""
    power_w: float
    """Active power, the sum of all phases."""
    energy_wh: float
    """The register: never reset, never smaller than before."""
    offered_a: float
    """What the charger offers on each phase; 0 or at least 6."""
    soc: float | None
    """The car's state of charge in percent, None without a car."""
    temperature_c: float
    """Inside the charger."""


def pilot_current(limit_a: float) -> float:
    """Return what the control pilot offers under a limit: nothing below 6 A."""
    return limit_a if limit_a >= MIN_PILOT_A else 0.0


class Circuit:
    """One outlet with its meter, and the car on it, if any.

    Args:
        supply: What feeds it.
        seed: Of the noise; equal seeds give equal readings.
        register_wh: What the register shows at first.
        haste: How many times faster than real the car fills up. Only the state of
            charge hurries: power, energy and time always agree with each other.
    """

    def __init__(
        self,
        supply: Supply,
        *,
        seed: int | str = 0,
        register_wh: float = 0.0,
        haste: float = 1.0,
    ) -> None:
        self.supply = supply
        self._random = random.Random(seed)
        self._haste = haste
        self._car: Car | None = None
        self._soc = 0.0
        self._limit_a = 0.0
        self._limit_phases = 3
        self._current_a = 0.0
        self._drift_v = 0.0
        self._energy_wh = register_wh
        self._temperature_c = _AMBIENT_C
        self._rest_s = 0.0
        self._reading = self._measure((0.0, 0.0, 0.0))

    @property
    def reading(self) -> Reading:
        """What the meter shows now."""
        return self._reading

    @property
    def car(self) -> Car | None:
        """The car that is plugged in."""
        return self._car

    @property
    def is_full(self) -> bool:
        """Whether the car has all that it wants."""
        return self._car is not None and self._soc >= self._car.target_soc

    @property
    def phases(self) -> int:
        """How many phases would be used now."""
        used = min(self.supply.phases, self._limit_phases)
        return used if self._car is None else min(used, self._car.phases)

    def connect(self, car: Car) -> None:
        """Plug a car in; the offer stays as it was."""
        self._car = car
        self._soc = car.soc
        self._reading = replace(self._reading, soc=car.soc)

    def disconnect(self) -> None:
        """Pull the plug: the current stops at once."""
        self._car = None
        self.offer(0.0)
        self._reading = replace(self._reading, soc=None)

    def offer(self, limit_a: float, *, phases: int = 3) -> None:
        """Change what the charger offers.

        Args:
            limit_a: Limit of each phase; less than 6 A opens the contactor.
            phases: How many phases may carry current.
        """
        self._limit_a = pilot_current(min(limit_a, self.supply.max_current_a))
        self._limit_phases = phases
        if self._limit_a == 0.0:
            self._current_a = 0.0
            self._reading = self._measure((0.0, 0.0, 0.0))
        self._reading = replace(self._reading, offered_a=self._limit_a)

    def advance(self, seconds: float) -> None:
        """Let time pass.

        Whole steps are taken; what is left over waits for the next call.
        """
        self._rest_s += seconds
        while self._rest_s >= STEP_S:
            self._rest_s -= STEP_S
            self._step()

    def _wanted_a(self) -> float:
        """Return what the car would take if the offer had no limit."""
        car = self._car
        if car is None or self._soc >= car.target_soc:
            return 0.0
        if self._soc <= car.taper_from:
            return car.max_current_a
        left = (100.0 - self._soc) / (100.0 - car.taper_from)
        return car.max_current_a * max(left, _TRICKLE)

    def _step(self) -> None:
        target = min(self._wanted_a(), self._limit_a)
        lowest = self._current_a - RAMP_DOWN_A_PER_S * STEP_S
        highest = self._current_a + RAMP_UP_A_PER_S * STEP_S
        self._current_a = min(max(target, lowest), highest)
        used = self.phases if self._car is not None else 0
        # A car stays a little below the offer, never above it.
        currents = [
            self._current_a * (1.0 - 0.008 * self._random.random())
            if phase < used
            else 0.0
            for phase in range(3)
        ]
        self._drift_v += self._random.gauss(0.0, 0.15) - 0.02 * self._drift_v
        self._reading = self._measure((currents[0], currents[1], currents[2]))
        gained = self._reading.power_w * STEP_S / 3600.0
        self._energy_wh += gained
        if self._car is not None:
            filled = 100.0 * gained * self._haste / self._car.capacity_wh
            self._soc = min(self._soc + filled, 100.0)
        load = max(currents) / max(self.supply.max_current_a, 1.0)
        aim = _AMBIENT_C + 24.0 * load
        self._temperature_c += (aim - self._temperature_c) * STEP_S / _THERMAL_S
        self._reading = replace(
            self._reading,
            energy_wh=self._energy_wh,
            soc=None if self._car is None else self._soc,
            temperature_c=self._temperature_c,
        )

    def _measure(self, currents: Phases) -> Reading:
        base = self.supply.voltage_v + self._drift_v
        volts = [
            base + offset - current * self.supply.resistance_ohm
            if phase < self.supply.phases
            else 0.0
            for phase, (offset, current) in enumerate(
                zip((0.0, 0.6, -0.4), currents, strict=True)
            )
        ]
        # An on-board charger corrects its power factor to very nearly 1.
        power = sum(u * i for u, i in zip(volts, currents, strict=True))
        return Reading(
            current_a=currents,
            voltage_v=(volts[0], volts[1], volts[2]),
            power_w=power,
            energy_wh=self._energy_wh,
            offered_a=self._limit_a,
            soc=None if self._car is None else self._soc,
            temperature_c=self._temperature_c,
        )
