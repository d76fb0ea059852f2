# SPDX-License-Identifier: Apache-2.0
import sqlite3

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.capture.arrays import NOTHING, Dictionary, ids_in, json_of, long_enough

NUMBERS = st.integers(-(2**63) + 2, 2**63 - 1)


@given(st.lists(st.integers(0, 2**63 - 1)))
def test_numbers_come_back_from_sqlite(numbers):
    ids = np.array(numbers, np.int64)
    database = sqlite3.connect(":memory:")
    query = "SELECT group_concat(value) FROM json_each(?)"
    [(text,)] = database.execute(query, (json_of(ids),))
    database.close()
    assert ids_in(text).tolist() == numbers


def test_nothing_joined_is_no_number():
    assert ids_in(None).tolist() == []
    assert json_of(ids_in(None)) == "[]"


@given(st.lists(st.lists(st.none() | NUMBERS)))
def test_a_dictionary_gives_each_number_one_code(blocks):
    dictionary = Dictionary()
    for block in blocks:
        numbers = [NOTHING if number is None else number for number in block]
        codes = dictionary.of_numbers(np.array(numbers, np.int64))
        assert [dictionary.values[code] for code in codes] == block
    assert len(set(dictionary.values)) == len(dictionary.values)


def test_a_number_and_the_same_as_text_are_two_values():
    dictionary = Dictionary()
    codes = [dictionary.of(value) for value in (5, "5", None, 5)]
    assert codes == [1, 2, 0, 1]
    assert dictionary.values == [None, 5, "5"]


def test_numbers_and_single_values_share_their_codes():
    dictionary = Dictionary()
    assert dictionary.of(7) == 1
    assert dictionary.of_numbers(np.array([9, 7])).tolist() == [2, 1]
    assert dictionary.of(9) == 2


def test_an_array_grows_with_room_to_spare():
    array = long_enough(None, 4, np.int32)
    array[4] = 7
    assert long_enough(array, 4, np.int32) is array
    longer = long_enough(array, len(array), np.int32)
    assert len(longer) > len(array) + 100
    assert longer[4] == 7
    assert not longer[5:].any()
