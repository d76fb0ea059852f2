# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.commands.effects import expectation_of
from ocppdesk.core.commands.progress import Effect


def test_a_key_is_read_back(talk):
    conversation = talk()
    made = conversation.obey(
        "ChangeConfiguration", {"key": "HeartbeatInterval", "value": "60"}
    )
    ask = made.expected.ask
    assert (ask.action, ask.payload) == (
        "GetConfiguration",
        {"key": ["HeartbeatInterval"]},
    )
    for value, effect, told in (
        ("300", Effect.AWAITED, "is still “300”"),
        ("60", Effect.PROVEN, "HeartbeatInterval is “60” now."),
    ):
        call = conversation.ask(ask.action, ask.payload)
        key = {"key": "heartbeatinterval", "readonly": False, "value": value}
        conversation.reply(call, {"configurationKey": [key]})
        assert made.effect is effect
        assert told in made.seen


def test_secrets_are_compared_but_not_repeated(talk):
    conversation = talk()
    made = conversation.obey(
        "ChangeConfiguration", {"key": "AuthorizationKey", "value": "topsecret"}
    )
    key = {"key": "AuthorizationKey", "readonly": False, "value": "topsecret"}
    call = conversation.ask("GetConfiguration", {})
    conversation.reply(call, {"configurationKey": [key]})
    assert made.effect is Effect.PROVEN
    assert "topsecret" not in made.effect_text


def variable(name, value, *, is_read=False):
    data = {
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": name},
        "attributeValue": value,
    }
    return {**data, "attributeStatus": "Accepted"} if is_read else data


@pytest.mark.parametrize(
    ("read", "effect"),
    [
        ({"A": "1", "B": "2"}, Effect.PROVEN),
        ({"A": "1", "B": "9"}, Effect.AWAITED),
        ({"A": "1"}, Effect.AWAITED),
        ({"C": "1"}, Effect.AWAITED),
    ],
)
def test_variables_are_read_back_all_of_them(talk, read, effect):
    conversation = talk("2.0.1")
    data = [variable("A", "1"), variable("B", "2")]
    accepted = [{**one, "attributeStatus": "Accepted"} for one in data]
    made = conversation.obey(
        "SetVariables", {"setVariableData": data}, {"setVariableResult": accepted}
    )
    assert made.expected.ask.payload == {
        "getVariableData": [
            {"component": one["component"], "variable": one["variable"]} for one in data
        ]
    }
    call = conversation.ask("GetVariables", made.expected.ask.payload)
    results = [variable(name, value, is_read=True) for name, value in read.items()]
    conversation.reply(call, {"getVariableResult": results})
    assert made.effect is effect


def test_a_local_list_is_read_back(talk):
    conversation = talk()
    made = conversation.obey("SendLocalList", {"listVersion": 3, "updateType": "Full"})
    call = conversation.ask("GetLocalListVersion", {})
    conversation.reply(call, {"listVersion": 2})
    assert made.seen == "The local list has version 2."
    call = conversation.ask("GetLocalListVersion", {})
    conversation.reply(call, {"listVersion": 3})
    assert made.effect is Effect.PROVEN


def test_nonsense_is_waited_through():
    for action in ("ChangeConfiguration", "SetVariables", "SendLocalList"):
        for payload in (None, [], {}, {"setVariableData": 5}):
            assert expectation_of(action, payload, at=0) is not None
