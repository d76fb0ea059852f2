# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sample import Assumed, Sample
from ocppdesk.analysis.sessions.events import State
from ocppdesk.analysis.sessions.power import charging_time, mean_power, peak_power


def sample(value, phase="", location="Outlet", at=0, measurand="Power.Active.Import"):
    return Sample(
        1, at, at, None, 1, 512, measurand, phase, location, "Sample.Periodic", value,
        "W", "W", Assumed.NOTHING, "MeterValues",
    )  # fmt: skip


def test_only_charging_counts_as_charging():
    states = [
        (40, 2, State.SUSPENDED_EV),
        (10, 0, State.PREPARING),
        (20, 1, State.CHARGING),
        (50, 3, State.CHARGING),
    ]
    assert charging_time(states, until=100) == 20 + 50
    assert charging_time(states, until=30) == 10


def test_without_states_nothing_tells():
    assert charging_time([], until=100) is None
    assert charging_time([(0, 0, State.PREPARING)], until=100) is None
    assert charging_time([(0, 0, State.SUSPENDED_EVSE)], until=100) == 0


def test_phases_are_added_up():
    phases = [sample(2_000.0, f"L{phase}", at=5) for phase in (1, 2, 3)]
    assert peak_power([*phases, sample(3_000.0, "L1", at=6)]) == 6_000


def test_a_value_over_all_phases_is_enough():
    assert peak_power([sample(7_000.0), sample(2_400.0, "L1")]) == 7_000


def test_what_the_outlet_gives_counts():
    assert peak_power([sample(7_000.0), sample(7_500.0, location="Inlet")]) == 7_000
    assert peak_power([sample(7_500.0, location="Inlet")]) == 7_500


def test_power_that_was_not_reported_is_not_known():
    assert peak_power([]) is None
    assert peak_power([sample(9.0, measurand="Power.Offered")]) is None
    assert peak_power([sample(-40.0)]) == 0


@pytest.mark.parametrize(
    ("wh", "seconds", "watts"),
    [(1_000.0, 1800, 2_000), (None, 10, None), (5.0, None, None), (5.0, 0.5, None)],
)
def test_mean_power_is_energy_by_time(wh, seconds, watts):
    assert mean_power(wh, seconds) == watts
