# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.connector import Fault
from ocppdesk.simulator.physics import Car

TOKEN = {"idToken": "APP", "type": "Central"}
BIG = Car(max_current_a=32.0)


def profile(limit, *, number=1, purpose="TxDefaultProfile", level=0, **more):
    return {
        "id": number,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Relative" if purpose == "TxProfile" else "Absolute",
        "chargingSchedule": [
            {
                "id": 1,
                "chargingRateUnit": "A",
                "startSchedule": "2027-01-15T08:00:00Z",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
            }
        ],
        **more,
    }


def set_profile(talk, limit, evse=1, **more):
    payload = {"evseId": evse, "chargingProfile": profile(limit, **more)}
    answer = talk.command("SetChargingProfile", payload)
    return answer.get("statusInfo", {}).get("reasonCode", answer["status"])


def running(talk):
    return talk.charger.connectors[0].transaction.id


def events(talk):
    return [
        (event["eventType"], event["triggerReason"])
        for event in talk.said("TransactionEvent")
    ]


def request_start(talk, **more):
    payload = {"idToken": TOKEN, "remoteStartId": 44, **more}
    return talk.command("RequestStartTransaction", payload)


def test_remote_start_joins_the_transaction_of_the_cable(newer):
    booted = newer().act("plug_in", 1)
    answer = request_start(booted, evseId=1)
    assert answer == {"status": "Accepted", "transactionId": running(booted)}
    assert events(booted) == [
        ("Started", "CablePluggedIn"),
        ("Updated", "RemoteStart"),
        ("Updated", "ChargingStateChanged"),
    ]
    event = booted.said("TransactionEvent")[1]
    assert event["transactionInfo"]["remoteStartId"] == 44
    assert event["idToken"] == TOKEN
    assert booted.said("Authorize") == [{"idToken": TOKEN}]


def test_remote_start_waits_for_a_car(newer):
    booted = newer()
    assert request_start(booted, evseId=2) == {"status": "Accepted"}
    assert events(booted) == [("Started", "RemoteStart")]
    booted.act("plug_in", 2).run(3)
    assert booted.reading(2).power_w > 0


def test_remote_start_brings_its_profile(newer):
    booted = newer().act("plug_in", 1, BIG)
    request_start(booted, chargingProfile=profile(9.0, purpose="TxProfile"))
    booted.run(5)
    assert booted.reading().offered_a == 9.0


def test_profile_that_is_too_much_for_the_charger_does_not_keep_from_charging(newer):
    booted = newer().act("plug_in", 1)
    request_start(booted, chargingProfile=profile(9.0, purpose="TxProfile", level=99))
    booted.run(5)
    assert booted.reading().offered_a == 32.0
    assert "profile dropped: InvalidStackLevel" in "\n".join(booted.charger.log)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"evseId": 9}, "UnknownEvse"),
        ({"evseId": 1}, "TxInProgress"),
        ({"chargingProfile": profile(9.0)}, "InvalidProfile"),
        (
            {"chargingProfile": profile(9.0, purpose="TxProfile", transactionId="x")},
            "InvalidProfile",
        ),
    ],
)
def test_remote_start_is_rejected_with_a_reason(newer, more, reason):
    answer = request_start(newer().charge(), **more)
    assert answer["status"] == "Rejected"
    assert answer["statusInfo"]["reasonCode"] == reason


def test_remote_stop_ends_the_transaction(newer):
    booted = newer().charge()
    payload = {"transactionId": running(booted)}
    answer = booted.command("RequestStopTransaction", payload)
    assert answer["status"] == "Accepted"
    assert events(booted)[-1] == ("Ended", "RemoteStop")
    again = booted.command("RequestStopTransaction", payload)
    assert again["statusInfo"]["reasonCode"] == "UnknownTxId"


def test_status_of_a_transaction(newer):
    booted = newer().charge()
    ask = {"transactionId": running(booted)}
    assert booted.command("GetTransactionStatus", ask) == {
        "messagesInQueue": False,
        "ongoingIndicator": True,
    }
    booted.act("present_card", 1, "CARD")
    assert not booted.command("GetTransactionStatus", ask)["ongoingIndicator"]
    assert booted.command("GetTransactionStatus") == {"messagesInQueue": False}


def test_messages_in_the_queue_are_admitted(newer):
    booted = newer(answers={"TransactionEvent": None}).act("plug_in", 1)
    assert booted.command("GetTransactionStatus") == {"messagesInQueue": True}


def test_profile_lowers_the_current_and_zero_suspends(newer):
    booted = newer().charge(car=BIG).run(10)
    assert set_profile(booted, 10.0) == "Accepted"
    booted.run(5)
    assert 9.8 < max(booted.reading().current_a) <= 10.0
    assert set_profile(booted, 0.0) == "Accepted"
    last = booted.said("TransactionEvent")[-1]["transactionInfo"]
    assert last["chargingState"] == "SuspendedEVSE"


@pytest.mark.parametrize(
    ("evse", "more", "reason"),
    [
        (9, {}, "UnknownEvse"),
        (1, {"level": 99}, "InvalidStackLevel"),
        (1, {"number": 2}, "DuplicateProfile"),
        (1, {"purpose": "TxProfile"}, "MissingParam"),
        (1, {"purpose": "TxProfile", "transactionId": "x"}, "TxNotFound"),
        (1, {"purpose": "ChargingStationMaxProfile"}, "InvalidProfile"),
    ],
)
def test_profile_is_rejected_with_a_reason(newer, evse, more, reason):
    booted = newer().charge()
    set_profile(booted, 16.0)
    assert set_profile(booted, 10.0, evse, **more) == reason


def test_profile_of_the_running_transaction_is_accepted(newer):
    booted = newer().charge()
    tx = {"purpose": "TxProfile", "transactionId": running(booted)}
    assert set_profile(booted, 10.0, **tx) == "Accepted"


def test_installed_profiles_are_reported(newer):
    booted = newer()
    set_profile(booted, 10.0)
    set_profile(booted, 63.0, 0, number=2, purpose="ChargingStationMaxProfile")
    ask = {"requestId": 6, "chargingProfile": {}}
    assert booted.command("GetChargingProfiles", ask)["status"] == "Accepted"
    reports = booted.said("ReportChargingProfiles")
    assert [(r["evseId"], r["tbc"]) for r in reports] == [(1, True), (0, False)]
    assert reports[0]["chargingProfile"] == [profile(10.0)]
    for wanted in ({"chargingProfileId": [9]}, {"chargingLimitSource": ["EMS"]}):
        nothing = booted.command(
            "GetChargingProfiles", {**ask, "chargingProfile": wanted}
        )
        assert nothing["status"] == "NoProfiles"


def test_profiles_are_cleared_by_id_or_criteria(newer):
    booted = newer()
    set_profile(booted, 10.0)
    set_profile(booted, 12.0, number=2, level=3)
    by_id = {"chargingProfileId": 1}
    assert booted.command("ClearChargingProfile", by_id)["status"] == "Accepted"
    assert booted.command("ClearChargingProfile", by_id)["status"] == "Unknown"
    criteria = {
        "chargingProfileCriteria": {
            "evseId": 1,
            "stackLevel": 3,
            "chargingProfilePurpose": "TxDefaultProfile",
        }
    }
    assert booted.command("ClearChargingProfile", criteria)["status"] == "Accepted"
    assert booted.charger.smart.profiles == ()


def test_composite_schedule_is_computed(newer):
    booted = newer()
    set_profile(booted, 10.0)
    schedule = booted.command("GetCompositeSchedule", {"evseId": 1, "duration": 60})
    assert schedule["schedule"]["chargingSchedulePeriod"] == [
        {"startPeriod": 0, "limit": 10.0, "numberPhases": 3}
    ]
    wrong = booted.command("GetCompositeSchedule", {"evseId": 9, "duration": 60})
    assert wrong["statusInfo"]["reasonCode"] == "UnknownEvse"


def test_availability_of_evse_and_station(newer):
    booted = newer().charge(1)
    close = {"operationalStatus": "Inoperative"}
    one = {**close, "evse": {"id": 2}}
    assert booted.command("ChangeAvailability", one)["status"] == "Accepted"
    assert booted.statuses(2)[-1] == "Unavailable"
    assert booted.command("ChangeAvailability", close)["status"] == "Scheduled"
    wrong = booted.command("ChangeAvailability", {**close, "evse": {"id": 9}})
    assert wrong["statusInfo"]["reasonCode"] == "UnknownEvse"
    booted.act("present_card", 1, "CARD").act("unplug", 1).run(2)
    assert booted.statuses(1)[-1] == "Unavailable"


def test_unlocking_never_ends_an_authorized_transaction(newer):
    booted = newer().charge()
    ask = {"evseId": 1, "connectorId": 1}
    answer = booted.command("UnlockConnector", ask)
    assert answer["status"] == "OngoingAuthorizedTransaction"
    booted.act("present_card", 1, "CARD")
    assert booted.command("UnlockConnector", ask)["status"] == "Unlocked"
    wrong = booted.command("UnlockConnector", {**ask, "connectorId": 2})
    assert wrong["status"] == "UnknownConnector"
    booted.act("raise_fault", 1, Fault("ConnectorLockFailure"))
    assert booted.command("UnlockConnector", ask)["status"] == "UnlockFailed"


def test_local_list_and_cache(newer):
    booted = newer()
    entry = {"idToken": TOKEN, "idTokenInfo": {"status": "Accepted"}}
    update = {
        "versionNumber": 3,
        "updateType": "Full",
        "localAuthorizationList": [entry],
    }
    assert booted.command("SendLocalList", update)["status"] == "Accepted"
    assert booted.command("GetLocalListVersion") == {"versionNumber": 3}
    old = {**update, "updateType": "Differential"}
    assert booted.command("SendLocalList", old)["status"] == "VersionMismatch"
    assert booted.command("ClearCache")["status"] == "Accepted"
    booted.disconnect()
    booted.charge(token="APP")
    assert booted.reading().power_w > 0


def test_local_list_that_is_switched_off(newer):
    booted = newer(preset={"LocalAuthListCtrlr.Enabled": "false"})
    update = {"versionNumber": 3, "updateType": "Full"}
    answer = booted.command("SendLocalList", update)
    assert answer["statusInfo"]["reasonCode"] == "NotEnabled"
    assert booted.command("GetLocalListVersion") == {"versionNumber": 0}


def test_reservation_is_made_and_cancelled(newer):
    booted = newer()
    reserve = {
        "id": 3,
        "expiryDateTime": "2027-01-15T09:00:00Z",
        "idToken": TOKEN,
        "groupIdToken": {"idToken": "G", "type": "Central"},
        "evseId": 1,
    }
    assert booted.command("ReserveNow", reserve)["status"] == "Accepted"
    assert booted.statuses()[-1] == "Reserved"
    cancel = {"reservationId": 3}
    assert booted.command("CancelReservation", cancel)["status"] == "Accepted"
    assert booted.command("CancelReservation", cancel)["status"] == "Rejected"
    reserve.pop("evseId")
    assert booted.command("ReserveNow", reserve)["status"] == "Rejected"


def test_cost_and_vendors(newer):
    booted = newer()
    cost = {"totalCost": 1.5, "transactionId": "x"}
    assert booted.command("CostUpdated", cost) == {}
    answer = booted.command("DataTransfer", {"vendorId": "acme"})
    assert answer == {"status": "UnknownVendorId"}
