# SPDX-License-Identifier: Apache-2.0
"""Values compare with what messages have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.filters.literals import value_of
from ocppdesk.filters.values import (
    DAY_US,
    Context,
    Operator,
    PatternError,
    SlowPatternError,
    Value,
    ValueKind,
    compare,
    compare_amount,
    compare_moment,
    compiled,
    in_quotes,
    instant,
    instant_of,
    is_in_text,
    is_match,
    number_of,
    quoted,
    resolved,
    text_of,
)

HOUR = 3_600_000_000
CONTEXT = Context(now=0, latest=0)
NEW_YEAR = 1_767_225_600_000_000  # 2026-01-01 00:00 UTC


@pytest.mark.parametrize(
    ("have", "operator", "value", "expected"),
    [
        ("Faulted", "==", "faulted", True),
        ("Faulted", "===", "faulted", False),
        ("Faulted", "===", "Faulted", True),
        ("Faulted", "!=", "faulted", False),
        ("STRASSE", "==", "straße", True),
        ("Faulted", "contains", "AULT", True),
        ("Faulted", "matches", "^f.*d$", True),
        ("Faulted", "matches", "^ault", False),
        (32, "==", "32.0", True),
        ("32.0", "==", "32", True),
        (" 32 ", "==", "32", True),
        (32, "===", "32", True),
        ("007", "==", "7", False),
        ("007", "==", "007", True),
        (7, "==", "007", False),
        ("0.5", "==", ".5", True),
        ("12345678901234567891", "==", "12345678901234567892", False),
        ("abc", "==", "7", False),
        (True, "==", "true", True),
        (True, "==", "1", False),
        (None, "==", "null", True),
        ("5s", "==", "5s", True),
        (5, "==", "5s", False),
        ("33.5", ">", "32", True),
        ("33.5", ">=", "33.5", True),
        ("1e2", "<", "99", False),
        (True, "<", "99", False),
        ("abc", "<", "99", False),
        (None, "!=", "5", True),
        (123, "contains", "2", True),
        ("2026-01-01T12:00:00Z", "<", "2026-01-01T12:00:01Z", True),
        ("2026-01-01T13:00:00+01:00", "==", "2026-01-01T12:00Z", True),
        ("2026-01-01T12:00:00", "==", "2026-01-01", True),
        ("2026-01-02T00:00:00Z", ">", "2026-01-01", True),
        ("2026-01-01T23:00:00Z", ">", "2026-01-01", False),
        ("2026-01-01T23:00:00Z", "<=", "2026-01-01", True),
        ("2026-01-01T14:05:59Z", "==", "14:05", True),
        ("14:05", "==", "14:05", True),
        ("2026-01-01T14:05:59Z", "!=", "14:05", False),
        ("soon", ">", "14:05", False),
        (5, ">", "14:05", False),
    ],
)
def test_a_value_of_a_message_compares(have, operator, value, expected):
    assert compare(have, Operator(operator), value_of(value), CONTEXT) is expected


def test_local_times_are_those_of_the_place():
    context = Context(now=0, latest=0, offset_at=lambda _at: 2 * HOUR)
    noon = value_of("2026-01-01T12:00")
    assert resolved(noon, context).amount == NEW_YEAR + 10 * HOUR
    assert compare_moment(NEW_YEAR + 10 * HOUR, Operator.IS, noon, context)
    assert compare_moment(NEW_YEAR + 10 * HOUR, Operator.IS, value_of("12:00"), context)
    at_zero = value_of("2026-01-01T12:00Z")
    assert resolved(at_zero, context) is at_zero


@pytest.mark.parametrize(
    ("offsets", "hours"),
    [((1, 2), 23), ((2, 1), 25)],
)
def test_a_day_is_as_long_as_the_clocks_make_it(offsets, hours):
    before, after = offsets
    change = NEW_YEAR + HOUR

    def offset_at(moment):
        return (before if moment < change else after) * HOUR

    context = Context(now=0, latest=0, offset_at=offset_at)
    day = resolved(value_of("2026-01-01"), context)
    assert day.amount == NEW_YEAR - before * HOUR
    assert day.width == hours * HOUR
    assert day.kind is ValueKind.DATE


def test_ago_counts_back_from_the_newest_message():
    context = Context(now=99 * HOUR, latest=10 * HOUR)
    value = resolved(value_of("-2h"), context)
    assert (value.kind, value.amount) == (ValueKind.INSTANT, 8 * HOUR)
    assert compare_moment(8 * HOUR, Operator.AT_LEAST, value_of("-2h"), context)
    assert not compare_moment(8 * HOUR, Operator.MORE, value_of("-2h"), context)


@pytest.mark.parametrize(
    ("have", "operator", "expected"),
    [
        (4_999_999, "==", False),
        (5_000_000, "==", True),
        (5_999_999, "==", True),
        (6_000_000, "==", False),
        (6_000_000, "!=", True),
        (5_000_001, ">", True),
        (5_000_000, ">", False),
        (5_000_000, "<=", True),
    ],
)
def test_a_duration_stands_for_all_that_begins_like_it(have, operator, expected):
    assert compare_amount(have, Operator(operator), value_of("5s")) is expected


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("HEART", "heartbeat", True),
        ("heart", "HEARTBEAT", True),
        ("k", "\u212a", False),  # the sign for kelvin, a k only when folded
        ("größe", "GRÖSSE", True),
        ("größe", "Große", False),
        ("", "", True),
    ],
)
def test_texts_are_found_in_any_case(wanted, text, expected):
    assert is_in_text(wanted, text) is expected


@given(st.text(), st.text(), st.text())
def test_a_text_is_in_what_is_around_it(before, wanted, after):
    assert is_in_text(wanted, before + wanted + after)


@pytest.mark.parametrize(
    ("have", "expected"),
    [
        ("12", 12),
        ("-1.5e3", -1500.0),
        (" .5 ", 0.5),
        ("1" * 64, None),
        ("", None),
        ("0x1", None),
        ("nan", None),
        (False, None),
        (None, None),
        (2.5, 2.5),
    ],
)
def test_texts_may_be_numbers(have, expected):
    found = number_of(have)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01T00:00:00Z", NEW_YEAR),
        ("2026-01-01T00:00:00.25", NEW_YEAR + 250_000),
        ("2026-01-01", NEW_YEAR),
        ("2026-13-01T00:00:00Z", None),
        ("12", None),
        ("x" * 20, None),
        (5, None),
        (None, None),
        ("0001-01-01T00:00:00+23:59", -62_135_683_140_000_000),
    ],
)
def test_timestamps_are_instants(text, expected):
    assert instant_of(text) == expected


def test_an_instant_writes_itself_in_utc():
    value = instant(NEW_YEAR + 250_000)
    assert str(value) == "2026-01-01T00:00:00.250000Z"
    assert value_of(str(value)).amount == value.amount == NEW_YEAR + 250_000
    assert resolved(value, CONTEXT) is value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Value("x"), "x"),
        (Value("5s"), '"5s"'),
        (Value("5s", ValueKind.DURATION), "5s"),
        (Value("14:05"), '"14:05"'),
        (Value("2026-01-01T14:05Z"), '"2026-01-01T14:05Z"'),
        (Value("in"), "in"),
        (Value("Or"), '"Or"'),
        (Value("a..b"), '"a..b"'),
        (Value(""), '""'),
        (Value("-x"), '"-x"'),
        (Value("04A2B3"), "04A2B3"),
    ],
)
def test_a_value_is_quoted_where_it_would_be_another(value, expected):
    assert str(value) == expected


def test_texts_are_quoted_where_they_need_it():
    assert quoted("a-b:c") == "a-b:c"
    assert quoted("a b") == '"a b"'
    assert quoted("in") == '"in"'
    assert in_quotes('a"\\') == '"a\\"\\\\"'


def test_values_are_written_as_in_json():
    assert [text_of(have) for have in ("a", 1, 1.5, True, None)] == [
        "a",
        "1",
        "1.5",
        "true",
        "null",
    ]


def test_expressions_are_the_same_in_any_case():
    assert is_match("^heart", "HEARTBEAT", CONTEXT)
    assert not is_match("^beat", "HEARTBEAT", CONTEXT)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(?R)", "^(a|aa)+$"])
def test_an_expression_that_takes_too_long_is_stopped(pattern):
    context = Context(now=0, latest=0, pattern_timeout_s=0.05)
    with pytest.raises(SlowPatternError, match="takes too long") as caught:
        is_match(pattern, "a" * 60_000 + "!", context)
    assert caught.value.pattern == pattern


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("[a", "unterminated"),
        ("a**", "multiple repeat"),
        ("(" * 2_000, "nested too deeply"),
        ("(?u)(?a)x", "incompatible"),
        ("((a{1000}){1000}){1000}", "repeats too much"),
        ("(a{1,1000} ) {0,1000}{50}", "repeats too much"),
        ("a{" + "9" * 5_000 + "}", "repeats too much"),
    ],
)
def test_what_is_no_expression_says_why(pattern, message):
    with pytest.raises(PatternError, match=message):
        compiled(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"\d{8}-\d{4}-\d{4}-\d{4}-\d{12}", ".{0,2000}", r"(\d{1,3}\.){3}\d{1,3}"],
)
def test_usual_repetitions_are_allowed(pattern):
    assert compiled(pattern).pattern == pattern


def test_operators_of_order_are_known():
    assert [o.value for o in Operator if o.is_order] == ["<", "<=", ">", ">="]


def test_a_day_has_so_many_microseconds():
    assert DAY_US == 24 * HOUR
