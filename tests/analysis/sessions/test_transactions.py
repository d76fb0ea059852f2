# SPDX-License-Identifier: Apache-2.0
"""Beginnings of transactions, and what they are bound to (protocol, 8.3 and 8.4)."""

from ocppdesk.analysis.sessions.story import Certainty, Outcome


def test_a_start_that_is_repeated_is_one_transaction(talk, texts):
    talk.start("10:00:00", verdict=None)
    talk.start("10:00:30", told="10:00:00")
    talk.start("10:01:00", told="10:00:00", verdict="ConcurrentTx")
    story = talk.story()
    assert [one.id for one in story.transactions] == [512]
    assert texts(story) == [
        "Transaction 512 started at 152 300 Wh",
        "The charger repeats the start (2 times in 30 s)",
        "Card 04A1B2 refused: it is in use in another transaction (ConcurrentTx)",
    ]
    assert "The charger sent its start more than once." in story.summary


def test_a_start_without_an_answer_may_be_told_with_another_time(talk):
    call = talk.start("10:00:00", verdict=None)
    talk.error("10:00:05", call)
    talk.start("10:00:40")
    assert len(talk.story().transactions) == 1


def test_two_sessions_may_begin_at_the_same_register(talk):
    talk.start("10:00:00", 1)
    talk.stop("10:00:30", number=1, reason="EVDisconnected")
    talk.status("10:00:31", "Available")
    talk.start("10:00:50", 2)
    assert [one.transactions[0].id for one in talk.stories()] == [1, 2]


def test_a_number_may_come_again_after_a_restart(talk):
    talk.session("10:00:00", 1)
    talk.boot("11:00:00")
    talk.session("12:00:00", 1, wh=(6_000, 7_000))
    assert [one.energy_wh for one in talk.stories()] == [5_000, 1_000]


def test_one_number_at_two_connectors_is_two_transactions(talk):
    talk.start("10:00:00", 7, connector=1, wh=0)
    talk.start("10:00:10", 7, "04FFFF", connector=2, wh=50)
    talk.meter("10:05:00", 1_000, 7, connector=1)
    talk.meter("10:05:00", 3_050, 7, connector=2)
    first, second = talk.stories()
    assert (first.energy_wh, second.energy_wh) == (1_000, 3_000)


def test_an_offline_session_is_told_when_it_was(talk):
    """It is replayed hours later while another car charges (protocol, OFF-01)."""
    talk.status("10:00:00", "Available")
    talk.link("10:01:00", is_up=False)
    talk.link("14:00:00", is_up=True)
    talk.status("14:00:02", "Preparing")
    talk.start("14:00:05", 1, "04OLD", told="11:30:07", wh=0)
    talk.stop("14:00:08", 4_000, 1, "Local", told="12:15:33")
    talk.card("14:01:00", "04NEW")
    talk.start("14:01:02", 2, "04NEW", wh=4_000)
    old, new = talk.stories()
    assert (old.began_at, old.ended_at) == (talk.at("11:30:07"), talk.at("12:15:33"))
    assert (old.outcome, old.energy_wh) == (Outcome.COMPLETED, 4_000)
    assert old.transactions[0].is_offline
    assert new.began_at == talk.at("14:00:02")
    assert [one.id for one in new.transactions] == [2]


def test_a_session_that_began_offline_goes_on(talk, texts):
    talk.status("10:00:00", "Available")
    talk.link("10:01:00", is_up=False)
    talk.link("14:00:00", is_up=True)
    talk.status("14:00:02", "Charging")
    talk.start("14:00:05", 1, told="13:30:07", wh=0)
    talk.meter("14:10:00", 5_000, 1)
    story = talk.story()
    assert story.outcome is Outcome.OPEN
    assert story.began_at == talk.at("13:30:07")
    assert texts(story) == [
        "Transaction 1 started at 0 Wh",
        "The charger offers power (Charging)",
    ]


def test_charging_may_be_told_before_its_transaction(talk):
    talk.status("10:00:00", "Available")
    talk.status("10:00:05", "Charging")
    talk.start("10:00:09")
    story = talk.story()
    assert [one.id for one in story.transactions] == [512]
    assert not story.lines[0].text.startswith("Transaction")


def test_a_new_start_leaves_an_orphan_behind(talk):
    talk.start("10:00:00", 1)
    talk.start("11:00:00", 2, "04FFFF", wh=153_000)
    orphan, running = talk.stories(now="11:09:59")
    assert (orphan.outcome, running.outcome) == (Outcome.OPEN, Outcome.OPEN)
    orphan, running = talk.stories(now="11:10:00")
    assert (orphan.outcome, running.outcome) == (Outcome.ORPHANED, Outcome.OPEN)
    assert orphan.certainty is Certainty.INFERRED


def test_a_late_end_finds_the_orphan(talk):
    talk.start("10:00:00", 1, wh=0)
    talk.start("11:00:00", 2, "04FFFF", wh=153_000)
    talk.stop("12:00:00", 5_000, 1, told="10:45:07")
    orphan, _running = talk.stories()
    assert (orphan.outcome, orphan.energy_wh) == (Outcome.COMPLETED, 5_000)
    assert orphan.ended_at == talk.at("10:45:07")


def test_the_next_start_with_the_plug_still_in_is_the_same_story(talk):
    talk.start("10:00:00", 1)
    talk.stop("10:30:00", number=1, reason="Local")
    talk.status("10:30:01", "Finishing")
    talk.start("10:40:00", 2, wh=153_000)
    assert [one.id for one in talk.story().transactions] == [1, 2]


def test_a_start_that_is_answered_with_an_error_fails(talk):
    call = talk.start("10:00:00", verdict=None)
    talk.error("10:00:01", call)
    talk.stop("10:01:00", number=0, reason="Other")
    story = talk.story()
    assert story.outcome is Outcome.FAILED_PROTOCOL
    assert story.missing_step == "answer to the start"


def test_an_answer_whose_start_was_not_seen_is_a_start(talk):
    call = talk.start("10:00:00", 77)
    del talk.messages[call - 1]
    story = talk.story()
    assert [one.id for one in story.transactions] == [77]
    assert story.lines[0].certainty is Certainty.INFERRED


def test_a_transaction_is_known_by_what_goes_on(talk):
    talk.event("10:00:00", "Updated", "MeterValuePeriodic", seq=7, state="Charging")
    story = talk.story()
    assert story.lines[0].text.startswith("Transaction T1: it was under way")
    assert story.summary.endswith("Its beginning is not in these messages.")


def test_events_may_arrive_out_of_order(talk):
    talk.event("10:00:30", "Updated", "ChargingStateChanged", seq=1, state="Charging")
    talk.event("10:00:31", "Started", "Authorized", seq=0, tag="04A1B2",
               state="EVConnected")  # fmt: skip
    story = talk.story()
    assert story.transactions[0].start_message == 3
    assert "not in these messages" not in story.summary
    assert "more than once" not in story.summary
    # The state of the first event is older than that of the second.
    assert "offers power" in story.summary


def test_the_evse_may_be_told_later(talk):
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2", evse=None)
    talk.status2("10:00:20", "Occupied")
    talk.event("10:00:21", "Updated", "CablePluggedIn", seq=1)
    story = talk.story()
    assert (story.evse, story.connector) == (1, 1)


def test_an_older_session_is_told_while_another_one_runs(talk):
    talk.start("14:00:00", 2, "04NEW", wh=4_000)
    talk.start("14:00:05", 1, "04OLD", told="11:31:41", wh=0)
    talk.stop("14:00:08", 4_000, 1, "Local", told="12:16:22")
    old, new = talk.stories(now="15:00:00")
    assert (old.outcome, old.id_tag) == (Outcome.COMPLETED, "04OLD")
    assert (new.outcome, new.id_tag) == (Outcome.OPEN, "04NEW")


def test_an_older_session_is_told_after_another_one(talk):
    talk.start("14:00:00", 2, "04NEW", wh=4_000)
    talk.stop("14:30:00", 5_000, 2, "Local")
    talk.status("14:30:02", "Finishing")
    talk.start("14:31:05", 1, "04OLD", told="11:31:41", wh=0)
    talk.stop("14:31:08", 4_000, 1, "Local", told="12:16:22")
    old, new = talk.stories()
    assert (old.id_tag, new.id_tag) == ("04OLD", "04NEW")
    assert len(old.transactions) == len(new.transactions) == 1


def test_what_was_told_later_may_run_on(talk):
    talk.link("10:00:00", is_up=False)
    talk.link("14:00:00", is_up=True)
    talk.status("14:00:02", "Preparing")
    talk.start("14:00:05", 1, told="13:31:41", wh=0)
    assert len(talk.stories()) == 2
    talk.meter("14:10:00", 3_000, 1)
    story = talk.story()
    assert story.outcome is Outcome.OPEN
    assert story.energy_wh == 3_000


def test_a_start_after_the_cable_was_pulled_is_a_new_story(talk):
    talk.start("10:00:00", 1)
    talk.stop("10:30:00", number=1, reason="EVDisconnected")
    talk.status("10:30:01", "Finishing")
    talk.start("10:40:00", 2, wh=153_000)
    assert [len(one.transactions) for one in talk.stories()] == [1, 1]


def test_a_number_of_the_newer_versions_may_come_again(talk):
    for hour in (10, 11):
        talk.event(f"{hour}:00:00", "Started", "Authorized", tag="04A1B2", wh=0)
        talk.event(f"{hour}:30:00", "Ended", "StopAuthorized", seq=1, wh=3_000)
        talk.status2(f"{hour}:31:00", "Available")
    assert [one.energy_wh for one in talk.stories()] == [3_000, 3_000]


def test_the_evse_may_be_told_without_a_state(talk):
    talk.status2("09:59:00", "Occupied")
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2", evse=None)
    talk.event("10:00:21", "Updated", "CablePluggedIn", seq=1)
    story = talk.story()
    assert story.evse == 1
    assert story.began_at == talk.at("09:59:00")


def test_the_start_of_what_a_log_begins_with_may_come_later(talk, texts):
    talk.status("14:00:02", "Charging")
    talk.start("14:00:05", 1, told="13:31:41", wh=0)
    talk.meter("14:10:00", 3_000, 1)
    story = talk.story()
    assert texts(story) == [
        "Transaction 1 started at 0 Wh",
        "The charger offers power (Charging)",
    ]
    assert story.began_at == talk.at("13:31:41")
    assert "not in these messages" not in story.summary


def test_a_later_start_is_not_that_of_what_a_log_begins_with(talk):
    talk.status("10:00:00", "Charging")
    talk.start("12:00:05", 1, wh=0)
    assert len(talk.stories()) == 2
