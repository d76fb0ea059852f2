# SPDX-License-Identifier: Apache-2.0
"""Comparing what is measured, for many messages at once.

It means the same as `compare_measure` and `compare` of one value.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from ocppdesk.capture.arrays import Array, Ids, Mask
from ocppdesk.filters.fields import Field, Kind
from ocppdesk.filters.nodes import Comparison, Membership, Presence, Range
from ocppdesk.filters.values import (
    DAY_US,
    Context,
    Operator,
    Value,
    ValueKind,
    resolved,
)

FieldTest = Presence | Comparison | Membership | Range
"""The nodes that look at one field or place."""

_EQUALITIES: Final = (Operator.IS, Operator.IS_NOT, Operator.IS_EXACTLY)
_MOMENTS: Final = frozenset({ValueKind.CLOCK, ValueKind.INSTANT, ValueKind.DATE})


def compare_measures(test: FieldTest, have: Array, context: Context) -> Mask:
    """Return of each value whether it passes.

    Args:
        test: What is asked of a field of times, durations, sizes or numbers.
        have: The values of messages, microseconds, bytes or numbers.
        context: As for nodes.
    """
    if isinstance(test, Presence):
        return np.ones(len(have), np.bool_)
    field = test.operand
    if not isinstance(field, Field):
        raise TypeError(f"{field} is no field")
    if isinstance(test, Comparison):
        return _compare(field, have, test.operator, test.value, context)
    if isinstance(test, Membership):
        found = np.zeros(len(have), np.bool_)
        for value in test.values:
            found |= _compare(field, have, Operator.IS, value, context)
        return found
    low = _compare(field, have, Operator.AT_LEAST, test.low, context)
    high = _compare(field, have, Operator.AT_MOST, test.high, context)
    return low | high if test.is_over_midnight else low & high


def _compare(
    field: Field, have: Array, operator: Operator, value: Value, context: Context
) -> Mask:
    if field.kind is Kind.NUMBER:
        return _compare_numbers(field, have, operator, value, context)
    if field.kind is Kind.TIME:
        if value.kind is ValueKind.CLOCK:
            have = (have + offsets(have, context.offset_at)) % DAY_US
        value = resolved(value, context)
    return _compare_amounts(have, operator, value)


def _compare_amounts(have: Array, operator: Operator, value: Value) -> Mask:
    low, end = value.amount, value.amount + max(value.width, 1)
    is_day = value.kind is ValueKind.DATE
    found: Mask
    if operator is Operator.LESS:
        found = have < low
    elif operator is Operator.AT_LEAST:
        found = have >= low
    elif operator is Operator.AT_MOST:
        found = have < low + value.width if is_day else have <= low
    elif operator is Operator.MORE:
        found = have >= low + value.width if is_day else have > low
    else:
        found = (have >= low) & (have < end)
        if operator is Operator.IS_NOT:
            found = ~found
    return found


def _compare_numbers(
    field: Field, have: Array, operator: Operator, value: Value, context: Context
) -> Mask:
    if operator.is_order and value.kind not in _MOMENTS:
        return _compare_amounts(have, operator, value)
    test = Comparison(field, operator, value)
    if operator in _EQUALITIES:
        found = np.zeros(len(have), np.bool_)
        exactly = operator is Operator.IS_EXACTLY
        same = test if exactly else Comparison(field, Operator.IS, value)
        for number in _numbers_meant(value):
            if same.holds((number,), context):
                found |= have == number
        return ~found if operator is Operator.IS_NOT else found
    numbers = have.tolist()
    return np.fromiter(
        (test.holds((number,), context) for number in numbers), np.bool_, len(numbers)
    )


def _numbers_meant(value: Value) -> set[int]:
    """Return the whole numbers that may be equal to a value."""
    found = set()
    if value.text.isascii() and value.text.isdigit() and len(value.text) < 19:
        found.add(int(value.text))
    if value.kind is ValueKind.NUMBER and abs(value.amount) < 2**63:
        found.add(int(value.amount))
    return found


def offsets(at: Ids, offset_at: Callable[[int], int]) -> Ids:
    """Return the offset of local time at each of many instants.

    Clocks are changed at most once a day, so few instants are asked for.

    Args:
        at: Microseconds since 1970.
        offset_at: As in `Context`.
    """
    if not len(at):
        return at
    starts, changes = [], []
    days = np.unique(at // DAY_US)
    for day in days.tolist():
        first, last = day * DAY_US, (day + 1) * DAY_US - 1
        before, after = offset_at(first), offset_at(last)
        starts.append(first)
        changes.append(before)
        if before != after:
            # The first instant of the day with the new offset.
            while first + 1 < last:
                middle = (first + last) // 2
                if offset_at(middle) == before:
                    first = middle
                else:
                    last = middle
            starts.append(last)
            changes.append(after)
    known = np.array(changes, np.int64)
    return known[np.searchsorted(np.array(starts, np.int64), at, side="right") - 1]
