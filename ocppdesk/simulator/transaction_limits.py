# SPDX-License-Identifier: Apache-2.0
"""What a transaction may come to at most (OCPP 2.1, E16); pure."""

from dataclasses import dataclass, field
from typing import Any, Final

_TRIGGERS: Final = {
    "maxCost": "CostLimitReached",
    "maxEnergy": "EnergyLimitReached",
    "maxTime": "TimeLimitReached",
    "maxSoC": "SoCLimitReached",
}
SUPPORTED: Final = tuple(_TRIGGERS)
"""The limits that there are; this charger has them all."""


@dataclass(slots=True)
class TransactionLimits:
    """The limits of one transaction, and whether one is reached."""

    given: dict[str, float] = field(default_factory=dict)
    """What the CSMS has set, by the names of the specification."""
    is_reached: bool = False
    """Whether energy is held back because of one."""
    is_told: bool = True
    """Whether the CSMS was told that they are set (E16.FR.03)."""
    central_cost: float = 0.0
    """What it costs by the CSMS, for where the charger does not work it out."""

    def take(self, limits: dict[str, Any]) -> bool:
        """Take over limits; returns whether there was something new."""
        new = {name: limits[name] for name in SUPPORTED if name in limits}
        if new.items() <= self.given.items():
            return False
        self.given |= new
        self.is_told = False
        return True

    def reached(self, *, energy_wh: float, time_s: float, soc: float | None,
                cost: float | None) -> str | None:  # fmt: skip
        """Look whether a limit is reached.

        Args:
            energy_wh: What was charged.
            time_s: How long the transaction has lasted (E16.FR.09).
            soc: State of charge in percent, if it is known.
            cost: By the charger's own calculation, if there is one.

        Returns:
            The triggerReason if one is reached that was not before.
        """
        values = {
            "maxCost": self.central_cost if cost is None else cost,
            "maxEnergy": energy_wh,
            "maxTime": time_s,
            "maxSoC": soc,
        }
        for name, limit in self.given.items():
            value = values[name]
            if value is not None and value >= limit:
                was, self.is_reached = self.is_reached, True
                return None if was else _TRIGGERS[name]
        self.is_reached = False
        return None
