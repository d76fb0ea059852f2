# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ocppdesk.gui.detail.find_bar import FindBar
from ocppdesk.gui.detail.text_view import TextView

TEXT = "Voltage\nCurrent\nvoltage\n(a|b)\nVOLTAGE"


@pytest.fixture
def page(theme, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    view = TextView(theme)
    layout.addWidget(view)
    layout.addWidget(FindBar(theme, view))
    view.setPlainText(TEXT)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def view(page):
    return page.findChild(TextView)


@pytest.fixture
def bar(page):
    return page.findChild(FindBar)


def line_of(view):
    return view.textCursor().blockNumber()


def test_it_is_hidden_until_it_is_wanted(bar):
    assert not bar.isVisible()
    bar.open()
    assert bar.isVisible()
    assert bar.input.hasFocus()


def test_typing_finds_the_first_place_and_counts_all(bar, view, qtbot):
    bar.open()
    qtbot.keyClicks(bar.input, "voltage")
    assert bar.count_text == "1 of 3"
    assert len(view.extraSelections()) == 3


def test_enter_goes_on_and_around(bar, view, qtbot):
    bar.open()
    qtbot.keyClicks(bar.input, "voltage")
    lines = []
    for _round in range(3):
        qtbot.keyClick(bar.input, Qt.Key.Key_Return)
        lines.append(line_of(view))
    assert lines == [2, 4, 0]
    qtbot.keyClick(bar.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert line_of(view) == 4


def test_f3_works_in_the_line_too(bar, qtbot):
    bar.open()
    qtbot.keyClicks(bar.input, "voltage")
    qtbot.keyClick(bar.input, Qt.Key.Key_F3)
    assert bar.count_text == "2 of 3"


def test_what_is_typed_is_no_pattern(bar, qtbot):
    bar.open()
    qtbot.keyClicks(bar.input, "(a|b)")
    assert bar.count_text == "1 of 1"


def test_what_is_not_there_is_said(bar, view, qtbot):
    bar.open()
    qtbot.keyClicks(bar.input, "nothing")
    assert bar.count_text == "Not found"
    assert view.extraSelections() == []


def test_escape_closes_it_and_goes_back_to_the_text(bar, view, qtbot):
    bar.open()
    qtbot.keyClicks(bar.input, "voltage")
    qtbot.keyClick(bar.input, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert view.hasFocus()
    assert view.extraSelections() == []


def test_it_opens_with_what_is_selected(bar, view):
    cursor = view.textCursor()
    cursor.select(cursor.SelectionType.WordUnderCursor)
    view.setTextCursor(cursor)
    bar.open()
    assert bar.input.text() == "Voltage"
    assert bar.count_text == "1 of 3"


def test_another_text_is_searched_without_moving(bar, view, qtbot):
    bar.open()
    qtbot.keyClicks(bar.input, "voltage")
    view.setPlainText("x\n" * 500 + "voltage")
    bar.refresh()
    assert bar.count_text == "1 of 1"
    assert line_of(view) == 0


def test_a_letter_that_is_everywhere_is_counted_to_a_thousand(bar, view, qtbot):
    view.setPlainText("a" * 5000)
    bar.open()
    qtbot.keyClicks(bar.input, "a")
    assert bar.count_text == "1 of 1000+"
