# SPDX-License-Identifier: Apache-2.0
"""What messages have in numbers, in memory: a search takes milliseconds in it.

Each column is an array that is indexed by the numbers of messages. It is loaded when it
is first asked for, from the newest message down to where it is needed, so that a search
that shows its first results need not wait for the whole capture.

SQLite joins the values of a block into one text, which numpy reads: other threads go on
meanwhile, and a million values take a third of a second.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from ocppdesk.capture.arrays import (
    NOTHING,
    Array,
    Dictionary,
    Ids,
    Mask,
    ids_in,
    json_of,
    long_enough,
)
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.frames import Problem
from ocppdesk.core.messages import Direction
from ocppdesk.filters.values import Scalar

NO_LATENCY: Final = -(2**62)
"""What a message has as latency that has none."""
ODD: Final = 128
"""The bit of `kind` of what is not surely clean JSON in UTF-8."""

_BLOCK: Final = 50_000  # messages of one statement: below a tenth of a second
_LEAST: Final = 2_000  # fewer are not worth one, where there are more
_SMALL_CODES: Final = 2**16
_FREQUENT: Final = 30  # texts that SQLite itself turns into codes

_X = "(latency_ms * 1000.0)"
_WHOLE = f"CAST({_X} AS INTEGER)"
_PART = f"({_X} - {_WHOLE})"
# Rounded as Python does it: halves to the even neighbour.
_LATENCY = (
    f"CASE WHEN latency_ms IS NULL THEN {NO_LATENCY} ELSE {_WHOLE} "
    f"+ ({_PART} > 0.5 OR ({_PART} = 0.5 AND {_WHOLE} % 2 <> 0)) "
    f"- ({_PART} < -0.5 OR ({_PART} = -0.5 AND {_WHOLE} % 2 <> 0)) END"
)
_UNCLEAN = ", ".join(
    f"'{problem}'"
    for problem in (Problem.MALFORMED, Problem.TRUNCATED, Problem.REPAIRED)
)
_KIND = (
    f"ifnull(type, 0) + direction * 8 + {ODD} * CASE WHEN problem IN ({_UNCLEAN}) "
    f"THEN 1 ELSE direction = {int(Direction.LINK)} OR typeof(raw) <> 'text' END"
)

# The expressions, and how their values are kept.
_NUMBERS: Final[dict[str, tuple[str, Any]]] = {
    "at": ("at", np.int64),
    "kind": (_KIND, np.uint8),
    "answer_to": ("ifnull(answer_to, 0)", np.int32),
    "latency": (_LATENCY, np.int64),
    "size": ("ifnull(length(CAST(raw AS BLOB)), 0)", np.int32),
    "is_escaped": (r"ifnull(raw LIKE '%\%', 0)", np.bool_),
}
_CODED_NUMBERS: Final = {
    "charger": "charger_id",
    "connection": "connection_id",
    "connector": "connector",
    "evse": "evse",
}
_CODED_TEXTS: Final = {
    "action": "action",
    "error_code": "error_code",
    "tx": "transaction_id",
    "problem": "problem",
}
_GROUPED: Final = frozenset({"error_code", "tx", "problem"})
_CODED: Final = {**_CODED_NUMBERS, **_CODED_TEXTS}
_RANGE = "FROM messages WHERE id > ? AND id <= ?"


class Columns:
    """The columns of a capture; they grow with it.

    Use it from one thread at a time.

    Args:
        reader: The capture.
    """

    def __init__(self, reader: CaptureReader) -> None:
        self._reader = reader
        self._columns: dict[str, _Column] = {}
        self._first_answers: Array = np.zeros(0, np.int32)
        self.top = 0
        """The newest message there is, as far as is known."""
        self.missing: Mask | None = None
        """By number, whether a message is missing; None if none is, as in all captures
        that this program records. Known for what was loaded."""

    def refresh(self, upto: int) -> None:
        """Learn that there are messages up to a number."""
        self.top = max(self.top, upto)

    def need(self, names: Iterable[str], low: int) -> None:
        """Load columns for all messages above a number, the newest first.

        Args:
            names: Those of `_NUMBERS` or of a dictionary, see `values`.
            low: The number below the first message that is needed.

        Raises:
            sqlite3.Error: If the capture cannot be read, or reading was interrupted;
                what was loaded until then stays.
        """
        wanted = [self._column(name) for name in names]
        while behind := [column for column in wanted if column.high < self.top]:
            high = min(column.high for column in behind)
            together = [column for column in behind if column.high == high]
            upto = min(high + _BLOCK, self.top)
            for column in together:
                column.reserve(self.top)
            self._load(together, high, upto)
            for column in together:
                column.high = upto
        while above := [column for column in wanted if column.low > low]:
            high = max(column.low for column in above)
            together = [column for column in above if column.low == high]
            # Where another column begins, they go on together.
            stops = [column.low for column in above if column.low < high]
            bottom = max(low, high - _BLOCK, *stops, 0)
            if not stops:
                bottom = max(min(bottom, high - _LEAST), 0)
            self._load(together, bottom, high)
            for column in together:
                column.low = bottom

    def loaded_from(self, names: Iterable[str]) -> int:
        """Return the number above which all of some columns are loaded."""
        columns = [self._columns.get(name) for name in names]
        return max((self.top if c is None else c.low for c in columns), default=0)

    def array(self, name: str) -> Array:
        """Return a column; index it by numbers of messages that are loaded.

        In columns with a dictionary these are codes: indices of `values`.
        """
        return self._columns[name].array

    def values(self, name: str) -> Sequence[Scalar]:
        """Return the dictionary of a column; the first is None, for no value.

        Those of charger and connection are their numbers in the capture.
        """
        return self._columns[name].dictionary.values

    @property
    def first_answers(self) -> Array:
        """By number, the first answer to a message, 0 for none.

        Known for what is above the messages that `answer_to` is loaded for.
        """
        return self._first_answers

    def codes_of(self, name: str, ids: Ids) -> Array:
        """Return the codes of single messages, also of such that are not loaded."""
        column = self._columns[name]
        is_far = ids <= column.low
        codes = column.array[ids].astype(np.int64)
        if is_far.any():
            far = np.unique(ids[is_far])
            found = self._codes_in_file(column, far)
            codes[is_far] = found[np.searchsorted(far, ids[is_far])]
        return codes

    def _column(self, name: str) -> "_Column":
        if name not in self._columns:
            self._columns[name] = _Column(name, self.top)
        return self._columns[name]

    def _load(self, columns: "list[_Column]", low: int, high: int) -> None:
        together = [c for c in columns if c.name not in _GROUPED]
        if together:
            self._load_lists(together, low, high)
        for column in columns:
            if column not in together:
                self._load_groups(column, low, high)

    def _load_lists(self, columns: "list[_Column]", low: int, high: int) -> None:
        """Load what every message has: SQLite joins the values, numpy parts them."""
        expressions: list[str] = []
        values: list[Scalar] = []
        for column in columns:
            sql, known = self._expression(column, low, high)
            expressions.append(f"group_concat({sql})")
            values.extend(known)
        count, *texts = self._reader.query(
            f"SELECT count(*), {', '.join(expressions)} {_RANGE}", (*values, low, high)
        )[0]
        ids: Ids = np.arange(low + 1, high + 1)
        if count != len(ids):
            found = self._reader.query(f"SELECT group_concat(id) {_RANGE}", (low, high))
            ids = ids_in(found[0][0])
            self._note_missing(low, high, ids)
        for column, text in zip(columns, texts, strict=True):
            numbers = ids_in(text)
            if column.name == "answer_to":
                self._note_answers(numbers, ids)
            elif column.name == "action":
                unknown = ids[numbers < 0]
                numbers[numbers < 0] = self._codes_in_file(column, unknown)
            elif column.name in _CODED_NUMBERS:
                numbers = column.dictionary.of_numbers(numbers)
            column.put(ids, numbers)

    def _expression(
        self, column: "_Column", low: int, high: int
    ) -> tuple[str, Sequence[Scalar]]:
        if column.name in _NUMBERS:
            return _NUMBERS[column.name][0], ()
        sql = _CODED[column.name]
        if column.name in _CODED_NUMBERS:
            return f"ifnull({sql}, {NOTHING})", ()
        # Nearly all messages have one of a few: SQLite counts through them much faster
        # than it sorts.
        if len(column.dictionary.values) == 1:
            query = f"SELECT {sql} {_RANGE} GROUP BY {sql} ORDER BY count(*) DESC"
            for (value,) in self._reader.query(query, (low, high)):
                column.dictionary.of(value)
        known = column.dictionary.values[1 : _FREQUENT + 1]
        if not known:
            return f"-({sql} IS NOT NULL)", ()
        cases = "".join(f" WHEN ? THEN {n}" for n in range(1, len(known) + 1))
        return f"CASE {sql}{cases} ELSE -({sql} IS NOT NULL) END", known

    def _load_groups(self, column: "_Column", low: int, high: int) -> None:
        """Load what many messages lack, or what has many different values."""
        sql = _CODED[column.name]
        column.array[low + 1 : high + 1] = 0
        for value, text in self._reader.query(
            f"SELECT {sql}, group_concat(id) {_RANGE} AND {sql} IS NOT NULL "
            f"GROUP BY {sql}",
            (low, high),
        ):
            ids = ids_in(text)
            column.put(ids, np.full(len(ids), column.dictionary.of(value)))

    def _codes_in_file(self, column: "_Column", ids: Ids) -> Ids:
        """Return the codes of messages, in ascending order, from the file."""
        if not len(ids):
            return ids
        found = dict(
            self._reader.query(
                f"SELECT id, {_CODED[column.name]} FROM messages "
                "WHERE id IN (SELECT value FROM json_each(?))",
                (json_of(ids),),
            )
        )
        codes = column.dictionary
        return np.array([codes.of(found.get(n)) for n in ids.tolist()], np.int64)

    def _note_missing(self, low: int, high: int, ids: Ids) -> None:
        self.missing = long_enough(self.missing, self.top, np.bool_)
        self.missing[low + 1 : high + 1] = True
        self.missing[ids] = False

    def _note_answers(self, calls: Ids, ids: Ids) -> None:
        """Note at the calls which messages answer them."""
        # What a damaged file has is no call of anything.
        calls[(calls < 0) | (calls >= ids)] = 0
        self._first_answers = long_enough(self._first_answers, self.top, np.int32)
        is_answer = calls > 0
        # Of several to one call the last in this order stays: the first answer.
        calls, answers = calls[is_answer][::-1], ids[is_answer][::-1]
        before = self._first_answers[calls]
        is_first = (before == 0) | (answers < before)
        self._first_answers[calls[is_first]] = answers[is_first]


class _Column:
    """One value of each message, from a number on."""

    def __init__(self, name: str, top: int) -> None:
        self.name = name
        self.dictionary = Dictionary()
        self.low = self.high = top
        self.array: Array = np.zeros(
            top + 1, np.uint16 if name in _CODED else _NUMBERS[name][1]
        )

    def reserve(self, top: int) -> None:
        """Make room for messages up to a number."""
        self.array = long_enough(self.array, top, self.array.dtype)

    def put(self, ids: Ids, values: Array) -> None:
        """Set the values of messages."""
        if self.array.dtype == np.uint16 and len(self.dictionary.values) > _SMALL_CODES:
            self.array = self.array.astype(np.int32)
        if len(ids) and ids[-1] - ids[0] == len(ids) - 1:
            self.array[ids[0] : ids[-1] + 1] = values
        else:
            self.array[ids] = values
