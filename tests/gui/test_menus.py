# SPDX-License-Identifier: Apache-2.0
from collections import Counter

import pytest
from PySide6.QtWidgets import QMainWindow

from ocppdesk.gui.menus import COMMANDS, Menus


@pytest.fixture
def calls():
    return []


@pytest.fixture
def menus(qtbot, calls):
    window = QMainWindow()
    qtbot.addWidget(window)
    families = {command.name.partition(":")[0] for command in COMMANDS}

    def handler(name):
        return lambda *values: calls.append((name, *values))

    return Menus(window, {name: handler(name) for name in families})


def test_every_command_calls_its_handler(menus, calls):
    for action in menus.actions.values():
        action.trigger()
    names = [command.name for command in COMMANDS if command.name]
    assert [call[0] for call in calls] == [name.partition(":")[0] for name in names]


def test_switches_tell_whether_they_are_on(menus, calls):
    menus.actions["exchanges"].trigger()
    menus.actions["exchanges"].trigger()
    assert calls == [("exchanges", True), ("exchanges", False)]


def test_a_choice_of_a_family_tells_which(menus, calls):
    menus.actions["theme:Dark"].trigger()
    assert calls == [("theme", "Dark")]
    assert not menus.actions["theme:Light"].isChecked()


def test_no_two_commands_share_a_key(menus):
    keys = Counter(
        sequence.toString()
        for action in menus.actions.values()
        for sequence in action.shortcuts()
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_access_keys_of_a_menu_are_distinct(menus):
    by_menu = {}
    for command in COMMANDS:
        if "&" in command.text:
            key = command.text[command.text.index("&") + 1].lower()
            by_menu.setdefault(command.menu, []).append(key)
    doubled = {
        menu: [k for k, n in Counter(keys).items() if n > 1]
        for menu, keys in by_menu.items()
    }
    assert not any(doubled.values()), doubled


def test_shortcuts_are_listed_without_access_marks(menus):
    listed = dict(menus.shortcuts())
    assert listed["Messages shown…"] == "Ctrl+Shift+E"
    assert not any("&" in text for text in listed)
