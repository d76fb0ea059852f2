# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Everything

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def faults(desk):
    """Thirty messages with faults at 10, 16 and 22, the newest on top."""
    line = desk.recording.line()
    for connector in (1, 2, 3):
        desk.recording.beat(4 if connector == 1 else 2)
        line.say(
            "StatusNotification",
            {"connectorId": connector, "errorCode": "GroundFailure",
             "status": "Faulted"},
        )  # fmt: skip
    desk.start(3)
    return desk


FAULTS = [22, 16, 10]


def find(desk, qtbot, words, key=Qt.Key.Key_Return, modifiers=None):
    """Type into the line for finding and go to the next row."""
    bar = desk.pane._find
    desk.pane.open_find()
    bar.input.clear()
    qtbot.keyClicks(bar.input, words)
    step(desk, qtbot, key, modifiers)


def step(desk, qtbot, key=Qt.Key.Key_Return, modifiers=None):
    none = Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(desk.pane._find.input, key, modifiers or none)
    finder = desk.pane._walking._finder
    qtbot.waitUntil(lambda: not (finder.is_busy or finder.is_counting))


def test_finding_goes_from_row_to_row_and_around(faults, qtbot):
    bar = faults.pane._find
    find(faults, qtbot, "GroundFailure")
    found = [faults.pane.selected_id()]
    for _press in range(2):
        step(faults, qtbot, Qt.Key.Key_F3)
        found.append(faults.pane.selected_id())
    assert found == FAULTS
    assert bar.remark == "3 of 3"
    step(faults, qtbot)
    assert faults.pane.selected_id() == FAULTS[0]
    assert bar.remark == "1 of 3. Searched from the top again."
    step(faults, qtbot, Qt.Key.Key_Return, SHIFT)
    assert faults.pane.selected_id() == FAULTS[-1]
    assert bar.remark == "3 of 3. Searched from the bottom again."


def test_with_the_oldest_on_top_the_next_row_is_newer(faults, qtbot):
    faults.pane.set_newest_first(False)
    find(faults, qtbot, "GroundFailure")
    step(faults, qtbot)
    assert faults.pane.selected_id() == FAULTS[1]


def test_the_language_of_filters_finds_as_well(faults, qtbot):
    find(faults, qtbot, "connector == 2 and ~in")
    assert faults.pane.selected_id() == FAULTS[1]
    step(faults, qtbot)
    assert faults.pane._find.remark == "1 of 1. This is the only one."


def test_what_is_not_there_is_said_and_chooses_nothing(faults, qtbot):
    faults.pane.select_message(5)
    find(faults, qtbot, "no such words")
    assert faults.pane.selected_id() == 5
    assert faults.pane._find.remark == "Not found in the rows shown."


def test_finding_looks_among_the_rows_shown(faults, qtbot):
    faults.filter(parse_filter("connector in {1, 3}"))
    find(faults, qtbot, "GroundFailure")
    step(faults, qtbot)
    assert faults.pane.selected_id() == FAULTS[2]


def test_the_line_for_finding_stops_following(faults):
    assert faults.pane.is_following
    faults.pane.open_find()
    assert not faults.pane.is_following


def test_escape_gives_the_keyboard_back_to_the_table(faults, qtbot):
    faults.pane.open_find()
    assert faults.pane._find.isVisible()
    qtbot.keyClick(faults.pane._find.input, Qt.Key.Key_Escape)
    assert not faults.pane._find.isVisible()
    assert faults.view.hasFocus()


def test_the_commands_of_the_window_find_on_with_the_line_closed(faults, qtbot):
    find(faults, qtbot, "GroundFailure")
    qtbot.keyClick(faults.pane._find.input, Qt.Key.Key_Escape)
    faults.pane.find_next()
    qtbot.waitUntil(lambda: faults.pane.selected_id() == FAULTS[1])
    faults.pane.find_previous()
    qtbot.waitUntil(lambda: faults.pane.selected_id() == FAULTS[0])


def test_finding_without_words_asks_for_them(faults):
    faults.pane.find_next()
    assert faults.pane._find.isVisible()
    assert faults.pane.selected_id() is None


def test_a_row_out_of_view_is_found_in_the_middle(desk, qtbot):
    desk.recording.beat(100)
    desk.recording.line().say("StatusNotification", {"connectorId": 1})
    desk.start(100)
    find(desk, qtbot, "StatusNotification ~in")
    row = desk.model.row_of(desk.pane.selected_id())
    middle = desk.view.viewport().height() // 2
    assert abs(desk.view.y_of(row) - middle) <= desk.view.row_height


def test_one_goes_back_and_forth_among_chosen_messages(desk):
    desk.start(20)
    for row in (3, 7, 5):
        desk.click(row)
    chosen = [desk.model.id_at(row) for row in (3, 7, 5)]
    desk.pane.back()
    desk.pane.back()
    assert desk.pane.selected_id() == chosen[0]
    desk.pane.back()
    assert desk.pane.selected_id() == chosen[0]
    desk.pane.forward()
    assert desk.pane.selected_id() == chosen[1]


def test_a_message_that_the_filter_hides_is_gone_back_to_all_the_same(desk):
    desk.start(20)
    desk.pane.select_message(7)
    desk.pane.select_message(8)
    desk.filter(parse_filter("no == 8"))
    desk.pane.back()
    assert desk.pane.selected_id() == 7
    desk.filter(Everything())
    assert desk.view.selected_rows() == [desk.model.row_of(7)]


def test_another_capture_has_another_history(desk, reader):
    desk.start(20)
    desk.click(3)
    desk.click(4)
    desk.pane.set_reader(reader)
    desk.pane.back()
    assert desk.pane.selected_id() is None


@pytest.fixture
def transaction(desk):
    """Two transactions in turns; those of the first one have odd places."""
    sample = {"timestamp": "2026-01-31T13:05:31Z", "sampledValue": [{"value": "1"}]}
    for number in (1, 2, 1, 2, 1):
        payload = {"connectorId": number, "transactionId": number}
        desk.recording.line().say("MeterValues", {**payload, "meterValue": [sample]})
    desk.start(2)
    return desk


def test_one_goes_through_the_rows_of_a_transaction(transaction, qtbot):
    desk = transaction
    desk.pane.select_message(6)
    desk.pane.next_in_transaction()
    qtbot.waitUntil(lambda: desk.pane.selected_id() != 6)
    assert desk.pane.selected_id() == 3
    desk.pane.previous_in_transaction()
    qtbot.waitUntil(lambda: desk.pane.selected_id() != 3)
    assert desk.pane.selected_id() == 6


def test_at_the_end_of_a_transaction_one_goes_on_from_the_top(transaction, qtbot):
    desk = transaction
    desk.pane.select_message(2)
    desk.pane.next_in_transaction()
    qtbot.waitUntil(lambda: desk.remark != "")
    assert "on from the top" in desk.remark
    assert desk.pane.selected_id() == 11


def test_a_message_without_a_transaction_says_so(transaction):
    transaction.pane.select_message(1)
    transaction.pane.next_in_transaction()
    assert "belongs to no transaction" in transaction.remark


def test_the_only_row_of_a_transaction_says_so(transaction, qtbot):
    desk = transaction
    desk.filter(parse_filter("no == 2"))
    desk.pane.select_message(2)
    desk.pane.next_in_transaction()
    qtbot.waitUntil(lambda: "No other row" in desk.remark)
    assert desk.pane.selected_id() == 2
