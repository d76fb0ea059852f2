# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.glossary import close_code_meaning
from ocppdesk.core.messages import Direction, Message
from ocppdesk.gui.detail.explanation import explain
from ocppdesk.gui.glossary.entry_view import EntryView

GONE = Message(
    9, 0, "CP-0042", 1, Direction.LINK, "It broke <off>.", action="Disconnected"
)
CONNECTION = Connection(
    1, "CP-0042", "192.168.50.20:1", 0, Outcome.CLOSED, close_code=1006
)


@pytest.fixture
def view(theme, qtbot):
    made = EntryView(theme)
    qtbot.addWidget(made)
    return made


def text_of(view, message, connection=None):
    explain(view, message, "1.6", connection)
    return view.toPlainText()


def test_a_message_is_explained_by_the_glossary(view, recording, reader):
    recording.line().say("Heartbeat")
    message = reader.message(recording.commit())
    assert text_of(view, message).startswith("Heartbeat")


def test_a_disconnection_says_what_happened_and_what_the_code_means(view):
    text = text_of(view, GONE, CONNECTION)
    assert "It broke <off>." in text
    assert "Close code 1006" in text
    assert close_code_meaning(1006) in text


def test_a_close_code_of_nobody_is_said_to_have_no_meaning(view):
    text = text_of(view, GONE, replace(CONNECTION, close_code=2999))
    assert "This code has no agreed meaning." in text


def test_a_disconnection_without_its_connection_is_explained_too(view):
    assert "Close code" not in text_of(view, GONE)


def test_a_connection_that_opened_is_explained(view, recording, reader):
    recording.line()
    message = reader.message(recording.commit())
    text = text_of(view, message, CONNECTION)
    assert text.startswith("Connected")
    assert "Close code" not in text


def test_wreckage_and_orphans_are_told_apart(view, recording, reader):
    line = recording.line()
    line.send("garbage")
    wreck = reader.message(recording.commit())
    assert text_of(view, wreck).startswith("No OCPP message")
    line.send('[3,"nobody",{}]')
    orphan = reader.message(recording.commit())
    assert text_of(view, orphan).startswith("An answer without a call")
