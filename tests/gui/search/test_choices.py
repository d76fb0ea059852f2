# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.glossary import entries
from ocppdesk.core.versions import Version, charger_actions, csms_actions
from ocppdesk.filters.completion import Completion, Offer, completions
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Action
from ocppdesk.gui.search.choices import all_choices, choices_of

CLASSIC = [e.action for e in entries("1.6") if e.rank is not None]


def actions(choices):
    return [c.action for c in choices if c.action]


def offered(text, **known):
    """Return what is offered at the end of a text."""
    wanted = {"actions": {}, "recent": (), "saved": {}, "values": lambda _field: ()}
    return choices_of(completions(text, len(text), **(wanted | known)))


def test_what_was_seen_comes_first_the_most_frequent_on_top():
    found = actions(all_choices({"Heartbeat": 9, "Reset": 1, "Authorize": 0}, (), {}))
    assert found[:2] == ["Heartbeat", "Reset"]


def test_the_seventeen_classic_messages_come_before_all_others():
    assert len(CLASSIC) == 17
    assert actions(all_choices({}, (), {}))[:17] == CLASSIC


def test_every_message_type_is_listed_once():
    found = actions(all_choices({"Heartbeat": 3, "VendorThing": 1}, (), {}))
    known = {a for v in Version for a in charger_actions(v) | csms_actions(v)}
    assert sorted(found) == sorted(known | {"VendorThing"})


def test_the_first_line_shows_all_messages():
    assert all_choices({}, (), {})[0].text == ""


def test_saved_and_recent_filters_come_after_the_types_that_were_seen():
    recent = [f"tx == {n}" for n in range(20)]
    choices = all_choices({"Reset": 1}, recent, {"Mine": "~q and ~in"})
    labels = [c.label for c in choices][:7]
    assert labels == [
        "All messages",
        "In this capture",
        "Reset",
        "Saved filters",
        "Mine",
        "Used lately",
        "tx == 0",
    ]
    mine = choices[4]
    assert (mine.text, mine.detail) == ("~q and ~in", "~q and ~in")
    assert len([c for c in choices if c.text and c.text.startswith("tx")]) == 8


def test_a_choice_of_a_type_is_its_plain_name():
    choices = all_choices({"Reset": 1}, (), {})
    reset = next(c for c in choices if c.action == "Reset")
    assert reset.text == "Reset"
    assert parse_filter(reset.text) == Action("Reset")


def test_a_completion_takes_the_place_of_what_was_typed():
    choices = offered("~q and conn")
    connector = next(c for c in choices if c.label == "connector")
    assert connector.span == (7, 11)
    assert connector.detail
    assert connector.goes_on


def test_kinds_stand_together_under_headings():
    choices = offered("st", actions={"StartTransaction": 4}, recent=["status == x"])
    headings = [c.label for c in choices if c.text is None]
    assert len(set(headings)) == len(headings) > 1
    assert choices[0].text is None


def test_types_that_were_never_seen_leave_room_for_the_rest():
    choices = offered("stat", actions={"StatusNotification": 4})
    labels = [c.label for c in choices]
    assert labels[1] == "StatusNotification"
    assert labels.index("status") < 8
    assert "ReservationStatusUpdate" in labels
    assert labels.index("status") < labels.index("More message types")


def test_one_kind_needs_no_heading_except_values():
    flags = choices_of(Completion(0, 1, (Offer("~q", "~q", kind="flag"),)))
    assert [c.label for c in flags] == ["~q"]
    values = choices_of(Completion(0, 0, (Offer("2", "2", count=7, kind="value"),)))
    assert [c.label for c in values] == ["Values seen", "2"]
    assert values[1].count == 7


def test_actions_have_their_count_from_the_drop_down():
    choices = offered("Heartb", actions={"Heartbeat": 4})
    assert actions(choices) == ["Heartbeat"]


@pytest.mark.parametrize(
    ("kind", "text", "goes_on"),
    [
        ("field", "tx", True),
        ("operator", "==", True),
        ("operator", "{", False),
        ("value", "5", False),
        ("flag", "~q", False),
    ],
)
def test_after_fields_and_operators_something_more_is_typed(kind, text, goes_on):
    offer = Offer(text, text, kind=kind)
    choice = choices_of(Completion(0, 0, (offer,)))[-1]
    assert choice.goes_on is goes_on
