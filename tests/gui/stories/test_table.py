# SPDX-License-Identifier: Apache-2.0
"""The table holds still while sessions come and change."""

import pytest
from PySide6.QtCore import QPoint, Qt

from ocppdesk.gui.configuration.filter import LineFilter, parse_line
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.stories.model import StoriesModel
from ocppdesk.gui.stories.rows import Column
from ocppdesk.gui.stories.table import StoriesTable
from tests.gui.stories.sessions import SECOND, START, failed, running, story

NOW = START + 100 * 86_400 * SECOND
MANY = [story(number) for number in range(1, 31)]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def table(qtbot, theme):
    model = StoriesModel(theme)
    made = StoriesTable(theme, model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(1_000, 200)
    made.show()
    return made


def show(table, stories):
    table.model().show_stories(stories, now=NOW)


def click(qtbot, table, row):
    place = table.visualRect(table.model().index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)


def top_of(table, number):
    """Return where a session is on the screen, in pixels."""
    return table.rowViewportPosition(table.model().position(number))


def test_the_newest_is_chosen_until_somebody_chooses(qtbot, table):
    with qtbot.waitSignal(table.story_chosen) as told:
        show(table, MANY)
    assert told.args == [30]
    assert table.currentIndex().row() == 0


def test_what_is_read_stays_chosen_when_a_newer_one_comes(table):
    show(table, MANY)
    show(table, [*MANY, story(31)])
    assert table.chosen == 30
    assert table.currentIndex().row() == 1
    assert table.verticalScrollBar().value() == 0
    assert table.pill.isHidden()


def test_rows_in_view_do_not_move_when_one_was_chosen(qtbot, table):
    show(table, MANY)
    click(qtbot, table, 2)
    before = top_of(table, 28)
    show(table, [*MANY, story(31), story(32)])
    assert table.chosen == 28
    assert top_of(table, 28) == before
    assert table.pill.isVisible()
    assert table.pill.text() == "▲ 2 new"


def test_rows_in_view_do_not_move_where_one_has_scrolled_to(table):
    show(table, MANY)
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum())
    before = top_of(table, 1)
    show(table, [*MANY, *(story(number) for number in range(31, 90))])
    assert top_of(table, 1) == before


def test_the_pill_goes_to_the_newest(qtbot, table):
    show(table, MANY)
    click(qtbot, table, 2)
    show(table, [*MANY, story(31)])
    qtbot.mouseClick(table.pill, LEFT)
    assert table.chosen == 31
    assert table.verticalScrollBar().value() == 0
    assert table.pill.isHidden()
    show(table, [*MANY, story(31), story(32)])
    assert table.verticalScrollBar().value() == 0


def test_a_session_that_moves_takes_the_readers_place_along(qtbot, table):
    stories = [running(number, energy_wh=float(number)) for number in range(1, 31)]
    show(table, stories)
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.ENERGY) + 30, 8)
    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    click(qtbot, table, 3)
    number = table.chosen
    before = top_of(table, number)
    stories[number - 1] = running(number, energy_wh=15.5)
    show(table, stories)
    assert table.chosen == number
    row = table.model().position(number)
    assert 13 < row < 17
    assert top_of(table, number) == before


def test_a_hidden_session_is_read_again_when_the_filter_lets_it_pass(qtbot, table):
    show(table, [story(1), failed(2), story(3)])
    click(qtbot, table, 1)
    assert table.chosen == 2
    table.model().set_filter(parse_line("completed"), frozenset())
    assert table.chosen == 3
    table.model().set_filter(LineFilter(), frozenset())
    assert table.chosen == 2


def test_sorting_keeps_what_is_read(qtbot, table):
    show(table, MANY)
    click(qtbot, table, 3)
    number = table.chosen
    table.sortByColumn(Column.ID_TAG, Qt.SortOrder.AscendingOrder)
    assert table.chosen == number
    assert table.currentIndex().row() == table.model().position(number)


def test_keys_step_and_open(qtbot, table):
    show(table, MANY)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.chosen == 29
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [29]
    assert table.step(-1)
    assert table.chosen == 30
    assert not table.step(-1)


def test_a_double_click_opens(qtbot, table):
    show(table, MANY)
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    with qtbot.waitSignal(table.opened) as told:
        qtbot.mouseDClick(table.viewport(), LEFT, pos=place)
    assert told.args == [29]


def test_the_menu_is_that_of_the_row_below_the_mouse(qtbot, table):
    show(table, MANY)
    place = table.visualRect(table.model().index(2, 0)).center()
    with qtbot.waitSignal(table.menu_wanted) as told:
        table.customContextMenuRequested.emit(place)
    assert told.args[0] == 28
    assert table.chosen == 28


def test_an_empty_table_does_no_harm(qtbot, table):
    table.go_to_newest()
    assert not table.step(1)
    assert not table.choose(5)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    table.customContextMenuRequested.emit(QPoint(5, 5))


def test_times_have_the_room_they_need(table):
    header = table.horizontalHeader()
    table.set_time_mode(TimeMode.UTC)
    wide = header.sectionSize(Column.START)
    assert header.sectionSize(Column.END) == wide
    table.set_time_mode(TimeMode.LOCAL)
    assert header.sectionSize(Column.START) < wide
    assert header.sectionSize(Column.END) < header.sectionSize(Column.START)


def test_another_charger_begins_at_the_top(qtbot, table):
    show(table, MANY)
    click(qtbot, table, 4)
    table.forget()
    show(table, [])
    show(table, [story(1), story(2)])
    assert table.chosen == 2
