# SPDX-License-Identifier: Apache-2.0
"""Values are replaced where they stand, and nothing else is."""

import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.places import Place, replaced, without_overlaps


def place(start, end, value="", quotes=0):
    return Place(start, end, Kind.TAG, value, quotes)


def test_the_first_given_wins_where_places_overlap():
    first, second, third = place(5, 9), place(8, 12), place(0, 5)
    assert without_overlaps([first, second, third]) == [third, first]


def test_a_place_without_length_is_none():
    assert without_overlaps([place(3, 3)]) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda t: place(*t)),
        max_size=15,
    )
)
def test_what_is_kept_does_not_overlap(places):
    kept = without_overlaps(places)
    assert kept == sorted(kept)
    assert all(a.end <= b.start for a, b in itertools.pairwise(kept))
    assert {p for p in places if p.start < p.end} >= set(kept)


def test_aliases_stand_in_place_of_values():
    places = [place(0, 2, "ab"), place(4, 6, "ef")]
    assert replaced("abcdefgh", places, lambda _place: "X") == "XcdXgh"


def test_a_value_without_an_alias_stays():
    places = [place(0, 2, "ab")]
    assert replaced("abcd", places, lambda each: each.value) == "abcd"


def test_a_number_becomes_a_string_however_deep_it_stands():
    inner = json.dumps({"a": 12})
    middle = json.dumps({"b": inner})
    for text, depth in ((inner, 1), (middle, 2), (json.dumps({"c": middle}), 3)):
        start = text.index("12")
        changed = replaced(
            text, [place(start, start + 2, "12", quotes=depth)], lambda _place: "X"
        )
        found = json.loads(changed)
        while "a" not in found:
            found = json.loads(next(iter(found.values())))
        assert found == {"a": "X"}
