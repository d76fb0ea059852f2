# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.help import filter_help
from ocppdesk.gui.search.help import FilterHelpDialog


@pytest.fixture
def dialog(theme, qtbot):
    made = FilterHelpDialog(theme)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def told(dialog):
    chosen = []
    dialog.example_chosen.connect(chosen.append)
    return chosen


def cell(view, row, column):
    item = view.topLevelItem(row)
    return view.visualRect(view.indexFromItem(item, column)).center()


def test_every_section_has_a_page_with_its_lines(dialog):
    sections = filter_help()
    assert [dialog.tabs.tabText(n) for n in range(dialog.tabs.count())] == [
        section.title for section in sections
    ]
    for number, section in enumerate(sections):
        view = dialog.tabs.widget(number)
        assert view.topLevelItemCount() == len(section.lines)
        assert view.topLevelItem(0).text(1) == section.lines[0].meaning


def test_it_leaves_the_window_beside_it_alone(dialog):
    assert not dialog.isModal()


def test_clicking_an_example_chooses_it(dialog, told, qtbot):
    view = dialog.tabs.widget(0)
    place = cell(view, 0, 0)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == ["-Heartbeat"]
    assert dialog.isVisible()


def test_clicking_a_meaning_chooses_nothing(dialog, told, qtbot):
    view = dialog.tabs.widget(0)
    place = cell(view, 0, 1)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == []


def test_where_a_sign_is_no_filter_its_example_is_chosen(dialog, told, qtbot):
    dialog.tabs.setCurrentIndex(1)
    view = dialog.tabs.widget(1)
    for column in (0, 2):
        place = cell(view, 1, column)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == [filter_help()[1].lines[1].example]


def test_enter_chooses_what_every_line_stands_for(dialog, told, qtbot):
    for number in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(number)
        view = dialog.tabs.widget(number)
        for row in range(view.topLevelItemCount()):
            view.setCurrentItem(view.topLevelItem(row))
            qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(told) == sum(len(section.lines) for section in filter_help())
    for text in told:
        parse_filter(text)
    assert dialog.isVisible()
