# SPDX-License-Identifier: Apache-2.0
import dataclasses

import pytest

from ocppdesk.analysis.energy_samples import (
    UNKNOWN_RATING_W,
    intervals_wh,
    points,
    power_over_time,
    rated_w,
    readings_of,
    tells_energy,
)
from ocppdesk.analysis.measurands import REGISTER
from ocppdesk.analysis.sample import Assumed, Sample

MINUTE = 60_000_000
POWER, INTERVAL = "Power.Active.Import", "Energy.Active.Import.Interval"


def _sample(minute, value, **changes):
    """Make a register's sample that arrived a second after it was measured."""
    measured = minute * MINUTE
    sample = Sample(
        minute, measured + 1_000_000, measured, None, 1, 512, REGISTER, "", "Outlet",
        "Sample.Periodic", float(value), "Wh", "Wh", Assumed.NOTHING, "MeterValues",
    )  # fmt: skip
    return dataclasses.replace(sample, **changes)


def _power(minute, value, **changes):
    return _sample(minute, value, **{"measurand": POWER, "unit": "W", **changes})


def _values(readings):
    return [[sample.value for sample in phase] for phase in readings]


@pytest.mark.parametrize(
    ("changes", "tells"),
    [
        ({}, True),
        ({"measurand": INTERVAL}, True),
        ({"measurand": POWER, "unit": "W"}, True),
        ({"measurand": POWER}, False),
        ({"unit": "furlong"}, False),
        ({"measurand": "Voltage", "unit": "V"}, False),
        ({"value": 1e13}, False),
    ],
)
def test_only_some_samples_tell_energy(changes, tells):
    assert tells_energy(dataclasses.replace(_sample(0, 1), **changes)) is tells


def test_values_are_in_order_and_each_counts_once():
    samples = [_sample(2, 30), _sample(0, 10), _sample(1, 20), _sample(1, 20)]
    assert _values(readings_of(samples, REGISTER)) == [[10, 20, 30]]


def test_the_grids_side_is_never_added_to_the_cars():
    samples = [
        _sample(minute, value, location=location)
        for minute in range(3)
        for location, value in (("Inlet", 110 * minute), ("Outlet", 100 * minute))
    ]
    assert _values(readings_of(samples, REGISTER)) == [[0, 100, 200]]


def test_a_meter_with_one_value_gives_way_to_one_that_tells_a_change():
    samples = [_sample(0, 5), _sample(0, 7, location="Inlet"),
               _sample(1, 9, location="Inlet")]  # fmt: skip
    assert _values(readings_of(samples, REGISTER)) == [[7, 9]]


def test_phases_count_if_nothing_is_told_over_all():
    phases = [
        _sample(minute, minute * 10, phase=phase)
        for minute in range(2)
        for phase in ("L1", "L2", "L3", "N")
    ]
    assert _values(readings_of(phases, REGISTER)) == [[0, 10]] * 3
    whole = [_sample(0, 0), _sample(1, 30)]
    assert _values(readings_of([*phases, *whole], REGISTER)) == [[0, 30]]


def test_a_beginning_counts_once_however_often_it_is_repeated():
    samples = []
    for minute in range(3):
        samples.append(_sample(minute, 100, context="Transaction.Begin"))
        samples.append(_sample(minute, 100 + 10 * minute))
    assert _values(readings_of(samples, REGISTER)) == [[100, 110, 120]]


def test_two_registers_that_are_called_alike_are_told_apart():
    samples = [
        _sample(minute, value + minute)
        for minute in range(3)
        for value in (500, 90_000)
    ]
    assert _values(readings_of(samples, REGISTER)) == [[500, 501, 502]]


def test_values_of_one_message_without_times_are_one_register():
    samples = [_sample(0, value) for value in (100, 110, 120)]
    assert _values(readings_of(samples, REGISTER)) == [[100, 110, 120]]


def test_a_clock_that_was_set_back_does_not_jumble_the_values():
    samples = [_sample(60, 100), _sample(61, 110)] + [
        _sample(minute, value, at=(minute + 62) * MINUTE)
        for minute, value in ((0, 120), (1, 130))
    ]
    (phase,) = readings_of(samples, REGISTER)
    assert [point.wh for point in points(phase)] == [100, 110, 120, 130]


def test_values_that_are_told_later_are_in_the_order_of_the_chargers_clock():
    late = [_sample(minute, 100 + minute, at=60 * MINUTE) for minute in (1, 0, 2)]
    (phase,) = readings_of(late, REGISTER)
    assert [point.wh for point in points(phase)] == [100, 101, 102]


def test_intervals_are_added_up_and_those_of_the_clock_not_again():
    samples = [_sample(minute, 100, measurand=INTERVAL) for minute in (1, 2, 3)]
    samples.append(_sample(3, 300, measurand=INTERVAL, context="Sample.Clock"))
    assert intervals_wh(samples) == 300
    assert intervals_wh([]) is None


def test_power_over_time_is_energy():
    found = power_over_time([_power(0, 6_000), _power(30, 6_000), _power(60, 0)])
    assert (found.wh, found.gaps) == (pytest.approx(4_500), 0)
    assert power_over_time([_power(0, 6_000)]) is None


def test_power_is_not_made_up_for_gaps():
    found = power_over_time([_power(minute, 6_000) for minute in (0, 1, 2, 3, 60, 61)])
    assert (found.wh, found.gaps) == (pytest.approx(400), 1)


def test_phases_of_power_are_added_up():
    samples = [
        _power(minute, 2_000, phase=phase)
        for minute in (0, 60)
        for phase in ("L1", "L2", "L3")
    ]
    assert power_over_time(samples).wh == pytest.approx(6_000)
    assert power_over_time(samples[:-1]) is None  # it is not known over all


@pytest.mark.parametrize(
    ("peak", "phase", "expected"),
    [
        (0, "", UNKNOWN_RATING_W),
        (7.4, "", UNKNOWN_RATING_W),
        (7_400, "", 22_000),
        (11_000, "L1", 49_500),
        (150_000, "", 225_000),
    ],
)
def test_power_tells_what_a_charger_can_deliver(peak, phase, expected):
    assert rated_w([_power(0, peak, phase=phase)]) == expected
