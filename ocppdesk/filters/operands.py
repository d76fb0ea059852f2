# SPDX-License-Identifier: Apache-2.0
"""Which operators and values go with which fields, and what is said of the others."""

from typing import Final

from ocppdesk.core.findings import Level
from ocppdesk.filters.errors import FilterError
from ocppdesk.filters.fields import Kind
from ocppdesk.filters.literals import value_of
from ocppdesk.filters.nodes import Operand
from ocppdesk.filters.paths import Path
from ocppdesk.filters.tokens import Token, TokenKind
from ocppdesk.filters.values import (
    Operator,
    PatternError,
    Value,
    ValueKind,
    compiled,
)
from ocppdesk.filters.words import near

_NEEDS: Final = {
    Kind.NUMBER: "a number",
    Kind.DURATION: "a duration with its unit, as in 5s or 500ms",
    Kind.SIZE: "a size, as in 500 or 4kB",
    Kind.TIME: "a time, as in 14:05, 2026-01-31, 2026-01-31T14:05 or -5m",
}
_FITTING: Final = {
    Kind.NUMBER: frozenset({ValueKind.NUMBER}),
    Kind.DURATION: frozenset({ValueKind.DURATION}),
    Kind.SIZE: frozenset({ValueKind.NUMBER, ValueKind.SIZE}),
    Kind.TIME: frozenset(
        {ValueKind.CLOCK, ValueKind.DATE, ValueKind.INSTANT, ValueKind.AGO}
    ),
}
_ORDERED: Final = frozenset(
    {ValueKind.NUMBER, ValueKind.CLOCK, ValueKind.DATE, ValueKind.INSTANT}
)
_TEXT_OPERATORS: Final = frozenset({Operator.CONTAINS, Operator.MATCHES})
_SIGNS: Final = {
    "=": Operator.IS,
    "~": Operator.MATCHES,
    **{operator.value: operator for operator in Operator},
}


def kind_of(operand: Operand) -> Kind:
    """Return what kind of values an operand has; payloads have texts."""
    return Kind.TEXT if isinstance(operand, Path) else operand.kind


def operator_of(operand: Operand, token: Token) -> Operator:
    """Return the operator that a token is.

    Raises:
        FilterError: If it does not go with the operand.
    """
    operator = _SIGNS[token.text.lower()]
    kind = kind_of(operand)
    if kind is Kind.TEXT:
        return operator
    if operator in _TEXT_OPERATORS:
        message = (
            f"{token.text} looks into texts, and {operand} is none; "
            f"use == or in{'' if kind is Kind.CHOICE else ', < or >'}"
        )
        raise FilterError(message, start=token.start, end=token.end)
    if operator.is_order and kind is Kind.CHOICE:
        message = f"{operand} has no order; use ==, != or in"
        raise FilterError(message, start=token.start, end=token.end)
    return Operator.IS if operator is Operator.IS_EXACTLY else operator


def value_for(operand: Operand, operator: Operator, token: Token) -> Value:
    """Read a value that an operand is compared with.

    Args:
        operand: What is compared.
        operator: How; for sets that of equality, for ranges one of order.
        token: A word, with its minus if it has one, a text or a regular expression.

    Raises:
        FilterError: If the value does not go with them.
    """
    try:
        return _value_for(operand, operator, token)
    except _MisfitError as error:
        message = str(error)
        raise FilterError(message, start=token.start, end=token.end) from None


def range_for(operand: Operand, low: Token, high: Token) -> tuple[Value, Value]:
    """Read the two ends of a range.

    Raises:
        FilterError: If they do not go with the operand, or with each other.
    """
    first = value_for(operand, Operator.AT_LEAST, low)
    last = value_for(operand, Operator.AT_MOST, high)
    if kind_of(operand) in (Kind.TIME, Kind.TEXT):
        classes = {_class_of(first), _class_of(last)}
        if len(classes) > 1:
            message = "From and to are of two kinds: use two times of day, or two dates"
            raise FilterError(message, start=low.start, end=high.end)
    return first, last


class _MisfitError(Exception):
    """The sentence that says what is wrong with a value."""


def _value_for(operand: Operand, operator: Operator, token: Token) -> Value:
    if operator is Operator.MATCHES:
        return _pattern(token)
    if token.kind is TokenKind.PATTERN:
        raise _MisfitError(
            "A regular expression goes with ~; "
            "put a value that begins with / into quotes"
        )
    kind = kind_of(operand)
    if kind is Kind.CHOICE or kind is Kind.LEVEL:
        return _choice(operand, token)
    if kind is Kind.TEXT:
        return _text(operand, operator, token)
    value = value_of(token.text)
    if value.kind not in _FITTING[kind]:
        raise _MisfitError(_misfit(operand, value))
    if value.kind is ValueKind.AGO and not operator.is_order:
        raise _MisfitError(f"“{value}” is a moment: compare it by < or >")
    if kind is Kind.SIZE and value.kind is ValueKind.NUMBER:
        return Value(value.text, ValueKind.SIZE, value.amount, 1)
    return value


def _misfit(operand: Operand, value: Value) -> str:
    kind = kind_of(operand)
    if kind is Kind.DURATION and value.kind is ValueKind.NUMBER:
        text = value.text
        return f"“{text}” needs a unit: {text.lstrip('-')}s or {text.lstrip('-')}ms"
    if kind is Kind.TIME and value.kind is ValueKind.DURATION:
        return f"{operand} needs a time; -{value} is that long ago"
    return f"{operand} needs {_NEEDS[kind]}, not “{value.text}”"


def _choice(operand: Operand, token: Token) -> Value:
    choices = () if isinstance(operand, Path) else operand.choices
    word = token.text.lower()
    if word not in choices:
        message = f"{operand} is one of {', '.join(choices)}, not “{token.text}”"
        hint = near(word, choices)
        raise _MisfitError(f"{message}. Did you mean {hint}?" if hint else message)
    is_level = kind_of(operand) is Kind.LEVEL
    return Value(word, amount=Level[word.upper()] if is_level else 0)


def _text(operand: Operand, operator: Operator, token: Token) -> Value:
    is_quoted = token.kind is TokenKind.STRING
    if is_quoted and not operator.is_order:
        return Value(token.text)
    value = value_of(token.text)
    if value.kind is ValueKind.AGO:
        raise _MisfitError(f"“{value}” goes with time only, as in time > {value}")
    if value.kind is ValueKind.WORD and token.text.startswith("-") and not is_quoted:
        raise _MisfitError(f"Put “{token.text}” into quotes: it begins with -")
    if operator.is_order and value.kind is ValueKind.DURATION:
        raise _MisfitError(
            f"{operand} is no duration; {operator} needs a number or a time here, "
            f"as latency {operator} {value} needs a duration"
        )
    if operator.is_order and value.kind not in _ORDERED:
        raise _MisfitError(
            f"{operator} needs a number, a time or a duration, not “{value.text}”"
        )
    return value


def _pattern(token: Token) -> Value:
    if not token.text:
        raise _MisfitError("The regular expression is empty")
    try:
        compiled(token.text)
    except PatternError as error:
        raise _MisfitError(f"Bad regular expression: {error}") from error
    return Value(token.text)


def _class_of(value: Value) -> str:
    if value.kind in (ValueKind.CLOCK, ValueKind.NUMBER):
        return value.kind.name
    return "moment"
