# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QToolButton

from ocppdesk.filters.nodes import Action, Text
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.messages.find_bar import FindBar

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bar(theme, qtbot):
    made = FindBar(theme)
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show()
    with qtbot.waitExposed(made):
        made.open()
    return made


@pytest.fixture
def wanted(bar):
    return QSignalSpy(bar.wanted)


def asked(wanted):
    return [wanted.at(number) for number in range(wanted.count())]


def test_enter_asks_for_the_next_and_shift_enter_for_the_previous_row(
    bar, wanted, qtbot
):
    qtbot.keyClicks(bar.input, "Fault")
    qtbot.keyClick(bar.input, Qt.Key.Key_Return)
    qtbot.keyClick(bar.input, Qt.Key.Key_Enter, SHIFT)
    assert asked(wanted) == [[Text("Fault"), 1], [Text("Fault"), -1]]


def test_f3_does_the_same(bar, wanted, qtbot):
    qtbot.keyClicks(bar.input, "Heartbeat")
    qtbot.keyClick(bar.input, Qt.Key.Key_F3)
    qtbot.keyClick(bar.input, Qt.Key.Key_F3, SHIFT)
    assert asked(wanted) == [[Action("Heartbeat"), 1], [Action("Heartbeat"), -1]]


def test_the_buttons_do_the_same(bar, wanted, qtbot):
    buttons = {b.accessibleName(): b for b in bar.findChildren(QToolButton)}
    assert not buttons["Next (F3)"].isEnabled()
    qtbot.keyClicks(bar.input, "x")
    qtbot.mouseClick(buttons["Next (F3)"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(buttons["Previous (Shift+F3)"], Qt.MouseButton.LeftButton)
    assert [step for _chosen, step in asked(wanted)] == [1, -1]


def test_nothing_is_asked_for_without_words(bar, wanted, qtbot):
    qtbot.keyClicks(bar.input, "  ")
    qtbot.keyClick(bar.input, Qt.Key.Key_Return)
    bar.step(1)
    assert wanted.count() == 0


def test_what_is_no_filter_is_marked_where_it_is_wrong(bar, wanted, qtbot):
    qtbot.keyClicks(bar.input, "conector == 2")
    qtbot.keyClick(bar.input, Qt.Key.Key_Return)
    assert wanted.count() == 0
    assert "Did you mean connector?" in bar.remark
    start, end = bar.wrong
    assert bar.input.text()[start:end] == "conector"
    qtbot.keyClick(bar.input, Qt.Key.Key_Backspace)
    assert bar.wrong is None
    assert bar.remark == ""


def test_escape_closes(bar, qtbot):
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar.input, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_opened_again_the_words_are_there_to_be_replaced(bar, qtbot):
    qtbot.keyClicks(bar.input, "old")
    bar.close_bar()
    bar.open()
    qtbot.keyClicks(bar.input, "new")
    assert bar.input.text() == "new"


def test_control_f_in_the_line_selects_the_words(bar, qtbot):
    qtbot.keyClicks(bar.input, "old")
    bar.input.deselect()
    qtbot.keyClick(bar.input, Qt.Key.Key_F, CONTROL)
    assert bar.input.selectedText() == "old"


def test_a_search_that_takes_time_says_so_until_it_ends(bar, qtbot):
    qtbot.keyClicks(bar.input, "x")
    qtbot.keyClick(bar.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.remark == "Searching…")
    bar.say("Not found")
    assert bar.remark == "Not found"
    assert not bar._patience.isActive()


def test_it_says_which_of_how_many_rows_was_found(bar, qtbot):
    bar.say("")
    bar.say_place(3, 1_214)
    assert bar.remark == f"3 of {grouped(1_214)}"
    bar.say("Searched from the top again.")
    bar.say_place(1, 9)
    assert bar.remark == "1 of 9. Searched from the top again."
    with qtbot.waitSignal(bar.edited):
        qtbot.keyClicks(bar.input, "x")
    assert bar.remark == ""


def test_what_is_icon_only_has_a_name(bar):
    assert all(b.accessibleName() for b in bar.findChildren(QToolButton))
