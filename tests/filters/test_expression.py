# SPDX-License-Identifier: Apache-2.0
"""What is typed becomes a filter, or says where it is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.filters.conditions import Action, Everything, Text
from ocppdesk.filters.expression import FilterError, parse_filter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Everything()),
        ("  \t", Everything()),
        ("GroundFailure", Text("GroundFailure")),
        ("  Ground Failure ", Text("Ground Failure")),
        ('"04A2B3"', Text("04A2B3")),
        ('" x "', Text(" x ")),
        ('"', Text('"')),
        ('""', Text('""')),
        ('say "hi"', Text('say "hi"')),
        ("action", Text("action")),
        ("reaction == x", Text("reaction == x")),
        ("action == Heartbeat", Action("Heartbeat")),
        ("action=heartbeat", Action("heartbeat")),
        ("  action  ==  Heartbeat  ", Action("Heartbeat")),
        ('action == "Custom Operation"', Action("Custom Operation")),
    ],
)
def test_a_text_becomes_a_filter(text, expected):
    assert parse_filter(text) == expected


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("action ==", 9, 10),
        ("action == ", 10, 11),
        ("action == Boot Notification", 10, 27),
        ("action == -x", 10, 12),
        ('action == "', 10, 11),
        ('action == ""', 10, 12),
        ("action === Reset", 9, 16),
    ],
)
def test_a_comparison_without_a_proper_name_says_where(text, start, end):
    with pytest.raises(FilterError) as caught:
        parse_filter(text)
    assert (caught.value.start, caught.value.end) == (start, end)
    assert "action == Heartbeat" in caught.value.message
    assert str(caught.value) == f"{caught.value.message} (at character {start + 1})"


@given(st.text() | st.text('action="= xy').map("action ==".__add__))
def test_no_text_raises_anything_else(text):
    try:
        chosen = parse_filter(text)
    except FilterError as error:
        start, end = error.start, error.end
    else:
        sql, values = chosen.sql()
        assert sql.count("?") == len(values)
        start, end = 0, 1
    assert 0 <= start < end <= len(text) + 1


def test_a_text_that_is_too_long_to_be_looked_for_says_so():
    with pytest.raises(FilterError, match="at most 10000 characters"):
        parse_filter("x" * 10_001)


def test_the_word_action_may_be_written_in_any_case():
    assert parse_filter("Action == Reset") == Action("Reset")
