# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.core.masking import MASK
from ocppdesk.gui.configuration.compare_dialog import CompareDialog
from ocppdesk.gui.configuration.sources import Source

LEFT = Qt.MouseButton.LeftButton


def entries(**values):
    return tuple(Entry(key_address(k), v, read_at=1) for k, v in values.items())


HERE = entries(HeartbeatInterval="300", LightIntensity="5", AuthorizationKey="secret")
THERE = entries(HeartbeatInterval="60", CpoName="Acme", AuthorizationKey="other")


@pytest.fixture
def open_dialog(qtbot, theme):
    dialogs = []

    def make(*sources, can_edit=True):
        made = CompareDialog(theme, "CP1", here=HERE, can_edit=can_edit)
        dialogs.append(made)
        qtbot.addWidget(made)
        made.show()
        made.offer(list(sources))
        qtbot.waitUntil(lambda: not made.errand.is_busy)
        return made

    yield make
    for made in dialogs:
        made.done(0)


def groups(dialog):
    """Return the groups with their rows, as texts."""
    found = {}
    for number in range(dialog.list.topLevelItemCount()):
        top = dialog.list.topLevelItem(number)
        found[top.text(0)] = [
            tuple(top.child(row).text(column) for column in range(3))
            for row in range(top.childCount())
        ]
    return found


def test_differences_are_side_by_side_and_grouped(open_dialog):
    dialog = open_dialog(Source("Other", lambda: THERE))
    assert groups(dialog) == {
        "Different (1)": [("HeartbeatInterval", "300", "60")],
        "Missing on the other side (1)": [("LightIntensity", "5", "")],
        "Missing here (1)": [("CpoName", "", "Acme")],
    }


def test_everything_is_shown_on_demand_with_secrets_masked(open_dialog, qtbot):
    dialog = open_dialog(Source("Other", lambda: THERE))
    qtbot.keyClick(dialog.only, Qt.Key.Key_Space)
    assert groups(dialog)["Cannot be compared (1)"] == [
        ("AuthorizationKey", MASK, MASK)
    ]


def test_another_source_is_chosen(open_dialog, qtbot):
    dialog = open_dialog(Source("First", lambda: THERE), Source("Same", lambda: HERE))
    dialog.choice.setFocus()
    with qtbot.waitSignal(dialog.compared) as compared:
        qtbot.keyClick(dialog.choice, Qt.Key.Key_Down)
    assert compared.args[0].different == ()
    assert not dialog.fill.isEnabled()


def test_the_other_side_is_filled_in(open_dialog, qtbot):
    dialog = open_dialog(Source("Other", lambda: THERE))
    with qtbot.waitSignal(dialog.fill_wanted) as wanted:
        qtbot.mouseClick(dialog.fill, LEFT)
    assert wanted.args == [THERE, "Other"]


def test_nothing_is_filled_in_where_nothing_can_be_edited(open_dialog):
    dialog = open_dialog(Source("Other", lambda: THERE), can_edit=False)
    assert not dialog.fill.isEnabled()


def test_a_source_that_cannot_be_read_says_why(open_dialog):
    def broken():
        raise ValueError("The file is gone.")

    dialog = open_dialog(Source("Other", broken))
    assert dialog.summary.text() == "The file is gone."


def test_without_a_source_it_says_what_to_do(open_dialog, qtbot):
    dialog = open_dialog()
    assert "Choose a capture or a file" in dialog.summary.text()
    with qtbot.waitSignal(dialog.file_wanted):
        qtbot.mouseClick(dialog.file, LEFT)


def test_further_sources_change_nothing_that_is_shown(open_dialog):
    dialog = open_dialog(Source("Other", lambda: THERE))
    dialog.offer([Source("One more", lambda: HERE)])
    assert dialog.fill.isEnabled()
    assert dialog.choice.currentText() == "Other"
