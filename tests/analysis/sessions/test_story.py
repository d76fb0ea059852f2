# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.sessions.story import Certainty, EnergySource, Outcome, Quality


def test_outcomes_are_those_of_the_handbook():
    assert len(Outcome) == 16
    assert all(outcome.value == outcome.name.lower() for outcome in Outcome)


def test_what_is_trusted_most_comes_first():
    assert next(iter(EnergySource)) is EnergySource.METER
    assert list(Quality) == ["exact", "estimated", "suspect"]
    assert list(Certainty) == ["observed", "inferred", "assumed"]
