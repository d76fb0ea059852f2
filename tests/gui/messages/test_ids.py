# SPDX-License-Identifier: Apache-2.0
import itertools
import time
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.gui.messages.ids import Matches, ShownIds

numbers_of = st.sets(st.integers(1, 60))


def made_of(older, newer):
    ids = ShownIds.found(array("q", sorted(older, reverse=True)))
    if newer:
        ids.insert(len(ids), array("q", sorted(newer)))
    return ids


def split(numbers, border):
    """Make them of two parts, as a search and what arrives do."""
    return made_of(
        {n for n in numbers if n <= border}, {n for n in numbers if n > border}
    )


def test_everything_is_a_range():
    ids = ShownIds.everything(1_000_000)
    assert ids.is_everything
    assert isinstance(ids.snapshot(), range)
    assert (len(ids), ids[0], ids[-1]) == (1_000_000, 1, 1_000_000)


def test_everything_grows_without_counting():
    ids = ShownIds.everything(3)
    ids.extend_upto(1_000_000)
    assert ids[999_999] == 1_000_000


@pytest.mark.parametrize("block", [array("q", [4, 2]), np.array([4, 2], np.int64)])
def test_blocks_of_a_search_come_before_what_is_there(block):
    ids = made_of([9, 7], [11, 12])
    ids.extend_older(block)
    ids.extend_older(block[:0])
    assert list(ids) == [2, 4, 7, 9, 11, 12]
    assert not ids.is_everything


def test_a_snapshot_does_not_move():
    ids = made_of([1, 2], [3])
    before, searched = ids.snapshot(), ids.descending()
    ids.insert(3, array("q", [4]))
    assert list(before) == [1, 2, 3]
    assert list(searched) == [3, 2, 1]


def test_slices_and_negative_indices_work_as_in_a_list():
    ids = made_of([1, 2], [3, 4])
    assert ids[-1] == 4
    assert ids[-4] == 1
    assert list(ids[1:3]) == [2, 3]


@pytest.mark.parametrize("index", [4, -5])
def test_an_index_beyond_the_ends_is_refused(index):
    with pytest.raises(IndexError):
        made_of([1, 2], [3, 4])[index]


def test_everything_can_be_found_and_nothing_else():
    ids = ShownIds.everything(10)
    assert [ids.find(number) for number in (0, 1, 10, 11)] == [None, 0, 9, None]
    assert ids.present_runs([0, 1, 10, 11]) == [(0, 1), (9, 10)]
    assert ids.missing_runs([0, 10, 11, 12]) == [
        (0, array("q", [0])),
        (10, array("q", [11, 12])),
    ]


@given(numbers_of, st.integers(0, 60))
def test_each_number_has_its_position_however_they_were_filled(numbers, border):
    ids, expected = split(numbers, border), sorted(numbers)
    assert list(ids) == expected
    for number in range(62):
        assert ids.position(number) == sum(n < number for n in expected)
        found = ids.find(number)
        assert found == (expected.index(number) if number in expected else None)


@given(numbers_of, st.integers(0, 60), numbers_of)
def test_what_is_missing_is_inserted_run_by_run(numbers, border, others):
    ids = split(numbers, border)
    runs = ids.missing_runs(others)
    assert [n for _at, run in runs for n in run] == sorted(others - numbers)
    for position, run in reversed(runs):
        ids.insert(position, run)
    assert list(ids) == sorted(numbers | others)


@given(numbers_of, st.integers(0, 60), numbers_of)
def test_what_is_present_is_deleted_run_by_run(numbers, border, others):
    ids = split(numbers, border)
    runs = ids.present_runs(others)
    assert all(stop < start for (_, stop), (start, _) in itertools.pairwise(runs))
    for start, stop in reversed(runs):
        ids.delete(start, stop)
    assert list(ids) == sorted(numbers - others)


@given(numbers_of, st.integers(0, 60), numbers_of, numbers_of)
def test_many_come_and_go_in_one_go(numbers, border, added, removed):
    ids = split(numbers, border)
    ids.replace(added=added - removed, removed=removed)
    assert list(ids) == sorted((numbers - removed) | (added - removed))
    ids.extend_older(array("q", [0]))
    assert ids[0] == 0


def test_a_million_take_eight_bytes_each_and_change_in_milliseconds():
    ids = ShownIds.found(np.arange(2_000_000, 0, -2))
    assert ids._older.buffer_info()[1] * ids._older.itemsize == 8_000_000
    fresh, gone = range(1, 20_000, 20), range(2, 20_000, 20)
    began = time.perf_counter()
    ids.replace(added=fresh, removed=gone)
    # About ten milliseconds; a loop over all takes half a second.
    assert time.perf_counter() - began < 0.25
    assert len(ids) == 1_000_000
    assert len(ids._newer) * ids._newer.itemsize == 8_000_000


# What matches where all are shown.


def test_only_what_was_looked_at_can_lack():
    matches = Matches(ShownIds.found(array("q", [9, 7])), after=5)
    assert [n for n in range(1, 11) if matches.lacks(n)] == [6, 8, 10]
    matches.extend_older(array("q", [4]), 0)
    assert [n for n in range(1, 11) if matches.lacks(n)] == [1, 2, 3, 5, 6, 8, 10]


@pytest.mark.parametrize(
    ("added", "removed", "expected"),
    [
        ({10, 11}, set(), [7, 9, 10, 11]),
        ({8, 10}, set(), [7, 8, 9, 10]),
        (set(), {7}, [9]),
        ({9}, set(), [7, 9]),
    ],
)
def test_what_matches_changes(added, removed, expected):
    matches = Matches(ShownIds.found(array("q", [9, 7])), after=0)
    matches.change(added=added, removed=removed)
    assert list(matches.ids) == expected
