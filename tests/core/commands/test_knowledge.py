# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.commands.knowledge import TELLING, Knowledge
from ocppdesk.core.commands.sightings import Spot
from ocppdesk.core.frames import MessageType, json_text
from ocppdesk.core.messages import Direction, Message

START = {
    "connectorId": 1,
    "idTag": "04A1",
    "meterStart": 0,
    "timestamp": "2026-08-01T14:00:00Z",
}


def known(conversation):
    found = Knowledge()
    for message in conversation.heard:
        found.take(message)
    return found


def test_connectors_have_their_last_state(talk):
    conversation = talk()
    for connector, status in ((0, "Available"), (1, "Available"), (1, "Charging")):
        payload = {"connectorId": connector, "status": status, "errorCode": "NoError"}
        conversation.say("StatusNotification", payload)
    assert known(conversation).places() == [(0, 1, "Charging")]


def test_tokens_stand_with_the_last_one_in_front(talk):
    conversation = talk()
    for tag in ("A", "B", "A"):
        conversation.say("Authorize", {"idTag": tag})
    assert known(conversation).id_tags == ["A", "B"]


def test_running_transactions_are_known_until_they_end(talk):
    conversation = talk()
    number = conversation.say("StartTransaction", START)[0].transaction_id
    [running] = known(conversation).transactions.values()
    assert (running.id, running.connector, running.id_tag) == (number, 1, "04A1")
    stop = {"transactionId": number, "meterStop": 5, "timestamp": START["timestamp"]}
    conversation.say("StopTransaction", stop)
    assert not known(conversation).transactions


def test_where_somebody_is_charging(talk):
    conversation = talk()
    assert known(conversation).running() == []
    conversation.say("StartTransaction", START)
    state = {"connectorId": 2, "status": "SuspendedEV", "errorCode": "NoError"}
    conversation.say("StatusNotification", state)
    assert known(conversation).running() == [Spot(None, 1), Spot(None, 2)]
    # The StopTransaction was lost.
    state = {"connectorId": 1, "status": "Available", "errorCode": "NoError"}
    conversation.say("StatusNotification", state)
    assert known(conversation).running() == [Spot(None, 2)]


def test_of_2_x_the_evse_is_named(talk):
    conversation = talk("2.0.1")
    event = {
        "eventType": "Started",
        "timestamp": "2026-08-01T14:00:00Z",
        "triggerReason": "Authorized",
        "seqNo": 0,
        "transactionInfo": {"transactionId": "t1"},
        "evse": {"id": 2, "connectorId": 1},
    }
    conversation.say("TransactionEvent", event)
    assert known(conversation).running() == [Spot(2)]
    state = {
        "timestamp": "2026-08-01T14:00:00Z",
        "connectorStatus": "Available",
        "evseId": 2,
        "connectorId": 1,
    }
    conversation.say("StatusNotification", state)
    assert known(conversation).running() == []


def test_transactions_of_2_x_keep_their_token(talk):
    conversation = talk("2.0.1")

    def event(kind, **more):
        conversation.say(
            "TransactionEvent",
            {
                "eventType": kind,
                "timestamp": "2026-08-01T14:00:00Z",
                "triggerReason": "Authorized",
                "seqNo": 0,
                "transactionInfo": {"transactionId": "T-1"},
                "evse": {"id": 1, "connectorId": 1},
                **more,
            },
        )

    event("Started", idToken={"idToken": "04A1", "type": "ISO14443"})
    event("Updated")
    found = known(conversation)
    assert found.transactions["T-1"].id_tag == "04A1"
    assert found.transactions["T-1"].evse == 1
    assert found.token_types == {"04A1": "ISO14443"}
    event("Ended")
    assert not known(conversation).transactions


def test_settings_that_were_read_are_known(talk):
    conversation = talk()
    call = conversation.ask("GetConfiguration", {})
    key = {"key": "HeartbeatInterval", "readonly": False, "value": "300"}
    conversation.reply(call, {"configurationKey": [key]})
    assert known(conversation).keys == {"HeartbeatInterval": "300"}


def test_variables_that_were_reported_are_known(talk):
    conversation = talk("2.0.1")
    data = {"component": {"name": "C"}, "variable": {"name": "V"}}
    conversation.say("NotifyReport", {"requestId": 1, "reportData": [data]})
    call = conversation.ask("GetVariables", {})
    other = {"component": {"name": "C"}, "variable": {"name": "W"}}
    conversation.reply(call, {"getVariableResult": [other]})
    assert list(known(conversation).variables) == [("C", "V"), ("C", "W")]


@pytest.mark.parametrize(
    ("told", "most"), [("2", 2), ("0", None), ("many", None), ("", None), ("-4", None)]
)
def test_how_many_rows_a_request_may_have_is_known(talk, told, most):
    conversation = talk("2.0.1")
    row = {
        "component": {"name": "DeviceDataCtrlr"},
        "variable": {"name": "ItemsPerMessage", "instance": "SetVariables"},
        "variableAttribute": [{"value": told}],
    }
    report = {"requestId": 1, "generatedAt": "2026-08-01T14:00:00Z", "seqNo": 0}
    conversation.say("NotifyReport", {**report, "reportData": [row]})
    found = known(conversation)
    assert found.most_items.get("SetVariables") == most
    rows = {"setVariableData": [{}] * 3}
    assert bool(found.excess("SetVariables", rows)) is (most == 2)
    assert found.excess("SetVariables", {"setVariableData": [{}] * 2}) == ""
    assert found.excess("Reset", {}) == ""


def test_what_we_sent_is_known(talk):
    conversation = talk()
    conversation.ask("ReserveNow", {"reservationId": 7, "idTag": "A"})
    conversation.ask("SetChargingProfile", {"csChargingProfiles":
                                            {"chargingProfileId": 3}})  # fmt: skip
    conversation.ask("SendLocalList", {"listVersion": 4})
    found = known(conversation)
    assert (found.reservations, found.profiles, found.list_version) == ([7], [3], 4)
    assert found.next_number == 8
    assert found.id_tags == ["A"]
    conversation.reply(conversation.ask("GetLocalListVersion", {}), {"listVersion": 9})
    assert known(conversation).list_version == 9


@pytest.mark.parametrize(
    ("version", "payload"),
    [
        ("1.6", {"chargePointVendor": "Acme", "chargePointModel": "B"}),
        ("2.0.1", {"chargingStation": {"vendorName": "Acme", "model": "B"}}),
    ],
)
def test_the_manufacturer_is_known(talk, version, payload):
    conversation = talk(version)
    conversation.say("BootNotification", payload)
    assert known(conversation).vendor == "Acme"


def test_only_so_many_are_kept(talk):
    conversation = talk()
    for number in range(50):
        conversation.say("StartTransaction", START | {"idTag": str(number)})
    found = known(conversation)
    assert len(found.transactions) == len(found.id_tags) == 30
    assert found.id_tags[0] == "49"


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["status", "connectorId", "evse", "id", "idToken", "configurationKey",
             "key", "transactionInfo", "reportData", "component", "eventData"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=10,
)  # fmt: skip


@given(st.sampled_from(TELLING), json, st.sampled_from(Direction))
def test_nothing_makes_it_fail(action, payload, direction):
    found = Knowledge()
    for kind in (MessageType.CALL, MessageType.CALLRESULT):
        parts = [kind, "1", payload]
        if kind is MessageType.CALL:
            parts.insert(2, action)
        raw = json_text(parts)
        found.take(Message(1, 1, "CP1", 1, direction, raw, kind, "1", action))
    found.places()
