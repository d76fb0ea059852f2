# SPDX-License-Identifier: Apache-2.0
"""Two logs of the same conversations fit together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.merging import (
    NOTHING_IN_COMMON,
    Joiner,
    Mark,
    Merging,
    merging_of,
)

SECOND = 1_000_000


def marks(*times, direction=0, charger="CP1", first=0):
    return [
        Mark((2, str(n), "Heartbeat"), at, direction, charger)
        for n, at in enumerate(times, start=first)
    ]


def test_clocks_that_are_apart_are_aligned_by_one_way():
    here = marks(10 * SECOND, 20 * SECOND, 30 * SECOND)
    there = marks(13 * SECOND, 23 * SECOND, 33 * SECOND)
    alignment = merging_of(here, there).alignment
    assert alignment == (-3 * SECOND, 0, 3, False)


def test_both_ways_tell_the_time_on_the_way_from_the_clocks():
    # The second clock is 5 s ahead; a message is 0.4 s on its way.
    here = marks(100 * SECOND, 200 * SECOND) + marks(300_400_000, direction=1, first=2)
    there = marks(105_400_000, 205_400_000) + marks(305 * SECOND, direction=1, first=2)
    alignment = merging_of(here, there).alignment
    assert alignment.offset_us == -5 * SECOND
    assert alignment.is_two_way
    assert alignment.spread_us == 400_000


def test_ids_that_begin_anew_do_not_mislead():
    here = [mark for boot in (0, 1_000, 2_000) for mark in marks(
        *(SECOND * (boot + n) for n in range(5)))]  # fmt: skip
    there = [mark._replace(at=mark.at + 7 * SECOND) for mark in here]
    alignment = merging_of(here, there).alignment
    assert alignment.offset_us == -7 * SECOND
    assert alignment.matched == 15


def test_logs_of_different_conversations_have_nothing_in_common():
    assert merging_of(marks(1), marks(1, first=9)) == NOTHING_IN_COMMON
    assert merging_of([], marks(1)) == NOTHING_IN_COMMON


def test_frames_of_opposite_directions_are_not_the_same():
    assert merging_of(marks(1), marks(1, direction=1)) == NOTHING_IN_COMMON


@pytest.mark.parametrize(
    ("here", "there", "prefers_second", "names"),
    [
        ("CP1", "CP1", False, ({}, {})),
        ("", "CP1", False, ({"": "CP1"}, {})),
        ("CP1", "", True, ({}, {"": "CP1"})),
        ("SN-77", "CP1", True, ({"SN-77": "CP1"}, {})),
        ("CP1", "SN-77", False, ({}, {"SN-77": "CP1"})),
    ],
)
def test_a_charger_gets_one_name(here, there, prefers_second, names):
    found = merging_of(
        marks(1, 2, charger=here), marks(1, 2, charger=there),
        prefers_second=prefers_second,
    )  # fmt: skip
    assert found.names == names


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=30, unique=True),
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 50_000), min_size=30, max_size=30),
)
def test_the_offset_is_found_whatever_it_is(times, offset, delays):
    here = marks(*(1_000 * at for at in sorted(times)))
    there = [
        mark._replace(at=mark.at - offset + delay)
        for mark, delay in zip(here, delays, strict=False)
    ]
    alignment = merging_of(here, there).alignment
    assert abs(alignment.offset_us - offset) <= 50_000


def joiner(spread_us=0):
    alignment = NOTHING_IN_COMMON.alignment._replace(spread_us=spread_us)
    return Joiner(Merging(alignment, ({}, {})))


def test_a_frame_in_both_logs_is_one_message():
    join = joiner()
    assert join.twin(0, "a", at=0, number=1) is None
    assert join.twin(1, "a", at=50, number=2) == 1
    assert join.twin(1, "a", at=60, number=2) is None


def test_a_frame_twice_in_one_log_is_two_messages():
    join = joiner()
    assert join.twin(0, "a", at=0, number=1) is None
    assert join.twin(0, "a", at=50, number=2) is None
    assert join.twin(1, "a", at=60, number=3) == 1
    assert join.twin(1, "a", at=61, number=3) == 2


@pytest.mark.parametrize(("spread_us", "twin"), [(0, None), (2 * SECOND, 1)])
def test_a_frame_much_later_is_another_one(spread_us, twin):
    join = joiner(spread_us)
    join.twin(0, "a", at=0, number=1)
    assert join.twin(1, "a", at=15 * SECOND, number=2) == twin
