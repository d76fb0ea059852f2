# SPDX-License-Identifier: Apache-2.0
import sqlite3

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from ocppdesk.capture.finding_writer import FindingWriter
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.findings import Level
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Everything
from ocppdesk.gui.messages import marking
from ocppdesk.gui.messages.note_dialog import NoteDialog

SHIFT, CONTROL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def marks(desk):
    return desk.pane.annotations.marks


def in_file(desk):
    desk.write_out()
    reader = CaptureReader(desk.recording.path)
    found = reader.annotations()
    reader.close()
    return found


def dialogs(desk):
    return [d for d in desk.pane.findChildren(NoteDialog) if d.isVisible()]


def test_the_chosen_row_is_marked_and_unmarked(desk):
    desk.start(10)
    desk.click(3)
    number = desk.pane.selected_id()
    told = QSignalSpy(desk.pane.annotations_changed)
    desk.pane.toggle_mark()
    assert marks(desk) == {number}
    assert in_file(desk).marks == {number}
    desk.pane.toggle_mark()
    assert marks(desk) == in_file(desk).marks == frozenset()
    assert told.count() == 2


def test_all_selected_rows_are_marked_if_one_is_not(desk):
    desk.start(10)
    desk.click(3)
    desk.pane.toggle_mark()
    desk.click(5, SHIFT)
    desk.pane.toggle_mark()
    selected = set(desk.pane.selected_ids())
    assert marks(desk) == selected
    assert len(selected) == 3
    desk.pane.toggle_mark()
    assert marks(desk) == frozenset()


def test_a_chosen_message_that_the_filter_hides_can_be_marked(desk):
    desk.start(5)
    desk.filter(parse_filter("~ws"))
    desk.pane.select_message(4)
    desk.pane.toggle_mark()
    assert marks(desk) == {4}


def test_without_a_chosen_row_nothing_is_marked(desk):
    desk.start(5)
    desk.pane.toggle_mark()
    desk.pane.edit_note()
    assert marks(desk) == frozenset()
    assert dialogs(desk) == []


def test_an_empty_recording_has_nothing_to_mark(desk):
    desk.start()
    desk.pane.toggle_mark()
    desk.pane.next_mark()
    desk.pane.previous_mark()
    assert "No message is marked" in desk.remark


def test_very_many_rows_are_better_found_by_a_filter(desk, monkeypatch):
    monkeypatch.setattr(marking, "MOST_MARKED", 5)
    desk.start(10)
    desk.key(Qt.Key.Key_A, CONTROL)
    desk.pane.toggle_mark()
    assert "At most 5 messages" in desk.remark
    assert marks(desk) == frozenset()


def test_a_mark_that_cannot_be_written_is_taken_back_with_a_sentence(desk, qtbot):
    desk.start(5)
    desk.write_out()
    database = sqlite3.connect(desk.recording.path)
    database.execute("DROP TABLE marks")
    database.commit()
    database.close()
    desk.click(2)
    desk.pane.toggle_mark()
    assert len(marks(desk)) == 1
    qtbot.waitUntil(lambda: marks(desk) == frozenset())
    assert "No marks or notes can be kept" in desk.remark


def test_closing_right_after_marking_keeps_the_mark(desk):
    desk.start(5)
    desk.pane.select_message(4)
    desk.pane.toggle_mark()
    desk.pane.close_reader()
    reader = CaptureReader(desk.recording.path)
    assert reader.annotations().marks == {4}
    reader.close()


def marked(desk, *numbers):
    """Mark some messages and choose none of them."""
    for number in numbers:
        desk.pane.select_message(number)
        desk.pane.toggle_mark()
    desk.settle()


def test_one_goes_from_mark_to_mark_down_the_rows(either_way):
    desk = either_way
    desk.start(20)
    marked(desk, 30, 20, 10)
    order = [30, 20, 10] if desk.model.newest_first else [10, 20, 30]
    desk.pane.select_message(order[0])
    desk.pane.next_mark()
    assert desk.pane.selected_id() == order[1]
    desk.pane.next_mark()
    assert desk.pane.selected_id() == order[2]
    assert desk.remark == ""
    desk.pane.next_mark()
    assert desk.pane.selected_id() == order[0]
    assert "on from the top" in desk.remark
    desk.pane.previous_mark()
    assert desk.pane.selected_id() == order[2]
    assert "on from the bottom" in desk.remark


def test_between_marks_one_goes_to_the_nearest(desk):
    desk.start(20)
    marked(desk, 10, 30)
    desk.pane.select_message(20)
    desk.pane.next_mark()
    assert desk.pane.selected_id() == 10
    desk.pane.select_message(20)
    desk.pane.previous_mark()
    assert desk.pane.selected_id() == 30


def test_with_nothing_chosen_the_first_mark_is_the_next(desk, reader):
    desk.start(20)
    marked(desk, 10, 30)
    desk.write_out()
    desk.pane.set_reader(reader)
    desk.write_out()
    desk._qtbot.waitUntil(lambda: marks(desk) == {10, 30})
    desk.pane.next_mark()
    assert desk.pane.selected_id() == 30


def test_marks_that_the_filter_hides_are_passed_over(desk):
    desk.start(20)
    marked(desk, 10, 11, 12)
    desk.filter(parse_filter("no in {10, 12, 14}"))
    desk.pane.select_message(12)
    desk.pane.next_mark()
    assert desk.pane.selected_id() == 10
    desk.filter(parse_filter("no == 14"))
    desk.pane.next_mark()
    assert "with this filter" in desk.remark
    assert desk.pane.selected_id() == 10


def test_marked_messages_can_be_filtered_on(desk):
    desk.start(20)
    marked(desk, 10, 30)
    desk.filter(parse_filter("~mark"))
    assert sorted(desk.model.shown_ids()) == [10, 30]
    desk.pane.select_message(10)
    desk.pane.toggle_mark()
    desk._qtbot.waitUntil(lambda: list(desk.model.shown_ids()) == [30])
    desk.filter(Everything())


def test_a_note_is_written_in_a_window_that_blocks_nothing(desk, qtbot):
    desk.start(5)
    desk.pane.select_message(4)
    desk.pane.edit_note()
    (dialog,) = dialogs(desk)
    assert dialog.windowTitle() == "Note on 4 Heartbeat"
    qtbot.keyClicks(dialog.edit, "too early")
    desk.click(0)
    assert desk.pane.selected_id() == desk.model.id_at(0)
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return, CONTROL)
    assert desk.pane.annotations.notes == {4: "too early"}
    assert in_file(desk).notes == {4: "too early"}


def test_a_note_is_gone_on_with_and_deleted(desk, qtbot):
    desk.start(5)
    desk.pane.select_message(4)
    desk.pane._annotating.set_note(4, "old")
    desk.pane.edit_note()
    desk.pane.edit_note()
    (dialog,) = dialogs(desk)
    assert dialog.edit.toPlainText() == "old"
    dialog.delete_note()
    assert desk.pane.annotations.notes == {}
    assert dialogs(desk) == []


def test_another_capture_closes_the_windows_for_notes_and_keeps_them(
    desk, reader, qtbot
):
    desk.start(5)
    desk.pane.select_message(4)
    desk.pane.edit_note()
    (dialog,) = dialogs(desk)
    qtbot.keyClicks(dialog.edit, "half a thought")
    desk.pane.set_reader(reader)
    assert dialogs(desk) == []
    desk.wait_for(lambda: desk.pane.annotations.notes == {4: "half a thought"})


def test_closing_keeps_what_stands_in_a_window_for_a_note(desk, qtbot):
    desk.start(5)
    for number in (4, 6):
        desk.pane.select_message(number)
        desk.pane.edit_note()
    for dialog in dialogs(desk):
        qtbot.keyClicks(dialog.edit, "half a thought")
    desk.pane.close_reader()
    reader = CaptureReader(desk.recording.path)
    assert reader.annotations().notes == dict.fromkeys((4, 6), "half a thought")
    reader.close()


def test_a_note_that_could_not_be_written_is_offered_again(desk, qtbot):
    desk.start(10)
    desk.click(3)
    number = desk.pane.selected_id()
    desk.pane.toggle_mark()  # the table is brought up to date before it goes
    desk.write_out()
    database = sqlite3.connect(desk.recording.path)
    database.execute("ALTER TABLE notes RENAME TO gone")
    database.commit()
    desk.pane.edit_note()
    (dialog,) = dialogs(desk)
    qtbot.keyClicks(dialog.edit, "ticket 17")
    dialog.save()
    qtbot.waitUntil(lambda: "was not kept" in desk.remark)
    assert desk.pane.annotations.notes == {}
    database.execute("ALTER TABLE gone RENAME TO notes")
    database.commit()
    database.close()
    desk.pane._overlays.remark.action_requested.emit()
    (again,) = [d for d in dialogs(desk) if d is not dialog]
    assert again.edit.toPlainText() == "ticket 17"
    again.close()
    assert in_file(desk).notes == {number: "ticket 17"}


def test_from_finding_to_finding_and_around(desk):
    desk.start(10)
    desk.pane.next_finding()
    assert "Nothing was found" in desk.remark
    writer = FindingWriter(desk.recording.path)
    writer.change([], [((n, "CON-07"), Level.ERROR) for n in (3, 6)])
    desk.pane.reload_annotations()
    desk.wait_for(lambda: bool(desk.pane.annotations.findings))
    desk.pane.select_message(8)
    desk.pane.next_finding()
    assert desk.pane.selected_id() == 6
    desk.pane.next_finding()
    assert desk.pane.selected_id() == 3
    desk.pane.next_finding()
    assert desk.pane.selected_id() == 6
    desk.pane.previous_finding()
    assert desk.pane.selected_id() == 3
    desk.filter(parse_filter("no == 5"))
    desk.pane.next_finding()
    assert "No message with a finding is shown" in desk.remark
