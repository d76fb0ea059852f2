# SPDX-License-Identifier: Apache-2.0
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.gui.configuration.column_filter import parse_column
from ocppdesk.gui.configuration.filter import FilterLineError


@pytest.mark.parametrize(
    ("text", "cell", "passes"),
    [
        ("beat", "HeartBeatInterval", True),
        (" Beat ", "x", False),
        ("=300", "300", True),
        ("=300", "3000", False),
        ("= 300.0", "300", True),
        ("=", "", True),
        ("=", "x", False),
        ("<>", "x", True),
        ("<>", "", False),
        ("<>true", "TRUE", False),
        ("<>60", "060", False),
        ("<>60", "61", True),
        (">60", "61", True),
        (">60", "60", False),
        (">60", "600", True),
        (">60", "Voltage", False),
        (">=60", "60", True),
        ("<60", "7", True),
        ("<= 60.5", "60.5", True),
        ("<-1", "-2", True),
        ("/^Meter|^Heart/", "HeartbeatInterval", True),
        ("/^beat/", "HeartbeatInterval", False),
        ("a/b", "xa/by", True),
    ],
)
def test_what_passes(qapp, text, cell, passes):
    assert parse_column(text)(cell) is passes


@pytest.mark.parametrize("text", ["", "  ", ">", "<", ">= ", "<="])
def test_what_is_no_filter_yet(qapp, text):
    assert parse_column(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (">abc", "> needs a number, as in >60, not “abc”."),
        ("<=1,5", "<= needs a number, as in <=60, not “1,5”."),
        ("/", "between two strokes"),
        ("/abc", "between two strokes"),
        ("//", "between two strokes"),
        ("/a(/", "is no regular expression"),
    ],
)
def test_what_is_none_says_why(qapp, text, why):
    with pytest.raises(FilterLineError) as told:
        parse_column(text)
    assert why in str(told.value)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (">14:05", True),
        (">14:06", False),
        ("<=11-28", True),
        ("<11-28", False),
        (">=11-28 14:06", True),
        (">11-28 14:06", False),
        ("14:", True),
    ],
)
def test_days_and_times_are_compared(qapp, text, passes):
    test = parse_column(text, has_times=True)
    assert test("11-28 14:06") is passes
    assert test("") is False


def test_a_number_is_no_time(qapp):
    with pytest.raises(FilterLineError, match="needs a day or a time, as in >14:05"):
        parse_column(">60", has_times=True)


@given(st.text(max_size=12), st.text(max_size=12), st.booleans())
def test_whatever_is_typed_is_a_filter_or_says_why(qapp, text, cell, has_times):
    with contextlib.suppress(FilterLineError):
        test = parse_column(text, has_times=has_times)
        assert test is None or test(cell) in (True, False)
