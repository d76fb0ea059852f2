# SPDX-License-Identifier: Apache-2.0
"""CSV brings back every message as it was, and no spreadsheet runs what is in it."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.logs.csv_table import COLUMNS, CsvWriter, read_csv
from ocppdesk.logs.records import Unreadable

PLAIN = Message(1, 1_785_585_600_000_000, "CP1", 1, Direction.IN, "[]")
INTEGERS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text() | st.text("=+-@\t\r\n'\",;05")
MESSAGES = st.builds(
    Message,
    id=INTEGERS,
    at=st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999),
    charger=TEXTS,
    connection=INTEGERS,
    direction=st.sampled_from(Direction),
    raw=TEXTS | st.binary(),
    type=st.none() | st.sampled_from(MessageType),
    message_id=st.none() | TEXTS,
    action=st.none() | TEXTS,
    answer_to=st.none() | INTEGERS,
    latency_ms=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    error_code=st.none() | TEXTS,
    evse=st.none() | INTEGERS,
    connector=st.none() | INTEGERS,
    transaction_id=st.none() | INTEGERS | TEXTS,
    problem=st.none() | st.sampled_from(Problem),
    violations=st.lists(st.builds(Violation, TEXTS, TEXTS), max_size=3).map(tuple),
)


def written(*messages):
    file = io.BytesIO()
    writer = CsvWriter(file)
    for message in messages:
        writer.add(message)
    return file.getvalue()


def read(data):
    return list(read_csv(io.BytesIO(data)))


def cells(message):
    text = written(message).decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text, newline="")))


@given(st.lists(MESSAGES, max_size=3))
def test_messages_come_back_as_they_were(messages):
    assert read(written(*messages)) == messages


@given(MESSAGES)
def test_no_text_cell_begins_like_a_formula(message):
    found = cells(message)
    for column in ("charger", "message_id", "action", "error_code", "raw"):
        assert not found[column].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    if isinstance(message.transaction_id, str):
        assert not found["transaction_id"].startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd()", "'=cmd()"),
        ("-5", "'-5"),
        ("'", "''"),
        ("'=1", "''=1"),
        ("\tx", "'\tx"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_one_apostrophe_guards_and_one_is_taken_away(text, cell):
    message = replace(PLAIN, raw=text)
    assert cells(message)["raw"] == cell
    assert read(written(message)) == [message]


def test_nothing_and_empty_text_stay_apart():
    message = replace(PLAIN, message_id="", action=None)
    assert cells(message)["message_id"] == "'"
    assert cells(message)["action"] == ""
    assert read(written(message)) == [message]


def test_numbers_and_texts_that_look_like_them_stay_apart():
    texts = [replace(PLAIN, transaction_id=each) for each in (512, "512", -1, "-1")]
    shown = [cells(message)["transaction_id"] for message in texts]
    assert shown == ["512", "'512", "-1", "'-1"]
    assert read(written(*texts)) == texts


def test_it_is_utf_8_with_a_mark_and_windows_line_ends():
    data = written(replace(PLAIN, raw='a "b"\nc'))
    assert data.startswith(b"\xef\xbb\xbfid,time,charger")
    assert data.endswith(b'"a ""b""\nc",\r\n')


def test_the_header_names_every_column():
    assert read(written()) == []
    assert written().decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


def test_a_cell_may_be_longer_than_the_csv_module_likes():
    message = replace(PLAIN, raw="x" * 200_000)
    assert read(written(message)) == [message]


def test_columns_may_stand_in_another_order():
    data = b"raw,direction,time\r\n[],in,2026-08-01T12:00:00Z\r\n"
    assert read(data) == [replace(PLAIN, charger="", connection=0)]


HEAD = b"time,direction,raw,evse,latency_ms,violations\r\n"
ROW = b"2026-08-01T12:00:00Z,in,[],,,\r\n"


def test_unreadable_rows_are_told_by_line_and_the_rest_is_read():
    odd = [
        b"2026-08-01T12:00:00Z,in\r\n",
        b'2026-08-01T12:00:00Z,in,"two\r\nlines",one,,\r\n',
        b"2026-08-01T12:00:00Z,in,[],,soon,\r\n",
        b"2026-08-01T12:00:00Z,in,[],,,{\r\n",
        b"2026-08-01T12:00:00Z,in,\xff,,,\r\n",
        b"2026-08-01T12:00:00Z,in,[],9223372036854775808,,\r\n",
    ]
    found = read(HEAD + ROW + b"".join(odd) + b",,,,,\r\n" + ROW)
    assert [(f.line, f.why) for f in found if isinstance(f, Unreadable)] == [
        (3, "It has 2 cells; there are 6 columns."),
        (4, "evse is not a number."),
        (6, "latency_ms is not a number."),
        (7, "violations is not JSON."),
        (8, "raw is not UTF-8."),
        (9, "evse is too great a number."),
    ]
    assert sum(isinstance(f, Message) for f in found) == 2


def test_a_table_of_something_else_is_told():
    assert read(b"name,age\r\nX,1\r\n") == [
        Unreadable(1, "The first row names no column time or direction or raw.")
    ]


@given(st.binary() | st.binary().map((HEAD + ROW).__add__))
def test_no_bytes_make_the_reader_raise(data):
    assert all(isinstance(found, Message | Unreadable) for found in read(data))


def test_the_file_stays_open():
    file = io.BytesIO(HEAD + ROW)
    list(read_csv(file))
    assert not file.closed
