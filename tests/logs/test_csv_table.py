# SPDX-License-Identifier: Apache-2.0
"""CSV brings back every message as it was, and no spreadsheet runs what is in it."""

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.logs.csv_table import COLUMNS, CsvWriter, read_csv
from ocppdesk.logs.records import Entry, Unreadable

PLAIN = Message(1, 1_785_585_600_000_000, "CP1", 1, Direction.IN, "[]")
INTEGERS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text() | st.text("=+-@\t\r\n'\",;05\uff1d")
SIGNS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
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


ENTRIES = st.builds(Entry, MESSAGES, st.booleans(), st.none() | TEXTS)


def written(*entries):
    file = io.BytesIO()
    writer = CsvWriter(file)
    for entry in entries:
        writer.add(entry)
    return file.getvalue()


def of(**changes):
    """Make an entry of a plain message."""
    return Entry(replace(PLAIN, **changes))


def read(data):
    return list(read_csv(io.BytesIO(data)))


def cells(entry):
    text = written(entry).decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text, newline="")))


@given(st.lists(ENTRIES, max_size=3))
def test_messages_marks_and_notes_come_back_as_they_were(entries):
    assert read(written(*entries)) == entries


@given(ENTRIES)
def test_no_text_cell_begins_like_a_formula(entry):
    found = cells(entry)
    for column in ("charger", "message_id", "action", "error_code", "note", "raw"):
        assert not found[column].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    if isinstance(entry.message.transaction_id, str):
        assert not found["transaction_id"].startswith(("=", "+", "-", "@", "\t", "\r"))


@given(ENTRIES)
def test_no_cell_begins_like_a_formula_where_semicolons_part_them(entry):
    # As a spreadsheet does it that parts at semicolons: quotation marks count only
    # where a cell begins with one.
    text = written(entry).decode("utf-8-sig").partition("\r\n")[2]
    for cell in re.split(r"[;\t\r\n]", text)[1:]:
        assert not cell.lstrip('"').startswith(SIGNS)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1", "a;'=1"),
        ('a;"=1', "a;'\"=1"),
        ("a;'=1", "a;''=1"),
        ("a;b", "a;b"),
        ("a\n-1", "a\n'-1"),
        ("a\r\n=1", "a\r\n'=1"),
        ("\t=1", "'\t'=1"),
        ("\uff1d1", "'\uff1d1"),
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
    entry = of(raw=text)
    assert cells(entry)["raw"] == cell
    assert read(written(entry)) == [entry]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'", "'=1", "\tx", "\r"])
def test_a_note_cannot_be_a_formula(text):
    entry = Entry(PLAIN, note=text)
    assert cells(entry)["note"] == f"'{text}"
    assert read(written(entry)) == [entry]


def test_a_note_may_have_lines_quotes_and_commas():
    entry = Entry(PLAIN, note='a "b",\r\nc\n=d')
    assert cells(entry)["note"] == 'a "b",\r\nc\n\'=d'
    assert read(written(entry)) == [entry]


def test_a_mark_is_yes_or_nothing():
    assert cells(Entry(PLAIN, is_marked=True))["marked"] == "yes"
    assert cells(Entry(PLAIN))["marked"] == ""


@pytest.mark.parametrize(
    ("cell", "is_marked"),
    [("yes", True), ("TRUE", True), ("", False), ("no", False), ("False", False)],
)
def test_a_mark_is_read_as_people_and_spreadsheets_write_it(cell, is_marked):
    data = f"time,direction,raw,marked\r\n2026-08-01T12:00:00Z,in,[],{cell}\r\n"
    [entry] = read(data.encode())
    assert entry.is_marked is is_marked


def test_nothing_and_empty_text_stay_apart():
    entry = of(message_id="", action=None)
    assert cells(entry)["message_id"] == "'"
    assert cells(entry)["action"] == ""
    assert read(written(entry)) == [entry]


def test_numbers_and_texts_that_look_like_them_stay_apart():
    texts = [of(transaction_id=each) for each in (512, "512", -1, "-1")]
    shown = [cells(entry)["transaction_id"] for entry in texts]
    assert shown == ["512", "'512", "-1", "'-1"]
    assert read(written(*texts)) == texts


def test_it_is_utf_8_with_a_mark_and_windows_line_ends():
    data = written(of(raw='a "b"\nc'))
    assert data.startswith(b"\xef\xbb\xbfid,time,charger")
    assert data.endswith(b'"a ""b""\nc",\r\n')


def test_the_header_names_every_column():
    assert read(written()) == []
    assert written().decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


def test_a_cell_may_be_longer_than_the_csv_module_likes():
    entry = of(raw="x" * 200_000)
    assert read(written(entry)) == [entry]


def test_columns_may_stand_in_another_order():
    data = b"raw,direction,time\r\n[],in,2026-08-01T12:00:00Z\r\n"
    assert read(data) == [of(charger="", connection=0)]


HEAD = b"time,direction,raw,evse,latency_ms,violations,marked\r\n"
ROW = b"2026-08-01T12:00:00Z,in,[],,,,\r\n"


def test_unreadable_rows_are_told_by_line_and_the_rest_is_read():
    odd = [
        b"2026-08-01T12:00:00Z,in\r\n",
        b'2026-08-01T12:00:00Z,in,"two\r\nlines",one,,,\r\n',
        b"2026-08-01T12:00:00Z,in,[],,soon,,\r\n",
        b"2026-08-01T12:00:00Z,in,[],,,{,\r\n",
        b"2026-08-01T12:00:00Z,in,\xff,,,,\r\n",
        b"2026-08-01T12:00:00Z,in,[],9223372036854775808,,,\r\n",
        b"2026-08-01T12:00:00Z,in,[],,,,perhaps\r\n",
    ]
    found = read(HEAD + ROW + b"".join(odd) + b",,,,,,\r\n" + ROW)
    assert [(f.line, f.why) for f in found if isinstance(f, Unreadable)] == [
        (3, "It has 2 cells; there are 7 columns."),
        (4, "evse is not a number."),
        (6, "latency_ms is not a number."),
        (7, "violations is not JSON."),
        (8, "raw is not UTF-8."),
        (9, "evse is too great a number."),
        (10, "marked is neither yes nor empty."),
    ]
    assert sum(isinstance(f, Entry) for f in found) == 2


def test_a_table_of_something_else_is_told():
    assert read(b"name,age\r\nX,1\r\n") == [
        Unreadable(1, "The first row names no column time or direction or raw.")
    ]


@given(st.binary() | st.binary().map((HEAD + ROW).__add__))
def test_no_bytes_make_the_reader_raise(data):
    assert all(isinstance(found, Entry | Unreadable) for found in read(data))


def test_the_file_stays_open():
    file = io.BytesIO(HEAD + ROW)
    list(read_csv(file))
    assert not file.closed
