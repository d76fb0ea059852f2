# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.history import History
from ocppdesk.analysis.limits.in_force import Place
from ocppdesk.analysis.limits.profile import read_profile
from ocppdesk.analysis.limits.schedule import SECOND
from ocppdesk.core.phrases.parts import Part

PLACE = Place(1)


@pytest.fixture
def profiles(make_profile):
    sent = make_profile((0, 16), (60, 10), duration=120)
    return (read_profile(Part(sent), connector=1, at=0, message=5),)


def amps(history):
    return [(step.at // SECOND, step.amps) for step in history.steps]


def test_the_clock_and_events_make_steps(profiles):
    history = History()
    history.change(profiles, PLACE, 0)
    assert not history.is_due(59 * SECOND)
    assert history.is_due(60 * SECOND)
    history.go_on(profiles, PLACE, 100 * SECOND)
    assert amps(history) == [(0, 16), (60, 10)]
    history.go_on(profiles, PLACE, 120 * SECOND)
    assert not history.is_due(10**15)
    assert amps(history)[2:] == [(120, None)]
    history.change((), PLACE, 510 * SECOND)
    assert len(history.steps) == 3


def test_nothing_is_no_first_step(profiles):
    history = History()
    history.change((), PLACE, 0)
    assert history.steps == ()
    assert history.since((), PLACE, 10) is None


def test_since_when_it_is_so_is_known_ahead_of_the_messages(profiles):
    history = History()
    history.change(profiles, PLACE, 0)
    times = [history.since(profiles, PLACE, at * SECOND) for at in (0, 59, 60, 90, 120)]
    assert times == [0, 0, 60 * SECOND, 60 * SECOND, 120 * SECOND]
    assert amps(history) == [(0, 16)]


def test_a_time_that_goes_back_makes_no_step_before_the_last(profiles):
    history = History()
    history.change(profiles, PLACE, 30 * SECOND)
    history.change((), PLACE, 10 * SECOND)
    assert amps(history) == [(30, 16), (30, None)]
