# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.connector import Fault
from ocppdesk.simulator.device_variables import Component


@pytest.fixture
def shown(talk):
    booted = talk("2.0.1", identity="CP-9")

    def look(component, name):
        return booted.charger.model.value((component, name, None))

    return booted, look


def test_station_shows_itself(shown):
    _booted, look = shown
    station = Component("ChargingStation")
    assert look(Component("SecurityCtrlr"), "Identity") == "CP-9"
    assert look(station, "FirmwareVersion") == "1.4.2"
    assert look(station, "Problem") == "false"
    assert look(Component("ClockCtrlr"), "DateTime") == "2027-01-15T08:00:00.000Z"


def test_connector_shows_its_state(shown):
    booted, look = shown
    evse, plug = Component("EVSE", 1), Component("Connector", 1, 1)
    assert look(plug, "AvailabilityState") == "Available"
    booted.charge()
    assert look(plug, "AvailabilityState") == look(evse, "AvailabilityState")
    assert look(plug, "AvailabilityState") == "Occupied"
    assert float(look(evse, "Power")) > 1000
    booted.act("raise_fault", 1, Fault("GroundFailure"))
    assert look(evse, "Problem") == look(Component("ChargingStation"), "Problem")
    assert look(evse, "Problem") == "true"
    assert look(Component("EVSE", 2), "Problem") == "false"


def test_closed_station_shows_it(shown):
    booted, look = shown
    booted.charger.change_availability(0, operative=False)
    assert look(Component("ChargingStation"), "AvailabilityState") == "Unavailable"
    assert look(Component("EVSE", 2), "Available") == "false"
