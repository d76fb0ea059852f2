# SPDX-License-Identifier: Apache-2.0
"""A file has its name only when it is whole."""

import sqlite3

import pytest

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.errors import CaptureLockedError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.errors import (
    ExistsError,
    SuffixError,
    UnwritableError,
)
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing.formats import FORMATS
from ocppdesk.logs.writing.targets import open_target

NAMES = [f"a{each.suffix}" for each in FORMATS]
MESSAGE = Message(1, 0, "CP1", 1, Direction.IN, "[]")


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize("name", NAMES)
def test_the_name_appears_at_the_end(tmp_path, name):
    with open_target(tmp_path / name, overwrite=False) as target:
        target.add(Entry(MESSAGE))
        assert name not in names(tmp_path)
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_of_a_failure(tmp_path, name):
    def fail():
        with open_target(tmp_path / name, overwrite=False) as target:
            target.add(Entry(MESSAGE))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names(tmp_path) == []


def test_a_capture_is_read_without_files_beside_it(tmp_path):
    with open_target(tmp_path / "a.ocppdesk", overwrite=False) as target:
        target.add(Entry(MESSAGE))
    reader = CaptureReader(tmp_path / "a.ocppdesk")
    assert reader.messages([1]) == [MESSAGE]
    assert names(tmp_path) == ["a.ocppdesk"]
    reader.close()


def test_a_capture_can_be_recorded_into_again(tmp_path):
    with open_target(tmp_path / "a.ocppdesk", overwrite=False) as target:
        target.add(Entry(MESSAGE))
    recorder = Recorder(tmp_path / "a.ocppdesk")
    assert recorder.next_message_id() == 2
    recorder.close()


def test_folders_are_made(tmp_path):
    path = tmp_path / "new" / "folder" / "a.csv"
    with open_target(path, overwrite=False):
        pass
    assert path.is_file()


def test_the_suffix_counts_in_any_case(tmp_path):
    with open_target(tmp_path / "A.JSONL", overwrite=False) as target:
        target.add(Entry(MESSAGE))
    assert (tmp_path / "A.JSONL").read_text().startswith('{"id":1,')


def test_an_unknown_suffix_is_refused(tmp_path):
    with (
        pytest.raises(SuffixError),
        open_target(tmp_path / "a.xml", overwrite=False),
    ):
        pytest.fail("It was opened.")


def test_an_existing_file_is_refused(tmp_path):
    (tmp_path / "a.csv").touch()
    with (
        pytest.raises(ExistsError),
        open_target(tmp_path / "a.csv", overwrite=False),
    ):
        pytest.fail("It was opened.")


def test_a_folder_that_is_a_file_is_no_place(tmp_path):
    (tmp_path / "file").touch()
    with (
        pytest.raises(UnwritableError, match=r"cannot be written"),
        open_target(tmp_path / "file" / "a.csv", overwrite=False),
    ):
        pytest.fail("It was opened.")


def test_a_capture_that_is_recorded_is_not_replaced(tmp_path):
    recorder = Recorder(tmp_path / "a.ocppdesk")
    with (
        pytest.raises(CaptureLockedError),
        open_target(tmp_path / "a.ocppdesk", overwrite=True),
    ):
        pytest.fail("It was opened.")
    recorder.close()


def test_the_log_of_a_crashed_capture_goes_with_it(tmp_path):
    path = tmp_path / "a.ocppdesk"
    old = sqlite3.connect(path)
    old.execute("PRAGMA journal_mode = WAL")
    old.execute("CREATE TABLE old (x)")
    stale = path.with_name("a.ocppdesk-wal").read_bytes()
    old.close()
    path.with_name("a.ocppdesk-wal").write_bytes(stale)
    with open_target(path, overwrite=True) as target:
        target.add(Entry(MESSAGE))
    reader = CaptureReader(path)
    assert reader.messages([1]) == [MESSAGE]
    reader.close()


def test_the_journal_of_a_crashed_change_goes_with_the_old_capture(tmp_path):
    path = tmp_path / "a.ocppdesk"
    path.write_text("old")
    journal = path.with_name("a.ocppdesk-journal")
    journal.write_bytes(b"stale")
    with open_target(path, overwrite=True) as target:
        target.add(Entry(MESSAGE))
    assert names(tmp_path) == ["a.ocppdesk"]


def test_marks_and_notes_are_in_the_same_capture(tmp_path):
    path = tmp_path / "a.ocppdesk"
    with open_target(path, overwrite=False) as target:
        target.add(Entry(MESSAGE, is_marked=True, note="x"))
    reader = CaptureReader(path)
    assert reader.annotations() == Annotations(frozenset({1}), {1: "x"}, {})
    reader.close()
