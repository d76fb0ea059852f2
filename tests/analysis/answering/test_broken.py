# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.answering.reply import Mood, Question
from ocppdesk.analysis.limits.answers import Confidence
from tests.analysis.answering.asking import ask, online, shown
from tests.analysis.answering.test_allowed import profile

ASKED = Question.BROKEN


def test_nothing_speaks_for_a_fault_is_a_reply():
    talk = online()
    talk.status(1, "Available")
    reply = ask(ASKED, talk)
    assert reply.text == "Nothing speaks for a hardware fault."
    assert reply.mood is Mood.FINE


def test_a_connector_that_is_faulted_is_told_with_its_error():
    talk = online()
    talk.status(1, "Faulted", "GroundFailure", vendorErrorCode="E42")
    reply = ask(ASKED, talk, later=120)
    assert reply.mood is Mood.TROUBLE
    assert "connector 1 has been faulted for 2 min" in reply.text
    assert "GroundFailure" in reply.text
    assert "E42" in reply.text
    assert "StatusNotification" in shown(reply, talk)
    assert reply.next


def test_an_old_status_of_a_charger_that_is_away_is_less_sure():
    talk = online()
    talk.status(1, "Faulted", "InternalError")
    assert ask(ASKED, talk, later=9).confidence is Confidence.HIGH
    talk.disconnect()
    assert ask(ASKED, talk, later=600).confidence is Confidence.MEDIUM


def test_a_fault_that_is_over_is_told_as_past():
    talk = online()
    talk.status(1, "Faulted", "HighTemperature")
    talk.wait(60)
    talk.status(1, "Available")
    reply = ask(ASKED, talk)
    assert reply.text.startswith("Not now.")
    assert "HighTemperature" in reply.text


def test_a_warning_that_is_over_is_no_fault():
    talk = online()
    talk.status(1, "Preparing", "WeakSignal")
    talk.wait(10)
    talk.status(1, "Available")
    reply = ask(ASKED, talk)
    assert reply.text.startswith("Not likely")
    assert reply.mood is not Mood.TROUBLE


def test_what_speaks_against_hardware_is_named():
    talk = online()
    talk.status(1, "Preparing")
    transaction = talk.start(1)
    assert transaction
    talk.status(1, "SuspendedEV")
    reply = ask(ASKED, talk)
    assert any("car's choice" in proof.text for proof in reply.proofs)


def test_the_whole_charger_may_be_faulted():
    talk = online()
    talk.status(0, "Faulted", "OtherError")
    assert "the whole charger" in ask(ASKED, talk).text


def test_without_a_status_nothing_is_claimed():
    talk = online()
    reply = ask(ASKED, talk)
    assert reply.mood is Mood.OPEN
    assert reply.deed.payload["requestedMessage"] == "StatusNotification"


def test_a_command_and_a_limit_speak_against_hardware():
    talk = online()
    command = talk.csms("ChangeAvailability", connectorId=2, type="Inoperative")
    talk.status(2, "Unavailable")
    talk.csms("SetChargingProfile", profile(0.0))
    talk.status(1, "Preparing")
    talk.status(1, "SuspendedEVSE")
    reply = ask(ASKED, talk, later=60)
    told = {proof.text: proof.message for proof in reply.proofs}
    assert told["A command took a connector out of service."] == command
    assert "Limit forbids charging." in told


def test_danger_comes_first_also_when_it_is_over():
    talk = online()
    talk.status(1, "Available")
    talk.wait(60)
    talk.status(1, "Faulted", "GroundFailure")
    talk.wait(60)
    talk.status(1, "Available")
    reply = ask(ASKED, talk)
    assert reply.text.startswith("Not now, but take this seriously: Residual current.")
    assert reply.mood is Mood.TROUBLE
    assert "FLT-06" in reply.findings
