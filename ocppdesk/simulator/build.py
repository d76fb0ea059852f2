# SPDX-License-Identifier: Apache-2.0
"""How a simulated charger is built."""

import zlib
from dataclasses import dataclass, field
from typing import Final

from ocppdesk.simulator.physics import Supply

VENDOR: Final = "OCPP Desk"
_MOST_CONNECTORS: Final = 10


@dataclass(frozen=True, slots=True)
class Build:
    """How a simulated charger is built."""

    identity: str = "SIM-1"
    """The name it connects with."""
    connectors: int = 2
    """How many outlets it has."""
    supply: Supply = field(default_factory=Supply)
    """What each outlet hangs on."""
    seed: int = 1
    """Of the noise in its readings."""
    haste: float = 1.0
    """How many times faster than real a car fills up."""
    model: str = "Simulated AC22"
    """As BootNotification says it."""
    firmware: str = "1.4.2"
    """As BootNotification says it."""
    register_wh: float = 152_300.0
    """What the meter of the first outlet shows at first."""

    def __post_init__(self) -> None:
        if not 1 <= self.connectors <= _MOST_CONNECTORS:
            raise ValueError(f"A charger has 1 to {_MOST_CONNECTORS} connectors.")
        if self.haste <= 0:
            raise ValueError("The speed must be more than 0.")

    @property
    def serial_number(self) -> str:
        """A serial number that belongs to the identity."""
        return f"OD{zlib.crc32(self.identity.encode()):010d}"
