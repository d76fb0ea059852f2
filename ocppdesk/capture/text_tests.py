# SPDX-License-Identifier: Apache-2.0
"""Tests of raw texts and of OCPP message ids."""

import re
from typing import Final

import numpy as np

from ocppdesk.capture.arrays import Mask
from ocppdesk.capture.column_tests import ColumnTests
from ocppdesk.capture.columns import ODD, Columns
from ocppdesk.capture.measures import FieldTest
from ocppdesk.capture.raws import (
    RawTexts,
    Rows,
    Sql,
    any_of,
    contains,
    is_exact,
    may_contain,
    may_equal,
)
from ocppdesk.capture.watch import Watch
from ocppdesk.filters.nodes import Comparison, Membership, Presence, Regex, Text
from ocppdesk.filters.values import (
    Context,
    Operator,
    Value,
    ValueKind,
    is_in_text,
    is_match,
)

TEXT_COLUMNS: Final = ("kind", "action", "charger")
"""The columns that tests of raw texts need."""


class TextTests:
    """Tests texts of one capture for one filter.

    `TEXT_COLUMNS` must be loaded for the rows it is given.

    Args:
        raws: The texts of the capture.
        columns: Its columns.
        tests: Tests of the columns.
        context: As for nodes.
    """

    def __init__(
        self, raws: RawTexts, columns: Columns, tests: ColumnTests, context: Context
    ) -> None:
        self._raws = raws
        self._columns = columns
        self._tests = tests
        self._context = context

    def raw(self, test: Text | Regex, rows: Rows) -> Mask:
        """Test the raw text, the action and the charger."""
        mask = self._tests.coded(test, "action", rows)
        mask |= self._tests.coded(test, "charger", rows)
        open_places = np.flatnonzero(~mask)
        if not len(open_places):
            return mask
        rest = rows if len(open_places) == len(rows) else rows.pick(open_places)
        mask[open_places] = self._text(test, rest)
        return mask

    def _text(self, test: Text | Regex, rows: Rows) -> Mask:
        if isinstance(test, Regex):
            condition, is_enough = _may_match(test.pattern), False
        else:
            condition, is_enough = may_contain("raw", test.text), is_exact(test.text)
        is_odd = rows.take(self._columns.array("kind")) & ODD > 0
        mask = rows.mask_of(self._raws.matching(rows, condition)) & ~is_odd
        ids = rows.ids
        clean = ids[:0] if is_enough else ids[mask]
        watch = Watch(test.pattern if isinstance(test, Regex) else None)
        found = []
        for part, is_clean in ((clean, True), (ids[is_odd], False)):
            for number, raw in self._raws.read(part, clean=is_clean):
                if self._is_found(test, raw):
                    found.append(number)
                watch.note()
        proven = rows.mask_of(np.array(found, np.int64))
        return mask | proven if is_enough else proven

    def _is_found(self, test: Text | Regex, raw: str) -> bool:
        if isinstance(test, Regex):
            return is_match(test.pattern, raw, self._context)
        return is_in_text(test.text, raw)

    def message_id(self, test: FieldTest, rows: Rows) -> Mask:
        """Test the OCPP message id."""
        found = [
            number
            for number, text in self._raws.message_ids(rows, _condition(test))
            if _holds(test, text, self._context)
        ]
        return rows.mask_of(np.array(found, np.int64))


def _may_match(pattern: str) -> Sql:
    """Return an SQL condition that all texts meet in which a pattern matches.

    It looks for the longest piece of a pattern that consists of nothing but letters,
    digits and places for anything.
    """
    if not _SIMPLE.fullmatch(pattern):
        return "1", ()
    return contains("raw", max(_ANYTHING.split(pattern), key=len))


_SIMPLE: Final = re.compile(r'([A-Za-z0-9 _",:-]|\.[*+?]?)*')
# In patterns, these letters are also found as letters of other scripts.
_ANYTHING: Final = re.compile(r"\.[*+?]?|[ski]", re.IGNORECASE)


def _holds(test: FieldTest, text: str, context: Context) -> bool:
    return isinstance(test, Presence) or test.holds((text,), context)


def _condition(test: FieldTest) -> Sql:
    """Return an SQL condition that all messages meet whose id passes a test."""
    if isinstance(test, Comparison):
        return _value(test.operator, test.value)
    if isinstance(test, Membership):
        return any_of([_value(Operator.IS, value) for value in test.values])
    return "1", ()


def _value(operator: Operator, value: Value) -> Sql:
    if operator is Operator.IS:
        parts = [may_equal("message_id", value.text), _CUT_SHORT]
        if value.kind is ValueKind.NUMBER:
            around = abs(value.amount) * 1e-9
            parts.append(
                (
                    "CAST(message_id AS REAL) BETWEEN ? AND ? "
                    "OR unicode(message_id) NOT BETWEEN 33 AND 126",
                    (value.amount - around, value.amount + around),
                )
            )
        # Times may be written in many ways.
        is_plain = value.kind in (ValueKind.WORD, ValueKind.NUMBER)
        return any_of(parts) if is_plain else ("1", ())
    if operator in (Operator.CONTAINS, Operator.IS_EXACTLY):
        return any_of([may_contain("message_id", value.text), _CUT_SHORT])
    return "1", ()


# What LIKE does not see to its end.
_CUT_SHORT: Final[Sql] = ("instr(message_id, char(0))", ())
