# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from ocppdesk.gui.color_rules.dialog import ColorRulesDialog
from ocppdesk.gui.messages.color_rules import default_rules, rules_from
from ocppdesk.settings import Settings

CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def opened(qtbot, theme, settings):
    """Open the dialog on what the settings have."""

    def make():
        dialog = ColorRulesDialog(settings, theme)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return make


def kept(settings):
    return [rule.name for rule in rules_from(settings.color_rules)[0]]


def names(dialog):
    return [dialog.rules.item(row).text() for row in range(dialog.rules.count())]


def test_the_rules_are_listed_in_their_order(opened):
    dialog = opened()
    assert names(dialog) == [rule.name for rule in default_rules()]
    assert dialog.form.rule == default_rules()[0]
    assert not dialog.complaints.isVisible()


def test_what_is_typed_applies_soon_and_cancel_takes_it_back(opened, settings, qtbot):
    dialog = opened()
    dialog.form.expression.setText("~mark")
    qtbot.waitUntil(lambda: "~mark" in settings.color_rules)
    dialog.reject()
    assert settings.color_rules == ""


def test_ok_keeps_what_was_just_typed(opened, settings):
    dialog = opened()
    dialog.form.expression.setText("~mark")
    dialog.accept()
    assert rules_from(settings.color_rules)[0][0].expression == "~mark"
    assert not dialog.isVisible()


def test_rules_move_by_buttons(opened, settings):
    dialog = opened()
    first, second, *rest = names(dialog)
    assert not dialog.up.isEnabled()
    dialog.down.click()
    assert names(dialog) == [second, first, *rest]
    assert dialog.rules.currentRow() == 1
    dialog.up.click()
    dialog.accept()
    assert settings.color_rules == ""
    dialog.rules.setCurrentRow(len(rest) + 1)
    assert not dialog.down.isEnabled()


def test_a_rule_is_switched_off_in_the_list(opened, settings):
    dialog = opened()
    dialog.rules.item(0).setCheckState(UNCHECKED)
    assert not dialog.form.rule.is_on
    dialog.rules.item(2).setCheckState(UNCHECKED)
    dialog.accept()
    off = [not rule.is_on for rule in rules_from(settings.color_rules)[0]]
    assert [place for place, is_off in enumerate(off) if is_off] == [0, 2]


def test_rules_come_and_go(opened, settings):
    dialog = opened()
    dialog.add.click()
    assert dialog.rules.currentRow() == 1
    assert dialog.form.rule.name == "New rule"
    dialog.rules.setCurrentRow(0)
    dialog.remove.click()
    dialog.accept()
    assert kept(settings) == ["New rule", *(r.name for r in default_rules()[1:])]


def test_all_rules_can_go(opened, settings):
    dialog = opened()
    while dialog.remove.isEnabled():
        dialog.remove.click()
    assert dialog.form.rule is None
    assert not dialog.up.isEnabled()
    dialog.accept()
    assert kept(settings) == []
    assert names(opened()) == []


def test_the_default_rules_come_back(opened, settings):
    settings.change({"color_rules": "[]"})
    dialog = opened()
    button = QDialogButtonBox.StandardButton.RestoreDefaults
    dialog.buttons.button(button).click()
    dialog.accept()
    assert settings.color_rules == ""


def test_damaged_rules_are_named(opened, settings):
    settings.change({"color_rules": json.dumps([5])})
    dialog = opened()
    assert "1 is damaged" in dialog.complaints.text()
    assert dialog.complaints.isVisible()


def test_a_rule_that_is_no_filter_has_a_sign_in_the_list(opened):
    dialog = opened()
    dialog.form.expression.setText("status ==")
    assert names(dialog)[0] == "▲ Errors and refusals"
    assert dialog.rules.item(0).checkState() == CHECKED


def test_settings_that_cannot_be_written_keep_the_dialog_open(
    opened, settings, monkeypatch
):
    def refuse(_settings):
        raise OSError(30, "Read-only file system")

    dialog = opened()
    monkeypatch.setattr(Settings, "_save", refuse)
    dialog.remove.click()
    dialog.accept()
    assert "Read-only" in dialog.complaints.text()
    assert dialog.isVisible()


def test_the_list_follows_the_theme(opened, theme):
    dialog = opened()
    dialog.rules.setCurrentRow(2)
    theme.apply("Dark", 100)
    icon = dialog.rules.item(1).icon().pixmap(20, 20).toImage()
    theme.apply("Light", 100)
    assert icon.pixelColor(2, 10).name().upper() == default_rules()[1].dark[1]
    assert dialog.rules.currentRow() == 2
