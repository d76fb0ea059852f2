# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.connector import Fault
from ocppdesk.simulator.physics import Car


def profile(limit, *, number=1, purpose="TxDefaultProfile", unit="A", **more):
    return {
        "chargingProfileId": number,
        "stackLevel": 0,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Relative" if purpose == "TxProfile" else "Absolute",
        "chargingSchedule": {
            "chargingRateUnit": unit,
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
        },
        **more,
    }


def set_profile(talk, limit, connector=1, **more):
    payload = {"connectorId": connector, "csChargingProfiles": profile(limit, **more)}
    return talk.command("SetChargingProfile", payload)["status"]


# Configuration


def test_configuration_is_read_whole_or_by_name(talk):
    booted = talk("1.6", connectors=3)
    keys = booted.command("GetConfiguration")["configurationKey"]
    assert {"key": "NumberOfConnectors", "readonly": True, "value": "3"} in keys
    answer = booted.command("GetConfiguration", {"key": ["Colour"]})
    assert answer == {"configurationKey": [], "unknownKey": ["Colour"]}


def test_heartbeat_interval_takes_effect_at_once(talk):
    booted = talk("1.6")
    payload = {"key": "HeartbeatInterval", "value": "20"}
    assert booted.command("ChangeConfiguration", payload)["status"] == "Accepted"
    booted.forget()
    booted.run(61)
    assert booted.actions == ["Heartbeat"] * 3


def test_key_that_needs_a_reboot_takes_effect_after_one(talk):
    booted = talk("1.6")
    payload = {"key": "InstallationMaxCurrent", "value": "10"}
    answer = booted.command("ChangeConfiguration", payload)
    assert answer["status"] == "RebootRequired"
    booted.charge(car=Car(max_current_a=32.0))
    assert booted.reading().offered_a == 32.0
    booted.command("Reset", {"type": "Soft"})
    booted.run(20).act("unplug", 1)
    booted.charge(car=Car(max_current_a=32.0))
    assert booted.reading().offered_a == 10.0


def test_new_password_makes_it_reconnect(talk):
    booted = talk("1.6")
    payload = {"key": "AuthorizationKey", "value": "ab" * 20}
    assert booted.command("ChangeConfiguration", payload)["status"] == "Accepted"
    booted.run(2)
    assert booted.closed == 1


# Remote start and stop


def test_remote_start_asks_starts_and_charges(talk):
    booted = talk("1.6").act("plug_in", 1)
    booted.forget()
    answer = booted.command(
        "RemoteStartTransaction", {"idTag": "APP", "connectorId": 1}
    )
    assert answer["status"] == "Accepted"
    assert booted.actions[:3] == ["Authorize", "StartTransaction", "StatusNotification"]
    assert booted.said("StartTransaction")[0]["idTag"] == "APP"
    assert booted.statuses() == ["Charging"]


def test_remote_start_without_asking_if_so_configured(talk):
    booted = talk("1.6", preset={"AuthorizeRemoteTxRequests": "false"})
    booted.act("plug_in", 1)
    booted.command("RemoteStartTransaction", {"idTag": "APP"})
    assert "Authorize" not in booted.actions
    assert len(booted.said("StartTransaction")) == 1


def test_remote_start_waits_for_a_car(talk):
    booted = talk("1.6")
    booted.command("RemoteStartTransaction", {"idTag": "APP", "connectorId": 2})
    assert booted.statuses(2)[-1] == "Preparing"
    booted.act("plug_in", 2)
    assert booted.statuses(2)[-1] == "Charging"


def test_remote_start_chooses_the_outlet_with_a_car(talk):
    booted = talk("1.6").act("plug_in", 2)
    booted.command("RemoteStartTransaction", {"idTag": "APP"})
    assert booted.said("StartTransaction")[0]["connectorId"] == 2


def test_remote_start_brings_its_profile(talk):
    booted = talk("1.6").act("plug_in", 1, Car(max_current_a=32.0))
    wanted = profile(9.0, purpose="TxProfile")
    payload = {"idTag": "APP", "connectorId": 1, "chargingProfile": wanted}
    assert booted.command("RemoteStartTransaction", payload)["status"] == "Accepted"
    booted.run(5)
    assert booted.reading().offered_a == 9.0


def test_profile_that_is_too_much_for_the_charger_does_not_keep_from_charging(talk):
    booted = talk("1.6").act("plug_in", 1)
    wanted = profile(9.0, purpose="TxProfile", stackLevel=99)
    booted.command("RemoteStartTransaction", {"idTag": "A", "chargingProfile": wanted})
    assert booted.statuses()[-1] == "Charging"
    assert "profile dropped: InvalidStackLevel" in "\n".join(booted.charger.log)


@pytest.mark.parametrize(
    ("payload", "make_it"),
    [
        ({"connectorId": 9}, lambda t: None),
        ({"connectorId": 1}, lambda t: t.charge()),
        ({"connectorId": 1}, lambda t: t.act("raise_fault", 1, Fault("OtherError"))),
        ({"chargingProfile": profile(9.0)}, lambda t: None),
        ({"chargingProfile": profile(-1.0, purpose="TxProfile")}, lambda t: None),
    ],
    ids=[
        "no such outlet",
        "in use",
        "faulted",
        "default profile",
        "wrong profile",
    ],
)
def test_remote_start_is_rejected(talk, payload, make_it):
    booted = talk("1.6")
    make_it(booted)
    answer = booted.command("RemoteStartTransaction", {"idTag": "APP", **payload})
    assert answer["status"] == "Rejected"


def test_remote_stop_ends_the_session(talk):
    booted = talk("1.6").charge()
    wrong = booted.command("RemoteStopTransaction", {"transactionId": 8})
    assert wrong["status"] == "Rejected"
    right = booted.command("RemoteStopTransaction", {"transactionId": 7})
    assert right["status"] == "Accepted"
    assert booted.said("StopTransaction")[0]["reason"] == "Remote"


# Smart charging


def test_profile_lowers_the_current_in_the_next_samples(talk):
    booted = talk("1.6").charge(car=Car(max_current_a=32.0)).run(10)
    assert max(booted.reading().current_a) > 31.0
    assert set_profile(booted, 10.0) == "Accepted"
    booted.forget()
    booted.run(15)
    values = booted.said("MeterValues")[-1]["meterValue"][0]["sampledValue"]
    currents = [float(e["value"]) for e in values if e["measurand"] == "Current.Import"]
    offered = [e["value"] for e in values if e["measurand"] == "Current.Offered"]
    assert 9.8 < max(currents) <= 10.0
    assert offered == ["10.0"]


def test_limit_of_zero_suspends_and_clearing_resumes(talk):
    booted = talk("1.6").charge()
    booted.forget()
    assert set_profile(booted, 0.0) == "Accepted"
    booted.run(3)
    assert booted.reading().power_w == 0.0
    answer = booted.command("ClearChargingProfile", {"id": 1})
    assert answer["status"] == "Accepted"
    booted.run(10)
    assert booted.reading().power_w > 10_000
    assert booted.statuses() == ["SuspendedEVSE", "Charging"]


def test_profile_may_allow_one_phase_only(talk):
    booted = talk("1.6").charge()
    period = {"startPeriod": 0, "limit": 16.0, "numberPhases": 1}
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
    assert set_profile(booted, 0.0, chargingSchedule=schedule) == "Accepted"
    booted.run(3)
    assert booted.reading().current_a[0] > 15.0
    assert booted.reading().current_a[1:] == (0.0, 0.0)


def test_profile_in_watts_of_a_one_phase_charger_without_phases_is_too_low(talk):
    booted = talk("1.6").charge(car=Car(phases=1, max_current_a=16.0))
    set_profile(booted, 3680.0, unit="W")
    booted.run(3)
    assert booted.statuses()[-1] == "SuspendedEVSE"


def test_profile_of_a_transaction_needs_that_transaction(talk):
    booted = talk("1.6")
    tx = {"purpose": "TxProfile"}
    assert set_profile(booted, 10.0, **tx) == "Rejected"
    booted.charge()
    assert set_profile(booted, 10.0, transactionId=8, **tx) == "Rejected"
    assert set_profile(booted, 10.0, transactionId=7, **tx) == "Accepted"
    booted.act("present_card", 1, "CARD")
    assert booted.charger.smart.profiles == ()


@pytest.mark.parametrize(
    ("connector", "more"),
    [
        (9, {}),
        (1, {"stackLevel": 99}),
        (1, {"purpose": "ChargePointMaxProfile"}),
    ],
)
def test_profile_that_cannot_be_is_rejected(talk, connector, more):
    assert set_profile(talk("1.6"), 10.0, connector, **more) == "Rejected"


def test_clearing_takes_filters_and_tells_if_nothing_matched(talk):
    booted = talk("1.6")
    set_profile(booted, 10.0)
    set_profile(booted, 40.0, 0, number=2, purpose="ChargePointMaxProfile")
    only = {"chargingProfilePurpose": "ChargePointMaxProfile"}
    assert booted.command("ClearChargingProfile", only)["status"] == "Accepted"
    assert booted.command("ClearChargingProfile", only)["status"] == "Unknown"
    assert booted.command("ClearChargingProfile")["status"] == "Accepted"
    assert booted.charger.smart.profiles == ()


def test_composite_schedule_is_computed(talk):
    booted = talk("1.6")
    set_profile(booted, 10.0)
    answer = booted.command(
        "GetCompositeSchedule",
        {"connectorId": 1, "duration": 600, "chargingRateUnit": "W"},
    )
    (period,) = answer["chargingSchedule"]["chargingSchedulePeriod"]
    assert period == {"startPeriod": 0, "limit": 6900.0, "numberPhases": 3}
    assert answer["scheduleStart"] == "2027-01-15T08:00:00.000Z"
    wrong = booted.command("GetCompositeSchedule", {"connectorId": 9, "duration": 1})
    assert wrong["status"] == "Rejected"


# Availability, reset, unlock


def test_availability_is_scheduled_during_a_transaction(talk):
    booted = talk("1.6").charge()
    close = {"connectorId": 1, "type": "Inoperative"}
    assert booted.command("ChangeAvailability", close)["status"] == "Scheduled"
    booted.act("present_card", 1, "CARD").run(1)
    assert booted.statuses()[-1] == "Unavailable"


def test_availability_of_the_whole_charger_shows_on_connector_zero(talk):
    booted = talk("1.6")
    booted.forget()
    close = {"connectorId": 0, "type": "Inoperative"}
    assert booted.command("ChangeAvailability", close)["status"] == "Accepted"
    for number in (0, 1, 2):
        assert booted.statuses(number) == ["Unavailable"]


def test_availability_survives_a_reset(talk):
    booted = talk("1.6")
    booted.command("ChangeAvailability", {"connectorId": 2, "type": "Inoperative"})
    booted.command("Reset", {"type": "Hard"})
    booted.forget()
    booted.run(20)
    assert booted.statuses(2) == ["Unavailable"]


def test_unlocking_ends_the_session(talk):
    booted = talk("1.6").charge()
    assert booted.command("UnlockConnector", {"connectorId": 1})["status"] == "Unlocked"
    assert booted.said("StopTransaction")[0]["reason"] == "UnlockCommand"
    assert booted.statuses()[-1] == "Finishing"


def test_unlocking_can_fail(talk):
    booted = talk("1.6").act("raise_fault", 1, Fault("ConnectorLockFailure"))
    answer = booted.command("UnlockConnector", {"connectorId": 1})
    assert answer["status"] == "UnlockFailed"
    answer = booted.command("UnlockConnector", {"connectorId": 9})
    assert answer["status"] == "NotSupported"


# Local list, cache, reservations, vendors


def test_local_list_is_sent_and_its_version_told(talk):
    booted = talk("1.6", preset={"LocalPreAuthorize": "true"})
    assert booted.command("GetLocalListVersion") == {"listVersion": 0}
    entries = [{"idTag": "CARD", "idTagInfo": {"status": "Accepted"}}, {"idTag": "X"}]
    answer = booted.command(
        "SendLocalList",
        {"listVersion": 4, "updateType": "Full", "localAuthorizationList": entries},
    )
    assert answer["status"] == "Accepted"
    assert booted.command("GetLocalListVersion") == {"listVersion": 4}
    booted.charge()
    assert "Authorize" not in booted.actions


def test_local_list_that_is_switched_off(talk):
    booted = talk("1.6", preset={"LocalAuthListEnabled": "false"})
    assert booted.command("GetLocalListVersion") == {"listVersion": -1}
    answer = booted.command("SendLocalList", {"listVersion": 1, "updateType": "Full"})
    assert answer["status"] == "NotSupported"


def test_cache_is_cleared_if_there_is_one(talk):
    assert talk("1.6").command("ClearCache")["status"] == "Accepted"
    off = talk("1.6", preset={"AuthorizationCacheEnabled": "false"})
    assert off.command("ClearCache")["status"] == "Rejected"


def test_reservation_is_made_and_cancelled(talk):
    booted = talk("1.6")
    reserve = {
        "connectorId": 1,
        "expiryDate": "2027-01-15T09:00:00Z",
        "idTag": "GUEST",
        "reservationId": 3,
    }
    assert booted.command("ReserveNow", reserve)["status"] == "Accepted"
    assert booted.statuses()[-1] == "Reserved"
    cancel = {"reservationId": 3}
    assert booted.command("CancelReservation", cancel)["status"] == "Accepted"
    assert booted.statuses()[-1] == "Available"
    assert booted.command("CancelReservation", cancel)["status"] == "Rejected"
    whole = {**reserve, "connectorId": 0}
    assert booted.command("ReserveNow", whole)["status"] == "Rejected"


def test_vendors_are_unknown(talk):
    answer = talk("1.6").command("DataTransfer", {"vendorId": "acme"})
    assert answer == {"status": "UnknownVendorId"}
