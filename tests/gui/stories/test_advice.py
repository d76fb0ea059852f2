# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions.outcomes import Step
from ocppdesk.analysis.sessions.story import Outcome
from ocppdesk.gui.stories.advice import next_steps, without_energy_reading
from tests.gui.stories.sessions import failed, running, story


@pytest.mark.parametrize(
    "outcome", [o for o in Outcome if o not in (Outcome.COMPLETED, Outcome.OPEN)]
)
def test_whatever_went_wrong_there_is_something_to_try(outcome):
    steps = next_steps(story(outcome=outcome))
    assert steps
    assert all(step.endswith(".") for step in steps)
    assert len(set(steps)) == len(steps)


def test_nothing_is_to_be_done_where_all_is_well():
    assert next_steps(story()) == ()
    assert next_steps(running()) == ()


@pytest.mark.parametrize("step", Step)
def test_a_step_that_is_missing_tells_what_to_try(step):
    assert next_steps(running(missing_step=step.value))
    without = story(outcome=Outcome.COMPLETED_NO_ENERGY, missing_step=step.value)
    assert next_steps(without) == next_steps(running(missing_step=step.value))


def test_charger_and_car_are_told_apart():
    withheld = story(outcome=Outcome.COMPLETED_NO_ENERGY, missing_step="power offer")
    assert "held the power back" in next_steps(withheld)[0]
    declined = story(
        outcome=Outcome.COMPLETED_NO_ENERGY, missing_step="power taken by the car"
    )
    assert "The car did not draw" in next_steps(declined)[0]


def test_a_fault_comes_before_what_followed_from_it():
    fault = failed(outcome=Outcome.FAILED_FAULT, missing_step="plug")
    assert "error code" in next_steps(fault)[0]


def test_it_is_said_how_energy_could_be_known():
    assert "MeterValueSampleInterval" in without_energy_reading()
