# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.findings.groups import Group, State
from ocppdesk.gui.findings.list import FindingsList
from ocppdesk.gui.findings.model import Column, FindingsModel
from ocppdesk.gui.messages.times import TimeMode


@pytest.fixture
def model(theme):
    return FindingsModel(theme)


@pytest.fixture
def shown(qtbot, theme, model):
    found = FindingsList(theme, model)
    qtbot.addWidget(found)
    found.resize(1200, 300)
    found.show()
    return found


def groups(finding, *rules):
    return [Group((finding(rule),), State.NEW) for rule in rules]


def test_a_click_chooses_and_the_choice_goes_with_its_group(
    qtbot, shown, model, finding
):
    model.show_groups(groups(finding, "A-1", "B-1"), may_move=True)
    place = shown.visualRect(model.index(1, Column.TITLE)).center()
    with qtbot.waitSignal(shown.group_chosen):
        qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown.chosen.key[0] == "B-1"
    told = []
    shown.group_chosen.connect(lambda: told.append(shown.key))
    model.show_groups(groups(finding, "C-1", "A-1", "B-1"), may_move=True)
    assert shown.chosen.key[0] == "B-1"
    assert shown.currentIndex().row() == 2
    assert told == []


def test_the_keyboard_alone_chooses_nothing(qtbot, shown, model, finding):
    model.show_groups(groups(finding, "A-1", "B-1"), may_move=True)
    shown.setFocus()
    assert shown.chosen is None
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert shown.chosen is not None
    with qtbot.waitSignal(shown.opened):
        qtbot.keyClick(shown, Qt.Key.Key_Return)


def test_what_waits_is_told_on_the_header(shown, model, finding):
    model.show_groups(groups(finding, "A-1"), may_move=True)
    model.show_groups(groups(finding, "A-1", "B-1"), may_move=False)
    assert shown.pill.isVisible()
    assert shown.pill.text() == "▲ 1 new"


def test_titles_have_room_before_first_times_and_causes(shown, model, finding):
    model.show_groups(groups(finding, "A-1"), may_move=True)
    assert not shown.isColumnHidden(Column.CAUSE)
    shown.resize(700, 300)
    assert shown.isColumnHidden(Column.FIRST)
    assert shown.columnWidth(Column.TITLE) > 100
    wide = shown.columnWidth(Column.LAST)
    shown.set_time_mode(TimeMode.LOCAL)
    assert shown.columnWidth(Column.LAST) < wide


def test_only_what_is_shown_can_be_chosen(shown, model, finding):
    model.show_groups(groups(finding, "A-1"), may_move=True)
    assert not shown.choose(("B-1", "CP1"))
    assert shown.choose(("A-1", "CP1"))


def test_long_identities_have_room_as_far_as_titles_leave_some(shown, model, finding):
    before = shown.columnWidth(Column.CHARGER)
    long = Group((finding(charger="SITE-42-GARAGE-CHARGER-7"),), State.NEW)
    model.show_groups([long], may_move=True)
    assert before < shown.columnWidth(Column.CHARGER) < 2.5 * before
    model.show_groups(groups(finding, "A-1"), may_move=True)
    assert shown.columnWidth(Column.CHARGER) == before
