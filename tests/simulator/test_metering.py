# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.configuration_values import MEASURANDS
from ocppdesk.simulator.metering import (
    measure,
    sampled_values_2x,
    sampled_values_16,
)
from ocppdesk.simulator.physics import Reading

READING = Reading(
    current_a=(16.012, 15.9, 0.0),
    voltage_v=(228.04, 229.0, 230.0),
    power_w=7292.4,
    energy_wh=152_300.9,
    offered_a=16.0,
    soc=55.7,
    temperature_c=31.25,
)


def measured(*names, reading=READING):
    return [(v.measurand, v.phase, v.value) for v in measure(reading, names)]


def test_current_and_voltage_come_for_each_phase():
    assert measured("Current.Import") == [
        ("Current.Import", "L1", 16.012),
        ("Current.Import", "L2", 15.9),
        ("Current.Import", "L3", 0.0),
    ]
    assert [phase for _m, phase, _v in measured("Voltage")] == ["L1-N", "L2-N", "L3-N"]


def test_one_phase_can_be_asked_for():
    assert measured("Voltage.L2", "Current.Import.L1") == [
        ("Voltage", "L2-N", 229.0),
        ("Current.Import", "L1", 16.012),
    ]
    (_name, phase, watts) = measured("Power.Active.Import.L1")[0]
    assert (phase, watts) == ("L1", pytest.approx(16.012 * 228.04))


def test_phase_that_is_not_connected_is_left_out():
    reading = Reading(
        (16.0, 0.0, 0.0), (230.0, 0.0, 0.0), 3680.0, 0.0, 16.0, None, 20.0
    )
    assert len(measured("Voltage", "Current.Import", reading=reading)) == 2
    assert measured("Power.Offered", reading=reading)[0][2] == pytest.approx(3680.0)


def test_power_is_the_total():
    assert measured("Power.Active.Import") == [("Power.Active.Import", None, 7292.4)]


def test_register_never_shows_more_than_has_flowed():
    assert measured("Energy.Active.Import.Register")[0][2] == 152_300.0


def test_state_of_charge_is_left_out_without_a_car():
    reading = Reading((0.0,) * 3, (230.0,) * 3, 0.0, 0.0, 0.0, None, 20.0)
    assert measured("SoC", reading=reading) == []


def test_what_the_meter_cannot_measure_is_left_out():
    assert measured("RPM") == []


def test_every_measurand_of_the_meter_is_measured():
    assert {name for name, _p, _v in measured(*MEASURANDS)} == set(MEASURANDS)


def test_1_6_writes_text_with_units():
    (entry,) = sampled_values_16(measure(READING, ["SoC"]), "Trigger")
    assert entry == {
        "value": "55",
        "context": "Trigger",
        "measurand": "SoC",
        "location": "EV",
        "unit": "Percent",
    }


def test_1_6_has_no_unit_for_hertz_and_none():
    entries = sampled_values_16(
        measure(READING, ["Frequency", "Power.Factor"]), "Sample.Periodic"
    )
    assert [entry.get("unit") for entry in entries] == [None, None]
    assert [entry["value"] for entry in entries] == ["50.00", "1.00"]


def test_2_0_1_writes_numbers_with_units():
    first = sampled_values_2x(measure(READING, ["Current.Import"]), "Sample.Clock")[0]
    assert first["value"] == 16.01
    assert first["unitOfMeasure"] == {"unit": "A"}
