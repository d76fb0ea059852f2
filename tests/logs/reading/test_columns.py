# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.reading.columns import (
    JsonText,
    Role,
    is_action,
    plain,
    propose_columns,
    value_text,
)

CALL = '[2,"1","Heartbeat",{}]'


def propose(header, *rows, given=None):
    names = header.split(",")
    records = [dict(zip(names, row, strict=False)) for row in rows]
    found = propose_columns(names, records, given)
    return {str(role): guess.column for role, guess in found.guesses.items()}


def test_names_are_compared_without_case_and_punctuation():
    assert plain("Charge_Point-ID") == plain("chargePointId") == "chargepointid"


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "cp_id,real_time,received_time,Id,msgFlow,command,payLoadData",
            ("1012", "04/01/2026, 0:00:01 am IST", "", "80-b1", "CP-->CMS",
             "HeartbeatRequest", "{}"),
            {"charger": "cp_id", "time": "real_time", "message_id": "Id",
             "direction": "msgFlow", "action": "command", "payload": "payLoadData"},
        ),
        (
            "device_ID,message,timestamp",
            ("0", CALL, "2026-05-17T09:20:43"),
            {"charger": "device_ID", "body": "message", "time": "timestamp"},
        ),
        (
            "timestamp,id,action,msg",
            ("2026-05-17T09:20:43Z", "CH-1", "Heartbeat", CALL),
            {"time": "timestamp", "charger": "id", "action": "action", "body": "msg"},
        ),
        (
            "TIMESTAMP,DEVICE ID,SOURCE,TYPE,ACTION,MESSAGE",
            ("2026-05-17 09:20:43", "CH-1", "CHARGER", "CALL", "Heartbeat", "{}"),
            {"time": "TIMESTAMP", "charger": "DEVICE ID", "direction": "SOURCE",
             "type": "TYPE", "action": "ACTION", "payload": "MESSAGE"},
        ),
        (
            "timestamp,charge_point_id,direction,message_type,status,correlation_id,"
            "ocpp_message_type,ocpp_message_id,ocpp_action,payload_json",
            ("2026-05-17T09:20:43Z", "CP1", "inbound", "CALL", "ok", "c", "CALL", "m",
             "Heartbeat", "{}"),
            {"time": "timestamp", "charger": "charge_point_id",
             "direction": "direction", "type": "message_type",
             "message_id": "ocpp_message_id", "action": "ocpp_action",
             "payload": "payload_json"},
        ),
        (
            "requestString,responseString,requestTime,responseTime",
            (CALL, '[3,"1",{}]', "2026-05-17 09:20:43", "2026-05-17 09:20:44"),
            {"body": "requestString", "response": "responseString",
             "time": "requestTime", "response_time": "responseTime"},
        ),
        (
            "CallType,UUID,Action,Payload",
            ("2", "u-1", "Heartbeat", "{}"),
            {"type": "CallType", "message_id": "UUID", "action": "Action",
             "payload": "Payload"},
        ),
        (
            "_source.@timestamp,_source.message,_id",
            ("2026-05-17T09:20:43Z", f"CP1: {CALL}", "x"),
            {"time": "_source.@timestamp", "body": "_source.message", "charger": "_id"},
        ),
    ],
    ids=["portal", "device", "id", "kazam", "payload-json", "chargezone", "objects",
         "kibana"],
)  # fmt: skip
def test_columns_of_known_exports_are_recognised(header, row, expected):
    assert propose(header, row) == expected


def test_a_column_with_frames_is_the_messages_whatever_its_name():
    assert propose("a,b", ("x", CALL))["body"] == "b"


def test_a_payload_column_that_holds_frames_is_the_messages():
    found = propose("time,message,payload", ("12:00:00", "sent", CALL))
    assert found["body"] == "payload"


def test_a_column_of_actions_is_not_the_messages():
    found = propose("LogTime,Message,Result", ("12:00:00", "MeterValues", "Accepted"))
    assert "body" not in found


def test_what_somebody_said_wins():
    row = (CALL, "2026-01-01 12:00:00")
    found = propose("message,other", row, given={"time": "message", "body": "other"})
    assert (found["time"], found["body"]) == ("message", "other")


def test_somebody_may_say_that_nothing_has_a_role():
    assert "charger" not in propose("cp_id,msg", ("1", CALL), given={"charger": ""})


def test_columns_and_roles_that_do_not_exist_are_passed_over():
    found = propose("msg", (CALL,), given={"body": "lost", "colour": "msg"})
    assert found == {}


def test_what_is_missing_is_told():
    found = propose_columns(["a", "b"], [{"a": "x", "b": "y"}])
    assert found.missing == (Role.BODY, Role.ACTION, Role.PAYLOAD)
    assert not found.is_enough
    assert "a, b" in str(found)


def test_a_proposal_reads_as_a_sentence():
    found = propose_columns(["msg"], [{"msg": CALL}])
    assert str(found) == "The columns were taken as: msg is the body."
    assert found.column(Role.TIME) is None


def test_certainty_is_lower_without_a_telling_name():
    sure = propose_columns(["msg"], [{"msg": CALL}]).guesses[Role.BODY]
    less = propose_columns(["b"], [{"b": CALL}]).guesses[Role.BODY]
    assert 0 < less.certainty < sure.certainty <= 1


@pytest.mark.parametrize("text", ["Heartbeat", "HeartbeatRequest", "heartbeat.req",
                                  "Authorize_response"])  # fmt: skip
def test_actions_are_known_with_and_without_suffixes(text):
    assert is_action(text)


def test_values_of_any_kind_are_texts():
    assert value_text(JsonText('{"a": 1}', {"a": 1})) == '{"a": 1}'
    assert value_text(JsonText("", {"a": 1})) == '{"a":'
    assert value_text([2, "1"]) == '[2,"1"'
    assert value_text(7) == "7"
