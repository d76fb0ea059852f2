# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_configuration import read_variables
from tests.analysis.findings.rules.test_starts import online
from tests.analysis.findings.talk import Talk


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


def test_sc_03_finds_what_variables_of_ocpp_2_forbid():
    talk = online(ocpp="2.0.1")
    read_variables(
        talk,
        SmartChargingCtrlr__ProfileStackLevel="3",
        SmartChargingCtrlr__RateUnit="W",
    )
    talk.csms(
        "SetChargingProfile",
        evseId=1,
        chargingProfile=profile(level=4),
        answer={"status": "Rejected"},
    )
    text = talk.the("SC-03").text
    assert "Stack level 4 is above the charger's 3." in text
    assert "takes W only" in text


def test_sc_03_finds_an_error():
    talk = online()
    set_profile(talk, error="FormationViolation")
    assert "FormationViolation" in talk.the("SC-03").text
    assert "PRO-03" not in talk.ids()


def test_sc_03_finds_a_charger_without_smart_charging():
    talk = online()
    set_profile(talk, error="NotImplemented", purpose="TxProfile")
    assert "It has no smart charging" in talk.the("SC-03").text


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


def test_sc_04_ignores_a_session_from_before_the_messages():
    talk = Talk()
    talk.meter(1, 77, power=7_000)
    talk.wait(600)
    set_profile(talk, purpose="TxProfile", transactionId=77)
    assert "SC-04" not in talk.ids()
    set_profile(talk, purpose="TxProfile", transactionId=99)
    assert "77 runs there" in talk.the("SC-04").text


def test_sc_04_ignores_what_nothing_tells_of():
    talk = Talk()
    talk.heartbeats(1200)
    set_profile(talk, purpose="TxProfile", transactionId=77)
    talk.status(1, "SuspendedEV")
    set_profile(talk, purpose="TxProfile", transactionId=77)
    assert "SC-04" not in talk.ids()


def test_sc_04_finds_that_ocpp_2_must_name_the_session():
    talk = online(ocpp="2.0.1")
    talk.event("Started", "T-1")
    for named in ({"transactionId": "T-1"}, {}):
        talk.csms(
            "SetChargingProfile",
            evseId=1,
            chargingProfile=profile(purpose="TxProfile", **named),
        )
    finding = talk.the("SC-04")
    assert finding.count == 1
    assert "names no transaction, and T-1 runs there" in finding.text


def test_sc_04_ignores_the_right_session():
    talk = online()
    set_profile(talk, purpose="TxProfile", transactionId=talk.start(1))
    assert "SC-04" not in talk.ids()


def test_sc_11_finds_a_flood_of_profiles():
    talk = online()
    for _ in range(60):
        talk.wait(6)
        set_profile(talk)
    finding = talk.the("SC-11")
    assert finding.count == 1
    assert "charging profiles were sent within 4 min" in finding.text


def test_sc_11_finds_limits_that_go_to_and_fro():
    talk = online()
    for number in range(7):
        talk.wait(120)
        set_profile(talk, limit=0 if number % 2 else 16)
    assert "6 times between nothing and enough" in talk.the("SC-11").text


def test_sc_11_ignores_a_burst_and_a_few_changes():
    talk = online()
    for _ in range(40):
        talk.wait(1)
        set_profile(talk)
    for number in range(5):
        talk.wait(120)
        set_profile(talk, limit=0 if number % 2 else 16)
    for number in range(8):
        talk.wait(300)
        set_profile(talk, limit=0 if number % 2 else 16)
    assert "SC-11" not in talk.ids()


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


@pytest.mark.parametrize("where", [{"evseId": 1}, {}])
def test_sc_13_ignores_one_that_is_over(where):
    talk = online(ocpp="2.0.1")
    notify(talk)
    talk.charger("ClearedChargingLimit", chargingLimitSource="EMS", **where)
    assert "SC-13" not in talk.ids()
