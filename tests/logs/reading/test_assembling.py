# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.frames import MessageType
from ocppdesk.logs.reading.assembling import (
    ASSEMBLED,
    Parts,
    assemble,
    link_event,
    split_action,
    type_of,
)
from ocppdesk.logs.reading.columns import JsonText
from ocppdesk.logs.reading.found import State

CALL, RESULT, ERROR = MessageType.CALL, MessageType.CALLRESULT, MessageType.CALLERROR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AuthorizeRequest", ("Authorize", CALL)),
        ("AuthorizeResponse", ("Authorize", RESULT)),
        ("Authorize.req", ("Authorize", CALL)),
        ("Authorize.conf", ("Authorize", RESULT)),
        ("BootNotificationConfirmation", ("BootNotification", RESULT)),
        ("Heartbeat", ("Heartbeat", None)),
        ("NotImplemented", ("NotImplemented", ERROR)),
        ("not_implemented", ("NotImplemented", ERROR)),
    ],
)
def test_suffixes_of_actions_tell_the_type(text, expected):
    assert split_action(text) == expected


@pytest.mark.parametrize(
    ("action", "has_come"),
    [
        ("ChargePointConnectedRequest", True),
        ("ChargePointDisconnectedRequest", False),
        ("connect", True),
        ("WebSocket closed", False),
        ("charger offline", False),
        ("Heartbeat", None),
        ("ConnectorUnlocked", None),
        ("", None),
    ],
)
def test_actions_about_the_connection_are_known(action, has_come):
    assert link_event(action) is has_come


@pytest.mark.parametrize(
    ("parts", "is_pending", "kind"),
    [
        (Parts("Heartbeat", type="CALLRESULT"), False, RESULT),
        (Parts("Heartbeat", type="3"), False, RESULT),
        (Parts("HeartbeatRequest"), True, CALL),
        (Parts("Heartbeat"), True, RESULT),
        (Parts("Heartbeat"), False, CALL),
        (Parts("Heartbeat", error_code="GenericError"), False, ERROR),
        (Parts("Heartbeat", error_code="NULL"), False, CALL),
        (Parts("InternalError", type="response"), False, ERROR),
        (Parts(), False, None),
    ],
)
def test_the_type_is_told_by_what_there_is(parts, is_pending, kind):
    assert type_of(parts, is_pending=is_pending) is kind


def test_a_call_keeps_the_text_of_its_payload():
    found = assemble(Parts("AuthorizeRequest", '{"idTag": 1.50}', "7"), CALL)
    assert found.raw == '[2,"7","Authorize",{"idTag": 1.50}]'
    assert found.value == [2, "7", "Authorize", {"idTag": 1.5}]
    assert (found.state, found.repairs) == (State.COMPLETE, (ASSEMBLED,))


def test_a_result_has_no_action():
    assert assemble(Parts("AuthorizeResponse", "{}", "7"), RESULT).raw == '[3,"7",{}]'


@pytest.mark.parametrize("payload", [None, "", "  ", "NULL"])
def test_no_payload_is_an_empty_one(payload):
    assert assemble(Parts("Heartbeat", payload, "7"), CALL).value[3] == {}


def test_the_text_of_a_json_record_is_kept():
    payload = JsonText('{"a" : 1.0}', {"a": 1.0})
    assert assemble(Parts("X", payload, "7"), CALL).raw.endswith('{"a" : 1.0}]')


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (Parts("NotImplemented", "DataTransfer", "7"),
         [4, "7", "NotImplemented", "DataTransfer", {}]),
        (Parts("", '{"a":1}', "7", error_code="GenericError", error_description="no"),
         [4, "7", "GenericError", "no", {"a": 1}]),
        (Parts("", "{}", "7"), [4, "7", "GenericError", "", {}]),
        (Parts("", '{"errorCode":"NotSupported","errorDescription":"no",'
                   '"errorDetails":{"a":1}}', "7"),
         [4, "7", "NotSupported", "no", {"a": 1}]),
    ],
)  # fmt: skip
def test_errors_have_code_description_and_details(parts, value):
    assert assemble(parts, ERROR).value == value


def test_python_literals_are_written_as_json():
    found = assemble(Parts("Authorize", "{'ok': True, 'a': None}", "7"), CALL)
    assert found.raw == '[2,"7","Authorize",{"ok":true,"a":null}]'
    assert "Python" in found.repairs[1]


def test_json_in_a_json_text_is_taken_out():
    found = assemble(Parts("Authorize", '"{\\"idTag\\":\\"A\\"}"', "7"), CALL)
    assert found.value[3] == {"idTag": "A"}


@pytest.mark.parametrize(
    ("payload", "state"),
    [
        ('{"idTag":"AB', State.TRUNCATED),
        ('{"idTag":', State.TRUNCATED),
        ('{"idTag":,}', State.MALFORMED),
        ('{"idTag":1} and', State.MALFORMED),
        ("[" * 100_000, State.MALFORMED),
    ],
)
def test_a_payload_that_is_no_json_leaves_the_frame_open(payload, state):
    found = assemble(Parts("Authorize", payload, "7"), CALL)
    assert (found.state, found.value) == (state, None)
    assert found.raw == f'[2,"7","Authorize",{payload}'


def test_a_missing_id_is_told():
    found = assemble(Parts("Heartbeat"), CALL)
    assert found.value[1] == ""
    assert "no message id" in found.repairs[1]
