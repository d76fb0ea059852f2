# SPDX-License-Identifier: Apache-2.0
"""Faults and monitors of a 2.x charger as the events of NotifyEvent (N07)."""

from typing import Any, Final

from ocppdesk.simulator.connector import Fault

_PLACES: Final = {
    "ConnectorLockFailure": ("ConnectorPlugRetentionLock", "Problem"),
    "EVCommunicationError": ("CPPWMController", "Problem"),
    "GroundFailure": ("RCD", "Tripped"),
    "HighTemperature": ("TemperatureSensor", "Active"),
    "OverCurrentFailure": ("OverCurrentProtection", "Operated"),
    "OverVoltage": ("ElectricalFeed", "Problem"),
    "PowerMeterFailure": ("FiscalMetering", "Problem"),
    "PowerSwitchFailure": ("PowerContactor", "Problem"),
    "ReaderFailure": ("TokenReader", "Problem"),
    "UnderVoltage": ("ElectricalFeed", "Problem"),
}
"""Component and variable that stand for an error code of 1.6."""
_HARDWARE: Final = 1
_WARNING: Final = 6


def fault_event(evse: int, fault: Fault, *, cleared: bool) -> dict[str, Any]:
    """Return the event of a fault, without id and time.

    Args:
        evse: The EVSE that has it.
        fault: What is wrong.
        cleared: Whether it is over.
    """
    component, variable = _PLACES.get(fault.code, ("ChargingStation", "Problem"))
    event: dict[str, Any] = {
        "trigger": "Alerting",
        "actualValue": "false" if cleared else "true",
        "techCode": (fault.vendor_code or fault.code)[:50],
        "cleared": cleared,
        "component": {"name": component, "evse": {"id": evse, "connectorId": 1}},
        "variable": {"name": variable},
        "eventNotificationType": "HardWiredNotification",
        "severity": _HARDWARE if fault.stops_charging else _WARNING,
    }
    if fault.info:
        event["techInfo"] = fault.info[:500]
    return event
