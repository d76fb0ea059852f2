# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.findings.texts import texts
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.waiting.silence import Silence

MINUTE = 60_000_000


@pytest.fixture
def label(qtbot, theme):
    made = Silence(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def look(label):
    def look(minute, connections=(), *, is_open=True):
        now = minute * MINUTE
        label.look(connections, is_open=is_open, now=now, patience_min=10)
        return "" if label.isHidden() else label.text()

    return look


def attempt(minute):
    return Connection(1, "", "10.0.4.77:1044", minute * MINUTE, Outcome.NO_REQUEST)


def test_after_ten_minutes_it_says_what_to_try(look):
    assert [look(100), look(109)] == ["", ""]
    said = look(110)
    assert "open for 10 min, and nobody has connected" in said
    assert f"1. {texts()['CON-01'].next[0]}" in said


def test_an_attempt_of_before_is_none(look):
    look(100, [attempt(99)])
    assert look(110, [attempt(99)])


def test_somebody_who_came_ends_it(look):
    look(100)
    assert look(111)
    assert look(112, [attempt(111)]) == ""


def test_a_port_that_was_closed_counts_from_its_opening(look):
    look(100)
    assert look(105, is_open=False) == ""
    assert look(112) == ""
    assert look(122)


def test_the_words_go_on_with_the_time(look):
    look(100)
    look(110)
    assert "open for 25 min" in look(125)
