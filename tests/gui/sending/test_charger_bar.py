# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.sending.charger_bar import ChargerBar
from ocppdesk.gui.sending.rules_dialog import AnswerRulesDialog
from ocppdesk.settings import SettingsError


@pytest.fixture
def bar(qtbot, theme, settings):
    made = ChargerBar(settings, theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_chargers_are_offered_once(qtbot, bar):
    with qtbot.waitSignal(bar.chosen):
        bar.add(["A", "a"])
    bar.add(["A"])
    assert bar.box.count() == 2
    bar.choose("a")
    assert bar.identity == "a"
    bar.choose("nobody")
    assert bar.identity == "a"


def test_the_connection_is_said_in_words(bar):
    assert bar.show_link("1.6", is_connected=False) == "No charger is connected."
    bar.add(["A"])
    assert bar.show_link("2.0.1", is_connected=True) == ""
    assert bar.link.text() == "● connected, OCPP 2.0.1"
    assert bar.show_link("2.0.1", is_connected=False) == "A is not connected."


def test_experts_are_remembered(qtbot, bar, settings):
    qtbot.mouseClick(bar.expert, Qt.MouseButton.LeftButton)
    assert settings.is_expert


def test_a_setting_that_is_not_kept_is_told(qtbot, bar, settings, monkeypatch):
    def refuse(_values):
        raise SettingsError("The disk is full.")

    monkeypatch.setattr(settings, "change", refuse)
    with qtbot.waitSignal(bar.said):
        qtbot.mouseClick(bar.expert, Qt.MouseButton.LeftButton)
    assert not bar.expert.isChecked()


def test_many_unusual_answers_are_counted(bar, settings):
    names = ("Authorize", "Heartbeat", "MeterValues")
    rules = ", ".join(f'"{name}": {{"manner": "silence"}}' for name in names)
    settings.change({"answer_rules": f"{{{rules}}}"})
    bar.follow_settings()
    assert bar.unusual.text().endswith("(+1)")


def test_the_answers_are_a_click_away(qtbot, bar):
    qtbot.mouseClick(bar.rules, Qt.MouseButton.LeftButton)
    [dialog] = bar.window().findChildren(AnswerRulesDialog)
    assert dialog.isVisible()
    dialog.reject()
