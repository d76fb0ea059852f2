# SPDX-License-Identifier: Apache-2.0
"""Many measures at once are compared as each of them is alone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.capture.measures import compare_measures, offsets
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.fields import FIELDS
from ocppdesk.filters.nodes import Comparison, Presence
from ocppdesk.filters.values import DAY_US, Context, Operator, Value, ValueKind

BERLIN = ZoneInfo("Europe/Berlin")
CHANGE = 1_774_746_000_000_000  # 2026-03-29 01:00 UTC: 2:00 becomes 3:00 in Berlin


def berlin(at):
    """Return the offset of the time in Berlin."""
    moment = datetime.fromtimestamp(at / 1_000_000, UTC).astimezone(BERLIN)
    return round(moment.utcoffset().total_seconds() * 1_000_000)


CONTEXT = Context(now=CHANGE, latest=CHANGE, offset_at=berlin)
INSTANTS = st.integers(CHANGE - 3 * DAY_US, CHANGE + 3 * DAY_US) | st.sampled_from(
    (CHANGE - 1, CHANGE, CHANGE + 1, CHANGE // DAY_US * DAY_US)
)
SMALL = st.integers(0, 6).map(lambda n: n * 500_000)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("time >= 13:00", INSTANTS),
        ("time == 3:00", INSTANTS),
        ("time != 2:30", INSTANTS),
        ("time in 22:00..4:00", INSTANTS),
        ("time in 2:00..3:00", INSTANTS),
        ("time in {2026-03-29, 2026-03-30T12:00}", INSTANTS),
        ("time > 2026-03-29", INSTANTS),
        ("time <= 2026-03-29", INSTANTS),
        ("time < 2026-03-29T01:00Z", INSTANTS),
        ("time > -5m", INSTANTS),
        ("time in -1d..-1h", INSTANTS),
        ("latency > 1s", SMALL),
        ("latency == 1s", SMALL),
        ("delta != 1500ms", SMALL),
        ("size in 1kB..1MB", SMALL),
        ("no in 500000..1000000", SMALL),
        ("no == 500000", SMALL),
        ("no != 1000000", SMALL),
        ("no in {0, 500000.0, 7}", SMALL),
        ("no < 500000.5", SMALL),
    ],
)
def test_many_are_compared_as_one_is(text, values):
    test = parse_filter(text)

    @given(st.lists(values, max_size=5))
    def compare(numbers):
        have = np.array(numbers, np.int64)
        found = compare_measures(test, have, CONTEXT)
        assert found.dtype == np.bool_
        assert found.tolist() == [test.holds((n,), CONTEXT) for n in numbers]

    compare()


@pytest.mark.parametrize("operator", list(Operator))
@pytest.mark.parametrize(
    "value",
    [
        Value("12"),
        Value("012"),
        Value("12", ValueKind.NUMBER, 12),
        Value("1e400", ValueKind.NUMBER, float("inf")),
        Value("12.5", ValueKind.NUMBER, 12.5),
        Value("2026-01-01", ValueKind.DATE, 12, 1),
    ],
    ids=repr,
)
def test_numbers_are_compared_with_whatever_is_written(operator, value):
    test = Comparison(FIELDS["no"], operator, value)
    numbers = [0, 1, 11, 12, 13, 120]
    found = compare_measures(test, np.array(numbers), CONTEXT)
    assert found.tolist() == [test.holds((n,), CONTEXT) for n in numbers]


def test_what_is_there_is_present():
    test = Presence(FIELDS["latency"])
    assert compare_measures(test, np.array([0, 5]), CONTEXT).tolist() == [True, True]


@given(st.lists(INSTANTS))
def test_offsets_are_those_of_each_instant(instants):
    found = offsets(np.array(instants, np.int64), berlin)
    assert found.tolist() == [berlin(at) for at in instants]


def test_few_instants_are_asked_for_their_offset():
    asked = []

    def offset_at(at):
        asked.append(at)
        return berlin(at)

    offsets(np.arange(CHANGE - DAY_US, CHANGE + DAY_US, 60_000_000), offset_at)
    assert len(asked) < 60
