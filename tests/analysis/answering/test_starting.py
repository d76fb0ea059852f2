# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.answering.reply import Mood, Question
from tests.analysis.answering.asking import ask, online, shown
from tests.analysis.findings.talk import Talk

ASKED = Question.NOT_STARTED


def refused(talk, tag="BAD1"):
    talk.status(1, "Preparing")
    talk.wait(5)
    talk.charger("Authorize", idTag=tag, answer={"idTagInfo": {"status": "Invalid"}})
    talk.wait(60)
    talk.status(1, "Available")
    talk.heartbeats(600)


def charged(talk):
    talk.status(1, "Preparing")
    talk.charger("Authorize", idTag="TAG1")
    transaction = talk.start(1)
    talk.status(1, "Charging")
    talk.wait(1_800)
    talk.stop(transaction)
    talk.status(1, "Finishing")
    talk.status(1, "Available")
    talk.heartbeats(600)


def test_a_refused_card_is_the_first_missing_step():
    talk = online()
    talk.status(1, "Available")
    refused(talk)
    reply = ask(ASKED, talk)
    assert reply.mood is Mood.TROUBLE
    assert "BAD1" in reply.text
    assert "First missing step: accepted card." in reply.text
    assert "Authorize" in shown(reply, talk)
    assert reply.next


def test_a_remote_start_without_a_car_asks_for_the_plug():
    talk = online()
    talk.status(1, "Available")
    talk.csms("RemoteStartTransaction", idTag="TAG1", connectorId=1)
    talk.heartbeats(900)
    reply = ask(ASKED, talk)
    assert "no car was plugged in" in reply.text
    assert reply.deed.payload == {
        "requestedMessage": "StatusNotification",
        "connectorId": 1,
    }


def test_power_that_was_never_offered_asks_for_the_limit():
    talk = online()
    talk.status(1, "Preparing")
    talk.charger("Authorize", idTag="TAG1")
    transaction = talk.start(1)
    talk.status(1, "SuspendedEVSE")
    talk.wait(600)
    talk.stop(transaction, meter=1000, reason="EVDisconnected")
    talk.status(1, "Available")
    talk.heartbeats(600)
    reply = ask(ASKED, talk)
    assert "power offer" in reply.text
    assert reply.deed.action == "GetCompositeSchedule"


def test_a_later_success_comes_first():
    talk = online()
    talk.status(1, "Available")
    refused(talk)
    charged(talk)
    reply = ask(ASKED, talk)
    assert reply.text.startswith("The last start succeeded. Before that:")
    assert reply.mood is Mood.PLAIN


def test_where_none_failed_that_is_the_reply():
    talk = online()
    charged(talk)
    reply = ask(ASKED, talk)
    assert reply.text == "No start has failed in these messages."
    assert reply.mood is Mood.FINE


def test_where_nobody_tried_it_says_how_to():
    reply = ask(ASKED, online())
    assert reply.mood is Mood.OPEN
    assert reply.next


def test_a_start_that_is_under_way_has_not_failed():
    talk = online()
    talk.status(1, "Preparing")
    talk.charger("Authorize", idTag="TAG1")
    talk.start(1)
    talk.status(1, "Charging")
    assert "under way" in ask(ASKED, talk, later=5).text


def test_a_card_that_is_refused_is_told_while_the_car_still_waits():
    talk = online()
    talk.status(1, "Available")
    talk.status(1, "Preparing")
    talk.wait(5)
    talk.charger("Authorize", idTag="BAD1", answer={"idTagInfo": {"status": "Invalid"}})
    talk.wait(5)
    reply = ask(ASKED, talk)
    assert reply.mood is Mood.TROUBLE
    assert reply.text.startswith("Not yet: Card BAD1 refused.")
    assert reply.findings == ("AUTH-01",)
    assert reply.next


def test_a_card_of_which_nothing_was_sent_is_the_last_try():
    talk = online()
    refused(talk)
    shown_by = talk.show_card()
    talk.heartbeats(600)
    reply = ask(ASKED, talk)
    assert reply.mood is Mood.TROUBLE
    assert "A card was shown to the reader" in reply.text
    assert [proof.message for proof in reply.proofs] == [shown_by]
    assert reply.findings == ("AUTH-03",)


def test_a_card_that_was_not_read_is_forgotten_when_a_later_one_starts_something():
    talk = online()
    talk.show_card()
    talk.heartbeats(600)
    charged(talk)
    assert "A card was shown" not in ask(ASKED, talk).text


def test_registration_comes_before_the_plug():
    talk = Talk()
    talk.connect()
    told = {"status": "Pending", "currentTime": talk.stamp(), "interval": 60}
    talk.boot(answer=told)
    talk.status(1, "Available")
    talk.wait(30)
    talk.csms("RemoteStartTransaction", idTag="T", connectorId=1,
              answer={"status": "Rejected"})  # fmt: skip
    talk.heartbeats(900)
    reply = ask(ASKED, talk)
    assert "First missing step: registration." in reply.text
    assert reply.proofs[0].text == "BootNotification was answered with Pending."
    assert reply.next.startswith("Accept the charger")


def test_the_connection_comes_before_the_answer():
    talk = online()
    talk.status(1, "Available")
    talk.csms("GetConfiguration", answer={})
    talk.csms("RemoteStartTransaction", idTag="T", connectorId=1, answer=None)
    talk.wait(5)
    talk.disconnect()
    talk.wait(20)
    talk.connect()
    talk.boot()
    talk.heartbeats(900)
    assert "First missing step: connection." in ask(ASKED, talk).text


@pytest.mark.parametrize(
    ("status", "error", "step"),
    [
        ("Unavailable", "NoError", "connector in service"),
        ("Faulted", "InternalError", "connector without a fault"),
        ("Reserved", "NoError", "connector that is not reserved"),
        ("Finishing", "NoError", "free connector"),
    ],
)
def test_a_connector_that_cannot_charge_comes_before_the_plug(status, error, step):
    talk = online()
    talk.status(1, status, error)
    talk.wait(60)
    talk.csms("RemoteStartTransaction", idTag="T", connectorId=1,
              answer={"status": "Rejected"})  # fmt: skip
    talk.heartbeats(900)
    reply = ask(ASKED, talk)
    assert f"First missing step: {step}." in reply.text
    assert reply.next


def test_a_session_that_runs_now_has_started():
    talk = online()
    talk.status(1, "Available")
    refused(talk)
    talk.status(1, "Preparing")
    talk.charger("Authorize", idTag="TAG1")
    talk.start(1)
    talk.status(1, "Charging")
    talk.wait(60)
    reply = ask(ASKED, talk, later=5)
    assert reply.text.startswith("The last start succeeded. Before that:")
    assert reply.mood is Mood.PLAIN
