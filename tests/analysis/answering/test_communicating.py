# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.answering.reply import Mood, Question
from ocppdesk.analysis.limits.answers import Confidence
from tests.analysis.answering.asking import ask, online, shown
from tests.analysis.findings.talk import Talk

ASKED = Question.COMMUNICATING


def test_a_charger_that_talks_is_communicating():
    talk = online()
    talk.status(1, "Available")
    talk.heartbeats(600)
    reply = ask(ASKED, talk, later=12)
    assert reply.mood is Mood.FINE
    assert reply.text.startswith("Yes: connected for 6 min 12 s")
    assert "last message 12 s ago (Heartbeat)" in reply.text
    assert "registered" in reply.text
    assert shown(reply, talk) == {"Connected", "Heartbeat", "BootNotification"}


def test_a_charger_that_went_is_not_and_who_closed_is_said():
    talk = online()
    talk.disconnect(code=1006)
    reply = ask(ASKED, talk, later=600)
    assert reply.mood is Mood.TROUBLE
    assert reply.confidence is Confidence.HIGH
    assert reply.text.startswith("No: not connected for 10 min; it broke")
    assert "1006" in reply.text
    assert "Disconnected" in shown(reply, talk)
    assert reply.next


def test_a_charger_that_has_just_gone_is_gone_where_chargers_talk_now():
    talk = online()
    talk.disconnect(code=1006)
    assert ask(ASKED, talk, later=1).text.startswith("No: not connected for 1 s")
    assert ask(ASKED, talk, later=1, is_over=True).mood is Mood.FINE


def test_in_a_recording_of_several_chargers_nothing_is_told_as_of_now():
    talk = online()
    told = ask(ASKED, talk, later=60, is_over=True)
    assert "1 min before these messages end" in told.text
    talk.disconnect(code=1006)
    gone = ask(ASKED, talk, later=600, is_over=True)
    assert gone.text.startswith("No: its connection ended 10 min before these messages")


def test_a_charger_that_is_silent_is_asked_for_a_heartbeat():
    talk = online()
    reply = ask(ASKED, talk, later=3_600)
    assert reply.mood is Mood.TROUBLE
    assert "silent" in reply.text
    assert reply.deed.action == "TriggerMessage"
    assert reply.deed.payload == {"requestedMessage": "Heartbeat"}


def test_pings_are_signs_of_life():
    talk = online()
    talk.heartbeats(300)
    talk.change_link(last_heard_at=talk.now + 3_590_000_000, pings=9)
    reply = ask(ASKED, talk, later=3_600)
    assert "last sign of life 10 s ago" in reply.text
    assert "silent" not in reply.text


def test_a_charger_that_is_not_accepted_may_not_charge():
    talk = Talk()
    talk.connect()
    talk.boot(answer={"status": "Pending", "currentTime": talk.stamp(), "interval": 60})
    reply = ask(ASKED, talk, later=10)
    assert reply.mood is Mood.TROUBLE
    assert "not accepted: Pending" in reply.text
    assert reply.next


def test_a_clock_that_is_off_is_told_and_set():
    talk = online()
    for _ in range(6):
        talk.wait(30)
        talk.status(1, "Available", timestamp=talk.stamp(ago=180))
    reply = ask(ASKED, talk, later=5)
    assert "clock -3 min" in reply.text
    assert reply.deed is not None or reply.findings


def test_a_log_that_tells_nothing_of_connections_gives_a_careful_yes():
    talk = Talk()
    talk.boot()
    talk.heartbeats(900)
    reply = ask(ASKED, talk)
    assert reply.mood is Mood.FINE
    assert reply.confidence is Confidence.MEDIUM
    assert "last message at the end of these messages" in reply.text


def test_a_log_that_ends_with_its_connection_does_not_say_that_it_is_gone():
    talk = online()
    talk.heartbeats(600)
    talk.disconnect(code=1000)
    assert ask(ASKED, talk).text.startswith("Yes")


def test_a_capture_without_a_word_of_the_charger_says_so():
    talk = Talk()
    talk.csms("GetConfiguration", key=[], answer=None)
    reply = ask(ASKED, talk)
    assert reply.mood is Mood.OPEN
    assert reply.confidence is Confidence.UNKNOWN
    assert reply.next


def test_what_has_to_be_right_first_is_told_first():
    talk = Talk()
    talk.connect()
    for _ in range(4):
        talk.wait(40)
        talk.disconnect()
        talk.wait(5)
        talk.connect()
    talk.charger("Heartbeat")
    reply = ask(ASKED, talk, later=70)
    assert reply.text.endswith("Connected but never registered.")
    assert reply.findings == ("BOOT-01", "CON-07")


def test_what_was_wrong_long_before_it_went_is_not_told_of_its_end():
    talk = Talk()
    talk.connect()
    talk.boot(answer={"status": "Rejected", "currentTime": talk.stamp(), "interval": 9})
    talk.wait(20)
    talk.boot()
    talk.heartbeats(36_000)
    talk.disconnect()
    reply = ask(ASKED, talk, later=600)
    assert "BOOT-03" not in reply.findings


def test_a_log_without_pings_does_not_call_a_charger_silent():
    talk = Talk()
    talk.connect(peer="")
    talk.charger("Heartbeat")
    reply = ask(ASKED, talk, later=3_600)
    assert "silent" not in reply.text
    assert reply.mood is Mood.FINE


def test_a_charger_that_said_nothing_before_its_connection_ended_is_not_there():
    talk = online(ocpp="2.0.1")
    talk.heartbeats(600)
    talk.wait(7_200)
    talk.disconnect(code=1006)
    reply = ask(ASKED, talk)
    assert reply.text.startswith("Not lately: last message 2 h 5 min before these")
    assert reply.mood is Mood.TROUBLE


def test_a_log_of_which_others_are_the_end_says_when_a_charger_was_heard_last():
    talk = Talk()
    talk.boot()
    talk.heartbeats(900)
    talk.csms("GetConfiguration", answer={})
    assert ask(ASKED, talk).text.startswith("Yes")
    assert ask(ASKED, talk, later=7_200).text.startswith("Not lately: last message 2 h")


def test_a_connection_that_has_just_opened_is_not_called_silent():
    talk = Talk()
    talk.connect()
    talk.change_link(last_heard_at=None)
    assert "silent" not in ask(ASKED, talk, later=5).text
