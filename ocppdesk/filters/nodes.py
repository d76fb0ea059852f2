# SPDX-License-Identifier: Apache-2.0
"""What a filter is made of. Each part says of one message whether it matches."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from ocppdesk.filters.fields import FIELDS, FLAGS, Field, Flag, Kind
from ocppdesk.filters.paths import Path, holds_among
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import (
    Context,
    Operator,
    Scalar,
    Value,
    ValueKind,
    compare_amount,
    compare_moment,
    instant,
    is_in_text,
    is_match,
)
from ocppdesk.filters.words import text_word

Operand = Field | Path
"""What is compared: a field of messages or a place in their payloads."""


class Filter(Protocol):
    """A condition that a message meets or does not meet.

    `str` writes it in the filter language; parsing that gives an equal filter.
    """

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it.

        Raises:
            SlowPatternError: If a regular expression takes too long.
        """


@dataclass(frozen=True, slots=True)
class Everything:
    """Every message."""

    def matches(self, _subject: Subject, _context: Context) -> bool:
        """Return whether a message meets it."""
        return True

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Text:
    """Messages in which a text occurs, upper and lower case alike.

    It is looked for in the raw text, in the name of the action, so that the answers to
    a Heartbeat are found by the word as well, and in the identity of the charger.
    """

    text: str
    """What to look for."""

    def matches(self, subject: Subject, _context: Context) -> bool:
        """Return whether a message meets it."""
        return any(is_in_text(self.text, text) for text in searched_texts(subject))

    def __str__(self) -> str:
        return text_word(self.text)


@dataclass(frozen=True, slots=True)
class Regex:
    """Messages in which a regular expression matches, where `Text` looks."""

    pattern: str
    """The expression; upper and lower case are alike."""

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it."""
        texts = searched_texts(subject)
        return any(is_match(self.pattern, text, context) for text in texts)

    def __str__(self) -> str:
        return f"/{_SLASH.sub(lambda found: found['pair'] or _ESCAPED, self.pattern)}/"


@dataclass(frozen=True, slots=True)
class Action:
    """Calls of an action that OCPP knows, and their answers."""

    name: str
    """The action, spelt as in the specification."""

    def matches(self, subject: Subject, _context: Context) -> bool:
        """Return whether a message meets it."""
        action = subject.message.action
        return action is not None and action.casefold() == self.name.casefold()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Flagged:
    """Messages that a flag holds for."""

    flag: Flag

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it."""
        return self.flag.holds(subject, context)

    def __str__(self) -> str:
        return str(self.flag)


@dataclass(frozen=True, slots=True)
class Presence:
    """Messages that have a field at all, or a place in their payload."""

    operand: Operand

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it."""
        operand = self.operand
        if isinstance(operand, Path):
            return operand.exists_in(operand.payload_of(subject), context)
        return any(True for _value in operand.read(subject))

    def __str__(self) -> str:
        return str(self.operand)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Messages whose field, or a place in whose payload, compares with a value."""

    operand: Operand
    operator: Operator
    value: Value

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it."""
        return self.holds(values_of(self.operand, subject), context)

    def holds(self, values: Iterable[Scalar], context: Context) -> bool:
        """Return whether it is met by the values that a message has."""
        kind = self.operand.kind if isinstance(self.operand, Field) else Kind.TEXT
        if kind not in _MEASURED:
            return holds_among(values, self.operator, self.value, context)
        found = [have for have in values if isinstance(have, int | float)]
        tests = [
            compare_measure(have, self.operator, self.value, kind=kind, context=context)
            for have in found
        ]
        is_all = self.operator is Operator.IS_NOT
        return bool(tests) and (all(tests) if is_all else any(tests))

    def __str__(self) -> str:
        return f"{self.operand} {self.operator} {self.value}"


@dataclass(frozen=True, slots=True)
class Membership:
    """Messages of which one value is among several: `in {a, b}`."""

    operand: Operand
    values: tuple[Value, ...]

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it."""
        return self.holds(values_of(self.operand, subject), context)

    def holds(self, values: Iterable[Scalar], context: Context) -> bool:
        """Return whether it is met by the values that a message has."""
        found = list(values)
        if not found:
            return False  # rows ask it often
        return any(
            Comparison(self.operand, Operator.IS, value).holds(found, context)
            for value in self.values
        )

    def __str__(self) -> str:
        return f"{self.operand} in {{{', '.join(map(str, self.values))}}}"


@dataclass(frozen=True, slots=True)
class Range:
    """Messages of which one value lies between two, both included: `in a..b`.

    A range of times of day may go over midnight.
    """

    operand: Operand
    low: Value
    high: Value

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it."""
        return self.holds(values_of(self.operand, subject), context)

    def holds(self, values: Iterable[Scalar], context: Context) -> bool:
        """Return whether it is met by the values that a message has."""
        low = Comparison(self.operand, Operator.AT_LEAST, self.low)
        high = Comparison(self.operand, Operator.AT_MOST, self.high)
        for have in values:
            tests = (low.holds((have,), context), high.holds((have,), context))
            if any(tests) if self.is_over_midnight else all(tests):
                return True
        return False

    @property
    def is_over_midnight(self) -> bool:
        """Whether it begins in the evening and ends in the morning."""
        is_clock = self.low.kind is self.high.kind is ValueKind.CLOCK
        return is_clock and self.low.amount > self.high.amount

    def __str__(self) -> str:
        return f"{self.operand} in {self.low}..{self.high}"


@dataclass(frozen=True, slots=True)
class Not:
    """Messages that do not meet a condition."""

    part: Filter

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it."""
        return not self.part.matches(subject, context)

    def __str__(self) -> str:
        is_group = isinstance(self.part, And | Or)
        text = f"({self.part})" if is_group else str(self.part)
        is_word = isinstance(self.part, Action | Text)
        return f"-{text}" if is_word else f"not {text}"


@dataclass(frozen=True, slots=True)
class And:
    """Messages that meet every one of several conditions."""

    parts: tuple[Filter, ...]
    """At least two; none is `And` itself."""

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it."""
        return all(part.matches(subject, context) for part in self.parts)

    def __str__(self) -> str:
        return " and ".join(
            f"({part})" if isinstance(part, Or) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Or:
    """Messages that meet one of several conditions."""

    parts: tuple[Filter, ...]
    """At least two; none is `Or` itself."""

    def matches(self, subject: Subject, context: Context) -> bool:
        """Return whether a message meets it."""
        return any(part.matches(subject, context) for part in self.parts)

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


_MEASURED: Final = frozenset({Kind.TIME, Kind.DURATION, Kind.SIZE, Kind.LEVEL})
_SLASH: Final = re.compile(r"(?P<pair>\\.)|/", re.DOTALL)
_ESCAPED: Final = r"\/"


def both(*filters: Filter) -> Filter:
    """Return what meets all of some filters, as simple as it can be."""
    parts: list[Filter] = []
    for part in filters:
        if isinstance(part, And):
            parts.extend(part.parts)
        elif not isinstance(part, Everything):
            parts.append(part)
    distinct = tuple(dict.fromkeys(parts))
    if len(distinct) < 2:
        return distinct[0] if distinct else Everything()
    return And(distinct)


def either(*filters: Filter) -> Filter:
    """Return what meets one of some filters, as simple as it can be."""
    parts: list[Filter] = []
    for part in filters:
        parts.extend(part.parts if isinstance(part, Or) else (part,))
    distinct = tuple(dict.fromkeys(parts))
    if Everything() in distinct:
        return Everything()
    return distinct[0] if len(distinct) == 1 else Or(distinct)


def of_charger(identity: str) -> Filter:
    """Return the filter for the messages of one charger, spelt exactly so."""
    return Comparison(FIELDS["charger"], Operator.IS_EXACTLY, Value(identity))


def between(since: int | None, until: int | None) -> Filter:
    """Return the filter for a time range.

    Args:
        since: Not before this instant, microseconds since 1970; None is no limit.
        until: Before this instant, microseconds since 1970; None is no limit.
    """
    time = FIELDS["time"]
    parts: list[Filter] = []
    if since is not None:
        parts.append(Comparison(time, Operator.AT_LEAST, instant(since)))
    if until is not None:
        parts.append(Comparison(time, Operator.LESS, instant(until)))
    return both(*parts)


def frames_only() -> Filter:
    """Return the filter for what was on the wire, without connection events."""
    return Not(Flagged(FLAGS["~ws"]))


def searched_texts(subject: Subject) -> tuple[str, ...]:
    """Return where texts are looked for in a message."""
    message = subject.message
    return (message.text, message.action or "", message.charger)


def values_of(operand: Operand, subject: Subject) -> Iterable[Scalar]:
    """Return the values that a message has in a field or at a place of its payload."""
    if isinstance(operand, Path):
        return operand.values_in(operand.payload_of(subject))
    return operand.read(subject)


def compare_measure(
    have: float,
    operator: Operator,
    value: Value,
    *,
    kind: Kind,
    context: Context,
) -> bool:
    """Compare an instant, a duration, a size or a severity.

    Args:
        have: What a message has: microseconds, bytes or a `Level`.
        operator: One of equality or order; `IS_NOT` is the opposite of `IS` here.
        value: What it is compared with.
        kind: What kind of field it is.
        context: The time now, and where local midnight is.
    """
    if kind is Kind.TIME:
        return compare_moment(have, operator, value, context)
    return compare_amount(have, operator, value)
