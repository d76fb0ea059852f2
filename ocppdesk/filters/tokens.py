# SPDX-License-Identifier: Apache-2.0
"""The words and signs that a filter text is made of."""

import enum
from dataclasses import dataclass
from typing import Final

from ocppdesk.filters.errors import FilterError


class TokenKind(enum.Enum):
    """What a piece of text is."""

    WORD = "word"
    STRING = "text in quotes"
    PATTERN = "regular expression"
    COMPARISON = "comparison"
    AND = "and"
    OR = "or"
    NOT = "!"
    MINUS = "-"
    OPEN = "("
    CLOSE = ")"
    OPEN_ELEMENT = "["
    CLOSE_ELEMENT = "]"
    OPEN_SET = "{"
    CLOSE_SET = "}"
    COMMA = ","
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a filter text."""

    kind: TokenKind
    text: str
    """What it says, without quotes and escapes."""
    start: int
    """Where it begins in the text."""
    end: int
    """Where it ends."""


_SIGNS: Final = {
    "(": TokenKind.OPEN, ")": TokenKind.CLOSE,
    "[": TokenKind.OPEN_ELEMENT, "]": TokenKind.CLOSE_ELEMENT,
    "{": TokenKind.OPEN_SET, "}": TokenKind.CLOSE_SET,
    ",": TokenKind.COMMA,
    "===": TokenKind.COMPARISON, "==": TokenKind.COMPARISON,
    "=": TokenKind.COMPARISON, "!=": TokenKind.COMPARISON,
    "<=": TokenKind.COMPARISON, "<": TokenKind.COMPARISON,
    ">=": TokenKind.COMPARISON, ">": TokenKind.COMPARISON,
    "~": TokenKind.COMPARISON,
    "&&": TokenKind.AND, "&": TokenKind.AND,
    "||": TokenKind.OR, "|": TokenKind.OR,
    "!": TokenKind.NOT,
}  # fmt: skip
_LONGEST_SIGN: Final = 3
_BREAKS: Final = frozenset('()[]{}"=<>!~&|,')


def tokens_of(text: str) -> list[Token]:
    """Cut a text into its words and signs.

    `and`, `or`, `not` and the like are words here; what they mean depends on where they
    stand.

    Returns:
        The tokens in order, at last one of kind END.

    Raises:
        FilterError: If quotes or a regular expression do not end.
    """
    found: list[Token] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        token = _token_at(text, position)
        found.append(token)
        position = token.end
    found.append(Token(TokenKind.END, "", len(text), len(text)))
    return found


def is_word_sign(sign: str) -> bool:
    """Return whether a character can be in the middle of a word."""
    return sign not in _BREAKS and not sign.isspace()


def _token_at(text: str, start: int) -> Token:
    first = text[start]
    if first == '"':
        return _enclosed(text, start, TokenKind.STRING)
    if first == "/":
        return _enclosed(text, start, TokenKind.PATTERN)
    if first == "-":
        return Token(TokenKind.MINUS, first, start, start + 1)
    for length in range(_LONGEST_SIGN, 0, -1):
        sign = text[start : start + length]
        kind = _SIGNS.get(sign)
        if kind is not None:
            return Token(kind, sign, start, start + len(sign))
    end = start
    while end < len(text) and is_word_sign(text[end]):
        end += 1
    return Token(TokenKind.WORD, text[start:end], start, end)


def _enclosed(text: str, start: int, kind: TokenKind) -> Token:
    r"""Read what stands between quotes, or between slashes.

    In quotes, a backslash takes away the meaning of a quote or a backslash. In a
    regular expression only `\/` is a slash; all else is the expression's own.
    """
    mark = text[start]
    parts: list[str] = []
    position = start + 1
    while position < len(text):
        sign = text[position]
        if sign == mark:
            return Token(kind, "".join(parts), start, position + 1)
        pair = text[position : position + 2]
        if sign != "\\" or len(pair) < 2:
            parts.append(sign)
            position += 1
            continue
        is_escape = pair[1] == mark or (pair == "\\\\" and kind is TokenKind.STRING)
        parts.append(pair[1] if is_escape else pair)
        position += 2
    if kind is TokenKind.PATTERN:
        hint = "put what is to be found as it is into quotes"
        message = f"The regular expression needs a / at its end; {hint}"
    else:
        message = 'Missing " at the end of the text'
    raise FilterError(message, start=start, end=len(text))
