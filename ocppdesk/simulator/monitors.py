# SPDX-License-Identifier: Apache-2.0
"""The monitors that a CSMS has set on variables of a 2.x charger (N02 to N08)."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from ocppdesk.simulator.device_model import DeviceModel, Key
from ocppdesk.simulator.device_variables import Component

CUSTOM: Final = "CustomMonitor"
"""The eventNotificationType of what a CSMS has set."""
_CRITERIA: Final = {
    "UpperThreshold": "ThresholdMonitoring",
    "LowerThreshold": "ThresholdMonitoring",
    "Delta": "DeltaMonitoring",
    "Periodic": "PeriodicMonitoring",
    "PeriodicClockAligned": "PeriodicMonitoring",
}
"""The kinds of monitor there are here, and the criterion each belongs to."""


@dataclass(slots=True)
class Monitor:
    """One monitor."""

    id: int
    """Given by the charger."""
    key: Key
    """What is watched."""
    place: dict[str, Any]
    """`component` and `variable` as they were sent."""
    kind: str
    """One of `_CRITERIA`."""
    value: float
    """The threshold, the change, or the seconds between two events."""
    severity: int
    """From 0, danger, to 9, debug."""
    is_tripped: bool = False
    """Whether the threshold is crossed."""
    reference: str = ""
    """The value that a change is counted from."""
    since: float = 0.0
    """What the seconds are counted from; 0: from any full one of the clock."""
    slot: int = 0
    """How many times they had passed when an event was told last."""

    def payload(self) -> dict[str, Any]:
        """Return the VariableMonitoringType."""
        return {
            "id": self.id,
            "transaction": False,
            "value": self.value,
            "type": self.kind,
            "severity": self.severity,
        }


class Monitors:
    """All monitors of one charger.

    Args:
        model: The variables.
        wall: Tells what the charger's clock shows, seconds since 1970.
    """

    def __init__(self, model: DeviceModel, wall: Callable[[], float]) -> None:
        self._model = model
        self._wall = wall
        self._ids = count(1)
        self._monitors: dict[int, Monitor] = {}
        self.level = 9
        """Events of a higher severity number are not told (N05)."""

    def set(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one entry of SetVariableMonitoring."""
        place = {name: request[name] for name in ("component", "variable")}
        result = {**place, "type": request["type"], "severity": request["severity"]}
        variable = request["variable"]
        key = (
            Component.of(request["component"]),
            variable["name"],
            variable.get("instance"),
        )
        shown = self._model.value(key)
        if shown is None:
            return {**result, "status": self._missing(request["component"])}
        if request["type"] not in _CRITERIA:
            return {**result, "status": "UnsupportedMonitorType"}
        if _CRITERIA[request["type"]] == "PeriodicMonitoring" and request["value"] <= 0:
            info = {"reasonCode": "ValuePositiveOnly"}
            return {**result, "status": "Rejected", "statusInfo": info}
        old = self._monitors.get(request.get("id", 0))
        if "id" in request and (old is None or old.key != key):
            return {**result, "status": "Rejected"}
        for other in self._monitors.values():
            same = (other.key, other.kind) == (key, request["type"])
            if same and other is not old and other.severity == request["severity"]:
                return {**result, "status": "Duplicate"}
        monitor_id = next(self._ids) if old is None else old.id
        monitor = Monitor(
            monitor_id,
            key,
            place,
            request["type"],
            request["value"],
            request["severity"],
            reference=shown,
            since=self._wall() if request["type"] == "Periodic" else 0.0,
        )
        self._monitors[monitor_id] = monitor
        if _CRITERIA[monitor.kind] == "PeriodicMonitoring":
            _is_due(monitor, self._wall())  # not before the first time has passed
        return {**result, "status": "Accepted", "id": monitor_id}

    def _missing(self, component: dict[str, Any]) -> str:
        known = self._model.find({"name": component["name"]})
        return "UnknownVariable" if known else "UnknownComponent"

    def clear(self, monitor_id: int) -> dict[str, Any]:
        """Answer one entry of ClearVariableMonitoring."""
        found = self._monitors.pop(monitor_id, None)
        status = "NotFound" if found is None else "Accepted"
        return {"id": monitor_id, "status": status}

    def clear_all(self) -> None:
        """Remove what the CSMS has set (N03)."""
        self._monitors.clear()

    def report(
        self, places: list[dict[str, Any]] | None, criteria: list[str] | None
    ) -> list[dict[str, Any]]:
        """Return the entries of NotifyMonitoringReport.

        Args:
            places: Components and variables to report on; None for all.
            criteria: Kinds of monitor to report; None for all.
        """
        keys: set[Key] | None = None
        if places is not None:
            keys = {
                variable.key
                for place in places
                for variable in self._model.find(
                    place["component"], place.get("variable")
                )
            }
        return [
            {**monitor.place, "variableMonitoring": [monitor.payload()]}
            for monitor in self._monitors.values()
            if (keys is None or monitor.key in keys)
            and (not criteria or _CRITERIA[monitor.kind] in criteria)
        ]

    def check(self) -> list[dict[str, Any]]:
        """Compare all variables with their monitors.

        Returns:
            What has happened since the last time, as events without id and time.
        """
        events = []
        for monitor in self._monitors.values():
            shown = self._model.value(monitor.key) or ""
            if _CRITERIA[monitor.kind] == "PeriodicMonitoring":
                is_due = _is_due(monitor, self._wall())
                event = {"trigger": "Periodic"} if is_due else None
            else:
                event = _crossing(monitor, shown) or _change(monitor, shown)
            if event is not None and monitor.severity <= self.level:
                more = {"variableMonitoringId": monitor.id, "actualValue": shown}
                kind = {"eventNotificationType": CUSTOM, "severity": monitor.severity}
                events.append({**event, **more, **kind, **monitor.place})
        return events


def _is_due(monitor: Monitor, wall: float) -> bool:
    """Return whether the time of a periodic monitor has passed since the last call."""
    slot = int((wall - monitor.since) // monitor.value)
    monitor.slot, before = slot, monitor.slot
    return slot != before


def _crossing(monitor: Monitor, shown: str) -> dict[str, Any] | None:
    value = _number(shown)
    if monitor.kind == "Delta" or value is None:
        return None
    above = monitor.kind == "UpperThreshold"
    tripped = value > monitor.value if above else value < monitor.value
    if tripped == monitor.is_tripped:
        return None
    monitor.is_tripped = tripped
    return {"trigger": "Alerting", "cleared": not tripped}


def _change(monitor: Monitor, shown: str) -> dict[str, Any] | None:
    if monitor.kind != "Delta" or shown == monitor.reference:
        return None
    value, reference = _number(shown), _number(monitor.reference)
    if value is None or reference is None:
        pass  # Any other text is a change.
    elif abs(value - reference) < monitor.value:
        return None
    monitor.reference = shown
    return {"trigger": "Delta"}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
