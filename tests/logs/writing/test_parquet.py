# SPDX-License-Identifier: Apache-2.0
"""Parquet has every message with its types, and gives it back as it was."""

import io
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.logs.convert import convert
from ocppdesk.logs.errors import ConversionError, MissingPackageError
from ocppdesk.logs.records import Entry, Unreadable
from ocppdesk.logs.writing import parquet as module
from ocppdesk.logs.writing.parquet import (
    COLUMNS,
    ParquetTarget,
    is_own_parquet,
    read_parquet,
)
from ocppdesk.logs.writing.targets import open_target

PLAIN = Message(1, 1_785_592_800_123_456, "CP1", 1, Direction.IN, "[]")
INTEGERS = st.integers(-(2**63), 2**63 - 1)
ENTRIES = st.builds(
    Entry,
    st.builds(
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
        transaction_id=st.none() | INTEGERS | st.text() | st.just("512"),
        problem=st.none() | st.sampled_from(Problem),
        violations=st.lists(st.builds(Violation, st.text(), st.text()), max_size=2).map(
            tuple
        ),
    ),
    st.booleans(),
    st.none() | st.text(),
)


def written(*entries):
    file = io.BytesIO()
    target = ParquetTarget(file)
    for entry in entries:
        target.add(entry)
    target.finish()
    return file.getvalue()


def read(data):
    return list(read_parquet(io.BytesIO(data)))


@given(st.lists(ENTRIES, max_size=3))
def test_messages_marks_and_notes_come_back_as_they_were(entries):
    assert read(written(*entries)) == entries


def test_columns_have_types_that_engines_use():
    data = written(
        Entry(replace(PLAIN, raw=b"\xff", transaction_id=512, latency_ms=2.5))
    )
    table = parquet.read_table(io.BytesIO(data))
    [row] = table.to_pylist()
    assert row["time"] == datetime(2026, 8, 1, 14, 0, 0, 123456, UTC)
    assert (row["transaction_id"], row["transaction_number"]) == ("512", 512)
    assert (row["raw"], row["raw_bytes"]) == ("\ufffd", b"\xff")
    assert row["latency_ms"] == 2.5
    assert row["direction"] == "in"


def test_rows_are_written_in_groups(monkeypatch):
    monkeypatch.setattr(module, "_ROWS", 10)
    data = written(*[Entry(replace(PLAIN, id=number)) for number in range(25)])
    assert parquet.ParquetFile(io.BytesIO(data)).num_row_groups == 3
    assert [entry.message.id for entry in read(data)] == list(range(25))


def test_long_messages_make_groups_early(monkeypatch):
    monkeypatch.setattr(module, "_GROUP_BYTES", 100)
    data = written(*[Entry(replace(PLAIN, raw="x" * 60)) for _number in range(4)])
    assert parquet.ParquetFile(io.BytesIO(data)).num_row_groups == 2


def test_nothing_is_a_table_without_rows():
    assert read(written()) == []


def test_what_is_no_parquet_is_told():
    [found] = read(b"PAR1 no")
    assert isinstance(found, Unreadable)
    assert found.why.startswith("This is no Parquet file")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"id": [1]}, "The table has no column time."),
        ({name: [1] for name in module._schema().names}, "The table has columns of"),
    ],
)
def test_a_table_of_something_else_is_told(table, why):
    file = io.BytesIO()
    parquet.write_table(pyarrow.table(table), file)
    [found] = read(file.getvalue())
    assert found.why.startswith(why)


def test_a_damaged_table_is_told():
    data = bytearray(written(*[Entry(PLAIN)] * 100))
    data[4:400] = b"\xee" * 396
    found = read(bytes(data))
    assert isinstance(found[-1], Unreadable)


def test_without_the_package_a_sentence_says_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with (
        pytest.raises(MissingPackageError, match=r"pyarrow \(55 MB\).*pip install"),
        open_target(tmp_path / "a.parquet", overwrite=False),
    ):
        pytest.fail("It was opened.")
    assert list(tmp_path.iterdir()) == []


def test_without_the_package_our_tables_are_known_and_the_way_out_is_said(
    tmp_path, monkeypatch
):
    path = tmp_path / "b.parquet"
    path.write_bytes(written(Entry(PLAIN)))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert is_own_parquet(path)
    way_out = r"b\.parquet needs the package.*pip install.*or export the messages as"
    with pytest.raises(MissingPackageError, match=way_out):
        convert([path], tmp_path / "b.jsonl")


def test_all_columns_are_named():
    assert frozenset(module._schema().names) == COLUMNS


@pytest.mark.parametrize("number", [0, 1, 300])
def test_tables_of_this_program_are_known(number, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_ROWS", 1)
    path = tmp_path / "a"
    path.write_bytes(written(*[Entry(PLAIN)] * number))
    assert is_own_parquet(path)


@pytest.mark.parametrize(
    "data", [b"", b"PAR1", b"PAR1PAR1", b"PAR1....\xff\xff\xff\xffPAR1", b"hello" * 9]
)
def test_other_files_are_not_ours(data, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(data)
    assert not is_own_parquet(path)


def test_tables_of_others_are_refused_with_a_way_out(tmp_path):
    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({"id": [1], "raw": ["[]"]}), path)
    assert not is_own_parquet(path)
    with pytest.raises(ConversionError, match=r"of another program\. Save it as CSV"):
        convert([path], tmp_path / "b.jsonl")
