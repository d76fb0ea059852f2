# SPDX-License-Identifier: Apache-2.0
"""What is said beside the list of findings, and in its place."""

import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.analysing.sweep import Found
from ocppdesk.gui.findings.situation import Situation, about, explain
from ocppdesk.gui.look.empty_page import EmptyPage


def found(done, upto):
    return Found({}, done, upto, None)


def situation(**fields):
    return Situation(**{"charger": "", "found": None, "is_filtering": False} | fields)


@pytest.fixture
def said(qtbot, theme):
    """Explains a situation; returns the heading and what the button did."""
    page = EmptyPage(theme)
    qtbot.addWidget(page)
    done = []

    def say(**fields):
        explain(
            page,
            situation(**fields),
            show_all=lambda: done.append("all"),
            show_rules=lambda: done.append("rules"),
        )
        for button in page.buttons:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        return page.heading.text(), list(done)

    return say


def test_an_empty_list_never_says_that_all_is_well(said):
    assert said() == ("Nothing to look at so far", [])
    heading, done = said(found=found(932, 932))
    assert heading == "Nothing found so far in 932 messages"
    assert done == ["rules"]


def test_what_chips_hide_is_shown_at_a_click(said):
    assert said(is_filtering=True) == ("No finding of this kind", ["all"])


def test_a_failure_is_told_first(said):
    assert said(failure="It broke.", is_filtering=True)[0] == "Findings cannot be told"


def test_whom_it_is_about_and_how_far_it_is(qapp):
    assert about(situation()) == "All chargers"
    assert about(situation(charger="CP1", found=found(9_900, 10_000))) == "CP1"
    half = about(situation(found=found(5_000, 10_000)))
    assert half == "All chargers · 50 % looked through"
    assert "the worst 1" in about(situation(left_out=3))


def test_little_that_is_left_is_as_good_as_nothing():
    assert not situation().is_settled
    assert situation(found=found(9_900, 10_000)).is_settled
    assert not situation(found=found(0, 10_000)).is_settled
