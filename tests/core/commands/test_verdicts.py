# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.commands.verdicts import verdict_of
from ocppdesk.core.summary import ResultKind


def answered(talk, version, action, payload):
    conversation = talk(version)
    [answer] = conversation.reply(conversation.ask(action, {}), payload)
    return verdict_of(answer, version)


def test_a_status_is_explained(talk):
    verdict = answered(talk, "1.6", "UnlockConnector", {"status": "UnlockFailed"})
    assert verdict.kind is ResultKind.REFUSED
    assert verdict.status == "UnlockFailed"
    assert verdict.meaning
    assert "UnlockFailed" in verdict.text


def test_a_reason_of_2_x_is_explained(talk):
    payload = {"status": "Rejected", "statusInfo": {"reasonCode": "TxInProgress"}}
    verdict = answered(talk, "2.0.1", "RequestStartTransaction", payload)
    assert verdict.kind is ResultKind.REFUSED
    assert "TxInProgress" in verdict.meaning


def test_statuses_in_arrays_are_explained_once(talk):
    one = {"attributeStatus": "RebootRequired", "component": {}, "variable": {}}
    verdict = answered(talk, "2.0.1", "SetVariables", {"setVariableResult": [one, one]})
    assert verdict.kind is ResultKind.OK
    assert verdict.meaning.count("restart") + verdict.meaning.count("reboot") <= 2
    assert verdict.meaning


def test_an_answer_without_a_status_says_what_it_brings(talk):
    key = {"key": "HeartbeatInterval", "readonly": False, "value": "300"}
    verdict = answered(talk, "1.6", "GetConfiguration", {"configurationKey": [key]})
    assert verdict.kind is ResultKind.OK
    assert "HeartbeatInterval" in verdict.text
    assert verdict.meaning == ""


def test_an_error_is_explained(talk):
    conversation = talk()
    call = conversation.ask("GetConfiguration", {})
    [answer] = conversation.fail(call, "NotImplemented", "no such thing")
    verdict = verdict_of(answer, "1.6")
    assert verdict.kind is ResultKind.ERROR
    assert "no such thing" in verdict.text
    assert "does not know this action" in verdict.meaning


def test_an_error_that_nobody_knows_is_told_as_such(talk):
    conversation = talk()
    [answer] = conversation.fail(conversation.ask("Reset", {}), "Tired")
    assert "OCPP does not know this error code" in verdict_of(answer, "1.6").meaning


def test_nonsense_is_no_reason_to_fail(talk):
    for payload in ([], {"status": {}}, {"a": [1, None]}, {"statusInfo": 5}):
        assert answered(talk, "2.0.1", "Reset", payload).kind is ResultKind.OK
