# SPDX-License-Identifier: Apache-2.0
"""Tokens are taken one by one; values and ranges are taken whole."""

import pytest

from ocppdesk.filters.errors import FilterError
from ocppdesk.filters.reader import NO_SET, TokenReader
from ocppdesk.filters.tokens import TokenKind


def test_the_end_is_never_passed():
    reader = TokenReader("a (")
    assert (reader.now.text, reader.following.text) == ("a", "(")
    assert reader.is_word("b", "a")
    assert reader.take().text == "a"
    assert reader.before.text == "a"
    assert reader.is_next(TokenKind.OPEN)
    reader.take()
    assert reader.take().kind is reader.take().kind is TokenKind.END
    assert reader.now is reader.following


def test_an_error_is_about_the_next_token_or_a_given_one():
    reader = TokenReader("ab cd")
    first = reader.take()
    assert (reader.refusal("x").start, reader.refusal("x").end) == (3, 5)
    assert (reader.refusal("x", first).start, reader.refusal("x", first).end) == (0, 2)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1..5", "1", "5"),
        ("1 .. 5", "1", "5"),
        ("1.. 5", "1", "5"),
        ("1 ..5", "1", "5"),
        ("-10m..-5m", "-10m", "-5m"),
        ("-10m .. -5m", "-10m", "-5m"),
        ('"a".."b"', "a", "b"),
        ("1...5", "1", ".5"),
    ],
)
def test_a_range_has_two_ends(text, low, high):
    ends = TokenReader(text).range_tokens()
    assert tuple(end.text for end in ends) == (low, high)


@pytest.mark.parametrize("text", ["5", "..5", "5..", "", "5 6", "(1..5)", "- 5..6"])
def test_what_is_no_range_is_refused(text):
    reader = TokenReader(f"in {text}")
    reader.take()
    with pytest.raises(FilterError) as caught:
        reader.range_tokens()
    assert caught.value.message == NO_SET


def test_a_value_may_be_negative():
    token = TokenReader("-5m").value_token()
    assert (token.text, token.start, token.end) == ("-5m", 0, 3)
    with pytest.raises(FilterError):
        TokenReader("- 5m").value_token()


def test_a_keyword_that_joins_is_no_value():
    assert TokenReader("in").value_token().text == "in"
    with pytest.raises(FilterError, match='write "and"'):
        TokenReader("and").value_token()
