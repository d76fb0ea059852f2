# SPDX-License-Identifier: Apache-2.0
"""Every message has its line, and every call its result."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.core.summary import LONGEST, Result, ResultKind, result, summary
from ocppdesk.core.versions import Version, charger_actions, csms_actions

EVERY_ACTION = [
    (version, action, is_request)
    for version in Version
    for action in sorted(charger_actions(version) | csms_actions(version))
    for is_request in (True, False)
]


def say(message):
    return summary(message, message.payload())


def test_every_call_and_answer_has_a_line_of_its_own(example, message):
    for version, action, is_request in EVERY_ACTION:
        payload = example(version, action, is_request=is_request)
        if payload is not None:  # NotifyPeriodicEventStream comes without a schema
            kind = MessageType.CALL if is_request else MessageType.CALLRESULT
            told = say(message(action, payload, type=kind))
            assert told, (version, action, kind)
            # Fields as they stand would mean that nobody thought of this message.
            plain = [f"{name} {value}" for name, value in payload.items()]
            assert not any(text in told for text in plain), (version, action, told)


@pytest.mark.parametrize(
    ("action", "payload", "expected"),
    [
        (
            "StatusNotification",
            {"connectorId": 2, "status": "Faulted", "errorCode": "GroundFailure"},
            "Connector 2 → Faulted (GroundFailure)",
        ),
        (
            "StatusNotification",
            {"connectorId": 0, "status": "Available", "errorCode": "NoError"},
            "Charger → Available",
        ),
        (
            "StatusNotification",
            {"evseId": 1, "connectorId": 2, "connectorStatus": "Occupied"},
            "EVSE 1 connector 2 → Occupied",
        ),
        (
            "StartTransaction",
            {"connectorId": 1, "idTag": "04A2B3", "meterStart": 152300},
            "Card 04A2B3 on connector 1, meter 152 300 Wh",
        ),
        (
            "StopTransaction",
            {"transactionId": 512, "reason": "EVDisconnected", "meterStop": 12831},
            "Transaction 512 ended: EVDisconnected, meter 12 831 Wh",
        ),
        (
            "StopTransaction",
            {"transactionId": 512, "meterStop": 12831},
            "Transaction 512 ended: Local, meter 12 831 Wh",
        ),
        (
            "ChangeConfiguration",
            {"key": "HeartbeatInterval", "value": "60"},
            "HeartbeatInterval = 60",
        ),
        (
            "SetChargingProfile",
            {
                "connectorId": 1,
                "csChargingProfiles": {
                    "stackLevel": 0,
                    "chargingProfilePurpose": "TxDefaultProfile",
                    "chargingProfileKind": "Relative",
                    "chargingSchedule": {
                        "chargingRateUnit": "A",
                        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16.0}],
                    },
                },
            },
            "16 A from now, TxDefaultProfile level 0, connector 1",
        ),
        (
            "TransactionEvent",
            {
                "eventType": "Ended",
                "triggerReason": "EVCommunicationLost",
                "transactionInfo": {
                    "transactionId": "5a1fe5bf-7f0f-4ea1-8c0a-53c0ed6cbe2d",
                    "stoppedReason": "EVDisconnected",
                },
            },
            "Transaction 5a1fe5bf… ended: EVDisconnected · EVCommunicationLost",
        ),
        (
            "BootNotification",
            {"chargePointVendor": "Alfen", "chargePointModel": "Eve"},
            "Alfen Eve",
        ),
        ("RemoteStopTransaction", {"transactionId": 1234567}, "Transaction 1234567"),
    ],
)
def test_calls_read_like_this(action, payload, expected, message):
    assert say(message(action, payload)) == expected


@pytest.mark.parametrize(
    ("action", "payload", "expected"),
    [
        (
            "BootNotification",
            {"status": "Accepted", "interval": 300},
            "Accepted, every 5 min",
        ),
        (
            "BootNotification",
            {"status": "Pending", "interval": 60},
            "Pending, again in 60 s",
        ),
        (
            "StartTransaction",
            {"transactionId": 512, "idTagInfo": {"status": "Accepted"}},
            "Transaction 512, Accepted",
        ),
        (
            "Reset",
            {"status": "Rejected", "statusInfo": {"reasonCode": "TxInProgress"}},
            "Rejected (TxInProgress)",
        ),
        (
            "GetConfiguration",
            {"configurationKey": [{"key": "A", "readonly": True, "value": "1"}]},
            "A = 1 (read-only)",
        ),
        (
            "GetConfiguration",
            {"configurationKey": [{"key": k} for k in "ABCDE"], "unknownKey": ["F"]},
            "5 keys: A, B, C and 2 more · unknown: F",
        ),
        ("StatusNotification", {}, "Acknowledged"),
        ("Heartbeat", {}, "Acknowledged"),
    ],
)
def test_answers_read_like_this(action, payload, expected, answer):
    assert say(answer(action, payload)) == expected


def test_the_action_is_found_in_any_case(message):
    assert say(message("reset", {"type": "Hard"})) == "Hard reset"


def test_an_unknown_action_is_told_by_its_scalars(message):
    payload = {"mode": "fast", "more": {"a": 1}, "status": "Busy"}
    assert say(message("CustomOperation", payload)) == "status Busy · mode fast"


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({}, "No details"),
        ({"deep": {"a": 1}}, "deep"),
        ([1, 2], "The payload is an array, not an object."),
        ("text", "The payload is a text, not an object."),
    ],
)
def test_an_unknown_action_without_scalars_still_has_a_line(payload, expected, message):
    assert say(message("CustomOperation", payload)) == expected


def test_a_callerror_is_its_code_and_description(message):
    error = message(
        "Reset",
        None,
        type=MessageType.CALLERROR,
        raw='[4,"1","NotSupported","Not here.",{}]',
        error_code="NotSupported",
    )
    assert say(error) == "NotSupported: Not here."


def test_a_callerror_of_three_elements_has_a_line(message):
    error = message("Reset", None, type=MessageType.CALLERROR, raw='[4,"1"]')
    assert say(error) == "Error without a code"


def test_a_connection_event_is_its_own_sentence(message):
    note = message("Connected", None, direction=Direction.LINK, raw="It is here.")
    assert say(note) == "It is here."


def test_a_broken_frame_is_explained(open_session):
    received = open_session().receive('[2,"1","Heartbeat",{', at=0)[0]
    assert received.problem is Problem.TRUNCATED
    assert say(received).startswith("The JSON ends too early")


def test_a_message_cut_for_the_table_is_told_by_its_columns(message):
    cut = message("MeterValues", {"padding": "x" * 3000}, connector=2)
    cut = Message(**(_fields(cut) | {"raw": cut.raw[:2000], "transaction_id": 7}))
    assert say(cut) == "Long message, connector 2, transaction 7"


def _fields(message):
    return {name: getattr(message, name) for name in Message.__slots__}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("ChangeConfiguration", {"key": "AuthorizationKey", "value": "s3cr3t"}),
        (
            "SetVariables",
            {
                "setVariableData": [
                    {
                        "component": {"name": "SecurityCtrlr"},
                        "variable": {"name": "BasicAuthPassword"},
                        "attributeValue": "s3cr3t",
                    }
                ]
            },
        ),
        ("CustomOperation", {"wifiPassword": "s3cr3t"}),
        ("DataTransfer", {"vendorId": "V", "data": '{"password": "s3cr3t"}'}),
        ("GetDiagnostics", {"location": "ftp://user:s3cr3t@host/dir"}),
        ("UpdateFirmware", {"location": "https://user:s3cr3t@host/fw.bin"}),
    ],
)
def test_secrets_in_calls_are_masked(action, payload, message):
    told = say(message(action, payload))
    assert "s3cr3t" not in told
    assert "••••" in told


def test_secrets_in_answers_are_masked(answer):
    keys = [{"key": "AuthorizationKey", "readonly": False, "value": "s3cr3t"}]
    told = say(answer("GetConfiguration", {"configurationKey": keys}))
    assert told == "AuthorizationKey = ••••"


def test_secrets_in_unreadable_frames_are_masked(message):
    raw = '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"s3cr3t'
    broken = message("ChangeConfiguration", None, raw=raw, type=None)
    assert "s3cr3t" not in summary(broken, None)


def test_the_reason_of_a_broken_frame_is_told_before_other_remarks(message):
    notes = (Violation("", "It came as binary."), Violation("", "The array is empty."))
    broken = message(None, None, raw="[]", type=None, violations=notes)
    assert summary(broken, None) == "The array is empty."


KEYS = st.sampled_from(
    [
        "status", "idTagInfo", "idTokenInfo", "meterValue", "sampledValue", "value",
        "unit", "evse", "unitOfMeasure", "multiplier", "chargingSchedule", "limit",
        "chargingSchedulePeriod", "startSchedule", "duration", "startPeriod", "key",
        "connectorId", "transactionInfo", "csChargingProfiles", "configurationKey",
        "setVariableData", "component", "variable", "eventData", "interval",
        "meterStop", "transactionId", "idToken",
    ]
)  # fmt: skip
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=30)
    | st.sampled_from(["Accepted", "1e400", "-5", "Energy.Active.Import.Register"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            KEYS | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
ACTIONS = (
    st.sampled_from(sorted({action for _version, action, _is_request in EVERY_ACTION}))
    | st.text()
)


@given(action=ACTIONS, payload=JSON, type=st.sampled_from([*MessageType, None]))
def test_nonsense_never_raises_and_stays_short(action, payload, type):
    message = Message(1, 0, "CP1", 1, Direction.IN, "[]", type=type, action=action)
    told = summary(message, payload)
    assert 0 < len(told) <= LONGEST
    assert told.isprintable()


def test_huge_numbers_and_times_never_raise(message):
    profile = {
        "chargingProfileKind": "Absolute",
        "chargingSchedule": {
            "startSchedule": "9999-12-31T23:59:59-23:00",
            "duration": 10**400,
            "chargingSchedulePeriod": [{"limit": 10**400}, {"startPeriod": 1e308}],
        },
    }
    payload = {"connectorId": 10**5000, "csChargingProfiles": profile}
    nonsense = message("SetChargingProfile", {}, at=2**63 - 1)
    assert summary(nonsense, payload)


# Results.


def test_a_call_without_answer_waits(message):
    assert result(message("Reset", {}), None) == Result(ResultKind.WAITING, "")


@pytest.mark.parametrize(
    ("action", "payload", "kind", "text"),
    [
        ("Heartbeat", {"currentTime": "2026-08-01T14:00:00Z"}, ResultKind.OK, ""),
        ("Reset", {"status": "Accepted"}, ResultKind.OK, "Accepted"),
        ("Reset", {"status": "accepted"}, ResultKind.OK, "accepted"),
        ("Reset", {"status": "Rejected"}, ResultKind.REFUSED, "Rejected"),
        ("BootNotification", {"status": "Pending"}, ResultKind.REFUSED, "Pending"),
        (
            "ChangeConfiguration",
            {"status": "RebootRequired"},
            ResultKind.OK,
            "RebootRequired",
        ),
        (
            "Authorize",
            {"idTagInfo": {"status": "Invalid"}},
            ResultKind.REFUSED,
            "Invalid",
        ),
        (
            "TransactionEvent",
            {"idTokenInfo": {"status": "Blocked"}},
            ResultKind.REFUSED,
            "Blocked",
        ),
        ("ClearChargingProfile", {"status": "Unknown"}, ResultKind.OK, "Unknown"),
        (
            "Authorize",
            {"idTokenInfo": {"status": "Unknown"}},
            ResultKind.REFUSED,
            "Unknown",
        ),
        (
            "SetVariables",
            {
                "setVariableResult": [
                    {"attributeStatus": "Accepted"},
                    {"attributeStatus": "UnknownVariable"},
                    {"attributeStatus": "Rejected"},
                ]
            },
            ResultKind.REFUSED,
            "UnknownVariable (2 of 3)",
        ),
        (
            "SetVariables",
            {"setVariableResult": [{"attributeStatus": "Accepted"}] * 3},
            ResultKind.OK,
            "Accepted",
        ),
        ("UnlockConnector", {"status": "Unlocked"}, ResultKind.OK, "Unlocked"),
        ("Reset", {"status": 5}, ResultKind.REFUSED, "5"),
    ],
)
def test_the_status_decides_the_result(action, payload, kind, text, message, answer):
    found = result(message(action, {}), answer(action, payload))
    assert found == Result(kind, text)


def test_an_answer_says_how_its_call_went(answer):
    found = result(answer("Reset", {"status": "Rejected"}), None)
    assert found == Result(ResultKind.REFUSED, "Rejected")


def test_a_callerror_is_an_error_with_its_code(message):
    error = message("Reset", {}, type=MessageType.CALLERROR, error_code="NotSupported")
    assert result(message("Reset", {}), error) == Result(
        ResultKind.ERROR, "NotSupported"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"type": MessageType.SEND},
        {"direction": Direction.LINK},
        {"type": None, "raw": "nonsense"},
        {"message_id": None},
    ],
    ids=["send", "link", "no frame", "no id"],
)
def test_what_gets_no_answer_does_not_wait(fields, message):
    assert result(message("X", {}, **fields), None).kind is ResultKind.NONE


@pytest.mark.parametrize("kind", ResultKind)
def test_every_kind_has_its_symbol(kind):
    assert bool(kind.symbol) is (kind is not ResultKind.NONE)


@given(payload=JSON)
def test_no_answer_makes_the_result_raise(payload):
    raw = json.dumps([3, "1", payload])
    answer = Message(
        2, 0, "CP1", 1, Direction.IN, raw, type=MessageType.CALLRESULT, action="Reset"
    )
    assert result(answer, None).kind in (ResultKind.OK, ResultKind.REFUSED)
