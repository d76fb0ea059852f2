# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QPushButton, QSplitter

from ocppdesk.gui.detail.answer_page import AnswerPage

SECOND = 1_000_000


class Clock:
    """A clock that a test sets."""

    now = 0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def page(theme, clock, qtbot):
    made = AnswerPage(theme, clock)
    qtbot.addWidget(made)
    made.resize(900, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def show(page, recording, reader):
    """Show what belongs to the message of a number, as the window does."""

    def showing(number, **changes):
        message = reader.message(number)
        others = reader.answers(number)
        if message.answer_to is not None:
            others = [reader.message(message.answer_to)]
        connection = replace(reader.connection(message.connection), **changes)
        page.show_exchange(message, others, "1.6", connection)
        return message

    return showing


def part(page, kind):
    return page.findChild(kind)


def test_the_answer_is_shown_with_fields_text_and_latency(page, recording, show):
    recording.line().say("Heartbeat")
    last = recording.commit()
    show(last - 1)
    assert page.state.startswith("Heartbeat · answer to CP-0042 · ")
    assert page.state.endswith("answered 4 ms after the call")
    assert page.fields.model.find("currentTime").isValid()
    assert page.json.edit.toPlainText().startswith("[3, ")


def test_of_an_answer_the_request_is_shown(page, recording, show):
    recording.line().say("StatusNotification", {"connectorId": 2})
    show(recording.commit())
    assert page.state.startswith("StatusNotification · call from CP-0042")
    assert page.state.endswith("answered 4 ms after the call")
    assert page.fields.model.find("connectorId").isValid()


def test_the_other_half_can_be_gone_to(page, recording, show, qtbot):
    recording.line().say("Heartbeat")
    last = recording.commit()
    show(last - 1)
    with qtbot.waitSignal(page.go_to) as signal:
        qtbot.mouseClick(part(page, QPushButton), Qt.MouseButton.LeftButton)
    assert signal.args == [last]


def test_of_several_answers_one_is_chosen(page, recording, show, qtbot):
    line = recording.line()
    reset = line.ask("Reset", {"type": "Soft"})
    line.reply(reset, {"status": "Accepted"})
    line.reply(reset, {"status": "Rejected"})
    last = recording.commit()
    show(last - 2)
    choice = part(page, QComboBox)
    assert choice.isVisible()
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert page.fields.model.index(0, 1).data() == "Rejected"
    with qtbot.waitSignal(page.go_to) as signal:
        qtbot.mouseClick(part(page, QPushButton), Qt.MouseButton.LeftButton)
    assert signal.args == [last]


def test_waiting_is_counted_in_seconds(page, recording, show, clock):
    recording.line().ask("Reset")
    last = recording.commit()
    clock.now = recording.now + 9_400_000
    show(last)
    assert page.state == "No answer yet, after 9 s."
    assert part(page, QTimer).isActive()
    clock.now += SECOND
    page.show_waiting()
    assert page.state == "No answer yet, after 10 s."
    clock.now += 120 * SECOND
    page.show_waiting()
    assert page.state == "No answer yet, after 2 min 10 s."


def test_nothing_ticks_while_the_page_is_hidden(page, recording, show, clock):
    recording.line().ask("Reset")
    clock.now = recording.now + 1
    show(recording.commit())
    page.hide()
    assert not part(page, QTimer).isActive()
    clock.now += 5 * SECOND
    page.show()
    assert page.state == "No answer yet, after 5 s."
    assert part(page, QTimer).isActive()


def test_an_answer_ends_the_waiting(page, recording, show):
    line = recording.line()
    reset = line.ask("Reset")
    call = recording.commit()
    show(call)
    line.reply(reset, {"status": "Accepted"})
    recording.commit()
    show(call)
    assert not part(page, QTimer).isActive()
    assert part(page, QSplitter).isVisible()


def test_after_the_connection_no_answer_can_come(page, recording, show):
    recording.line().ask("Reset")
    show(recording.commit(), ended_at=recording.now + 2 * SECOND)
    assert page.state == "No answer: the connection ended 2.0 s after the call."
    assert not part(page, QTimer).isActive()
    assert not part(page, QSplitter).isVisible()


def test_an_error_is_in_the_color_of_problems(page, recording, show, theme):
    line = recording.line()
    line.fail(line.ask("Reset"), "NotSupported")
    show(recording.commit() - 1)
    assert "✗ NotSupported" in page.state
    color = page._state.palette().windowText().color()
    assert color == theme.color("problem")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('[6,"1","NotifyPeriodicEventStream",{}]', "A SEND is never answered."),
        ('[3,"x",{}]', "The call that this answers is not in the capture."),
        ("garbage", "Nothing belongs to this message."),
    ],
)
def test_what_has_no_other_half_says_why(page, recording, show, raw, expected):
    recording.line().send(raw)
    show(recording.commit())
    assert page.state == expected


def test_without_room_fields_and_text_stand_one_above_the_other(page, recording, show):
    recording.line().say("Heartbeat")
    show(recording.commit())
    split = part(page, QSplitter)
    assert split.orientation() == Qt.Orientation.Horizontal
    page.resize(400, 600)
    assert split.orientation() == Qt.Orientation.Vertical
