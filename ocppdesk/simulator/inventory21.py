# SPDX-License-Identifier: Apache-2.0
"""Monitors of a 2.1 charger and their streams (block N)."""

from collections.abc import Callable
from typing import Any

from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.commands2x import answer
from ocppdesk.simulator.inventory2x import Inventory2x
from ocppdesk.simulator.monitors import CUSTOM
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.streams import Streams


class Inventory21(Inventory2x):
    """The commands about what a 2.1 charger is made of.

    Args:
        charger: Who carries them out.
    """

    def __init__(self, charger: Charger2x) -> None:
        self._streams = Streams(charger)
        super().__init__(charger)

    def table(self) -> dict[str, Callable[[Payload], Payload]]:
        """Return each action with what carries it out."""
        return super().table() | {
            "AdjustPeriodicEventStream": self._adjust_stream,
            "GetPeriodicEventStream": self._get_streams,
        }

    def deliver(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Put what monitors have seen into their streams; returns the rest."""
        return self._streams.take(events)

    def monitoring_report(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return entries that say who has set a monitor, as 2.1 wants it."""
        key, kind = "variableMonitoring", {"eventNotificationType": CUSTOM}
        return [entry | {key: [one | kind for one in entry[key]]} for entry in found]

    def set_variable_monitoring(self, payload: Payload) -> Payload:
        """Answer SetVariableMonitoring, and open the streams that it asks for (N11)."""
        found = super().set_variable_monitoring(payload)
        asked = zip(
            payload["setMonitoringData"], found["setMonitoringResult"], strict=True
        )
        for request, result in asked:
            if result["status"] != "Accepted":
                continue
            if "periodicEventStream" in request:
                self._streams.open(result["id"], request["periodicEventStream"])
            else:
                self._streams.close(result["id"])  # N13.FR.06
        return found

    def clear_variable_monitoring(self, payload: Payload) -> Payload:
        """Answer ClearVariableMonitoring; a stream ends with its monitor (N13)."""
        for number in payload["id"]:
            self._streams.close(number)
        return super().clear_variable_monitoring(payload)

    def set_monitoring_base(self, payload: Payload) -> Payload:
        """Answer SetMonitoringBase; streams end with what the CSMS had set (N03)."""
        if payload["monitoringBase"] != "All":
            self._streams.close_all()
        return super().set_monitoring_base(payload)

    def _adjust_stream(self, payload: Payload) -> Payload:
        reason = self._streams.adjust(payload["id"], payload["params"])
        return answer("Accepted" if reason is None else "Rejected", reason)

    def _get_streams(self, _payload: Payload) -> Payload:
        found = self._streams.report()
        return {"constantStreamData": found} if found else {}
