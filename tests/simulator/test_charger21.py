# SPDX-License-Identifier: Apache-2.0
"""What the 2.1 charger says that no other version has."""

import pytest

from ocppdesk.simulator.connector import Fault
from ocppdesk.simulator.physics import Car


def test_fault_is_told_with_its_severity(talk):
    booted = talk("2.1").act("raise_fault", 1, Fault("GroundFailure"))
    booted.act("raise_fault", 2, Fault("WeakSignal"))
    events = [notice["eventData"][0] for notice in booted.said("NotifyEvent")]
    assert [event["severity"] for event in events] == [1, 6]


def test_no_other_version_knows_severities(talk):
    booted = talk("2.0.1").act("raise_fault", 1, Fault("GroundFailure"))
    assert "severity" not in str(booted.said("NotifyEvent"))


def test_long_token_is_told_whole(talk):
    booted = talk("2.1").charge(token="T" * 200)
    tokens = [e["idToken"] for e in booted.said("TransactionEvent") if "idToken" in e]
    assert tokens[0]["idToken"] == "T" * 200


def events(talk):
    return talk.said("TransactionEvent")


def limited(talk, **limits):
    """Charge, with limits that the CSMS sets at the first event."""
    given = [{"transactionLimit": limits}]
    answers = {"TransactionEvent": lambda _payload: given.pop() if given else {}}
    return talk("2.1", answers=answers).charge(car=Car(max_current_a=32.0, soc=79.9))


@pytest.mark.parametrize(
    ("limits", "trigger"),
    [
        ({"maxEnergy": 300.0}, "EnergyLimitReached"),
        ({"maxTime": 45}, "TimeLimitReached"),
        ({"maxSoC": 80}, "SoCLimitReached"),
    ],
)
def test_limit_of_the_csms_is_told_and_kept(talk, limits, trigger):
    booted = limited(talk, **limits)
    set_events = [e for e in events(booted) if e["triggerReason"] == "LimitSet"]
    told = [e["transactionInfo"]["transactionLimit"] for e in set_events]
    assert told == [limits]
    booted.run(90)
    (reached,) = [e for e in events(booted) if e["triggerReason"] == trigger]
    assert reached["transactionInfo"]["chargingState"] == "SuspendedEVSE"
    assert booted.reading().power_w == 0
    assert booted.charger.has_transaction


def test_higher_limit_lets_the_car_charge_on(talk):
    booted = limited(talk, maxEnergy=100.0).run(60)
    assert booted.reading().power_w == 0
    booted.answers["TransactionEvent"] = {"transactionLimit": {"maxEnergy": 9e9}}
    booted.run(30)
    assert booted.reading().power_w > 0


def test_costs_of_the_csms_reach_a_limit(talk):
    def answer(payload):
        first = payload["seqNo"] == 0
        return {"transactionLimit": {"maxCost": 2.0}} if first else {"totalCost": 2.5}

    booted = talk("2.1", answers={"TransactionEvent": answer}).charge().run(15)
    triggers = [e["triggerReason"] for e in events(booted)]
    assert triggers.count("CostLimitReached") == 1


def test_mode_of_operation_is_told_once(talk):
    booted = talk("2.1").charge().run(40)
    modes = [e["transactionInfo"].get("operationMode") for e in events(booted)]
    assert [mode for mode in modes if mode] == ["ChargingOnly"]


def test_costs_that_the_csms_updates_reach_a_limit(talk):
    booted = limited(talk, maxCost=2.0).run(5)
    assert booted.reading().power_w > 0
    number = booted.charger.connectors[0].transaction.id
    cost = {"totalCost": 2.5, "transactionId": number}
    assert booted.command("CostUpdated", cost) == {}
    booted.run(5)
    assert booted.reading().power_w == 0
    assert booted.command("CostUpdated", cost | {"transactionId": "x"}) == {}
