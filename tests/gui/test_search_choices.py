# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.glossary import entries
from ocppdesk.core.versions import Version, charger_actions, csms_actions
from ocppdesk.filters.conditions import Action
from ocppdesk.filters.expression import parse_filter
from ocppdesk.gui.search_choices import action_text, all_choices, matching_choices

CLASSIC = [e.action for e in entries("1.6") if e.rank is not None]


def actions(choices):
    return [c.action for c in choices if c.action]


def test_what_was_seen_comes_first_the_most_frequent_on_top():
    found = actions(all_choices({"Heartbeat": 9, "Reset": 1, "Authorize": 0}, ()))
    assert found[:2] == ["Heartbeat", "Reset"]


def test_the_seventeen_classic_messages_come_before_all_others():
    assert len(CLASSIC) == 17
    assert actions(all_choices({}, ()))[:17] == CLASSIC


def test_every_message_type_is_listed_once():
    found = actions(all_choices({"Heartbeat": 3, "VendorThing": 1}, ()))
    known = {a for v in Version for a in charger_actions(v) | csms_actions(v)}
    assert sorted(found) == sorted(known | {"VendorThing"})


def test_the_first_line_shows_all_messages():
    assert all_choices({}, ())[0].text == ""


def test_what_was_searched_before_is_offered_once_more():
    found = [c.text for c in all_choices({}, [f"text {n}" for n in range(9)])]
    assert [t for t in found if t and t.startswith("text")] == [
        f"text {n}" for n in range(5)
    ]


def test_a_choice_of_a_type_is_a_filter():
    assert parse_filter(action_text("Reset")) == Action("Reset")


def test_a_typed_beginning_finds_types_that_begin_so_first():
    found = actions(matching_choices("stat", {}, ()))
    assert found[0] == "StatusNotification"
    assert "FirmwareStatusNotification" in found


def test_a_type_is_completed_behind_a_comparison_too():
    assert actions(matching_choices("action == Boot", {}, ())) == ["BootNotification"]


def test_a_comparison_without_a_name_offers_every_type():
    assert len(actions(matching_choices("action == ", {}, ()))) > 90


def test_one_letter_offers_nothing_yet():
    assert matching_choices("s", {"StatusNotification": 3}, ()) == []


def test_recent_texts_are_completed():
    found = matching_choices("fault", {}, ["GroundFailure", "Faulted", "fault"])
    assert [c.text for c in found if not c.action] == ["Faulted"]


def test_a_complete_text_is_not_offered_again():
    assert matching_choices("action == Reset", {}, ()) == []
