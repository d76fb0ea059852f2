# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.charger import ChargerAnalysis
from tests.analysis.findings.talk import SECOND, Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.wait(600)
    talk.status(1, "Available")
    return talk


def with_stories(talk, *, later=0):
    """Return the findings by rule, with the stories taken into account."""
    analysis = ChargerAnalysis(talk.charger_id)
    for message in talk.messages:
        analysis.feed(message)
    for link in talk.links.values():
        analysis.feed_link(link)
    found = analysis.facts(talk.now + later * SECOND).findings
    return {finding.rule: finding for finding in found}


def remote(talk, status="Accepted", **more):
    payload = {"idTag": "TAG1", "connectorId": 1, **more}
    return talk.csms("RemoteStartTransaction", payload, answer={"status": status})


def card(talk, tag="TAG1"):
    return talk.charger("Authorize", idTag=tag)


def test_start_03_finds_that_the_time_to_plug_in_passed():
    talk = online()
    talk.status(1, "Preparing")
    talk.wait(120)
    talk.status(1, "Available")
    assert "2 min" in talk.the("START-03").text


def test_start_03_ignores_somebody_who_unplugs_and_a_session():
    talk = online()
    talk.status(1, "Preparing")
    talk.wait(20)
    talk.status(1, "Available")
    talk.status(1, "Preparing")
    talk.stop(talk.start(1))
    talk.wait(120)
    talk.status(1, "Finishing")
    assert "START-03" not in talk.ids()


def test_start_03_looks_at_its_own_connector():
    talk = online()
    talk.status(1, "Preparing")
    talk.stop(talk.start(2))
    talk.wait(120)
    talk.status(1, "Available")
    assert "START-03" in talk.ids()


def session(talk, status, meter=1000, minutes=12):
    """Have a session without energy, whose connector has this status."""
    talk.status(1, "Preparing")
    card(talk)
    transaction = talk.start(1)
    talk.wait(2)
    talk.status(1, status)
    for _ in range(minutes):
        talk.wait(60)
        talk.meter(1, transaction, energy=meter, power=0)
    talk.stop(transaction, meter=meter, reason="EVDisconnected")
    talk.status(1, "Available")


def test_start_04_finds_a_car_that_takes_nothing():
    talk = online()
    session(talk, "SuspendedEV")
    found = with_stories(talk)
    assert "START-04" in found
    assert "START-05" not in found


def test_start_04_ignores_a_session_that_charges():
    talk = online()
    session(talk, "Charging", meter=9_000)
    assert "START-04" not in with_stories(talk)


def test_start_04_ignores_a_session_of_a_minute():
    talk = online()
    talk.status(1, "Preparing")
    talk.wait(900)
    session(talk, "SuspendedEV", minutes=1)
    assert "START-04" not in with_stories(talk)


def test_start_05_finds_a_charger_that_withholds_power():
    talk = online()
    session(talk, "SuspendedEVSE")
    found = with_stories(talk)
    assert found["START-05"].connector == 1
    assert found["START-05"].messages


def test_start_05_ignores_a_car_that_takes_nothing():
    talk = online()
    session(talk, "SuspendedEV")
    assert "START-05" not in with_stories(talk)


def test_start_10_finds_a_start_that_comes_again():
    talk = online()
    stamp = talk.stamp()
    talk.start(1, answer=None, timestamp=stamp)
    talk.wait(30)
    talk.start(1, answer=None, timestamp=stamp)
    finding = talk.the("START-10")
    assert "2 times" in finding.text
    assert len(finding.messages) == 2


def test_start_10_finds_one_that_was_answered_and_counts_all():
    talk = online()
    stamp = talk.stamp()
    for _ in range(30):
        talk.start(1, timestamp=stamp)
        talk.wait(30)
    finding = talk.the("START-10")
    assert "30 times" in finding.text
    assert "it was answered: Accepted" in finding.text


def test_start_10_ignores_two_sessions():
    talk = online()
    talk.stop(talk.start(1))
    talk.wait(60)
    talk.start(1)
    assert "START-10" not in talk.ids()


def test_start_11_finds_another_number():
    talk = online()
    transaction = talk.start(1)
    first = talk.meter(1, 0, energy=1_000)
    talk.meter(1, -1, energy=1_000)
    talk.meter(1, -1, energy=1_000)
    finding = talk.the("START-11")
    assert str(transaction) in finding.text
    assert finding.count == 2
    assert first in finding.messages


def test_start_11_ignores_a_sample_under_way_and_a_session_that_was_refused():
    talk = online()
    transaction = talk.start(1)
    talk.meter(1, 0, energy=1_000)
    talk.meter(1, transaction, energy=1_000)
    assert "START-11" not in talk.ids()
    talk = online()
    refused = {"transactionId": -1, "idTagInfo": {"status": "Invalid"}}
    talk.start(1, answer=refused)
    talk.meter(1, 23, energy=1_000)
    talk.meter(1, 23, energy=1_000)
    assert "START-11" not in talk.ids()


def test_start_11_ignores_the_right_number_and_no_number():
    talk = online()
    transaction = talk.start(1)
    talk.meter(1, transaction, energy=1_000)
    talk.meter(1, energy=1_000)
    assert "START-11" not in talk.ids()


def test_start_12_finds_charging_without_a_session():
    talk = online()
    talk.status(1, "Charging")
    assert "START-12" not in talk.ids(later=100)
    assert "START-12" in talk.ids(later=130)


def test_start_12_ignores_connector_0():
    talk = online()
    talk.status(0, "Available")
    talk.status(0, "Charging")
    assert "START-12" not in talk.ids(later=600)


def test_start_12_ignores_sessions_that_may_have_begun_before():
    talk = Talk()
    talk.status(1, "Charging")
    assert "START-12" not in talk.ids(later=600)


def test_start_12_ignores_a_status_whose_beginning_was_not_seen():
    talk = Talk()
    talk.heartbeats(1_200)
    talk.status(1, "Charging")
    talk.status(1, "SuspendedEV")
    talk.wait(60)
    talk.status(1, "Charging")
    assert "START-12" not in talk.ids(later=600)


def test_start_12_ignores_a_start_that_comes_a_little_later():
    talk = online()
    talk.status(1, "Charging")
    talk.wait(30)
    talk.start(1)
    assert "START-12" not in talk.ids(later=600)


def test_start_13_finds_that_no_car_came():
    talk = online(ocpp="2.0.1")
    talk.event("Started", trigger="Authorized")
    talk.event("Ended", trigger="EVConnectTimeout", reason="Timeout")
    finding = talk.the("START-13")
    assert finding.count == 1


def test_start_13_ignores_a_usual_end():
    talk = online(ocpp="2.0.1")
    talk.event("Started", trigger="Authorized")
    talk.event("Ended", trigger="StopAuthorized", reason="Local")
    assert "START-13" not in talk.ids()


def test_start_14_finds_a_handshake_that_fails():
    talk = online()
    talk.status(1, "Preparing")
    talk.wait(40)
    talk.status(1, "Faulted", "OtherError", vendorErrorCode="CX011")
    finding = talk.the("START-14")
    assert finding.text.startswith("40 s after plugging in")
    assert "CX011" in finding.text


def test_start_14_ignores_it_later_and_other_errors():
    talk = online()
    talk.status(1, "Preparing")
    talk.wait(600)
    talk.status(1, "Faulted", "EVCommunicationError")
    talk.status(1, "Preparing")
    talk.wait(40)
    talk.status(1, "Faulted", "GroundFailure")
    assert "START-14" not in talk.ids()
