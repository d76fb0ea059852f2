# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.transfers.job import first_of, size_text, status_in

LOGS = frozenset({"LogStatusNotification"})


def message(raw, direction=Direction.IN):
    return Message(
        id=1,
        at=1,
        charger="CP1",
        connection=1,
        direction=direction,
        raw=raw,
        type=MessageType.CALL,
        action="LogStatusNotification",
    )


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ('[2,"1","LogStatusNotification",{"status":"Uploaded"}]', "Uploaded"),
        ('[2,"1","LogStatusNotification",{"status":7}]', ""),
        ('[2,"1","LogStatusNotification",[1]]', ""),
        ("nonsense", ""),
    ],
)
def test_a_status_is_read_whatever_comes(raw, status):
    assert status_in(message(raw), LOGS)[0] == status


def test_only_calls_of_the_charger_tell_a_status():
    raw = '[2,"1","LogStatusNotification",{"status":"Uploaded"}]'
    assert status_in(message(raw, Direction.OUT), LOGS)[0] == ""


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (2048, "2.0 kB"), (5 * 2**20, "5.0 MB"),
     (3 * 2**30, "3.0 GB")],
)  # fmt: skip
def test_sizes_are_written_for_people(size, text):
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("sentences", "first"),
    [
        ("It failed. Try it again.", "It failed."),
        ("It failed.", "It failed."),
        ("It failed", "It failed."),
    ],
)
def test_a_headline_is_the_first_sentence(sentences, first):
    assert first_of(sentences) == first
