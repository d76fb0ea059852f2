# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ocppdesk.core.configuration.settings import key_address
from ocppdesk.gui.configuration.delegate import NewValueDelegate
from ocppdesk.gui.configuration.filter import parse_line
from ocppdesk.gui.configuration.model import NEW, SettingsModel
from ocppdesk.gui.configuration.table import SettingsTable

HEARTBEAT = key_address("HeartbeatInterval")
KEYS = Qt.Key


class Editing:
    """A table with its delegate, and a line beside it that can take the keyboard."""

    def __init__(self, qtbot, theme):
        self.qtbot = qtbot
        self.model = SettingsModel(theme)
        self.model.is_editable = True
        self.table = SettingsTable(theme, self.model)
        self.delegate = NewValueDelegate(theme, self.model, self.table)
        self.table.setItemDelegateForColumn(NEW, self.delegate)
        self.beside = QLineEdit()
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.table)
        layout.addWidget(self.beside)
        self.window.resize(1000, 400)

    def open(self, name, key=KEYS.Key_Return):
        self.table.setFocus()
        self.table.choose(key_address(name))
        self.qtbot.keyClick(self.table, key)
        return self.delegate.editor

    def type(self, name, text):
        editor = self.open(name)
        self.qtbot.keyClicks(editor.findChild(QLineEdit) or editor, text)
        return editor

    @property
    def is_open(self):
        return self.table.state() == SettingsTable.State.EditingState

    @property
    def values(self):
        return {address.text: v for address, v in self.model.edits.values.items()}


@pytest.fixture
def editing(qtbot, theme, known):
    made = Editing(qtbot, theme)
    qtbot.addWidget(made.window)
    made.model.show(
        known(
            HeartbeatInterval="300",
            LocalPreAuthorize="false",
            CpoName="Acme",
            AuthorizationKey="old secret",
        )
    )
    with qtbot.waitActive(made.window):
        made.window.show()
    return made


@pytest.mark.parametrize("key", [KEYS.Key_Return, KEYS.Key_Tab])
def test_enter_and_tab_commit(editing, qtbot, key):
    editor = editing.type("HeartbeatInterval", "60")
    qtbot.keyClick(editor, key)
    qtbot.waitUntil(lambda: not editing.is_open)
    assert editing.values == {"HeartbeatInterval": "60"}


def test_losing_the_keyboard_commits(editing, qtbot):
    editing.type("HeartbeatInterval", "60")
    qtbot.mouseClick(editing.beside, Qt.MouseButton.LeftButton)
    editing.beside.setFocus()
    qtbot.waitUntil(lambda: not editing.is_open)
    assert editing.values == {"HeartbeatInterval": "60"}


def test_escape_changes_nothing(editing, qtbot):
    editor = editing.type("HeartbeatInterval", "60")
    qtbot.keyClick(editor, KEYS.Key_Escape)
    assert editing.values == {}


def test_a_refused_value_says_why_and_stays_open(editing, qtbot):
    editor = editing.type("HeartbeatInterval", "soon")
    qtbot.keyClick(editor, KEYS.Key_Return)
    assert editing.is_open
    assert "whole number" in editing.delegate.remark.text


def test_a_refused_value_is_not_lost_with_the_keyboard(editing, qtbot):
    editing.type("HeartbeatInterval", "soon")
    editing.beside.setFocus()
    qtbot.waitUntil(lambda: not editing.is_open)
    assert editing.values == {}
    assert editing.model.edits.drafts[HEARTBEAT].text == "soon"


def test_opening_and_leaving_edits_nothing(editing, qtbot):
    editor = editing.open("HeartbeatInterval")
    qtbot.keyClick(editor, KEYS.Key_Return)
    qtbot.waitUntil(lambda: not editing.is_open)
    assert editing.values == {}


def test_typing_in_the_table_begins_an_edit(editing, qtbot):
    editing.open("CpoName", KEYS.Key_N)
    assert editing.is_open
    assert editing.delegate.editor.value == "n"


def test_a_double_click_anywhere_in_the_row_begins_an_edit(editing, qtbot):
    table = editing.table
    cell = table.visualRect(editing.model.index_of(HEARTBEAT, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert editing.is_open


def test_a_secret_is_typed_anew(editing, qtbot):
    editor = editing.open("AuthorizationKey")
    assert editor.value == ""
    qtbot.keyClicks(editor, "0123456789abcdef0123")
    qtbot.keyClick(editor, KEYS.Key_Return)
    qtbot.waitUntil(lambda: not editing.is_open)
    assert editing.values == {"AuthorizationKey": "0123456789abcdef0123"}


def test_a_flag_is_chosen_from_two_words(editing, qtbot):
    editor = editing.open("LocalPreAuthorize")
    qtbot.keyClick(editor, KEYS.Key_Up)
    qtbot.keyClick(editor, KEYS.Key_Return)
    qtbot.waitUntil(lambda: not editing.is_open)
    assert editing.values == {"LocalPreAuthorize": "true"}


def test_news_of_the_charger_do_not_disturb_typing(editing, known, qtbot):
    editor = editing.type("CpoName", "Ne")
    editing.model.refresh()
    qtbot.keyClicks(editor, "w")
    assert editor.value == "New"


def test_edited_cells_are_painted(editing, qtbot):
    editing.model.type(editing.model.row_of(HEARTBEAT), "60")
    editing.model.type(editing.model.row_of(key_address("AuthorizationKey")), "x" * 20)
    assert not editing.table.grab().isNull()


def test_what_is_being_typed_survives_a_new_table(editing, known, qtbot):
    editing.type("CpoName", "New")
    more = {f"Key{number}": "1" for number in range(100)}
    editing.model.show(known(CpoName="Acme", **more))
    editing.model.set_filter(parse_line("-cpo"), frozenset())
    qtbot.waitUntil(lambda: editing.values == {"CpoName": "New"})
