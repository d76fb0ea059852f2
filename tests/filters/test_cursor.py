# SPDX-License-Identifier: Apache-2.0
"""It is known what a text wants at the cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.filters.cursor import Want, operand_of, place_of
from ocppdesk.filters.fields import FIELDS
from ocppdesk.filters.paths import Path, Side
from tests.filters.expressions import broken_texts


@pytest.mark.parametrize(
    ("text", "want", "typed"),
    [
        ("", Want.CONDITION, ""),
        ("He", Want.CONDITION, "He"),
        ("Heartbeat ", Want.JOIN, ""),
        ("Heartbeat x", Want.JOIN, "x"),
        ("x and ", Want.CONDITION, ""),
        ("x or -", Want.CONDITION, ""),
        ("(", Want.CONDITION, ""),
        ("(x) ", Want.JOIN, ""),
        ("~", Want.CONDITION, "~"),
        ("~er", Want.CONDITION, "~er"),
        ("-~er", Want.CONDITION, "~er"),
        ("~err ", Want.JOIN, ""),
        ("tx", Want.CONDITION, "tx"),
        ("tx ", Want.OPERATOR, ""),
        ("tx con", Want.OPERATOR, "con"),
        ("tx ~e", Want.OPERATOR, "~e"),
        ("tx ~ ", Want.VALUE, ""),
        ("tx~", Want.VALUE, ""),
        ("tx == ", Want.VALUE, ""),
        ("tx ==4", Want.VALUE, "4"),
        ("tx == 4 ", Want.JOIN, ""),
        ('tx == "a b', Want.VALUE, "a b"),
        ('tx == "a" ', Want.JOIN, ""),
        ("tx contains ", Want.VALUE, ""),
        ("tx in ", Want.ONE_OF, ""),
        ("tx in {", Want.VALUE, ""),
        ("tx in {1, ", Want.VALUE, ""),
        ("tx in {1, 2", Want.VALUE, "2"),
        ("tx in {1} ", Want.JOIN, ""),
        ("no in 1.. ", Want.ONE_OF, ""),
        ("time > -", Want.VALUE, ""),
        ("time > -5m ", Want.JOIN, ""),
        (".a[", Want.KEY, ""),
        (".a[b", Want.KEY, "b"),
        (".a[b ", Want.KEY_OPERATOR, ""),
        (".a[b == ", Want.VALUE, ""),
        (".a[b == 1 ", Want.KEY, ""),
        (".a[b == 1 and ", Want.KEY, ""),
        (".a[b == 1] ", Want.JOIN, ""),
    ],
)
def test_this_is_wanted_at_the_end(text, want, typed):
    place = place_of(text, len(text))
    assert (place.want, place.typed) == (want, typed)
    assert place.end == len(text)


def test_the_word_around_the_cursor_is_replaced():
    place = place_of("x conn == 2", 4)
    assert (place.typed, place.start, place.end) == ("co", 2, 6)


def test_what_is_compared_is_known():
    place = place_of("x .connectorid >= ", 18)
    assert (place.operand, place.operator) == (Path(("connectorId",)), ">=")
    quoted = place_of('charger == "C', 13)
    assert (quoted.operand, quoted.start, quoted.is_quoted) == (
        FIELDS["charger"],
        11,
        True,
    )


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("TX", FIELDS["tx"]),
        ("res.idtag.", Path(("idTag",), Side.RESPONSE)),
        ("x", None),
    ],
)
def test_words_are_fields_or_paths(word, expected):
    assert operand_of(word) == expected


@given(broken_texts, st.data())
def test_every_text_has_a_place(text, data):
    cursor = data.draw(st.integers(0, len(text)))
    place = place_of(text, cursor)
    assert 0 <= place.start <= cursor <= place.end <= len(text)
