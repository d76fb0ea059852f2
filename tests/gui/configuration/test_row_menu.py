# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ocppdesk.core.configuration.settings import Access, key_address
from ocppdesk.gui.configuration.model import SettingsModel
from ocppdesk.gui.configuration.row_menu import RowMenu

HEARTBEAT = key_address("HeartbeatInterval")


@pytest.fixture
def model(theme):
    made = SettingsModel(theme)
    made.is_editable = True
    return made


@pytest.fixture
def actions(qtbot, model):
    """Return the actions of the first row by their texts."""
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = RowMenu(model)

    def made():
        found = menu.menu(model.shown[0], parent)
        return {action.text().replace("&", ""): action for action in found.actions()}

    made.menu = menu
    return made


def test_a_locked_setting_can_be_tried_anyway(actions, model, known, qtbot):
    model.show(known(access=Access.READ_ONLY, HeartbeatInterval="300"))
    assert not actions()["Edit"].isEnabled()
    with qtbot.waitSignal(actions.menu.edit_wanted):
        actions()["Try to write anyway"].trigger()
    assert actions()["Edit"].isEnabled()


def test_an_edit_is_taken_back(actions, model, known):
    model.show(known(HeartbeatInterval="300"))
    assert "Take this edit back" not in actions()
    model.type(model.shown[0], "60")
    actions()["Take this edit back"].trigger()
    assert dict(model.edits.values) == {}


def test_what_was_refused_is_sent_again_only_when_the_user_says_so(
    actions, model, known
):
    model.show(known(HeartbeatInterval="300"))
    model.type(model.shown[0], "60")
    model.edits.pending.refuse(HEARTBEAT, "No.")
    actions()["Let it be sent again"].trigger()
    assert model.edits.pending.refusal(HEARTBEAT) == ""


def test_values_are_copied_but_no_secrets(actions, model, known):
    model.show(known(HeartbeatInterval="300"))
    actions()["Copy the value"].trigger()
    assert QGuiApplication.clipboard().text() == "300"
    model.show(known(AuthorizationKey="x"))
    assert not actions()["Copy the value"].isEnabled()


def test_one_setting_is_read_again(actions, model, known, qtbot):
    model.show(known(HeartbeatInterval="300"))
    with qtbot.waitSignal(actions.menu.read_wanted) as wanted:
        actions()["Read it again"].trigger()
    assert wanted.args[0].name == "HeartbeatInterval"
