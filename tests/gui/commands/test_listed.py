# SPDX-License-Identifier: Apache-2.0
from collections import Counter

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from ocppdesk.gui.commands.listed import COMMANDS
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.view import MessageTableView

# What the table, like any list, does with keys of its own.
MOVING = [
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Menu,
]


@pytest.fixture
def keys(qapp):
    """The names of the commands by their keys."""
    return {key: c.name for c in COMMANDS if c.name for key in c.default_keys()}


@pytest.fixture
def view(qtbot, theme):
    made = MessageTableView(theme, MessageTableModel())
    qtbot.addWidget(made)
    return made


def test_names_are_used_once():
    names = Counter(command.name for command in COMMANDS if command.name)
    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_commands_share_a_key(qapp):
    keys = Counter(key.toString() for c in COMMANDS for key in c.default_keys())
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("key", MOVING, ids=lambda key: key.name)
@pytest.mark.parametrize("shift", [False, True], ids=["alone", "with Shift"])
def test_keys_that_move_in_the_table_are_left_to_it(keys, key, shift):
    modifier = Qt.KeyboardModifier.ShiftModifier
    used = QKeySequence(modifier | key if shift else key)
    assert used not in keys


def test_selecting_all_rows_is_left_to_the_table(keys):
    assert QKeySequence("Ctrl+A") not in keys


def test_what_the_table_does_with_a_key_is_what_the_command_does(view, keys):
    done = []
    view.command_typed.connect(done.append)
    for key, name in keys.items():
        done.clear()
        combination = key[0]
        event = QKeyEvent(
            QEvent.Type.KeyPress, combination.key(), combination.keyboardModifiers()
        )
        QCoreApplication.sendEvent(view, event)
        assert done in ([], [name]), key.toString()


def test_every_letter_of_a_key_comes_with_a_modifier(keys):
    # Typing in the table begins a search.
    bare = [
        key.toString()
        for key in keys
        if key[0].key() < Qt.Key.Key_Escape
        and key[0].keyboardModifiers() in (Qt.KeyboardModifier.NoModifier,
                                           Qt.KeyboardModifier.ShiftModifier)
    ]  # fmt: skip
    assert bare == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("find_next", {"F3", "Ctrl+G"}),
        ("mark", {"Ctrl+D"}),
        ("palette", {"Ctrl+Shift+P", "Ctrl+K"}),
        ("next_in_transaction", {"Alt+Down"}),
        ("live", {"Ctrl+Home"}),
    ],
)
def test_commands_have_the_keys_that_people_know(qapp, name, known):
    (command,) = (c for c in COMMANDS if c.name == name)
    assert known <= {key.toString() for key in command.default_keys()}
