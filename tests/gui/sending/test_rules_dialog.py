# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from ocppdesk.core.answer_rules import AnswerRule, Manner, rules_from
from ocppdesk.gui.sending.rules_dialog import AnswerRulesDialog
from ocppdesk.settings import SettingsError


@pytest.fixture
def dialog(qtbot, theme, settings):
    settings.change({"answer_rules": '{"Heartbeat": {"manner": "silence"}}'})
    made = AnswerRulesDialog(settings, theme, version="1.6")
    qtbot.addWidget(made)
    made.open()
    return made


def press(qtbot, dialog, name):
    button = dialog.buttons.button(getattr(QDialogButtonBox.StandardButton, name))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def pick(qtbot, box, text):
    """Choose an entry with the keyboard."""
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != text:
        qtbot.keyClick(box, Qt.Key.Key_Down)


def test_what_is_unusual_stands_on_top(dialog):
    assert dialog.actions_list.item(0).text() == "▲ Heartbeat: no answer"
    assert dialog.action == "Heartbeat"
    assert dialog.manner.currentText() == "Not at all"
    assert not dialog.delay.isVisible()


def test_nothing_changes_before_ok(qtbot, dialog, settings):
    dialog.choose("Authorize")
    pick(qtbot, dialog.manner, "With an error (CALLERROR)")
    pick(qtbot, dialog.code, "InternalError")
    before = settings.answer_rules
    assert "Authorize" not in before
    press(qtbot, dialog, "Ok")
    assert rules_from(settings.answer_rules) == {
        "Heartbeat": AnswerRule(Manner.SILENCE),
        "Authorize": AnswerRule(Manner.ERROR, code="InternalError"),
    }


def test_a_status_is_chosen_from_the_schema(qtbot, dialog, settings):
    dialog.choose("Authorize")
    pick(qtbot, dialog.manner, "With another status")
    pick(qtbot, dialog.status, "Blocked")
    dialog.delay.setFocus()
    dialog.delay.selectAll()
    qtbot.keyClicks(dialog.delay, "2.5")
    press(qtbot, dialog, "Ok")
    rule = rules_from(settings.answer_rules)["Authorize"]
    assert rule == AnswerRule(Manner.STATUS, 2.5, "Blocked")


def test_what_has_no_status_cannot_have_another(dialog):
    dialog.choose("MeterValues")
    number = dialog.manner.findText("With another status")
    assert not dialog.manner.model().item(number).isEnabled()


def test_losing_billing_data_is_warned_of(qtbot, dialog):
    dialog.choose("StopTransaction")
    assert not dialog.warning.isVisible()
    pick(qtbot, dialog.manner, "Not at all")
    assert "billing" in dialog.warning.text()
    dialog.choose("BootNotification")
    pick(qtbot, dialog.manner, "Not at all")
    assert "not registered" in dialog.warning.text()


def test_all_as_usual_takes_everything_back(qtbot, dialog, settings):
    press(qtbot, dialog, "RestoreDefaults")
    assert dialog.actions_list.item(0).text() == "Heartbeat"
    press(qtbot, dialog, "Ok")
    assert settings.answer_rules == ""


def test_cancel_keeps_what_was(qtbot, dialog, settings):
    before = settings.answer_rules
    press(qtbot, dialog, "RestoreDefaults")
    press(qtbot, dialog, "Cancel")
    assert settings.answer_rules == before


def test_settings_that_cannot_be_written_are_said(qtbot, dialog, settings, monkeypatch):
    def refuse(_values):
        raise SettingsError("The disk is full.")

    monkeypatch.setattr(settings, "change", refuse)
    press(qtbot, dialog, "Ok")
    assert dialog.error.text() == "The disk is full."
    assert dialog.isVisible()
