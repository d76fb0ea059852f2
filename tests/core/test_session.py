# SPDX-License-Identifier: Apache-2.0
"""One charger's conversation: who answers what, and which answer belongs to what."""

import itertools
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocppdesk.core.answer_rules import AnswerRule, Manner
from ocppdesk.core.frames import ANSWERS, MessageType, Problem
from ocppdesk.core.messages import Direction
from ocppdesk.core.places import ALWAYS_ANSWERED
from ocppdesk.core.replies import Policy, Transactions
from ocppdesk.core.session import Session
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version, charger_actions, csms_actions

NOW = 1_785_592_800_000_000  # 2026-08-01 14:00:00 UTC
V2 = [Version.V201, Version.V21]


def exchange(session, text, *, at=NOW):
    """Receive a text that is answered; return what came and the answer as JSON."""
    message, answer = session.receive(text, at=at)
    assert answer.direction is Direction.OUT
    assert answer.answer_to == message.id
    return message, json.loads(answer.raw)


def only(messages):
    [message] = messages
    return message


def said(message):
    return [violation.text for violation in message.violations]


# Calls of the charger.


def test_a_call_and_its_answer_are_recorded_in_order(open_session):
    text = '[2,"19223201","Heartbeat",{}]'
    call, answer = open_session().receive(text, at=NOW)
    assert (call.id, call.at, call.direction) == (1, NOW, Direction.IN)
    assert (call.raw, call.type, call.action) == (text, MessageType.CALL, "Heartbeat")
    assert (call.message_id, call.answer_to, call.problem) == ("19223201", None, None)
    assert answer.raw == '[3,"19223201",{"currentTime":"2026-08-01T14:00:00Z"}]'
    assert (answer.id, answer.at, answer.direction) == (2, NOW + 1_500, Direction.OUT)
    assert (answer.type, answer.action) == (MessageType.CALLRESULT, "Heartbeat")
    assert (answer.message_id, answer.answer_to) == ("19223201", 1)
    assert answer.latency_ms == 1.5
    assert (call.charger, call.connection) == (answer.charger, answer.connection)


@pytest.mark.parametrize(
    ("version", "action"),
    [
        pytest.param(version, action, id=f"{version}-{action}")
        for version in Version
        for action in sorted(charger_actions(version))
        if action != "NotifyPeriodicEventStream"
    ],
)
def test_every_action_of_a_charger_gets_an_answer_that_fits(
    version, action, example, open_session
):
    text = json.dumps([2, "1", action, example(version, action)])
    message, answer = exchange(open_session(version), text)
    assert answer[:2] == [3, "1"]
    assert check_payload(version, action, answer[2], is_request=False) == ()
    assert (message.action, message.problem) == (action, None)


@pytest.mark.parametrize("action", sorted(csms_actions(Version.V16) - {"DataTransfer"}))
def test_actions_of_the_csms_are_not_supported_from_a_charger(action, open_session):
    _message, answer = exchange(open_session(), f'[2,"1","{action}",{{}}]')
    assert answer[:3] == [4, "1", "NotSupported"]


@pytest.mark.parametrize("version", Version)
def test_an_unknown_action_is_not_implemented(version, open_session):
    text = '[2,"1","CustomOperation",{}]'
    message, answer = exchange(open_session(version), text)
    assert answer[:3] == [4, "1", "NotImplemented"]
    assert message.problem is Problem.INVALID
    assert said(message) == ["OCPP knows no action CustomOperation."]


def test_an_answer_of_ours_that_is_an_error_has_its_code(open_session):
    _call, answer = open_session().receive('[2,"1","Nonsense",{}]', at=NOW)
    assert answer.type is MessageType.CALLERROR
    assert answer.error_code == "NotImplemented"


def test_the_case_of_an_action_is_no_matter(open_session):
    message, answer = exchange(open_session(), '[2,"1","heartbeat",{}]')
    assert answer[0] == 3
    assert message.action == "Heartbeat"
    assert said(message) == ["The action is spelt heartbeat; OCPP has Heartbeat."]


def test_an_action_of_another_version_is_answered_and_remarked_upon(open_session):
    text = '[2,"1","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":0,'
    text += '"timestamp":"2026-08-01T14:00:00Z"}]'
    message, answer = exchange(open_session(Version.V201), text)
    assert answer[0] == 3
    assert answer[2]["transactionId"] > 0
    assert said(message) == [
        "StartTransaction belongs to OCPP 1.6; this connection speaks OCPP 2.0.1."
    ]


def test_a_send_gets_no_answer(open_session, example):
    payload = example(Version.V21, "NotifyPeriodicEventStream")
    text = json.dumps([6, "1", "NotifyPeriodicEventStream", payload])
    message = only(open_session(Version.V21).receive(text, at=NOW))
    assert message.type is MessageType.SEND
    assert message.action == "NotifyPeriodicEventStream"


# The four that carry billing data.


@pytest.mark.parametrize("action", sorted(ALWAYS_ANSWERED))
@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize(
    "rest",
    [
        ",{}]",
        "]",
        ",null]",
        ",[]]",
        ',"x"]',
        ',{"connectorId":"x","transactionId":[1],"idTag":null}]',
        ',{"connectorId":1,',
        ",{},{}]",
        f",{'[' * 500}{']' * 500}]",
        ',{"a":01}]',
    ],
    ids=[
        "empty",
        "missing",
        "null",
        "array",
        "text",
        "nonsense",
        "cut",
        "more",
        "deep",
        "no json",
    ],
)
def test_billing_data_gets_a_success_whatever_it_is(
    action, version, rest, open_session
):
    _message, answer = exchange(open_session(version), f'[2,"7","{action}"{rest}')
    assert answer[:2] == [3, "7"]


def test_other_calls_that_cannot_be_read_get_an_error(open_session):
    message, answer = exchange(open_session(), '[2,"7","Heartbeat",{"a":')
    assert answer[:3] == [4, "7", "FormationViolation"]
    assert message.problem is Problem.TRUNCATED


def test_a_repeated_start_gets_the_same_transaction(open_session):
    session = open_session()
    payload = {
        "connectorId": 1,
        "idTag": "04A2B3",
        "meterStart": 100,
        "timestamp": "2026-08-01T13:59:00Z",
    }
    _message, first = exchange(
        session, json.dumps([2, "1", "StartTransaction", payload])
    )
    _message, again = exchange(
        session, json.dumps([2, "2", "StartTransaction", payload]), at=NOW + 60_000_000
    )
    payload["meterStart"] = 101
    _message, other = exchange(
        session, json.dumps([2, "3", "StartTransaction", payload])
    )
    assert again[2] == first[2]
    assert other[2]["transactionId"] != first[2]["transactionId"]


def test_a_start_repeated_on_another_connection_gets_the_same_transaction(
    open_session,
):
    text = '[2,"1","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":0}]'
    memory = Transactions()
    answers = [exchange(open_session(transactions=memory), text)[1] for _ in range(2)]
    assert answers[0][2] == answers[1][2]


def test_a_stop_of_a_transaction_that_nobody_started_is_acknowledged(open_session):
    text = '[2,"1","StopTransaction",{"transactionId":-1,"meterStop":5,'
    text += '"timestamp":"2026-08-01T14:00:00Z"}]'
    message, answer = exchange(open_session(), text)
    assert answer == [3, "1", {}]
    assert (message.transaction_id, message.connector) == (-1, None)


# Which connector and transaction it is about.


def start(session, connector=2):
    payload = {"connectorId": connector, "idTag": "A", "meterStart": 0}
    return exchange(session, json.dumps([2, "1", "StartTransaction", payload]))


def test_a_start_belongs_to_the_transaction_that_it_is_given(open_session):
    message, answer = start(open_session())
    assert message.transaction_id == answer[2]["transactionId"]
    assert message.connector == 2


@pytest.mark.parametrize("convert", [int, str], ids=["number", "text"])
def test_later_messages_find_the_connector_of_their_transaction(convert, open_session):
    session = open_session()
    _message, answer = start(session)
    number = answer[2]["transactionId"]
    for action in ("MeterValues", "StopTransaction"):
        text = json.dumps([2, action, action, {"transactionId": convert(number)}])
        call, reply = session.receive(text, at=NOW)
        assert (call.transaction_id, call.connector) == (number, 2)
        assert (reply.transaction_id, reply.connector) == (number, 2)


def test_an_evse_that_is_sent_only_once_is_carried_along(open_session):
    session = open_session(Version.V201)
    info = {"transactionInfo": {"transactionId": "abc"}}
    first = {"evse": {"id": 1, "connectorId": 2}} | info
    for number, payload in enumerate((first, info, info)):
        text = json.dumps([2, str(number), "TransactionEvent", payload])
        message = session.receive(text, at=NOW)[0]
        assert (message.evse, message.connector) == (1, 2)
        assert message.transaction_id == "abc"


def test_an_evse_that_comes_later_is_carried_from_then_on(open_session):
    session = open_session(Version.V201)
    info = {"transactionInfo": {"transactionId": "abc"}}
    parts = [info, info | {"evse": {"id": 3}}, info]
    found = [
        session.receive(json.dumps([2, str(n), "TransactionEvent", each]), at=NOW)[0]
        for n, each in enumerate(parts)
    ]
    assert [message.evse for message in found] == [None, 3, 3]


def test_a_transaction_id_of_ocpp_2_stays_text(open_session):
    text = '[2,"1","TransactionEvent",{"transactionInfo":{"transactionId":"512"}}]'
    message = open_session(Version.V201).receive(text, at=NOW)[0]
    assert message.transaction_id == "512"


def test_the_status_of_a_connector_is_about_that_connector(open_session):
    text = '[2,"1","StatusNotification",{"evseId":3,"connectorId":1}]'
    message = open_session(Version.V201).receive(text, at=NOW)[0]
    assert (message.evse, message.connector) == (3, 1)


# Frames that are none.


@pytest.mark.parametrize(
    ("text", "version", "answer"),
    [
        ('[2,"1"]', Version.V16, [4, "1", "FormationViolation"]),
        ('[2,"1",5,{}]', Version.V16, [4, "1", "FormationViolation"]),
        ('[2,"1"]', Version.V201, [4, "1", "RpcFrameworkError"]),
        ("hello", Version.V201, [4, "-1", "RpcFrameworkError"]),
        ("", Version.V21, [4, "-1", "RpcFrameworkError"]),
        ("{}", Version.V21, [4, "-1", "RpcFrameworkError"]),
        ('[9,"1",{}]', Version.V201, [4, "1", "MessageTypeNotSupported"]),
        ("[9]", Version.V21, [4, "-1", "MessageTypeNotSupported"]),
        ('[2,null,"Nonsense",{}]', Version.V201, [4, "-1", "NotImplemented"]),
    ],
)
def test_a_broken_frame_gets_the_error_of_its_version(
    text, version, answer, open_session
):
    _message, found = exchange(open_session(version), text)
    assert found[:3] == answer


@pytest.mark.parametrize("text", ["hello", "", "{}", "[2]", '[9,"1",{}]', '[1,"1"]'])
def test_in_ocpp_16_what_has_no_id_or_no_known_type_is_ignored(text, open_session):
    message = only(open_session(Version.V16).receive(text, at=NOW))
    assert message.problem is Problem.MALFORMED
    assert message.raw == text


@pytest.mark.parametrize("version", Version)
def test_an_answer_is_never_answered(version, open_session):
    for text in ('[3,"1"', "[3]", '[4,"1"]', '[5,"1","X","",{}]'):
        assert len(open_session(version).receive(text, at=NOW)) == 1


def test_an_empty_id_is_repeated_as_it_is(open_session):
    found = open_session().receive('[2,"","CustomOperation",{}]', at=NOW)
    assert [message.message_id for message in found] == ["", ""]
    assert json.loads(found[1].raw)[:2] == [4, ""]


def test_the_error_describes_what_is_wrong(open_session):
    _message, answer = exchange(open_session(Version.V201), "[]")
    assert answer[3] == "The array is empty."


def test_several_frames_in_one_text_are_all_answered(open_session):
    text = '[2,"1","Heartbeat",{}][2,"2","Heartbeat",{}]\n'
    found = open_session().receive(text, at=NOW)
    assert [message.direction for message in found] == [0, 1, 0, 1]
    assert [message.message_id for message in found] == ["1", "1", "2", "2"]
    assert "".join(m.raw for m in found if m.direction is Direction.IN) == text


def test_a_binary_message_is_read_and_remarked_upon(open_session):
    text = '[2,"1","Heartbeat",{}]'
    message, answer = open_session().receive(text, at=NOW, binary=True)
    assert said(message) == ["It came as a binary WebSocket message, not as text."]
    assert message.problem is Problem.INVALID
    assert answer.type is MessageType.CALLRESULT


def test_bytes_that_are_no_text_are_kept_and_answered(open_session):
    raw = b'[2,"1","Heartbeat",{"note":"\xff"}]'
    message, answer = open_session().receive(raw, at=NOW)
    assert message.raw == raw
    assert "The text is not valid UTF-8." in said(message)
    assert answer.type is MessageType.CALLRESULT


def test_bytes_of_several_frames_are_kept_once(open_session):
    raw = b'[2,"1","Heartbeat",{}][2,"2","Heartbeat",{"a":"\xff"}]'
    found = open_session().receive(raw, at=NOW)
    assert [m.raw for m in found if m.direction is Direction.IN] == [raw, ""]


# Calls of ours.


@pytest.fixture
def session(open_session):
    return open_session()


def call(session, message_id="a", action="Reset", payload=None, **more):
    return session.call(message_id, action, payload or {"type": "Hard"}, at=NOW, **more)


def test_a_call_of_ours_is_written_and_checked(session):
    message = call(session)
    assert message.raw == '[2,"a","Reset",{"type":"Hard"}]'
    assert (message.direction, message.type) == (Direction.OUT, MessageType.CALL)
    assert (message.problem, message.violations) == (None, ())
    odd = call(session, "b", payload={"type": "Medium"})
    assert odd.problem is Problem.INVALID
    assert [violation.path for violation in odd.violations] == ["type"]


def test_a_call_that_nobody_knows_is_sent_all_the_same(session):
    message = call(session, action="CustomOperation", payload={"a": 1})
    assert message.raw == '[2,"a","CustomOperation",{"a":1}]'
    assert message.problem is None


def test_an_answer_finds_its_call(session):
    payload = {"connectorId": 2}
    sent = session.call("a", "UnlockConnector", payload, at=NOW)
    answer = only(session.receive('[3,"a",{"status":"Unlocked"}]', at=NOW + 41_000))
    assert (answer.action, answer.answer_to) == ("UnlockConnector", sent.id)
    assert (answer.latency_ms, answer.connector) == (41.0, 2)
    assert answer.problem is None


def test_a_numeric_id_in_an_answer_finds_its_call(session):
    sent = session.call("17", "Reset", {"type": "Hard"}, at=NOW)
    answer = only(session.receive('[3,17,{"status":"Accepted"}]', at=NOW))
    assert answer.answer_to == sent.id
    assert said(answer) == ["The message id is a number, not text."]


def test_an_error_finds_its_call(session):
    sent = call(session)
    answer = only(session.receive('[4,"a","NotSupported","No.",{}]', at=NOW))
    assert (answer.answer_to, answer.error_code) == (sent.id, "NotSupported")
    assert (answer.type, answer.problem) == (MessageType.CALLERROR, None)


def test_an_answer_is_checked_against_the_schema_of_the_call(session):
    call(session)
    answer = only(session.receive('[3,"a",{"status":"Maybe"}]', at=NOW))
    assert answer.problem is Problem.INVALID
    assert [violation.path for violation in answer.violations] == ["status"]


def test_an_answer_to_a_call_that_nobody_knows_is_not_checked(session):
    sent = call(session, action="CustomOperation")
    answer = only(session.receive('[3,"a",{"anything":1}]', at=NOW))
    assert (answer.answer_to, answer.problem) == (sent.id, None)


def test_a_late_answer_is_still_matched(session):
    sent = call(session)
    session.expire("a")
    answer = only(session.receive('[3,"a",{"status":"Accepted"}]', at=NOW + 90_000_000))
    assert answer.problem is Problem.LATE
    assert (answer.answer_to, answer.latency_ms) == (sent.id, 90_000.0)


def test_an_answer_to_no_call_is_an_orphan(session):
    answer = only(session.receive('[3,"zz",{}]', at=NOW))
    assert answer.problem is Problem.ORPHAN
    assert (answer.action, answer.answer_to) == (None, None)


@pytest.mark.parametrize("is_late", [False, True])
def test_a_second_answer_is_a_duplicate(session, is_late):
    sent = call(session)
    if is_late:
        session.expire("a")
    session.receive('[3,"a",{"status":"Accepted"}]', at=NOW)
    again = only(session.receive('[3,"a",{"status":"Accepted"}]', at=NOW))
    assert again.problem is Problem.DUPLICATE
    assert again.answer_to == sent.id


def test_a_truncated_answer_is_still_an_answer(session):
    sent = call(session)
    answer = only(session.receive('[3,"a",{"status":"Acc', at=NOW))
    assert (answer.problem, answer.answer_to) == (Problem.TRUNCATED, sent.id)


def test_both_directions_may_use_one_id(session):
    sent = session.call("1", "Reset", {"type": "Hard"}, at=NOW)
    _message, heartbeat = exchange(session, '[2,"1","Heartbeat",{}]')
    assert heartbeat[:2] == [3, "1"]
    answer = only(session.receive('[3,"1",{"status":"Accepted"}]', at=NOW))
    assert (answer.answer_to, answer.action) == (sent.id, "Reset")


def test_giving_up_what_was_answered_changes_nothing(session):
    call(session)
    session.receive('[3,"a",{"status":"Accepted"}]', at=NOW)
    session.expire("a")
    session.expire("never made")
    again = only(session.receive('[3,"a",{"status":"Accepted"}]', at=NOW))
    assert again.problem is Problem.DUPLICATE


# Repetitions.


def test_the_same_frame_again_is_marked_and_answered_again(session):
    text = '[2,"1","Heartbeat",{}]'
    session.receive(text, at=NOW)
    message, answer = exchange(session, text)
    assert message.problem is Problem.DUPLICATE
    assert answer[0] == 3


def test_an_id_that_is_used_again_is_remarked_upon(session):
    session.receive('[2,"1","Heartbeat",{}]', at=NOW)
    message = session.receive('[2,"1","Authorize",{"idTag":"A"}]', at=NOW)[0]
    assert message.problem is Problem.INVALID
    assert said(message) == ["Its message id was used before on this connection."]


def test_ids_are_compared_within_one_connection_only(open_session):
    for session in (open_session(), open_session()):
        message = session.receive('[2,"1","Heartbeat",{}]', at=NOW)[0]
        assert (message.problem, message.violations) == (None, ())


def test_old_ids_are_forgotten(session):
    session.receive('[2,"first","Heartbeat",{}]', at=NOW)
    for number in range(200):
        session.receive(f'[2,"{number}","Heartbeat",{{}}]', at=NOW)
    message = session.receive('[2,"first","Heartbeat",{}]', at=NOW)[0]
    assert message.problem is None


# What real chargers send.


@pytest.mark.parametrize(
    "ids",
    [
        ['"1"', '"2"', '"1"', '"2"'],
        ['"0f3c"'] * 4,
        ['"04A2B3"', "1", "null", "2.5"],
        ["null", "null"],
    ],
    ids=["restart at 1", "one for life", "tag, number, null", "null"],
)
def test_odd_ids_are_answered_one_by_one(ids, session):
    for number, written in enumerate(ids):
        text = f'[2,{written},"StatusNotification",{{"connectorId":{number}}}]'
        _message, answer = exchange(session, text)
        assert answer[:2] == [3, json.loads(written)]


@pytest.mark.parametrize("text", ['[4,"a"]', '[4,"a",null,"Sorry",null]', '[4,"a",""]'])
def test_a_callerror_of_any_shape_ends_the_call(text, session):
    sent = call(session)
    answer = only(session.receive(text, at=NOW))
    assert (answer.type, answer.answer_to) == (MessageType.CALLERROR, sent.id)


@pytest.mark.parametrize(
    "code", ["NotSupported", "NotImplemented", "FormationViolation"]
)
def test_a_callerror_for_a_valid_request_is_recorded_as_it_is(code, session):
    call(session)
    answer = only(session.receive(f'[4,"a","{code}","",{{}}]', at=NOW))
    assert (answer.error_code, answer.problem) == (code, None)


def test_a_heartbeat_with_null_is_answered(session):
    message, answer = exchange(session, '[2,"1","Heartbeat",null]')
    assert answer[0] == 3
    assert said(message) == ["The payload is null; read as {}."]


def calls_16():
    sample = {"value": 12.5, "measurand": "Current.Import", "unit": "A"}
    entry = {"timestamp": "1970-01-01T00:00:00Z", "sampledValue": [sample]}
    status = {"connectorId": 1, "errorCode": "NoError"}
    boot = {"chargePointVendor": "V", "chargePointModel": "M", "iccid": "", "imsi": ""}
    meter = {"connectorId": 1, "transactionId": 5, "meterValue": [entry]}
    return {
        "numbers for strings": ("MeterValues", meter, True),
        "one object for an array": ("MeterValues", meter | {"meterValue": entry}, True),
        "no samples": (
            "MeterValues",
            meter | {"meterValue": [entry | {"sampledValue": []}]},
            True,
        ),
        "idle on connector 0": (
            "MeterValues",
            {
                "connectorId": 0,
                "meterValue": [entry | {"sampledValue": [{"value": "0"}]}],
            },
            False,
        ),
        "no idTag": ("StartTransaction", {"connectorId": 1, "meterStart": 0}, True),
        "Avalaible": ("StatusNotification", status | {"status": "Avalaible"}, True),
        "empty texts": ("BootNotification", boot, False),
        "empty info and vendorId": (
            "StatusNotification",
            status | {"status": "Available", "info": "", "vendorId": ""},
            False,
        ),
        "a month old": (
            "StatusNotification",
            status | {"status": "Available", "timestamp": "2026-07-01T14:00:00"},
            None,
        ),
        "microseconds": (
            "StatusNotification",
            status
            | {"status": "Available", "timestamp": "2026-07-01T14:00:00.123456Z"},
            False,
        ),
        "more fields": ("Authorize", {"idTag": "A", "connectorId": 1}, True),
        "a tag too long": ("Authorize", {"idTag": "A" * 30}, True),
        "no vendor": ("BootNotification", {}, True),
    }


@pytest.mark.parametrize("name", calls_16())
def test_odd_content_of_ocpp_16_is_answered_with_a_success(name, session):
    action, payload, is_invalid = calls_16()[name]
    message, answer = exchange(session, json.dumps([2, "1", action, payload]))
    assert answer[0] == 3
    if is_invalid is not None:
        assert (message.problem is Problem.INVALID) is is_invalid


def calls_2():
    info = {"transactionId": "abc"}
    event = {
        "eventType": "Updated",
        "triggerReason": "MeterValuePeriodic",
        "timestamp": "2026-07-01T14:00:00Z",
        "seqNo": 0,
        "offline": True,
        "transactionInfo": info,
    }
    report = {"requestId": 1, "generatedAt": "2026-08-01T14:00:00Z", "seqNo": 1}
    part = {
        "component": {"name": "C"},
        "variable": {"name": "V"},
        "variableAttribute": [{"value": "x" * 50}],
    }
    return {
        "an event without evse": ("TransactionEvent", event, False),
        "seqNo always 0": ("TransactionEvent", event | {"seqNo": 0}, False),
        "no tbc": ("NotifyReport", report | {"reportData": [part]}, False),
        "empty reportData": ("NotifyReport", report | {"reportData": []}, True),
        "32 kB": ("NotifyReport", report | {"reportData": [part] * 300}, False),
    }


@pytest.mark.parametrize("version", V2)
@pytest.mark.parametrize("name", calls_2())
def test_odd_content_of_ocpp_2_is_answered_with_a_success(name, version, open_session):
    action, payload, is_invalid = calls_2()[name]
    session = open_session(version)
    for number in range(3):
        text = json.dumps([2, str(number), action, payload])
        message, answer = exchange(session, text)
        assert answer[0] == 3
        assert (message.problem is Problem.INVALID) is is_invalid


@pytest.mark.parametrize(
    ("action", "payload", "answer", "is_invalid"),
    [
        ("UnlockConnector", {"connectorId": 1}, {"status": "Accepted"}, True),
        (
            "GetCompositeSchedule",
            {"connectorId": 1, "duration": 2**40},
            {
                "status": "Accepted",
                "chargingSchedule": {
                    "chargingRateUnit": "A",
                    "duration": 2**40,
                    "chargingSchedulePeriod": [],
                },
            },
            None,
        ),
        (
            "ChangeConfiguration",
            {"key": "Nonsense", "value": "1"},
            {"status": "Accepted"},
            False,
        ),
        (
            "GetConfiguration",
            {"key": ["A"]},
            {
                "configurationKey": [
                    {"key": "B", "readonly": False, "value": "undefined"}
                ]
            },
            False,
        ),
    ],
    ids=["unlock", "composite schedule", "unknown key", "filter ignored"],
)
def test_odd_answers_are_taken_and_remarked_upon(
    action, payload, answer, is_invalid, session
):
    sent = session.call("a", action, payload, at=NOW)
    found = only(session.receive(json.dumps([3, "a", answer]), at=NOW))
    assert found.answer_to == sent.id
    if is_invalid is not None:
        assert (found.problem is Problem.INVALID) is is_invalid


def test_an_answer_in_the_shape_of_ocpp_16_is_a_violation_in_ocpp_2(open_session):
    session = open_session(Version.V201)
    variable = {"component": {"name": "C"}, "variable": {"name": "V"}}
    session.call("a", "GetVariables", {"getVariableData": [variable]}, at=NOW)
    answer = only(session.receive('[3,"a",{"configurationKey":[]}]', at=NOW))
    assert answer.problem is Problem.INVALID


def test_meter_values_before_anything_else_are_answered(session):
    text = '[2,"1","MeterValues",{"connectorId":1,"transactionId":77,"meterValue":'
    text += '[{"timestamp":"1970-01-01T00:00:00Z","sampledValue":[{"value":"1"}]}]}]'
    message, answer = exchange(session, text)
    assert answer == [3, "1", {}]
    assert (message.transaction_id, message.connector) == (77, 1)


def test_the_policy_reaches_the_answers(open_session):
    session = open_session(policy=Policy(registration_status="Rejected"))
    _message, answer = exchange(session, '[2,"1","BootNotification",{}]')
    assert answer[2]["status"] == "Rejected"


# Whatever comes.

FRAMES = st.builds(
    lambda kind, message_id, action, rest: json.dumps(
        [kind, message_id, action, *rest]
    ),
    st.sampled_from([2, 2, 2, 3, 4, 5, 6, 7, "2", None, 2.0]),
    st.sampled_from(["a", "b", "1", "", None, 5, 2**70, [1]]) | st.text(max_size=4),
    st.sampled_from(
        ["StartTransaction", "MeterValues", "TransactionEvent", "Heartbeat", "reset"]
    )
    | st.text(max_size=4)
    | st.none(),
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["connectorId", "transactionId", "transactionInfo", "evse", "idTag"]
            ),
            st.none()
            | st.integers()
            | st.text(max_size=4)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.dictionaries(st.sampled_from(["id", "transactionId"]), st.integers()),
        )
        | st.none()
        | st.text(max_size=4),
        max_size=2,
    ),
)
TEXTS = (
    FRAMES
    | st.text(max_size=20)
    | st.binary(max_size=20)
    | st.tuples(FRAMES, st.integers(1, 60)).map(lambda cut: cut[0][: cut[1]])
    | st.tuples(FRAMES, FRAMES).map("".join)
)


@given(version=st.sampled_from(Version), texts=st.lists(TEXTS, max_size=5))
@example(Version.V16, ['[2,"1","StartTransaction",' + "[" * 990 + "]" * 990 + "]"])
@example(
    Version.V16,
    ['[2,"1","StartTransaction",{"idTag":' + "[" * 990 + "]" * 990 + "}]"],
)
@example(Version.V21, ["[2," + "[" * 1_000 + "]" * 1_000 + ',"Heartbeat",{}]'])
def test_nothing_a_charger_sends_raises(version, texts):
    numbers = itertools.count(1)
    session = Session(
        "CP1", 1, version, lambda: next(numbers), lambda: NOW, Transactions()
    )
    session.call("a", "Reset", {"type": "Hard"}, at=NOW)
    session.call("b", "GetConfiguration", {}, at=NOW)
    session.expire("b")
    recorded = {}
    for text in texts:
        for message in session.receive(text, at=NOW):
            assert message.id == max(recorded, default=2) + 1
            recorded[message.id] = message
            for part in (message.message_id, message.action, message.transaction_id):
                text = str(part)
                assert text.encode().decode() == text
            if message.direction is Direction.OUT:
                answer = json.loads(message.raw)
                call = recorded[message.answer_to]
                assert call.type not in ANSWERS
                assert answer[0] in (3, 4)
                if call.message_id is None:
                    assert (message.message_id, answer[1]) in (
                        (None, None),
                        ("-1",) * 2,
                    )
                    continue
                assert message.message_id == call.message_id
                if isinstance(answer[1], str) and answer[1].isascii():
                    assert answer[1] == call.message_id


# What the user wants to be answered or sent otherwise.


def test_an_answer_that_is_held_back_is_given_later(open_session):
    session = open_session(policy=Policy(rules={"Heartbeat": AnswerRule(delay_s=5)}))
    call = only(session.receive('[2,"1","Heartbeat",{}]', at=NOW))
    [held] = session.take_held()
    assert (held.delay_s, held.call) == (5, call)
    assert session.take_held() == []
    answer = session.release(held)
    assert (answer.answer_to, answer.direction) == (call.id, Direction.OUT)
    assert json.loads(answer.raw)[0] == MessageType.CALLRESULT


def test_what_a_rule_did_is_noted_on_the_call_and_its_answer(open_session):
    rules = {
        "Heartbeat": AnswerRule(Manner.SILENCE),
        "Authorize": AnswerRule(Manner.STATUS, status="Blocked"),
        "StatusNotification": AnswerRule(delay_s=5),
    }
    session = open_session(policy=Policy(rules=rules))
    silent = only(session.receive('[2,"1","Heartbeat",{}]', at=NOW))
    policy = "Answer policy of this program:"
    assert session.take_notes() == [(silent.id, f"{policy} no answer.")]
    call, answer = session.receive('[2,"2","Authorize",{"idTag":"A"}]', at=NOW)
    noted = f"{policy} Blocked."
    assert session.take_notes() == [(call.id, noted), (answer.id, noted)]
    call = only(session.receive('[2,"3","StatusNotification",{}]', at=NOW))
    noted = f"{policy} the usual answer, after 5 s."
    assert session.take_notes() == [(call.id, noted)]
    [held] = session.take_held()
    answer = session.release(held)
    assert session.take_notes() == [(answer.id, noted)]
    exchange(session, '[2,"4","BootNotification",{}]')
    assert session.take_notes() == []


def test_a_rule_for_one_action_leaves_the_others_alone(open_session):
    rules = {"Heartbeat": AnswerRule(Manner.SILENCE)}
    session = open_session(policy=Policy(rules=rules))
    only(session.receive('[2,"1","Heartbeat",{}]', at=NOW))
    exchange(session, '[2,"2","Authorize",{"idTag":"A"}]')


@pytest.mark.parametrize("action", sorted(ALWAYS_ANSWERED & charger_actions("1.6")))
def test_billing_data_is_refused_only_if_the_user_wants_it(open_session, action):
    rules = {action: AnswerRule(Manner.ERROR, code="InternalError")}
    session = open_session(policy=Policy(rules=rules))
    _call, answer = exchange(session, json.dumps([2, "1", action, {}]))
    assert answer[:3] == [4, "1", "InternalError"]


def test_a_raw_text_is_recorded_with_what_is_wrong_with_it(open_session):
    session = open_session()
    message = session.send('[2,"1","Reset"', at=NOW)
    assert message.raw == '[2,"1","Reset"'
    assert message.direction is Direction.OUT
    assert message.problem is Problem.TRUNCATED
    assert said(message)


def test_a_raw_call_waits_for_its_answer(open_session):
    session = open_session()
    call = session.send('[2,"1","Reset",{"type":"Soft"}]', at=NOW)
    answer = only(session.receive('[3,"1",{"status":"Accepted"}]', at=NOW))
    assert (answer.answer_to, answer.problem) == (call.id, None)


def test_a_raw_call_takes_no_answer_from_another_one(open_session):
    session = open_session()
    call = session.call("1", "Reset", {"type": "Soft"}, at=NOW)
    session.send('[2,"1","ClearCache",{}]', at=NOW)
    answer = only(session.receive('[3,"1",{"status":"Accepted"}]', at=NOW))
    assert answer.answer_to == call.id
