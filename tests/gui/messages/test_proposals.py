# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.versions import Version
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.paths import Path, Side
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context
from ocppdesk.gui.messages.columns import COLUMNS
from ocppdesk.gui.messages.proposals import (
    FOLLOWED,
    followed,
    of_actions,
    of_cell,
    of_message,
    of_path,
    of_value,
)

CONTEXT = Context(now=0, latest=0)
# Names that no charger should have, and that some have.
ODD = ['a b', 'say "hi"', "it's", "[1]", "{x}", "a..b", "in", "and", "-5m", "/x/",
       "~err", "48213", "04E123", "1e400", "Ünï ☃", "a\\b", "", "14:05", "null",
       "connector", "Heartbeat", "(", "a&b", "10min", ".x", "a,b", "\t", "\u2028",
]  # fmt: skip
odd_texts = st.one_of(st.sampled_from(ODD), st.text(max_size=30))


def call(payload, **changes):
    """Return a charger's StatusNotification."""
    values = {
        "id": 812,
        "at": 1_769_864_731_204_000,
        "charger": "CP-0042",
        "connection": 1,
        "direction": Direction.IN,
        "raw": json.dumps([2, "19", "StatusNotification", payload]),
        "type": MessageType.CALL,
        "message_id": "19",
        "action": "StatusNotification",
    }
    return Message(**{**values, **changes})


def expressions(proposals):
    return [proposal.expression for proposal in proposals]


def finds(expression, subject):
    return parse_filter(expression).matches(subject, CONTEXT)


STATUS = {"connectorId": 2, "status": "Faulted", "errorCode": "GroundFailure"}


def test_a_message_suggests_what_it_is_about():
    subject = Subject(call(STATUS, connector=2, transaction_id=48213))
    assert expressions(of_message(subject)) == [
        "StatusNotification",
        "charger === CP-0042",
        "connector == 2",
        "tx == 48213",
        "status == Faulted",
        "code == GroundFailure",
        'id == "19"',
    ]


def test_a_connector_of_ocpp_2_belongs_to_an_evse():
    subject = Subject(call({}, evse=1, connector=2))
    assert "evse == 1 and connector == 2" in expressions(of_message(subject))


def test_a_connection_event_suggests_its_event():
    subject = Subject(
        call(
            {}, direction=Direction.LINK, type=None, action="Disconnected", raw="Gone."
        )
    )
    assert expressions(of_message(subject))[:2] == [
        "ws == Disconnected",
        "charger === CP-0042",
    ]


def test_an_action_that_ocpp_does_not_know_is_compared():
    subject = Subject(call({}, action="Vendor Thing"))
    assert expressions(of_message(subject))[0] == 'action == "Vendor Thing"'


def test_what_is_hidden_is_said_the_short_way_where_there_is_one():
    found = of_message(Subject(call(STATUS, connector=2)))
    assert [proposal.opposite for proposal in found][:3] == [
        "-StatusNotification",
        "not charger === CP-0042",
        "not connector == 2",
    ]


def test_a_list_of_many_keys_is_no_proposal():
    keys = [{"key": f"k{n}"} for n in range(4)]
    subject = Subject(call({"configurationKey": keys[:3]}))
    assert "key == k2" in expressions(of_message(subject))
    subject = Subject(call({"configurationKey": keys}))
    assert not [e for e in expressions(of_message(subject)) if e.startswith("key")]


def test_a_very_long_value_is_no_proposal():
    subject = Subject(call({"status": "x" * 5000}))
    assert not [e for e in expressions(of_message(subject)) if len(e) > 500]


@given(odd_texts, odd_texts, odd_texts, st.integers() | odd_texts)
def test_each_proposal_finds_its_message_and_its_opposite_does_not(
    charger, message_id, value, transaction
):
    payload = {"status": value, "idTag": value, "errorCode": value, value: value}
    subject = Subject(
        call(payload, charger=charger, message_id=message_id, action=value,
             transaction_id=transaction, connector=1),
        version="1.6",
    )  # fmt: skip
    found = of_message(subject)
    for info in COLUMNS:
        found += of_cell(subject, info.name, value)
    found += of_cell(subject, ".status", value, path=Path(("status",)))
    assert found
    for proposal in found:
        assert finds(proposal.expression, subject)
        assert not finds(proposal.opposite, subject)
        assert str(parse_filter(proposal.expression)) == proposal.expression
    for kind in FOLLOWED:
        expression = followed(kind, subject, with_charger=True)
        assert not expression or finds(expression, subject)


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd])
def test_odd_names_are_proposed_all_the_same(odd):
    payload = {"idTag": odd, "status": odd}
    subject = Subject(call(payload, charger=odd, message_id=odd, transaction_id=odd))
    labels = [proposal.label for proposal in of_message(subject)]
    for label in ("charger", "transaction", "idTag", "status", "message ID"):
        assert f"This {label}" in labels


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("number", ["no == 812"]),
        ("time", ["time >= 2026-01-31T13:05:31.204000Z",
                  "time <= 2026-01-31T13:05:31.204000Z"]),
        ("direction", ["~in"]),
        ("message", ["StatusNotification"]),
        ("connector", ["connector == 2"]),
        ("result", ["res.status == Rejected"]),
        ("latency", ["latency >= 41ms"]),
        ("size", ["size >= 102"]),
        ("json", ["Faulted"]),
        ("problem", []),
    ],
)  # fmt: skip
def test_a_cell_suggests_what_it_shows(column, expected):
    message = call(STATUS, connector=2)
    answer = call({}, id=813, type=MessageType.CALLRESULT, answer_to=812,
                  raw='[3,"19",{"status":"Rejected"}]', latency_ms=41.7)  # fmt: skip
    subject = Subject(message, answer=answer)
    text = "Faulted" if column == "json" else "no such words"
    assert expressions(of_cell(subject, column, text)) == expected


@pytest.mark.parametrize("kind", FOLLOWED)
def test_what_a_message_has_not_cannot_be_followed(kind):
    subject = Subject(call({}, action=None))
    assert followed(kind, subject, with_charger=True) == ""


def test_with_several_chargers_a_connector_is_one_of_its_charger():
    subject = Subject(call(STATUS, connector=2, transaction_id="t"))
    assert followed("connector", subject, with_charger=False) == "connector == 2"
    both = "charger === CP-0042 and"
    assert followed("connector", subject, with_charger=True) == f"{both} connector == 2"
    assert followed("transaction", subject, with_charger=True) == f"{both} tx == t"
    assert followed("action", subject, with_charger=True) == "StatusNotification"


def test_the_idtag_of_an_answer_is_that_of_its_call():
    question = call({"idTag": "04A2B3"})
    answer = call(
        {}, id=813, type=MessageType.CALLRESULT, answer_to=812, raw="[3,1,{}]"
    )
    subject = Subject(answer, call=question)
    assert followed("idtag", subject, with_charger=False) == "idtag == 04A2B3"


def test_actions_of_several_messages_are_one_set():
    assert of_actions(["Reset", "Reset"]) == "Reset"
    assert of_actions(["Reset", "Odd one", ""]) == 'action in {Reset, "Odd one"}'
    assert of_actions([""]) == ""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (Path(("status",)), [".status == Faulted"]),
        (Path(("status",), Side.RESPONSE), ["res.status == Rejected"]),
        (Path(("nothing",)), []),
    ],
)
def test_a_cell_of_a_place_in_payloads_suggests_its_value(path, expected):
    answer = call({}, id=813, type=MessageType.CALLRESULT, answer_to=812,
                  raw='[3,"19",{"status":"Rejected"}]')  # fmt: skip
    subject = Subject(call(STATUS), answer=answer)
    assert expressions(of_cell(subject, str(path), "", path=path)) == expected


def test_a_value_is_found_by_its_place():
    subject = Subject(call({"meterValue": [{"sampledValue": [{"value": "32.1"}]}]}))
    place = Path(("meterValue", "sampledValue", "value"))
    wanted = '.meterValue.sampledValue.value == "32.1"'
    assert of_value(subject, place, "32.1").expression == wanted
    assert of_path(place) == ".meterValue.sampledValue.value"


def test_a_value_of_the_answer_is_found_from_the_call():
    answer = call({}, id=813, type=MessageType.CALLRESULT, answer_to=812,
                  raw='[3,"19",{"status":"Rejected"}]')  # fmt: skip
    subject = Subject(call(STATUS), answer=answer)
    place = Path(("status",), Side.RESPONSE)
    assert of_value(subject, place, "Rejected").expression == "res.status == Rejected"


@pytest.mark.parametrize("key", ["a b", "", "-x", "a.b", "1"])
def test_a_place_that_cannot_be_written_is_not_offered(key):
    subject = Subject(call({key: 1}))
    assert of_path(Path((key,))) == ""
    assert of_value(subject, Path((key,)), 1) is None


@pytest.mark.parametrize(
    ("payload", "keys"),
    [
        ({"basicAuthPassword": "hunter2"}, ("basicAuthPassword",)),
        ({"key": "AuthorizationKey", "value": "hunter2"}, ("value",)),
    ],
)
def test_a_password_comes_into_no_filter(payload, keys):
    subject = Subject(call(payload, action="ChangeConfiguration"))
    assert of_value(subject, Path(keys), "hunter2") is None
    assert of_cell(subject, f".{keys[0]}", "••••", path=Path(keys)) == []


@pytest.mark.parametrize("version", Version)
def test_the_version_of_the_connection_is_a_proposal_of_its_cell(version):
    subject = Subject(call({}), version=version.value)
    found = of_cell(subject, "version", f"OCPP {version}")
    assert [finds(proposal.expression, subject) for proposal in found] == [True]
