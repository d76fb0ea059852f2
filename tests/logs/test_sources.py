# SPDX-License-Identifier: Apache-2.0
"""Every readable file gives its messages, and says what it could not read."""

import contextlib

import pytest

from ocppdesk.logs.errors import ConversionError, MissingError
from ocppdesk.logs.log_source import LogSource
from ocppdesk.logs.sources import TextSource, open_source

LINE = '{"id":%d,"time":"2026-08-01T12:00:00Z","direction":"in","raw":"[]"}\n'


def lines(path, *numbers):
    path.write_text("".join(LINE % number for number in numbers))
    return path


def ids(path, *, in_order=True):
    source = open_source(path, in_order=in_order)
    return [entry.message.id for entry in source.entries()]


def test_order_is_made_only_where_it_is_wanted(tmp_path):
    path = lines(tmp_path / "a.jsonl", 3, 1, 2)
    assert ids(path) == [1, 2, 3]
    assert ids(path, in_order=False) == [3, 1, 2]


def test_numbers_that_come_twice_have_no_order(tmp_path):
    assert ids(lines(tmp_path / "a.jsonl", 2, 1, 2)) == [2, 1, 2]


def test_unreadable_lines_are_counted_once_even_in_a_jumbled_file(tmp_path):
    path = lines(tmp_path / "a.jsonl", 2, 1)
    path.write_text(path.read_text() + "oops\n" * 1_500)
    source = open_source(path, in_order=True)
    assert len(list(source.entries())) == 2
    assert source.unreadable_count == 1_500
    assert len(source.unreadable) == 1_000
    assert source.unreadable[0].line == 3


def test_a_capture_gives_all_in_order(capture, messages_of):
    source = open_source(capture, in_order=False)
    assert [entry.message for entry in source.entries()] == messages_of(capture)
    assert source.done == 1.0
    assert [each.charger for each in source.connections()] == ["CP1"]


def test_a_capture_gives_its_marks_and_notes(annotated):
    entries = list(open_source(annotated, in_order=False).entries())
    assert {e.message.id for e in entries if e.is_marked} == {2, 3}
    assert {e.message.id: e.note for e in entries if e.note} == {3: "=1+1\r\n", 5: "x"}


def test_a_damaged_capture_is_told(tmp_path, record):
    texts = [f'[2,"{number}","Heartbeat",{{}}]' for number in range(500)]
    path = record(tmp_path / "long.ocppdesk", texts=texts)
    data = bytearray(path.read_bytes())
    half = len(data) // 2
    data[half:] = b"\xee" * (len(data) - half)
    path.write_bytes(data)
    with pytest.raises(ConversionError, match="damaged"):
        list(open_source(path, in_order=False).entries())


def test_a_file_that_vanishes_is_told(tmp_path):
    source = open_source(lines(tmp_path / "a.jsonl", 1), in_order=False)
    source.path.unlink()
    with pytest.raises(ConversionError, match="No such file"):
        list(source.entries())


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(MissingError):
        open_source(tmp_path / "a.txt", in_order=True)


FOREIGN = {
    "folder.jsonl": None,
    "a.txt": "Hello",
    "a.csv": "timestamp,msg\n2026-08-01T12:00:00Z,hello\n",
    "a.jsonl": '{"chargePointId":"A","timestamp":"2026-08-01T12:00:00Z"}\n',
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_not_ours_is_a_log(tmp_path, name):
    path = tmp_path / name
    if FOREIGN[name] is None:
        path.mkdir()
    else:
        path.write_text(FOREIGN[name])
    assert isinstance(open_source(path, in_order=True), LogSource)


@pytest.mark.parametrize("first", ["", "\n", "{broken\n"])
def test_a_file_of_ours_may_begin_with_nonsense(tmp_path, first):
    path = lines(tmp_path / "a.jsonl", 1, 2)
    path.write_text(first + path.read_text())
    assert isinstance(open_source(path, in_order=True), TextSource)


def test_a_reader_that_stops_early_lets_go_of_the_file(tmp_path):
    path = lines(tmp_path / "a.jsonl", 1, 2, 3)
    with contextlib.closing(open_source(path, in_order=False).entries()) as found:
        next(found)
    path.unlink()
    assert not path.exists()
