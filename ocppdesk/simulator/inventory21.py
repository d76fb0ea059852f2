# SPDX-License-Identifier: Apache-2.0
"""Monitors of a 2.1 charger (block N)."""

from typing import Any

from ocppdesk.simulator.inventory2x import Inventory2x
from ocppdesk.simulator.monitors import CUSTOM


class Inventory21(Inventory2x):
    """The commands about what a 2.1 charger is made of."""

    def monitoring_report(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return entries that say who has set a monitor, as 2.1 wants it."""
        key, kind = "variableMonitoring", {"eventNotificationType": CUSTOM}
        return [entry | {key: [one | kind for one in entry[key]]} for entry in found]
