# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.commands.sightings import (
    Limit,
    Spot,
    measured_in,
    sees_call,
    sees_limit,
    sees_state,
    spot_of,
    states_in,
)
from ocppdesk.core.phrases.parts import Part


@pytest.mark.parametrize(
    ("payload", "spot"),
    [
        ({"connectorId": 2}, (None, 2)),
        ({"evseId": 1, "connectorId": 2}, (1, 2)),
        ({"evse": {"id": 3, "connectorId": 1}}, (3, 1)),
        ({"evse": "x"}, (None, None)),
    ],
)
def test_a_command_is_about_a_spot(payload, spot):
    assert spot_of(Part(payload)) == spot


@pytest.mark.parametrize(
    ("spot", "found", "is_there"),
    [
        (Spot(), (None, 2), True),
        (Spot(None, 0), (None, 2), True),
        (Spot(None, 2), (None, 2), True),
        (Spot(None, 2), (None, 1), False),
        (Spot(1, None), (1, 2), True),
        (Spot(1, None), (2, 2), False),
    ],
)
def test_a_spot_has_what_is_at_it(spot, found, is_there):
    assert spot.has(*found) is is_there


def test_states_are_read_in_every_version(message):
    old = {"connectorId": 1, "status": "Faulted", "errorCode": "NoError"}
    new = {"evseId": 1, "connectorId": 2, "connectorStatus": "Occupied"}
    event = {
        "eventData": [
            {
                "component": {"name": "Connector", "evse": {"id": 1, "connectorId": 1}},
                "variable": {"name": "AvailabilityState"},
                "actualValue": "Available",
            },
            {"variable": {"name": "Power"}, "actualValue": "1"},
        ]
    }
    for action, payload, found in (
        ("StatusNotification", old, [((None, 1), "Faulted")]),
        ("StatusNotification", new, [((1, 2), "Occupied")]),
        ("NotifyEvent", event, [((1, 1), "Available")]),
        ("Heartbeat", {}, []),
    ):
        made = message(action, payload)
        assert list(states_in(made, Part(payload))) == found


def test_a_state_elsewhere_is_not_seen(message):
    look = sees_state(Spot(None, 1), lambda status: status == "Reserved")
    payload = {"connectorId": 2, "status": "Reserved"}
    assert look(message("StatusNotification", payload), Part(payload)) is None
    payload = {"connectorId": 1, "status": "Reserved"}
    assert look(message("StatusNotification", payload), Part(payload)).proves
    payload = {"connectorId": 1, "status": "Available"}
    assert not look(message("StatusNotification", payload), Part(payload)).proves


def test_a_call_is_seen_with_what_it_has_to_say(message):
    look = sees_call("NotifyReport", requestId=5)
    for payload, is_seen in (({"requestId": 5}, True), ({"requestId": 6}, False)):
        seen = look(message("NotifyReport", payload), Part(payload))
        assert (seen is not None) is is_seen
    look = sees_call("StatusNotification", spot=Spot(None, 1))
    made = message("StatusNotification", {}, connector=2)
    assert look(made, Part({})) is None


@pytest.mark.parametrize("name", ["status", "connectorStatus"])
def test_a_call_is_told_with_its_status(message, name):
    look = sees_call("StatusNotification")
    payload = {name: "Occupied"}
    seen = look(message("StatusNotification", payload), Part(payload))
    assert seen.text == "StatusNotification: Occupied."


def samples(*values):
    return {
        "connectorId": 1,
        "meterValue": [{"sampledValue": [
            {"measurand": name, "value": str(value), "unit": unit}
            for name, value, unit in values]}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "payload", "proves", "told"),
    [
        (Limit(6, "A"), samples(("Current.Offered", 6, "A")), True, "within 6 A"),
        (Limit(6, "A"), samples(("Current.Import", 6.2, "A")), True, "within 6 A"),
        (Limit(6, "A"), samples(("Current.Import", 16, "A")), False, "still above"),
        (Limit(6, "A"), samples(("Current.Import", 0, "A")), False, "nothing flows"),
        (Limit(0, "A"), samples(("Current.Import", 0, "A")), True, "within 0 A"),
        (Limit(4000, "W"), samples(("Power.Active.Import", 4.1, "kW")), True, "4 100"),
        (
            Limit(6, "A"),
            samples(("Current.Import", 2, "A"), ("Current.Import", 9, "A")),
            False,
            "is 9 A",
        ),
    ],
)
def test_measurements_are_held_against_a_limit(message, limit, payload, proves, told):
    look = sees_limit(limit, Spot(None, 1))
    seen = look(message("MeterValues", payload, connector=1), Part(payload))
    assert seen.proves is proves
    assert told in seen.text


def test_what_does_not_measure_it_is_no_sighting(message):
    payload = samples(("Voltage", 230, "V"))
    look = sees_limit(Limit(6, "A"), Spot(None, 1))
    assert look(message("MeterValues", payload, connector=1), Part(payload)) is None
    current = samples(("Current.Import", 6, "A"))
    assert look(message("MeterValues", current, connector=2), Part(current)) is None
    assert look(message("Heartbeat", {}), Part({})) is None


def test_2_x_has_its_own_way_of_writing_units():
    sample = {
        "measurand": "Current.Import",
        "value": 1.6,
        "unitOfMeasure": {"unit": "A", "multiplier": 1},
    }
    payload = Part({"meterValue": [{"sampledValue": [sample]}]})
    assert measured_in(payload, "Current.Import") == 16
    sample["unitOfMeasure"]["multiplier"] = 10**9
    assert measured_in(payload, "Current.Import") == 1.6e12
    sample["value"] = "x"
    assert measured_in(payload, "Current.Import") is None
