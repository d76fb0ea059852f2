# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.sample_table import SeriesData, SeriesKey
from ocppdesk.analysis.sessions.story import Certainty, Outcome, Story, Transaction
from ocppdesk.logs.report.charts import facts_end, session_charts

SECOND = 1_000_000
NOON = 1_785_585_600 * SECOND
END = NOON + 3_600 * SECOND
REGISTER = "Energy.Active.Import.Register"


def series(measurand, values, *, phase="", connector=1, location="Outlet", **times):
    at = np.array(times.get("at") or range(NOON, END, 600 * SECOND), np.int64)
    at = at[: len(values)]
    count = len(at)
    return SeriesData(
        SeriesKey(None, connector, measurand, phase, location, "W"),
        np.array(times.get("arrived") or at, np.int64),
        at + times.get("ahead", 0),
        np.array(values, float),
        np.zeros(count, np.int64),
        np.zeros(count, np.uint8),
    )


def story(*, transactions=1, connector=1):
    one = Transaction(7, "TAG", NOON, END, 1, 2, 0.0, None, "Local", None)
    return Story(
        1, "CP1", None, connector, NOON, END, (one,) * transactions, (),
        Outcome.COMPLETED, Certainty.OBSERVED, "It charged.",
    )  # fmt: skip


@pytest.fixture
def drawn():
    """The charts of a session with some series."""

    def draw(*found, **more):
        return session_charts(story(**more), Facts("CP1", 9, found, (), ()))

    return draw


def test_power_energy_and_current_are_drawn_one_by_one(drawn):
    power = series("Power.Active.Import", [7_000, 7_100])
    register = series(REGISTER, [150_000, 151_000])
    currents = [
        series("Current.Import", [16, 15], phase=phase) for phase in ("L1", "L2", "L3")
    ]
    offered = series("Current.Offered", [32, 32])
    first, second, third = drawn(power, register, *currents, offered)
    assert "<b>Power</b> in kW" in first
    assert "<b>Energy</b> in kWh" in second
    assert ">1</text>" in second  # since the start, not the whole register
    assert third.count("<polyline") == 4
    assert 'class="limit"' in third


def test_a_total_is_preferred_to_phases_and_the_charger_to_the_car(drawn):
    phases = series("Power.Active.Import", [2_000, 2_000], phase="L1")
    total = series("Power.Active.Import", [7_000, 7_000])
    car = series("Power.Active.Import", [90_000, 90_000], location="EV")
    (chart,) = drawn(phases, car, total)
    assert chart.count("<polyline") == 1
    assert ">100</text>" not in chart


def test_other_connectors_single_values_and_failed_starts_are_not_drawn(drawn):
    assert drawn(series(REGISTER, [1, 2], connector=2)) == []
    assert drawn(series(REGISTER, [1])) == []
    assert drawn(series(REGISTER, [1, 2]), transactions=0) == []
    assert drawn(series(REGISTER, [])) == []


def test_values_that_came_with_the_stop_are_drawn_where_they_were_measured(drawn):
    times = [NOON, NOON + 60 * SECOND, NOON + 120 * SECOND, NOON + 30 * SECOND]
    late = [*times[:3], END]
    found = series(REGISTER, [0, 200, 300, 100], at=times, arrived=late)
    (chart,) = drawn(found)
    points = chart.split('points="')[1].split('"')[0].split()
    xs = [float(point.split(",")[0]) for point in points]
    ys = [float(point.split(",")[1]) for point in points]
    assert xs == sorted(xs)
    assert ys == sorted(ys, reverse=True)


def test_a_wrong_clock_moves_nothing(drawn):
    assert drawn(series(REGISTER, [1, 2, 3], ahead=-50 * 365 * 86_400 * SECOND))


def test_end_of_what_is_known_is_the_last_value():
    facts = Facts("CP1", 9, (series(REGISTER, [1, 2]),), (), ())
    assert facts_end(facts) == NOON + 600 * SECOND
    assert facts_end(Facts("CP1", 9, (), (), ())) == 0
