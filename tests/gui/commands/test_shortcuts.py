# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from ocppdesk.gui.commands.listed import COMMANDS
from ocppdesk.gui.commands.menus import Menus
from ocppdesk.gui.commands.shortcuts import Shortcuts, keys_text
from ocppdesk.settings import Settings, SettingsError


@pytest.fixture
def menus(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    families = {command.name.partition(":")[0] for command in COMMANDS}
    return Menus(window, dict.fromkeys(families, lambda *_values: None))


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def shortcuts(menus, settings):
    return Shortcuts(menus, settings)


def keys(shortcuts, name):
    return [key.toString() for key in shortcuts.keys(name)]


def test_the_defaults_are_those_of_the_commands(shortcuts, menus):
    assert keys(shortcuts, "mark") == ["Ctrl+D"]
    assert not any(shortcuts.is_changed(name) for name in menus.actions)


def test_a_change_takes_effect_at_once_and_only_it_is_kept(shortcuts, settings, menus):
    shortcuts.assign("mark", [QKeySequence("Ctrl+M")])
    assert menus.actions["mark"].shortcut() == QKeySequence("Ctrl+M")
    assert shortcuts.is_changed("mark")
    assert json.loads(settings.shortcuts) == {"mark": ["Ctrl+M"]}


def test_changes_are_applied_at_the_next_start(menus, settings, qtbot):
    settings.change({"shortcuts": '{"mark": ["Ctrl+M"], "note": []}'})
    shortcuts = Shortcuts(menus, settings)
    assert keys(shortcuts, "mark") == ["Ctrl+M"]
    assert keys(shortcuts, "note") == []


def test_another_window_follows(shortcuts, settings, menus, qtbot):
    seen = []
    shortcuts.changed.connect(lambda: seen.append(keys(shortcuts, "mark")))
    settings.change({"shortcuts": '{"mark": ["Ctrl+M"]}'})
    assert seen == [["Ctrl+M"]]
    shortcuts.close()
    settings.change({"shortcuts": ""})
    assert seen == [["Ctrl+M"]]


def test_a_key_that_is_taken_leaves_the_command_that_had_it(shortcuts, settings):
    shortcuts.assign("note", [QKeySequence("Ctrl+D")])
    assert keys(shortcuts, "note") == ["Ctrl+D"]
    assert keys(shortcuts, "mark") == []
    assert shortcuts.owner(QKeySequence("Ctrl+D")) == "note"
    assert shortcuts.owner(QKeySequence("Ctrl+D"), besides="note") == ""
    assert json.loads(settings.shortcuts) == {"note": ["Ctrl+D"], "mark": []}


def test_only_the_key_in_question_is_taken(shortcuts):
    shortcuts.assign("note", [QKeySequence("Ctrl+K")])
    assert keys(shortcuts, "palette") == ["Ctrl+Shift+P"]


def test_a_default_comes_back_and_nothing_of_it_is_kept(shortcuts, settings):
    shortcuts.assign("note", [QKeySequence("Ctrl+D")])
    shortcuts.reset("mark")
    assert keys(shortcuts, "mark") == ["Ctrl+D"]
    assert keys(shortcuts, "note") == []
    shortcuts.reset("note")
    assert settings.shortcuts == ""


def test_all_defaults_come_back(shortcuts, settings, menus):
    shortcuts.assign("note", [QKeySequence("Ctrl+D")])
    shortcuts.assign("find", [])
    shortcuts.reset_all()
    assert settings.shortcuts == ""
    assert not any(shortcuts.is_changed(name) for name in menus.actions)


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        "[]",
        "7",
        '"mark"',
        '{"mark": "Ctrl+M"}',
        '{"mark": [7]}',
        '{"mark": ["Ctrl+Nonsense"]}',
        '{"mark": ["Ctrl+K, Ctrl+M"]}',
        '{"mark": null}',
        "[" * 100_000,
    ],
)
def test_what_is_damaged_is_ignored(menus, settings, damaged):
    settings.change({"shortcuts": damaged})
    shortcuts = Shortcuts(menus, settings)
    assert keys(shortcuts, "mark") == ["Ctrl+D"]


def test_what_is_sound_beside_what_is_damaged_holds(menus, settings):
    settings.change({"shortcuts": '{"mark": 7, "note": ["Ctrl+M"]}'})
    assert keys(Shortcuts(menus, settings), "note") == ["Ctrl+M"]


def test_commands_of_other_versions_keep_their_keys(shortcuts, settings):
    settings.change({"shortcuts": '{"teleport": ["Ctrl+Y"]}'})
    shortcuts.assign("mark", [QKeySequence("Ctrl+M")])
    kept = json.loads(settings.shortcuts)
    assert kept == {"teleport": ["Ctrl+Y"], "mark": ["Ctrl+M"]}


def test_no_key_is_given_twice_whatever_the_file_says(menus, settings):
    settings.change({"shortcuts": '{"note": ["Ctrl+D"], "find": ["Ctrl+D"]}'})
    shortcuts = Shortcuts(menus, settings)
    owners = [name for name in menus.actions if "Ctrl+D" in keys(shortcuts, name)]
    assert owners == ["find"]


def test_a_change_that_cannot_be_kept_changes_nothing(menus, tmp_path):
    (tmp_path / "file").write_text("no folder")
    shortcuts = Shortcuts(menus, Settings(tmp_path / "file" / "settings.json"))
    with pytest.raises(SettingsError):
        shortcuts.assign("mark", [QKeySequence("Ctrl+M")])
    assert keys(shortcuts, "mark") == ["Ctrl+D"]


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("M", "begins a search"),
        ("Shift+M", "begins a search"),
        ("7", "begins a search"),
        ("Up", "move around"),
        ("Return", "move around"),
        ("Shift+Home", "move around"),
        ("Delete", "move around"),
        ("Alt+F", "menu File"),
    ],
)
def test_some_keys_can_be_no_shortcut(shortcuts, key, part):
    assert part in shortcuts.refusal(QKeySequence(key))


@pytest.mark.parametrize("key", ["Ctrl+M", "F5", "Shift+F5", "Alt+M", "Ctrl+Shift+1"])
def test_all_others_can(shortcuts, key):
    assert shortcuts.refusal(QKeySequence(key)) == ""


def test_keys_of_special_keyboards_are_not_listed():
    listed = [QKeySequence("Ctrl+F"), QKeySequence("Find"), QKeySequence("F3")]
    assert keys_text(listed) == "Ctrl+F, F3"
