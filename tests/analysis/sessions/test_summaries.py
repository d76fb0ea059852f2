# SPDX-License-Identifier: Apache-2.0
"""Stories in a sentence; those of single outcomes are in `test_outcomes`."""

from ocppdesk.analysis.sessions.drafts import Attempt, Draft, DraftTransaction
from ocppdesk.analysis.sessions.story import Outcome
from ocppdesk.analysis.sessions.summaries import tag_of


def test_the_card_of_a_story_is_the_one_that_was_accepted():
    draft = Draft(1, 0)
    assert tag_of(draft) == ""
    draft.attempts.append(Attempt("BAD", 1, 0, verdict="Invalid"))
    assert tag_of(draft) == "BAD"
    draft.attempts.insert(0, Attempt("GOOD", 2, 0, verdict="Accepted"))
    assert tag_of(draft) == "GOOD"
    draft.transactions.append(DraftTransaction(1, 0, 0, tag="OTHER"))
    assert tag_of(draft) == "OTHER"


def test_what_runs_is_told_with_what_it_has_so_far(talk):
    talk.start("10:00:00", wh=0)
    talk.status("10:00:05", "Charging")
    talk.meter("10:30:00", 3_000)
    assert talk.story().summary == (
        "Transaction 512 runs for 30 min, 3 kWh so far. "
        "The charger offers power (Charging)."
    )
    assert "runs for 60 min" not in talk.story(now="11:00:00").summary
    assert "runs for 1 h" in talk.story(now="11:00:00").summary


def test_what_waits_is_told(talk):
    talk.status("10:00:00", "Preparing")
    assert talk.story(now="10:01:00").summary == (
        "A car is plugged in for 60 s, waiting for a card or a remote start."
    )
    talk.card("10:01:00")
    assert talk.story().summary.endswith("waiting for a transaction.")


def test_a_card_waits_for_a_car(talk):
    talk.card("10:00:00")
    assert talk.story(now="10:00:30").summary == (
        "Card 04A1B2 accepted; no transaction has begun within 30 s."
    )


def test_what_was_lost_is_told_with_what_it_charged_at_least(talk):
    talk.start("10:00:00", wh=0)
    talk.meter("10:20:00", 2_000)
    talk.boot("10:30:00")
    assert talk.story(now="11:00:00").summary == (
        "Transaction 512 was never closed: the charger had restarted, and no stop was "
        "told. At least 2 kWh were charged."
    )


def test_a_restart_ends_a_session(talk):
    talk.start("10:00:00", wh=0)
    talk.stop("10:20:00", 2_000, reason="Reboot")
    assert talk.story().summary == (
        "The session ended after 20 min and 2 kWh: "
        "the charger restarted by itself (Reboot)."
    )


def test_charging_of_which_no_transaction_was_told(talk):
    talk.status("10:00:00", "Available")
    talk.status("10:00:05", "Charging")
    talk.status("10:30:00", "Available")
    assert talk.story().summary == (
        "The charger told of charging, but of no transaction."
    )


def test_who_is_refused_waits_for_nothing(talk):
    talk.status("10:00:00", "Preparing")
    talk.card("10:00:10", verdict="Invalid")
    assert talk.story(now="10:00:24").summary == (
        "A car is plugged in for 24 s. Card 04A1B2 refused: it is not known (Invalid)."
    )


def test_what_seems_to_be_over_is_not_told_as_running(talk):
    talk.start("10:00:00", wh=0)
    talk.meter("10:20:00", 2_000)
    talk.boot("10:30:00")
    assert talk.story(now="10:31:00").summary == (
        "Transaction 512 seems to be over after 30 min, 2 kWh so far; "
        "no stop was told yet."
    )


def test_a_start_is_asked_for_and_nothing_comes(talk):
    talk.remote_start("10:00:00", status=None)
    asked = "The CSMS asks to start with card 04A1B2; no transaction has begun within"
    assert talk.story(now="10:00:20").summary == f"{asked} 20 s."
    talk.boot("10:00:30")
    anew = ", and the charger registered anew."
    assert talk.story(now="10:00:40").summary == f"{asked} 40 s{anew}"
    talk.boot("10:00:50")
    anew = ", and the charger registered anew 2 times."
    assert talk.story(now="10:01:00").summary == f"{asked} 60 s{anew}"


def test_a_transaction_that_has_just_begun_is_running(talk):
    talk.start("10:00:00", verdict=None)
    assert talk.story().summary.startswith("A transaction is running.")


def test_a_charger_that_registers_anew_did_not_fail_for_being_out_of_service(talk):
    talk.status("10:00:00", "Preparing")
    talk.command("10:00:05", "GetConfiguration", {})
    talk.remote_start("10:00:10", status=None)
    talk.boot("10:01:50")
    talk.status("10:01:52", "Unavailable")
    story = talk.story(now="10:30:00")
    assert story.outcome is Outcome.FAILED_PROTOCOL
    assert story.summary == (
        "The start failed: the charger never answered the remote start and "
        "registered anew."
    )


def test_a_plug_long_before_the_start_is_told(talk):
    talk.status("10:00:00", "Preparing")
    talk.start("10:34:00")
    assert talk.story().summary.endswith("had been plugged in for 34 min before.")


def test_a_start_that_is_told_late_is_told_to_be_so(talk):
    talk.boot("10:00:00")
    talk.status("10:00:01", "Available")
    talk.start("13:00:00", told="10:00:30")
    assert talk.story().summary.endswith("Its start was told 3 h late.")
