# SPDX-License-Identifier: Apache-2.0
"""What an OCPP 2.1 charger says besides what 2.0.1 has."""

from collections.abc import Iterable
from typing import Any

from ocppdesk.core.versions import Version
from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.device_variables import Variable
from ocppdesk.simulator.device_variables21 import variables_21


class Charger21(Charger2x):
    """A charger that speaks OCPP 2.1."""

    speaks = Version.V21
    longest_token = 255

    def more_variables(self) -> Iterable[Variable]:
        """Return what 2.1 has added to the device model."""
        return variables_21()

    def event_entry(self, event: dict[str, Any]) -> dict[str, Any]:
        """Return an event as it is: 2.1 tells its severity."""
        return event
