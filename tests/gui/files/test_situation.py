# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.files.situation import Situation, explain
from ocppdesk.gui.look.empty_page import EmptyPage


def situation(*chargers, connected=(), chosen="", live=True, engine=True, read=False):
    return Situation(
        live, frozenset(chargers), frozenset(connected), chosen, engine, read
    )


@pytest.mark.parametrize(
    ("found", "identity"),
    [
        (situation(), ""),
        (situation("A"), "A"),
        (situation("A", "B"), ""),
        (situation("A", "B", connected=["B"]), "B"),
        (situation("A", "B", connected=["A", "B"]), ""),
        (situation("A", "B", connected=["B"], chosen="A"), "A"),
        (situation(connected=["A"]), "A"),
    ],
)
def test_the_charger_is_the_chosen_one_or_the_only_one(found, identity):
    assert found.identity == identity


@pytest.mark.parametrize(
    ("found", "obstacle"),
    [
        (situation(), "No charger has connected so far."),
        (situation("A", "B"), "Choose a charger in the list of chargers."),
        (situation("A"), "A is not connected."),
        (situation("A", connected=["A"], engine=False), "A is not connected."),
        (situation("A", connected=["A"]), ""),
        (situation("A", live=False), "This is a review: files are moved in the live"),
    ],
)
def test_why_nothing_can_be_moved_is_said(found, obstacle):
    assert found.obstacle.startswith(obstacle)
    assert bool(found.obstacle) is bool(obstacle)


@pytest.mark.parametrize(
    ("found", "heading", "advice"),
    [
        (situation(), "No charger has connected so far", "in the menu Charger"),
        (situation("A"), "A is not connected", "Once it is connected again"),
        (situation("A", "B"), "Choose a charger in the list", "one charger at a time"),
        (situation("A", connected="A"), "No file has been moved", "each step is shown"),
        (situation("A", live=False), "Looking for firmware", "In a review"),
        (
            situation("A", live=False, read=True),
            "A was asked for no log",
            "In a review",
        ),
        (situation(live=False, read=True), "No charger was asked", "In a review"),
    ],
)
def test_an_empty_page_says_what_there_is_and_what_to_do(
    qtbot, theme, found, heading, advice
):
    page = EmptyPage(theme)
    qtbot.addWidget(page)
    explain(page, found, ways=[("Do it", lambda: None)])
    assert page.heading.text().startswith(heading)
    assert advice in page.line.text()
    assert bool(page.buttons) is not bool(found.obstacle)
