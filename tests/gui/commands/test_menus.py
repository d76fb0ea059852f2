# SPDX-License-Identifier: Apache-2.0
from collections import Counter

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow

from ocppdesk.gui.commands.listed import COMMANDS, Need
from ocppdesk.gui.commands.menus import Menus, plain


@pytest.fixture
def calls():
    return []


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def menus(window, calls):
    families = {command.name.partition(":")[0] for command in COMMANDS}

    def handler(name):
        return lambda *values: calls.append((name, *values))

    return Menus(window, {name: handler(name) for name in (*families, "profile")})


def test_every_command_calls_its_handler(menus, calls):
    for action in menus.actions.values():
        action.trigger()
    names = [command.name for command in COMMANDS if command.name]
    assert [call[0] for call in calls] == [name.partition(":")[0] for name in names]


def test_a_key_calls_the_handler(qtbot, menus, window, calls):
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_N, modifiers)
    assert calls == [("note",)]


def test_switches_tell_whether_they_are_on(menus, calls):
    menus.actions["exchanges"].trigger()
    menus.actions["exchanges"].trigger()
    assert calls == [("exchanges", True), ("exchanges", False)]


def test_a_choice_of_a_family_tells_which(menus, calls):
    menus.actions["theme:Dark"].trigger()
    menus.actions["follow:idtag"].trigger()
    assert calls == [("theme", "Dark"), ("follow", "idtag")]
    assert not menus.actions["theme:Light"].isChecked()


def test_access_keys_of_a_menu_are_distinct(menus, window):
    def check(menu_actions, where):
        found = []
        for action in menu_actions:
            key = QKeySequence.mnemonic(action.text())
            found += [] if key.isEmpty() else [key.toString()]
            if action.menu() is not None:
                check(action.menu().actions(), action.text())
        doubled = [key for key, count in Counter(found).items() if count > 1]
        assert doubled == [], where

    check(window.menuBar().actions(), "menu bar")


def test_every_command_has_an_access_key():
    assert [c.text for c in COMMANDS if c.name and "&" not in c.text] == []


def test_a_command_without_what_it_needs_is_disabled(menus):
    menus.enable({Need.NOTHING, Need.TABLE})
    actions = menus.actions
    assert actions["find_next"].isEnabled()
    assert actions["settings"].isEnabled()
    assert not actions["mark"].isEnabled()
    assert not actions["follow:transaction"].isEnabled()
    menus.enable({Need.NOTHING, Need.TABLE, Need.ROW})
    assert actions["mark"].isEnabled()


def test_choices_replace_earlier_ones(menus, calls):
    path = "&View > &Profile"
    assert not menus.menu(path).menuAction().isVisible()
    menus.show_choices(path, "profile", ["Live", "R & D"])
    menus.show_choices(path, "profile", ["Live", "Site & lab"])
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    shown = [plain(action.text()) for action in menus.menu(path).actions()]
    assert shown == ["Live", "Site & lab"]
    assert menus.menu(path).menuAction().isVisible()
    menus.actions["profile:Site & lab"].trigger()
    assert calls == [("profile", "Site & lab")]
    assert "profile:R & D" not in menus.actions


def test_an_adopted_action_stands_where_it_is_wanted(menus, window):
    action = QAction("Chargers", window)
    menus.adopt("dock:chargers", action, "&View", "full_screen")
    shown = menus.menu("&View").actions()
    assert shown[shown.index(menus.actions["full_screen"]) - 1] is action
    assert menus.path("dock:chargers") == "View"


def test_the_path_of_a_command_is_as_it_is_shown(menus):
    assert menus.path("export_all") == "File > Export"


def test_menus_of_the_bar_are_known_by_the_keys_that_open_them(menus):
    keys = menus.access_keys()
    assert keys["Edit"] == QKeySequence.mnemonic("&Edit")
    assert "Export" not in keys


@pytest.mark.parametrize(
    ("text", "shown"), [("Copy &JSON", "Copy JSON"), ("R && D", "R & D")]
)
def test_the_mark_of_the_access_key_is_not_shown(text, shown):
    assert plain(text) == shown
