# SPDX-License-Identifier: Apache-2.0
"""Variables, reports and monitors of a 2.x charger (blocks B and N)."""

from collections.abc import Callable
from typing import Any, Final

from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.commands2x import answer
from ocppdesk.simulator.device_variables import Variable
from ocppdesk.simulator.monitors import Monitors
from ocppdesk.simulator.outbox import Payload

_PER_PART: Final = 20  # entries of one NotifyReport


class Inventory2x:
    """The commands about what the charger is made of.

    Args:
        charger: Who carries them out.
    """

    def __init__(self, charger: Charger2x) -> None:
        self._charger = charger
        self._monitors = Monitors(charger.model, charger.wall)
        charger.each_second.append(self._watch)

    def table(self) -> dict[str, Callable[[Payload], Payload]]:
        """Return each action with what carries it out."""
        return {
            "ClearVariableMonitoring": self.clear_variable_monitoring,
            "GetBaseReport": self._get_base_report,
            "GetMonitoringReport": self._get_monitoring_report,
            "GetReport": self._get_report,
            "GetVariables": self._get_variables,
            "SetMonitoringBase": self.set_monitoring_base,
            "SetMonitoringLevel": self._set_monitoring_level,
            "SetVariableMonitoring": self.set_variable_monitoring,
            "SetVariables": self._set_variables,
        }

    def _watch(self) -> None:
        events = self.deliver(self._monitors.check())
        if events:
            self._charger.notify(events)

    def deliver(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Deliver what monitors have seen; returns what NotifyEvent is to tell."""
        return events

    # Variables

    def _get_variables(self, payload: Payload) -> Payload:
        get = self._charger.model.get_variable
        return {"getVariableResult": [get(e) for e in payload["getVariableData"]]}

    def _set_variables(self, payload: Payload) -> Payload:
        results = []
        for entry in payload["setVariableData"]:
            result = self._charger.model.set_variable(entry)
            results.append(result)
            is_password = entry["variable"]["name"] == "BasicAuthPassword"
            if is_password and result["attributeStatus"] == "Accepted":
                self._charger.reconnect_soon()  # A01: with the new password
        return {"setVariableResult": results}

    # Reports

    def _get_base_report(self, payload: Payload) -> Payload:
        variables = self._charger.model.base_report(payload["reportBase"])
        self._report(payload["requestId"], variables)
        return answer("Accepted")

    def _get_report(self, payload: Payload) -> Payload:
        model = self._charger.model
        wanted = payload.get("componentVariable")
        if wanted is None:
            variables = model.base_report("FullInventory")
        else:
            variables = [
                variable
                for entry in wanted
                for variable in model.find(entry["component"], entry.get("variable"))
            ]
        criteria = payload.get("componentCriteria")
        if criteria:
            selected = model.with_state(criteria)
            variables = [v for v in variables if v.component in selected]
        if not variables:
            return answer("EmptyResultSet")
        self._report(payload["requestId"], variables)
        return answer("Accepted")

    def _report(self, request_id: int, variables: list[Variable]) -> None:
        entries = list(self._charger.model.report_data(variables))
        self._send_parts("NotifyReport", "reportData", request_id, entries)

    def _send_parts(
        self, action: str, name: str, request_id: int, entries: list[dict[str, Any]]
    ) -> None:
        parts = [entries[i : i + _PER_PART] for i in range(0, len(entries), _PER_PART)]
        for number, part in enumerate(parts):
            payload = {
                "requestId": request_id,
                "generatedAt": self._charger.timestamp(),
                "seqNo": number,
                "tbc": number + 1 < len(parts),
                name: part,
            }
            self._charger.call(action, payload)

    # Monitors

    def set_variable_monitoring(self, payload: Payload) -> Payload:
        """Answer SetVariableMonitoring (N04)."""
        entries = payload["setMonitoringData"]
        return {"setMonitoringResult": [self._monitors.set(e) for e in entries]}

    def clear_variable_monitoring(self, payload: Payload) -> Payload:
        """Answer ClearVariableMonitoring (N06)."""
        results = [self._monitors.clear(number) for number in payload["id"]]
        return {"clearMonitoringResult": results}

    def _get_monitoring_report(self, payload: Payload) -> Payload:
        found = self._monitors.report(
            payload.get("componentVariable"), payload.get("monitoringCriteria")
        )
        if not found:
            return answer("EmptyResultSet")
        entries = self.monitoring_report(found)
        request_id = payload["requestId"]
        self._send_parts("NotifyMonitoringReport", "monitor", request_id, entries)
        return answer("Accepted")

    def monitoring_report(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return entries of NotifyMonitoringReport as this version has them."""
        return found

    def set_monitoring_base(self, payload: Payload) -> Payload:
        """Answer SetMonitoringBase (N03)."""
        if payload["monitoringBase"] != "All":
            self._monitors.clear_all()
        return answer("Accepted")

    def _set_monitoring_level(self, payload: Payload) -> Payload:
        if not 0 <= payload["severity"] <= 9:
            return answer("Rejected", "ValueOutOfRange")
        self._monitors.level = payload["severity"]
        return answer("Accepted")
