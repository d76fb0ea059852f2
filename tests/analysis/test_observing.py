# SPDX-License-Identifier: Apache-2.0
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.observing import Observer
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message


def message(number, raw, direction=Direction.IN, **known):
    text = raw if isinstance(raw, str | bytes) else orjson.dumps(raw).decode()
    return Message(number, number, "CP1", 1, direction, text, **known)


def call(number, action, payload, direction=Direction.IN):
    frame = [2, str(number), action, payload]
    return message(number, frame, direction, type=MessageType.CALL, action=action)


def test_an_answer_has_its_call_also_the_second_one():
    observer = Observer()
    asked = observer.observe(call(1, "Heartbeat", {}))
    answers = [
        observer.observe(
            message(
                number,
                [3, "1", {"currentTime": "x"}],
                Direction.OUT,
                type=MessageType.CALLRESULT,
                action="Heartbeat",
                answer_to=1,
            )
        )
        for number in (2, 3)
    ]
    assert asked.is_call("Heartbeat")
    assert not asked.is_call("Heartbeat", Direction.OUT)
    assert [answer.call for answer in answers] == [asked, asked]
    assert answers[0].is_result("Heartbeat")
    assert answers[0].payload == {"currentTime": "x"}


@pytest.mark.parametrize("raw", ["", "[2", b"\xff", "[2,1,[]]", '[3,"1",7]'])
def test_what_is_no_payload_is_an_empty_one(raw):
    assert Observer().observe(message(1, raw)).payload == {}


def test_what_is_said_tells_the_version():
    observer = Observer()
    for number, (action, payload, is_2x) in enumerate(
        [
            ("Heartbeat", {}, False),
            ("StatusNotification", {"evseId": 1, "connectorStatus": "Occupied"}, True),
            ("Heartbeat", {}, True),
            ("BootNotification", {"chargePointVendor": "X"}, False),
            ("TransactionEvent", {}, True),
            ("StartTransaction", {}, False),
        ],
        start=1,
    ):
        assert observer.observe(call(number, action, payload)).is_2x is is_2x


def test_calls_without_an_answer_do_not_pile_up():
    observer = Observer()
    for number in range(1, 2_000):
        observer.observe(call(number, "Heartbeat", {}))
    late = message(
        2_000,
        [3, "1", {}],
        Direction.OUT,
        type=MessageType.CALLRESULT,
        action="Heartbeat",
        answer_to=1,
    )
    assert observer.observe(late).call is None


def answer(number, called, payload, action):
    frame = [3, str(called), payload]
    return message(number, frame, Direction.OUT, type=MessageType.CALLRESULT,
                   action=action, answer_to=called)  # fmt: skip


def test_a_transaction_is_where_its_start_was():
    observer = Observer()
    places = [
        observer.observe(each).place
        for each in (
            call(1, "StartTransaction", {"connectorId": 2, "idTag": "A"}),
            answer(2, 1, {"transactionId": 512}, "StartTransaction"),
            call(3, "MeterValues", {"connectorId": 1}),
            call(4, "StopTransaction", {"transactionId": 512}),
            answer(5, 4, {}, "StopTransaction"),
        )
    ]
    assert places == [
        (None, 2, None),
        (None, 2, 512),
        (None, 1, None),
        (None, 2, 512),
        (None, 2, 512),
    ]


def test_an_evse_is_remembered_for_its_transaction():
    observer = Observer()
    info = {"transactionInfo": {"transactionId": "T1"}}
    started = {**info, "evse": {"id": 3, "connectorId": 1}}
    observer.observe(call(1, "TransactionEvent", started))
    found = observer.observe(call(2, "TransactionEvent", info))
    assert found.place == (3, 1, "T1")


def test_what_the_recording_says_of_the_place_counts():
    found = Observer().observe(
        message(1, [2, "1", "StopTransaction", {}], type=MessageType.CALL,
                action="StopTransaction", connector=4, transaction_id=9)
    )  # fmt: skip
    assert found.place == (None, 4, 9)


def test_places_of_transactions_do_not_pile_up():
    observer = Observer()
    for number in range(1, 2_000):
        payload = {"connectorId": 1, "transactionId": number}
        observer.observe(call(number, "MeterValues", payload))
    forgotten = observer.observe(call(2_000, "StopTransaction", {"transactionId": 1}))
    assert forgotten.place == (None, None, 1)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 9) | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.lists(_JSON, max_size=5) | _JSON, st.integers(1, 5))
def test_a_payload_is_read_in_the_same_way_as_by_the_recording(frame, kind):
    if isinstance(frame, list) and frame:
        frame[0] = kind
    seen = message(1, frame)
    expected = seen.payload()
    payload = Observer().observe(seen).payload
    assert payload == (expected if isinstance(expected, dict) else {})


def test_what_is_nested_too_deeply_has_no_payload():
    raw = f'[2,"1","DataTransfer",{"{"}"data":{"[" * 150}{"]" * 150}{"}"}]'
    assert Observer().observe(message(1, raw)).payload == {}
