# SPDX-License-Identifier: Apache-2.0
"""The variables of a 2.x charger that show what is so at this moment."""

from collections.abc import Callable

from ocppdesk.simulator.build import VENDOR
from ocppdesk.simulator.connector import Connector
from ocppdesk.simulator.device_model import DeviceModel
from ocppdesk.simulator.device_variables import Component
from ocppdesk.simulator.outlets import Outlets


def bind_live_variables(model: DeviceModel, charger: Outlets) -> None:
    """Let the variables of a model show the state of a charger."""
    station = Component("ChargingStation")
    shown: dict[tuple[Component, str], Callable[[], str]] = {
        (Component("ClockCtrlr"), "DateTime"): charger.timestamp,
        (Component("SecurityCtrlr"), "Identity"): lambda: charger.identity,
        (station, "Model"): lambda: charger.build.model,
        (station, "VendorName"): lambda: VENDOR,
        (station, "SerialNumber"): lambda: charger.build.serial_number,
        (station, "FirmwareVersion"): lambda: charger.firmware,
        (station, "AvailabilityState"): lambda: (
            "Available" if charger.is_operative else "Unavailable"
        ),
        (station, "Available"): lambda: _flag(charger.is_operative),
        (station, "Problem"): lambda: _flag(
            any(c.is_faulted for c in charger.connectors)
        ),
    }
    for connector in charger.connectors:
        evse = Component("EVSE", connector.number)
        for owner in (evse, Component("Connector", connector.number, 1)):
            shown[owner, "AvailabilityState"] = connector.status_2x
            shown[owner, "Available"] = _available(connector)
            shown[owner, "Problem"] = _problem(connector)
        shown[evse, "Power"] = _power(connector)
    for (component, name), read in shown.items():
        model.bind((component, name, None), read)


def _available(connector: Connector) -> Callable[[], str]:
    return lambda: _flag(connector.is_operative)


def _problem(connector: Connector) -> Callable[[], str]:
    return lambda: _flag(connector.fault is not None)


def _power(connector: Connector) -> Callable[[], str]:
    return lambda: f"{connector.circuit.reading.power_w:.0f}"


def _flag(value: bool) -> str:
    return "true" if value else "false"
