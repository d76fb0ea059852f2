# SPDX-License-Identifier: Apache-2.0
"""Chosen messages go into a file, the oldest first."""

import contextlib
import itertools

import pytest

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.csv_table import read_csv
from ocppdesk.logs.errors import (
    CancelledError,
    ConversionError,
    ExistsError,
    SuffixError,
)
from ocppdesk.logs.export import export
from ocppdesk.logs.jsonl import read_jsonl
from ocppdesk.logs.records import Entry


@pytest.fixture
def reader(capture):
    with contextlib.closing(CaptureReader(capture)) as reader:
        yield reader


@pytest.mark.parametrize(
    ("suffix", "read"), [(".jsonl", read_jsonl), (".csv", read_csv)]
)
def test_messages_keep_their_numbers(reader, tmp_path, suffix, read):
    target = tmp_path / f"x{suffix}"
    assert export(reader, iter([5, 2, 3, 2]), target) == 3
    with target.open("rb") as file:
        assert [entry.message for entry in read(file)] == reader.messages([2, 3, 5])


@pytest.mark.parametrize(
    ("suffix", "read"), [(".jsonl", read_jsonl), (".csv", read_csv)]
)
def test_marks_and_notes_go_with_their_messages(annotated, tmp_path, suffix, read):
    target = tmp_path / f"x{suffix}"
    with contextlib.closing(CaptureReader(annotated)) as reader:
        export(reader, [2, 4, 5], target)
    with target.open("rb") as file:
        found = [(e.message.id, e.is_marked, e.note) for e in read(file)]
    assert found == [(2, True, None), (4, False, None), (5, False, "x")]


def test_in_a_new_capture_they_have_the_new_numbers(
    annotated, tmp_path, annotations_of
):
    target = tmp_path / "x.ocppdesk"
    with contextlib.closing(CaptureReader(annotated)) as reader:
        export(reader, [2, 4, 5], target)
    assert annotations_of(target) == Annotations(frozenset({1}), {3: "x"}, {})


def test_a_new_capture_brings_the_connections(reader, tmp_path, messages_of):
    target = tmp_path / "x.ocppdesk"
    assert export(reader, [3, 2], target) == 2
    call, answer = messages_of(target)
    assert (call.raw, answer.raw) == tuple(m.raw for m in reader.messages([2, 3]))
    assert answer.answer_to == call.id == 1
    with contextlib.closing(CaptureReader(target)) as copy:
        [connection] = copy.connections()
    assert connection.peer == "192.168.50.20:4711"
    assert connection.close_code == 1006


def test_numbers_that_do_not_exist_are_left_out(reader, tmp_path):
    assert export(reader, [1, 10**9], tmp_path / "x.jsonl") == 1


def test_nothing_chosen_is_an_empty_file(reader, tmp_path):
    assert export(reader, [], tmp_path / "x.csv") == 0
    with (tmp_path / "x.csv").open("rb") as file:
        assert list(read_csv(file)) == []


def test_a_file_that_exists_is_kept_unless_asked(reader, tmp_path):
    target = tmp_path / "x.jsonl"
    target.write_text("mine")
    with pytest.raises(ExistsError):
        export(reader, [1], target)
    assert target.read_text() == "mine"
    export(reader, [1], target, overwrite=True)
    with target.open("rb") as file:
        assert isinstance(next(read_jsonl(file)), Entry)


def test_an_unknown_format_is_refused(reader, tmp_path):
    with pytest.raises(SuffixError):
        export(reader, [1], tmp_path / "x.doc")


@pytest.fixture
def long_reader(tmp_path, record):
    texts = [f'[2,"{number}","Heartbeat",{{}}]' for number in range(250)]
    path = record(tmp_path / "long.ocppdesk", texts=texts)
    with contextlib.closing(CaptureReader(path)) as reader:
        yield reader


def test_progress_rises_to_one(long_reader, tmp_path):
    told = []
    export(long_reader, range(1, 501), tmp_path / "x.csv", progress=told.append)
    assert told == [0.4, 0.8, 1.0]


def test_a_damaged_capture_leaves_nothing(long_reader, tmp_path):
    data = bytearray(long_reader.path.read_bytes())
    start = len(data) * 3 // 4
    data[start:] = b"\xee" * (len(data) - start)
    long_reader.path.write_bytes(data)
    with (
        contextlib.closing(CaptureReader(long_reader.path)) as damaged,
        pytest.raises(ConversionError, match="damaged"),
    ):
        export(damaged, range(1, 501), tmp_path / "x.csv")
    assert not [path for path in tmp_path.iterdir() if "x.csv" in path.name]


def test_a_cancelled_export_leaves_nothing(long_reader, tmp_path):
    asked = itertools.count()
    with pytest.raises(CancelledError, match=r"x\.csv was stopped"):
        export(
            long_reader,
            range(1, 501),
            tmp_path / "x.csv",
            is_cancelled=lambda: next(asked) == 1,
        )
    assert not [path for path in tmp_path.iterdir() if "x.csv" in path.name]
