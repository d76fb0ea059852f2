# SPDX-License-Identifier: Apache-2.0
"""What a charger tells of its limits by itself."""

EXTERNAL = "ChargingStationExternalConstraints"


def notify(talk, limit=None, evse=None, source="EMS", **more):
    payload = {"chargingLimit": {"chargingLimitSource": source, **more}}
    if evse is not None:
        payload["evseId"] = evse
    if limit is not None:
        payload["chargingSchedule"] = [
            {
                "id": 1,
                "chargingRateUnit": "A",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
            }
        ]
    return talk.tell("NotifyChargingLimit", payload)


def test_a_notified_limit_counts_until_it_is_cleared(talk, make_profile):
    talk.set2(1, make_profile(16))
    number = notify(talk, 10)
    found = talk.allowed()
    assert (found.in_force.amps, found.in_force.message) == (10, number)
    assert found.in_force.text == (
        "10 A per phase, because the limit of the energy manager (EMS) is lower."
    )
    assert talk.allowed(0).offered.amps == 10
    talk.tell("ClearedChargingLimit", {"chargingLimitSource": "SO"})
    assert talk.allowed().in_force.amps == 10
    talk.tell("ClearedChargingLimit", {"chargingLimitSource": "EMS"})
    found = talk.allowed()
    assert found.in_force.amps == 16
    assert found.offered.at is None


def test_a_notified_limit_of_one_evse_stays_there(talk):
    notify(talk, 10, evse=2)
    talk.event(evse=1)
    assert (talk.allowed(1).in_force.amps, talk.allowed(2).in_force.amps) == (None, 10)


def test_a_limit_without_its_height_is_told(talk):
    number = notify(talk, evse=1, source="SO")
    remark = (
        "A limit of the grid operator (SO) is active (EVSE 1, message "
        f"{number}); the charger did not say how high it is."
    )
    assert remark in talk.allowed().in_force.remarks
    talk.tell("ClearedChargingLimit", {"chargingLimitSource": "SO", "evseId": 1})
    assert remark not in talk.allowed().in_force.remarks


def test_generation_raises_the_ceiling(talk, make_profile):
    talk.set2(0, make_profile(16, purpose="ChargingStationMaxProfile"))
    notify(talk, 4, isLocalGeneration=True)
    assert talk.allowed(0).in_force.amps == 20


def list_profiles(talk, *profiles, asked=None, source="CSO", tbc=False, evse=1):
    request = {"requestId": 3, "chargingProfile": {}, **(asked or {})}
    talk.ask("GetChargingProfiles", request)
    return talk.tell(
        "ReportChargingProfiles",
        {
            "requestId": 3,
            "chargingLimitSource": source,
            "evseId": evse,
            "chargingProfile": list(profiles),
            "tbc": tbc,
        },
    )


def test_a_full_list_is_all_that_there_is(talk, make_profile):
    talk.set2(1, make_profile(16, id=1))
    number = list_profiles(talk, make_profile(13, id=9, level=2))
    found = talk.allowed()
    assert (found.in_force.amps, found.in_force.message) == (13, number)
    assert f"the charger listed (message {number})" in found.in_force.remarks[-1]
    talk.ask("ClearChargingProfile", {"chargingProfileId": 9})
    assert talk.allowed().in_force.amps is None


def test_a_partial_list_adds(talk, make_profile):
    talk.set2(1, make_profile(16, id=1))
    list_profiles(talk, make_profile(13, id=9, level=2), asked={"evseId": 1})
    talk.ask("ClearChargingProfile", {"chargingProfileId": 9})
    found = talk.allowed()
    assert found.in_force.amps == 16
    assert "keep them" in found.in_force.remarks[-1]


def test_a_list_in_parts_is_full_at_its_end(talk, make_profile):
    talk.set2(1, make_profile(16, id=1, level=9))
    list_profiles(talk, make_profile(13, id=9), tbc=True)
    assert talk.allowed().in_force.amps == 16
    talk.tell(
        "ReportChargingProfiles",
        {
            "requestId": 3,
            "chargingLimitSource": "EMS",
            "evseId": 0,
            "chargingProfile": [make_profile(8, id=10, purpose=EXTERNAL)],
        },
    )
    found = talk.allowed()
    assert found.in_force.amps == 8
    assert "TxDefaultProfile level 0 would allow 13 A." in found.in_force.remarks


def test_a_list_keeps_when_a_known_profile_began(talk, make_profile):
    sent = make_profile((0, 16), (100, 10), id=1)
    talk.set2(1, sent)
    talk.at += 90 * 1_000_000
    list_profiles(talk, sent)
    found = talk.allowed(after_s=20)
    assert found.in_force.amps == 10
    assert found.in_force.text == "10 A per phase by TxDefaultProfile level 0."
    assert found.last.message == found.in_force.message == 1
    assert not any("not apply any more" in one for one in found.last.remarks)
    # What is listed in another way than it was set is another one.
    number = list_profiles(talk, make_profile(8, id=1))
    found = talk.allowed()
    assert found.in_force.message == number
    assert not any("not apply any more" in one for one in found.last.remarks)


def test_no_profiles_is_an_answer_too(talk, make_profile):
    talk.set2(1, make_profile(16))
    talk.ask(
        "GetChargingProfiles", {"requestId": 1, "chargingProfile": {}}, "NoProfiles"
    )
    found = talk.allowed()
    assert found.in_force.amps is None
    assert "charger listed" in found.in_force.remarks[-1]


def test_a_safe_mode_is_an_offer(talk):
    status = {"connectorId": 1, "status": "Charging", "info": "safe mode max 14.0A"}
    talk.tell("StatusNotification", status)
    found = talk.allowed().offered
    assert (found.amps, found.text) == (
        14,
        "The charger offers 14.0 A (StatusNotification: “safe mode max 14.0A”).",
    )
    talk.tell("StatusNotification", {**status, "info": ""})
    assert talk.allowed().offered.at is None


def test_a_cable_caps_its_transaction(talk, make_profile):
    talk.set2(1, make_profile(32))
    talk.event("Started", cableMaxCurrent=20)
    found = talk.allowed()
    assert found.in_force.amps == 20
    assert "the cable is coded for that" in found.in_force.text
    talk.event("Ended")
    assert talk.allowed().in_force.amps == 32


def test_a_changed_rate_hints_at_a_limit_from_elsewhere(talk, make_profile):
    talk.set2(1, make_profile(32))
    number = talk.event("Updated", trigger="ChargingRateChanged")
    remark = talk.allowed().in_force.remarks
    assert any(
        f"told ChargingRateChanged since (message {number})" in r for r in remark
    )


def test_a_vendors_message_is_an_offer_of_low_confidence(talk):
    payload = {"vendorId": "EN+", "messageId": "x", "data": {"maxCurr": 10}}
    talk.tell("DataTransfer", payload)
    (found,) = talk.limits.allowances(talk.at)
    assert (found.offered.amps, found.offered.confidence) == (10, "low")


def test_reported_settings_are_told(talk):
    talk.tell(
        "NotifyReport",
        {
            "requestId": 1,
            "seqNo": 0,
            "reportData": [
                {
                    "component": {"name": "Fuse"},
                    "variable": {"name": "CurrentRating"},
                    "variableAttribute": [{"value": "63"}],
                },
                {
                    "component": {"name": "Fuse"},
                    "variable": {"name": "CurrentMax"},
                    "variableAttribute": [{"value": "63"}],
                },
            ],
        },
    )
    (found,) = talk.limits.allowances(talk.at)
    assert any("Fuse.CurrentMax is 63" in one for one in found.in_force.remarks)


def test_a_vendors_message_of_unknown_layout_is_named(talk):
    data = "1,SuspendedEVSE,NoError,,0,Yellow,1,{20,8000,16},{0,0}"
    payload = {"vendorId": "EV-BOX", "messageId": "evbStatusNotification", "data": data}
    number = talk.tell("DataTransfer", payload)
    (found,) = talk.limits.allowances(talk.at)
    assert f"evbStatusNotification (message {number})" in found.offered.remarks[0]
    assert found.offered.amps is None
