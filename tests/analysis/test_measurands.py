# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.measurands import measured_by, spelt, word


def test_measurands_are_spelt_as_ocpp_does():
    assert spelt("energy.active.import.register") == "Energy.Active.Import.Register"
    assert spelt("Vendor.special") == "Vendor.special"


def test_a_variable_that_measures_has_a_measurand_and_its_own_location():
    component = {"name": "TemperatureSensor", "instance": "2"}
    found = measured_by(component, {"name": "Temperature"})
    assert found == ("Temperature", "", "TemperatureSensor 2")
    found = measured_by({"name": "EVSE"}, {"name": "ACCurrent", "instance": "l1"})
    assert found == ("Current.Import", "L1", "EVSE")


@pytest.mark.parametrize(
    ("component", "variable"),
    [
        (None, None),
        ({"name": "EVSE"}, {"name": "AvailabilityState"}),
        ({"name": 5}, {"name": "Power"}),
        ({}, {"name": "Power"}),
        ({"name": "EVSE"}, []),
    ],
)
def test_other_variables_measure_nothing(component, variable):
    assert measured_by(component, variable) is None


def test_a_word_can_be_written_to_any_file():
    assert word(" Über\ud800 ").encode() == "Über\\ud800".encode()
    assert word(5) == ""
