# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.frames import Problem
from ocppdesk.core.messages import Direction
from ocppdesk.gui.detail.heading import Heading, facts_of, problem_text, title_of
from ocppdesk.gui.messages.times import local_date, utc


@pytest.fixture
def said(recording, reader):
    """Let a charger and the CSMS talk and return what was recorded, by title."""
    line = recording.line()
    line.say("StatusNotification", {"connectorId": 2}, message_id="s-1")
    reset = line.ask("Reset", {"type": "Hard"})
    line.fail(reset, "NotSupported")
    line.ask("ClearCache")
    line.send("garbage")
    line.send('[3,"nobody",{}]')
    last = recording.commit()
    return {title_of(m): m for m in reader.messages(range(1, last + 1))}


def test_the_title_says_what_and_which_way(said):
    assert list(said) == [
        "Connected · CP-0042",
        "StatusNotification · call from CP-0042",
        "StatusNotification · answer to CP-0042",
        "Reset · call to CP-0042",
        "Reset ✗ NotSupported · error from CP-0042",
        "ClearCache · call to CP-0042",
        "Unreadable message · from CP-0042",
        "Answer to an unknown call · from CP-0042",
    ]


def test_the_facts_say_when_and_what_about(said, reader):
    call = said["StatusNotification · call from CP-0042"]
    facts = facts_of(call, reader.answers(call.id), "1.6")
    assert facts == [
        f"{local_date(call.at)} local time",
        "Connector 2",
        "answered after 4 ms",
        f"No. {call.id}",
        "Message id s-1",
        f"Connection {call.connection}",
        "OCPP 1.6",
        utc(call.at),
    ]


def test_an_answer_says_how_long_it_took(said):
    answer = said["StatusNotification · answer to CP-0042"]
    assert "4 ms after the call" in facts_of(answer, [], "1.6")


def test_a_call_without_an_answer_says_so(said):
    assert "no answer" in facts_of(said["ClearCache · call to CP-0042"], [], "1.6")
    assert "no answer" not in facts_of(said["Connected · CP-0042"], [], "1.6")


def test_an_unknown_version_is_not_invented(said):
    facts = facts_of(said["Connected · CP-0042"], [], "")
    assert not [fact for fact in facts if fact.startswith("OCPP")]


def test_the_way_is_a_sign_too(said, theme, qtbot):
    heading = Heading(theme)
    qtbot.addWidget(heading)
    signs = {}
    for message in said.values():
        heading.show_message(message, [], "1.6")
        signs[message.direction] = heading.title[0]
    assert signs == {Direction.LINK: "⚡", Direction.IN: "◀", Direction.OUT: "▶"}


def test_what_cannot_be_read_is_in_the_color_of_problems(said, theme, qtbot):
    heading = Heading(theme)
    qtbot.addWidget(heading)

    def color(title):
        heading.show_message(said[title], [], "1.6")
        label = heading.findChild(type(heading._title))
        return label.palette().windowText().color()

    assert color("Unreadable message · from CP-0042") == theme.color("problem")
    assert color("Reset ✗ NotSupported · error from CP-0042") == theme.color("problem")
    assert color("ClearCache · call to CP-0042") == theme.color("text")


def test_a_very_long_message_id_does_not_widen_the_window(recording, reader, theme):
    recording.line().say("Heartbeat", message_id="x" * 5000)
    last = recording.commit()
    heading = Heading(theme)
    heading.show_message(reader.message(last), [], "1.6")
    assert len(heading.facts) < 400
    assert heading.minimumSizeHint().width() < 200


@pytest.mark.parametrize("problem", list(Problem))
def test_each_problem_has_words_of_its_own(problem, qapp):
    others = [problem_text(other) for other in Problem if other is not problem]
    assert problem_text(problem)
    assert problem_text(problem) not in others
