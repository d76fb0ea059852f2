# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.gui.detail.pane import DetailPane
from ocppdesk.gui.detail.showing import show_from


@pytest.fixture
def pane(theme, qtbot):
    made = DetailPane(theme, clock=lambda: 0)
    qtbot.addWidget(made)
    return made


def test_a_message_comes_with_its_call_and_version(pane, recording, reader):
    recording.line().say("Heartbeat")
    last = recording.commit()
    shown = show_from(pane, reader, last)
    assert shown.id == last
    assert pane.heading.title == "▶ Heartbeat · answer to CP-0042"
    assert "OCPP 1.6" in pane.heading.facts
    assert pane.heading.origin == ""


def test_connections_may_come_from_elsewhere(pane, recording, reader):
    recording.line().say("Heartbeat")
    last = recording.commit()

    def without_version(number):
        return replace(reader.connection(number), version="")

    show_from(pane, reader, last, connection_of=without_version, default_version="2.1")
    assert "OCPP 2.1" in pane.heading.facts


def test_a_message_that_is_not_there_changes_nothing(pane, recording, reader):
    recording.line().say("Heartbeat")
    last = recording.commit()
    show_from(pane, reader, last)
    before = pane.heading.title
    assert show_from(pane, reader, last + 1) is None
    assert pane.heading.title == before
