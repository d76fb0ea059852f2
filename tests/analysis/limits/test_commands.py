# SPDX-License-Identifier: Apache-2.0
"""The commands that bear on a limit, and their answers."""

import pytest

from ocppdesk.core.messages import Direction

TX = "TxProfile"
EXTERNAL = "ChargingStationExternalConstraints"


def amps(talk, connector=1, after_s=0):
    return talk.allowed(connector, after_s).in_force.amps


@pytest.mark.parametrize("answer", ["Rejected", "NotSupported", "Odd"])
def test_what_was_refused_does_not_count_and_is_told(talk, make_profile, answer):
    first = talk.set(1, make_profile(16))
    refused = talk.set(1, make_profile(10, id=2), answer)
    found = talk.allowed()
    assert (found.last.message, found.in_force.amps) == (first, 16)
    assert found.last.remarks[0] == (
        "Tried since: 10 A per phase (TxDefaultProfile, level 0, connector 1); the "
        f"charger answered {answer} (message {refused})."
    )
    talk.set(1, make_profile(8, id=2))
    assert not talk.allowed().last.remarks[0].startswith("Tried")


def test_an_error_is_a_refusal_too(talk, make_profile):
    made = talk.call(
        "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": make_profile(16)}
    )
    talk.error(made, "NotImplemented")
    found = talk.allowed()
    assert found.last.text == "Nothing was set in these messages."
    assert "NotImplemented" in found.last.remarks[0]


def test_without_an_answer_nothing_was_set(talk, make_profile):
    talk.call(
        "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": make_profile(16)}
    )
    talk.tell("StatusNotification", {"connectorId": 1, "status": "Available"})
    assert amps(talk) is None


def test_a_profile_that_cannot_be_read_is_an_instruction_all_the_same(talk):
    talk.set(1, {"stackLevel": 3})
    assert talk.allowed().last.text.startswith("A profile that cannot be read by this")


def test_a_profile_of_a_transaction_dies_with_it(talk, make_profile):
    talk.set(1, make_profile(16))
    talk.start()
    talk.set(1, make_profile(6, id=2, purpose=TX, transactionId=7))
    assert amps(talk) == 6
    talk.tell("BootNotification", {"chargePointVendor": "X"})
    assert amps(talk) == 6  # profiles survive a reboot
    talk.stop()
    assert amps(talk) == 16
    remarks = talk.allowed().last.remarks
    assert (
        "It does not apply any more: it was cleared, or its transaction ended."
        in remarks
    )


def test_a_profile_taken_without_a_known_transaction_tells_that_one_runs(
    talk, make_profile
):
    talk.set(1, make_profile(6, purpose=TX))
    assert amps(talk) == 6
    talk.start()
    assert amps(talk) == 6  # it came a little early
    talk.stop()
    assert amps(talk) is None


def test_a_profile_with_a_remote_start_waits_for_its_transaction(talk, make_profile):
    talk.ask(
        "RemoteStartTransaction",
        {
            "connectorId": 1,
            "idTag": "A1",
            "chargingProfile": make_profile(10, purpose=TX),
        },
    )
    assert amps(talk) is None
    assert "with a remote start by this CSMS, accepted" in talk.allowed().last.text
    talk.start(connector=2, tag="B2", transaction=8)
    assert amps(talk, 2) is None
    talk.start()
    assert amps(talk) == 10
    talk.stop()
    assert amps(talk) is None


def test_a_remote_start_without_a_connector_goes_by_its_token(talk, make_profile):
    talk.ask(
        "RemoteStartTransaction",
        {"idTag": "A1", "chargingProfile": make_profile(10, purpose=TX)},
    )
    (found,) = talk.limits.allowances(talk.at)
    assert "(TxProfile, level 0, wherever it starts)" in found.last.text
    assert not any("connector 0" in one for one in found.last.remarks)
    talk.start(2, 8, tag="B2")
    talk.start(1, 7, tag="A1")
    assert (amps(talk, 1), amps(talk, 2)) == (10, None)


def test_a_request_to_start_goes_by_its_number_in_2x(talk, make_profile):
    talk.ask(
        "RequestStartTransaction",
        {
            "evseId": 1,
            "remoteStartId": 5,
            "chargingProfile": make_profile(10, purpose=TX),
        },
    )
    talk.event("Started", transaction="t0", info={"remoteStartId": 4})
    assert amps(talk) is None
    talk.event("Started", transaction="t1", info={"remoteStartId": 5})
    assert amps(talk) == 10


def test_a_remote_start_is_forgotten_when_nobody_plugs_in(talk, make_profile):
    talk.ask(
        "RemoteStartTransaction",
        {
            "connectorId": 1,
            "idTag": "A1",
            "chargingProfile": make_profile(10, purpose=TX),
        },
    )
    talk.at += 1000 * 1_000_000
    talk.start()
    assert amps(talk) is None


def test_clearing_is_an_instruction_that_says_what_was_before(talk, make_profile):
    talk.set(1, make_profile(16, id=4))
    number = talk.ask("ClearChargingProfile", {"id": 4})
    found = talk.allowed()
    assert (found.in_force.amps, found.last.message) == (None, number)
    assert found.last.text == (
        "Clear profile 4 (1 profile of these messages) by this CSMS, accepted."
    )
    assert found.last.remarks[0].startswith("Before that: 16 A per phase")


def test_unknown_tells_that_the_charger_has_no_such_profile(talk, make_profile):
    talk.set(1, make_profile(16))
    talk.ask("ClearChargingProfile", {"connectorId": 1, "stackLevel": 0}, "Unknown")
    assert amps(talk) is None
    assert talk.allowed().last.amps == 16


def test_clearing_by_criteria_is_told(talk, make_profile):
    talk.set2(1, make_profile(16))
    criteria = {
        "evseId": 1,
        "chargingProfilePurpose": "TxDefaultProfile",
        "stackLevel": 0,
    }
    talk.ask("ClearChargingProfile", {"chargingProfileCriteria": criteria})
    assert talk.allowed().last.text.startswith("Clear TxDefaultProfile of level 0 on ")


def test_a_dynamic_schedule_is_updated_and_pulled(talk, make_profile):
    talk.set2(1, make_profile(16, id=3, kind="Dynamic"))
    update = {"chargingProfileId": 3, "scheduleUpdate": {"limit": 11}}
    number = talk.ask("UpdateDynamicSchedule", update)
    assert amps(talk) == 11
    assert talk.allowed().last.message == number
    talk.tell(
        "PullDynamicScheduleUpdate",
        {"chargingProfileId": 3},
        {"status": "Accepted", "scheduleUpdate": {"limit": 9}},
    )
    assert amps(talk) == 9
    talk.ask("UpdateDynamicSchedule", update, "Rejected")
    assert amps(talk) == 9
    talk.ask("UpdateDynamicSchedule", {**update, "chargingProfileId": 4})
    assert "which is not known here" in talk.allowed().last.text


def test_priority_charging_lets_its_profile_lead(talk, make_profile):
    talk.event("Started")
    talk.set2(1, make_profile(6, id=1, purpose=TX, transactionId="t1"))
    talk.set2(1, make_profile(32, id=2, purpose="PriorityCharging"))
    assert amps(talk) == 6
    talk.ask("UsePriorityCharging", {"transactionId": "t1", "activate": True})
    assert amps(talk) == 32
    assert talk.allowed().last.text.startswith(
        "Priority charging on for transaction t1"
    )
    talk.tell("NotifyPriorityCharging", {"transactionId": "t1", "activated": False})
    assert amps(talk) == 6


def test_a_composite_schedule_is_what_the_charger_offers(talk, make_profile):
    schedule = make_profile((0, 16), (600, 10), duration=3600)["chargingSchedule"]
    answer = {
        "status": "Accepted",
        "connectorId": 1,
        "scheduleStart": talk.clock(2),
        "chargingSchedule": schedule,
    }
    asked = {"connectorId": 1, "duration": 3600}
    talk.ask("GetCompositeSchedule", asked, answer)
    assert talk.allowed().offered.amps == 16
    assert talk.allowed(after_s=700).offered.amps == 10
    late = talk.allowed(after_s=3700).offered
    assert late.amps is None
    assert "says nothing of now any more" in late.remarks[0]


def test_a_wrong_clock_does_not_move_a_composite_schedule(talk):
    talk.ask(
        "GetCompositeSchedule",
        {"evseId": 1, "duration": 60},
        {
            "status": "Accepted",
            "schedule": {
                "evseId": 1,
                "duration": 60,
                "scheduleStart": "1970-01-01T00:00:00Z",
                "chargingRateUnit": "W",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 11040}],
            },
        },
    )
    found = talk.allowed().offered
    assert (found.amps, found.watts) == (16, 11040)


def test_a_refused_composite_schedule_is_told(talk):
    talk.ask("GetCompositeSchedule", {"connectorId": 1, "duration": 60}, "Rejected")
    found = talk.allowed()
    assert "refused GetCompositeSchedule" in found.offered.remarks[0]


def test_an_answer_to_a_call_that_was_not_seen_is_nothing(talk):
    made = talk.call("SetChargingProfile", {})
    talk.observer._calls.clear()
    talk.result(made, {"status": "Accepted"})
    assert talk.limits.allowances(talk.at)[0].last.at is None


def test_who_asks_the_wrong_way_is_not_obeyed(talk, make_profile):
    payload = {"connectorId": 1, "csChargingProfiles": make_profile(16)}
    made = talk.call("SetChargingProfile", payload, direction=Direction.IN)
    talk.result(made, {"status": "Accepted"})
    assert talk.limits.allowances(talk.at)[0].last.at is None


def test_a_request_that_joins_a_running_transaction_counts_at_once(talk, make_profile):
    talk.event("Started")
    talk.ask(
        "RequestStartTransaction",
        {"remoteStartId": 5, "chargingProfile": make_profile(10, purpose=TX)},
        {"status": "Accepted", "transactionId": "t1"},
    )
    assert amps(talk) == 10
