# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions.event_times import EventTimes


@pytest.fixture
def stamp(talk):
    """Say when something was that arrived at one time and is told with another."""
    times = EventTimes()

    def when(arrived, told, **known):
        talk.call(arrived, "X", {})
        text = told and f"2026-08-01T{told}Z"
        return times.stamp(talk.messages[-1], text, **known)

    when.times = times
    when.at = talk.at
    return when


def test_what_is_told_at_once_was_when_it_arrived(stamp):
    found = stamp("10:00:00", "09:59:20")
    assert (found.when, found.is_late) == (stamp.at("10:00:00"), False)


@pytest.mark.parametrize("told", [None, "", "yesterday"])
def test_without_a_time_it_was_when_it_arrived(stamp, told):
    assert stamp("10:00:00", told).when == stamp.at("10:00:00")


def test_what_was_kept_back_was_when_the_charger_says(stamp):
    found = stamp("10:00:00", "07:13:20")
    assert (found.when, found.is_late) == (stamp.at("07:13:20"), True)


def test_whole_hours_are_a_clock_of_another_zone(stamp):
    assert not stamp("10:00:00", "08:00:00").is_late
    assert not stamp("15:00:00", "03:00:01").is_late


def test_unless_the_charger_says_that_it_was_offline(stamp):
    assert stamp("10:00:00", "08:00:00", is_offline=True).is_late


def test_or_there_was_no_connection_then(stamp):
    stamp.times.note_link(stamp.at("07:30:00"), is_up=False)
    stamp.times.note_link(stamp.at("09:59:00"), is_up=True)
    assert stamp("10:00:00", "08:00:00").is_late


def test_how_wrong_a_clock_is_is_learned(stamp):
    stamp("10:00:00", "09:21:00")
    stamp("10:01:00", "09:22:00")  # As far apart: nothing is kept back.
    assert not stamp("10:05:00", "09:26:10").is_late
    found = stamp("10:10:00", "08:20:00")
    assert found.is_late
    assert found.when == stamp.at("08:59:00")


def test_a_clock_that_runs_ahead_is_not_believed(stamp):
    found = stamp("10:00:00", "12:17:00")
    assert (found.when, found.is_late) == (stamp.at("10:00:00"), False)


def test_a_clock_that_stands_still_tells_nothing(stamp):
    stamp("10:00:00", "07:13:20")
    assert not stamp("10:05:00", "07:13:20").is_late


def test_a_clock_that_is_months_off_tells_nothing(talk):
    talk.call("10:00:00", "X", {})
    found = EventTimes().stamp(talk.messages[-1], "2026-02-01T07:13:20Z")
    assert not found.is_late


def test_what_happened_just_before_the_connection_was_back_is_told_so(stamp):
    stamp.times.note_link(stamp.at("09:59:00"), is_up=False)
    stamp.times.note_link(stamp.at("10:00:00"), is_up=True)
    found = stamp("10:00:01", "09:59:20")
    assert (found.when, found.is_late) == (stamp.at("09:59:20"), True)
    assert not stamp("10:00:01", "09:59:58").is_late
