# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QMenu

from ocppdesk.filters.conditions import Action, Everything
from ocppdesk.gui.messages import actions

SHIFT, CONTROL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
RESET = '[2,"d1","Reset",{"type":"Soft"}]'
ANSWER = '[3,"d1",{"status":"Accepted"}]'

pytestmark = pytest.mark.qt_log_ignore(
    "does not support grabbing the keyboard", extend=True
)


@pytest.fixture
def reset(desk):
    """A pane with a Reset (message 2), its answer (3) and a heartbeat after it."""
    line = desk.recording.line()
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Accepted"})
    return desk.start(1)


def clipboard():
    return QGuiApplication.clipboard().text()


def menu_of(desk, row):
    """Open a row's menu and return its entries by text, those of Copy as well."""
    desk.click(row)
    desk.ask_for_menu(row)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entries = {}
    for action in menu.actions():
        for entry in action.menu().actions() if action.menu() else [action]:
            entries[entry.text().partition("\t")[0]] = entry
    menu.close()
    return entries


def test_control_c_copies_the_lines_of_the_selection_the_oldest_first(reset):
    reset.click(reset.model.row_of(3))
    reset.click(reset.model.row_of(2), SHIFT)
    reset.key(Qt.Key.Key_C, CONTROL)
    lines = clipboard().split("\n")
    assert ["  Reset  " in line for line in lines] == [True, True]
    assert "to charger" in lines[0]
    assert "from charger" in lines[1]


def test_control_shift_c_copies_the_json_of_the_wire(reset):
    reset.click(reset.model.row_of(2))
    reset.key(Qt.Key.Key_C, CONTROL | SHIFT)
    assert clipboard() == RESET


def test_the_window_can_copy_as_well(reset):
    reset.pane.select_message(2)
    reset.pane.copy_json()
    assert clipboard() == RESET
    reset.pane.copy_summary()
    assert "Soft reset" in clipboard()


def test_with_nothing_selected_the_clipboard_is_left_alone(reset):
    QGuiApplication.clipboard().setText("mine")
    reset.pane.copy_json()
    assert clipboard() == "mine"


def test_too_many_messages_for_the_clipboard_are_a_sentence(reset, monkeypatch):
    monkeypatch.setattr(actions, "COPY_LIMIT", 3)
    QGuiApplication.clipboard().setText("mine")
    reset.key(Qt.Key.Key_A, CONTROL)
    reset.pane.copy_json()
    assert clipboard() == "mine"
    assert "5 messages are too many" in reset.pane._remark.text


def test_the_menu_copies_in_every_way(reset):
    entries = menu_of(reset, reset.model.row_of(2))
    for text, part in (
        ("Summary line", "Soft reset"),
        ("JSON (pretty)", '"type": "Soft"'),
        ("JSON (wire)", RESET),
        ("Exchange as Markdown", "answer to Reset"),
        ("CSV rows", "violations"),
    ):
        entries[text].trigger()
        assert part in clipboard()


def test_a_row_of_an_exchange_is_copied_with_its_answer(reset):
    reset.filter(Everything(), exchanges=True)
    reset.pane.select_message(2)
    reset.pane.copy_json()
    assert clipboard().split("\n") == [RESET, ANSWER]
    menu_of(reset, reset.model.row_of(2))["JSON (pretty)"].trigger()
    assert clipboard().count("\n") > 4


def test_an_exchange_is_copied_once_from_either_of_its_rows(reset):
    reset.click(reset.model.row_of(3))
    reset.click(reset.model.row_of(2), SHIFT)
    reset.pane._actions.copy_markdown()
    assert clipboard().count("**answer to Reset**") == 1
    assert json.loads(clipboard().split("```")[1].removeprefix("json")) == json.loads(
        RESET
    )


def test_control_j_goes_to_the_answer_and_back(reset):
    reset.click(reset.model.row_of(2))
    reset.key(Qt.Key.Key_J, CONTROL)
    assert reset.pane.selected_id() == 3
    reset.pane.go_to_partner()
    assert reset.pane.selected_id() == 2


def test_a_connection_event_has_no_partner_to_go_to(reset):
    row = reset.model.row_of(1)
    assert not menu_of(reset, row)["Go to answer"].isEnabled()
    reset.pane.go_to_partner()
    assert reset.pane.selected_id() == 1


def test_without_a_chosen_row_there_is_nothing_to_go_to(reset):
    reset.pane.go_to_partner()
    reset.key(Qt.Key.Key_T, CONTROL)
    reset.ask_for_menu(0)
    assert reset.pane.selected_id() is None
    assert QApplication.activePopupWidget() is None


def test_a_partner_that_the_filter_hides_is_chosen_all_the_same(reset):
    reset.filter(Action("Heartbeat"))
    reset.pane.select_message(3)
    reset.pane.go_to_partner()
    assert reset.pane.selected_id() == 2


def test_the_menu_filters_on_the_type_and_on_the_id(reset):
    wanted = QSignalSpy(reset.pane.filter_requested)
    entries = menu_of(reset, reset.model.row_of(3))
    entries["Filter on Reset"].trigger()
    entries["Filter on message ID d1"].trigger()
    assert [wanted.at(0), wanted.at(1)] == [["action == Reset"], ['"d1"']]
    assert entries["Go to request"].isEnabled()


def test_control_t_counts_times_from_the_chosen_row(reset):
    reset.click(reset.model.row_of(2))
    reset.key(Qt.Key.Key_T, CONTROL)
    assert reset.text(2, 1) == "+00:00:00.000"
    assert reset.text(1, 1) == "\N{MINUS SIGN}00:00:01.000"
    assert reset.pane._settings.time_mode == "Since time zero"


def test_the_menu_opens_at_the_chosen_row_by_keyboard(reset):
    reset.pane.select_message(2)
    viewport = reset.view.viewport()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(), viewport.mapToGlobal(QPoint())
    )
    QApplication.sendEvent(viewport, event)
    popup = QApplication.activePopupWidget()
    row = reset.view.visualRect(reset.view.currentIndex())
    assert viewport.mapFromGlobal(popup.pos()).y() >= row.top()
    popup.close()


def test_a_capture_that_cannot_be_read_is_a_sentence(reset, reader):
    reset.pane.select_message(2)
    reader.close()
    reset.pane.copy_json()
    assert "cannot be read" in reset.pane._remark.text
