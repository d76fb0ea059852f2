# SPDX-License-Identifier: Apache-2.0
from ocppdesk.simulator.connector import Fault
from ocppdesk.simulator.events import fault_event


def test_fault_names_the_part_that_has_it():
    event = fault_event(2, Fault("GroundFailure", "30 mA", "RC9"), cleared=False)
    assert event["component"] == {
        "name": "RCD",
        "evse": {"id": 2, "connectorId": 1},
    }
    assert event["variable"] == {"name": "Tripped"}
    assert (event["actualValue"], event["cleared"]) == ("true", False)
    assert (event["techCode"], event["techInfo"]) == ("RC9", "30 mA")


def test_cleared_fault_is_the_same_place_without_the_trouble():
    event = fault_event(1, Fault("InternalError"), cleared=True)
    assert event["component"]["name"] == "ChargingStation"
    assert (event["actualValue"], event["cleared"]) == ("false", True)
    assert event["techCode"] == "InternalError"
    assert "techInfo" not in event
