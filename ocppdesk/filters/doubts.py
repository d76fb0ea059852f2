# SPDX-License-Identifier: Apache-2.0
"""Why a filter that is well written can hardly find what is wanted."""

import itertools
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from ocppdesk.filters.fields import FIELDS, Field, Kind
from ocppdesk.filters.keys import ELEMENT_KEYS, PAYLOAD_KEYS
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
from ocppdesk.filters.shapes import CALL_SHAPES, shapes_of
from ocppdesk.filters.values import Context, Operator, Value, ValueKind
from ocppdesk.filters.words import action_named, field_named, known_actions, near

_MOST_PARTS: Final = 40
"""Parts of one condition that are compared with each other."""
_MANY: Final = frozenset({"idtag", "status", "key", "code", "finding"})
"""Fields of which a message may have several values."""
_OF_CALLS: Final = frozenset({"latency", "~slow", "~q"})
_NOWHERE: Final = Context(now=0, latest=0)


def doubt_about(chosen: Filter, seen_actions: Collection[str] = ()) -> str:
    """Return why a filter can hardly find what is wanted; empty if it may.

    Args:
        chosen: The filter.
        seen_actions: Actions that the capture has, also some that OCPP does not know.

    Returns:
        A sentence without a full stop that names the part and, where there is one, the
        way out.
    """
    parts = list(_parts_of(chosen))
    for part in parts:
        doubt = _about_all_of(part) or _about_part(part, seen_actions)
        if doubt:
            return doubt
    return ""


def _parts_of(chosen: Filter) -> Iterator[Filter]:
    """Yield a filter and all that it is made of, the whole before its parts."""
    waiting = [chosen]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, And | Or):
            waiting.extend(reversed(part.parts))
        elif isinstance(part, Not):
            waiting.append(part.part)


def _about_part(part: Filter, seen_actions: Collection[str]) -> str:
    if isinstance(part, Text):
        return _about_text(part.text)
    if isinstance(part, Range):
        return _about_range(part)
    if isinstance(part, Presence | Comparison | Membership):
        if isinstance(part.operand, Path):
            return _about_path(part.operand)
        return _about_values(part, seen_actions)
    return ""


def _about_text(text: str) -> str:
    name, colon, value = text.partition(":")
    if colon and value and field_named(name):
        return f"“{text}” is searched as it is. Did you mean {name.lower()} == {value}?"
    return ""


def _about_range(part: Range) -> str:
    low, high = part.low, part.high
    is_empty = low.kind is high.kind and low.amount > high.amount
    if low.kind is ValueKind.AGO:  # Less ago is later.
        is_empty = low.kind is high.kind and low.amount < high.amount
    if is_empty and not part.is_over_midnight:
        return f"Nothing lies between {low} and {high}"
    return _about_path(part.operand) if isinstance(part.operand, Path) else ""


def _about_path(path: Path) -> str:
    keys = (*path.keys, *(key for test in path.tests for key in test.keys))
    for key in keys:
        if key not in PAYLOAD_KEYS:
            sentence = f"OCPP has no “{key}” in its messages"
            hint = near(key, PAYLOAD_KEYS)
            if hint:
                return f"{sentence}. Did you mean {hint}?"
            return f"{sentence}; to search for a text put it into quotes"
    return ""


def _about_values(
    part: Presence | Comparison | Membership, seen_actions: Collection[str]
) -> str:
    field = part.operand
    if not isinstance(field, Field) or field.kind is not Kind.TEXT:
        return ""
    for value in _values_of(part):
        if field is FIELDS["action"]:
            doubt = _about_action(value.text, seen_actions)
            if doubt:
                return doubt
        folded = value.text.casefold()
        if field.choices and folded not in map(str.casefold, field.choices):
            return f"{field} is one of {', '.join(field.choices)}, not “{value.text}”"
    return ""


def _values_of(part: Presence | Comparison | Membership) -> tuple[Value, ...]:
    """Return what a field is to be equal to."""
    if isinstance(part, Membership):
        return part.values
    if isinstance(part, Presence):
        return ()
    equals = (Operator.IS, Operator.IS_EXACTLY, Operator.IS_NOT)
    return (part.value,) if part.operator in equals else ()


def _about_action(name: str, seen: Collection[str]) -> str:
    if action_named(name) or any(name.casefold() == s.casefold() for s in seen):
        return ""
    hint = near(name, {*known_actions(), *seen})
    sentence = f"OCPP has no message type “{name}”"
    return f"{sentence}. Did you mean {hint}?" if hint else sentence


def _about_all_of(part: Filter) -> str:
    """Doubt a part because of what stands side by side in it."""
    if not isinstance(part, And):
        if not isinstance(part, Everything) and not shapes_of(part):
            return f"No message meets “{part}”"
        return ""
    parts = part.parts[:_MOST_PARTS]
    for first, second in itertools.combinations(parts, 2):
        if not shapes_of(first) & shapes_of(second):
            sentence = f"No message meets both “{first}” and “{second}”"
            for one, other in ((first, second), (second, first)):
                name = _name_of(one)
                if name in _OF_CALLS and not shapes_of(other) & CALL_SHAPES:
                    return f"{sentence}: {name} belongs to calls, not to their answers"
            return sentence
        if Not(first) == second or Not(second) == first:
            return f"No message meets both “{first}” and “{second}”"
    if not shapes_of(part):
        return f"No message meets all of “{part}”"
    return _about_contradiction(parts) or _about_elements(parts)


def _name_of(part: Filter) -> str:
    if isinstance(part, Flagged):
        return part.flag.name
    if isinstance(part, Comparison | Membership | Presence | Range):
        return str(part.operand)
    return ""


def _about_contradiction(parts: Iterable[Filter]) -> str:
    """Find conditions on one value of a message that exclude each other."""
    by_field: dict[str, list[Comparison | Membership | Range]] = {}
    for part in parts:
        if isinstance(part, Comparison | Membership | Range):
            operand = part.operand
            if isinstance(operand, Field) and operand.name not in _MANY:
                by_field.setdefault(operand.name, []).append(part)
    for found in by_field.values():
        for first, second in itertools.combinations(found, 2):
            if _exclude(first, second):
                return f"No message meets both “{first}” and “{second}”"
    return ""


def _exclude(
    first: Comparison | Membership | Range, second: Comparison | Membership | Range
) -> bool:
    for part, other in ((first, second), (second, first)):
        wanted = _candidates(part)
        if wanted and not any(other.holds((have,), _NOWHERE) for have in wanted):
            return True
    low = max((b for b in map(_lowest, (first, second)) if b is not None), default=None)
    high = min(
        (b for b in map(_highest, (first, second)) if b is not None), default=None
    )
    if low is None or high is None:
        return False
    # Of bounds that are equal, one may leave the value out itself.
    return low[0] > high[0] or (low[0] == high[0] and bool(low[1] or high[1]))


def _candidates(part: Comparison | Membership | Range) -> list[str | float]:
    """Return the only values that meet a part; empty if they cannot be listed."""
    if isinstance(part, Range):
        return []
    if isinstance(part, Comparison) and part.operator is not Operator.IS:
        return []
    values = _values_of(part)
    # A duration or a time stands for all that begins like it.
    if any(value.width > 1 or _is_relative(value) for value in values):
        return []
    kind = part.operand.kind if isinstance(part.operand, Field) else Kind.TEXT
    is_text = kind in (Kind.TEXT, Kind.CHOICE)
    return [value.text if is_text else value.amount for value in values]


def _is_relative(value: Value) -> bool:
    return value.is_local or value.kind in (ValueKind.CLOCK, ValueKind.AGO)


def _lowest(part: Comparison | Membership | Range) -> tuple[float, bool] | None:
    """Return the lower bound of a part, and whether it is left out itself."""
    if isinstance(part, Range):
        return None if _is_relative(part.low) else (part.low.amount, False)
    if isinstance(part, Membership) or _is_relative(part.value):
        return None
    is_bound = part.operator in (Operator.MORE, Operator.AT_LEAST)
    return (part.value.amount, part.operator is Operator.MORE) if is_bound else None


def _highest(part: Comparison | Membership | Range) -> tuple[float, bool] | None:
    """Return the upper bound of a part, and whether it is left out itself."""
    if isinstance(part, Range):
        return None if _is_relative(part.high) else (part.high.amount, False)
    if isinstance(part, Membership) or _is_relative(part.value):
        return None
    is_bound = part.operator in (Operator.LESS, Operator.AT_MOST)
    return (part.value.amount, part.operator is Operator.LESS) if is_bound else None


def _about_elements(parts: Iterable[Filter]) -> str:
    """Find two conditions that different elements of one array may meet."""
    paths = [
        part.operand
        for part in parts
        if isinstance(part, Comparison | Membership | Range)
        and isinstance(part.operand, Path)
        and not part.operand.tests
    ]
    for first, second in itertools.combinations(paths, 2):
        array = _shared_array(first, second)
        if array:
            name, (one, other) = array
            return (
                f"Different elements of {name} may meet “{first}” and “{second}”; for "
                f"one and the same write {first.side}.{name}[{one} … and {other} …]"
            )
    return ""


def _shared_array(
    first: Operand, second: Operand
) -> tuple[str, tuple[str, str]] | None:
    if not isinstance(first, Path) or not isinstance(second, Path):
        return None
    if first.side is not second.side:
        return None
    ends = (first.keys[-1], second.keys[-1])
    for name, keys in ELEMENT_KEYS.items():
        if ends[0] != ends[1] and keys.issuperset(ends):
            above = {*first.keys[:-1], *second.keys[:-1]}
            if above <= {name, *_ABOVE}:
                return name, ends
    return None


_ABOVE: Final = frozenset({"meterValue", "transactionData", "chargingSchedule"})
