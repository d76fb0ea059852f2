# SPDX-License-Identifier: Apache-2.0
"""Which transaction ends (protocol, 8.3, rule 3)."""

import pytest

from ocppdesk.analysis.sessions.story import Outcome


@pytest.mark.parametrize("number", [0, -1, None, "", 999])
def test_the_only_one_that_runs_ends_whatever_the_number(talk, number):
    talk.start("10:00:00", wh=1_000)
    talk.stop("10:30:00", 4_000, number)
    story = talk.story()
    assert (story.outcome, story.energy_wh) == (Outcome.COMPLETED, 3_000)
    assert any("ends transaction 512 as" in line.text for line in story.lines)


def test_a_charger_that_knows_its_number_ends_another_one(talk):
    talk.start("10:00:00", wh=1_000)
    talk.meter("10:10:00", 2_000)
    talk.stop("10:30:00", 4_000, 999)
    running, unknown = talk.stories()
    assert running.outcome is Outcome.OPEN
    assert unknown.outcome is Outcome.UNKNOWN_PARTIAL
    assert unknown.connector is None


def test_what_ends_cannot_have_begun_at_a_greater_register(talk):
    talk.start("10:00:00", 1, wh=50_000)
    talk.start("10:00:00", 2, "04FFFF", wh=1_000, connector=2)
    talk.stop("10:30:00", 4_000, 0)
    first, second = talk.stories()
    assert (first.outcome, second.outcome) == (Outcome.OPEN, Outcome.COMPLETED)


def test_of_several_the_one_that_is_finishing_ends(talk):
    talk.start("10:00:00", 1, wh=1_000)
    talk.start("10:00:00", 2, "04FFFF", wh=1_000, connector=2)
    talk.status("10:29:40", "Finishing", 2)
    talk.stop("10:30:00", 4_000, 0)
    assert [one.outcome for one in talk.stories()] == [Outcome.OPEN, Outcome.COMPLETED]


def test_of_several_the_one_with_the_same_card_ends(talk):
    talk.start("10:00:00", 1, wh=1_000)
    talk.start("10:00:00", 2, "04FFFF", wh=1_000, connector=2)
    talk.stop("10:30:00", 4_000, 0, idTag="04ffff")
    assert [one.outcome for one in talk.stories()] == [Outcome.OPEN, Outcome.COMPLETED]


def test_no_connector_is_guessed(talk):
    talk.start("10:00:00", 1, wh=1_000)
    talk.start("10:00:00", 2, "04FFFF", wh=1_000, connector=2)
    talk.stop("10:30:00", 4_000, 0)
    assert [one.outcome for one in talk.stories()] == [
        Outcome.OPEN, Outcome.OPEN, Outcome.UNKNOWN_PARTIAL,
    ]  # fmt: skip


def test_an_end_that_is_repeated_is_said_once(talk, texts):
    talk.session()
    for clock in ("10:22:00", "10:23:00", "10:24:00"):
        talk.stop(clock, 6_000, told="10:20:00")
    story = talk.story()
    assert texts(story).count("The charger repeats the stop (3 times in 2 min)") == 1
    assert story.energy_wh == 5_000


def test_an_end_that_the_csms_does_not_take_is_a_problem(talk):
    talk.start("10:00:00")
    payload = {"transactionId": 512, "meterStop": 152_300, "timestamp": "x"}
    call = talk.call("10:30:00", "StopTransaction", payload)
    talk.error("10:30:01", call)
    lines = talk.story().lines
    assert lines[-1].text == "The CSMS answers the stop with an error (InternalError)"
    assert lines[-1].is_problem


def test_finishing_and_available_may_come_before_the_end(talk):
    talk.start("10:00:00", wh=1_000)
    talk.status("10:00:01", "Charging")
    talk.status("10:30:00", "Finishing")
    talk.status("10:30:05", "Available")
    talk.stop("10:30:20", 4_000, told="10:29:59")
    story = talk.story()
    assert (story.outcome, story.energy_wh) == (Outcome.COMPLETED, 3_000)


def test_the_card_that_ends_it_may_be_another_one(talk, texts):
    talk.start("10:00:00")
    talk.stop("10:30:00", idTag="04FAMILY", reason="Local")
    assert texts(talk.story())[-1] == (
        "Stopped at 152 300 Wh: somebody stopped it at the charger (Local), "
        "with card 04FAMILY"
    )


def test_no_reason_means_local(talk):
    talk.start("10:00:00")
    talk.stop("10:30:00")
    story = talk.story()
    assert story.stop_reason == "Local"
    assert "no reason was given, which means Local" in story.lines[-1].text


def test_a_charger_that_tells_no_other_state_is_free_when_it_ends(talk):
    talk.status("09:59:00", "Available")
    talk.start("10:00:00")
    talk.stop("10:30:00", 160_000)
    assert talk.story().ended_at == talk.at("10:30:00")
    talk.start("11:00:00", 2, wh=160_000)
    assert len(talk.stories()) == 2


def test_of_two_with_the_same_number_the_one_that_is_finishing_ends(talk):
    """Some systems number connector by connector (lbbrhzn/ocpp#2123)."""
    for connector, tag in ((1, "04A1"), (2, "04A2")):
        talk.start("10:00:00", 7, tag, wh=0, connector=connector)
        talk.status("10:00:05", "Charging", connector)
    talk.status("10:29:50", "Finishing", 1)
    talk.stop("10:30:00", 1_000, 7, "Local")
    first, second = talk.stories()
    assert (first.outcome, first.energy_wh) == (Outcome.COMPLETED, 1_000)
    assert second.outcome is Outcome.OPEN
    talk.stop("10:30:30", 1_000, 7, "Local", told="10:30:00")
    talk.stop("10:40:00", 2_000, 7, "Local")
    first, second = talk.stories()
    assert (second.outcome, second.energy_wh) == (Outcome.COMPLETED, 2_000)
    assert first.lines[-1].text == "The charger repeats the stop"


def test_ends_with_one_number_are_those_of_several_sessions(talk):
    for hour in (10, 11):
        talk.stop(f"{hour}:30:00", hour * 1_000, 1, "Local")
    assert len(talk.stories()) == 2
