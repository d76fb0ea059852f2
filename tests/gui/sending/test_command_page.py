# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.sending.command_page import CommandPage

AT = 1_785_592_800_000_000


@pytest.fixture
def page(qtbot, theme):
    made = CommandPage(theme, lambda _field: (), lambda: AT)
    qtbot.addWidget(made)
    made.resize(880, 440)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_form_and_json_say_the_same(qtbot, page):
    page.show_command("1.6", "RemoteStartTransaction")
    qtbot.keyClicks(page.form.row("idTag").editor.line, "04A1")
    assert json.loads(page.json.area.toPlainText()) == {"idTag": "04A1"}
    page.json.area.setPlainText('{"idTag": "B", "connectorId": 2, "mine": [1]}')
    assert page.form.row("idTag").editor.line.text() == "B"
    assert page.form.row("connectorId").editor.line.text() == "2"
    qtbot.keyClick(page.form.row("idTag").editor.line, Qt.Key.Key_End)
    qtbot.keyClicks(page.form.row("idTag").editor.line, "C")
    assert page.payload == {"idTag": "BC", "connectorId": 2, "mine": [1]}


def test_only_what_is_right_is_sent(qtbot, page):
    page.show_command("1.6", "RemoteStartTransaction")
    assert not page.send.isEnabled()
    assert page.why_not.text() == "idTag: This is required and still empty."
    qtbot.keyClicks(page.form.row("idTag").editor.line, "A")
    assert page.send.isEnabled()
    with qtbot.waitSignal(page.send_wanted):
        qtbot.mouseClick(page.send, Qt.MouseButton.LeftButton)


def test_several_mistakes_are_counted(page):
    page.show_command("1.6", "ReserveNow", {})
    assert "(and 3 more)" in page.why_not.text()


def test_ctrl_return_leads_to_what_is_missing(qtbot, page):
    page.show_command("1.6", "RemoteStartTransaction")
    page.json.area.setFocus()
    qtbot.keyClick(
        page.json.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    assert page.form.row("idTag").editor.line.hasFocus()


def test_broken_json_is_not_sent(qtbot, page):
    page.show_command("1.6", "Reset")
    page.json.area.setPlainText('{"type": ')
    assert not page.send.isEnabled()
    assert page.why_not.text() == "The JSON cannot be read."
    assert page.payload == {"type": "Soft"}
    qtbot.keyClick(
        page.json.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    assert page.json.area.hasFocus()
    page.show_expert(is_expert=True)
    assert not page.send.isEnabled()


def test_an_obstacle_counts_for_experts_too(page):
    page.show_command("1.6", "Reset")
    page.show_expert(is_expert=True)
    page.show_obstacle("CP1 is not connected.")
    assert not page.send.isEnabled()
    page.show_obstacle("")
    assert page.send.isEnabled()


@pytest.mark.parametrize(
    ("action", "payload", "sign"),
    [
        ("GetLocalListVersion", {}, False),
        ("ClearCache", {}, False),
        ("Reset", {"type": "Soft"}, True),
        ("ChangeConfiguration", {"key": "SecurityProfile", "value": "2"}, True),
    ],
)
def test_the_risk_is_said(page, action, payload, sign):
    page.show_command("1.6", action, payload)
    assert page.danger_label.text()
    assert page.danger_label.text().startswith("▲") is sign


def test_a_charging_profile_is_drawn(page):
    page.show_command("1.6", "SetChargingProfile")
    assert page.preview.isVisible()
    page.show_command("1.6", "Reset")
    assert not page.preview.isVisible()


def test_starting_over_forgets_what_was_typed(qtbot, page):
    page.show_command("1.6", "Reset", {"type": "Hard", "x": 1})
    qtbot.mouseClick(page.start_over, Qt.MouseButton.LeftButton)
    assert page.payload == {"type": "Soft"}


def test_the_keyboard_goes_to_what_is_missing(page):
    page.show_command("1.6", "ChangeConfiguration")
    page.go_to_form()
    assert page.form.row("key").editor.line.hasFocus()
    page.show_command("1.6", "ClearCache")
    page.go_to_form()
    assert page.send.hasFocus()


def test_an_action_that_the_version_does_not_have_changes_nothing(page):
    page.show_command("1.6", "Reset")
    page.show_command("1.6", "RequestStartTransaction")
    assert page.action == "Reset"


def test_everything_has_a_name(page):
    for widget in (page.favourite, page.explain, page.timeout, page.json.area):
        assert widget.accessibleName()
