# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.answering.reply import Mood, Question
from ocppdesk.analysis.limits.answers import Confidence
from tests.analysis.answering.asking import ask, online, shown

ASKED = Question.ALLOWED


def profile(amps, *, connector=1):
    return {
        "connectorId": connector,
        "csChargingProfiles": {
            "chargingProfileId": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Absolute",
            "chargingSchedule": {
                "startSchedule": "2026-03-02T00:00:00Z",
                "chargingRateUnit": "A",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": amps}],
            },
        },
    }


def test_the_last_limit_is_told_with_the_message_that_set_it():
    talk = online()
    talk.csms("SetChargingProfile", profile(16.0))
    reply = ask(ASKED, talk, later=60)
    assert "16 A" in reply.text
    assert "SetChargingProfile" in shown(reply, talk)
    assert reply.mood is Mood.PLAIN
    assert reply.deed.action == "GetCompositeSchedule"
    assert reply.deed.payload["connectorId"] == 1


def test_a_limit_below_six_amps_forbids_charging():
    talk = online()
    talk.csms("SetChargingProfile", profile(4.0))
    reply = ask(ASKED, talk, later=60)
    assert reply.mood is Mood.TROUBLE
    assert "forbids charging" in reply.next


def test_the_connector_that_was_used_last_is_meant():
    talk = online()
    talk.csms("SetChargingProfile", profile(10.0, connector=2))
    talk.csms("SetChargingProfile", profile(16.0, connector=1))
    talk.status(2, "Preparing")
    talk.start(2)
    talk.status(2, "Charging")
    assert "10 A" in ask(ASKED, talk, later=5).text


def test_where_nothing_was_set_that_is_said_with_what_to_ask():
    reply = ask(ASKED, online())
    assert reply.mood is Mood.OPEN
    assert reply.confidence is Confidence.UNKNOWN
    assert reply.deed.action == "GetCompositeSchedule"


def test_a_low_limit_of_direct_current_forbids_nothing():
    talk = online()
    talk.meter(1, voltage=800, soc=40, current=4)
    talk.csms("SetChargingProfile", profile(4.0))
    reply = ask(ASKED, talk, later=60)
    assert "4 A" in reply.text
    assert reply.mood is Mood.PLAIN


def test_what_was_set_before_the_messages_is_said_to_be_unknown():
    talk = online()
    talk.csms("SetChargingProfile", profile(16.0))
    reply = ask(ASKED, talk, later=60)
    assert "before" in reply.proofs[-1].text
    assert reply.proofs[-1].message is None


def test_an_offer_of_nothing_forbids_charging_as_well():
    talk = online()
    talk.status(1, "Preparing")
    transaction = talk.start(1)
    talk.status(1, "SuspendedEVSE")
    talk.wait(60)
    talk.meter(1, transaction, offered=0)
    reply = ask(ASKED, talk)
    assert reply.mood is Mood.TROUBLE
    assert "SC-01" in reply.findings
