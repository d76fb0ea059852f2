# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_configuration import read_variables
from tests.analysis.findings.rules.test_smart_charging import profile, set_profile
from tests.analysis.findings.rules.test_starts import online


@pytest.mark.parametrize(
    ("limit", "unit", "what"),
    [(16, "W", "amperes may be meant"), (11_000, "A", "watts may be meant")],
)
def test_sc_07_finds_units_that_are_mistaken(limit, unit, what):
    talk = online()
    set_profile(talk, limit=limit, unit=unit)
    assert what in talk.the("SC-07").text


def test_sc_07_finds_a_unit_that_the_charger_does_not_take():
    talk = online()
    key = "ChargingScheduleAllowedChargingRateUnit"
    keys = [{"key": key, "readonly": True, "value": "Current"}]
    talk.csms("GetConfiguration", answer={"configurationKey": keys})
    set_profile(talk, limit=11_000, unit="W")
    assert "takes Current only" in talk.the("SC-07").text


def test_sc_07_ignores_usual_limits():
    talk = online()
    set_profile(talk, limit=32)
    set_profile(talk, limit=11_000, unit="W")
    set_profile(talk, limit=0, unit="W")
    assert "SC-07" not in talk.ids()


def test_sc_07_ignores_units_in_a_list_with_spaces():
    talk = online()
    key = "ChargingScheduleAllowedChargingRateUnit"
    keys = [{"key": key, "readonly": True, "value": "Current, Power"}]
    talk.csms("GetConfiguration", answer={"configurationKey": keys})
    set_profile(talk, limit=11_000, unit="W")
    assert "SC-07" not in talk.ids()


def test_sc_07_finds_a_unit_that_ocpp_2_does_not_take():
    talk = online(ocpp="2.0.1")
    read_variables(talk, SmartChargingCtrlr__RateUnit="A")
    given = profile(limit=11_000, unit="W")
    talk.csms("SetChargingProfile", evseId=1, chargingProfile=given)
    assert "takes A only" in talk.the("SC-07").text


def test_sc_07_is_sure_of_amperes_where_phases_are_measured_only():
    talk = online()
    set_profile(talk, limit=125)
    finding = talk.the("SC-07")
    assert finding.is_possible
    assert finding.severity.name == "MEDIUM"
    talk.meter(1, current=[16, 16, 16])
    set_profile(talk, limit=150)
    finding = talk.the("SC-07")
    assert not finding.is_possible
    assert finding.severity.name == "HIGH"
    assert finding.count == 2


def test_sc_07_ignores_great_currents_of_dc():
    talk = online()
    talk.meter(1, voltage=400, soc=50)
    set_profile(talk, limit=200)
    assert "SC-07" not in talk.ids()


def test_sc_07_finds_watts_that_count_for_three_phases_where_one_is():
    talk = online(ocpp="2.0.1")
    phases = {
        "attributeStatus": "Accepted",
        "attributeValue": "1",
        "component": {"name": "EVSE", "evse": {"id": 1}},
        "variable": {"name": "SupplyPhases"},
    }
    asked = [{k: phases[k] for k in ("component", "variable")}]
    answer = {"getVariableResult": [phases]}
    talk.csms("GetVariables", getVariableData=asked, answer=answer)
    given = profile(limit=3_680, unit="W")
    talk.csms("SetChargingProfile", evseId=1, chargingProfile=given)
    assert "5.333 A only" in talk.the("SC-07").text
