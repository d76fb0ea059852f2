# SPDX-License-Identifier: Apache-2.0
"""The card of an answer."""

import pytest
from PySide6.QtCore import Qt

from ocppdesk.analysis.answering.reply import Mood, Question
from ocppdesk.core.commands.progress import Progress
from ocppdesk.gui.answers.card import ReplyCard
from tests.gui.answers.replies import TRIGGER, reply

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def card(qtbot, theme):
    made = ReplyCard(theme, Question.BROKEN, [("limits", "Limits")])
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def test_a_reply_is_shown_with_its_certainty(card):
    card.show_reply(reply(mood=Mood.TROUBLE), "No. It broke.", str)
    assert card.headline.text() == "No."
    assert card.text.text() == "It broke."
    assert card.mood.text() == "Trouble"
    assert card.sure.text() == "Certain"
    assert card.next.text() == "Next: Ask for the status."
    assert "Trouble" in card.accessibleName()


def test_what_there_is_not_takes_no_room(card):
    card.show_reply(reply(next="", proofs=()), "Fine.", str)
    assert not card.text.isVisible()
    assert not card.next.isVisible()
    assert not card.proofs.isVisible()
    assert not card.act.isVisible()


def test_rules_and_views_are_links(qtbot, card):
    card.show_reply(reply(findings=("FLT-01", "FLT-01", "CON-07")), "Fine.", str)
    assert [one.text() for one in card.rules if one.isVisible()] == ["FLT-01", "CON-07"]
    with qtbot.waitSignal(card.rule_wanted) as wanted:
        qtbot.mouseClick(card.rules[1], LEFT)
    assert wanted.args == ["CON-07"]
    with qtbot.waitSignal(card.view_wanted) as wanted:
        qtbot.mouseClick(card.views["limits"], LEFT)
    assert wanted.args == ["limits"]


def test_a_call_is_offered_and_followed(qtbot, card):
    card.show_reply(reply(deed=TRIGGER), "Fine.", str)
    card.show_deed(TRIGGER, "CP1 is not connected.", None)
    assert not card.act.isEnabled()
    assert card.state.text() == "CP1 is not connected."
    card.show_deed(TRIGGER, "", None)
    assert card.act.isEnabled()
    assert not card.state.isVisible()
    with qtbot.waitSignal(card.deed_wanted):
        qtbot.mouseClick(card.act, LEFT)
    progress = Progress("CP1", "1.6", "TriggerMessage", {}, 0)
    card.show_deed(TRIGGER, "", progress)
    assert not card.act.isEnabled()
    progress.failed("It is gone.", at=0)
    card.show_deed(None, "", progress)
    assert not card.act.isVisible()
    assert "It is gone." in card.state.text()
