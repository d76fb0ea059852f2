# SPDX-License-Identifier: Apache-2.0
"""Records have stable names and are read with suspicion."""

import base64
from dataclasses import replace

import pytest

from ocppdesk.capture.annotations import Annotations
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.logs.records import (
    KEYS,
    Entry,
    RecordError,
    entry_from_record,
    entry_of,
    record_of,
    time_text,
)

WHOLE = Message(
    id=7,
    at=1_785_585_600_000_001,
    charger="CP1",
    connection=3,
    direction=Direction.IN,
    raw="[]",
    type=MessageType.CALLRESULT,
    message_id="a",
    action="Reset",
    answer_to=6,
    latency_ms=1.5,
    error_code=None,
    evse=1,
    connector=2,
    transaction_id="tx",
    problem=Problem.LATE,
    violations=(Violation("status", "No."),),
)
ENTRY = Entry(WHOLE, is_marked=True, note="Look here.")
LEAST = {"time": "2026-08-01T12:00:00Z", "direction": "in", "raw": "[]"}


def test_the_keys_are_those_that_scripts_rely_on():
    assert record_of(ENTRY) == {
        "id": 7,
        "time": "2026-08-01T12:00:00.000001Z",
        "charger": "CP1",
        "connection": 3,
        "direction": "in",
        "type": 3,
        "message_id": "a",
        "action": "Reset",
        "answer_to": 6,
        "latency_ms": 1.5,
        "error_code": None,
        "evse": 1,
        "connector": 2,
        "transaction_id": "tx",
        "problem": "late",
        "violations": [{"path": "status", "text": "No."}],
        "marked": True,
        "note": "Look here.",
        "raw": "[]",
    }
    assert tuple(record_of(ENTRY)) == KEYS


def test_a_record_becomes_the_same_message():
    assert entry_from_record(record_of(ENTRY), default_id=1) == ENTRY


def test_a_message_without_mark_and_note_says_so():
    record = record_of(Entry(WHOLE))
    assert record["marked"] is False
    assert record["note"] is None
    assert entry_from_record(record, default_id=1) == Entry(WHOLE)


def test_what_is_put_on_a_message_is_found_by_its_number():
    annotations = Annotations(frozenset({7}), {7: "Look here.", 8: "Not here."}, {})
    assert entry_of(WHOLE, annotations) == ENTRY
    other = replace(WHOLE, id=8)
    assert entry_of(other, annotations) == Entry(other, note="Not here.")
    third = replace(WHOLE, id=9)
    assert entry_of(third, annotations) == Entry(third)


def test_bytes_that_are_no_text_are_kept_beside_what_can_be_read():
    raw = b'["\xff"]'
    message = Message(1, 0, "", 1, Direction.IN, raw)
    record = record_of(Entry(message))
    assert record["raw"] == '["\ufffd"]'
    assert base64.b64decode(record["raw_base64"]) == raw
    assert entry_from_record(record, default_id=1) == Entry(message)


def test_time_direction_and_raw_are_enough():
    entry = entry_from_record(LEAST, default_id=5)
    expected = Message(5, 1_785_585_600_000_000, "", 0, Direction.IN, "[]")
    assert entry == Entry(expected, is_marked=False, note=None)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-08-01T12:00:00Z", 1_785_585_600_000_000),
        ("2026-08-01T14:00:00+02:00", 1_785_585_600_000_000),
        ("2026-08-01T12:00:00", 1_785_585_600_000_000),
        ("1969-12-31T23:59:59.999999Z", -1),
    ],
)
def test_times_are_utc_unless_they_say_otherwise(text, at):
    entry = entry_from_record(LEAST | {"time": text}, default_id=1)
    assert entry.message.at == at


def test_times_have_microseconds():
    assert time_text(-1) == "1969-12-31T23:59:59.999999Z"
    assert time_text(0) == "1970-01-01T00:00:00.000000Z"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"time": None}, "time is missing"),
        ({"time": "yesterday"}, "time is not a time"),
        ({"time": 5}, "time is not text"),
        ({"direction": "up"}, "direction is not one of: in, out, link"),
        ({"direction": ["in"]}, "direction is not one of"),
        ({"raw": None}, "raw is missing"),
        ({"raw": 1}, "raw is not text"),
        ({"raw_base64": "§"}, "raw_base64 is not base64"),
        ({"raw_base64": "abc"}, "raw_base64 is not base64"),
        ({"type": 9}, "type is not one of: 2, 3, 4, 5, 6"),
        ({"type": 2.0}, "type is not one of"),
        ({"type": True}, "type is not one of"),
        ({"id": "7"}, "id is not a whole number"),
        ({"id": True}, "id is not a whole number"),
        ({"id": 2**63}, "id is too great"),
        ({"transaction_id": 1.5}, "transaction_id is not a whole number"),
        ({"latency_ms": "1"}, "latency_ms is not a number"),
        ({"problem": "bad"}, "problem is not one of"),
        ({"violations": "many"}, "violations is not a list"),
        ({"violations": ["x"]}, "not an object"),
        ({"marked": "yes"}, "marked is neither true nor false"),
        ({"marked": 1}, "marked is neither true nor false"),
        ({"note": 1}, "note is not text"),
    ],
)
def test_what_does_not_fit_is_named(change, why):
    with pytest.raises(RecordError, match=why):
        entry_from_record(LEAST | change, default_id=1)
