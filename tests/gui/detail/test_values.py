# SPDX-License-Identifier: Apache-2.0
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.gui.detail.values import (
    cut,
    instant_of,
    instant_text,
    offset_text,
    span_text,
    summary,
    unit_of,
    value_text,
    whole_text,
)

SECOND = 1_000_000
AT = round(datetime(2026, 1, 31, 13, 5, 31, tzinfo=UTC).timestamp()) * SECOND


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Faulted", "Faulted"),
        ("", '""'),
        (" a ", '"a"'),
        (True, "true"),
        (None, "null"),
        (2.5, "2.5"),
        ("a\nb", "a b"),
        ("x" * 300, "x" * 200 + "…"),
    ],
)
def test_a_value_is_one_line(value, expected):
    assert value_text(value) == expected


def test_a_cut_text_shows_that_it_is_cut():
    assert cut("abcdef", 3) == "abc…"
    assert cut("abc", 3) == "abc"


def test_the_clipboard_gets_the_whole_value():
    assert whole_text("x" * 300) == "x" * 300
    assert json.loads(whole_text({"a": [1, "ü"]})) == {"a": [1, "ü"]}
    assert whole_text(None) == "null"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, "{}"),
        ([], "[]"),
        ([1], "1 entry: 1"),
        ([1, 2, 3], "3 entries: 1, 2, 3"),
        (list(range(9)), "9 entries: 0, 1, 2, 3, 4, …"),
        ([{"a": 1}], "1 entry"),
        ({"id": 1, "connectorId": 2}, "id 1 · connectorId 2"),
        ({"deep": {"a": 1}}, "1 entry"),
        (
            {"value": "231.4", "measurand": "Voltage", "phase": "L1", "unit": "V"},
            "231.4 V · Voltage · L1",
        ),
        (
            {"value": "12831", "context": "Sample.Periodic"},
            "12831 Wh · Sample.Periodic",
        ),
    ],
)
def test_what_is_folded_says_what_it_holds(value, expected):
    assert summary(value) == expected


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_any_object_has_a_short_summary(value):
    assert len(summary(value)) <= 121


SAMPLE = "meterValue.sampledValue.value"


@pytest.mark.parametrize(
    ("path", "parent", "expected"),
    [
        (SAMPLE, {"value": "1", "unit": "kW"}, "kW"),
        (SAMPLE, {"value": "1"}, "Wh"),
        (SAMPLE, {"value": "1", "measurand": "Energy.Active.Export.Register"}, "Wh"),
        (SAMPLE, {"value": "1", "measurand": "Voltage"}, ""),
        (SAMPLE, {"value": 1, "unitOfMeasure": {}}, "Wh"),
        (SAMPLE, {"value": 1, "unitOfMeasure": {"unit": "A"}}, "A"),
        ("interval", {}, "s"),
        ("meterStop", {}, "Wh"),
        ("value", {"key": "HeartbeatInterval", "value": "300"}, ""),
        ("status", {}, ""),
    ],
)
def test_units(path, parent, expected):
    assert unit_of(path, parent, []) == expected


def test_a_power_of_ten_is_part_of_the_unit():
    sample = {"value": 1, "unitOfMeasure": {"unit": "Wh", "multiplier": 3}}
    assert unit_of(SAMPLE, sample, []) == "\N{MULTIPLICATION SIGN} 10^3 Wh"


def test_a_limit_has_the_unit_of_the_schedule_around_it():
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": []}
    path = "chargingSchedule.chargingSchedulePeriod.limit"
    assert unit_of(path, {"limit": 16}, [[], schedule]) == "A"


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31T13:05:31Z",
        "2026-01-31T14:05:31+01:00",
        "2026-01-31T13:05:31",
        "2026-01-31T13:05:31.000000000Z",
        "2026-01-31 13:05:31Z",
    ],
)
def test_times_are_recognized(text):
    assert instant_of(text) == AT


@pytest.mark.parametrize(
    "value", ["2026-01-31", "soon", 5, None, "2026-13-31T13:05:31Z", "9" * 500]
)
def test_everything_else_is_no_time(value):
    assert instant_of(value) is None


@given(st.text() | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"))
def test_no_text_is_too_odd_to_be_looked_at(text):
    at = instant_of(text)
    if at is not None:
        assert instant_text(text, at, AT)


def test_a_time_is_shown_here_in_utc_and_against_the_message():
    text = instant_text("2026-01-31T13:05:31Z", AT, AT + 2_400_000)
    here, utc, offset = text.split(" · ")
    assert here.endswith("local time")
    assert utc == "2026-01-31T13:05:31.000Z"
    assert offset == "2.4 s before the message"


def test_a_time_without_a_zone_is_remarked_upon():
    assert "no zone given" in instant_text("2026-01-31T13:05:31", AT, AT)
    assert "no zone given" not in instant_text("2026-01-31T13:05:31+0100", AT, AT)


def test_offsets_have_a_direction():
    assert offset_text(0) == "at the time of the message"
    assert offset_text(-SECOND) == "1.0 s before the message"
    assert offset_text(SECOND) == "1.0 s after the message"


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (41_000, "41 ms"),
        (1_234_000, "1.2 s"),
        (65 * SECOND, "1 min 5 s"),
        (3700 * SECOND, "1 h 1 min"),
        (50 * 3600 * SECOND, "2 d 2 h"),
    ],
)
def test_spans_have_two_units_at_most(span, expected):
    assert span_text(span) == expected
