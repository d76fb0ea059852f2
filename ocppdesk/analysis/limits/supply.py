# SPDX-License-Identifier: Apache-2.0
"""Amps and watts of a connector: voltage, phases, and whether it is direct current.

OCPP 1.6, 7.12 and 7.14; OCPP 2.0.1, K01.FR.44, K01.FR.49 and K01.FR.50.
"""

from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.limits.schedule import Period

FLOOR_A: Final = 6.0
"""The least that a charger can offer a car over AC (IEC 61851-1, table A.8)."""
DEFAULT_PHASES: Final = 3  # what a period without numberPhases means (OCPP 1.6, 7.14)
_NOMINAL_V: Final = 230.0
_REGIONS: Final = ((90.0, 140.0, 120.0), (180.0, 300.0, 230.0))


@dataclass(frozen=True, slots=True)
class Supply:
    """What a connector gets its power from, as far as its samples tell."""

    volts: float | None = None
    """The newest voltage that was measured; between line and neutral, or of DC."""
    phases: int | None = None
    """How many phases carried a current; None: not known."""
    is_dc: bool = False
    """Whether it charges with direct current."""

    @property
    def nominal_volts(self) -> float:
        """The nominal voltage, with which limits are converted, not the measured one.

        K01.FR.49: the one of the region, which the measured one tells.
        """
        for least, most, nominal in _REGIONS:
            if self.volts is not None and least <= self.volts <= most:
                return nominal
        return _NOMINAL_V

    def amps(self, period: Period, unit: str) -> float | None:
        """Return the limit of a period in amps (AC: for each phase), None if unknown.

        For direct current watts can only be converted with a measured voltage.
        """
        if period.limit is None or unit == "A":
            return period.limit
        if self.is_dc:
            return period.limit / self.volts if self.volts else None
        phases = period.phases or DEFAULT_PHASES
        return period.limit / (self.nominal_volts * phases)

    def watts(self, amps: float, phases: int | None) -> float | None:
        """Return the power of a current (AC: on each phase), None if unknown."""
        if self.is_dc:
            return amps * self.volts if self.volts else None
        return amps * self.nominal_volts * (phases or DEFAULT_PHASES)


UNKNOWN: Final = Supply()
"""Of a connector that measured nothing."""
