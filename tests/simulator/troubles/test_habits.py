# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.simulator.troubles import habits

REGISTER = "Energy.Active.Import.Register"


@pytest.fixture
def charged(silent_talk):
    """Charges with a habit, and returns the conversation."""

    def charge(habit, version="1.6"):
        talk = silent_talk(version)
        habit(talk.charger)
        return talk.connect().charge().run(40).act("present_card", 1, "CARD").run(5)

    return charge


def registers(talk):
    return [
        sampled["value"]
        for action in ("MeterValues", "TransactionEvent")
        for payload in talk.said(action)
        for value in payload.get("meterValue", ())
        for sampled in value["sampledValue"]
        if sampled["measurand"] == REGISTER
    ]


def test_old_limit_gives_no_power(charged):
    assert "SuspendedEVSE" in charged(habits.keeps_old_limit).statuses()


def test_stop_is_never_told(charged):
    actions = charged(habits.forgets_stop).actions
    assert "StartTransaction" in actions
    assert "StopTransaction" not in actions


def test_start_is_told_twice(charged):
    first, second = charged(habits.starts_twice).said("StartTransaction")
    assert first == second


def test_register_in_kilowatt_hours_is_called_watt_hours(charged):
    talk = charged(habits.mistakes_kilowatt_hours)
    assert registers(talk)
    assert all(152 < float(value) < 153 for value in registers(talk))
    (stop,) = talk.said("StopTransaction")
    assert stop["meterStop"] >= 152_300
    (sampled,) = stop["transactionData"][-1]["sampledValue"]
    assert float(sampled["value"]) < 153


def test_register_stands_still(charged):
    talk = charged(habits.freezes_register)
    assert set(registers(talk)) == {"152300"}
    (stop,) = talk.said("StopTransaction")
    assert stop["meterStop"] == 152_300


def test_meter_values_are_no_json(silent_talk):
    charger = silent_talk("1.6").charger
    habits.breaks_json(charger)
    text = '[2,"1","MeterValues",{"connectorId":1}]'
    with pytest.raises(json.JSONDecodeError):
        json.loads(charger.spell(text))
    text = '[2,"1","TransactionEvent",{"triggerReason":"MeterValuePeriodic"}]'
    assert charger.spell(text).endswith(",}]")
    other = '[2,"1","Heartbeat",{}]'
    assert charger.spell(other) == other


def events(talk, kind):
    return [e for e in talk.said("TransactionEvent") if e["eventType"] == kind]


def test_end_of_a_transaction_of_2x_is_never_told(charged):
    talk = charged(habits.forgets_stop, "2.1")
    assert events(talk, "Started")
    assert not events(talk, "Ended")


def test_start_of_a_transaction_of_2x_is_told_twice(charged):
    first, second = events(charged(habits.starts_twice, "2.1"), "Started")
    assert first == second


def test_register_of_2x_is_a_number_in_the_wrong_unit_or_stands_still(charged):
    found = registers(charged(habits.mistakes_kilowatt_hours, "2.1"))
    assert all(152 < value < 153 for value in found)
    assert set(registers(charged(habits.freezes_register, "2.1"))) == {152_300}


def test_old_limit_of_2x_can_be_reported(charged):
    talk = charged(habits.keeps_old_limit, "2.1")
    talk.command("GetChargingProfiles", {"requestId": 1, "chargingProfile": {}})
    assert len(talk.said("ReportChargingProfiles")) == 2
