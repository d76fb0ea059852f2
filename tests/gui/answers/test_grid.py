# SPDX-License-Identifier: Apache-2.0
"""Cards side by side; what is read stays where it is."""

import pytest
from PySide6.QtWidgets import QWidget

from ocppdesk.gui.answers.grid import CardArea


@pytest.fixture
def area(qtbot, theme):
    cards = [QWidget() for _ in range(6)]
    for card in cards:
        card.setMinimumHeight(300)
    made = CardArea(theme, cards)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.cards = cards
    return made


def test_there_are_two_columns_where_there_is_room(qtbot, area):
    assert area.columns == 1
    area.resize(1_100, 400)
    assert area.columns == 2
    first, second, third, *_rest, last = area.cards
    qtbot.waitUntil(lambda: second.y() == third.y())
    assert first.width() > second.width() * 1.9
    assert last.width() == first.width()


def test_a_card_above_that_grows_does_not_move_what_is_read(qtbot, area):
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1_000)
    read = area.cards[2]
    bar.setValue(read.y() + 10)
    before = read.mapTo(area, read.rect().topLeft()).y()
    area.keep_place(lambda: area.cards[0].setMinimumHeight(340))
    qtbot.waitUntil(lambda: area.cards[0].height() == 340)
    qtbot.waitUntil(
        lambda: read.mapTo(area, read.rect().topLeft()).y() == before, timeout=1_000
    )


def test_at_the_top_nothing_is_scrolled(qtbot, area):
    area.keep_place(lambda: area.cards[0].setMinimumHeight(340))
    qtbot.waitUntil(lambda: area.cards[0].height() == 340)
    assert area.verticalScrollBar().value() == 0
