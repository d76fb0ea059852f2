# SPDX-License-Identifier: Apache-2.0
"""Parts of filters find what they say, and write themselves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.fields import FIELDS, FLAGS, Kind
from ocppdesk.filters.literals import value_of
from ocppdesk.filters.nodes import (
    Action,
    And,
    Comparison,
    Everything,
    Flagged,
    Membership,
    Not,
    Or,
    Presence,
    Range,
    Regex,
    Text,
    between,
    both,
    compare_measure,
    either,
    frames_only,
    of_charger,
    searched_texts,
    values_of,
)
from ocppdesk.filters.paths import Path
from ocppdesk.filters.values import Operator
from tests.filters.expressions import filters
from tests.filters.subjects import (
    CONTEXT,
    at,
    conversation,
    found,
    subjects,
    subjects_of,
)

X, Y, Z = Text("x"), Text("y"), Text("z")
FAULTED = Comparison(Path(("status",)), Operator.IS, value_of("Faulted"))


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        (Everything(), ""),
        (Text("a b"), '"a b"'),
        (Text("tx"), '"tx"'),
        (Regex("a/b"), r"/a\/b/"),
        (Regex(r"\d\\/"), r"/\d\\\//"),
        (Action("Reset"), "Reset"),
        (Flagged(FLAGS["~q"]), "~q"),
        (Presence(FIELDS["tx"]), "tx"),
        (FAULTED, ".status == Faulted"),
        (
            Membership(FIELDS["tx"], (value_of("5"), value_of("a b"))),
            'tx in {5, "a b"}',
        ),
        (Range(FIELDS["no"], value_of("1"), value_of("5")), "no in 1..5"),
        (Not(X), "-x"),
        (Not(FAULTED), "not .status == Faulted"),
        (Not(Or((X, Y))), "not (x or y)"),
        (And((Or((X, Y)), Not(And((X, Z))))), "(x or y) and not (x and z)"),
        (Or((And((X, Y)), Z)), "x and y or z"),
    ],
)
def test_a_part_writes_itself(chosen, text):
    assert str(chosen) == text
    assert parse_filter(text) == chosen


def test_conditions_are_joined_as_simply_as_can_be():
    assert both() == both(Everything()) == Everything()
    assert both(X) == both(X, X) == both(X, Everything()) == X
    assert both(X, And((Y, Z)), X) == And((X, Y, Z))
    assert either(X) == either(X, X) == X
    assert either(X, Or((Y, X))) == Or((X, Y))
    assert either(X, Everything()) == Everything()


def test_a_charger_is_meant_letter_by_letter():
    assert found(of_charger("CP-7")) == [24, 25, 26, 27, 28]
    assert found(of_charger("cp-7")) == []
    odd = of_charger('x"y ]')
    assert parse_filter(str(odd)) == odd


def test_a_time_range_begins_with_its_first_and_ends_before_its_last_instant():
    since, until = at("14:00:01"), at("14:05:00")
    assert found(between(since, until)) == [2, 3]
    assert found(between(None, since)) == [1]
    assert len(found(between(since, None))) == 27
    assert between(None, None) == Everything()
    assert parse_filter(str(between(since, until))) == between(since, until)


def test_frames_are_all_but_events_of_the_connection():
    assert found(frames_only()) == [n for n in range(1, 29) if n not in (1, 23)]
    assert str(frames_only()) == "not ~ws"


def test_texts_are_looked_for_in_the_raw_text_the_action_and_the_charger():
    answer = subjects_of(conversation())[6]
    raw = answer.message.raw
    assert searched_texts(answer) == (raw, "Heartbeat", "CP-0042")
    assert found(Text("cp-7 ")) == []
    assert found(Regex("^CP-7$")) == [24, 25, 26, 27, 28]


def test_ranges_of_times_of_day_go_over_midnight():
    night = Range(FIELDS["time"], value_of("14:30:05"), value_of("14:00:01"))
    assert night.is_over_midnight
    assert found(night) == [1, 2, 26, 27, 28]
    assert not Range(FIELDS["no"], value_of("5"), value_of("1")).is_over_midnight


@pytest.mark.parametrize(
    ("have", "operator", "value", "kind", "expected"),
    [
        (at("14:05:30"), "==", "14:05", Kind.TIME, True),
        (at("14:05:30"), ">", "14:05:30", Kind.TIME, False),
        (at("14:30:10"), ">=", "-5m", Kind.TIME, True),
        (at("14:25:09"), ">=", "-5m", Kind.TIME, False),
        (5_500_000, "==", "5s", Kind.DURATION, True),
        (4_000, "<", "4kB", Kind.SIZE, False),
    ],
)
def test_measures_compare(have, operator, value, kind, expected):
    value = value_of(value)
    operator = Operator(operator)
    is_met = compare_measure(have, operator, value, kind=kind, context=CONTEXT)
    assert is_met is expected


def test_values_of_fields_and_paths_are_read():
    fault = subjects_of(conversation())[3]
    assert list(values_of(FIELDS["connector"], fault)) == [2]
    assert list(values_of(Path(("status",)), fault)) == ["Faulted"]


@settings(max_examples=150)
@given(filters, subjects())
def test_a_filter_or_its_opposite_meets_every_message(chosen, given_subjects):
    for subject in given_subjects:
        assert Not(chosen).matches(subject, CONTEXT) is not chosen.matches(
            subject, CONTEXT
        )


@given(st.sampled_from(("Faulted", "2", "x")), subjects())
def test_not_equal_needs_the_field_and_no_equal_value(word, given_subjects):
    path = Path(("status",))
    for subject in given_subjects:
        is_same = Comparison(path, Operator.IS, value_of(word))
        differs = Comparison(path, Operator.IS_NOT, value_of(word))
        payload = subject.payload()
        has_any = any(True for _value in path.values_in(payload))
        assert differs.matches(subject, CONTEXT) is (
            has_any and not is_same.matches(subject, CONTEXT)
        )
