# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QMainWindow

from ocppdesk.gui.commands.listed import COMMANDS, Need
from ocppdesk.gui.commands.menus import Menus
from ocppdesk.gui.commands.palette_entries import (
    Entry,
    charger_entries,
    command_entries,
    find_entries,
    recent_entries,
    setting_entries,
)
from ocppdesk.settings import DECLARED


@pytest.fixture
def menus(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    families = {command.name.partition(":")[0] for command in COMMANDS}
    return Menus(window, dict.fromkeys(families, lambda *_values: None))


def entries(*texts, **values):
    return [Entry(text, text, lambda: None, **values) for text in texts]


def texts(found):
    return [line.entry.text for line in found]


def test_every_command_is_an_entry_with_its_menu_and_its_key(menus):
    menus.actions["exchanges"].setChecked(True)
    menus.enable({Need.NOTHING})
    found = {entry.key: entry for entry in command_entries(menus)}
    assert found.keys() == menus.actions.keys()
    assert found["exchanges"].is_on
    assert found["newest_first"].is_on is False
    assert found["open"].is_on is None
    assert found["export_shown"].path == "File > Export"
    assert found["palette"].keys == "Ctrl+Shift+P"
    assert not found["mark"].is_enabled


def test_an_entry_of_a_command_triggers_it(menus):
    triggered = []
    menus.actions["mark"].triggered.connect(lambda: triggered.append("mark"))
    next(e for e in command_entries(menus) if e.key == "mark").run()
    assert triggered == ["mark"]


def test_a_charger_is_chosen():
    chosen = []
    first, second = charger_entries(["CP-1", "CP-2"], chosen.append)
    assert second.text == "Charger: CP-2"
    second.run()
    first.run()
    assert chosen == ["CP-2", "CP-1"]


def test_each_setting_that_the_dialog_has_is_shown():
    shown = []
    found = setting_entries(shown.append)
    assert "Setting: Port" in [entry.text for entry in found]
    for entry in found:
        entry.run()
    assert shown == [setting.name for setting in DECLARED if setting.is_shown]


def test_everything_is_found_by_nothing_in_its_order():
    assert texts(find_entries("", entries("b", "a"), [])) == ["b", "a"]


def test_what_was_used_lately_comes_first():
    known = entries("Open", "Zoom in", "Zoom out")
    assert texts(find_entries("", known, ["Zoom out", "Zoom in"])) == [
        "Zoom out",
        "Zoom in",
        "Open",
    ]
    assert texts(find_entries("zo", known, ["Zoom out"])) == ["Zoom out", "Zoom in"]


def test_a_better_match_goes_before_what_was_used_lately():
    known = entries("Next mark", "Make a remark")
    found = find_entries("mark", known, ["Make a remark"])
    assert texts(found) == ["Next mark", "Make a remark"]


def test_the_menu_is_searched_as_well_but_comes_later():
    known = [*entries("UTC", path="View > Times"), *entries("Time zero here")]
    found = find_entries("times", known, [])
    assert texts(found) == ["UTC"]
    assert found[0].places == ()
    assert texts(find_entries("time", known, [])) == ["Time zero here", "UTC"]


def test_what_cannot_be_done_now_comes_last():
    known = [*entries("Mark", is_enabled=False), *entries("Remark")]
    assert texts(find_entries("mark", known, ["Mark"])) == ["Remark", "Mark"]


def test_what_was_opened_lately_can_be_opened_again(tmp_path):
    opened = []
    both = (tmp_path / "a.log", tmp_path / "b.log")
    (found,) = recent_entries([both], opened.append)
    assert found.text == "Open again: a.log and 1 more"
    assert found.path == str(tmp_path)
    found.run()
    assert opened == [both]
