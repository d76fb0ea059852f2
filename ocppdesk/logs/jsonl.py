# SPDX-License-Identifier: Apache-2.0
"""JSON Lines: one message a line, UTF-8, the keys of `records.KEYS`."""

from collections.abc import Iterator
from typing import BinaryIO

import orjson

from ocppdesk.logs.records import (
    Entry,
    RecordError,
    Unreadable,
    entry_from_record,
    record_of,
)

_BOM = b"\xef\xbb\xbf"


def json_line(entry: Entry) -> str:
    """Return a message as one line of JSON, without the line's end."""
    return orjson.dumps(record_of(entry)).decode()


class JsonlWriter:
    """Writes messages into an open file.

    Args:
        file: The file, opened for bytes; it is the caller's to close.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""
        self._file.write(orjson.dumps(record_of(entry)) + b"\n")


def read_jsonl(file: BinaryIO) -> Iterator[Entry | Unreadable]:
    """Read the messages of a file.

    Blank lines are none. A byte order mark at the beginning is allowed.

    Args:
        file: The file, opened for bytes.

    Yields:
        Each message, or why its line is none.
    """
    count = 0
    for number, line in enumerate(file, start=1):
        text = line.removeprefix(_BOM) if number == 1 else line
        if not text.strip():
            continue
        try:
            record = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            why = f"This is not JSON: {error.msg} (character {error.pos})."
            yield Unreadable(number, why)
            continue
        if not isinstance(record, dict):
            yield Unreadable(number, "This is not a JSON object.")
            continue
        count += 1
        try:
            yield entry_from_record(record, default_id=count)
        except RecordError as error:
            yield Unreadable(number, str(error))
