# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.rules.test_starts import card, online, remote
from tests.analysis.findings.talk import Talk


def test_start_06_finds_a_connector_out_of_service():
    talk = online()
    talk.status(1, "Unavailable")
    talk.wait(60)
    remote(talk, "Rejected")
    text = talk.the("START-06").text
    assert "1 min" in text
    assert "Nothing in these messages asked for that" in text


def test_start_06_finds_the_command_that_took_it_out_of_service():
    talk = online()
    command = talk.csms("ChangeAvailability", connectorId=1, type="Inoperative")
    talk.status(1, "Unavailable")
    remote(talk, "Rejected")
    finding = talk.the("START-06")
    assert "ChangeAvailability took it out" in finding.text
    assert command in finding.messages


def test_start_06_ignores_a_connector_that_serves():
    talk = online()
    remote(talk, "Rejected")
    assert "START-06" not in talk.ids()


def test_start_07_finds_a_reservation():
    talk = online()
    talk.status(1, "Reserved")
    talk.wait(60)
    card(talk, "OTHER")
    finding = talk.the("START-07", later=70)
    assert "1 min" in finding.text
    assert finding.is_possible


def reserve(talk, tag):
    talk.csms("ReserveNow", connectorId=1, idTag=tag, reservationId=1)
    talk.status(1, "Reserved")
    talk.wait(60)


def test_start_07_finds_another_card_than_the_reserved_one():
    talk = online()
    reserve(talk, "MINE")
    card(talk, "OTHER")
    assert not talk.the("START-07", later=70).is_possible


def test_start_07_ignores_the_card_that_it_is_reserved_for():
    talk = online()
    reserve(talk, "MINE")
    card(talk, "mine")
    info = {"status": "Accepted", "parentIdTag": "MINE"}
    talk.charger("Authorize", idTag="CHILD", answer={"idTagInfo": info})
    assert "START-07" not in talk.ids(later=70)


def test_start_07_ignores_a_free_connector():
    talk = online()
    card(talk)
    assert "START-07" not in talk.ids()


def test_start_08_finds_that_the_last_plug_is_still_in():
    talk = online()
    talk.status(1, "Finishing")
    talk.wait(300)
    remote(talk, "Rejected")
    assert "5 min" in talk.the("START-08").text


def test_start_08_ignores_a_start_that_is_accepted():
    talk = online()
    talk.status(1, "Finishing")
    remote(talk)
    talk.wait(60)
    card(talk)
    talk.start(1)
    assert "START-08" not in talk.ids(later=70)


def test_start_08_ignores_the_card_that_ended_the_session():
    talk = online()
    talk.stop(talk.start(1))
    talk.status(1, "Finishing")
    card(talk)
    assert "START-08" not in talk.ids(later=70)


def test_start_09_finds_a_start_long_after_the_fault_came():
    talk = online()
    talk.status(1, "Faulted", "InternalError")
    talk.wait(900)
    remote(talk, "Rejected")
    assert "15 min" in talk.the("START-09").text


def test_start_09_ignores_what_the_fault_explains():
    talk = online()
    talk.status(1, "Faulted", "InternalError")
    talk.wait(10)
    remote(talk, "Rejected")
    assert talk.ids() >= {"FLT-01", "START-01"}
    assert "START-09" not in talk.ids()


def test_start_06_ignores_a_card_that_the_csms_shows():
    talk = Talk()
    talk.status(1, "Unavailable")
    talk.csms("Authorize", idTag="T", error="NotImplemented")
    assert "START-06" not in talk.ids()
