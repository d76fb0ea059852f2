# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, Qt

from ocppdesk.core.commands.sightings import Spot
from ocppdesk.core.versions import Version
from ocppdesk.gui.configuration.reboot_dialog import RebootDialog


@pytest.fixture
def ask(qtbot, theme):
    def make(version=Version.V16, running=()):
        made = RebootDialog(theme, "CP1", version=version, running=running)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


@pytest.mark.parametrize(
    ("version", "kinds"),
    [
        (Version.V16, ["Soft", "Hard"]),
        (Version.V201, ["OnIdle", "Immediate"]),
    ],
)
def test_the_gentle_way_comes_first(ask, version, kinds):
    dialog = ask(version)
    assert list(dialog.kinds) == kinds
    assert dialog.kind == kinds[0]


def test_another_way_is_chosen(ask, qtbot):
    dialog = ask()
    qtbot.mouseClick(dialog.kinds["Hard"], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert dialog.kind == "Hard"


def test_enter_leaves_the_charger_alone(ask, qtbot):
    dialog = ask()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_who_is_charging_is_warned_of(ask):
    running = (Spot(None, 1), Spot(2))
    dialog = ask(running=running)
    assert "running on connector 1 and EVSE 2" in dialog.warning.text()
    assert ask().warning.isHidden()
