# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

SHIFT, CONTROL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def test_two_selected_rows_have_a_time_between_them(desk):
    desk.start(10)
    told = QSignalSpy(desk.pane.selection_changed)
    desk.click(2)
    assert desk.pane.selection_span() is None
    desk.click(6, CONTROL)
    first, second = desk.pane.selection_span()
    cells = [desk.model.cells_of_message(n) for n in desk.pane.selected_ids()]
    assert (first, second) == (cells[0].at, cells[1].at)
    assert second > first
    desk.click(7, CONTROL)
    assert desk.pane.selection_span() is None
    assert told.count() == 3


def test_without_a_capture_there_is_no_span(desk):
    assert desk.pane.selection_span() is None


def test_stepping_walks_down_the_rows(desk):
    desk.start(20)
    desk.pane.step(1)
    desk.pane.step(1)
    desk.pane.step(1)
    desk.pane.step(-1)
    assert desk.view.selected_rows() == [1]


def test_choosing_a_message_is_told_once(desk):
    desk.start(20)
    told = QSignalSpy(desk.pane.message_selected)
    desk.click(3)
    desk.click(3)
    assert told.count() == 1
    assert told.at(0) == [desk.pane.selected_id()]
    assert desk.pane.selected_ids() == [desk.pane.selected_id()]


def test_selected_messages_are_given_the_oldest_first(desk):
    desk.start(20)
    desk.click(3)
    desk.click(6, SHIFT)
    assert desk.pane.selected_ids() == sorted(
        desk.model.id_at(row) for row in range(3, 7)
    )


def test_what_is_typed_is_passed_on(desk, qtbot):
    desk.start(5)
    typed = QSignalSpy(desk.pane.typed)
    qtbot.keyClicks(desk.view, "f")
    assert typed.at(0) == ["f"]


def test_a_mark_is_painted_at_once(desk):
    desk.start(5)
    desk.click(2)
    before = desk.picture()
    desk.pane.toggle_mark()
    desk.paint()
    assert desk.picture() != before


def test_a_place_in_payloads_can_be_a_column(desk):
    desk.recording.line().say("StatusNotification", {"status": "Faulted"})
    desk.start(1)
    desk.pane.add_path_column(".status")
    column = desk.model.columns[-1].column
    assert desk.text(2, column) == "Faulted"


@pytest.mark.parametrize(
    "name",
    [
        "time_zero_here",
        "toggle_mark",
        "open_in_window",
        "edit_note",
        "go_to_partner",
        "copy_json",
    ],
)
def test_before_there_is_a_capture_commands_do_nothing(desk, name):
    getattr(desk.pane, name)()
    assert desk.remark == ""
