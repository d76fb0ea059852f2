# SPDX-License-Identifier: Apache-2.0
"""A line of text says all that was on the wire."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing.text_log import (
    HEADING,
    TextLine,
    TextLogWriter,
    message_line,
    parse_line,
)

FRAME = '[2,"19","Heartbeat",{}]'
PLAIN = Message(1, 1_785_592_800_123_456, "CP-0042", 1, Direction.IN, FRAME)
TEXTS = st.text() | st.text(' %-CSM"[]\n\r\x85\u2028:', max_size=8)
MESSAGES = st.builds(
    Message,
    id=st.just(1),
    at=st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999),
    charger=TEXTS,
    connection=st.just(1),
    direction=st.sampled_from(Direction),
    raw=TEXTS | st.binary(),
)


def written(*entries):
    file = io.BytesIO()
    writer = TextLogWriter(file)
    for entry in entries:
        writer.add(entry)
    return file.getvalue().decode()


@pytest.mark.parametrize(
    ("direction", "line"),
    [
        (Direction.IN, f"2026-08-01T14:00:00.123456Z CP-0042 -> CSMS {FRAME}"),
        (Direction.OUT, f"2026-08-01T14:00:00.123456Z CSMS -> CP-0042 {FRAME}"),
    ],
)
def test_a_line_is_time_sender_arrow_receiver_and_frame(direction, line):
    assert message_line(replace(PLAIN, direction=direction)) == line
    assert parse_line(f"{line}\r\n") == TextLine(
        PLAIN.at, "CP-0042", direction, FRAME, None
    )


def test_a_connection_says_what_happened():
    message = replace(
        PLAIN,
        direction=Direction.LINK,
        raw="CP-0042 connected: it speaks OCPP 1.6.",
        action="Connected",
    )
    line = message_line(message)
    assert line.endswith(
        "Z CP-0042 -- CSMS Connected: CP-0042 connected: it speaks OCPP 1.6."
    )
    found = parse_line(line)
    assert (found.direction, found.raw, found.action) == (
        Direction.LINK,
        message.raw,
        "Connected",
    )


@pytest.mark.parametrize(
    ("raw", "end"),
    [
        ('[2,\n"1"]', r'CSMS "[2,\n\"1\"]"'),
        ("", 'CSMS ""'),
        (" [2]", 'CSMS " [2]"'),
        ("base64:", 'CSMS "base64:"'),
        ('"', r'CSMS "\""'),
        ("\x85", r'CSMS "\u0085"'),
        ("[2,ü]", "CSMS [2,ü]"),
        (b"[2,\xff]", "CSMS base64:WzIs/10="),
    ],
)
def test_what_is_no_line_of_text_is_written_so_that_it_comes_back(raw, end):
    line = message_line(replace(PLAIN, raw=raw))
    assert line.endswith(end)
    assert parse_line(line).raw == raw


@pytest.mark.parametrize(
    ("charger", "shown"),
    [
        ("RPC:20 1:as", "RPC:20%201:as"),
        ("CSMS", "%43SMS"),
        ("-", "%2D"),
        ("", "-"),
        ("50%", "50%25"),
        ("Säule", "Säule"),
        ("a\u2028b", "a%E2%80%A8b"),
    ],
)
def test_an_identity_is_one_word(charger, shown):
    line = message_line(replace(PLAIN, charger=charger))
    assert line.split(" ")[1] == shown
    assert parse_line(line).charger == charger


@given(st.lists(MESSAGES, max_size=3))
def test_messages_come_back_as_they_were(messages):
    lines = written(*map(Entry, messages)).split("\n")
    assert lines[0] == HEADING
    assert lines[-1] == ""
    found = [parse_line(line) for line in lines[1:-1]]
    assert found == [
        TextLine(each.at, each.charger, each.direction, each.raw, None)
        for each in messages
    ]


@given(MESSAGES)
def test_no_program_sees_two_lines_in_one(message):
    assert len(message_line(message).splitlines()) == 1


def test_marks_and_notes_are_remarks_on_the_line_above():
    entry = Entry(PLAIN, is_marked=True, note="why?\nno answer")
    assert written(entry).splitlines()[2:] == [
        "# Marked.",
        r'# Note: "why?\nno answer"',
    ]


@pytest.mark.parametrize(
    "line",
    [
        HEADING,
        "",
        "hello",
        f"2026-08-01 14:00:00 CP -> CSMS {FRAME}",
        f"2026-13-01T14:00:00.123456Z CP -> CSMS {FRAME}",
        f"2026-08-01T14:00:00.123456Z CSMS -> CSMS {FRAME}",
        f"2026-08-01T14:00:00.123456Z A -> B {FRAME}",
        "2026-08-01T14:00:00.123456Z A -- CSMS nothing",
        '2026-08-01T14:00:00.123456Z A -> CSMS "open',
        "2026-08-01T14:00:00.123456Z A -> CSMS base64:%",
    ],
)
def test_other_lines_hold_no_message(line):
    assert parse_line(line) is None


@given(st.text() | st.text().map("2026-08-01T14:00:00.123456Z A -> CSMS ".__add__))
def test_no_text_makes_it_raise(text):
    found = parse_line(text)
    assert found is None or isinstance(found, TextLine)
