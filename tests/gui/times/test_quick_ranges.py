# SPDX-License-Identifier: Apache-2.0
import time
from datetime import datetime, timedelta

import pytest

from ocppdesk.filters.nodes import Everything, between
from ocppdesk.gui.times.quick_ranges import (
    SECOND,
    Quick,
    Span,
    quick_range,
    range_text,
    system_clock,
)

NOON = datetime(2026, 1, 31, 12, 0, 3).astimezone()


def micros(moment):
    return round(moment.timestamp()) * SECOND


def test_all_times_have_no_end():
    assert quick_range(Quick.ALL, micros(NOON)) == Span()


@pytest.mark.parametrize(
    ("quick", "expected"),
    [
        (Quick.MINUTES_5, datetime(2026, 1, 31, 11, 55, 0)),
        (Quick.HOUR, datetime(2026, 1, 31, 11, 0, 0)),
    ],
)
def test_a_last_range_begins_at_a_round_time_and_is_open(quick, expected):
    found = quick_range(quick, micros(NOON))
    assert found == Span(micros(expected.astimezone()))


def test_a_last_range_never_leaves_out_what_it_promises():
    for offset in range(70):
        now = micros(NOON + timedelta(seconds=offset))
        since = quick_range(Quick.MINUTES_5, now).since
        assert 300 * SECOND <= now - since < 305 * SECOND


def test_days_are_those_of_this_zone():
    assert quick_range(Quick.TODAY, micros(NOON)) == Span(
        micros(datetime(2026, 1, 31).astimezone()),
        micros(datetime(2026, 2, 1).astimezone()),
    )
    assert quick_range(Quick.YESTERDAY, micros(NOON)) == Span(
        micros(datetime(2026, 1, 30).astimezone()),
        micros(datetime(2026, 1, 31).astimezone()),
    )


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, "All times"),
        (0, None, "from 2026-01-31 12:00:03"),
        (None, 60, "until 2026-01-31 12:01:02"),
        (0, 60, "2026-01-31 12:00:03 – 12:01:02"),  # noqa: RUF001
        (0, 86400, "2026-01-31 12:00:03 – 2026-02-01 12:00:02"),  # noqa: RUF001
    ],
)
def test_a_range_in_words(since, until, expected):
    start = micros(NOON)
    ends = [None if s is None else start + s * SECOND for s in (since, until)]
    assert range_text(Span(*ends)) == expected


def test_the_clock_is_that_of_the_system():
    before = time.time()
    assert before <= system_clock() / SECOND <= time.time()


def test_a_span_is_a_filter_and_without_ends_everything():
    assert Span().filter() == Everything()
    assert Span(micros(NOON)).filter() == between(micros(NOON), None)
