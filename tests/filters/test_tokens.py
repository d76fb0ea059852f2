# SPDX-License-Identifier: Apache-2.0
"""A text is cut into words and signs; each knows where it stands."""

import pytest
from hypothesis import given

from ocppdesk.filters.errors import FilterError
from ocppdesk.filters.tokens import TokenKind, is_word_sign, tokens_of
from tests.filters.expressions import broken_texts


def texts_of(text):
    return [token.text for token in tokens_of(text)[:-1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" a  b\t", ["a", "b"]),
        ("CP-0042 2026-01-31", ["CP-0042", "2026-01-31"]),
        ("-a", ["-", "a"]),
        ("a=b==c===d!=e", ["a", "=", "b", "==", "c", "===", "d", "!=", "e"]),
        ("a<b<=c>d>=e", ["a", "<", "b", "<=", "c", ">", "d", ">=", "e"]),
        ("!a&&b&c||d|e", ["!", "a", "&&", "b", "&", "c", "||", "d", "|", "e"]),
        ("(a)[b]{c,d}", ["(", "a", ")", "[", "b", "]", "{", "c", ",", "d", "}"]),
        ("~err (", ["~", "err", "("]),
        ('"a b"c', ["a b", "c"]),
        (r'"\"\\\n"', [r'"\n'.replace('"', '"\\')]),
        (r"/a\/b\\/", ["a/b\\\\"]),
        ("ä/b?c#.d:e", ["ä/b?c#.d:e"]),
    ],
)
def test_a_text_has_these_tokens(text, expected):
    assert texts_of(text) == expected


@pytest.mark.parametrize("text", ['"', 'a "b', r'"\"', "/", "/a", r"/\/"])
def test_what_does_not_end_says_where_it_begins(text):
    with pytest.raises(FilterError) as caught:
        tokens_of(text)
    assert text[caught.value.start] in '"/'
    assert caught.value.end == len(text)


@given(broken_texts)
def test_tokens_follow_each_other_and_leave_only_blanks_out(text):
    try:
        tokens = tokens_of(text)
    except FilterError:
        return
    position = 0
    for token in tokens:
        assert not text[position : token.start].strip()
        assert position <= token.start <= token.end
        position = token.end
    assert (tokens[-1].kind, position) == (TokenKind.END, len(text))


def test_words_end_at_signs_and_blanks():
    assert is_word_sign("-")
    assert is_word_sign(".")
    assert not is_word_sign("=")
    assert not is_word_sign("\u00a0")
