# SPDX-License-Identifier: Apache-2.0
"""Some messages of a capture, and finding texts in them by SQL."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ocppdesk.capture.arrays import (
    Array,
    Breathe,
    Ids,
    Mask,
    go_on,
    ids_in,
    json_of,
)
from ocppdesk.capture.reader import CaptureReader

Sql = tuple[str, tuple[object, ...]]
"""An SQL condition and the values of its question marks."""

_DENSE: Final = 4
"""Where so many times more messages would be scanned than are wanted, these are looked
up one by one: that takes about so much longer for each."""
_AT_ONCE: Final = 500  # raw texts in memory
_BREATH: Final = 10  # texts; parsing and testing them takes a fraction of a millisecond
_MOST_PARTS: Final = 200  # SQLite takes a thousand
_LONGEST_PATTERN: Final = 10_000  # characters; SQLite takes 50,000 bytes
_BORDER: Final = "\x1e"  # in no text that is JSON
_AMONG: Final = "id IN (SELECT value FROM json_each(?))"
_SPECIAL: Final = re.compile(r"([\\%_])")
# Letters that other characters become when upper and lower case are made alike, and
# what may follow in them: the Kelvin sign is k, ß is ss, ligatures are st or ffi.
_AMBIGUOUS: Final = re.compile("[skf][skftil]*", re.IGNORECASE)


class Rows:
    """Some messages in ascending order: all of a range, or single ones.

    Args:
        low: The number below the first one.
        high: The last one.
        ids: The single ones; None for all of the range.
    """

    __slots__ = ("_ids", "high", "is_range", "low")

    def __init__(self, low: int, high: int, ids: Ids | None = None) -> None:
        self.low = low
        self.high = max(high, low)
        self.is_range = ids is None
        self._ids = ids

    @classmethod
    def of(cls, ids: Ids, *, low: int | None = None) -> "Rows":
        """Return single messages, given in ascending order.

        Args:
            ids: Their numbers.
            low: A number below the first one, if that is not next to it.
        """
        if not len(ids):
            return cls(low or 0, low or 0)
        return cls(int(ids[0]) - 1 if low is None else low, int(ids[-1]), ids)

    def __len__(self) -> int:
        return self.high - self.low if self._ids is None else len(self._ids)

    @property
    def ids(self) -> Ids:
        """Their numbers."""
        if self._ids is None:
            return np.arange(self.low + 1, self.high + 1)
        return self._ids

    def take(self, array: Array) -> Array:
        """Return their values in an array that is indexed by numbers."""
        if self._ids is None:
            return array[self.low + 1 : self.high + 1]
        return array[self._ids]

    def pick(self, places: Array) -> "Rows":
        """Return those at some places among them, given in ascending order."""
        return Rows.of(
            places + (self.low + 1) if self._ids is None else self._ids[places]
        )

    def has(self, ids: Ids) -> Mask:
        """Return of each of some numbers whether it is among them."""
        is_inside = (ids > self.low) & (ids <= self.high)
        if self._ids is not None and is_inside.any():
            at = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
            is_inside = self._ids[at] == ids
        return is_inside

    def mask_of(self, ids: Ids) -> Mask:
        """Return of each whether it is among some numbers, given in any order."""
        mask = np.zeros(len(self), np.bool_)
        mine = ids[self.has(ids)]
        if self._ids is None:
            mask[mine - (self.low + 1)] = True
        else:
            mask[np.searchsorted(self._ids, mine)] = True
        return mask


class RawTexts:
    """The texts of a capture.

    Args:
        reader: The capture.
        breathe: Called every few texts.
    """

    def __init__(self, reader: CaptureReader, breathe: Breathe = go_on) -> None:
        self._reader = reader
        self._breathe = breathe

    def matching(self, rows: Rows, condition: Sql) -> Ids:
        """Return the numbers that meet an SQL condition, and perhaps others.

        SQLite works without holding up other threads.
        """
        sql, values = condition
        if not len(rows):
            return np.zeros(0, np.int64)
        if rows.high - rows.low <= len(rows) * _DENSE:
            where = "id > ? AND id <= ?"
            place: tuple[object, ...] = (rows.low, rows.high)
        else:
            where, place = _AMONG, (json_of(rows.ids),)
        found = self._reader.query(
            f"SELECT group_concat(id) FROM messages WHERE {where} AND ({sql})",
            (*place, *values),
        )
        return ids_in(found[0][0])

    def read(self, ids: Ids, *, clean: bool) -> Iterator[tuple[int, str]]:
        """Yield raw texts with the numbers of their messages.

        Bytes that are not UTF-8 become U+FFFD.

        Args:
            ids: In ascending order.
            clean: Whether all of them are JSON in UTF-8, as far as is known: those come
                in one text, and the thread waits once for the others, not at each.
        """
        for place, found in enumerate(self._read(ids, clean=clean)):
            if not place % _BREATH:
                self._breathe()
            yield found

    def _read(self, ids: Ids, *, clean: bool) -> Iterator[tuple[int, str]]:
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            wanted = json_of(part)
            if clean:
                numbers, text = self._reader.query(
                    "SELECT group_concat(id), group_concat(raw, char(30)) "
                    f"FROM messages WHERE {_AMONG} AND typeof(raw) = 'text'",
                    (wanted,),
                )[0]
                texts = [] if text is None else text.split(_BORDER)
                found = ids_in(numbers).tolist()
                if len(texts) == len(found):
                    yield from zip(found, texts, strict=True)
                    continue
            for number, raw in self._reader.query(
                f"SELECT id, raw FROM messages WHERE {_AMONG} ORDER BY id", (wanted,)
            ):
                is_text = isinstance(raw, str)
                yield (
                    number,
                    raw if is_text else (raw or b"").decode("utf-8", "replace"),
                )

    def message_ids(self, rows: Rows, condition: Sql) -> Iterator[tuple[int, str]]:
        """Yield OCPP message ids with numbers, where a condition is met.

        Some are of messages that were not asked for.
        """
        ids = self.matching(rows, condition)
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._reader.query(
                f"SELECT id, message_id FROM messages WHERE {_AMONG} "
                "AND message_id IS NOT NULL ORDER BY id",
                (json_of(ids[start : start + _AT_ONCE]),),
            )


def contains(column: str, text: str) -> Sql:
    """Return the condition that a text occurs, upper and lower case of ASCII alike."""
    if not _is_pattern(text):
        return "1", ()
    escaped = _SPECIAL.sub(r"\\\1", text)
    return rf"{column} LIKE ? ESCAPE '\'", (f"%{escaped}%",)


def may_contain(column: str, text: str) -> Sql:
    """Return a condition that all texts meet that contain a text, as `is_in_text` says.

    Some that meet it do not contain it.
    """
    if text.isascii():
        return contains(column, text)
    return _beyond_ascii(column) if not text.casefold().isascii() else ("1", ())


def may_equal(column: str, text: str) -> Sql:
    """Return a condition that all texts meet that contain something equal to a text.

    Equal means that upper and lower case are alike, in any script; some texts that meet
    it contain nothing of the kind.
    """
    folded = text.casefold()
    if not folded.isascii():
        return _beyond_ascii(column)
    return contains(column, max(_AMBIGUOUS.split(folded), key=len))


def _beyond_ascii(column: str) -> Sql:
    return f"length({column}) <> length(CAST({column} AS BLOB))", ()


def any_of(conditions: Sequence[Sql]) -> Sql:
    """Return the condition that one of several is met.

    So many that SQLite refuses them are no condition at all.
    """
    if len(conditions) > _MOST_PARTS:
        return "1", ()
    return _joined(conditions, " OR ")


def all_of(conditions: Sequence[Sql]) -> Sql:
    """Return the condition that all of several are met."""
    return _joined(conditions, " AND ")


def _joined(conditions: Sequence[Sql], word: str) -> Sql:
    text = word.join(f"({sql})" for sql, _values in conditions)
    return text, tuple(value for _sql, values in conditions for value in values)


def is_exact(text: str) -> bool:
    """Return whether `may_contain` says of clean texts exactly which contain a text."""
    return text.isascii() and _is_pattern(text)


def _is_pattern(text: str) -> bool:
    # SQLite ends at NUL, and halves of surrogate pairs are no UTF-8.
    if len(text) > _LONGEST_PATTERN or "\0" in text:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
