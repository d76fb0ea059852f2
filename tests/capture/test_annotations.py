# SPDX-License-Identifier: Apache-2.0
"""Marks and notes are kept, and nobody waits for them."""

import contextlib
import sqlite3
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.capture import annotations, side_writer
from ocppdesk.capture.annotations import EMPTY, Annotations, Annotator, storable
from ocppdesk.capture.errors import (
    AnnotationError,
    CaptureForeignError,
    CaptureMissingError,
    CaptureNewerError,
)
from ocppdesk.capture.lock import locked
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.schema import APPLICATION_ID, VERSION
from ocppdesk.core.findings import Finding, Level


@pytest.fixture
def finished(record, path, message):
    """A capture of ten messages that was closed in order."""
    recorder = record()
    for number in range(1, 11):
        recorder.add_message(message(number))
    recorder.close()
    return path


@pytest.fixture
def annotator(path):
    annotator = Annotator(path)
    yield annotator
    annotator.close()


def written(path):
    """Return what another reader finds."""
    with contextlib.closing(CaptureReader(path)) as reader:
        return reader.annotations()


def names(path):
    return sorted(found.name for found in path.parent.iterdir() if found.is_file())


# What is written.


def test_marks_come_and_go(finished, annotator):
    annotator.set_mark([3, 5], is_marked=True)
    annotator.set_mark([5, 7], is_marked=True)
    assert written(finished).marks == {3, 5, 7}
    annotator.set_mark([1, 3, 5], is_marked=False)
    assert written(finished) == Annotations(frozenset({7}), {}, {})


def test_a_note_takes_the_place_of_the_older_one_and_a_blank_one_removes_it(
    finished, annotator
):
    annotator.set_note(3, "first")
    annotator.set_note(3, "second")
    annotator.set_note(4, "other")
    assert written(finished).notes == {3: "second", 4: "other"}
    annotator.set_note(3, " \n")
    assert written(finished).notes == {4: "other"}


def test_messages_that_do_not_exist_are_passed_over(finished, annotator):
    annotator.set_mark([2, 99, 0, -1, 2**70], is_marked=True)
    annotator.set_mark([99], is_marked=False)
    annotator.set_note(99, "nobody")
    annotator.set_note(98, "")
    assert written(finished) == Annotations(frozenset({2}), {}, {})


def test_more_marks_than_one_transaction_has_are_all_kept(
    finished, annotator, monkeypatch
):
    monkeypatch.setattr(annotations, "_AT_ONCE", 3)
    annotator.set_mark(iter(range(1, 11)), is_marked=True)
    assert written(finished).marks == set(range(1, 11))


def test_no_marks_at_all_touch_nothing(path):
    Annotator(path).set_mark([], is_marked=True)
    assert not path.exists()


@pytest.mark.parametrize(
    "text",
    [
        "a",
        " as it is \r\n",
        "\ufeffmark",
        "Säule 🔌",
        "=1+1",
        "'; DROP TABLE notes",
        "x" * 300_000,
    ],
)
def test_notes_are_kept_letter_by_letter(finished, annotator, text):
    annotator.set_note(1, text)
    assert written(finished).notes == {1: text}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\0b", "a\ufffdb"),
        ("a\ud83d", "a\ufffd"),
        ("\udc00\ud800b", "\ufffd\ufffdb"),
        ("\ud83d\udd0c", "🔌"),
    ],
)
def test_what_no_capture_can_hold_is_replaced(finished, annotator, text, kept):
    annotator.set_note(1, text)
    assert written(finished).notes == {1: kept}


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_every_other_text_is_storable_as_it_is(text):
    assert storable(text) == text


def test_findings_are_read_the_worst_first(finished, annotator):
    annotator.set_mark([1], is_marked=True)
    with contextlib.closing(sqlite3.connect(finished)) as database, database:
        database.executemany(
            "INSERT INTO findings VALUES (?, ?, ?)",
            [(2, "R1", 0), (2, "R2", 3), (2, "R0", 3), (5, "R1", 1)],
        )
    assert written(finished) == Annotations(
        frozenset({1}),
        {},
        {
            2: (
                Finding("R0", Level.ERROR),
                Finding("R2", Level.ERROR),
                Finding("R1", Level.INFO),
            ),
            5: (Finding("R1", Level.NOTE),),
        },
    )


def test_annotations_do_not_change(finished, annotator):
    annotator.set_note(1, "x")
    for found in (written(finished), EMPTY):
        with pytest.raises(TypeError):
            found.notes[2] = "y"


# Files as they are.


def test_a_finished_capture_stays_one_file(finished, annotator):
    with contextlib.closing(CaptureReader(finished)) as reader:
        annotator.set_mark([1], is_marked=True)
        assert reader.annotations().marks == {1}
        assert names(finished) == [finished.name]
    with contextlib.closing(CaptureReader(finished)) as reader:
        assert reader.was_closed()


CRASH = """
import os, sys
from pathlib import Path
from ocppdesk.capture.annotations import Annotator
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.messages import Direction, Message

path = Path(sys.argv[1])
recorder = Recorder(path)
recorder.add_message(Message(1, 5, "CP1", 1, Direction.IN, "[]"))
recorder.commit()
annotator = Annotator(path)
annotator.set_mark([1], is_marked=True)
annotator.set_note(1, "here it died")
os._exit(9)
"""


def test_what_was_put_on_a_message_survives_the_death_of_the_process(path, killed):
    killed(CRASH, path)
    assert written(path) == Annotations(frozenset({1}), {1: "here it died"}, {})


def test_a_capture_that_was_cut_off_is_one_file_afterwards(path, killed, annotator):
    killed(CRASH, path)
    with contextlib.closing(CaptureReader(path)):
        annotator.set_note(1, "seen")
        assert f"{path.name}-wal" in names(path)
    annotator.close()
    path.with_name(f"{path.name}-lock").unlink()
    assert names(path) == [path.name]
    with contextlib.closing(CaptureReader(path)) as reader:
        assert reader.annotations().notes == {1: "seen"}
        assert not reader.was_closed()


def test_closing_after_the_capture_is_gone_is_quiet(finished, annotator):
    annotator.set_note(1, "x")
    finished.unlink()
    annotator.close()
    assert names(finished) == []


def test_closing_without_a_change_leaves_a_file_alone(path, killed):
    killed(CRASH, path)
    Annotator(path).close()
    assert f"{path.name}-wal" in names(path)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_older_capture_is_brought_to_the_present_format(
    old_capture, read, message, annotator, version
):
    path = old_capture(version, message(1), message(2))
    reader = read()
    assert reader.annotations() == EMPTY
    annotator.set_note(2, "now")
    assert reader.annotations().notes == {2: "now"}
    assert [m.id for m in reader.messages([1, 2])] == [1, 2]
    assert names(path) == [path.name]


def test_an_older_program_that_records_is_not_disturbed(
    old_capture, message, annotator
):
    path = old_capture(2, message(1))
    before = path.read_bytes()
    lock = locked(path)
    with pytest.raises(AnnotationError, match="Try again"):
        annotator.set_mark([1], is_marked=True)
    lock.release()
    assert path.read_bytes() == before


def test_a_missing_capture_is_said_and_not_made(path, annotator):
    with pytest.raises(CaptureMissingError):
        annotator.set_note(1, "x")
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"notes " * 500], ids=["empty", "text"])
def test_what_is_no_capture_is_left_alone(path, annotator, content):
    path.write_bytes(content)
    with pytest.raises(CaptureForeignError):
        annotator.set_mark([1], is_marked=True)
    assert path.read_bytes() == content
    assert names(path) == [path.name]


def test_a_capture_whose_making_was_broken_off_is_left_alone(path, annotator):
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with pytest.raises(CaptureForeignError, match="broken-off"):
        annotator.set_mark([1], is_marked=True)


def test_a_newer_capture_is_left_alone(finished, annotator):
    with contextlib.closing(sqlite3.connect(finished)) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = finished.read_bytes()
    with pytest.raises(CaptureNewerError):
        annotator.set_mark([1], is_marked=True)
    assert finished.read_bytes() == before


def test_a_damaged_capture_is_said(finished, annotator):
    with contextlib.closing(sqlite3.connect(finished)) as database:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'marks'"
        page = database.execute(query).fetchone()[0]
    with finished.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xee" * 4096)
    with pytest.raises(AnnotationError, match="Save a copy"):
        annotator.set_mark([1], is_marked=True)


ANNOTATE_THERE = """
import sys
from pathlib import Path
from ocppdesk.capture.annotations import Annotator
from ocppdesk.capture.errors import AnnotationError

annotator = Annotator(Path(sys.argv[1]))
try:
    annotator.set_mark([1], is_marked=True)
except AnnotationError as error:
    print(error)
annotator.close()
"""


@pytest.mark.skipif("sys.platform != 'linux'", reason="drops rights the Linux way")
@pytest.mark.parametrize("version", [VERSION, 1])
@pytest.mark.parametrize("is_folder", [True, False], ids=["folder", "file"])
def test_where_nothing_can_be_written_a_copy_is_the_way_out(
    old_capture, message, as_a_plain_user, tmp_path, is_folder, version
):
    path = old_capture(version, message(1))
    before = path.read_bytes()
    shut = path.parent if is_folder else path
    mode = shut.stat().st_mode
    shut.chmod(0o555 if is_folder else 0o444)
    try:
        said = as_a_plain_user(ANNOTATE_THERE, path)
    finally:
        shut.chmod(mode)
    assert "Save a copy in another folder, and mark there." in said
    assert path.read_bytes() == before
    assert names(path) == [path.name]


# While others are at work.


def test_recording_and_annotating_go_on_side_by_side(record, path, message, annotator):
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    done, failures = threading.Event(), []

    def annotate():
        try:
            for number in range(1, 101):
                annotator.set_mark([1], is_marked=bool(number % 2))
                annotator.set_note(1, str(number))
        except AnnotationError as error:
            failures.append(error)
        finally:
            done.set()

    thread = threading.Thread(target=annotate)
    recorder.last_message_id = 1
    thread.start()
    # A commit that had to wait for 200 ms would raise.
    while not done.is_set():
        recorder.add_message(message(recorder.next_message_id()))
        recorder.commit()
    thread.join()
    last = recorder.committed_id
    recorder.close()
    assert failures == []
    assert last > 100
    with contextlib.closing(CaptureReader(path)) as reader:
        assert len(reader.messages(range(1, last + 1))) == last
        assert reader.annotations() == Annotations(frozenset(), {1: "100"}, {})
    assert names(path) == [path.name]


def test_many_threads_may_annotate_at_once(finished, annotator):
    threads = [
        threading.Thread(target=annotator.set_note, args=(number, f"note {number}"))
        for number in range(1, 9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written(finished).notes == {n: f"note {n}" for n in range(1, 9)}


def test_nothing_is_held_after_a_change(record, message, annotator):
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    annotator.set_note(1, "x")
    with contextlib.closing(sqlite3.connect(recorder.path, timeout=0)) as database:
        database.execute("BEGIN IMMEDIATE")


def test_closing_while_it_is_recorded_leaves_the_log_to_the_recorder(
    record, path, message
):
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    annotator = Annotator(path)
    annotator.set_note(1, "x")
    annotator.close()
    assert path.with_name(f"{path.name}-wal").stat().st_size
    recorder.add_message(message(2))
    recorder.commit()
    recorder.close()
    assert names(path) == [path.name]
    assert written(path).notes == {1: "x"}


@pytest.fixture
def busy(finished, monkeypatch):
    """A connection that holds the file, and little patience."""
    monkeypatch.setattr(side_writer, "_PATIENCE_S", 0.05)
    with contextlib.closing(
        sqlite3.connect(finished, isolation_level=None, check_same_thread=False)
    ) as database:
        yield database


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_another_writer_that_does_not_end_is_said(finished, annotator, busy, how):
    busy.execute(f"BEGIN {how}")
    with pytest.raises(AnnotationError, match="Another program is writing"):
        annotator.set_mark([1], is_marked=True)
    busy.execute("ROLLBACK")
    assert written(finished) == EMPTY
    annotator.set_mark([1], is_marked=True)
    assert written(finished).marks == {1}


def test_a_reader_that_does_not_end_is_said_and_keeps_nobody_out(
    finished, annotator, busy
):
    rows = busy.execute("SELECT id FROM messages")
    next(rows)
    with pytest.raises(AnnotationError):
        annotator.set_mark([1], is_marked=True)
    assert written(finished) == EMPTY
    rows.close()
    annotator.set_mark([1], is_marked=True)
    assert written(finished).marks == {1}


def test_another_writer_that_ends_is_waited_for(finished, annotator, busy, monkeypatch):
    monkeypatch.setattr(side_writer, "_PATIENCE_S", 30.0)
    busy.execute("BEGIN IMMEDIATE")
    thread = threading.Thread(target=annotator.set_note, args=(1, "after"))
    thread.start()
    busy.execute("INSERT INTO notes VALUES (2, 'before')")
    busy.execute("COMMIT")
    thread.join()
    assert written(finished).notes == {1: "after", 2: "before"}


def test_a_full_disk_keeps_what_was_there(record, path, message, annotator, busy):
    busy.execute("INSERT INTO notes VALUES (2, 'before')")
    pages = busy.execute("PRAGMA page_count").fetchone()[0]
    with pytest.raises(AnnotationError, match="Free some space"):
        _annotate_within(annotator, pages)
    assert written(path).notes == {2: "before"}


def _annotate_within(annotator, pages):
    """Note more than a number of pages can hold."""
    connected = annotator._connected

    def limited():
        database = connected()
        database.execute(f"PRAGMA max_page_count = {pages}")
        return database

    annotator._connected = limited
    annotator.set_note(1, "x" * 100_000)
