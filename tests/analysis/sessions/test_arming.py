# SPDX-License-Identifier: Apache-2.0
"""Cards and remote starts (protocol, 8.3, rules 5 and 6)."""

from ocppdesk.analysis.sessions.story import Certainty, Outcome


def test_a_card_belongs_to_the_car_that_waits(talk, texts):
    talk.status("10:00:00", "Available", 1)
    talk.status("10:00:00", "Available", 2)
    talk.status("10:01:00", "Preparing", 2)
    talk.card("10:01:10")
    story = talk.story()
    assert story.connector == 2
    assert texts(story) == ["Plugged in (Preparing)", "Card 04A1B2 accepted"]


def test_between_two_cars_nothing_is_guessed_until_one_starts(talk, texts):
    for connector in (1, 2):
        talk.status("10:00:00", "Preparing", connector)
    talk.card("10:00:30")
    either = "Card 04A1B2 accepted, at this connector or another one"
    assert [texts(story)[-1] for story in talk.stories()] == [either, either]
    assert talk.stories()[0].lines[-1].certainty is Certainty.ASSUMED
    talk.start("10:00:32", connector=2)
    first, second = talk.stories()
    assert texts(first) == ["Plugged in (Preparing)"]
    assert texts(second)[1] == "Card 04A1B2 accepted"
    assert second.lines[1].certainty is Certainty.OBSERVED


def test_a_card_before_the_cable_is_the_same_story(talk, texts):
    talk.status("10:00:00", "Available", 1)
    talk.status("10:00:00", "Available", 2)
    talk.card("10:00:10")
    assert talk.story().connector is None
    talk.status("10:00:40", "Preparing", 2)
    talk.start("10:00:42", connector=2)
    story = talk.story()
    assert story.connector == 2
    assert texts(story) == [
        "Card 04A1B2 accepted",
        "Plugged in (Preparing)",
        "Transaction 512 started at 152 300 Wh",
    ]


def test_a_card_that_is_shown_again_is_to_stop(talk, texts):
    talk.start("10:00:00")
    talk.card("10:30:00", "04a1b2")
    talk.stop("10:30:01", reason="Local")
    story = talk.story()
    assert texts(story)[1] == "Card 04a1b2 is shown again, to stop"
    assert story.id_tag == "04A1B2"


def test_a_card_of_the_same_group_is_to_stop(talk, texts):
    talk.status("10:00:00", "Available", 1)
    talk.status("10:00:00", "Available", 2)
    talk.start("10:00:10", parentIdTag="FAMILY")
    talk.card("10:30:00", "04OTHER", parentIdTag="FAMILY")
    story = talk.story()
    assert texts(story)[1] == "Card 04OTHER of the same group is shown, to stop"


def test_cards_that_are_refused_again_and_again_are_one_line(talk, texts):
    for second in (10, 20, 30):
        talk.card(f"10:00:{second}", verdict="Invalid")
    story = talk.story(now="12:00:00")
    assert texts(story) == [
        "Card 04A1B2 refused: it is not known (Invalid) (3 times in 20 s)"
    ]
    assert story.outcome is Outcome.FAILED_TOKEN_REFUSED
    assert story.missing_step == "accepted card"
    assert story.ended_at == talk.at("10:00:30")


def test_another_card_may_be_accepted_after_all(talk):
    talk.status("10:00:00", "Preparing")
    talk.card("10:00:10", "04BAD", "Blocked")
    talk.card("10:00:20")
    talk.start("10:00:22")
    assert talk.story().id_tag == "04A1B2"


def test_a_remote_start_begins_the_next_transaction_of_its_card(talk, texts):
    talk.status("10:00:00", "Available")
    talk.remote_start("10:00:05", "REMOTE")
    talk.status("10:00:06", "Preparing")
    talk.card("10:00:07", "REMOTE")
    talk.start("10:00:30", tag="REMOTE")
    assert texts(talk.story()) == [
        "The CSMS asks to start with card REMOTE; the charger accepts",
        "The connector is in use (Preparing)",
        "Card REMOTE accepted",
        "Transaction 512 started at 152 300 Wh",
    ]


def test_a_remote_start_for_any_connector_is_found_by_its_card(talk):
    for connector in (1, 2):
        talk.status("10:00:00", "Available", connector)
    talk.remote_start("10:00:05", "REMOTE", connector=None)
    talk.start("10:00:30", tag="REMOTE", connector=2)
    story = talk.story()
    assert (story.connector, len(story.lines)) == (2, 2)


def test_a_remote_start_without_a_car_fails(talk):
    talk.status("10:00:00", "Available")
    talk.remote_start("10:00:05")
    assert talk.story(now="10:02:34").outcome is Outcome.OPEN
    story = talk.story(now="10:02:35")
    assert story.outcome is Outcome.FAILED_NO_PLUG
    assert story.missing_step == "plug"
    assert story.lines[-1].text == "No transaction began within 2 min"
    assert story.lines[-1].message is None
    assert story.ended_at == talk.at("10:02:35")


def test_the_charger_says_how_long_it_waits(talk):
    call = talk.command("09:00:00", "GetConfiguration", {}, None)
    key = {"key": "ConnectionTimeOut", "readonly": False, "value": "30"}
    talk.answer("09:00:01", call, {"configurationKey": [key]})
    talk.status("09:30:00", "Available")
    talk.remote_start("10:00:00")
    assert talk.story(now="10:01:00").outcome is Outcome.FAILED_NO_PLUG


def test_a_remote_start_that_is_refused_is_over_at_once(talk):
    talk.status("10:00:00", "Available")
    talk.remote_start("10:00:05", status="Rejected")
    story = talk.story()
    assert story.outcome is Outcome.FAILED_REMOTE_REJECTED
    assert story.lines[0].text.endswith("; the charger refuses (Rejected)")
    assert story.ended_at == talk.at("10:00:05")


def test_a_remote_start_where_another_session_runs_is_a_story_of_its_own(talk):
    talk.start("10:00:00")
    talk.remote_start("10:10:00", "04FFFF")
    talk.remote_start("10:10:20", "04FFFF")
    running, failed = talk.stories(now="11:00:00")
    assert running.outcome is Outcome.OPEN
    assert failed.outcome is Outcome.FAILED_TIMEOUT
    assert failed.missing_step == "free connector"


def test_who_wants_another_session_with_the_plug_in_begins_a_story(talk, texts):
    talk.start("10:00:00", 1)
    talk.stop("10:30:00", number=1, reason="Local")
    talk.status("10:30:01", "Finishing")
    talk.status("10:30:05", "Preparing")
    talk.remote_start("10:40:00", "04FFFF", status="Rejected")
    first, second = talk.stories()
    assert first.ended_at == talk.at("10:40:00")
    assert texts(second)[0] == "Still plugged in from the session before"
    assert second.outcome is Outcome.OPEN


def test_a_card_that_the_csms_cannot_judge_is_told(talk):
    call = talk.card("10:00:00", verdict=None)
    talk.error("10:00:01", call)
    story = talk.story(now="11:00:00")
    assert story.lines[0].text == "Card 04A1B2: the CSMS gave no usable answer"
    assert story.outcome is Outcome.FAILED_PROTOCOL


def test_remote_starts_of_the_newer_versions_are_bound_by_their_number(talk, texts):
    talk.status2("09:59:00", "Available")
    token = {"idToken": "REMOTE", "type": "Central"}
    payload = {"evseId": 1, "remoteStartId": 5, "idToken": token}
    talk.command("10:00:00", "RequestStartTransaction", payload)
    talk.event("10:00:20", "Started", "RemoteStart", info={"remoteStartId": 5})
    assert texts(talk.story()) == [
        "The CSMS asks to start with card REMOTE; the charger accepts",
        "Transaction T1 started, as the CSMS had asked",
    ]


def test_a_second_card_at_the_same_car_belongs_to_it(talk, texts):
    talk.status("10:00:00", "Preparing")
    talk.card("10:00:10")
    talk.card("10:00:20", "04FFFF", "Invalid")
    assert texts(talk.story())[2] == "Card 04FFFF refused: it is not known (Invalid)"


def test_a_card_where_the_charger_is_ready_again_begins_a_story(talk, texts):
    for connector in (1, 2):
        talk.status("09:59:00", "Available", connector)
    talk.start("10:00:00", 1)
    talk.stop("10:30:00", number=1, reason="Local")
    talk.status("10:30:01", "Finishing")
    talk.status("10:30:05", "Preparing")
    talk.card("10:40:00", "04FFFF")
    _first, second = talk.stories()
    assert texts(second) == [
        "Still plugged in from the session before",
        "Card 04FFFF accepted",
    ]


def test_a_strange_card_at_the_only_connector_is_told_with_what_runs(talk, texts):
    talk.status("09:59:00", "Available")
    talk.start("10:00:00")
    talk.card("10:10:00", "04FFFF", "Invalid")
    assert texts(talk.story())[1].startswith("Card 04FFFF refused")


def test_a_card_goes_where_its_transaction_begins(talk, texts):
    for connector in (1, 2):
        talk.status("09:59:00", "Available", connector)
    talk.card("10:00:00")
    talk.status("10:00:10", "Preparing", 1)
    talk.status("10:00:12", "Preparing", 2)
    talk.start("10:00:15", connector=2)
    first, second = talk.stories()
    assert (first.connector, texts(first)) == (1, ["Plugged in (Preparing)"])
    assert texts(second)[0] == "Card 04A1B2 accepted"
    assert second.id_tag == "04A1B2"


def test_the_answer_to_a_remote_start_that_nobody_knows_of_is_nothing(talk):
    talk.remote_start("10:00:00")
    del talk.messages[0]
    assert talk.stories() == ()


def test_where_no_state_tells_the_next_card_begins_a_story(talk):
    talk.status("09:59:00", "Available")
    talk.start("10:00:00", 1)
    talk.stop("10:30:00", number=1, reason="Local")
    talk.card("12:00:00")
    first, second = talk.stories()
    assert first.ended_at == talk.at("10:30:00")
    assert second.began_at == talk.at("12:00:00")
    assert "plugged in" not in second.lines[0].text
