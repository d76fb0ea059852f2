# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.heard import chargers_with, newest_of, next_of, numbers_of
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message


@pytest.fixture
def reader(tmp_path):
    """A capture in which two chargers take turns."""
    path = tmp_path / "heard.ocppdesk"
    recorder = Recorder(path)
    for number in range(1, 11):
        charger = "A" if number % 2 else "B"
        action = "Heartbeat" if number % 3 else "Authorize"
        raw = f'[2,"{number}","{action}",{{}}]'
        recorder.add_message(
            Message(recorder.next_message_id(), number, charger, 1, Direction.IN, raw,
                    MessageType.CALL, str(number), action)
        )  # fmt: skip
    recorder.commit()
    made = CaptureReader(path)
    yield made
    made.close()
    recorder.close()


def numbers(messages):
    return [message.id for message in messages]


def test_the_newest_of_an_action_come_in_order(reader):
    ask = {"actions": ["Heartbeat"], "upto": 10}
    assert numbers(newest_of(reader, "A", **ask)) == [1, 5, 7]
    assert numbers(newest_of(reader, "A", **ask, limit=2)) == [5, 7]
    assert numbers(newest_of(reader, "A", **ask, among=5)) == [7]
    assert numbers(newest_of(reader, "C", **ask)) == []


def test_the_next_of_some_chargers_come_a_few_at_a_time(reader):
    assert numbers(next_of(reader, ["A"], after=3, upto=8, limit=9)) == [5, 7]
    assert numbers(next_of(reader, ["A", "B"], after=3, upto=10, limit=2)) == [4, 5]
    assert numbers(next_of(reader, [], after=0, upto=10, limit=5)) == []


def test_the_chargers_with_an_action_are_named(reader):
    ask = {"after": 0, "upto": 10}
    assert chargers_with(reader, ["Authorize"], **ask) == ["A", "B"]
    assert chargers_with(reader, ["Authorize"], after=6, upto=10) == ["A"]
    assert chargers_with(reader, ["BootNotification"], **ask) == []


def test_the_numbers_of_actions_come_in_order(reader):
    ask = {"actions": ["Authorize", "Reset"], "after": 0, "upto": 10}
    assert numbers_of(reader, ["A", "B"], **ask) == [3, 6, 9]
    assert numbers_of(reader, ["A"], **ask | {"upto": 8}) == [3]
    assert numbers_of(reader, [], **ask) == []
