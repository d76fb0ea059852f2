# SPDX-License-Identifier: Apache-2.0
"""Going through the tokens of a filter text."""

from typing import Final

from ocppdesk.filters.errors import FilterError
from ocppdesk.filters.tokens import Token, TokenKind, tokens_of
from ocppdesk.filters.words import text_word

_VALUES: Final = frozenset({TokenKind.WORD, TokenKind.STRING, TokenKind.PATTERN})
_CLOSING: Final = frozenset({TokenKind.END, TokenKind.CLOSE, TokenKind.CLOSE_ELEMENT})
_UNQUOTED: Final = "Put the regular expression into quotes"
_PATTERN_SIGNS: Final = frozenset({"~", "matches"})
NO_SET: Final = "Use {a, b} or from..to after in"
"""What is said where neither a set nor a range follows."""


class TokenReader:
    """Takes the tokens of a text one by one.

    Raises:
        FilterError: If the text cannot be cut into tokens.
    """

    def __init__(self, text: str) -> None:
        self._tokens = tokens_of(text)
        self._index = 0

    @property
    def now(self) -> Token:
        """The token that comes next; at last the end."""
        return self._tokens[self._index]

    @property
    def before(self) -> Token:
        """The token that was taken last."""
        return self._tokens[self._index - 1]

    @property
    def following(self) -> Token:
        """The token after the next."""
        return self._tokens[min(self._index + 1, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Take the next token; the end stays."""
        token = self.now
        self._index = min(self._index + 1, len(self._tokens) - 1)
        return token

    def refusal(self, message: str, token: Token | None = None) -> FilterError:
        """Return the error for a token, the next one if none is given."""
        where = token or self.now
        return FilterError(message, start=where.start, end=where.end)

    def is_next(self, kind: TokenKind) -> bool:
        """Return whether the next token is of a kind."""
        return self.now.kind is kind

    def is_word(self, *words: str) -> bool:
        """Return whether the next token is one of some words, given in lower case."""
        token = self.now
        return token.kind is TokenKind.WORD and token.text.casefold() in words

    def range_tokens(self) -> tuple[Token, Token]:
        """Take both ends of a range.

        Raises:
            FilterError: If there is none.
        """
        first = self.value_token(message=NO_SET)
        if first.kind is TokenKind.WORD and ".." in first.text:
            low, rest = _split(first)
        else:
            low, dots = first, self.now
            if dots.kind is not TokenKind.WORD or not dots.text.startswith(".."):
                raise self.refusal(NO_SET, first)
            rest = _split(self.take())[1]
        if not low.text and low.kind is TokenKind.WORD:
            raise self.refusal(NO_SET, first)
        return low, rest if rest.text else self.value_token(message=NO_SET)

    def value_token(self, *, message: str = "") -> Token:
        """Take a value; a minus and what follows it are one word.

        Args:
            message: What is said if there is none; without it, that it is missing.

        Raises:
            FilterError: If there is none.
        """
        token = self.now
        if token.kind is TokenKind.MINUS:
            number = self.following
            if number.kind is TokenKind.WORD and number.start == token.end:
                self.take()
                self.take()
                text = token.text + number.text
                return Token(TokenKind.WORD, text, token.start, number.end)
        if token.kind in _VALUES and not self.is_word("and", "or", "not"):
            sign = self.before.text.lower()
            self.take()
            after = self.now
            is_cut = after.start == token.end and after.kind not in _CLOSING
            if sign in _PATTERN_SIGNS and is_cut:
                raise FilterError(_UNQUOTED, start=token.start, end=after.end)
            return token
        refused = self.before if token.kind is TokenKind.END else token
        raise self.refusal(message or self._about_value(), refused)

    def _about_value(self) -> str:
        """Say that something else stands where a value belongs."""
        before, token = self.before.text, self.now
        if token.kind is TokenKind.WORD:
            way_out = f"to search for the word write {text_word(token.text)}"
            return f"A value is missing after {before}; {way_out}"
        if before.lower() in _PATTERN_SIGNS and token.kind is not TokenKind.END:
            return _UNQUOTED
        return f"A value is missing after {before}"


def _split(token: Token) -> tuple[Token, Token]:
    """Cut a word at its two dots."""
    left, _dots, right = token.text.partition("..")
    middle = token.start + len(left)
    return (
        Token(TokenKind.WORD, left, token.start, middle),
        Token(TokenKind.WORD, right, middle + 2, token.end),
    )
