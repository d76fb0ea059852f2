# SPDX-License-Identifier: Apache-2.0
"""Tests of what stands in columns: thousands of messages in a millisecond."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.arrays import Array, Ids, Mask
from ocppdesk.capture.columns import NO_LATENCY, Columns
from ocppdesk.capture.measures import FieldTest, compare_measures
from ocppdesk.capture.raws import Rows
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.subjects import stand_in
from ocppdesk.core.frames import ANSWERS, CALLS, MessageType
from ocppdesk.core.messages import Direction
from ocppdesk.filters.fields import Flag
from ocppdesk.filters.nodes import Filter
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context, Scalar

FIELD_COLUMNS: Final = {
    "charger": ("charger",),
    "action": ("action",),
    "version": ("connection",),
    "dir": ("kind",),
    "type": ("kind",),
    "ws": ("kind", "action"),
    "no": (),
    "time": ("at",),
    "delta": ("at",),
    "latency": ("kind", "answer_to", "latency"),
    "size": ("kind", "size"),
    "connector": ("kind", "answer_to", "connector"),
    "evse": ("kind", "answer_to", "evse"),
    "tx": ("kind", "answer_to", "tx"),
    "problem": ("problem",),
    "comment": (),
    "level": (),
    "finding": (),
}
"""The fields that columns suffice for, and which."""
FLAG_COLUMNS: Final = {
    "~in": ("kind",),
    "~out": ("kind",),
    "~call": ("kind",),
    "~result": ("kind",),
    "~err": ("kind",),
    "~ws": ("kind",),
    "~q": ("kind", "answer_to", "at"),
    "~slow": ("kind", "answer_to", "latency"),
    "~mark": (),
    "~note": (),
    "~finding": (),
}
"""The flags, and the columns they need."""

_TYPE: Final = 7  # the bits of `kind`
_DIRECTION: Final = 3 << 3
_ANNOTATION_OF: Final = {
    "~mark": "marks",
    "~note": "notes",
    "comment": "notes",
    "~finding": "findings",
    "finding": "findings",
    "level": "findings",
}
_SHARED: Final = {"connector": "connector", "evse": "evse", "tx": "transaction_id"}


class AnnotatedIds:
    """What was put on messages, with the numbers of these in ascending order.

    Attributes:
        all: What was put on them.
        numbers: The numbers by `marks`, `notes` and `findings`.

    Args:
        annotations: What was put on them.
    """

    def __init__(self, annotations: Annotations) -> None:
        self.all = annotations
        self.numbers = {
            name: np.array(sorted(getattr(annotations, name)), np.int64)
            for name in ("marks", "notes", "findings")
        }


class ColumnTests:
    """Tests messages of one capture for one filter.

    Columns that a test needs must be loaded for the rows it is given.

    Args:
        reader: The capture.
        columns: Its columns.
        annotations: What was put on its messages.
        context: As for nodes.
    """

    def __init__(
        self,
        reader: CaptureReader,
        columns: Columns,
        annotations: "AnnotatedIds",
        context: Context,
    ) -> None:
        self._reader = reader
        self._columns = columns
        self._annotations = annotations.all
        self._annotated_ids = annotations.numbers
        self._context = context
        self._tables: dict[tuple[int, str], tuple[Filter, dict[Any, bool]]] = {}
        self._names: dict[str, dict[Scalar, str]] = {}

    def field(self, test: FieldTest, name: str, rows: Rows) -> Mask:
        """Test a field of `FIELD_COLUMNS`."""
        if name in _SHARED:
            return self._shared(test, name, rows)
        if name in _ANNOTATION_OF:
            return self._annotated(test, _ANNOTATION_OF[name], rows)
        if name in ("no", "time", "delta", "latency", "size"):
            have, is_there = getattr(self, f"_{name}s")(rows)
            found = compare_measures(test, have, self._context)
            return found if is_there is None else found & is_there
        if name in ("dir", "type"):
            return self._kinds(test, rows)
        if name == "ws":
            is_link = self._is_link(rows)
            found = self._coded(test, "action", rows, _link_event)
            return np.where(is_link, found, test.matches(stand_in(), self._context))
        if name == "version":
            return self._coded(test, "connection", rows, self._of_connection)
        if name == "problem":
            return self._coded(test, name, rows, _of_problem)
        return self.coded(test, name, rows)

    def coded(self, test: Filter, name: str, rows: Rows) -> Mask:
        """Test what depends on nothing but the action or the charger."""
        make = _of_action if name == "action" else self._of_charger
        return self._coded(test, name, rows, make)

    def flag(self, test: Filter, flag: Flag, rows: Rows) -> Mask:
        """Test a flag of `FLAG_COLUMNS`."""
        if flag.name == "~q":
            return self._is_unanswered(rows)
        if flag.name == "~slow":
            latency, is_there = self._latencys(rows)
            return is_there & (latency > self._context.slow_us)
        if flag.name in _ANNOTATION_OF:
            return self._annotated(test, _ANNOTATION_OF[flag.name], rows)
        return self._kinds(test, rows)

    # What stands in dictionaries.

    def _coded(
        self,
        test: Filter,
        name: str,
        rows: Rows,
        make: Callable[[Scalar], Subject],
    ) -> Mask:
        return self._look_up(test, name, rows.take(self._columns.array(name)), make)

    def _look_up(
        self, test: Filter, name: str, codes: Array, make: Callable[[Scalar], Subject]
    ) -> Mask:
        """Ask a node once for each value."""
        # The test is kept beside its table: its number must not become another's.
        _test, known = self._tables.setdefault((id(test), name), (test, {}))
        values = self._columns.values(name)
        is_many = len(codes) >= len(values)
        wanted = range(len(values)) if is_many else np.unique(codes).tolist()
        for code in wanted:
            if code not in known:
                known[code] = test.matches(make(values[code]), self._context)
        table = np.zeros(len(values), np.bool_)
        table[[code for code, holds in known.items() if holds]] = True
        return table[codes]

    def _of_charger(self, number: Scalar) -> Subject:
        sql = "SELECT id, identity FROM chargers"
        return stand_in(charger=self._name_of("charger", number, sql))

    def _of_connection(self, number: Scalar) -> Subject:
        sql = "SELECT id, version FROM connections"
        return stand_in(version=self._name_of("connection", number, sql))

    def _name_of(self, table: str, number: Scalar, sql: str) -> str:
        names = self._names.get(table)
        if names is None:
            names = self._names[table] = dict(self._reader.query(sql))
        return names.get(number) or ""

    def _kinds(self, test: Filter, rows: Rows) -> Mask:
        """Ask a node once for each combination of type and direction."""
        kinds = rows.take(self._columns.array("kind"))
        table = np.zeros(256, np.bool_)
        for kind in np.flatnonzero(np.bincount(kinds, minlength=256)).tolist():
            subject = stand_in(
                type=MessageType(kind & _TYPE) if kind & _TYPE else None,
                direction=Direction((kind & _DIRECTION) >> 3),
            )
            table[kind] = test.matches(subject, self._context)
        return table[kinds]

    def _shared(self, test: FieldTest, name: str, rows: Rows) -> Mask:
        """Test what a message has, or else its call, or else its answer."""
        codes = rows.take(self._columns.array(name))
        lacks = np.flatnonzero(codes == 0)
        if len(lacks):
            codes = codes.astype(np.int64)
            rest = rows.pick(lacks)
            calls, answers = self.calls_of(rest), self.answers_of(rest)
            for others in (calls, answers):
                known = (codes[lacks] == 0) & (others > 0)
                found = self._columns.codes_of(name, others[known])
                codes[lacks[known]] = found

        def make(value: Any) -> Subject:
            return stand_in(**{_SHARED[name]: value})

        return self._look_up(test, name, codes, make)

    # What is measured: the values, and who has one; None if all have.

    def _nos(self, rows: Rows) -> tuple[Ids, Mask | None]:
        return rows.ids, None

    def _times(self, rows: Rows) -> tuple[Ids, Mask | None]:
        return rows.take(self._columns.array("at")), None

    def _deltas(self, rows: Rows) -> tuple[Ids, Mask | None]:
        at, ids = self._columns.array("at"), rows.ids
        self._columns.need(["at"], max(rows.low - 1, 0))
        has_before = ids > 1
        if self._columns.missing is not None:
            has_before &= ~self._columns.missing[ids - 1]
        return at[ids] - at[ids - 1], has_before

    def _latencys(self, rows: Rows) -> tuple[Ids, Mask]:
        answers = rows.take(self._columns.first_answers)
        latency = self._columns.array("latency")[answers]
        is_call = self._is_type(rows, CALLS)
        return latency, is_call & (answers > 0) & (latency != NO_LATENCY)

    def _sizes(self, rows: Rows) -> tuple[Ids, Mask | None]:
        sizes = rows.take(self._columns.array("size")).astype(np.int64)
        return sizes, ~self._is_link(rows)

    # Exchanges.

    def calls_of(self, rows: Rows) -> Ids:
        """Return the numbers of the calls that messages belong to, 0 for none."""
        calls = rows.take(self._columns.array("answer_to"))
        return np.where(self._is_type(rows, CALLS), rows.ids, calls)

    def answers_of(self, rows: Rows) -> Ids:
        """Return the numbers of the answers that messages got or are, 0 for none."""
        answers = rows.take(self._columns.first_answers)
        return np.where(self._is_type(rows, ANSWERS), rows.ids, answers)

    def _is_type(self, rows: Rows, types: Iterable[MessageType]) -> Mask:
        table = np.zeros(256, np.bool_)
        table[np.isin(np.arange(256) & _TYPE, list(types))] = True
        return table[rows.take(self._columns.array("kind"))]

    def _is_link(self, rows: Rows) -> Mask:
        kinds = rows.take(self._columns.array("kind"))
        is_link: Mask = (kinds & _DIRECTION) == int(Direction.LINK) << 3
        return is_link

    def _is_unanswered(self, rows: Rows) -> Mask:
        waited = self._context.now - rows.take(self._columns.array("at"))
        is_waiting = (waited >= 0) & (waited < self._context.patience_us)
        is_open = rows.take(self._columns.first_answers) == 0
        found: Mask = self._is_type(rows, (MessageType.CALL,)) & is_open & ~is_waiting
        return found

    # What somebody put on messages.

    def _annotated(self, test: Filter, name: str, rows: Rows) -> Mask:
        """Ask a node for the few messages that have something on them."""
        found = np.full(len(rows), test.matches(stand_in(), self._context))
        numbers = self._annotated_ids[name]
        numbers = numbers[rows.has(numbers)]
        # The test is kept beside its table: its number must not become another's.
        _test, known = self._tables.setdefault((id(test), name), (test, {}))
        holds = np.zeros(len(numbers), np.bool_)
        for place, number in enumerate(numbers.tolist()):
            has = (
                number in self._annotations.marks,
                self._annotations.notes.get(number, ""),
                self._annotations.findings.get(number, ()),
            )
            if has not in known:
                known[has] = test.matches(_annotated_stand_in(*has), self._context)
            holds[place] = known[has]
        found[rows.mask_of(numbers)] = holds
        return found


def _annotated_stand_in(is_marked: bool, note: str, findings: Any) -> Subject:
    return stand_in(is_marked=is_marked, note=note, findings=findings)


def _of_action(action: Scalar) -> Subject:
    return stand_in(action=action)


def _of_problem(problem: Scalar) -> Subject:
    return stand_in(problem=problem)


def _link_event(action: Scalar) -> Subject:
    return stand_in(action=action, direction=Direction.LINK)
