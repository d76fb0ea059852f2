# SPDX-License-Identifier: Apache-2.0
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.gui.messages.ids import ShownIds, split_at


def made_of(older, newer):
    ids = ShownIds.found(array("q", sorted(older, reverse=True)))
    ids.extend_newer(sorted(newer))
    return ids


def test_everything_is_a_range():
    ids = ShownIds.everything(1_000_000)
    assert isinstance(ids.snapshot(), range)
    assert (len(ids), ids[0], ids[-1]) == (1_000_000, 1, 1_000_000)


def test_everything_grows_without_counting():
    ids = ShownIds.everything(3)
    ids.extend_upto(1_000_000)
    assert ids[999_999] == 1_000_000


def test_blocks_of_a_search_come_before_what_is_there():
    ids = ShownIds.found(array("q", [9, 7]))
    ids.extend_older(array("q", [4, 2]))
    ids.extend_newer([11, 12])
    assert list(ids) == [2, 4, 7, 9, 11, 12]


def test_a_snapshot_does_not_move():
    ids = made_of([1, 2], [3])
    before = ids.snapshot()
    ids.extend_newer([4])
    assert list(before) == [1, 2, 3]


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


@given(st.sets(st.integers(1, 60)), st.integers(0, 60), st.sets(st.integers(1, 60)))
def test_it_behaves_as_a_sorted_list_however_it_was_filled(numbers, border, others):
    ids = made_of(
        {n for n in numbers if n <= border}, {n for n in numbers if n > border}
    )
    expected = sorted(numbers)
    for number in others - numbers:
        position = ids.insert(number)
        expected.insert(position, number)
    assert list(ids) == expected == sorted(numbers | others)
    for number in range(62):
        assert ids.position(number) == sum(n < number for n in expected)
        found = ids.find(number)
        assert found == (expected.index(number) if number in expected else None)


def test_numbers_are_split_into_those_before_and_after():
    assert split_at({5, 1, 9, 3}, 3) == ([1, 3], [5, 9])
