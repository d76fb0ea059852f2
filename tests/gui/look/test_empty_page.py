# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.look.empty_page import EmptyPage, ways_to

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot, theme):
    made = EmptyPage(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_heading_a_line_and_the_ways_on(page, qtbot):
    done = []
    page.say("Nothing.", "Do this.", [("One", lambda: done.append(1)), ("Two", int)])
    (one, two) = page.buttons
    assert one.isDefault()
    assert not two.isDefault()
    qtbot.mouseClick(one, LEFT)
    assert done == [1]


def test_the_same_again_touches_nothing(page):
    page.say("Nothing.", "Do this.", [("One", int)])
    (before,) = page.buttons
    page.say("Nothing.", "Do this.", [("One", int)])
    assert page.buttons == [before]


def test_ways_that_are_alike_have_no_large_one(page):
    page.say("Which?", "Choose.", [("One", int), ("Two", int)], are_alike=True)
    assert not any(button.isDefault() for button in page.buttons)


def test_each_charger_has_a_button_but_not_too_many():
    chosen = []
    long = "A-VERY-LONG-NAME-OF-A-CHARGER-0001"
    ways = ways_to(["", "R&D", long, *"ABCDEFG"], chosen.append)
    assert [label for label, _choose in ways][:2] == ["R&&D", "A-VERY-LON…ARGER-0001"]
    assert len(ways) == 6
    ways[1][1]()
    assert chosen == [long]
