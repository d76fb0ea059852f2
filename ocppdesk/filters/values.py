# SPDX-License-Identifier: Apache-2.0
"""The values of the filter language, and how they compare with what a message has."""

import enum
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import regex

Scalar = str | int | float | bool | None
"""What a field or a payload can have; instants and durations are microseconds."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
DAY_US: Final = 86_400_000_000
_INTEGER: Final = re.compile(r"\s*[+-]?\d+\s*")
_NUMBER: Final = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\s*")
_ZERO_FIRST: Final = re.compile(r"\s*[+-]?0\d")
_ASCII_LOWER: Final = {ord(c): ord(c) + 32 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_NEEDS_QUOTES: Final = re.compile(r"""[\s()\[\]{}"=<>!~&|,\\]|\.\.|^[-/.]|^$""")
_JOINING: Final = frozenset({"and", "or", "not"})
KEYWORDS: Final = _JOINING | {"in", "contains", "matches"}
"""Words that have a meaning of their own; to look for one it is put into quotes."""
LITERAL: Final = re.compile(
    r"[+-]?(\d+(\.\d+)?|\.\d+)(ms|s|sec|min|m|h|d|b|kb|mb)?"
    r"|(\d{4}-\d\d-\d\d)?((?<=\d)T|(?<!\d))\d\d?:[\d:.]+(Z|[+-][\d:]+)?"
    r"|\d{4}-\d\d-\d\d",
    re.ASCII | re.IGNORECASE,
)
"""What may be another value than a text: it is a text only in quotes."""
_MOST_REPEATED: Final = 20_000
_REPEATED: Final = re.compile(
    r"(?P<group>\)\s*)?\{\s*(?P<least>\d{0,9})\s*,?\s*(?P<most>\d{0,9})"
)


class SlowPatternError(Exception):
    """A regular expression took too long on one text and was stopped.

    Args:
        pattern: The expression.
    """

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.pattern = pattern

    def __str__(self) -> str:
        return (
            f"The regular expression /{self.pattern}/ takes too long and was stopped. "
            "Repetitions inside of repetitions, as in (a+)+, do that: make it simpler."
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What the meaning of a filter depends on besides the message."""

    now: int
    """The time now, microseconds since 1970: calls wait for their answers by it."""
    latest: int
    """What `-5m` counts back from, microseconds since 1970: now where messages still
    arrive, else the newest message."""
    patience_us: int = 30_000_000
    """For how long a call is waiting before it has no answer."""
    slow_us: int = 2_000_000
    """What takes longer is slow."""
    offset_at: Callable[[int], int] = lambda _at: 0
    """The offset of local time from UTC at an instant, both in microseconds."""
    pattern_timeout_s: float = 0.25
    """How long a regular expression may look at one text."""


class ValueKind(enum.Enum):
    """What a value was written as."""

    WORD = "a text"
    NUMBER = "a number"
    DURATION = "a duration"
    SIZE = "a size"
    CLOCK = "a time of day"
    INSTANT = "a time"
    DATE = "a date"
    AGO = "a time before now"


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it stands in a filter."""

    text: str
    """As it was typed, without quotes."""
    kind: ValueKind = ValueKind.WORD
    amount: float = field(default=0, compare=False)
    """The number; microseconds of a duration, since midnight of a time of day, since
    1970 of a time or the beginning of a date, before now; the bytes of a size; a
    `Level`."""
    width: int = field(default=0, compare=False)
    """How much it stands for when it is compared for equality, in the unit of `amount`:
    14:05 is a whole minute, 5s a whole second."""
    is_local: bool = field(default=False, compare=False)
    """Of a time or a date: whether `amount` counts local time (see `resolved`)."""

    def __str__(self) -> str:
        text = self.text
        if self.kind is not ValueKind.WORD:
            return text
        if LITERAL.fullmatch(text):
            return in_quotes(text)
        # After an operator only those words could be something else.
        is_word = text.casefold() in KEYWORDS - _JOINING
        return text if is_word else quoted(text)


def instant(at: int) -> Value:
    """Return an instant, given in microseconds since 1970, as a value in UTC."""
    text = (_EPOCH + timedelta(microseconds=at)).isoformat().replace("+00:00", "Z")
    return Value(text, ValueKind.INSTANT, at, 1)


class Operator(enum.StrEnum):
    """How a field is compared with a value."""

    IS = "=="
    IS_EXACTLY = "==="
    IS_NOT = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    CONTAINS = "contains"
    MATCHES = "matches"

    @property
    def is_order(self) -> bool:
        """Whether it asks for less or more."""
        return self in _ORDERS


_ORDERS: Final = frozenset(
    {Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST}
)


def quoted(text: str) -> str:
    """Return a text as it is written in a filter: in quotes where it needs them."""
    if not _NEEDS_QUOTES.search(text) and text.casefold() not in KEYWORDS:
        return text
    return in_quotes(text)


def in_quotes(text: str) -> str:
    """Return a text in quotes, those in it escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def number_of(have: Scalar) -> float | None:
    """Return a value as a number, also one that is written as text; None if it is none.

    OCPP 1.6 sends measured values as texts.
    """
    if isinstance(have, bool) or have is None:
        return None
    if isinstance(have, int | float):
        return have
    if len(have) >= 64 or not _NUMBER.fullmatch(have):
        return None
    # Long numbers name things: the last digit counts, and a float would lose it.
    return int(have) if _INTEGER.fullmatch(have) else float(have)


def text_of(have: Scalar) -> str:
    """Return a value as it stands in JSON, texts without their quotes."""
    if isinstance(have, str):
        return have
    if have is None:
        return "null"
    return str(have).lower() if isinstance(have, bool) else str(have)


def is_in_text(wanted: str, text: str) -> bool:
    """Return whether a text occurs in another, upper and lower case alike.

    Where `wanted` has only ASCII letters, only those are alike, as in SQL's LIKE.
    """
    if wanted.isascii():
        lower = text.lower() if text.isascii() else text.translate(_ASCII_LOWER)
        return wanted.lower() in lower
    return wanted.casefold() in text.casefold()


class PatternError(ValueError):
    """A text is no regular expression, or none that can be used.

    Args:
        message: Why, in a few words.
    """


@functools.lru_cache(maxsize=256)
def compiled(pattern: str) -> "regex.Pattern[str]":
    """Return a regular expression, upper and lower case alike.

    Raises:
        PatternError: If it is none, or would take too much memory.
    """
    # Imported here: few filters have patterns, and it would delay every start.
    import regex

    if _repetitions(pattern) * len(pattern) > 50 * _MOST_REPEATED:
        raise PatternError("it repeats too much")
    try:
        return regex.compile(pattern, regex.IGNORECASE)
    except RecursionError as error:
        raise PatternError("it is nested too deeply") from error
    except (regex.error, ValueError) as error:
        raise PatternError(str(error)) from error


def _repetitions(pattern: str) -> int:
    """Return about how often the most repeated part of a pattern is repeated.

    `((a{1000}){1000}){1000}` would fill any memory when it is compiled.
    """
    groups, most = 1, 1
    for found in _REPEATED.finditer(pattern):
        times = max(int(n) for n in ("1", found["least"], found["most"]) if n)
        if found["group"]:
            groups *= times
        else:
            most = max(most, times)
    return groups * most


def is_match(pattern: str, text: str, context: Context) -> bool:
    """Return whether a regular expression matches somewhere in a text.

    Raises:
        SlowPatternError: If that takes too long.
    """
    expression = compiled(pattern)
    try:
        # Concurrent: other threads go on while it looks.
        return (
            expression.search(text, timeout=context.pattern_timeout_s, concurrent=True)
            is not None
        )
    except TimeoutError as error:
        raise SlowPatternError(pattern) from error


def compare(have: Scalar, operator: Operator, value: Value, context: Context) -> bool:
    """Compare one value of a message; `IS_NOT` is the opposite of `IS` here.

    Texts are compared upper and lower case alike, except by `IS_EXACTLY`; a text that
    is a number compares as one with a number.

    Raises:
        SlowPatternError: If a regular expression takes too long.
    """
    if operator is Operator.CONTAINS:
        return is_in_text(value.text, text_of(have))
    if operator is Operator.MATCHES:
        return is_match(value.text, text_of(have), context)
    if operator is Operator.IS_EXACTLY:
        return text_of(have) == value.text
    if operator is Operator.IS:
        return _is_equal(have, value, context)
    if operator is Operator.IS_NOT:
        return not _is_equal(have, value, context)
    if value.kind in _TIMES:
        at = instant_of(have)
        return at is not None and compare_moment(at, operator, value, context)
    number = number_of(have)
    return number is not None and is_in_order(number, operator, value)


def is_in_order(have: float, operator: Operator, value: Value) -> bool:
    """Compare numbers, durations, sizes or instants by `<`, `<=`, `>` or `>=`.

    A date is the whole day: `> 2026-01-31` begins with the next one.
    """
    low, high = value.amount, value.amount
    if value.kind is ValueKind.DATE:
        high += value.width
        if operator is Operator.AT_MOST:
            return have < high
        if operator is Operator.MORE:
            return have >= high
    if operator is Operator.LESS:
        return have < low
    if operator is Operator.AT_MOST:
        return have <= low
    return have > low if operator is Operator.MORE else have >= low


def instant_of(have: Scalar) -> int | None:
    """Return an ISO 8601 timestamp as microseconds since 1970, None if it is none.

    One without a zone is taken for UTC, as OCPP wants timestamps (OCPP 1.6, 3.13).
    """
    if not isinstance(have, str) or not 10 <= len(have) <= 40:
        return None
    try:
        found = datetime.fromisoformat(have)
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    try:
        return round((found - _EPOCH).total_seconds() * 1_000_000)
    except OverflowError:
        return None


def compare_moment(
    at: float, operator: Operator, value: Value, context: Context
) -> bool:
    """Compare an instant, in microseconds since 1970, by equality or order.

    A time of day is that of any day, in local time.
    """
    if value.kind is ValueKind.CLOCK:
        at = (at + context.offset_at(int(at))) % DAY_US
    return compare_amount(at, operator, resolved(value, context))


def compare_amount(have: float, operator: Operator, value: Value) -> bool:
    """Compare what is measured in the unit of the value's amount."""
    if operator.is_order:
        return is_in_order(have, operator, value)
    is_equal = value.amount <= have < value.amount + max(value.width, 1)
    return is_equal is not (operator is Operator.IS_NOT)


def resolved(value: Value, context: Context) -> Value:
    """Return a value whose amount no longer depends on the time now or on the place.

    Local times and dates become microseconds since 1970 in UTC, as does what counts
    back from now; all else stays as it is.
    """
    if value.kind is ValueKind.AGO:
        return Value(value.text, ValueKind.INSTANT, context.latest - value.amount, 1)
    if not value.is_local:
        return value
    start = _utc_of(int(value.amount), context)
    # A day has 23 or 25 hours where clocks are changed.
    end = _utc_of(int(value.amount) + value.width, context)
    return Value(value.text, value.kind, start, end - start)


def _utc_of(local: int, context: Context) -> int:
    about = local - context.offset_at(local)
    return local - context.offset_at(about)


_TIMES: Final = frozenset({ValueKind.CLOCK, ValueKind.INSTANT, ValueKind.DATE})


def _is_equal(have: Scalar, value: Value, context: Context) -> bool:
    text = text_of(have)
    if text.casefold() == value.text.casefold():
        return True
    if value.kind is ValueKind.NUMBER:
        # What is written with zeros in front is a name: 007 is another card than 7.
        is_name = isinstance(have, str) and _ZERO_FIRST.match(have)
        if is_name or _ZERO_FIRST.match(value.text):
            return False
        return number_of(have) == value.amount
    if value.kind in _TIMES:
        at = instant_of(have)
        return at is not None and compare_moment(at, Operator.IS, value, context)
    return False
