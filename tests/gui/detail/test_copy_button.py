# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtGui import QGuiApplication

from ocppdesk.gui.detail.copy_button import CopyButton
from ocppdesk.gui.detail.fields import FieldsView
from ocppdesk.gui.detail.payloads import show_payload


@pytest.fixture
def fields(theme, qtbot):
    made = FieldsView(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def button(fields, qtbot):
    made = CopyButton(fields)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def show(button, fields, recording, reader):
    """Offer the message of a number; the newest by default."""

    def showing(number=None):
        last = recording.commit()
        message = reader.message(number or last)
        call = None
        if message.answer_to is not None:
            call = reader.message(message.answer_to)
        show_payload(fields, message, "1.6")
        button.offer(message, call, reader.answers(message.id))
        return message

    return showing


def copy(button, name):
    button.menu().aboutToShow.emit()
    named = {a.text().replace("&", ""): a for a in button.menu().actions()}
    assert named[name].isEnabled()
    named[name].trigger()
    return QGuiApplication.clipboard().text()


def test_without_a_message_nothing_is_copied(button):
    QGuiApplication.clipboard().setText("before")
    for name in ("JSON, pretty", "JSON, as sent", "Exchange as Markdown"):
        assert copy(button, name) == "before"


def test_json_can_be_copied_pretty_and_as_it_was_sent(button, fields, recording, show):
    recording.line().send('[2, "1","Heartbeat",{"x":1.10}]')
    show(recording.commit() - 1)
    assert copy(button, "JSON, as sent") == '[2, "1","Heartbeat",{"x":1.10}]'
    pretty = copy(button, "JSON, pretty")
    assert pretty == '[2, "1", "Heartbeat", {\n  "x": 1.10\n}]'


def test_an_exchange_can_be_copied_for_a_ticket(button, fields, recording, show):
    recording.line().say("Heartbeat")
    answer = show()
    from_answer = copy(button, "Exchange as Markdown")
    show(answer.answer_to)
    assert copy(button, "Exchange as Markdown") == from_answer
    assert from_answer.count("```json") == 2


def test_the_selected_field_can_be_copied(button, fields, recording, show):
    recording.line().say("BootNotification", {"chargePointVendor": {"a": 1}})
    show(recording.commit() - 1)
    fields.select("chargePointVendor")
    assert copy(button, "Path of the selected field") == "chargePointVendor"
    value = copy(button, "Value of the selected field")
    assert json.loads(value) == {"a": 1}


def test_without_a_selected_field_there_is_none_to_copy(button, recording, show):
    recording.line().say("Heartbeat")
    show()
    button.menu().aboutToShow.emit()
    enabled = [
        a.text().replace("&", "") for a in button.menu().actions() if a.isEnabled()
    ]
    assert "Value of the selected field" not in enabled
    assert "JSON, as sent" in enabled
