# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.commands.presets import Preset
from ocppdesk.gui.sending.command_list import RAW, CommandList
from ocppdesk.gui.sending.keeping import Kept

SOFT = Preset("Restart softly", "Reset", {"type": "Soft"})
UNLOCK = Kept("1.6", "UnlockConnector", {"connectorId": 1})
NEW = Kept("2.0.1", "ClearCache", {})


@pytest.fixture
def listed(qtbot, theme):
    made = CommandList(theme)
    qtbot.addWidget(made)
    made.resize(240, 500)
    made.show()
    made.show_commands("1.6", presets=[SOFT], favourites=[UNLOCK, NEW], lately=[NEW])
    made.heard = []
    made.chosen.connect(made.heard.append)
    return made


def groups(listed):
    tree = listed.tree
    return [tree.topLevelItem(n).text(0) for n in range(tree.topLevelItemCount())]


def texts(listed):
    return [item.text(0) for item in listed._items()]


def test_groups_without_commands_are_left_out(listed):
    assert groups(listed) == ["Favourites", "Every day", "All commands"]
    listed.show_commands("1.6", with_raw=True)
    assert groups(listed) == ["All commands", "Expert"]


def test_every_command_of_the_version_is_there(listed):
    assert {"RemoteStartTransaction", "Restart softly"} <= set(texts(listed))
    assert "RequestStartTransaction" not in texts(listed)
    listed.show_commands("2.1")
    assert "SetDERControl" in texts(listed)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("reset", ["Restart softly", "Reset"]),
        ("RESTART", ["Restart softly"]),
        ("unlock", [UNLOCK.text, "UnlockConnector"]),
        ("nonsense", []),
    ],
)
def test_words_narrow_the_list(qtbot, listed, words, found):
    qtbot.keyClicks(listed.search, words)
    assert set(found) <= set(texts(listed))
    assert len(texts(listed)) <= max(len(found) + 2, 0)


def test_a_search_that_finds_nothing_says_so(qtbot, listed):
    qtbot.keyClicks(listed.search, "nonsense")
    assert listed.nothing.isVisible()
    listed.search.clear()
    assert not listed.nothing.isVisible()


def test_enter_chooses_the_first_and_goes_on(qtbot, listed):
    qtbot.keyClicks(listed.search, "softly")
    with qtbot.waitSignal(listed.entered):
        qtbot.keyClick(listed.search, Qt.Key.Key_Return)
    assert listed.heard[-1].payload == {"type": "Soft"}


def test_the_arrow_leads_into_the_list(qtbot, listed):
    qtbot.keyClick(listed.search, Qt.Key.Key_Down)
    assert listed.heard[-1].action == "UnlockConnector"
    qtbot.keyClick(listed.tree, Qt.Key.Key_Down)
    qtbot.keyClick(listed.tree, Qt.Key.Key_Down)
    assert listed.heard[-1].action == "Reset"


def test_marking_a_command_does_not_choose_it(listed):
    listed.select("Reset")
    assert listed.heard == []
    assert listed.tree.currentItem().text(0) == "Reset"


def test_any_text_is_for_experts(qtbot, listed):
    listed.show_commands("1.6", with_raw=True)
    qtbot.keyClicks(listed.search, "malformed")
    qtbot.keyClick(listed.search, Qt.Key.Key_Return)
    assert listed.heard[-1].action == RAW


def test_what_is_chosen_survives_a_new_list(listed):
    listed.select("Reset")
    listed.show_commands("1.6", presets=[SOFT])
    assert listed.tree.currentItem().text(0) == "Reset"
    assert listed.heard == []
