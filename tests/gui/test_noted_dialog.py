# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.gui.noted_dialog import MOST, NotedDialog

NOTED = Annotations(frozenset({2, 4}), {4: "Why now?\nAsk Kim.", 3: "late"}, {})


@pytest.fixture
def dialog(qtbot, theme, recording, reader):
    recording.beat(2)
    made = NotedDialog(theme)
    qtbot.addWidget(made)
    made.show_noted(reader, NOTED)
    made.show()
    return made


def listed(dialog):
    columns = range(dialog.list.columnCount())
    items = map(dialog.list.topLevelItem, range(dialog.list.topLevelItemCount()))
    return [[item.text(column) for column in columns] for item in items]


def test_marks_and_notes_are_listed_the_newest_first(dialog):
    found = listed(dialog)
    assert [row[1] for row in found] == ["4", "3", "2"]
    assert [row[0] for row in found] == ["★", "", "★"]
    assert found[0][3:] == ["CP-0042", "Heartbeat", "Why now? Ask Kim."]
    assert dialog.remark.isHidden()


def test_enter_and_a_double_click_go_to_the_message(qtbot, dialog):
    dialog.list.setCurrentItem(dialog.list.topLevelItem(1))
    dialog.list.setFocus()
    with qtbot.waitSignal(dialog.message_wanted) as signal:
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert signal.args == [3]
    assert dialog.isVisible()


def test_only_these_can_be_shown(qtbot, dialog):
    with qtbot.waitSignal(dialog.filter_wanted) as signal:
        qtbot.mouseClick(dialog.only, Qt.MouseButton.LeftButton)
    assert signal.args == ["~mark or ~note"]


def test_the_list_is_copied_for_a_ticket(qtbot, dialog):
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    first, *more = QGuiApplication.clipboard().text().splitlines()
    assert "CP-0042, message 4, Heartbeat" in first
    assert more[:2] == ["  > Why now?", "  > Ask Kim."]


def test_what_is_chosen_stays_chosen(dialog, reader):
    dialog.list.setCurrentItem(dialog.list.topLevelItem(1))
    dialog.show_noted(reader, Annotations(frozenset({2, 3, 4, 5}), {}, {}))
    assert dialog.list.currentItem().text(1) == "3"


def test_without_any_it_says_how_to_make_one(dialog, reader):
    dialog.show_noted(reader, EMPTY)
    assert listed(dialog) == []
    assert "Nothing is marked or noted yet" in dialog.remark.text()
    assert not dialog.only.isEnabled()
    dialog.show_noted(None, EMPTY)
    assert listed(dialog) == []


def test_very_many_are_not_all_listed(dialog, reader):
    many = Annotations(frozenset(range(1, MOST + 100)), {}, {})
    dialog.show_noted(reader, many)
    assert f"The newest {MOST} of" in dialog.remark.text()
