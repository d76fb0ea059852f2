# SPDX-License-Identifier: Apache-2.0
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.meter_numbers import reading_of


@pytest.mark.parametrize(
    ("value", "number", "unit"),
    [
        ("152300", 152_300, ""),
        (152_300, 152_300, ""),
        (16.5, 16.5, ""),
        ("  16.5 ", 16.5, ""),
        ("16,5", 16.5, ""),
        ("+1.5e3", 1_500, ""),
        (".5", 0.5, ""),
        ("-0.0", 0, ""),
        ("230 V", 230, "V"),
        ("12.5kWh", 12.5, "kWh"),
    ],
)
def test_numbers_are_read_as_they_are_sent(value, number, unit):
    assert reading_of(value)[:2] == (number, unit)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (None, "is null"),
        ("", "is empty"),
        ("   ", "is empty"),
        ("NaN", "is “NaN”, no number"),
        ("-inf", "is “-inf”, no number"),
        ("1_000", "is “1_000”, no number"),
        ("12 furlongs", "is “12 furlongs”, no number"),
        (True, "is true, no number"),
        ([1], "is an array, no number"),
        ({"a": 1}, "is an object, no number"),
        (math.nan, "is no number that can be"),
        (10**400, "is no number that can be"),
        ("1e999", "is no number that can be"),
        ("x" * 1_000, f"is “{'x' * 39}…”, no number"),
    ],
)
def test_what_is_no_number_says_why(value, why):
    assert reading_of(value) == (None, "", why)


@given(st.none() | st.text() | st.floats() | st.integers() | st.booleans())
def test_nothing_raises_and_every_number_is_finite(value):
    number, _unit, why = reading_of(value)
    assert why if number is None else math.isfinite(number)
