# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.moments import charger_time

NOON = 1_785_585_600_000_000  # 2026-08-01T12:00:00Z


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("2026-08-01T12:00:00Z", 0),
        ("2026-08-01T12:00:00", 0),
        ("2026-08-01T14:00:00+02:00", 0),
        ("2026-08-01T14:00:00+0200", 0),
        ("2026-08-01T14:00:00+02", 0),
        ("2026-08-01T03:30:00-08:30", 0),
        ("2026-08-01T12:00:00.5Z", 500_000),
        ("2026-08-01T12:00:00.123456789012Z", 123_456),
        ("2026-08-01T12:00:00,25Z", 250_000),
        ("2026-08-01T12:00:00.Z", 0),
        ("2026-08-01t12:00:00z", 0),
        (" 2026-08-01 12:00:00 UTC ", 0),
        ("2026-8-1T12:00:00Z", 0),
        ("2026/08/01 12:00:00", 0),
        ("2026-08-01T12:00Z", 0),
        ("2026-08-01T14:00:00.000+0200[Europe/Berlin]", 0),
        ("2026-08-01T11:59:60Z", 0),
        ("2026-07-31T24:00:00Z", -43_200_000_000),
        ("1785585600", 0),
        (1_785_585_600, 0),
        (1_785_585_600_250, 250_000),
        (1_785_585_600.5, 500_000),
    ],
)
def test_times_are_read_as_chargers_write_them(text, after):
    assert charger_time(text) == NOON + after


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01T00:00:05Z",
        "1980-01-06T00:00:00Z",
        "2000-01-01T00:10:00Z",
        "2106-02-07T06:28:16Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+12:00",
        5,
        0,
        -1,
    ],
)
def test_the_time_of_a_clock_that_was_not_set_is_none(text):
    assert charger_time(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "now", "2026-13-01T12:00:00Z", "2026-08-01", "x" * 1_000, None, True, [], {},
     float("nan"), float("inf"), 10**400, "2026-08-01T99:99:99Z"],
)  # fmt: skip
def test_what_is_no_time_is_none(text):
    expected = None if text != "2026-08-01" else NOON - 43_200_000_000
    assert charger_time(text) == expected


@given(st.datetimes(datetime(2010, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_every_time_of_ocpp_is_read_to_the_microsecond(moment):
    at = round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e6)
    found = charger_time(moment.isoformat())
    assert abs(found - at) <= 1  # the float is not exact


@given(st.text() | st.floats() | st.integers())
def test_nothing_raises(text):
    assert charger_time(text) is None or isinstance(charger_time(text), int)
