# SPDX-License-Identifier: Apache-2.0
"""What narrows a filter finds nothing that the filter did not find."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.narrowing import depends_on_time, narrows
from ocppdesk.filters.nodes import Not, both, either
from tests.filters.expressions import filters
from tests.filters.subjects import CONTEXT, subjects


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("grounds", "ground"),
        ("ground", ""),
        ("größer", "Größe"),
        ("x y", "x"),
        ("x y z", "z x"),
        ("xa ~in", "~in x"),
        ("x", "x or y"),
        ("xa or y", "x or y"),
        ("-x", "-xa"),
        ("not (x or y)", "-x"),
        ("tx == 5", "tx"),
        ("tx == 5", "tx in {5, 6}"),
        ("tx in {5}", "tx in {6, 5}"),
        (".a contains bcd", ".a contains bc"),
        (".a.b", ".a"),
        (".a[b == 1 and c == 2]", ".a[c == 2]"),
        (".a[b == 1]", ".a"),
        ("no > 6", "no > 5"),
        ("no <= 5", "no <= 6"),
        ("no in 3..4", "no in 1..5"),
        ("latency >= 2s", "latency >= 500ms"),
        ("time > 2026-01-02T00:00Z", "time > 2026-01-01T00:00Z"),
        ("x ~q", "x"),
    ],
)
def test_one_more_condition_or_letter_narrows(new, old):
    assert narrows(parse_filter(new), parse_filter(old))
    assert not narrows(parse_filter(old), parse_filter(new))


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("~in", "~out"),
        ("größe", "gr"),
        ("x", "/x/"),
        ("tx != 5", "tx == 5"),
        ("req.a", "res.a"),
        ("tx >= 5", "tx > 5"),
        ("time > 15:00", "time > 14:00"),
        ("time > 2026-01-02", "time > 2026-01-01"),
        ("no in 3..6", "no in 1..5"),
        ("status == ab", "status == a"),
        ("x ~q", "~q"),
        ("x time > -5m", "time > -5m"),
    ],
)
def test_what_is_not_sure_does_not_narrow(new, old):
    assert not narrows(parse_filter(new), parse_filter(old))


@settings(max_examples=200)
@given(filters, filters, st.sampled_from((both, either)), subjects(), st.booleans())
def test_what_narrows_finds_nothing_else(one, other, join, given_subjects, is_negated):
    joined = join(one, other)
    pairs = [(one, other), (joined, one), (one, joined), (both(joined, other), one)]
    if is_negated:
        pairs = [(Not(new), Not(old)) for old, new in pairs]
    for new, old in pairs:
        if narrows(new, old):
            for subject in given_subjects:
                is_met = new.matches(subject, CONTEXT)
                assert not is_met or old.matches(subject, CONTEXT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~q", True),
        ("x or -(~in ~q)", True),
        ("time in -5m..-1m", True),
        ("time in 14:00..15:00", False),
        ("~slow tx in {1, 2} /x/ .a[b == 1]", False),
        ("", False),
    ],
)
def test_what_changes_by_waiting_is_known(text, expected):
    assert depends_on_time(parse_filter(text)) is expected


def test_filters_of_many_parts_are_given_up_soon():
    text = " or ".join(f"(a{n} b{n})" for n in range(300))
    other = " or ".join(f"(a{n} c{n})" for n in range(300))
    assert not narrows(parse_filter(text), parse_filter(other))
