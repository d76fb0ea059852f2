# SPDX-License-Identifier: Apache-2.0
"""Tests of what stands in payloads: SQL says where to look, then they are parsed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np

from ocppdesk.capture.arrays import Ids, Mask
from ocppdesk.capture.column_tests import ColumnTests
from ocppdesk.capture.columns import ODD, Columns
from ocppdesk.capture.measures import FieldTest
from ocppdesk.capture.payloads import payload_in
from ocppdesk.capture.raws import (
    RawTexts,
    Rows,
    Sql,
    all_of,
    any_of,
    contains,
    may_equal,
)
from ocppdesk.capture.watch import Watch
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.filters.fields import Field
from ocppdesk.filters.nodes import Comparison, Membership, Presence
from ocppdesk.filters.paths import ElementTest, Path, Side
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context, Operator, Value, ValueKind

PAYLOAD_COLUMNS: Final = ("kind", "answer_to", "is_escaped", "error_code")
"""The columns that help to find payloads."""

_LINK: Final = int(Direction.LINK) << 3
_DIRECTION: Final = 3 << 3
_TYPE: Final = 7
# Numbers may be written in several ways; a text with other characters is no number.
_NUMBER_LIKE: Final = re.compile(r"[-+0-9.einfa]*", re.IGNORECASE)


class PayloadTests:
    """Tests payloads of one capture for one filter.

    `PAYLOAD_COLUMNS` must be loaded for the rows it is given.

    Args:
        raws: The texts of the capture.
        columns: Its columns.
        tests: Tests of the columns, which know the exchanges.
        context: As for nodes.
    """

    def __init__(
        self, raws: RawTexts, columns: Columns, tests: ColumnTests, context: Context
    ) -> None:
        self._raws = raws
        self._columns = columns
        self._tests = tests
        self._context = context

    def mask(self, test: FieldTest, rows: Rows) -> Mask:
        """Test a path, or a field that stands in payloads."""
        operand = test.operand
        if isinstance(operand, Path):
            return self._path(test, operand, rows)
        return self._field(test, operand, rows)

    def _path(self, test: FieldTest, path: Path, rows: Rows) -> Mask:
        if path.side is Side.OWN:
            return rows.mask_of(self._holding(test, path, rows))
        is_request = path.side is Side.REQUEST
        find = self._tests.calls_of if is_request else self._tests.answers_of
        owners = find(rows)
        wanted = Rows.of(np.unique(owners[owners > 0]))
        return np.isin(owners, self._holding(test, path, wanted))

    def _holding(self, test: FieldTest, path: Path, rows: Rows) -> Ids:
        """Return the messages whose own payload passes."""
        watch = Watch(_pattern_of(test))
        found = []
        for number, payload in self._payloads(self._candidates(test, rows)):
            if _holds(test, path, payload, self._context):
                found.append(number)
            watch.note()
        return np.array(found, np.int64)

    def _field(self, test: FieldTest, field: Field, rows: Rows) -> Mask:
        """Test a field that may stand in the payloads of both sides."""
        kinds = rows.take(self._columns.array("kind"))
        calls, answers = self._tests.calls_of(rows), self._tests.answers_of(rows)
        own = rows.ids
        sides = {
            "status": (own,),
            "code": (own,),
            "idtag": (np.where(calls > 0, calls, own),),
            "key": (own, np.where(calls == own, answers, calls)),
        }[field.name]
        errors = rows.take(self._columns.array("error_code"))
        is_worth = errors > 0 if field.name == "code" else np.zeros(len(rows), np.bool_)
        for owners in sides:
            if owners is own:
                is_worth |= rows.mask_of(self._candidates(test, rows))
            else:
                others = Rows.of(np.unique(owners[owners > 0]))
                is_worth |= np.isin(owners, self._candidates(test, others))
        places = np.flatnonzero(is_worth)
        numbers = np.unique(np.concatenate([owners[places] for owners in sides]))
        payloads = dict(self._payloads(numbers[numbers > 0]))
        mask = np.zeros(len(rows), np.bool_)
        codes = self._columns.values("error_code")
        watch = Watch(_pattern_of(test))
        for place in places.tolist():
            number, kind = int(own[place]), int(kinds[place])
            call, answer = int(calls[place]), int(answers[place])
            message = _Part(
                number,
                MessageType(kind & _TYPE) if kind & _TYPE else None,
                payloads.get(number),
                codes[errors[place]],
            )
            subject = Subject(
                cast(Message, message),
                call=_other(call, payloads),
                answer=_other(answer, payloads),
            )
            mask[place] = test.matches(subject, self._context)
            watch.note()
        return mask

    def _candidates(self, test: FieldTest, rows: Rows) -> Ids:
        """Return which messages may pass by their own payload, and a few more."""
        if not len(rows):
            return rows.ids
        found = self._raws.matching(rows, condition(test))
        mask = rows.mask_of(found)
        # The calls of late answers may be where no columns have been loaded.
        ids = rows.ids
        loaded = self._columns.loaded_from(("kind", "is_escaped"))
        is_far = ids <= loaded
        near = Rows.of(ids[~is_far]) if is_far.any() else rows
        kinds = near.take(self._columns.array("kind"))
        is_open = (kinds & ODD > 0) | near.take(self._columns.array("is_escaped"))
        mask[~is_far] |= is_open
        mask[~is_far] &= (kinds & _DIRECTION) != _LINK
        mask[is_far] = True
        return ids[mask]

    def _payloads(self, ids: Ids) -> Iterable[tuple[int, Any]]:
        """Yield the payloads of messages with their numbers."""
        loaded = self._columns.loaded_from(("kind",))
        is_odd = ids <= loaded
        is_odd[~is_odd] = self._columns.array("kind")[ids[~is_odd]] & ODD > 0
        for part, clean in ((ids[~is_odd], True), (ids[is_odd], False)):
            for number, raw in self._raws.read(part, clean=clean):
                yield number, payload_in(raw)


@dataclass(frozen=True, slots=True)
class _Part:
    """What fields that stand in payloads read of a message."""

    id: int
    type: MessageType | None
    parsed: Any
    error_code: Any = None

    def payload(self) -> Any:
        return self.parsed


def _other(number: int, payloads: dict[int, Any]) -> Message | None:
    if not number:
        return None
    return cast(Message, _Part(number, None, payloads.get(number)))


def _holds(test: FieldTest, path: Path, payload: Any, context: Context) -> bool:
    if isinstance(test, Presence):
        return path.exists_in(payload, context)
    return test.holds(path.values_in(payload), context)


def _pattern_of(test: FieldTest) -> str | None:
    """Return a regular expression that a test tries on texts, if there is one."""
    tests = test.operand.tests if isinstance(test.operand, Path) else ()
    comparisons = [part for part in (test, *tests)
                   if isinstance(part, Comparison | ElementTest)]  # fmt: skip
    for part in comparisons:
        if part.operator is Operator.MATCHES:
            return part.value.text
    return None


def condition(test: FieldTest) -> Sql:
    """Return an SQL condition that all messages meet whose payload passes a test.

    It holds for raw texts that are JSON without backslashes, in which nothing can be
    written in two ways but numbers; some that meet it do not pass.
    """
    operand = test.operand
    conditions = [_values(test)] if isinstance(test, Comparison | Membership) else []
    if isinstance(operand, Field):
        conditions.append(any_of([_key(key) for key in sorted(operand.keys)]))
        if operand.name == "code":
            # Error codes of errors have no key; they are in a column.
            return all_of(conditions)
    else:
        for part in operand.tests:
            conditions.append(_value(part.operator, part.value))
        keys = [*operand.keys, *(key for part in operand.tests for key in part.keys)]
        conditions.extend(_key(key) for key in dict.fromkeys(keys))
    return all_of([part for part in conditions if part[0] != "1"] or [("1", ())])


def _key(key: str) -> Sql:
    return contains("raw", key)


def _values(test: Comparison | Membership) -> Sql:
    if isinstance(test, Comparison):
        return _value(test.operator, test.value)
    found = [_value(Operator.IS, value) for value in test.values]
    return ("1", ()) if ("1", ()) in found else any_of(found)


def _value(operator: Operator, value: Value) -> Sql:
    text = value.text
    if _NUMBER_LIKE.fullmatch(text):
        return "1", ()
    if operator is Operator.IS and value.kind is ValueKind.WORD:
        return may_equal("raw", text)
    if operator is Operator.IS_EXACTLY:
        return contains("raw", text)
    if operator is Operator.CONTAINS and text.isascii():
        return contains("raw", text)
    return "1", ()
