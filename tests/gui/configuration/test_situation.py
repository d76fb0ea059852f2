# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.configuration.steps import How
from ocppdesk.gui.configuration.situation import Situation, explain
from ocppdesk.gui.look.empty_page import EmptyPage


@pytest.fixture
def said(qtbot, theme):
    """Explain a situation; return the heading, the buttons and what was done."""
    page = EmptyPage(theme)
    qtbot.addWidget(page)

    def tell(*chargers, identity="", busy=False, live=True, connected=False):
        done = []
        explain(
            page,
            Situation(chargers, identity, busy, live, connected),
            read=done.append,
            choose=done.append,
            way_text=str,
        )
        return page.heading.text(), page.buttons, done

    return tell


@pytest.mark.parametrize(
    ("chargers", "facts", "heading", "buttons"),
    [
        ((), {}, "No charger yet", 0),
        (("A", "B"), {}, "Whose configuration?", 2),
        (("A",), {"identity": "A", "busy": True}, "Reading…", 0),
        (
            ("A",),
            {"identity": "A"},
            "Nothing is known of the configuration yet",
            0,
        ),
        (
            ("A",),
            {"identity": "A", "connected": True},
            "Nothing is known of the configuration yet",
            3,
        ),
        (
            ("A",),
            {"identity": "A", "live": False},
            "This capture tells no settings",
            0,
        ),
    ],
)
def test_each_situation_says_what_to_do(said, chargers, facts, heading, buttons):
    told, ways, _done = said(*chargers, **facts)
    assert told == heading
    assert len(ways) == buttons


def test_each_button_does_what_it_says(said):
    _told, ways, done = said("A", identity="A", connected=True)
    for button in ways:
        button.click()
    assert done == [How.ALL, How.BATCHES, How.SINGLY]


def test_a_charger_is_chosen(said):
    _told, ways, done = said("A", "B")
    ways[1].click()
    assert done == ["B"]
