# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.allowances.card import AnswerCard
from ocppdesk.gui.allowances.wording import Question
from tests.gui.allowances.answers import UNKNOWN, allowances

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def card(qtbot, theme):
    made = AnswerCard(theme, Question.IN_FORCE)
    qtbot.addWidget(made)
    made.resize(280, 400)
    made.show()
    return made


def show(card, answer):
    card.show_answer(answer, time="12:00", every_time="12:00 UTC")


def test_remarks_open_and_stay_open(qtbot, card):
    found = allowances().in_force
    show(card, found)
    assert card.toggle.text() == "▸ 2 things to know"
    assert not card.remarks.isVisible()
    qtbot.mouseClick(card.toggle, LEFT)
    assert card.remarks.isVisible()
    assert card.toggle.text() == "▾ 2 things to know"
    assert "would allow 16 A" in card.remarks.text()
    # What is the same for all answers is told once, below.
    assert "invisible" not in card.remarks.text()
    show(card, replace(found, remarks=("Only this.",)))
    assert card.remarks.isVisible()
    assert card.toggle.text() == "▾ 1 thing to know"
    qtbot.keyClick(card.toggle, Qt.Key.Key_Space)
    assert not card.remarks.isVisible()


def test_how_sure_it_is_has_a_sign_and_a_word(card):
    show(card, allowances().in_force)
    assert card.sure.text() == "●●● high"
    assert card.sure.toolTip().startswith("High confidence")
    assert "●●● high" in card.accessibleName()


def test_too_little_to_charge_with_is_a_warning(card):
    show(card, allowances().in_force)
    assert card.value.text() == "▲ 5.3 A"
    assert "IEC 61851" in card.value.toolTip()
    show(card, allowances().offered)
    assert card.value.text() == "6 A"
    assert card.value.toolTip() == ""


def test_what_is_not_known_has_no_link(card):
    show(card, UNKNOWN)
    assert card.value.text() == "\N{EN DASH}"
    assert card.sure.text() == "○○○ not known"
    assert not card.link.isVisible()
    assert not card.toggle.isVisible()
    assert not card.coming.isVisible()
