# SPDX-License-Identifier: Apache-2.0
"""What connections and restarts do to a session."""

from dataclasses import replace

from ocppdesk.analysis.sessions.story import Certainty, Outcome


def test_a_restart_without_an_end_is_an_orphan(talk):
    talk.start("10:00:00")
    talk.boot("10:30:00")
    story = talk.story(now="10:40:00")
    assert story.outcome is Outcome.ORPHANED
    assert "the charger had restarted" in story.summary


def test_a_session_may_survive_a_restart(talk, texts):
    talk.start("10:00:00", wh=0)
    talk.boot("10:30:00")
    talk.meter("10:31:00", 3_000)
    story = talk.story(now="12:00:00")
    assert story.outcome is Outcome.OPEN
    assert (
        texts(story)[1]
        == "The charger registers anew (BootNotification), as after a restart"
    )
    assert story.lines[1].certainty is Certainty.INFERRED


def test_a_boot_that_was_asked_for_is_no_restart(talk):
    talk.start("10:00:00")
    asked = {"requestedMessage": "BootNotification"}
    talk.command("10:30:00", "TriggerMessage", asked)
    talk.boot("10:30:02")
    assert talk.story(now="12:00:00").outcome is Outcome.OPEN


def test_a_lost_connection_is_told_and_nothing_is_judged_meanwhile(talk, texts):
    talk.status("10:00:00", "Available")
    talk.remote_start("10:00:05")
    talk.link("10:01:00", is_up=False)
    assert talk.story(now="12:00:00").outcome is Outcome.OPEN
    talk.link("12:00:00", is_up=True)
    assert talk.story(now="12:02:00").outcome is Outcome.OPEN
    story = talk.story(now="12:03:00")
    assert story.outcome is Outcome.FAILED_NO_PLUG
    assert texts(story)[1:3] == [
        "The connection to the charger was lost",
        "The connection is back after 1 h 59 min",
    ]


def test_an_orphan_waits_for_the_replay_after_a_lost_connection(talk):
    talk.start("10:00:00")
    talk.status("10:00:02", "Charging")
    talk.status("10:30:00", "Available")
    talk.link("10:31:00", is_up=False)
    talk.link("11:31:00", is_up=True)
    assert talk.story(now="11:40:00").outcome is Outcome.OPEN
    assert talk.story(now="11:41:00").outcome is Outcome.ORPHANED


def test_silence_is_told_where_no_connection_is(talk):
    talk.start("10:00:00")
    talk.meter("10:10:00", 152_400)
    talk.meter("13:10:00", 152_500)
    line = talk.story().lines[1]
    assert line.text.startswith("No message for 3 h")
    assert line.certainty is Certainty.INFERRED


def test_a_connection_may_be_replaced_before_its_end_is_noticed(talk, texts):
    talk.start("10:00:00")
    talk.link("10:10:00", is_up=True)
    old = talk.messages[0]
    talk.link("10:10:05", is_up=False)
    talk.messages[-2] = replace(talk.messages[-2], connection=old.connection + 1)
    assert len(texts(talk.story())) == 1


def test_a_charger_with_messages_to_send_is_given_time(talk):
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2", state="Charging")
    talk.boot("10:30:00")
    talk.command("10:35:00", "GetTransactionStatus", {"transactionId": "T1"}, None)
    talk.answer("10:35:01", talk.messages[-1].id, {"messagesInQueue": True})
    assert talk.story(now="10:45:00").outcome is Outcome.OPEN
    assert talk.story(now="10:45:01").outcome is Outcome.ORPHANED


def test_a_charger_that_is_asked_says_that_it_goes_on(talk, texts):
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2", state="Charging")
    talk.boot("10:30:00")
    call = talk.command("10:35:00", "GetTransactionStatus", {"transactionId": "T1"},
                        None)  # fmt: skip
    answer = {"messagesInQueue": False, "ongoingIndicator": True}
    talk.answer("10:35:01", call, answer)
    story = talk.story(now="12:00:00")
    assert story.outcome is Outcome.OPEN
    assert texts(story)[-1].endswith("that the transaction goes on")
