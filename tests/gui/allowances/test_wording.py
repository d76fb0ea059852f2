# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.analysis.limits.answers import Answer, Confidence, Step
from ocppdesk.gui.allowances import wording
from ocppdesk.gui.allowances.wording import Question
from tests.gui.allowances.answers import BEFORE, NOON, allowances, nothing


@pytest.mark.parametrize("question", Question)
def test_each_question_has_a_title_and_an_answer(qapp, question):
    assert wording.title(question)
    assert wording.explanation(question)
    assert question.answer_in(allowances()).text


@pytest.mark.parametrize("confidence", Confidence)
def test_each_confidence_has_a_sign_a_word_and_a_sentence(qapp, confidence):
    sure = wording.sure(confidence)
    dots, _blank, word = sure.text.partition(" ")
    assert len(dots) == 3
    assert word
    assert sure.sentence.endswith(".")


def test_watts_stand_where_no_amps_are_known(qapp):
    assert wording.value(Answer("…", watts=50_000.0)) == "50 kW"
    assert wording.value(Answer("…", amps=5.333)) == "5.3 A"


def test_what_comes_next_is_told(qapp):
    def coming(*steps):
        return wording.coming(steps, lambda at: f"<{at - NOON}>")

    assert coming(Step(NOON, 16.0)) == ""
    assert coming(Step(NOON, 16.0), Step(NOON + 5, 10.0)) == "Next: 10 A from <5>"
    assert "no limit that is known" in coming(Step(NOON, 16.0), Step(NOON + 5, None))
    watts = Step(NOON + 5, None, 40_000.0)
    assert coming(Step(NOON, None), watts) == "Next: 40 kW from <5>"


def test_what_is_known_is_told_from_nothing(qapp):
    assert wording.knows(allowances())
    assert not wording.knows(nothing())
    refused = replace(nothing().last, remarks=("Tried since.", BEFORE))
    assert wording.knows(replace(nothing(), last=refused))
    assert wording.cannot_tell(nothing()) == BEFORE
    assert wording.remarks(refused) == ("Tried since.",)
