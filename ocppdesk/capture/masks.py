# SPDX-License-Identifier: Apache-2.0
"""Which of many messages pass a filter: the same as asking its nodes one by one.

What stands in a column with a dictionary is asked of the node once for each value of
the dictionary. What is measured is compared by numpy. Texts and payloads are looked at
only where nothing cheaper has decided.
"""

import enum
from collections.abc import Iterable
from typing import Final

import numpy as np

from ocppdesk.capture.arrays import Breathe, Mask
from ocppdesk.capture.column_tests import (
    FIELD_COLUMNS,
    FLAG_COLUMNS,
    AnnotatedIds,
    ColumnTests,
)
from ocppdesk.capture.columns import Columns
from ocppdesk.capture.measures import FieldTest
from ocppdesk.capture.payload_tests import PAYLOAD_COLUMNS, PayloadTests
from ocppdesk.capture.raws import RawTexts, Rows
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.subjects import subjects
from ocppdesk.capture.text_tests import TEXT_COLUMNS, TextTests
from ocppdesk.filters.fields import Field
from ocppdesk.filters.nodes import (
    Action,
    And,
    Comparison,
    Everything,
    Filter,
    Flagged,
    Membership,
    Not,
    Or,
    Presence,
    Range,
    Regex,
    Text,
)
from ocppdesk.filters.values import Context

_FEW: Final = 8
"""Where fewer than one in so many are left, the rest of the columns is not read."""


class Cost(enum.IntEnum):
    """What it takes to test a message, from the least on."""

    COLUMNS = 0
    """It is in memory."""
    TEXT = 1
    """SQLite looks into the text."""
    PAYLOAD = 2
    """Some texts are parsed, or looked into by regular expressions."""


def cost(chosen: Filter) -> Cost:
    """Return what testing a filter takes."""
    match chosen:
        case And() | Or():
            return max(cost(part) for part in chosen.parts)
        case Not():
            return cost(chosen.part)
        case Everything() | Action():
            return Cost.COLUMNS
        case Text():
            return Cost.TEXT
        case Flagged() if chosen.flag.name in FLAG_COLUMNS:
            return Cost.COLUMNS
        case Presence() | Comparison() | Membership() | Range():
            operand = chosen.operand
            if isinstance(operand, Field) and operand.name in FIELD_COLUMNS:
                return Cost.COLUMNS
    return Cost.PAYLOAD


def columns_of(chosen: Filter) -> frozenset[str]:
    """Return the columns that testing a filter takes."""
    found: Iterable[str] = ()
    match chosen:
        case And() | Or():
            return frozenset().union(*(columns_of(part) for part in chosen.parts))
        case Not():
            return columns_of(chosen.part)
        case Action():
            found = ("action",)
        case Text() | Regex():
            found = TEXT_COLUMNS
        case Flagged():
            found = FLAG_COLUMNS.get(chosen.flag.name, ())
        case Presence() | Comparison() | Membership() | Range():
            operand = chosen.operand
            if not isinstance(operand, Field) or operand.keys:
                found = PAYLOAD_COLUMNS
            else:
                found = FIELD_COLUMNS.get(operand.name, ())
    # It also tells which numbers are missing.
    return frozenset(("kind", *found))


class Masks:
    """Tests messages for one search.

    Args:
        reader: The capture.
        columns: Its columns.
        annotations: What was put on its messages.
        context: As for nodes.
        breathe: Called again and again where texts are looked at one by one.
    """

    def __init__(
        self,
        reader: CaptureReader,
        columns: Columns,
        annotations: AnnotatedIds,
        context: Context,
        breathe: Breathe,
    ) -> None:
        self._reader = reader
        self._annotations = annotations.all
        self._context = context
        self._columns = ColumnTests(reader, columns, annotations, context)
        self._breathe = breathe
        raws = RawTexts(reader, breathe)
        self._texts = TextTests(raws, columns, self._columns, context)
        self._payloads = PayloadTests(raws, columns, self._columns, context)

    def mask(self, chosen: Filter, rows: Rows) -> Mask:
        """Return of each message whether it passes, in an array of its own.

        Args:
            chosen: The filter; what `columns_of` it names must be loaded.
            rows: The messages.

        Raises:
            SlowPatternError: If a regular expression takes too long.
            sqlite3.Error: If the capture cannot be read, or reading was interrupted.
        """
        if not len(rows):
            return np.zeros(0, np.bool_)
        match chosen:
            case Everything():
                return np.ones(len(rows), np.bool_)
            case Not():
                return ~self.mask(chosen.part, rows)
            case And():
                return self._among(chosen.parts, rows, is_all=True)
            case Or():
                return self._among(chosen.parts, rows, is_all=False)
            case Text() | Regex():
                return self._texts.raw(chosen, rows)
            case Action():
                return self._columns.coded(chosen, "action", rows)
            case Flagged() if chosen.flag.name in FLAG_COLUMNS:
                return self._columns.flag(chosen, chosen.flag, rows)
            case Presence() | Comparison() | Membership() | Range():
                return self._field(chosen, rows)
        return self._one_by_one(chosen, rows)

    def _field(self, test: FieldTest, rows: Rows) -> Mask:
        operand = test.operand
        if not isinstance(operand, Field) or operand.keys:
            return self._payloads.mask(test, rows)
        if operand.name in FIELD_COLUMNS:
            return self._columns.field(test, operand.name, rows)
        if operand.name == "id":
            return self._texts.message_id(test, rows)
        return self._one_by_one(test, rows)

    def _among(self, parts: Iterable[Filter], rows: Rows, *, is_all: bool) -> Mask:
        """Test several parts, the cheap ones first, where they still can decide."""
        first, *rest = sorted(parts, key=cost)
        mask = self.mask(first, rows)
        for part in rest:
            is_open = mask if is_all else ~mask
            count = np.count_nonzero(is_open)
            if not count:
                break
            if cost(part) is Cost.COLUMNS and count * _FEW > len(rows):
                found = self.mask(part, rows)
                mask = mask & found if is_all else mask | found
            else:
                places = np.flatnonzero(is_open)
                mask[places] = self.mask(part, rows.pick(places))
        return mask

    def _one_by_one(self, test: Filter, rows: Rows) -> Mask:
        found = [
            subject.message.id
            for subject in subjects(
                self._reader, rows.ids, self._annotations, self._breathe
            )
            if test.matches(subject, self._context)
        ]
        return rows.mask_of(np.array(found, np.int64))
