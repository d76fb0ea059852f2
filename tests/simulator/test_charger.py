# SPDX-License-Identifier: Apache-2.0
"""Drivers, authorization, transactions and faults, mostly in the words of 1.6."""

import pytest

from ocppdesk.simulator.connector import Fault, Reservation, Stop
from ocppdesk.simulator.physics import Car
from ocppdesk.simulator.tokens import Verdict

INVALID = {"Authorize": {"idTagInfo": {"status": "Invalid"}}}


def test_session_from_plug_to_unplug(talk):
    booted = talk("1.6")
    booted.forget()
    booted.charge()
    booted.run(30).act("present_card", 1, "CARD").act("unplug", 1)
    assert booted.statuses() == ["Preparing", "Charging", "Finishing", "Available"]
    (start,), (stop,) = booted.said("StartTransaction"), booted.said("StopTransaction")
    assert stop["reason"] == "Local"
    assert stop["meterStop"] - start["meterStart"] > 50


def test_card_first_waits_for_the_car(talk):
    booted = talk("1.6")
    booted.forget()
    booted.act("present_card", 1, "CARD").run(5)
    assert booted.actions == ["Authorize", "StatusNotification"]
    booted.act("plug_in", 1)
    assert len(booted.said("StartTransaction")) == 1
    assert booted.statuses() == ["Preparing", "Charging"]


def test_card_without_a_car_is_forgotten(talk):
    booted = talk("1.6", preset={"ConnectionTimeOut": "30"})
    booted.act("present_card", 1, "CARD").run(31)
    assert booted.statuses()[-1] == "Available"
    booted.act("plug_in", 1)
    assert booted.said("StartTransaction") == []


def test_refused_card_starts_nothing(talk):
    booted = talk("1.6", answers=INVALID).charge()
    assert booted.said("StartTransaction") == []
    assert booted.statuses()[-1] == "Preparing"


def test_another_card_stops_only_if_it_is_of_the_same_group(talk):
    groups = {"CARD": "G1", "MATE": "G1", "THIEF": "G2"}

    def authorize(payload):
        group = groups[payload["idTag"]]
        return {"idTagInfo": {"status": "Accepted", "parentIdTag": group}}

    booted = talk("1.6", answers={"Authorize": authorize}).charge()
    booted.act("present_card", 1, "THIEF")
    assert booted.said("StopTransaction") == []
    booted.act("present_card", 1, "MATE")
    (stop,) = booted.said("StopTransaction")
    assert stop["idTag"] == "MATE"


def test_known_card_starts_without_asking_if_wanted(talk):
    booted = talk("1.6", preset={"LocalPreAuthorize": "true"})
    booted.charger.tokens.remember("CARD", Verdict("Accepted"))
    booted.charge()
    assert "Authorize" not in booted.actions
    assert len(booted.said("StartTransaction")) == 1


@pytest.mark.parametrize(
    ("preset", "known", "starts"),
    [
        ({}, True, True),
        ({"LocalAuthorizeOffline": "false"}, True, False),
        ({}, False, False),
        ({"AllowOfflineTxForUnknownId": "true"}, False, True),
    ],
    ids=["known", "known but not allowed", "unknown", "unknown but allowed"],
)
def test_offline_the_charger_decides(talk, preset, known, starts):
    booted = talk("1.6", preset=preset)
    if known:
        booted.charger.tokens.remember("CARD", Verdict("Accepted"))
    booted.disconnect()
    booted.charge()
    assert (booted.charger.connectors[0].transaction is not None) is starts


def test_session_offline_is_told_afterwards_in_order(talk):
    booted = talk("1.6", preset={"AllowOfflineTxForUnknownId": "true"})
    booted.disconnect()
    booted.forget()
    booted.charge().run(20)
    booted.act("present_card", 1, "CARD").act("unplug", 1).run(60)
    assert booted.actions == []
    booted.connect()
    told = [a for a in booted.actions if a != "StatusNotification"]
    assert told[0] == "StartTransaction"
    assert set(told[1:-1]) == {"MeterValues"}
    assert told[-1] == "StopTransaction"
    stop = booted.said("StopTransaction")[0]
    assert stop["transactionId"] == 7
    assert stop["timestamp"] < "2027-01-15T08:00:40"


def test_after_an_outage_only_the_present_state_is_told(talk):
    booted = talk("1.6")
    booted.disconnect()
    booted.act("plug_in", 1).run(5)
    booted.act("unplug", 1).act("plug_in", 2).run(5)
    booted.forget()
    booted.connect()
    assert "BootNotification" not in booted.actions
    assert (booted.statuses(1), booted.statuses(2)) == ([], ["Preparing"])


def test_unplugging_ends_the_session(talk):
    booted = talk("1.6").charge().act("unplug", 1)
    (stop,) = booted.said("StopTransaction")
    assert stop["reason"] == "EVDisconnected"
    assert "idTag" not in stop
    assert booted.statuses()[-1] == "Available"


def test_unplugging_only_suspends_if_so_configured(talk):
    preset = {"StopTransactionOnEVSideDisconnect": "false"}
    booted = talk("1.6", preset=preset).charge().act("unplug", 1)
    assert booted.said("StopTransaction") == []
    last = booted.said("StatusNotification")[-1]
    assert (last["status"], last["info"]) == ("SuspendedEV", "EV side disconnected")
    booted.act("plug_in", 1).run(3)
    assert booted.statuses()[-1] == "Charging"


def test_full_car_is_suspended_by_itself(talk):
    booted = talk("1.6", haste=600).charge(car=Car(soc=97.0)).run(60)
    assert booted.statuses()[-1] == "SuspendedEV"
    assert booted.reading().soc == 100.0


def test_token_refused_at_the_start_ends_the_session(talk):
    refused = {"idTagInfo": {"status": "Blocked"}, "transactionId": 9}
    booted = talk("1.6", answers={"StartTransaction": refused}).charge()
    (stop,) = booted.said("StopTransaction")
    assert (stop["transactionId"], stop["reason"]) == (9, "DeAuthorized")
    assert booted.statuses()[-1] == "Finishing"


def test_token_refused_at_the_start_only_suspends_if_so_configured(talk):
    refused = {"idTagInfo": {"status": "Blocked"}, "transactionId": 9}
    booted = talk(
        "1.6",
        answers={"StartTransaction": refused},
        preset={"StopTransactionOnInvalidId": "false"},
    ).charge()
    assert booted.said("StopTransaction") == []
    assert booted.statuses()[-1] == "SuspendedEVSE"
    assert booted.reading().power_w == 0.0


def test_fault_stops_charging_until_it_is_cleared(talk):
    booted = talk("1.6").charge()
    booted.forget()
    booted.act("raise_fault", 1, Fault("GroundFailure", "RCD tripped", "E21"))
    assert booted.actions == ["StatusNotification", "StopTransaction"]
    status = booted.said("StatusNotification")[0]
    assert status["status"] == "Faulted"
    assert status["errorCode"] == "GroundFailure"
    assert (status["info"], status["vendorErrorCode"]) == ("RCD tripped", "E21")
    assert booted.reading().power_w == 0.0
    booted.act("present_card", 1, "CARD").run(5)
    assert booted.said("StartTransaction") == []
    booted.act("clear_fault", 1)
    last = booted.said("StatusNotification")[-1]
    assert (last["status"], last["errorCode"]) == ("Finishing", "NoError")


def test_warning_is_told_while_charging_goes_on(talk):
    booted = talk("1.6").charge()
    booted.act("raise_fault", 1, Fault("WeakSignal"))
    last = booted.said("StatusNotification")[-1]
    assert (last["status"], last["errorCode"]) == ("Charging", "WeakSignal")
    assert booted.said("StopTransaction") == []


def test_trouble_with_the_car_suspends(talk):
    booted = talk("1.6").charge()
    booted.act("raise_fault", 1, Fault("EVCommunicationError"))
    last = booted.said("StatusNotification")[-1]
    assert last["status"] == "SuspendedEVSE"
    booted.act("clear_fault", 1).run(3)
    assert booted.statuses()[-1] == "Charging"


def test_reserved_outlet_takes_only_its_token(talk):
    booted = talk("1.6")
    first = booted.charger.connectors[0]
    kept = Reservation(5, "GUEST", None, booted.charger.wall() + 600)
    booted.charger.reserve(first, kept)
    booted.charge(token="OTHER")
    assert booted.said("StartTransaction") == []
    booted.act("present_card", 1, "guest")
    (start,) = booted.said("StartTransaction")
    assert start["reservationId"] == 5
    assert first.reservation is None


def test_connector_that_is_not_there_is_our_own_mistake(talk):
    with pytest.raises(ValueError, match="no connector 9"):
        talk("1.6").charger.plug_in(9)


def test_stopping_where_nothing_runs_does_nothing(talk):
    booted = talk("1.6")
    booted.forget()
    booted.charger.stop(booted.charger.connectors[0], Stop.LOCAL)
    booted.pump()
    assert booted.actions == []


def test_two_sessions_do_not_mix(talk):
    numbers = iter([11, 12])

    def start(_payload):
        return {"idTagInfo": {"status": "Accepted"}, "transactionId": next(numbers)}

    booted = talk("1.6", answers={"StartTransaction": start})
    booted.charge(1, "ONE").charge(2, "TWO")
    booted.act("present_card", 2, "TWO").act("present_card", 1, "ONE")
    assert [p["transactionId"] for p in booted.said("StopTransaction")] == [12, 11]
    assert {
        (p["connectorId"], p["transactionId"]) for p in booted.said("MeterValues")
    } == {(1, 11), (2, 12)}
