# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions.draft_lines import DraftLine, DraftLines
from ocppdesk.analysis.sessions.events import Stamp
from ocppdesk.analysis.sessions.story import Certainty

SECOND = 1_000_000


@pytest.fixture
def lines():
    return DraftLines()


def write(lines, number, text):
    stamp = Stamp(number, number * SECOND, number * SECOND)
    return lines.write(stamp, text, Certainty.OBSERVED, is_problem=False)


def texts(lines):
    return [line.text for line in lines]


def test_a_line_that_comes_again_is_counted(lines):
    for number in (1, 2, 3):
        stamp = Stamp(number, number * SECOND, 5)
        lines.write_again(stamp, "Again", Certainty.OBSERVED, is_problem=True)
    (line,) = lines
    assert (line.text, line.when, line.message) == (
        "Again (3 times in 2 s)", SECOND, 1,
    )  # fmt: skip
    assert line.is_problem


def test_a_line_that_says_what_another_one_says_goes_into_it(lines):
    for line in [write(lines, number, "Card A refused") for number in (1, 2)]:
        lines.fold(line)
    assert texts(lines) == ["Card A refused (2 times in 1 s)"]
    lines.fold(next(iter(lines)))  # it is itself no other one
    assert len(lines) == 1


def test_a_line_is_there_once_and_taken_out_as_the_same(lines):
    line, twin = DraftLine(1, 1, "Plugged in"), DraftLine(1, 1, "Plugged in")
    for one in (line, line, twin):
        lines.add(one)
    assert len(lines) == 2
    lines.remove([line])
    assert next(iter(lines)) is twin


def test_what_is_said_very_often_shares_a_line(lines):
    for number in range(10_000):
        write(lines, number, ("Charging", "Suspended")[number % 2])
    last = write(lines, 10_000, "Stopped")
    assert len(lines) == 303
    assert texts(lines)[-3:] == [
        "Charging (4850 times in 2 h 42 min)",
        "Suspended (4850 times in 2 h 42 min)",
        "Stopped",
    ]
    assert list(lines)[-1] is last


def test_what_is_said_in_very_many_ways_is_counted_only(lines):
    for number in range(10_000):
        write(lines, number, f"Card {number} is shown").text += ", and refused"
    assert len(lines) == 501
    assert texts(lines)[-2:] == [
        "Card 499 is shown, and refused",
        "More happened than is told here (9500 times in 2 h 38 min)",
    ]


def test_lines_that_get_their_text_later_share_none(lines):
    for number in range(400):
        write(lines, number, "Noted")
    for number in (1, 2):
        write(lines, number, "").text = f"Transaction {number} started"
    assert texts(lines)[-2:] == ["Transaction 1 started", "Transaction 2 started"]
