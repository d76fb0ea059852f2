# SPDX-License-Identifier: Apache-2.0
"""The same value gets the same alias, and is found wherever it stands."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.redaction.aliases import Aliases, KnownValues, key_of
from ocppdesk.logs.redaction.names import Kind


def aliases(*values, kind=Kind.TAG):
    made = Aliases()
    for value in values:
        made.learn(kind, value)
    made.settle()
    return made


def found(known, text, **how):
    return [place.value for place in known.find(text, **how)]


def test_aliases_are_given_in_the_order_of_the_values():
    made = aliases("ABCD", "EFGH", "ABCD")
    assert made.of(Kind.TAG, "ABCD").text == "TAG-0001"
    assert made.of(Kind.TAG, "EFGH").text == "TAG-0002"
    assert made.of(Kind.TAG, "IJKL") is None


def test_case_and_blanks_around_make_no_other_value():
    assert aliases("ABCD").of(Kind.TAG, " abcd ").text == "TAG-0001"


def test_one_value_has_one_alias_whatever_the_field():
    made = aliases("ABCD")
    made.learn(Kind.SERIAL, "abcd")
    made.settle()
    assert made.of(Kind.SERIAL, "ABCD").text == "TAG-0001"


def test_a_password_is_one_even_if_it_is_something_else_too():
    made = aliases("ABCD")
    made.learn(Kind.SECRET, "ABCD")
    made.settle()
    assert made.of(Kind.SECRET, "ABCD").text == "REDACTED"
    assert made.of(Kind.TAG, "ABCD").text == "TAG-0001"
    assert made.everywhere()["abcd"].text == "TAG-0001"


def test_an_alias_keeps_its_meaning():
    made = aliases("TAG-0001", "ABCD")
    assert made.of(Kind.TAG, "TAG-0001") is None
    assert made.of(Kind.TAG, "ABCD").text == "TAG-0002"


def test_a_word_of_the_protocol_is_replaced_in_its_field_only():
    made = aliases("Accepted")
    assert made.of(Kind.TAG, "Accepted").text == "TAG-0001"
    assert made.everywhere() == {}


def test_an_identity_is_known_as_it_stands_in_a_url():
    made = aliases("RPC:20 1", kind=Kind.CHARGER)
    assert set(made.everywhere()) == {"rpc:20 1", "rpc%3a20%201", "rpc:20%201"}
    assert KnownValues(made.everywhere()).alias("RPC%3A20%201").text == "CHARGER-01"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("xABCDx", ["ABCD"]),
        ("abcd ABCD", ["abcd", "ABCD"]),
        ("ABCDEF", ["ABCDEF"]),
        ("ABCD ABCDEF", ["ABCD", "ABCDEF"]),
        ("ABC", []),
        ("", []),
    ],
)
def test_values_are_found_in_texts_the_longest_first(text, values):
    assert found(KnownValues(aliases("ABCD", "ABCDEF").everywhere()), text) == values


def test_a_number_is_found_as_a_whole_only():
    known = KnownValues(aliases("1234").everywhere())
    assert found(known, "tag 1234, no 11234, no 0.1234") == ["1234"]


def test_only_a_long_number_is_told_by_itself():
    known = KnownValues(aliases("1234", "123456").everywhere())
    assert known.number("1234") is None
    assert known.number("123456").text == "TAG-0002"


def test_short_values_are_found_in_sentences_as_words():
    known = KnownValues(aliases("B7", "12", "x", "a-b").everywhere())
    assert found(known, "B7 is not AB7 or B7-1, 12 x", is_sentence=True) == ["B7"]
    assert found(known, "B7") == []


@pytest.mark.parametrize("text", ["Accepted", "2026-08-01T12:00:00Z"])
def test_plain_words_and_times_hold_no_values(text):
    known = KnownValues(aliases("cept", "2026-08-01T12").everywhere())
    assert found(known, text) == []


@given(
    st.lists(st.text("abAB12-. ", min_size=4, max_size=8), max_size=6),
    st.text("abAB12-. ", max_size=200),
)
def test_what_is_found_stands_there(values, text):
    known = KnownValues(aliases(*values).everywhere())
    places = list(known.find(text))
    assert all(text[p.start : p.end] == p.value for p in places)
    assert all(a.end <= b.start for a, b in itertools.pairwise(places))
    keys = {key_of(value) for value in values}
    assert all(key_of(place.value) in keys for place in places)
