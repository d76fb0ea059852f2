# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from ocppdesk.core.commands.risks import danger_of
from ocppdesk.gui.sending.consent import Consent


@pytest.fixture
def asked(qtbot, theme):
    """Ask before a command; returns the question and what was done."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    def ask(action):
        done = []
        consent = Consent(parent)
        danger = danger_of(action, {})
        consent.ask(danger, action, charger="CP1", send=lambda: done.append(action))
        return consent, done

    return ask


def test_what_is_harmless_is_not_asked_about(asked):
    consent, done = asked("GetConfiguration")
    assert consent.box is None
    assert done == ["GetConfiguration"]


def test_what_may_happen_is_said_and_cancel_is_the_default(qtbot, asked):
    consent, done = asked("UpdateFirmware")
    box = consent.box
    assert "nobody reaches" in box.informativeText()
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    qtbot.keyClick(box.defaultButton(), Qt.Key.Key_Space)
    assert done == []
    assert consent.box is None


def test_consent_sends_once(qtbot, asked):
    consent, done = asked("Reset")
    [button] = [b for b in consent.box.buttons() if b.text() == "Send Reset"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["Reset"]
    assert consent.box is None
