# SPDX-License-Identifier: Apache-2.0
import orjson
import pytest

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
