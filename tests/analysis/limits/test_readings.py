# SPDX-License-Identifier: Apache-2.0
import itertools

import pytest

from ocppdesk.analysis.limits.readings import (
    CURRENT_OFFERED,
    IMPORT,
    POWER,
    Readings,
)
from ocppdesk.analysis.sample import Assumed, Sample


@pytest.fixture
def take():
    readings = Readings()
    numbers = itertools.count(1)

    def make(*values, message=None, charger_at=None, **more):
        number = message or next(numbers)
        samples = [
            Sample(
                message=number, at=number * 1000,
                charger_at=number * 1000 if charger_at is None else charger_at,
                evse=more.get("evse"), connector=more.get("connector", 1),
                transaction=None, measurand=name, phase=phase,
                location=more.get("location", "Outlet"), context="", value=value,
                unit="", sent_unit="", assumed=Assumed.NOTHING,
                source=more.get("source", "MeterValues"),
            )
            for name, value, phase in values
        ]  # fmt: skip
        make.is_new = readings.take(samples)
        return readings

    return make


def test_phases_of_one_time_are_one_reading(take):
    found = take((IMPORT, 5.8, "L1"), (IMPORT, 6.1, "L2-N"), (IMPORT, 9, "N"))
    reading = found.of(1, IMPORT)
    assert reading.phases == (("L1", 5.8), ("L2", 6.1))
    assert (reading.highest, reading.message) == (6.1, 1)
    assert take((IMPORT, 3, "L1")).of(1, IMPORT).highest == 3


def test_power_is_the_sum_of_its_phases_unless_it_is_told(take):
    phases = (POWER, 1000, "L1"), (POWER, 500, "L2"), (POWER, 400, "L1-L2")
    assert take(*phases).of(1, POWER).total == 1500
    assert take((POWER, 1600, ""), *phases).of(1, POWER).total == 1600


def test_what_a_stop_repeats_is_not_new(take):
    take((IMPORT, 6, "L1"), charger_at=5_000)
    found = take((IMPORT, 1, "L1"), charger_at=4_000, source="StopTransaction")
    assert found.of(1, IMPORT).highest == 6
    found = take((IMPORT, 0, "L1"), charger_at=6_000, source="StopTransaction")
    assert found.of(1, IMPORT).highest == 0


def test_the_outlet_counts_before_other_places(take):
    take((CURRENT_OFFERED, 80, ""), location="EV")
    found = take((CURRENT_OFFERED, 70, ""), location="Outlet")
    assert found.of(1, CURRENT_OFFERED).highest == 70
    found = take((CURRENT_OFFERED, 80, ""), location="EV")
    assert found.of(1, CURRENT_OFFERED).highest == 70


def test_an_evse_counts_before_its_connector(take):
    assert take((IMPORT, 6, ""), evse=2, connector=1).of(2, IMPORT).highest == 6


def test_currents_tell_the_phases_in_use(take):
    found = take((IMPORT, 15, "L1"), (IMPORT, 0.2, "L2"), (IMPORT, 0, "L3"))
    assert found.supply(1).phases == 1
    # A pause tells nothing.
    assert take((IMPORT, 0, "L1"), (IMPORT, 0, "L2")).supply(1).phases == 1


def test_voltages_tell_the_region_and_direct_current(take):
    assert not take(("Voltage", 231, "L1")).supply(1).is_dc
    assert not take.is_new  # what is taken for granted
    assert not take(("Voltage", 400, "L1-L2")).supply(1).is_dc
    assert take(("Voltage", 118, "L1")).supply(1).nominal_volts == 120
    assert take.is_new
    assert not take(("Voltage", 390, ""), connector=2).supply(2).is_dc
    assert take(("SoC", 40, ""), connector=2).supply(2).is_dc
    assert take(("Voltage", 391, ""), connector=2).supply(2).volts == 391
    assert take(("Voltage", 800, ""), connector=3).supply(3).is_dc
    assert not take(("Voltage", 400, ""), connector=4).supply(4).is_dc


def test_nonsense_is_left_out(take):
    assert take((IMPORT, 1e30, "L1"), ("RPM", 5, "")).of(1, IMPORT) is None
    assert not take().has(1)


def test_connectors_without_end_are_left_out(take):
    for connector in range(1, 1_100):
        found = take((IMPORT, 6, "L1"), connector=connector)
    assert found.of(1_000, IMPORT).highest == 6
    assert found.of(1_001, IMPORT) is None
    assert take((IMPORT, 7, "L1"), connector=1).of(1, IMPORT).highest == 7
