# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.analysis.sessions.story import Certainty, EnergySource, Outcome, Quality
from ocppdesk.gui.stories import wording
from tests.gui.stories.sessions import ENERGY, SUSPECT, story, transaction


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_sign_a_word_and_a_color(outcome, theme):
    said = wording.outcome(story(outcome=outcome), is_live=True)
    assert said.sign
    assert said.word
    theme.color(said.color)


def test_outcomes_are_told_apart_by_their_words():
    words = {
        wording.outcome(story(outcome=outcome), is_live=True).word
        for outcome in Outcome
    }
    assert len(words) == len(Outcome)


def test_a_log_does_not_go_on():
    open_one = story(outcome=Outcome.OPEN)
    assert wording.outcome(open_one, is_live=True).text == "● Running"
    assert wording.outcome(open_one, is_live=False).text == "● Open at the end"


def test_a_plug_and_a_card_are_no_session_that_runs():
    waiting = story(outcome=Outcome.OPEN, transactions=())
    assert wording.outcome(waiting, is_live=True).text == "◌ Not started yet"
    assert wording.outcome(waiting, is_live=False).text == "● Open at the end"


def test_what_is_not_observed_has_a_mark():
    signs = [wording.certainty(level).sign for level in Certainty]
    assert signs[0] == ""
    assert len(set(signs)) == 3
    assert all(wording.certainty_sentence(level) for level in Certainty)


def test_every_source_and_quality_of_energy_has_words():
    assert len({wording.source(one) for one in EnergySource}) == len(EnergySource)
    assert len({wording.quality(one).word for one in Quality}) == len(Quality)


def test_the_least_trusted_energy_is_told():
    assert wording.energy_of(story()) == ENERGY
    both = (transaction(energy=SUSPECT), transaction(energy=ENERGY))
    assert wording.energy_of(story(transactions=both)) == SUSPECT
    assert wording.energy_of(story(transactions=())) is None


@pytest.mark.parametrize(
    ("wh", "text"),
    [
        (None, "\N{EN DASH}"),
        (0.0, "0 Wh"),
        (99.6, "100 Wh"),
        (12_831.0, "12.83 kWh"),
        (412_831.0, "412.8 kWh"),
        (-1_500.0, "-1.50 kWh"),
    ],
)
def test_energy(wh, text):
    assert wording.energy_text(wh) == text


@pytest.mark.parametrize(
    ("watt", "text"), [(None, "\N{EN DASH}"), (430.4, "430 W"), (7_360.0, "7.36 kW")]
)
def test_power(watt, text):
    assert wording.power_text(watt) == text


def test_readings_are_whole_and_what_is_no_number_is_none():
    assert wording.reading_text(152_300.2).replace("\u202f", "") == "152300 Wh"
    assert (
        wording.reading_text(None)
        == wording.reading_text(float("inf"))
        == "\N{EN DASH}"
    )


def test_durations():
    assert wording.lasted(3_725.0) == "1 h 02 min"
    assert wording.lasted(-5.0) == "0 s"
    assert wording.lasted(None) == "\N{EN DASH}"


@pytest.mark.parametrize(
    ("evse", "connector", "short", "name"),
    [
        (None, 2, "2", "connector 2"),
        (1, 2, "1.2", "EVSE 1, connector 2"),
        (1, None, "1", "EVSE 1"),
        (None, None, "\N{EN DASH}", ""),
    ],
)
def test_connectors(evse, connector, short, name):
    one = replace(story(), evse=evse, connector=connector)
    assert wording.place_of(one) == short
    assert wording.place_name(one) == name
