# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.configuration.model import MEANING, NAME, STATE, SettingsModel
from ocppdesk.gui.configuration.table import SettingsTable

KEYS = Qt.Key


@pytest.fixture
def table(qtbot, theme, known):
    model = SettingsModel(theme)
    model.show(known(HeartbeatInterval="300"))
    made = SettingsTable(theme, model)
    qtbot.addWidget(made)
    made.resize(700, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_each_line_stands_below_its_title(table):
    header = table.header
    header.resizeSection(NAME, 150)
    for column, field in enumerate(header.fields):
        assert field.x() == header.sectionViewportPosition(column)
        assert field.width() == header.sectionSize(column)
        assert field.geometry().bottom() <= header.height()
    assert header.viewport().height() <= header.fields[0].y()
    assert header.fields[NAME].width() == 150


def test_lines_scroll_with_their_columns(table):
    field = table.header.fields[NAME]
    before = field.x()
    table.horizontalScrollBar().setValue(40)
    assert field.x() == before - 40


def test_the_line_with_the_keyboard_comes_into_view(qtbot, table):
    header = table.header
    for column in (MEANING, STATE):
        header.fields[column].setFocus()
        qtbot.waitUntil(header.fields[column].hasFocus)
        assert 0 <= header.fields[column].x() < header.width()


def test_what_is_typed_is_told_with_its_column(qtbot, table):
    with qtbot.waitSignal(table.header.filter_typed) as told:
        qtbot.keyClicks(table.header.fields[NAME], "x")
    assert told.args == [NAME, "x"]


def test_a_complaint_stands_below_its_line_until_it_is_set_right(table):
    header = table.header
    header.complain(NAME, "")
    header.complain(NAME, "That is none.")
    remark = header._remarks[NAME]
    assert remark.text == "That is none."
    header.complain(NAME, "")
    assert remark.text == ""


def test_escape_empties_a_line_and_down_goes_to_the_table(qtbot, table):
    field = table.header.fields[NAME]
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, KEYS.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(table.header.left_down):
        qtbot.keyClick(field, KEYS.Key_Down)


def test_all_lines_are_emptied(qtbot, table):
    qtbot.keyClicks(table.header.fields[NAME], "x")
    table.header.clear()
    assert not any(field.text() for field in table.header.fields)
