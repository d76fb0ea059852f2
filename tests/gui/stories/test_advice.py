# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions.story import Outcome
from ocppdesk.gui.stories.advice import next_steps, without_energy_reading
from tests.gui.stories.sessions import failed, running, story


@pytest.mark.parametrize("outcome", set(Outcome) - {Outcome.COMPLETED, Outcome.OPEN})
def test_whatever_went_wrong_there_is_something_to_try(outcome):
    steps = next_steps(story(outcome=outcome))
    assert steps
    assert all(step.endswith(".") for step in steps)
    assert len(set(steps)) == len(steps)


def test_nothing_is_to_be_done_where_all_is_well():
    assert next_steps(story()) == ()
    assert next_steps(running()) == ()


def test_a_session_that_hangs_now_is_helped_at_once():
    assert "SuspendedEVSE" in next_steps(running(missing_step="No power came."))[0]
    waiting = failed(outcome=Outcome.OPEN, ended_at=None)
    assert "Plug in" in next_steps(waiting)[0]


def test_it_is_said_how_energy_could_be_known():
    assert "MeterValueSampleInterval" in without_energy_reading()
