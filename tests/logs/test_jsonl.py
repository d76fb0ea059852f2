# SPDX-License-Identifier: Apache-2.0
"""JSON Lines bring back every message as it was."""

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.logs.jsonl import JsonlWriter, json_line, read_jsonl
from ocppdesk.logs.records import Entry, Unreadable

INTEGERS = st.integers(-(2**63), 2**63 - 1)
MESSAGES = st.builds(
    Message,
    id=INTEGERS,
    at=st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999),
    charger=st.text(),
    connection=INTEGERS,
    direction=st.sampled_from(Direction),
    raw=st.text() | st.binary(),
    type=st.none() | st.sampled_from(MessageType),
    message_id=st.none() | st.text(),
    action=st.none() | st.text(),
    answer_to=st.none() | INTEGERS,
    latency_ms=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    error_code=st.none() | st.text(),
    evse=st.none() | INTEGERS,
    connector=st.none() | INTEGERS,
    transaction_id=st.none() | INTEGERS | st.text(),
    problem=st.none() | st.sampled_from(Problem),
    violations=st.lists(st.builds(Violation, st.text(), st.text()), max_size=3).map(
        tuple
    ),
)
ENTRIES = st.builds(Entry, MESSAGES, st.booleans(), st.none() | st.text())


def read(data):
    return list(read_jsonl(io.BytesIO(data)))


@given(st.lists(ENTRIES, max_size=3))
def test_messages_marks_and_notes_come_back_as_they_were(entries):
    file = io.BytesIO()
    writer = JsonlWriter(file)
    for entry in entries:
        writer.add(entry)
    assert file.getvalue().count(b"\n") == len(entries)
    assert read(file.getvalue()) == entries


@given(st.binary())
def test_no_bytes_make_the_reader_raise(data):
    assert all(isinstance(found, Entry | Unreadable) for found in read(data))


def test_a_line_is_one_json_object():
    message = Message(1, 0, "CP1", 1, Direction.IN, 'two\nlines and a "quote"')
    line = json_line(Entry(message, is_marked=True, note="a\nb"))
    assert "\n" not in line
    found = json.loads(line)
    assert (found["raw"], found["marked"], found["note"]) == (message.raw, True, "a\nb")


LINE = b'{"time":"2026-08-01T12:00:00Z","direction":"in","raw":"[]"}'


def test_unreadable_lines_are_told_by_number_and_the_rest_is_read():
    data = b"\n".join([LINE, b"", b"{oops", b"[1]", b'{"raw":"x"}', b"\xff", LINE])
    found = read(data)
    assert [f.line for f in found if isinstance(f, Unreadable)] == [3, 4, 5, 6]
    assert [f.message.id for f in found if isinstance(f, Entry)] == [1, 3]
    assert "This is not JSON" in found[1].why
    assert found[2].why == "This is not a JSON object."
    assert found[3].why == "time is missing."


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter():
    found = read(b"\xef\xbb\xbf" + LINE + b"\r\n" + LINE + b"\r\n")
    assert [type(each) for each in found] == [Entry, Entry]


def test_an_integer_beyond_64_bits_is_told():
    found = read(LINE.replace(b"}", b',"evse":18446744073709551615}'))
    assert found == [Unreadable(1, "evse is too great a number.")]
