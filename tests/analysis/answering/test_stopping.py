# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.answering.reply import Mood, Question
from tests.analysis.answering.asking import ask, online, shown

ASKED = Question.STOPPED


def charging(talk):
    talk.status(1, "Preparing")
    talk.charger("Authorize", idTag="TAG1")
    transaction = talk.start(1)
    talk.status(1, "Charging")
    talk.wait(1_800)
    return transaction


def test_a_command_that_ended_it_is_named():
    talk = online()
    transaction = charging(talk)
    talk.csms("RemoteStopTransaction", transactionId=transaction)
    talk.wait(2)
    talk.stop(transaction, reason="Remote")
    talk.status(1, "Finishing")
    talk.status(1, "Available")
    reply = ask(ASKED, talk)
    assert reply.mood is Mood.PLAIN
    assert "CSMS" in reply.text
    assert "StopTransaction" in shown(reply, talk)
    assert reply.next.startswith("Nothing")


def test_a_fault_that_ended_it_is_trouble():
    talk = online()
    transaction = charging(talk)
    talk.status(1, "Faulted", "GroundFailure")
    talk.wait(1)
    talk.stop(transaction, reason="Other")
    talk.heartbeats(300)
    reply = ask(ASKED, talk)
    assert reply.mood is Mood.TROUBLE
    assert "GroundFailure" in reply.text
    assert {"StatusNotification", "StopTransaction"} <= shown(reply, talk)
    assert reply.next


def test_while_it_runs_it_has_not_stopped():
    talk = online()
    charging(talk)
    reply = ask(ASKED, talk, later=5)
    assert reply.text.startswith("It has not")
    assert reply.mood is Mood.FINE


def test_without_a_session_nothing_is_claimed():
    reply = ask(ASKED, online())
    assert reply.text == "No session has ended in these messages."


def test_a_plug_that_was_pulled_under_load_is_not_as_somebody_wanted():
    talk = online()
    transaction = charging(talk)
    for _ in range(5):
        talk.wait(60)
        talk.meter(1, transaction, power=7_000)
    talk.stop(transaction, meter=9_000, reason="EVDisconnected")
    talk.status(1, "Available")
    reply = ask(ASKED, talk)
    assert "STOP-02" in reply.findings
    assert reply.mood is Mood.TROUBLE
    assert "lock" in reply.next
