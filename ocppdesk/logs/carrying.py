# SPDX-License-Identifier: Apache-2.0
"""Marks and notes from one capture of a log to another one of the same log."""

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ocppdesk.capture.annotations import Annotator
from ocppdesk.capture.reader import CaptureReader

_PLACES: Final = """
SELECT id, log_id, log_line, raw FROM messages
WHERE id IN (SELECT value FROM json_each(?))
"""
_AT_LINES: Final = """
SELECT id, log_id, log_line, raw FROM messages
WHERE log_line IN (SELECT value FROM json_each(?))
"""

_Place = tuple[int, int, object]


def carry_annotations(source: Path, target: Path) -> int:
    """Put the marks and notes of one capture onto the same messages in another one.

    Messages are the same if they stand in the same line with the same text, however
    time, charger and direction were read.

    Args:
        source: The capture that was made before, with logs.
        target: The capture that was made of the same logs in the same order.

    Returns:
        How many messages there are that it did not find.

    Raises:
        CaptureError: If a capture cannot be read or written.
    """
    with contextlib.closing(CaptureReader(source)) as reader:
        found = reader.annotations()
        numbers = found.marks | found.notes.keys()
        if not numbers:
            return 0
        places = _placed(reader, _PLACES, numbers)
    lines = {line for _log, line, _raw in places.values()}
    with contextlib.closing(CaptureReader(target)) as reader:
        there = {
            place: number for number, place in _placed(reader, _AT_LINES, lines).items()
        }
    carried = {
        number: there[place] for number, place in places.items() if place in there
    }
    annotator = Annotator(target)
    annotator.set_mark(
        [carried[number] for number in found.marks if number in carried], is_marked=True
    )
    for number, text in found.notes.items():
        if number in carried:
            annotator.set_note(carried[number], text)
    return len(numbers) - len(carried)


def _placed(
    reader: CaptureReader, sql: str, values: Iterable[int]
) -> dict[int, _Place]:
    rows = reader.query(sql, (json.dumps(sorted(values)),))
    return {number: (log, line, raw) for number, log, line, raw in rows}
