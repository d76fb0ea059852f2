# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QWidget

from ocppdesk.gui.messages.note_dialog import NoteDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def open_dialog(theme, parent, qtbot):
    """Open the window for a note on message 812, and return it."""

    def opening(text=""):
        made = NoteDialog(
            theme,
            title="812 StatusNotification",
            about="Connector 2 → Faulted",
            text=text,
            parent=parent,
        )
        with qtbot.waitExposed(made):
            made.show()
        return made

    return opening


def saved(dialog):
    return QSignalSpy(dialog.saved)


def test_it_says_which_message_and_does_not_block_the_window(open_dialog):
    dialog = open_dialog()
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "812 StatusNotification" in texts
    assert "Connector 2 → Faulted" in texts
    assert not dialog.isModal()


def test_control_enter_saves_what_was_written(open_dialog, qtbot):
    dialog = open_dialog()
    told = saved(dialog)
    qtbot.keyClicks(dialog.edit, "ask the site")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.edit, "RCD?")
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Return, CONTROL)
    assert [told.at(0), told.count()] == [["ask the site\nRCD?"], 1]


def test_escape_changes_nothing(open_dialog, qtbot):
    dialog = open_dialog("old")
    told = saved(dialog)
    qtbot.keyClicks(dialog.edit, "new")
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Escape)
    assert told.count() == 0


def test_the_note_that_is_there_is_gone_on_with(open_dialog, qtbot):
    dialog = open_dialog("old")
    told = saved(dialog)
    qtbot.keyClicks(dialog.edit, " and new")
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert told.at(0) == ["old and new"]


def test_a_note_can_be_deleted_if_there_is_one(open_dialog, qtbot):
    def button(dialog):
        return next(b for b in dialog.findChildren(QPushButton) if "Delete" in b.text())

    assert not button(open_dialog()).isEnabled()
    dialog = open_dialog("old")
    told = saved(dialog)
    qtbot.mouseClick(button(dialog), Qt.MouseButton.LeftButton)
    assert told.at(0) == [""]


def test_tab_leaves_the_text(open_dialog, qtbot):
    dialog = open_dialog("old")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Tab)
    assert dialog.edit.toPlainText() == "old"
    assert not dialog.edit.hasFocus()


def test_closing_the_window_keeps_what_was_written(open_dialog, qtbot):
    dialog = open_dialog("old")
    told = saved(dialog)
    qtbot.keyClicks(dialog.edit, " and new")
    with qtbot.waitSignal(dialog.finished):
        dialog.close()
    assert [told.at(0), told.count()] == [["old and new"], 1]


def test_closing_the_window_saves_nothing_that_was_not_changed(open_dialog, qtbot):
    dialog = open_dialog("old")
    told = saved(dialog)
    with qtbot.waitSignal(dialog.finished):
        dialog.close()
    assert told.count() == 0


@pytest.mark.parametrize("button", ["Save", "Cancel"])
def test_a_button_saves_once_or_not_at_all(open_dialog, qtbot, button):
    dialog = open_dialog("old")
    told = saved(dialog)
    qtbot.keyClicks(dialog.edit, " and new")
    kind = QDialogButtonBox.StandardButton[button]
    with qtbot.waitSignal(dialog.finished):
        qtbot.mouseClick(dialog.buttons.button(kind), Qt.MouseButton.LeftButton)
    assert told.count() == (button == "Save")
