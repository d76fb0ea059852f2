# SPDX-License-Identifier: Apache-2.0
import sqlite3

import pytest
from PySide6.QtTest import QSignalSpy

from ocppdesk.capture.annotations import Annotator
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.messages.annotating import Annotating


@pytest.fixture
def annotating(recording, qapp):
    """The marks and notes of a capture with five messages."""
    recording.beat(2)
    made = Annotating()
    made.open(recording.path)
    yield made
    made.close()


def in_file(recording):
    """Return what is on the messages by the file."""
    reader = CaptureReader(recording.path)
    found = reader.annotations()
    reader.close()
    return found


def settle(annotating, qtbot):
    qtbot.waitUntil(lambda: annotating.is_settled)


def test_a_mark_shows_at_once_and_is_in_the_file_soon(annotating, recording, qtbot):
    annotating.set_mark([2, 4], is_marked=True)
    assert annotating.annotations.marks == {2, 4}
    settle(annotating, qtbot)
    assert in_file(recording).marks == {2, 4}


def test_a_mark_can_be_taken_away(annotating, recording, qtbot):
    annotating.set_mark([2, 4], is_marked=True)
    annotating.set_mark([2], is_marked=False)
    assert annotating.annotations.marks == {4}
    settle(annotating, qtbot)
    assert in_file(recording).marks == {4}


def test_a_note_is_kept_until_it_is_blank(annotating, recording, qtbot):
    annotating.set_note(2, "ask the site")
    assert annotating.annotations.notes == {2: "ask the site"}
    settle(annotating, qtbot)
    assert in_file(recording).notes == {2: "ask the site"}
    annotating.set_note(2, " \n")
    assert annotating.annotations.notes == {}
    settle(annotating, qtbot)
    assert in_file(recording).notes == {}


def test_a_note_is_shown_as_it_is_kept(annotating, recording, qtbot):
    annotating.set_note(2, "a\0\ud800b")
    shown = dict(annotating.annotations.notes)
    settle(annotating, qtbot)
    assert in_file(recording).notes == shown


def test_what_was_put_on_a_capture_before_is_read(recording, qapp, qtbot):
    recording.beat(2)
    Annotator(recording.path).set_mark([3], is_marked=True)
    annotating = Annotating()
    annotating.open(recording.path)
    qtbot.waitUntil(lambda: annotating.annotations.marks == {3})
    annotating.close()


def test_what_is_marked_before_it_is_read_counts_too(recording, qapp, qtbot):
    recording.beat(2)
    Annotator(recording.path).set_mark([3], is_marked=True)
    annotating = Annotating()
    annotating.open(recording.path)
    annotating.set_mark([4], is_marked=True)
    assert annotating.annotations.marks == {4}
    qtbot.waitUntil(lambda: annotating.annotations.marks == {3, 4})
    settle(annotating, qtbot)
    assert annotating.annotations.marks == {3, 4}
    annotating.close()


def test_changes_are_told_once_each(annotating, qtbot):
    told = QSignalSpy(annotating.changed)
    annotating.set_mark([2], is_marked=True)
    annotating.set_mark([2], is_marked=True)
    settle(annotating, qtbot)
    assert told.count() == 1


def test_what_cannot_be_written_is_taken_back_with_a_sentence(annotating, qtbot):
    annotating.set_mark([2], is_marked=True)
    settle(annotating, qtbot)
    database = sqlite3.connect(annotating._annotator.path)
    database.execute("DROP TABLE notes")
    database.commit()
    database.close()
    with qtbot.waitSignal(annotating.note_lost) as lost:
        annotating.set_note(4, "lost")
        annotating.set_mark([4], is_marked=True)
        assert annotating.annotations.notes == {4: "lost"}
    assert lost.args[:2] == [4, "lost"]
    assert "No marks or notes can be kept" in lost.args[2]
    assert annotating.annotations.notes == {}
    settle(annotating, qtbot)
    assert annotating.annotations.marks == {2, 4}


def test_what_is_closed_at_once_has_been_written(recording, qapp):
    recording.beat(2)
    annotating = Annotating()
    annotating.open(recording.path)
    annotating.set_mark([2], is_marked=True)
    annotating.set_note(3, "last words")
    annotating.close()
    assert in_file(recording).marks == {2}
    assert in_file(recording).notes == {3: "last words"}


def test_marks_made_before_another_capture_is_opened_are_written(
    annotating, recording, tmp_path, qtbot
):
    copy = tmp_path / "copy.ocppdesk"
    reader = CaptureReader(recording.path)
    reader.save_copy(copy)
    reader.close()
    annotating.set_mark([2], is_marked=True)
    annotating.open(copy)
    assert annotating.annotations.marks == frozenset()
    annotating.set_mark([4], is_marked=True)
    annotating.close()
    assert in_file(recording).marks == {2}
    reader = CaptureReader(copy)
    assert reader.annotations().marks == {4}
    reader.close()


def test_an_empty_recording_can_be_opened(recording, qapp, qtbot):
    annotating = Annotating()
    annotating.open(recording.path)
    annotating.set_mark([1], is_marked=True)
    settle(annotating, qtbot)
    annotating.close()


def test_without_a_capture_nothing_happens(qapp):
    annotating = Annotating()
    annotating.set_mark([1], is_marked=True)
    annotating.set_note(1, "x")
    assert annotating.annotations.marks == frozenset()
    annotating.close()


def test_a_capture_that_is_gone_has_nothing_on_it(tmp_path, qapp, qtbot):
    annotating = Annotating()
    annotating.open(tmp_path / "gone.ocppdesk")
    with qtbot.waitSignal(annotating.failed) as failed:
        annotating.set_mark([1], is_marked=True)
    assert "There is no file" in failed.args[0]
    assert annotating.annotations.marks == frozenset()
    annotating.close()


def test_a_capture_that_was_closed_stays_one_file(recording, qapp):
    recording.beat(2)
    recording.recorder.close()
    annotating = Annotating()
    annotating.open(recording.path)
    annotating.set_mark([2], is_marked=True)
    annotating.close()
    names = [path.name for path in recording.path.parent.glob("*ocppdesk*")]
    assert names == [recording.path.name]
