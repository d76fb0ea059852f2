# SPDX-License-Identifier: Apache-2.0
"""What the 1.6 charger says; what it does is told in test_charger."""

import pytest

from ocppdesk.simulator.physics import Car


def sampled(payload, measurand, phase=None):
    for entry in payload["meterValue"][0]["sampledValue"]:
        if (entry["measurand"], entry.get("phase")) == (measurand, phase):
            return float(entry["value"])
    raise KeyError(measurand)


def test_boot_names_the_charger(talk):
    (boot,) = talk("1.6", identity="CP 7").said("BootNotification")
    assert boot["chargePointVendor"] == "OCPP Desk"
    assert boot["firmwareVersion"] == "1.4.2"
    assert boot["chargePointSerialNumber"].startswith("OD")


def test_connector_zero_is_told_first(talk):
    booted = talk("1.6", connectors=3)
    numbers = [p["connectorId"] for p in booted.said("StatusNotification")]
    assert numbers == [0, 1, 2, 3]


def test_meter_values_follow_physics(talk):
    booted = talk("1.6").charge(car=Car(max_current_a=16.0, phases=3)).run(60)
    values = booted.said("MeterValues")
    assert len(values) == 7
    power = sampled(values[-1], "Power.Active.Import")
    product = sum(
        sampled(values[-1], "Current.Import", phase)
        * sampled(values[-1], "Voltage", f"{phase}-N")
        for phase in ("L1", "L2", "L3")
    )
    assert power == pytest.approx(product, rel=0.01)
    gained = sampled(values[-1], "Energy.Active.Import.Register") - sampled(
        values[-2], "Energy.Active.Import.Register"
    )
    assert gained == pytest.approx(power * 10 / 3600, abs=2)
    assert {p["transactionId"] for p in values} == {7}


def test_interval_and_measurands_take_effect_at_once(talk):
    booted = talk("1.6").charge()
    booted.command(
        "ChangeConfiguration", {"key": "MeterValueSampleInterval", "value": "5"}
    )
    booted.command(
        "ChangeConfiguration", {"key": "MeterValuesSampledData", "value": "Voltage.L1"}
    )
    booted.forget()
    booted.run(20)
    values = booted.said("MeterValues")
    assert len(values) == 4
    assert [e["phase"] for e in values[0]["meterValue"][0]["sampledValue"]] == ["L1-N"]


def test_no_samples_where_the_interval_is_zero(talk):
    booted = talk("1.6", preset={"MeterValueSampleInterval": "0"}).charge().run(60)
    assert booted.said("MeterValues") == []


def test_no_samples_where_nothing_is_to_be_measured(talk):
    preset = {"MeterValuesSampledData": ""}
    assert talk("1.6", preset=preset).charge().run(60).said("MeterValues") == []


@pytest.mark.parametrize("answer", [{}, {"transactionId": "x"}])
def test_answer_without_a_verdict_is_a_refusal(talk, answer):
    booted = talk("1.6", answers={"StartTransaction": answer}).charge()
    assert booted.said("StopTransaction")[0]["reason"] == "DeAuthorized"


def test_refusal_that_comes_too_late_stops_nothing_twice(talk):
    booted = talk("1.6", answers={"StartTransaction": None}).charge()
    booted.act("present_card", 1, "CARD")
    refused = {"idTagInfo": {"status": "Blocked"}, "transactionId": 9}
    booted.answers["StartTransaction"] = refused
    booted.run(60)
    (stop,) = booted.said("StopTransaction")
    assert (stop["reason"], stop["transactionId"]) == ("Local", 9)


def test_stop_carries_the_values_of_start_and_end(talk):
    booted = talk("1.6").charge().act("present_card", 1, "CARD")
    data = booted.said("StopTransaction")[0]["transactionData"]
    contexts = [entry["sampledValue"][0]["context"] for entry in data]
    assert contexts == ["Transaction.Begin", "Transaction.End"]
    first = booted.said("StartTransaction")[0]["meterStart"]
    assert int(data[0]["sampledValue"][0]["value"]) == first


def test_stop_carries_no_values_if_none_are_wanted(talk):
    booted = talk("1.6", preset={"StopTxnSampledData": ""}).charge()
    booted.act("present_card", 1, "CARD")
    assert "transactionData" not in booted.said("StopTransaction")[0]


def test_start_that_the_csms_fails_to_process_is_repeated(talk):
    booted = talk("1.6", answers={"StartTransaction": None})
    booted.charge()
    booted.answers["StartTransaction"] = {
        "transactionId": 31,
        "idTagInfo": {"status": "Accepted"},
    }
    booted.run(60)
    starts = booted.said("StartTransaction")
    assert len(starts) == 2
    assert starts[0] == starts[1]
    assert {p["transactionId"] for p in booted.said("MeterValues")} == {31}


def test_session_whose_start_is_never_answered_has_no_number(talk):
    preset = {"TransactionMessageAttempts": "1"}
    booted = talk("1.6", preset=preset, answers={"StartTransaction": None}).charge()
    booted.run(40).act("present_card", 1, "CARD")
    assert booted.said("StopTransaction")[0]["transactionId"] == -1
