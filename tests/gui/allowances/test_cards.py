# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.allowances.cards import AnswerCards


@pytest.mark.parametrize(("width", "columns"), [(1_130, 4), (800, 2), (300, 1)])
def test_cards_are_side_by_side_where_there_is_room(qtbot, theme, width, columns):
    cards = AnswerCards(theme)
    qtbot.addWidget(cards)
    cards.resize(width, 600)
    cards.show()
    assert cards.columns == columns

    def rows():
        return len({card.y() for card in cards.cards.values()})

    qtbot.waitUntil(lambda: rows() == 4 // columns)
