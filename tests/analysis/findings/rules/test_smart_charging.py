# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_starts import online


def profile(limit=16.0, *, unit="A", purpose="TxDefaultProfile", kind="Absolute",
            level=0, start=0, number=1, **more):  # fmt: skip
    """Return a charging profile of OCPP 1.6."""
    schedule = {
        "chargingRateUnit": unit,
        "startSchedule": "2026-03-02T00:00:00Z",
        "chargingSchedulePeriod": [{"startPeriod": start, "limit": limit}],
    }
    return {
        "chargingProfileId": number,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": schedule,
        **more,
    }


def set_profile(talk, *, connector=1, answer="Accepted", error=None, **words):
    return talk.csms(
        "SetChargingProfile",
        connectorId=connector,
        csChargingProfiles=profile(**words),
        answer={"status": answer},
        error=error,
    )


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ({"purpose": "ChargePointMaxProfile"}, "for connector 0 only"),
        ({"purpose": "TxProfile"}, "none runs there"),
        ({"level": 9}, "Stack level 9"),
        ({"kind": "Relative"}, "no startSchedule"),
        ({"start": 60}, "does not begin at 0"),
        ({}, "at first sight"),
    ],
)
def test_sc_03_finds_a_refusal_and_what_may_be_wrong(words, cause):
    talk = online()
    keys = [{"key": "ChargeProfileMaxStackLevel", "readonly": True, "value": "5"}]
    talk.csms("GetConfiguration", answer={"configurationKey": keys})
    set_profile(talk, answer="Rejected", **words)
    assert cause in talk.the("SC-03").text


def test_sc_03_finds_an_error():
    talk = online()
    set_profile(talk, error="FormationViolation")
    assert "FormationViolation" in talk.the("SC-03").text


def test_sc_03_ignores_a_profile_that_is_accepted():
    talk = online()
    set_profile(talk)
    assert "SC-03" not in talk.ids()


def test_sc_04_finds_the_wrong_session():
    talk = online()
    transaction = talk.start(1)
    set_profile(talk, purpose="TxProfile", transactionId=99)
    assert f"{transaction} runs there" in talk.the("SC-04").text
    talk = online()
    set_profile(talk, purpose="TxProfile", transactionId=99)
    assert "no session runs there" in talk.the("SC-04").text


def test_sc_04_ignores_the_right_session():
    talk = online()
    set_profile(talk, purpose="TxProfile", transactionId=talk.start(1))
    assert "SC-04" not in talk.ids()


@pytest.mark.parametrize(
    ("limit", "unit", "what"),
    [(16, "W", "amperes may be meant"), (11_000, "A", "watts may be meant")],
)
def test_sc_07_finds_units_that_are_mistaken(limit, unit, what):
    talk = online()
    set_profile(talk, limit=limit, unit=unit)
    assert what in talk.the("SC-07").text


def test_sc_07_finds_a_unit_that_the_charger_does_not_take():
    talk = online()
    key = "ChargingScheduleAllowedChargingRateUnit"
    keys = [{"key": key, "readonly": True, "value": "Current"}]
    talk.csms("GetConfiguration", answer={"configurationKey": keys})
    set_profile(talk, limit=11_000, unit="W")
    assert "takes Current only" in talk.the("SC-07").text


def test_sc_07_ignores_usual_limits():
    talk = online()
    set_profile(talk, limit=32)
    set_profile(talk, limit=11_000, unit="W")
    set_profile(talk, limit=0, unit="W")
    assert "SC-07" not in talk.ids()


def test_sc_09_finds_a_charger_that_does_not_tell():
    talk = online()
    talk.csms(
        "GetCompositeSchedule",
        connectorId=1,
        duration=60,
        answer={"status": "Rejected"},
    )
    assert "Rejected" in talk.the("SC-09").text


def test_sc_09_ignores_one_that_tells():
    talk = online()
    talk.csms("GetCompositeSchedule", connectorId=1, duration=60)
    assert "SC-09" not in talk.ids()


def test_sc_11_finds_a_flood_of_profiles():
    talk = online()
    for _ in range(40):
        talk.wait(6)
        set_profile(talk)
    finding = talk.the("SC-11")
    assert finding.count == 1
    assert "31 charging profiles" in finding.text


def test_sc_11_ignores_one_each_minute():
    talk = online()
    for _ in range(40):
        talk.wait(60)
        set_profile(talk)
    assert "SC-11" not in talk.ids()


def notify(talk):
    limit = {"chargingLimitSource": "EMS"}
    talk.charger("NotifyChargingLimit", evseId=1, chargingLimit=limit)


def test_sc_13_finds_a_limit_from_outside():
    talk = online(ocpp="2.0.1")
    notify(talk)
    assert "EMS" in talk.the("SC-13").text


def test_sc_13_ignores_one_that_is_over():
    talk = online(ocpp="2.0.1")
    notify(talk)
    talk.charger("ClearedChargingLimit", evseId=1, chargingLimitSource="EMS")
    assert "SC-13" not in talk.ids()
