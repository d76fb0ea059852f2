# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.rules.test_starts import online, remote


def test_start_01_finds_a_remote_start_that_is_rejected_and_ranks_causes():
    talk = online()
    talk.status(1, "Finishing")
    asked = remote(talk, "Rejected")
    finding = talk.the("START-01")
    assert "plug is still in" in finding.text
    assert asked in finding.messages
    talk = online()
    talk.csms("RemoteStartTransaction", idTag="T", answer={"status": "Rejected"})
    assert "names no connector" in talk.the("START-01").text


def test_start_01_ignores_one_that_is_accepted():
    talk = online()
    remote(talk)
    assert "START-01" not in talk.ids()


def test_start_02_finds_that_no_session_starts():
    talk = online()
    remote(talk)
    assert "START-02" not in talk.ids(later=140)
    assert "No car was plugged in" in talk.the("START-02", later=160).text


def test_start_02_finds_that_a_car_was_there():
    talk = online()
    remote(talk)
    talk.wait(5)
    talk.status(1, "Preparing")
    assert "It became Preparing" in talk.the("START-02", later=160).text
    talk.status(1, "Available")
    assert "Preparing and then Available" in talk.the("START-02", later=160).text


def test_start_02_finds_that_a_car_was_there_before():
    talk = online()
    talk.status(1, "Preparing")
    remote(talk)
    assert "A car was plugged in" in talk.the("START-02", later=160).text


def test_start_02_finds_that_the_card_was_refused_or_the_car_not_understood():
    talk = online()
    remote(talk)
    talk.charger("Authorize", idTag="T", answer={"idTagInfo": {"status": "Invalid"}})
    assert "card was refused" in talk.the("START-02", later=160).text
    talk = online()
    remote(talk)
    talk.status(1, "Preparing", "EVCommunicationError")
    assert "did not understand" in talk.the("START-02", later=160).text


def test_start_02_counts_each_try_and_looks_at_its_own_connector():
    talk = online()
    remote(talk)
    talk.wait(20)
    remote(talk)
    talk.start(2)
    finding = talk.the("START-02", later=200)
    assert finding.count == 2
    assert finding.connector == 1


def test_start_02_ignores_a_session_that_starts():
    talk = online()
    remote(talk)
    talk.wait(60)
    talk.start(1)
    assert "START-02" not in talk.ids(later=600)
