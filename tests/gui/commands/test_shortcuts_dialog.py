# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton

from ocppdesk.gui.commands.listed import COMMANDS
from ocppdesk.gui.commands.menus import Menus
from ocppdesk.gui.commands.shortcuts import Shortcuts
from ocppdesk.gui.commands.shortcuts_dialog import ShortcutsDialog
from ocppdesk.settings import Settings

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def shortcuts(qtbot, settings):
    window = QMainWindow()
    qtbot.addWidget(window)
    families = {command.name.partition(":")[0] for command in COMMANDS}
    menus = Menus(window, dict.fromkeys(families, lambda *_values: None))
    return Shortcuts(menus, settings, window)


@pytest.fixture
def dialog(qtbot, shortcuts, theme):
    made = ShortcutsDialog(shortcuts, theme)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    made.activateWindow()
    return made


def rows(dialog):
    tree = dialog.commands
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [
        tuple(item.text(column) for column in range(3))
        for item in items
        if not item.isHidden()
    ]


def row(dialog, text):
    return next(found for found in rows(dialog) if found[0] == text)


def press(qtbot, dialog, name, key, modifiers=Qt.KeyboardModifier.NoModifier):
    dialog.choose(name)
    dialog.capture.setFocus()
    qtbot.keyClick(dialog.capture, key, modifiers)


def button(dialog, text):
    buttons = dialog.findChildren(QPushButton)
    return next(b for b in buttons if b.text().replace("&", "") == text)


def click(qtbot, dialog, text):
    qtbot.mouseClick(button(dialog, text), Qt.MouseButton.LeftButton)


def test_all_commands_are_listed_with_their_keys(dialog, shortcuts):
    assert len(rows(dialog)) == len(shortcuts.menus.actions)
    assert row(dialog, "Messages shown…") == (
        "Messages shown…",
        "File > Export",
        "Ctrl+Shift+E",
    )


def test_the_list_is_filtered_by_commands_and_keys(qtbot, dialog):
    field = dialog.findChild(QLineEdit)
    qtbot.keyClicks(field, "mark go")
    assert [found[0] for found in rows(dialog)] == ["Next mark", "Previous mark"]
    field.clear()
    qtbot.keyClicks(field, "ctrl+t")
    assert [found[0] for found in rows(dialog)] == ["Time zero here"]


def test_the_keyboard_leads_from_the_filter_to_a_new_key(qtbot, dialog, shortcuts):
    field = dialog.findChild(QLineEdit)
    qtbot.keyClicks(field, "mark go")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.capture.hasFocus()
    qtbot.keyClick(dialog.capture, Qt.Key.Key_F7)
    assert [k.toString() for k in shortcuts.keys("previous_mark")] == ["F7"]


def test_a_key_that_is_pressed_is_the_new_one_at_once(
    qtbot, dialog, shortcuts, settings
):
    press(qtbot, dialog, "note", Qt.Key.Key_M, CONTROL)
    assert row(dialog, "Note…")[2] == "Ctrl+M"
    assert [k.toString() for k in shortcuts.keys("note")] == ["Ctrl+M"]
    assert json.loads(settings.shortcuts) == {"note": ["Ctrl+M"]}


def test_a_key_that_is_in_use_is_taken_only_if_that_is_wanted(qtbot, dialog, shortcuts):
    press(qtbot, dialog, "note", Qt.Key.Key_D, CONTROL)
    assert "Ctrl+D" in dialog.remark
    assert "“Mark, or take the mark away”" in dialog.remark
    assert row(dialog, "Note…")[2] == "Ctrl+Shift+N"
    click(qtbot, dialog, "Take it from there")
    assert row(dialog, "Note…")[2] == "Ctrl+D"
    assert row(dialog, "Mark, or take the mark away")[2] == ""
    assert "Ctrl+D" not in dialog.remark


def test_another_row_forgets_the_question(qtbot, dialog):
    press(qtbot, dialog, "note", Qt.Key.Key_D, CONTROL)
    assert button(dialog, "Take it from there").isVisible()
    dialog.choose("find")
    assert not button(dialog, "Take it from there").isVisible()
    assert "Ctrl+D" not in dialog.remark


def test_a_bare_letter_is_refused_with_the_reason(qtbot, dialog):
    press(qtbot, dialog, "note", Qt.Key.Key_M)
    assert "begins a search" in dialog.remark
    assert row(dialog, "Note…")[2] == "Ctrl+Shift+N"
    assert dialog.capture.keySequence().toString() == "Ctrl+Shift+N"


def test_escape_goes_back_to_the_list_without_a_change(qtbot, dialog):
    press(qtbot, dialog, "note", Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.commands.hasFocus()
    assert row(dialog, "Note…")[2] == "Ctrl+Shift+N"


def test_tab_leaves_the_field(qtbot, dialog):
    press(qtbot, dialog, "note", Qt.Key.Key_Tab)
    assert not dialog.capture.hasFocus()
    assert row(dialog, "Note…")[2] == "Ctrl+Shift+N"


def test_a_key_is_cleared_and_comes_back(qtbot, dialog):
    dialog.choose("note")
    click(qtbot, dialog, "Clear")
    assert row(dialog, "Note…")[2] == ""
    click(qtbot, dialog, "Default")
    assert row(dialog, "Note…")[2] == "Ctrl+Shift+N"
    assert not button(dialog, "Default").isEnabled()


def test_a_default_that_is_in_use_is_asked_about(qtbot, dialog):
    press(qtbot, dialog, "note", Qt.Key.Key_D, CONTROL)
    click(qtbot, dialog, "Take it from there")
    dialog.choose("mark")
    click(qtbot, dialog, "Default")
    assert "“Note…”" in dialog.remark
    click(qtbot, dialog, "Take it from there")
    assert row(dialog, "Mark, or take the mark away")[2] == "Ctrl+D"


def test_all_defaults_come_back(qtbot, dialog, settings):
    press(qtbot, dialog, "note", Qt.Key.Key_M, CONTROL)
    click(qtbot, dialog, "All defaults")
    assert row(dialog, "Note…")[2] == "Ctrl+Shift+N"
    assert settings.shortcuts == ""


def test_a_change_that_cannot_be_kept_is_said_at_the_spot(
    qtbot, dialog, settings, tmp_path
):
    (tmp_path / "file").write_text("no folder")
    settings._path = tmp_path / "file" / "settings.json"
    press(qtbot, dialog, "note", Qt.Key.Key_M, CONTROL)
    assert "cannot be written" in dialog.remark
    assert row(dialog, "Note…")[2] == "Ctrl+Shift+N"


def test_what_was_changed_stands_out_and_tells_its_default(qtbot, dialog):
    press(qtbot, dialog, "note", Qt.Key.Key_M, CONTROL)
    item = dialog.commands.currentItem()
    assert item.font(2).bold()
    assert "Ctrl+Shift+N" in item.toolTip(2)
