# SPDX-License-Identifier: Apache-2.0
"""What is said as long as nothing is answered."""

import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.answers.situation import Situation, explain
from ocppdesk.gui.look.empty_page import EmptyPage


@pytest.fixture
def said(qtbot, theme):
    """Explains a situation; returns the page and what its buttons did."""
    page = EmptyPage(theme)
    qtbot.addWidget(page)
    done = []

    def say(**fields):
        given = {"chargers": (), "identity": "", "is_live": True, "is_connected": False}
        now = Situation(**given | fields)
        explain(page, now, connect=lambda: done.append("connect"), choose=done.append)
        for button in page.buttons:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        return page.heading.text(), list(done)

    return say


def test_without_a_charger_the_way_to_connect_is_offered(said):
    assert said() == ("No charger yet", ["connect"])


def test_a_recording_without_a_charger_has_no_button(said):
    assert said(is_live=False) == ("No charger in this recording", [])


def test_one_of_several_is_to_be_chosen(said):
    assert said(chargers=("A", "B")) == ("Choose a charger", ["A", "B"])


def test_that_it_is_still_looking_is_told(said):
    heading, done = said(chargers=("A",), identity="A")
    assert heading == "Looking through the messages of A"
    assert done == []


def test_a_failure_is_told_first(said):
    assert said(failure="The file is gone.")[0] == "The answers cannot be told"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"is_live": False}, "recording"),
        ({}, "Choose"),
        ({"identity": "A"}, "not connected"),
    ],
)
def test_why_nobody_can_be_asked(qapp, fields, word):
    given = {"chargers": (), "identity": "", "is_live": True, "is_connected": False}
    assert word in Situation(**given | fields).obstacle


def test_who_is_there_can_be_asked(qapp):
    assert Situation(("A",), "A", is_live=True, is_connected=True).obstacle == ""
