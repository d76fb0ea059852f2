# SPDX-License-Identifier: Apache-2.0
"""What the 2.x charger says."""

import pytest

from ocppdesk.simulator.connector import Fault, Reservation
from ocppdesk.simulator.physics import Car


def story(talk):
    """Return the transaction events as (type, trigger, chargingState told)."""
    return [
        (
            event["eventType"],
            event["triggerReason"],
            event["transactionInfo"].get("chargingState"),
        )
        for event in talk.said("TransactionEvent")
        if event["triggerReason"] != "MeterValuePeriodic"
    ]


def infos(talk):
    return [event["transactionInfo"] for event in talk.said("TransactionEvent")]


def test_boot_tells_its_reason_and_a_security_event(newer):
    booted = newer()
    (boot,) = booted.said("BootNotification")
    assert boot["reason"] == "PowerUp"
    assert boot["chargingStation"]["vendorName"] == "OCPP Desk"
    assert booted.said("SecurityEventNotification")[0]["type"] == "StartupOfTheDevice"


def test_cable_first(newer):
    booted = newer().charge().act("present_card", 1, "CARD").act("unplug", 1)
    assert story(booted) == [
        ("Started", "CablePluggedIn", "EVConnected"),
        ("Updated", "Authorized", None),
        ("Updated", "ChargingStateChanged", "Charging"),
        ("Ended", "StopAuthorized", "EVConnected"),
    ]
    assert booted.statuses() == ["Available", "Occupied", "Available"]
    events = booted.said("TransactionEvent")
    assert [e["seqNo"] for e in events] == list(range(len(events)))
    assert infos(booted)[-1]["stoppedReason"] == "Local"
    assert len({info["transactionId"] for info in infos(booted)}) == 1
    assert events[1]["idToken"] == {"idToken": "CARD", "type": "ISO14443"}
    assert events[0]["meterValue"][0]["sampledValue"][0]["context"] == (
        "Transaction.Begin"
    )
    assert events[-1]["meterValue"][0]["sampledValue"][0]["context"] == (
        "Transaction.End"
    )


def test_card_first(newer):
    booted = newer().act("present_card", 1, "CARD").run(3)
    booted.act("plug_in", 1).run(2)
    assert story(booted) == [
        ("Started", "Authorized", "Idle"),
        ("Updated", "CablePluggedIn", "EVConnected"),
        ("Updated", "ChargingStateChanged", "Charging"),
    ]


def test_card_without_a_car_times_out(newer):
    preset = {"TxCtrlr.EVConnectionTimeOut": "20"}
    booted = newer(preset=preset).act("present_card", 1, "CARD").run(25)
    assert story(booted)[-1] == ("Ended", "EVConnectTimeout", None)
    assert infos(booted)[-1]["stoppedReason"] == "Timeout"
    assert booted.statuses()[-1] == "Available"


def test_stop_point_may_be_the_cable(newer):
    preset = {"TxCtrlr.TxStopPoint": "EVConnected"}
    booted = newer(preset=preset).charge()
    booted.act("present_card", 1, "CARD").run(2)
    assert story(booted)[-1] == ("Updated", "StopAuthorized", "EVConnected")
    booted.act("unplug", 1)
    assert story(booted)[-1] == ("Ended", "EVCommunicationLost", "Idle")
    assert infos(booted)[-1]["stoppedReason"] == "Local"


def test_start_point_may_be_the_power_path(newer):
    preset = {"TxCtrlr.TxStartPoint": "PowerPathClosed"}
    booted = newer(preset=preset).act("plug_in", 1).run(2)
    assert story(booted) == []
    booted.act("present_card", 1, "CARD")
    assert story(booted)[0][:2] == ("Started", "Authorized")


def test_unplugging_only_suspends_if_so_configured(newer):
    preset = {"TxCtrlr.StopTxOnEVSideDisconnect": "false"}
    booted = newer(preset=preset).charge().act("unplug", 1)
    assert story(booted)[-1] == ("Updated", "EVCommunicationLost", "Idle")
    assert booted.charger.has_transaction


@pytest.mark.parametrize(
    ("stops", "last"),
    [
        ("true", ("Ended", "Deauthorized", "EVConnected")),
        ("false", ("Updated", "ChargingStateChanged", "SuspendedEVSE")),
    ],
)
def test_token_refused_in_the_transaction(newer, stops, last):
    def event(payload):
        return {"idTokenInfo": {"status": "Blocked"}} if "idToken" in payload else {}

    preset = {"TxCtrlr.StopTxOnInvalidId": stops}
    booted = newer(preset=preset, answers={"TransactionEvent": event}).charge()
    assert story(booted)[-1] == last


def test_meter_values_are_numbers_of_the_transaction(newer):
    booted = newer().charge(car=Car(phases=1, max_current_a=16.0)).run(20)
    event = booted.said("TransactionEvent")[-1]
    values = {
        (entry["measurand"], entry.get("phase")): entry["value"]
        for entry in event["meterValue"][0]["sampledValue"]
    }
    assert values["Power.Active.Import", None] == pytest.approx(
        values["Current.Import", "L1"] * values["Voltage", "L1-N"], rel=0.01
    )
    assert values["Current.Import", "L2"] == 0
    assert event["numberOfPhasesUsed"] == 1
    assert booted.said("MeterValues") == []


def test_sample_interval_takes_effect_at_once(newer):
    booted = newer().charge()
    booted.charger.model.assign("SampledDataCtrlr.TxUpdatedInterval", "5")
    booted.forget()
    booted.run(20)
    assert len(booted.said("TransactionEvent")) == 4


def test_clock_aligned_values_go_with_the_transaction_or_alone(newer):
    preset = {"AlignedDataCtrlr.Interval": "60"}
    booted = newer(preset=preset).charge(1)
    booted.run(60)
    triggers = [e["triggerReason"] for e in booted.said("TransactionEvent")]
    assert triggers.count("MeterValueClock") == 1
    assert [p["evseId"] for p in booted.said("MeterValues")] == [2]


def test_nothing_is_aligned_where_nothing_is_to_be_measured(newer):
    preset = {"AlignedDataCtrlr.Interval": "60", "AlignedDataCtrlr.Measurands": ""}
    assert newer(preset=preset).run(120).said("MeterValues") == []


def test_aligned_values_may_be_for_idle_times_only(newer):
    preset = {
        "AlignedDataCtrlr.Interval": "60",
        "AlignedDataCtrlr.SendDuringIdle": "true",
    }
    booted = newer(preset=preset).charge(1).run(60)
    triggers = [e["triggerReason"] for e in booted.said("TransactionEvent")]
    assert "MeterValueClock" not in triggers


def test_offline_events_say_so_and_keep_their_order(newer):
    booted = newer().charge()
    booted.disconnect()
    booted.forget()
    booted.run(15).act("present_card", 1, "CARD").act("unplug", 1)
    booted.connect()
    events = booted.said("TransactionEvent")
    assert all(event["offline"] for event in events)
    numbers = [event["seqNo"] for event in events]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert events[-1]["eventType"] == "Ended"


@pytest.mark.parametrize(("seconds", "told"), [(20, []), (90, ["Available"])])
def test_long_outage_repeats_all_states(newer, seconds, told):
    booted = newer()
    booted.disconnect()
    booted.run(seconds)
    booted.forget()
    booted.connect()
    assert booted.statuses(1) == booted.statuses(2) == told


def test_fault_is_told_by_event_status_and_transaction(newer):
    booted = newer().charge()
    booted.forget()
    booted.act("raise_fault", 1, Fault("GroundFailure", "RCD tripped", "E21"))
    (notice,) = booted.said("NotifyEvent")
    (event,) = notice["eventData"]
    assert event["component"]["name"] == "RCD"
    assert (event["techCode"], event["cleared"]) == ("E21", False)
    assert booted.statuses() == ["Faulted"]
    assert story(booted)[-1][:2] == ("Ended", "AbnormalCondition")
    assert infos(booted)[-1]["stoppedReason"] == "GroundFault"
    booted.act("clear_fault", 1)
    cleared = booted.said("NotifyEvent")[-1]["eventData"][0]
    assert cleared["cleared"] is True
    assert cleared["eventId"] != event["eventId"]
    assert booted.statuses()[-1] == "Occupied"


def test_full_car_is_suspended_by_itself(newer):
    booted = newer(haste=600).charge(car=Car(soc=97.0)).run(60)
    assert story(booted)[-1] == ("Updated", "ChargingStateChanged", "SuspendedEV")


def test_reservation_goes_with_the_transaction(newer):
    booted = newer()
    first = booted.charger.connectors[0]
    kept = Reservation(5, "GUEST", None, booted.charger.wall() + 600)
    booted.charger.reserve(first, kept)
    booted.charge(token="GUEST")
    told = [e.get("reservationId") for e in booted.said("TransactionEvent")]
    assert told[1] == 5
    assert told.count(5) == 1


def test_reservation_that_expires_is_told(newer):
    booted = newer()
    first = booted.charger.connectors[0]
    kept = Reservation(5, "GUEST", None, booted.charger.wall() + 10)
    booted.charger.reserve(first, kept)
    booted.run(12)
    assert booted.said("ReservationStatusUpdate") == [
        {"reservationId": 5, "reservationUpdateStatus": "Expired"}
    ]
