# SPDX-License-Identifier: Apache-2.0
"""What a charger says about itself is found in its calls only."""

import pytest

from ocppdesk.core.facts import (
    Boot,
    ConnectorStatus,
    boot_in,
    boot_of,
    states_in,
    states_of,
    status_in,
)
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction


def test_the_plate_of_ocpp_16(message):
    payload = {
        "chargePointVendor": "Alfen",
        "chargePointModel": "Eve",
        "chargePointSerialNumber": "S1",
        "chargeBoxSerialNumber": "S2",
        "firmwareVersion": "1.0",
    }
    found = boot_of(message("BootNotification", payload))
    assert found == Boot("Alfen", "Eve", "S1", "1.0", payload)


def test_the_box_has_a_serial_number_too(message):
    found = boot_of(message("BootNotification", {"chargeBoxSerialNumber": "S2"}))
    assert found == Boot("", "", "S2", "", {"chargeBoxSerialNumber": "S2"})


def test_the_plate_of_ocpp_2(message):
    station = {"vendorName": "V", "model": "M", "serialNumber": 5}
    payload = {"reason": "PowerUp", "chargingStation": station}
    found = boot_of(message("BootNotification", payload))
    assert found == Boot("V", "M", "5", "", payload)


def test_the_state_of_a_connector_in_ocpp_16(message):
    payload = {
        "connectorId": "2",
        "status": "Faulted",
        "errorCode": "GroundFailure",
        "info": "RCD",
        "vendorErrorCode": "E42",
    }
    (found,) = states_of(message("StatusNotification", payload))
    assert found == ConnectorStatus(0, 2, "Faulted", "GroundFailure", "RCD · E42")


def test_the_state_of_a_connector_in_ocpp_2(message):
    payload = {"evseId": 1, "connectorId": 2, "connectorStatus": "Occupied"}
    (found,) = states_of(message("StatusNotification", payload))
    assert found == ConnectorStatus(1, 2, "Occupied", "", "")


def test_nonsense_is_no_state_but_no_trouble_either(message):
    payload = {
        "connectorId": [1],
        "status": {"a": 1},
        "errorCode": None,
        "info": "\ud800",
    }
    (found,) = states_of(message("StatusNotification", payload))
    assert found == ConnectorStatus(0, 0, "", "", "\\ud800")


@pytest.mark.parametrize(
    "fields",
    [
        {"direction": Direction.OUT},
        {"type": MessageType.CALLRESULT},
        {"type": MessageType.SEND},
        {"raw": '[2,"1","BootNotification",{'},
        {"raw": '[2,"1","BootNotification",[]]'},
        {"action": "Heartbeat"},
        {"action": None},
    ],
    ids=["ours", "answer", "send", "broken", "array", "other", "none"],
)
def test_nothing_else_is_a_plate_or_a_state(fields, message):
    for action, fact in (
        ("BootNotification", boot_of),
        ("StatusNotification", states_of),
    ):
        changed = fields.get("raw", "").replace("BootNotification", action)
        values = fields | ({"raw": changed} if changed else {})
        kind = values.get("type", MessageType.CALL)
        values = {k: v for k, v in values.items() if k not in ("type", "action")}
        name = fields.get("action", action)
        assert fact(message(name, {"status": "x"}, type=kind, **values)) in (None, ())


def test_payloads_tell_the_same_as_their_messages():
    assert boot_in({"chargePointVendor": "V"}).vendor == "V"
    assert status_in({"connectorId": 2, "status": "Faulted"}).status == "Faulted"


def event(evse, value, *, component="Connector", variable="AvailabilityState"):
    return {
        "component": {"name": component, "evse": evse},
        "variable": {"name": variable},
        "actualValue": value,
    }


def test_states_of_connectors_are_in_events_of_ocpp_2_too(message):
    events = [
        event({"id": 1, "connectorId": 2}, "Occupied"),
        event({"id": 1, "connectorId": 2}, "true", variable="Problem"),
        event({"id": 2}, "Available", component="EVSE"),
        event({"id": 3, "connectorId": 1}, "Faulted", component="connector"),
    ]
    found = states_of(message("NotifyEvent", {"eventData": events}))
    assert found == (
        ConnectorStatus(1, 2, "Occupied", "", ""),
        ConnectorStatus(3, 1, "Faulted", "", ""),
    )


@pytest.mark.parametrize("events", [None, 5, [5], [{}], [{"component": []}]])
def test_events_of_any_shape_are_no_trouble(events):
    assert states_in("NotifyEvent", {"eventData": events}) == ()
