# SPDX-License-Identifier: Apache-2.0
"""From what somebody typed to a filter.

The grammar::

    filter     = [ or_expr ]
    or_expr    = and_expr { ( "or" | "||" | "|" ) and_expr }
    and_expr   = not_expr { [ "and" | "&&" | "&" ] not_expr }
    not_expr   = ( "not" | "!" | "-" ) not_expr | primary
    primary    = "(" or_expr ")" | flag | comparison | presence | action | text
    comparison = field op value | field "in" ( set | range )
    op         = "==" | "=" | "===" | "!=" | "<" | "<=" | ">" | ">="
               | "contains" | "~" | "matches"
    set        = "{" value { "," value } "}"
    range      = value ".." value
    presence   = field
    field      = name | path | path "[" elem { [ "and" ] elem } "]"
    path       = [ "req" | "res" ] "." key { "." key }
    elem       = key { "." key } op value
    text       = word | '"' … '"' | "/" regex "/"
    value      = word | '"' … '"' | number [ unit ] | clock | date | "-" duration
"""

import re
from typing import Final

from ocppdesk.filters.errors import FilterError
from ocppdesk.filters.fields import FLAGS
from ocppdesk.filters.keys import canonical_key
from ocppdesk.filters.literals import value_of
from ocppdesk.filters.nodes import (
    Action,
    Comparison,
    Everything,
    Filter,
    Flagged,
    Membership,
    Not,
    Operand,
    Presence,
    Range,
    Regex,
    Text,
    both,
    either,
)
from ocppdesk.filters.operands import operator_of, range_for, value_for
from ocppdesk.filters.paths import ElementTest, Path, Side
from ocppdesk.filters.reader import NO_SET, TokenReader
from ocppdesk.filters.tokens import Token, TokenKind
from ocppdesk.filters.values import Operator, PatternError, ValueKind, compiled
from ocppdesk.filters.words import (
    action_named,
    begins_path,
    field_named,
    is_keyword,
    meant,
    near,
    text_word,
)

__all__ = ["FilterError", "as_text", "looks_like_json", "parse_filter"]

_LONGEST: Final = 10_000  # characters
_DEEPEST: Final = 100  # brackets and negations in one another
_JSON: Final = re.compile(r'^\s*[\[{]|"\s*:')
_IS_JSON: Final = "This looks like a piece of a message: put it into quotes to find it"
_NEGATIONS: Final = frozenset({TokenKind.NOT, TokenKind.MINUS})
_WORD_OPERATORS: Final = frozenset({"contains", "matches"})


def parse_filter(text: str) -> Filter:
    """Compile what was typed into a search box.

    Args:
        text: What the user typed; blank means everything.

    Returns:
        The filter.

    Raises:
        FilterError: If the text is no filter; it says where and why.
    """
    if len(text) > _LONGEST:
        message = f"A filter has at most {_LONGEST} characters"
        raise FilterError(message, start=_LONGEST, end=len(text))
    try:
        return _Parser(text).whole()
    except FilterError as error:
        if not looks_like_json(text):
            raise
        stripped = text.strip()
        start = text.index(stripped)
        end = start + len(stripped)
        raise FilterError(_IS_JSON, start=start, end=end) from error


def as_text(text: str) -> str:
    """Return the filter text that searches for exactly this text; empty for empty."""
    return text_word(text) if text else ""


def looks_like_json(text: str) -> bool:
    """Return whether a text was probably copied out of a message."""
    return _JSON.search(text) is not None


class _Parser(TokenReader):
    """Reads one text by recursive descent."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def whole(self) -> Filter:
        """Read everything there is."""
        if self.now.kind is TokenKind.END:
            return Everything()
        found = self._or()
        if not self.is_next(TokenKind.END):
            raise self.refusal("There is no ( for this )")
        return found

    def _or(self) -> Filter:
        parts = [self._and()]
        while self.is_next(TokenKind.OR) or self.is_word("or"):
            self.take()
            parts.append(self._and())
        return either(*parts)

    def _and(self) -> Filter:
        parts = [self._not()]
        while True:
            token = self.now
            if token.kind is TokenKind.AND or self.is_word("and"):
                self.take()
            elif token.kind in _ENDS or self.is_word("or"):
                return both(*parts)
            parts.append(self._not())

    def _not(self) -> Filter:
        if self.now.kind not in _NEGATIONS and not self.is_word("not"):
            return self._primary()
        self._descend()
        self.take()
        found = Not(self._not())
        self._depth -= 1
        return found

    def _descend(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.refusal(f"More than {_DEEPEST} brackets or negations are nested")

    def _primary(self) -> Filter:
        token = self.now
        if token.kind is TokenKind.OPEN:
            return self._group()
        if token.kind is TokenKind.COMPARISON and token.text == "~":
            return self._flag()
        if token.kind is TokenKind.STRING:
            return self._quoted_text()
        if token.kind is TokenKind.PATTERN:
            return self._regex()
        if token.kind is TokenKind.WORD:
            return self._word()
        if token.kind is TokenKind.COMPARISON:
            raise self.refusal(
                f"A field is missing before {token.text}, as in connector == 2"
            )
        if token.kind in (TokenKind.END, TokenKind.CLOSE) and self._index:
            before = self.before
            raise self.refusal(f"Something is missing after {before.text}", before)
        raise self.refusal(f"Put “{token.text}” into quotes to search for it")

    def _group(self) -> Filter:
        self._descend()
        opening = self.take()
        if self.is_next(TokenKind.CLOSE):
            raise self.refusal("There is nothing between ( and )")
        found = self._or()
        self._depth -= 1
        if not self.is_next(TokenKind.CLOSE):
            raise self.refusal("Missing )", opening)
        self.take()
        return found

    def _flag(self) -> Filter:
        sign = self.take()
        word = self.now
        if word.kind is not TokenKind.WORD or word.start != sign.end:
            raise self.refusal("After ~ comes the name of a flag, as in ~err", sign)
        self.take()
        flag = FLAGS.get(f"~{word.text.lower()}")
        if flag is not None:
            return Flagged(flag)
        hint = near(f"~{word.text}", FLAGS)
        raise FilterError(
            f"Unknown flag ~{word.text}. "
            + (f"Did you mean {hint}?" if hint else f"There are {' '.join(FLAGS)}"),
            start=sign.start,
            end=word.end,
        )

    def _quoted_text(self) -> Filter:
        token = self.take()
        if not token.text:
            raise self.refusal("There is nothing between the quotes", token)
        self._refuse_comparison(token)
        if self.now.start == token.end and self.now.text.startswith(":"):
            raise self.refusal(_IS_JSON)
        return Text(token.text)

    def _regex(self) -> Filter:
        token = self.take()
        if not token.text:
            raise self.refusal("The regular expression is empty", token)
        after = self.now
        if after.kind is TokenKind.WORD and after.start == token.end:
            raise FilterError(
                "A text that begins with / is put into quotes",
                start=token.start,
                end=after.end,
            )
        try:
            compiled(token.text)
        except PatternError as error:
            message = f"Bad regular expression: {error}"
            raise self.refusal(message, token) from error
        self._refuse_comparison(token)
        return Regex(token.text)

    def _word(self) -> Filter:
        token = self.now
        if is_keyword(token.text):
            raise self.refusal(_about_keyword(token.text))
        self.take()
        if begins_path(token.text):
            return self._condition(self._path(token))
        field = field_named(token.text)
        if field is not None:
            return self._condition(field)
        self._refuse_comparison(token)
        action = action_named(token.text)
        return Text(token.text) if action is None else Action(action)

    def _refuse_comparison(self, token: Token) -> None:
        """Refuse a comparison of what is neither a field nor a path."""
        if not self._is_comparison() and not self.is_word("in"):
            return
        if token.kind is not TokenKind.WORD:
            message = "Only fields are compared, as in connector == 2"
            raise self.refusal(message, token)
        action = action_named(token.text)
        hint = f"action == {action}" if action else meant(token.text)
        if hint:
            way_out = f"Did you mean {hint}?"
        elif self.is_next(TokenKind.WORD):
            way_out = "To search for several words put them into quotes"
        else:
            way_out = f"Payloads are looked into by .{token.text}"
        raise self.refusal(f"“{token.text}” is not a field. {way_out}", token)

    def _is_comparison(self) -> bool:
        """Return whether an operator comes next, not `in`."""
        token = self.now
        if token.kind is not TokenKind.COMPARISON:
            return self.is_word(*_WORD_OPERATORS)
        if token.text != "~":
            return True
        # `tx ~err` is a field and a flag, `tx ~ err` and `tx~err` are comparisons.
        name = self.following
        is_flag = name.start == token.end and f"~{name.text.lower()}" in FLAGS
        return not (is_flag and self.before.end < token.start)

    def _path(self, token: Token) -> Path:
        side, _dot, rest = token.text.partition(".")
        keys = self._keys(rest, token)
        tests: list[ElementTest] = []
        if self.is_next(TokenKind.OPEN_ELEMENT):
            tests = self._element_tests()
        return Path(keys, Side(side.lower()), tuple(tests))

    def _keys(self, text: str, token: Token) -> tuple[str, ...]:
        keys = text.split(".")
        if not all(keys):
            raise self.refusal("A key is missing beside a dot", token)
        return tuple(canonical_key(key) for key in keys)

    def _element_tests(self) -> list[ElementTest]:
        opening = self.take()
        tests = [self._element_test(opening)]
        while not self.is_next(TokenKind.CLOSE_ELEMENT):
            if self.is_next(TokenKind.END):
                raise self.refusal("Missing ]", opening)
            if self.is_next(TokenKind.OR) or self.is_word("or"):
                raise self.refusal("Between [ and ] conditions are joined by and")
            if self.is_next(TokenKind.AND) or self.is_word("and"):
                self.take()
            tests.append(self._element_test(opening))
        closing = self.take()
        after = self.now
        if self._is_comparison() or self.is_word("in"):
            raise self.refusal("What is compared stands between [ and ]")
        if after.kind is TokenKind.WORD and after.start == closing.end:
            raise self.refusal("After ] the path ends: compare between [ and ]")
        return tests

    def _element_test(self, opening: Token) -> ElementTest:
        token = self.now
        if token.kind is TokenKind.END:
            raise self.refusal("Missing ]", opening)
        if token.kind is not TokenKind.WORD or is_keyword(token.text):
            message = "Between [ and ] stand comparisons, as in [value > 32]"
            raise self.refusal(message)
        self.take()
        keys = self._keys(token.text.removeprefix("."), token)
        if not self._is_comparison():
            message = f"After {token.text} comes a comparison, as in [value > 32]"
            raise self.refusal(message, token)
        path = Path(keys)
        operator, value = operator_of(path, self.take()), self.value_token()
        return ElementTest(keys, operator, value_for(path, operator, value))

    def _condition(self, operand: Operand) -> Filter:
        if self.is_word("in"):
            return self._in(operand)
        if not self._is_comparison():
            return Presence(operand)
        operator = operator_of(operand, self.take())
        token = self.value_token()
        value = value_for(operand, operator, token)
        if value.kind is ValueKind.DATE and self.is_next(TokenKind.WORD):
            clock = self.now.text
            if value_of(clock).kind is ValueKind.CLOCK:
                message = f"A date and a time are joined by T: {value}T{clock}"
                raise self.refusal(message)
        return Comparison(operand, operator, value)

    def _in(self, operand: Operand) -> Filter:
        word = self.take()
        if self.is_next(TokenKind.OPEN_SET):
            return self._set(operand)
        if self.is_next(TokenKind.END):
            raise self.refusal(NO_SET, word)
        low, high = self.range_tokens()
        return Range(operand, *range_for(operand, low, high))

    def _set(self, operand: Operand) -> Filter:
        opening = self.take()
        values = []
        while True:
            if self.is_next(TokenKind.END):
                raise self.refusal("Missing }", opening)
            values.append(value_for(operand, Operator.IS, self.value_token()))
            token = self.take()
            if token.kind is TokenKind.CLOSE_SET:
                return Membership(operand, tuple(dict.fromkeys(values)))
            if token.kind is TokenKind.END:
                raise self.refusal("Missing }", opening)
            if token.kind is not TokenKind.COMMA:
                message = "Values between { and } are separated by commas"
                raise self.refusal(message, token)


_ENDS: Final = frozenset({TokenKind.END, TokenKind.CLOSE, TokenKind.OR})


def _about_keyword(word: str) -> str:
    quoted = text_word(word)
    if word.casefold() in ("and", "or"):
        return f"Something is missing before {word}; to search for it write {quoted}"
    return f"A field is missing before {word}; to search for it write {quoted}"
