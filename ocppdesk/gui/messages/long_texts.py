# SPDX-License-Identifier: Apache-2.0
"""Very long messages, whole: rows for a table come with their beginnings only."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from ocppdesk.capture.reader import CUT, SHOWN, CaptureReader
from ocppdesk.capture.records import Row
from ocppdesk.core.messages import Message

WHOLE: Final = 2**20
"""Longer texts, in bytes, are judged by their beginnings all the same: to read and to
look through one of this length takes about as long as a picture may."""

_SIZES: Final = """
SELECT id, length(CAST(raw AS BLOB)) AS size FROM messages
WHERE id IN (SELECT value FROM json_each(?)) AND size > ?
"""


def true_sizes(reader: CaptureReader, rows: Iterable[Row]) -> dict[int, int]:
    """Return the sizes of those messages of rows that came cut, in bytes.

    Raises:
        sqlite3.Error: If the capture cannot be read.
    """
    asked = [
        message.id
        for row in rows
        for message in (row.message, row.answer, row.call)
        # Only the size of the row's own message is known.
        if message is not None
        and (len(message.raw) == SHOWN or (message is row.message and row.size > CUT))
    ]
    if not asked:
        return {}
    wanted = f"[{','.join(map(str, asked))}]"
    return dict(reader.query(_SIZES, (wanted, SHOWN)))


def is_long(row: Row, sizes: Mapping[int, int]) -> bool:
    """Return whether a row has to be judged by more than it came with."""
    return any(_wanted(message, sizes) for message in _parts(row))


def whole(reader: CaptureReader, row: Row, sizes: Mapping[int, int]) -> Row:
    """Return a row with whole texts, as far as they are not longer than `WHOLE`.

    Args:
        reader: The capture.
        row: The row as the reader gave it.
        sizes: What `true_sizes` said of it.

    Raises:
        sqlite3.Error: If the capture cannot be read.
        ValueError: If what is in it cannot be understood.
    """
    ids = [message.id for message in _parts(row) if _wanted(message, sizes)]
    found = {message.id: message for message in reader.messages(ids)}

    def of(message: Message | None) -> Message | None:
        return None if message is None else found.get(message.id, message)

    return replace(
        row,
        message=found.get(row.message.id, row.message),
        answer=of(row.answer),
        call=of(row.call),
    )


def _parts(row: Row) -> list[Message]:
    return [m for m in (row.message, row.answer, row.call) if m is not None]


def _wanted(message: Message, sizes: Mapping[int, int]) -> bool:
    return len(message.raw) < sizes.get(message.id, 0) <= WHOLE
