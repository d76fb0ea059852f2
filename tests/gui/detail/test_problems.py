# SPDX-License-Identifier: Apache-2.0
import dataclasses
import json

import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.gui.detail.problems import ProblemList

VIOLATIONS = (
    Violation("meterValue[0].timestamp", "It is no <b>time</b>."),
    Violation("", "A byte order mark stands before the frame."),
)


def message(problem=None, violations=()):
    return Message(
        1,
        0,
        "CP-0042",
        1,
        Direction.IN,
        "[]",
        problem=problem,
        violations=tuple(violations),
    )


@pytest.fixture
def problems(theme, qtbot):
    made = ProblemList(theme)
    qtbot.addWidget(made)
    made.resize(600, 120)
    return made


def test_where_nothing_is_wrong_there_is_no_list(problems):
    problems.show_message(message(Problem.INVALID, VIOLATIONS))
    assert not problems.isHidden()
    problems.show_message(message())
    assert problems.isHidden()
    assert problems.title == ""


def test_what_is_wrong_stands_there_as_plain_text(problems):
    problems.show_message(message(Problem.INVALID, VIOLATIONS))
    assert problems.title == "✕ Not valid OCPP"
    first, second = problems.lines.text().split("<br>")
    assert first.endswith(": It is no &lt;b&gt;time&lt;/b&gt;.")
    assert second == "A byte order mark stands before the frame."


def test_a_problem_without_details_is_said_too(problems):
    problems.show_message(message(Problem.DUPLICATE))
    assert problems.title == "✕ A repetition"
    assert problems.lines.isHidden()


def test_values_that_are_none_are_listed(problems):
    value = {"value": "NaN", "measurand": "Voltage", "phase": "L1"}
    one = {"timestamp": "2026-08-01T12:00:00Z", "sampledValue": [value]}
    raw = json.dumps([2, "1", "MeterValues", {"connectorId": 1, "meterValue": [one]}])
    sent = Message(
        1, 0, "CP-0042", 1, Direction.IN, raw, MessageType.CALL, action="MeterValues"
    )
    problems.show_message(sent)
    assert problems.title == "✕ Odd values"
    assert problems.lines.text() == "The value of Voltage L1 is “NaN”, no number."
    problems.show_message(dataclasses.replace(sent, violations=VIOLATIONS))
    assert problems.title == "✕ Not valid OCPP"
    assert len(problems.lines.text().split("<br>")) == 3


def test_a_path_is_a_link_that_the_keyboard_reaches(problems, qtbot):
    problems.show_message(message(Problem.INVALID, VIOLATIONS))
    problems.show()
    problems.lines.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(problems.path_wanted) as signal:
        qtbot.keyClick(problems.lines, Qt.Key.Key_Tab)
        qtbot.keyClick(problems.lines, Qt.Key.Key_Return)
    assert signal.args == ["meterValue[0].timestamp"]


def test_a_path_with_odd_characters_arrives_as_it_is(problems, qtbot):
    path = 'a:"b".<c>&d'
    problems.show_message(message(Problem.INVALID, [Violation(path, "Odd.")]))
    problems.show()
    problems.lines.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(problems.path_wanted) as signal:
        qtbot.keyClick(problems.lines, Qt.Key.Key_Tab)
        qtbot.keyClick(problems.lines, Qt.Key.Key_Return)
    assert signal.args == [path]


def test_many_violations_are_opened_when_asked_for(problems):
    many = [Violation(f"a[{n}]", "Wrong.") for n in range(20)]
    problems.show_message(message(Problem.INVALID, many))
    assert problems.lines.text().count("<br>") == 3
    assert "17 more" in problems.lines.text()
    problems.lines.linkActivated.emit("all")
    assert problems.lines.text().count("<br>") == 19


def test_a_very_long_text_does_not_fill_the_pane(problems):
    long = Violation("x" * 3000, "y" * 3000)
    problems.show_message(message(Problem.INVALID, [long]))
    assert len(problems.lines.text()) < 3500
    assert problems.lines.heightForWidth(600) < 100
