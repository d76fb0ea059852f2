# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from ocppdesk.core.messages import Direction

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def chosen(desk):
    """The selected rows of a Reset (message 2), its answer (3) and a heartbeat."""
    line = desk.recording.line()
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Accepted"})
    desk.start(1)
    return desk.pane._chosen


def test_the_selected_messages_are_given_the_oldest_first(chosen, desk):
    desk.click(0)
    desk.click(2, SHIFT)
    assert chosen.ids() == [3, 4, 5]
    assert chosen.count == 3
    assert chosen.current_id == 3


def test_a_message_comes_with_its_exchange_and_version(chosen):
    call, answer = chosen.subject(2), chosen.subject(3)
    assert call.response() == {"status": "Accepted"}
    assert answer.request() == {"type": "Soft"}
    assert answer.version == "1.6"


def test_a_call_and_its_answer_are_partners(chosen):
    assert chosen.partner(2) == 3
    assert chosen.partner(3) == 2
    assert chosen.partner(1) is None


def test_in_exchanges_messages_come_with_their_answers(chosen, reader):
    assert [m.id for m in chosen.messages(reader, [2])] == [2]
    chosen.exchanges = True
    assert [m.id for m in chosen.messages(reader, [2])] == [2, 3]


def test_a_message_that_is_not_there_is_none(chosen):
    assert chosen.subject(99) is None
    assert chosen.partner(99) is None


def test_what_cannot_be_read_is_said(chosen, reader):
    said = QSignalSpy(chosen.said)
    reader.close()
    assert chosen.subject(2) is None
    assert "cannot be read" in said.at(0)[0]


def test_before_there_is_a_capture_nothing_is_said(desk):
    said = QSignalSpy(desk.pane._chosen.said)
    assert desk.pane._chosen.ask(lambda reader: Direction.IN) is None
    assert said.count() == 0
