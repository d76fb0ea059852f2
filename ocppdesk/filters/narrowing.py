# SPDX-License-Identifier: Apache-2.0
"""Whether a filter finds only what another one has found already."""

from typing import Final

from ocppdesk.filters.fields import FLAGS
from ocppdesk.filters.nodes import (
    And,
    Comparison,
    Everything,
    Filter,
    Flagged,
    Membership,
    Not,
    Operand,
    Or,
    Presence,
    Range,
    Text,
)
from ocppdesk.filters.paths import Path
from ocppdesk.filters.values import Operator, Value, ValueKind

_MOST_STEPS: Final = 2_000
_RELATIVE: Final = frozenset({ValueKind.CLOCK, ValueKind.AGO})
_UPWARDS: Final = frozenset({Operator.MORE, Operator.AT_LEAST})


def narrows(new: Filter, old: Filter) -> bool:
    """Return whether every message that meets one filter meets another, at any time.

    It is meant for what happens while somebody types: one letter more, one condition
    more. Where it is not sure, it says no.

    Args:
        new: The filter that would find less.
        old: The filter whose matches are known. If the time alone changes those, as
            for `~q`, the answer is no.
    """
    if depends_on_time(old):
        return False
    return _Proof().holds(new, old)


def depends_on_time(chosen: Filter) -> bool:
    """Return whether a message may come to meet a filter, or cease to, by waiting."""
    waiting = [chosen]
    while waiting:
        part = waiting.pop()
        if isinstance(part, And | Or):
            waiting.extend(part.parts)
        elif isinstance(part, Not):
            waiting.append(part.part)
        elif isinstance(part, Flagged):
            if part.flag is FLAGS["~q"]:
                return True
        elif any(value.kind is ValueKind.AGO for value in _values_in(part)):
            return True
    return False


def _values_in(part: Filter) -> tuple[Value, ...]:
    if isinstance(part, Comparison):
        return (part.value,)
    if isinstance(part, Range):
        return (part.low, part.high)
    return part.values if isinstance(part, Membership) else ()


class _Proof:
    """Compares two filters part by part, and gives up if that takes long."""

    def __init__(self) -> None:
        self._steps = 0

    def holds(self, new: Filter, old: Filter) -> bool:
        """Return whether every match of the new is one of the old, as far as known."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return False
        if isinstance(old, Everything) or new == old:
            return True
        # First what has to hold for all parts, then what is enough for one.
        if isinstance(new, Or):
            return all(self.holds(part, old) for part in new.parts)
        if isinstance(old, And):
            return all(self.holds(new, part) for part in old.parts)
        if isinstance(new, And) and any(self.holds(part, old) for part in new.parts):
            return True
        if isinstance(old, Or):
            return any(self.holds(new, part) for part in old.parts)
        if isinstance(new, Not) and isinstance(old, Not):
            return self.holds(old.part, new.part)
        return _implies(new, old)


def _implies(new: Filter, old: Filter) -> bool:
    """Compare two filters that have no parts."""
    if isinstance(new, Text) and isinstance(old, Text):
        return _is_longer(new.text, old.text)
    operand = _operand_of(new)
    if operand is None:
        return False
    if isinstance(old, Presence):
        return _is_within(operand, old.operand)
    if operand != _operand_of(old):
        return False
    if isinstance(new, Membership) and isinstance(old, Membership):
        return set(new.values) <= set(old.values)
    if isinstance(new, Comparison) and isinstance(old, Membership):
        return new.operator is Operator.IS and new.value in old.values
    if isinstance(new, Range) and isinstance(old, Range):
        return _is_inside(new, old)
    if isinstance(new, Comparison) and isinstance(old, Comparison):
        return _is_stricter(new, old)
    return False


def _operand_of(part: Filter) -> Operand | None:
    if isinstance(part, Comparison | Membership | Presence | Range):
        return part.operand
    return None


def _is_longer(new: str, old: str) -> bool:
    # ASCII and other texts are compared in different ways (see `is_in_text`).
    if new.isascii() is not old.isascii():
        return False
    return old.casefold() in new.casefold()


def _is_within(new: Operand, old: Operand) -> bool:
    """Return whether what has the one has the other."""
    if not isinstance(new, Path) or not isinstance(old, Path):
        return new == old
    if new.side is not old.side or not set(old.tests) <= set(new.tests):
        return False
    is_same = new.keys == old.keys
    return is_same or (not old.tests and new.keys[: len(old.keys)] == old.keys)


def _is_inside(new: Range, old: Range) -> bool:
    if not _have_one_order(new.low, new.high, old.low, old.high):
        return False
    return old.low.amount <= new.low.amount and new.high.amount <= old.high.amount


def _is_stricter(new: Comparison, old: Comparison) -> bool:
    first, then = new.value, old.value
    if new.operator is not old.operator:
        return False
    if new.operator is Operator.CONTAINS:
        return _is_longer(first.text, then.text)
    if not new.operator.is_order or not _have_one_order(first, then):
        return False
    if new.operator in _UPWARDS:
        return first.amount >= then.amount
    return first.amount <= then.amount


def _have_one_order(*values: Value) -> bool:
    """Return whether values compare by their amounts.

    Local times do not: where clocks go forward, some do not exist.
    """
    kinds = {value.kind for value in values}
    is_local = any(value.is_local for value in values)
    return len(kinds) == 1 and not kinds & _RELATIVE and not is_local
