# SPDX-License-Identifier: Apache-2.0
"""Paths into payloads: `.status`, `req.key`, `.sampledValue[value > 32]`."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context, Operator, Scalar, Value, compare


class Side(enum.StrEnum):
    """Whose payload is looked into; the value is how a path begins."""

    OWN = ""
    """The message's own."""
    REQUEST = "req"
    """That of the call of the exchange, from the call and from its answer."""
    RESPONSE = "res"
    """That of the answer of the exchange, from the call and from its answer."""


@dataclass(frozen=True, slots=True)
class ElementTest:
    """A comparison inside of `[…]`."""

    keys: tuple[str, ...]
    """The way from the element to the value."""
    operator: Operator
    value: Value

    def holds(self, element: dict[str, Any], context: Context) -> bool:
        """Return whether an element passes."""
        have = element.get(self.keys[0], _NOTHING)
        if have is _NOTHING:
            return False
        if len(self.keys) == 1 and not isinstance(have, _CONTAINERS):
            return compare(have, self.operator, self.value, context)
        values = scalars(_descend([have], self.keys[1:]))
        return holds_among(values, self.operator, self.value, context)

    def __str__(self) -> str:
        return f"{'.'.join(self.keys)} {self.operator} {self.value}"


@dataclass(frozen=True, slots=True)
class Path:
    """A place in payloads.

    Its first key may be anywhere in the payload, the others follow one in the other;
    arrays on the way are looked into.
    """

    keys: tuple[str, ...]
    """The keys; at least one."""
    side: Side = Side.OWN
    """Whose payload."""
    tests: tuple[ElementTest, ...] = ()
    """What must hold for one and the same element at the end of the path."""

    def payload_of(self, subject: Subject) -> Any:
        """Return the payload that the path leads into."""
        if self.side is Side.REQUEST:
            return subject.request()
        return subject.response() if self.side is Side.RESPONSE else subject.payload()

    def exists_in(self, payload: Any, context: Context) -> bool:
        """Return whether the payload has the place, with an element that passes."""
        found = _descend(values_under(payload, self._first), self.keys[1:])
        if not self.tests:
            return any(True for _value in found)
        for element in _elements(found):
            if isinstance(element, dict):
                for test in self.tests:
                    if not test.holds(element, context):
                        break
                else:
                    return True
        return False

    def values_in(self, payload: Any) -> Iterator[Scalar]:
        """Yield the values at the place, those of arrays one by one."""
        return scalars(_descend(values_under(payload, self._first), self.keys[1:]))

    @property
    def _first(self) -> frozenset[str]:
        return frozenset(self.keys[:1])

    def __str__(self) -> str:
        path = f"{self.side}.{'.'.join(self.keys)}"
        if not self.tests:
            return path
        return f"{path}[{' and '.join(str(test) for test in self.tests)}]"


_NOTHING: Final = object()
_CONTAINERS: Final = (dict, list)  # a union would be made anew at each look


def holds_among(
    values: Iterable[Scalar], operator: Operator, value: Value, context: Context
) -> bool:
    """Compare several values at once.

    `!=` holds if there is a value and all of them differ, everything else if one does.
    """
    if operator is not Operator.IS_NOT:
        return any(compare(have, operator, value, context) for have in values)
    found = list(values)
    return bool(found) and all(compare(h, operator, value, context) for h in found)


def values_under(payload: Any, keys: frozenset[str]) -> Iterator[Any]:
    """Yield what stands under some keys, anywhere in a payload."""
    # A loop, not a recursion: a charger may nest as deep as it likes.
    waiting = [payload]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            for key, value in part.items():
                if key in keys:
                    yield value
                if isinstance(value, _CONTAINERS):
                    waiting.append(value)
        elif isinstance(part, list):
            waiting.extend(part)


def scalars(values: Iterable[Any]) -> Iterator[Scalar]:
    """Yield the values that are no objects, those of arrays one by one."""
    for value in values:
        if isinstance(value, list):
            yield from (e for e in _elements(value) if not isinstance(e, dict))
        elif not isinstance(value, dict):
            yield value


def _descend(values: Iterable[Any], keys: tuple[str, ...]) -> Iterable[Any]:
    for key in keys:
        values = [
            element[key]
            for element in _elements(values)
            if isinstance(element, dict) and key in element
        ]
    return values


def _elements(values: Iterable[Any]) -> Iterator[Any]:
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        else:
            yield value
