# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.rules.test_limit_comparing import charging
from tests.analysis.findings.rules.test_metering import meter
from tests.analysis.findings.rules.test_smart_charging import profile, set_profile
from tests.analysis.findings.rules.test_starts import online, with_stories


def test_sc_01_finds_a_limit_below_six_amperes():
    talk = online()
    charging(talk, 4)
    found = with_stories(talk)
    assert "4 A at connector 1" in found["SC-01"].text
    assert not found["SC-01"].is_possible


def test_sc_01_finds_an_offer_of_nothing():
    talk = online()
    transaction = charging(talk)
    meter(talk, 2, transaction, offered=0)
    assert "offers 0 A" in with_stories(talk)["SC-01"].text


def test_sc_01_ignores_a_free_connector_and_enough():
    talk = online()
    set_profile(talk, limit=4)
    assert "SC-01" not in with_stories(talk)
    talk = online()
    charging(talk, 6)
    assert "SC-01" not in with_stories(talk)


def test_sc_05_finds_a_profile_that_is_outranked():
    talk = online()
    set_profile(talk, limit=6, level=5, number=1)
    set_profile(talk, limit=16, level=0, number=2)
    found = with_stories(talk)
    assert "SC-05" in found
    assert len(found["SC-05"].messages) == 2


def test_sc_05_ignores_a_profile_that_leads():
    talk = online()
    set_profile(talk, limit=16, level=0, number=1)
    set_profile(talk, limit=6, level=5, number=2)
    assert "SC-05" not in with_stories(talk)


def test_sc_01_ignores_an_offer_of_the_last_session_and_what_flows_all_the_same():
    talk = online()
    transaction = charging(talk)
    meter(talk, 1, transaction, offered=0)
    talk.stop(transaction)
    talk.status(1, "Available")
    talk.wait(60)
    charging(talk)
    assert "SC-01" not in with_stories(talk)
    talk = online()
    transaction = charging(talk, 4)
    meter(talk, 2, transaction, current=16)
    assert "SC-01" not in with_stories(talk)


def test_sc_01_ignores_little_direct_current():
    talk = online()
    transaction = charging(talk, 5)
    meter(talk, 1, transaction, voltage=400, soc=50)
    assert "SC-01" not in with_stories(talk)


def test_sc_01_finds_it_at_any_connector_of_an_evse():
    talk = online(ocpp="2.0.1")
    talk.status(2, "Occupied")
    talk.csms("SetChargingProfile", evseId=1, chargingProfile=profile(4))
    assert "EVSE 1" in with_stories(talk)["SC-01"].text


def test_sc_05_finds_a_higher_level_that_allows_more():
    talk = online()
    set_profile(talk, limit=32, level=5, number=1)
    set_profile(talk, limit=10, level=0, number=2)
    assert "SC-05" in with_stories(talk)


def test_sc_05_finds_a_profile_whose_time_is_over():
    talk = online()
    set_profile(talk, limit=10, validTo="2026-03-02T10:20:00Z")
    assert "SC-05" not in with_stories(talk)
    talk.heartbeats(3600)
    finding = with_stories(talk)["SC-05"]
    assert "its time is over" in finding.text
    assert finding.title == "The newest profile counts no more"


def test_sc_05_ignores_the_profile_of_a_session_that_is_over():
    talk = online()
    set_profile(talk, limit=10)
    transaction = charging(talk)
    own = {"purpose": "TxProfile", "transactionId": transaction}
    set_profile(talk, limit=16, number=2, **own)
    talk.stop(transaction)
    assert "SC-05" not in with_stories(talk)


def test_sc_01_ignores_an_offer_to_a_car_that_nobody_is_charged_for():
    def offered(state):
        talk = online(ocpp="2.0.1")
        talk.status(1, "Occupied")
        sampled = {"value": 0, "measurand": "Current.Offered"}
        values = [{"timestamp": talk.stamp(), "sampledValue": [sampled]}]
        talk.event("Started", state=state, meterValue=values)
        return with_stories(talk)

    assert "SC-01" not in offered("EVConnected")
    assert "SC-01" in offered("SuspendedEVSE")
