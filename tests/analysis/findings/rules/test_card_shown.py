# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.talk import Talk


def online(ocpp="1.6"):
    talk = Talk(ocpp=ocpp)
    talk.connect()
    talk.boot()
    talk.wait(600)
    return talk


@pytest.mark.parametrize("ocpp", ["1.6", "2.0.1", "2.1"])
def test_auth_03_finds_a_card_of_which_nothing_was_sent(ocpp):
    talk = online(ocpp)
    shown = talk.show_card()
    assert "AUTH-03" not in talk.ids(later=19)
    finding = talk.the("AUTH-03", later=21)
    assert finding.messages == (shown,)
    assert "within 20 s" in finding.text


def test_auth_03_counts_how_often_it_was_tried():
    talk = online()
    for _ in range(2):
        talk.show_card()
        talk.wait(60)
        talk.charger("Heartbeat")
    assert "twice" in talk.the("AUTH-03").text


def test_auth_03_ignores_a_card_that_is_asked_for():
    talk = online()
    talk.show_card()
    talk.wait(2)
    talk.charger("Authorize", idTag="CARD1")
    assert "AUTH-03" not in talk.ids(later=60)


def test_auth_03_ignores_a_card_that_starts_or_ends_a_session():
    talk = online()
    talk.show_card()
    talk.wait(2)
    transaction = talk.start(1)
    talk.wait(600)
    talk.show_card()
    talk.wait(2)
    talk.stop(transaction)
    assert "AUTH-03" not in talk.ids(later=60)


def test_auth_03_finds_it_although_values_of_another_session_come():
    talk = online("2.0.1")
    talk.event("Started", tag="CARD1")
    talk.wait(60)
    talk.show_card()
    talk.wait(2)
    talk.event("Updated", trigger="MeterValuePeriodic")
    assert "AUTH-03" in talk.ids(later=60)


def test_auth_03_ignores_a_card_while_the_connection_ends():
    talk = online()
    talk.show_card()
    talk.wait(2)
    talk.disconnect()
    assert "AUTH-03" not in talk.ids(later=60)
