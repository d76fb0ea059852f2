# SPDX-License-Identifier: Apache-2.0
from PySide6.QtWidgets import QLabel

from ocppdesk.gui.look.cards import Card


def test_the_title_stands_on_top(qtbot, theme):
    card = Card(theme, "Checks")
    qtbot.addWidget(card)
    card.body.addWidget(QLabel("content"))
    assert card.body.itemAt(0).widget().text() == "Checks"


def test_the_margins_follow_the_zoom(qtbot, theme):
    card = Card(theme)
    qtbot.addWidget(card)
    before = card.body.contentsMargins().left()
    theme.apply("Light", 200)
    assert card.body.contentsMargins().left() == 2 * before
