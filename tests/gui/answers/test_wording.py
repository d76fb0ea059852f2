# SPDX-License-Identifier: Apache-2.0
"""The words of the page of answers."""

import pytest

from ocppdesk.analysis.answering.reply import Deed, Mood, Question
from ocppdesk.analysis.limits.answers import Confidence
from ocppdesk.core.commands.progress import Progress
from ocppdesk.gui.answers import wording
from tests.gui.allowances.answers import allowances
from tests.gui.answers.replies import RESET, TRIGGER, facts, reply

pytestmark = pytest.mark.usefixtures("qapp")


def test_every_mood_has_a_sign_and_a_word_of_its_own():
    looks = [wording.look_of(mood) for mood in Mood]
    assert len({look.word for look in looks}) == len(Mood)
    assert len({look.sign for look in looks}) == len(Mood)


def test_every_question_and_certainty_is_named():
    assert [wording.title(one) for one in Question] == [one.value for one in Question]
    assert len({wording.certainty(one)[0] for one in Confidence}) == len(Confidence)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Fine.", ("Fine.", "")),
        ("Yes. It is. So.", ("Yes.", "It is. So.")),
        (f"Gone; {'x' * 200}. So.", ("Gone.", f"{'x' * 200}. So.")),
        ("x" * 200, ("", "x" * 200)),
        ("", ("", "")),
    ],
)
def test_the_first_sentence_is_the_headline(text, parts):
    assert wording.parted(text) == parts


def test_limits_are_told_in_times_of_here():
    found = allowances()
    asked = reply(Question.ALLOWED, found.summary)
    its = facts(asked)
    its = type(its)(its.charger, 9, (), (), (found,), replies=(asked,))
    assert "AT NOON" in wording.text_of(asked, its, lambda at: "AT NOON")
    assert wording.text_of(reply(), its, str) == reply().text


def test_calls_that_only_read_are_made_at_once():
    assert wording.is_asked_at_once(TRIGGER)
    assert not wording.is_asked_at_once(RESET)
    assert wording.deed_label(TRIGGER) == "Ask for StatusNotification"
    assert wording.deed_label(RESET) == "Prepare Reset…"
    assert wording.deed_label(Deed("GetConfiguration")) == "Ask: GetConfiguration"
    assert "limit" in wording.deed_label(Deed("GetCompositeSchedule"))
    assert "at once" in wording.deed_help(TRIGGER)
    assert "nothing is sent" in wording.deed_help(RESET)


def test_a_call_that_failed_says_why():
    progress = Progress("CP1", "1.6", "Reset", {}, 0)
    assert wording.state_of(progress)[0] == "Reset waits for its turn…"
    progress.failed("Nobody is there.", at=0)
    assert wording.state_of(progress) == ("Reset: Nobody is there.", "problem")


def test_a_screen_reader_says_the_mood():
    assert "Fine" in wording.spoken(reply(), "So it is.")
