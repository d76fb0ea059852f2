# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ocppdesk.filters.nodes import Everything
from ocppdesk.gui.messages import copy_actions

SHIFT, CONTROL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
RESET = '[2,"d1","Reset",{"type":"Soft"}]'
ANSWER = '[3,"d1",{"status":"Accepted"}]'


@pytest.fixture
def reset(desk):
    """A pane with a Reset (message 2), its answer (3) and a heartbeat after it."""
    line = desk.recording.line()
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Accepted"})
    return desk.start(1)


def clipboard():
    return QGuiApplication.clipboard().text()


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
    monkeypatch.setattr(copy_actions, "LIMIT", 3)
    QGuiApplication.clipboard().setText("mine")
    reset.key(Qt.Key.Key_A, CONTROL)
    reset.pane.copy_json()
    assert clipboard() == "mine"
    assert "5 messages are too many" in reset.remark


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("copy_summary", "Soft reset"),
        ("copy_pretty", '"type": "Soft"'),
        ("copy_json", RESET),
        ("copy_markdown", "answer to Reset"),
        ("copy_csv", "violations"),
    ],
)
def test_there_are_many_ways_to_copy(reset, name, part):
    reset.pane.select_message(2)
    getattr(reset.pane._copies, name)()
    assert part in clipboard()


def test_a_row_of_an_exchange_is_copied_with_its_answer(reset):
    reset.filter(Everything(), exchanges=True)
    reset.pane.select_message(2)
    reset.pane.copy_json()
    assert clipboard().split("\n") == [RESET, ANSWER]
    reset.pane._copies.copy_pretty()
    assert clipboard().count("\n") > 4


def test_an_exchange_is_copied_once_from_either_of_its_rows(reset):
    reset.click(reset.model.row_of(3))
    reset.click(reset.model.row_of(2), SHIFT)
    reset.pane._copies.copy_markdown()
    assert clipboard().count("**answer to Reset**") == 1
    assert json.loads(clipboard().split("```")[1].removeprefix("json")) == json.loads(
        RESET
    )


def test_marks_and_notes_are_copied_as_csv(reset, qtbot):
    reset.pane.select_message(2)
    reset.pane.toggle_mark()
    reset.pane._copies.copy_csv()
    names, values = clipboard().splitlines()
    assert values.split(",")[names.split(",").index("marked")] == "yes"


def test_each_call_of_a_charger_is_a_command_line(reset):
    reset.key(Qt.Key.Key_A, CONTROL)
    reset.pane._copies.copy_wscat()
    lines = clipboard().split("\n")
    assert len(lines) == 1  # the others are our call, answers and an event
    port = reset.pane._settings.listen_port
    assert lines[0].startswith(f"wscat -c ws://localhost:{port}/CP-0042 -s ocpp1.6 -x ")


def test_a_capture_that_cannot_be_read_is_a_sentence(reset, reader):
    reset.pane.select_message(2)
    reader.close()
    reset.pane.copy_json()
    assert "cannot be read" in reset.remark
