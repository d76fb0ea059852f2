# SPDX-License-Identifier: Apache-2.0
"""Limits of 2.1: Dynamic profiles, priority, operation modes, times offline."""

import pytest

from ocppdesk.simulator.physics import Car

BIG = Car(max_current_a=32.0)


@pytest.fixture
def charging(talk):
    """Makes a charger that charges a big car at its first outlet."""
    return lambda **options: talk("2.1", **options).charge(car=BIG).run(8)


def profile(limit, *, number=1, purpose="TxDefaultProfile", kind="Absolute", **more):
    period = {"startPeriod": 0} | more.pop("period", {"limit": limit})
    return {
        "id": number,
        "stackLevel": more.pop("level", 0),
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": [
            {"id": 1, "chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
        ],
        **more,
    }


def set_profile(talk, limit, *, evse=1, **more):
    payload = {"evseId": evse, "chargingProfile": profile(limit, **more)}
    return reason(talk.command("SetChargingProfile", payload))


def reason(answer):
    return answer.get("statusInfo", {}).get("reasonCode", answer["status"])


def update(talk, number=1, **values):
    payload = {"chargingProfileId": number, "scheduleUpdate": values}
    return reason(talk.command("UpdateDynamicSchedule", payload))


def prioritize(talk, activate=True, transaction=None):
    running = talk.charger.connectors[0].transaction
    payload = {"transactionId": transaction or running.id, "activate": activate}
    return reason(talk.command("UsePriorityCharging", payload))


def offered(talk):
    return talk.run(3).reading().offered_a


def test_limit_of_a_dynamic_profile_is_updated(charging):
    booted = charging()
    assert set_profile(booted, 16.0, kind="Dynamic") == "Accepted"
    assert offered(booted) == 16.0
    assert update(booted, limit=9.0) == "Accepted"
    assert offered(booted) == 9.0
    booted.command("GetChargingProfiles", {"requestId": 1, "chargingProfile": {}})
    (found,) = booted.said("ReportChargingProfiles")[0]["chargingProfile"]
    assert found["chargingSchedule"][0]["chargingSchedulePeriod"][0]["limit"] == 9.0
    assert found["dynUpdateTime"].startswith("2027-01-15T08:00:2")


@pytest.mark.parametrize(
    ("number", "values", "why"),
    [
        (7, {"limit": 9.0}, "NotFound"),
        (2, {"limit": 9.0}, "InvalidProfile"),
        (1, {"setpoint": 9.0}, "UnsupportedParam"),
        (1, {}, "MissingParam"),
        (1, {"limit": -9.0}, "ValueTooLow"),
    ],
)
def test_update_that_cannot_be_is_rejected(charging, number, values, why):
    booted = charging()
    set_profile(booted, 16.0, kind="Dynamic")
    set_profile(booted, 20.0, number=2, level=1)
    assert update(booted, number, **values) == why


def test_updates_are_asked_for_in_time(charging):
    pulled = {"status": "Accepted", "scheduleUpdate": {"limit": 7.0}}
    booted = charging(answers={"PullDynamicScheduleUpdate": pulled})
    set_profile(booted, 16.0, kind="Dynamic", dynUpdateInterval=30)
    booted.run(20)
    assert booted.said("PullDynamicScheduleUpdate") == []
    booted.run(12)
    assert booted.said("PullDynamicScheduleUpdate") == [{"chargingProfileId": 1}]
    assert offered(booted) == 7.0
    booted.answers["PullDynamicScheduleUpdate"] = {"status": "Rejected"}
    booted.run(60)
    assert len(booted.said("PullDynamicScheduleUpdate")) == 3
    assert offered(booted) == 7.0


def test_nothing_is_asked_for_without_a_connection(charging):
    booted = charging()
    set_profile(booted, 16.0, kind="Dynamic", dynUpdateInterval=10)
    booted.disconnect()
    booted.run(60)
    assert booted.said("PullDynamicScheduleUpdate") == []


def test_dynamic_profile_that_is_not_updated_in_its_time_lapses(charging):
    booted = charging()
    found = profile(8.0, kind="Dynamic")
    found["chargingSchedule"][0]["duration"] = 30
    payload = {"evseId": 1, "chargingProfile": found}
    booted.command("SetChargingProfile", payload)
    booted.run(20)
    update(booted, limit=7.0)
    booted.run(20)
    assert offered(booted) == 7.0
    assert offered(booted.run(20)) == 32.0


def test_priority_takes_the_place_of_other_limits(charging):
    booted = charging()
    set_profile(booted, 8.0)
    assert prioritize(booted) == "NotFound"
    priority = {"number": 2, "purpose": "PriorityCharging"}
    assert set_profile(booted, 24.0, evse=0, **priority) == "Accepted"
    assert offered(booted) == 8.0
    assert prioritize(booted) == "Accepted"
    assert offered(booted) == 24.0
    assert prioritize(booted, activate=False) == "Accepted"
    assert offered(booted) == 8.0
    assert prioritize(booted, activate=False) == "Accepted"
    told = [p["activated"] for p in booted.said("NotifyPriorityCharging")]
    assert told == [True, False]


def test_priority_ends_with_its_transaction(charging):
    booted = charging()
    priority = {"number": 2, "purpose": "PriorityCharging"}
    set_profile(booted, 24.0, **priority)
    assert prioritize(booted, transaction="other") == "TxNotFound"
    prioritize(booted)
    booted.act("present_card", 1, "CARD").act("unplug", 1).charge(car=BIG)
    assert offered(booted) == 32.0


def test_idle_is_a_mode_and_an_end_of_the_offer(charging):
    booted = charging()
    modes = [e["transactionInfo"].get("operationMode") for e in events(booted)]
    assert [mode for mode in modes if mode] == ["ChargingOnly"]
    booted.forget()
    assert set_profile(booted, 0.0, period={"operationMode": "Idle"}) == "Accepted"
    booted.run(2)
    told = [
        (e["triggerReason"], e["transactionInfo"].get("operationMode"))
        for e in events(booted)
    ]
    assert told == [("OperationModeChanged", "Idle")]
    assert events(booted)[0]["transactionInfo"]["chargingState"] == "SuspendedEVSE"
    assert offered(booted) == 0.0


def events(talk):
    return talk.said("TransactionEvent")


def test_period_without_a_limit_is_refused(charging):
    assert set_profile(charging(), 0.0, period={}) == "InvalidSchedule"


@pytest.mark.parametrize(("ends", "after"), [(False, 8.0), (True, 32.0)])
def test_profile_counts_offline_only_for_a_time(charging, ends, after):
    booted = charging()
    more = {"maxOfflineDuration": 30, "invalidAfterOfflineDuration": ends}
    set_profile(booted, 8.0, **more)
    booted.disconnect()
    booted.run(20)
    assert booted.reading().offered_a == 8.0
    booted.run(20)
    assert booted.reading().offered_a == 32.0
    booted.connect()
    assert offered(booted) == after


def test_start_profile_that_cannot_be_is_refused(talk):
    booted = talk("2.1").act("plug_in", 1)
    token = {"idToken": "APP", "type": "Central"}
    wish = {
        "idToken": token,
        "remoteStartId": 1,
        "evseId": 1,
        "chargingProfile": profile(
            0.0, purpose="TxProfile", kind="Relative", period={"setpoint": 5.0}
        ),
    }
    answer = booted.command("RequestStartTransaction", wish)
    assert reason(answer) == "UnsupportedParam"


def test_profiles_of_any_purpose_can_be_asked_for(charging):
    ask = {
        "requestId": 1,
        "chargingProfile": {"chargingProfilePurpose": "LocalGeneration"},
    }
    answer = charging().command("GetChargingProfiles", ask)
    assert answer["status"] == "NoProfiles"


def resumed(talk, *, evse=None):
    payload = {"type": "ImmediateAndResume"} | ({"evseId": evse} if evse else {})
    return reason(talk.command("Reset", payload))


def story(talk):
    return [
        (e["triggerReason"], e["transactionInfo"].get("chargingState"))
        for e in events(talk)
        if e["triggerReason"] != "MeterValuePeriodic"
    ]


@pytest.mark.parametrize("evse", [None, 1], ids=["charger", "EVSE"])
def test_transaction_survives_a_reset(charging, evse):
    booted = charging()
    booted.forget()
    number = booted.charger.connectors[0].transaction.id
    assert resumed(booted, evse=evse) == "Accepted"
    booted.run(30)
    assert story(booted)[:2] == [
        ("ResetCommand", "SuspendedEVSE"),
        ("TxResumed", "Charging"),
    ]
    assert ("BootNotification" in booted.actions) is (evse is None)
    assert {e["transactionInfo"]["transactionId"] for e in events(booted)} == {number}
    numbers = [e["seqNo"] for e in events(booted)]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert booted.reading().power_w > 0


def test_energy_may_not_be_allowed_to_flow_again(charging):
    preset = {"TxCtrlr.AllowEnergyTransferResumption": "false"}
    booted = charging(preset=preset)
    resumed(booted)
    booted.run(30)
    assert story(booted)[-1] == ("TxResumed", "SuspendedEVSE")
    assert booted.reading().power_w == 0


def test_transaction_survives_an_unexpected_reboot(charging):
    booted = charging()
    booted.act("restart", "Watchdog").run(30)
    assert ("TxResumed", "Charging") in story(booted)
    booted.act("present_card", 1, "CARD")
    assert events(booted)[-1]["eventType"] == "Ended"


def test_charger_that_is_not_to_resume_ends_its_transactions(charging):
    booted = charging(preset={"TxCtrlr.ResumptionTimeout": "0"})
    assert resumed(booted) == "NotEnabled"
    booted.act("restart", "Watchdog").run(30)
    assert events(booted)[-1]["transactionInfo"]["stoppedReason"] == "Reboot"


def test_reset_to_resume_without_transactions_is_an_ordinary_one(talk):
    booted = talk("2.1")
    assert resumed(booted, evse=9) == "UnknownEvse"
    assert resumed(booted) == "Accepted"
    booted.run(20)
    assert booted.said("BootNotification")[-1]["reason"] == "RemoteReset"
    assert events(booted) == []
