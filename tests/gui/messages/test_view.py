# SPDX-License-Identifier: Apache-2.0
from array import array

import pytest
from PySide6.QtCore import QEvent, QItemSelection, QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QKeyEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QToolTip

from ocppdesk.filters.nodes import Everything, Text
from ocppdesk.gui.messages import cache as cache_module
from ocppdesk.gui.messages.columns import COLUMNS, Column
from ocppdesk.gui.messages.painter import RowPainter

SHIFT, CONTROL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def last(spy):
    return spy.at(spy.count() - 1)


def test_a_row_that_is_selected_in_several_parts_is_one_row(desk):
    desk.start(20)
    chosen = desk.view.selectionModel()
    for rows, columns in (((3, 5), (0, 2)), ((3, 5), (4, 6)), ((5, 6), (3, 3)),
                          ((9, 9), (0, 6))):  # fmt: skip
        corners = (desk.model.index(rows[0], columns[0]),
                   desk.model.index(rows[1], columns[1]))  # fmt: skip
        chosen.select(QItemSelection(*corners), chosen.SelectionFlag.Select)
    assert desk.view.selected_count() == 5
    assert desk.view.selected_rows() == [3, 4, 5, 6, 9]


def test_choosing_a_row_tells_its_message(desk):
    desk.start(20)
    told = QSignalSpy(desk.view.current_changed)
    desk.click(3)
    assert last(told) == [desk.model.id_at(3)]
    assert desk.view.current_id == desk.model.id_at(3)


def test_the_chosen_message_stays_the_same_while_others_arrive(desk):
    desk.start(20)
    desk.click(3)
    number = desk.view.current_id
    told = QSignalSpy(desk.view.current_changed)
    desk.beat(5)
    assert desk.model.id_at(desk.view.currentIndex().row()) == number
    assert told.count() == 0


def test_the_focus_alone_chooses_nothing(desk, qtbot):
    desk.start(20)
    told = QSignalSpy(desk.view.current_changed)
    desk.view.clearFocus()
    desk.pane.activateWindow()
    desk.view.setFocus()
    qtbot.waitUntil(desk.view.hasFocus)
    assert told.count() == 0
    assert desk.view.selected_rows() == []


def test_several_rows_can_be_selected(desk):
    desk.start(20)
    desk.click(2)
    desk.click(5, SHIFT)
    desk.click(8, CONTROL)
    assert desk.view.selected_rows() == [2, 3, 4, 5, 8]
    assert desk.view.selected_count() == 5


def test_all_rows_can_be_selected_at_once(desk):
    desk.start(20)
    desk.key(Qt.Key.Key_A, CONTROL)
    assert desk.view.selected_count() == desk.model.rowCount()


def test_a_selection_of_several_rows_moves_with_them(desk):
    desk.start(20)
    desk.click(2)
    desk.click(4, SHIFT)
    numbers = [desk.model.id_at(row) for row in desk.view.selected_rows()]
    desk.beat(3)
    assert [desk.model.id_at(row) for row in desk.view.selected_rows()] == numbers


@pytest.mark.parametrize("letter", ["a", "Z", "-", "/", "é"])
def test_what_is_typed_is_passed_on_and_moves_nothing(desk, letter):
    desk.start(20)
    typed = QSignalSpy(desk.view.typed)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(desk.view, event)
    assert last(typed) == [letter]
    assert desk.view.selected_rows() == []


def test_keys_that_print_nothing_are_not_typed(desk):
    desk.start(20)
    typed = QSignalSpy(desk.view.typed)
    for key, modifier in (
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F, CONTROL),
        (Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier),
    ):
        desk.key(key, modifier)
    assert typed.count() == 0


@pytest.mark.parametrize(
    ("key", "modifiers", "command"),
    [
        (Qt.Key.Key_C, CONTROL, "copy_summary"),
        (Qt.Key.Key_C, CONTROL | SHIFT, "copy_json"),
        (Qt.Key.Key_J, CONTROL, "partner"),
        (Qt.Key.Key_T, CONTROL, "time_zero"),
    ],
)
def test_keys_of_commands_are_told_by_name(desk, key, modifiers, command):
    desk.start(5)
    typed = QSignalSpy(desk.view.command_typed)
    desk.key(key, modifiers)
    assert last(typed) == [command]


def test_control_and_an_arrow_choose_the_next_row(desk):
    desk.start(20)
    desk.key(Qt.Key.Key_Down, CONTROL)
    assert desk.view.selected_rows() == [0]
    desk.key(Qt.Key.Key_Down, CONTROL)
    assert desk.view.selected_rows() == [1]
    desk.key(Qt.Key.Key_Up, CONTROL)
    desk.key(Qt.Key.Key_Up, CONTROL)
    assert desk.view.selected_rows() == [0]


def test_stepping_through_an_empty_table_does_nothing(desk):
    desk.view.step(1)
    assert desk.view.current_id is None


def test_a_message_far_away_is_chosen_in_the_middle_of_the_view(desk):
    desk.start(200)
    assert desk.view.choose(100)
    y = desk.view.y_of(desk.model.row_of(100))
    assert abs(y - desk.view.viewport().height() // 2) <= desk.view.row_height


def test_a_message_in_view_is_chosen_where_it_is(desk):
    desk.start(200)
    before = desk.bar.value()
    desk.view.choose(desk.model.id_at(5))
    assert desk.bar.value() == before


def test_a_hidden_message_is_chosen_and_shows_up_when_it_can(desk):
    desk.start(200)
    desk.model.show_found(array("q", [300, 200]))
    desk.view.restore(None)
    assert not desk.view.choose(100)
    assert desk.view.current_id == 100
    assert desk.view.selected_rows() == []
    place = desk.view.place()
    desk.model.show_everything(401)
    desk.view.restore(place)
    assert desk.view.selected_rows() == [desk.model.row_of(100)]
    assert desk.view.is_in_view(desk.model.row_of(100))


def test_what_arrives_while_following_ends_the_place_of_the_chosen_row(either_way):
    desk = either_way.start(60)
    desk.click(desk.model.row_of(121))
    assert desk.pane.is_following
    desk.filter(Text("Connected"))
    desk.beat(40)
    assert desk.pane.is_following
    desk.filter(Everything())
    assert desk.is_at_live_end()
    assert desk.pane.is_following


def test_the_topmost_row_keeps_its_place_if_nothing_is_chosen(desk):
    desk.start(200)
    desk.wheel(-10)
    top = desk.shown()[0]
    place = desk.view.place()
    desk.model.show_everything(desk.recording.commit())
    desk.view.restore(place)
    assert desk.shown()[0] == top


def test_rows_are_painted_without_a_delegate(desk, monkeypatch):
    desk.start(50)
    asked = []
    monkeypatch.setattr(type(desk.model), "data", lambda *args: asked.append(args))
    desk.paint()
    assert asked == []


def test_painting_reads_what_is_in_view_and_a_little_more(desk):
    desk.start(200)
    rows = len(desk.view.rows_in_view())
    assert rows <= desk.model.cached <= rows + 2
    desk.wheel(-1)
    desk.paint()
    assert desk.model.cached <= rows + 80


def test_waiting_calls_show_their_seconds_and_then_their_answer(desk):
    line = desk.recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    desk.recording.commit()
    desk.start()
    number = desk.model.id_at(0)
    desk.recording.now += 9_000_000
    assert desk.text(number, Column.RESULT) == "⏳ 9 s waiting"
    waiting = desk.picture()
    desk.recording.now += 60_000_000
    assert desk.text(number, Column.RESULT) == "⌛ no answer"
    line.reply(call, {"status": "Accepted"})
    desk.advance()
    assert desk.text(number, Column.RESULT) == "✓ Accepted"
    assert desk.picture() != waiting


def test_an_answer_is_painted_at_once_even_if_it_has_no_row(desk, qtbot, monkeypatch):
    line = desk.recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    desk.recording.commit()
    desk.start()
    desk.filter(Text("Soft"))
    painted = []
    paint = RowPainter.paint
    monkeypatch.setattr(
        RowPainter, "paint", lambda *args: painted.append(args) or paint(*args)
    )
    line.reply(call, {"status": "Accepted"})
    desk.pane.advance(desk.recording.commit())
    # Sooner than the second after which waiting rows are painted anyway.
    qtbot.waitUntil(lambda: bool(painted), timeout=800)
    assert desk.model.rowCount() == 1


def test_a_waiting_row_is_repainted_every_second(desk):
    desk.start(5)
    assert not desk.view._tick.isActive()
    desk.recording.line().ask("Reset", {"type": "Soft"})
    desk.advance()
    assert desk.view._tick.isActive()


def tool_tip(desk, row, column):
    QToolTip.hideText()
    rect = desk.view.visualRect(desk.model.index(row, column))
    place = QPoint(rect.left() + 5, rect.center().y())
    viewport = desk.view.viewport()
    event = QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    return QToolTip.text()


def test_a_text_that_is_cut_has_a_tool_tip_without_markup(desk):
    desk.recording.line().say("DataTransfer", {"vendorId": "<b>x</b>" * 40})
    desk.recording.commit()
    desk.start()
    row = desk.model.row_of(2)
    assert "&lt;b&gt;" in tool_tip(desk, row, Column.JSON)
    QToolTip.hideText()


def test_the_tool_tip_of_a_time_has_all_ways_of_writing_it(desk):
    desk.start(2)
    assert "UTC" in tool_tip(desk, 0, Column.TIME)
    QToolTip.hideText()


def test_the_table_is_accessible_by_name_and_cell(desk):
    desk.start(5)
    table = QAccessible.queryAccessibleInterface(desk.view)
    assert table.text(QAccessible.Text.Name) == "Messages"
    # The children are the cells row by row, with the headers above and on the left.
    cell = table.child(len(COLUMNS) + 1 + 1 + Column.DIRECTION)
    assert cell.text(QAccessible.Text.Name) == "To the charger"


def test_zoom_makes_rows_higher(desk, theme):
    desk.start(20)
    before = desk.view.row_height
    desk.view.set_row_height(2 * before)
    assert desk.view.row_height == 2 * before
    assert desk.view.verticalHeader().sectionSize(3) == 2 * before


def test_rows_with_long_texts_get_their_colors_one_after_the_other(
    desk, qtbot, monkeypatch
):
    monkeypatch.setattr(cache_module, "_LONG_S", -1)
    for _time in range(3):
        report = {"connectorId": 1, "info": "x" * 70_000, "status": "Faulted"}
        desk.recording.line().say("StatusNotification", report)
    desk.recording.commit()
    desk.start()
    numbers = [2, 4, 6]
    rules = [desk.model.cells_of_message(number).rule for number in numbers]
    assert rules != ["Faults"] * 3
    qtbot.waitUntil(lambda: not desk.model.is_rough(desk.view.rows_in_view()))
    rules = [desk.model.cells_of_message(number).rule.name for number in numbers]
    assert rules == ["Faults"] * 3
