# SPDX-License-Identifier: Apache-2.0
"""What a filter text that is still being written wants next, at the cursor."""

import enum
import itertools
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.filters.errors import FilterError
from ocppdesk.filters.keys import canonical_key
from ocppdesk.filters.nodes import Operand
from ocppdesk.filters.paths import Path, Side
from ocppdesk.filters.tokens import Token, TokenKind, is_word_sign, tokens_of
from ocppdesk.filters.words import begins_path, field_named


class Want(enum.Enum):
    """What may come at a place of a filter text."""

    CONDITION = "a condition"
    """A field, an action, a flag or a text."""
    OPERATOR = "an operator"
    """It follows a field, which may also stand alone."""
    VALUE = "a value"
    ONE_OF = "a set or a range"
    KEY = "a key of an element"
    KEY_OPERATOR = "an operator after a key"
    JOIN = "a further condition"
    """A condition is complete."""


@dataclass(frozen=True, slots=True)
class Place:
    """The cursor in a filter text."""

    want: Want
    typed: str
    """The word before the cursor, without its opening quote; empty if there is none."""
    start: int
    """Where the word begins."""
    end: int
    """Where it ends, behind the cursor if that is in the middle of it."""
    operand: Operand | None = None
    """What is compared."""
    operator: str = ""
    """How, as it is written."""
    is_quoted: bool = False
    """Whether the word began with a quote."""


_JOINING: Final = frozenset({"and", "or", "not"})
_WORD_OPERATORS: Final = frozenset({"contains", "matches"})
_BEFORE_FLAGS: Final = frozenset(
    {TokenKind.OPEN, TokenKind.NOT, TokenKind.MINUS, TokenKind.AND, TokenKind.OR}
)
_VALUES: Final = frozenset({TokenKind.WORD, TokenKind.STRING, TokenKind.PATTERN})


def place_of(text: str, cursor: int) -> Place:
    """Return what is wanted at the cursor; the text may be of any kind.

    Args:
        text: The whole text.
        cursor: The index of the character behind the cursor.
    """
    tokens, is_open = _tokens_before(text, cursor)
    typed, start = "", cursor
    last = tokens[-1] if tokens else None
    is_word = last is not None and last.kind is TokenKind.WORD and last.end == cursor
    if last is not None and (is_open or is_word):
        typed, start = last.text, last.start
        tokens.pop()
    state = _State()
    for token in tokens:
        state.read(token)
    end = cursor
    while end < len(text) and is_word_sign(text[end]) and not is_open:
        end += 1
    return Place(
        state.want, typed, start, end, state.operand, state.operator, is_quoted=is_open
    )


def _tokens_before(text: str, cursor: int) -> tuple[list[Token], bool]:
    """Return the tokens before the cursor, and whether the last one is not closed."""
    try:
        return _with_flags(tokens_of(text[:cursor])), False
    except FilterError as error:
        # A text or an expression whose end was not typed yet.
        found = tokens_of(text[: error.start])
        rest = text[error.start + 1 : cursor]
        last = Token(TokenKind.STRING, rest, error.start, cursor)
        return [*_with_flags(found), last], True


def _with_flags(tokens: list[Token]) -> list[Token]:
    """Join tildes to the words that they make flags of; leave the end out."""
    joined: list[Token] = []
    for token, after in itertools.pairwise(tokens):
        before = joined[-1] if joined else None
        is_alone = before is None or before.end < token.start
        if before is not None and before.text == "~" and before.kind is TokenKind.WORD:
            text = f"~{token.text}"
            joined[-1] = Token(TokenKind.WORD, text, before.start, token.end)
        elif (
            token.text == "~"
            and (is_alone or (before is not None and before.kind in _BEFORE_FLAGS))
            and after.start == token.end
        ):
            joined.append(replace(token, kind=TokenKind.WORD))
        else:
            joined.append(token)
    return joined


class _State:
    """Follows the tokens of a text as far as it is written."""

    def __init__(self) -> None:
        self.want = Want.CONDITION
        self.operand: Operand | None = None
        self.operator = ""
        self._is_in_set = False
        self._is_in_element = False

    def read(self, token: Token) -> None:
        """Go on by one token."""
        word = token.text.casefold() if token.kind is TokenKind.WORD else ""
        if self.want in (Want.VALUE, Want.ONE_OF):
            self._read_value(token)
        elif self.want is Want.KEY and token.kind is TokenKind.WORD:
            if word not in _JOINING:
                self.operand = Path((canonical_key(token.text.removeprefix(".")),))
                self.want = Want.KEY_OPERATOR
        elif self.want in (Want.OPERATOR, Want.KEY_OPERATOR) and self._is_operator(
            token, word
        ):
            self.operator, self.want = word or token.text, Want.VALUE
            if word == "in":
                self.want = Want.ONE_OF
        elif token.kind is TokenKind.OPEN_ELEMENT and isinstance(self.operand, Path):
            self.want, self._is_in_element = Want.KEY, True
        elif token.kind is TokenKind.CLOSE_ELEMENT:
            self.want, self._is_in_element = Want.JOIN, False
        elif token.kind is TokenKind.WORD and word not in _JOINING:
            self._read_condition(token)
        elif token.kind in (TokenKind.CLOSE, TokenKind.STRING, TokenKind.PATTERN):
            self.want = Want.JOIN
        else:
            self.want = Want.KEY if self._is_in_element else Want.CONDITION

    def _is_operator(self, token: Token, word: str) -> bool:
        if token.kind is TokenKind.COMPARISON:
            return True
        is_in = word == "in" and self.want is Want.OPERATOR
        return is_in or word in _WORD_OPERATORS

    def _read_condition(self, token: Token) -> None:
        self.operand = operand_of(token.text)
        self.want = Want.JOIN if self.operand is None else Want.OPERATOR

    def _read_value(self, token: Token) -> None:
        if token.kind is TokenKind.OPEN_SET:
            self._is_in_set, self.want = True, Want.VALUE
        elif token.kind is TokenKind.CLOSE_SET:
            self._is_in_set, self.want = False, Want.JOIN
        elif token.kind in _VALUES and not token.text.endswith(".."):
            done = Want.KEY if self._is_in_element else Want.JOIN
            self.want = Want.VALUE if self._is_in_set else done


def operand_of(word: str) -> Operand | None:
    """Return the field or the path that a word is, None if it is neither."""
    if not begins_path(word):
        return field_named(word)
    side, _dot, rest = word.partition(".")
    keys = tuple(canonical_key(key) for key in rest.split(".") if key)
    return Path(keys, Side(side.lower()))
