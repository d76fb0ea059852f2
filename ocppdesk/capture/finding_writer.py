# SPDX-License-Identifier: Apache-2.0
"""Writes what was found into a capture, so that tables and filters know it."""

import contextlib
import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.schema import VERSION
from ocppdesk.capture.side_writer import SideWriter
from ocppdesk.core.findings import Level

Mark = tuple[int, str]
"""The number of a message, and the id of a rule that speaks of it."""

_PUT: Final = """
INSERT OR REPLACE INTO findings
SELECT messages.id, json_extract(value, '$[1]'), json_extract(value, '$[2]')
FROM json_each(?) JOIN messages ON messages.id = json_extract(value, '$[0]')
"""
_TAKE: Final = """
DELETE FROM findings WHERE (message_id, rule) IN (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)
)
"""
_AT_ONCE: Final = 2_000  # rows of one transaction; the recorder waits for them


class FindingWriter(SideWriter):
    """Writes findings into a capture, also while it is recorded into.

    Every method but `close` raises:

    * FindingsUnkeptError: If it cannot be written, or is kept busy by others.
    * CaptureMissingError, CaptureForeignError, CaptureNewerError: If there is no such
      capture.

    A capture of an older format stays as it is, with an OldFormatError: nobody who only
    looks into a file expects it to be converted.

    Args:
        path: The capture; it is opened by the first change.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, FindingsUnkeptError)

    def change(self, taken: Iterable[Mark], put: Iterable[tuple[Mark, Level]]) -> None:
        """Take rows away, and put others there or in place of what is there.

        Messages that the capture does not have are passed over. Thousands of rows take
        several transactions; if one fails, those before it stay.
        """
        taken_rows = _packed(taken)
        put_rows = _packed((*mark, int(level)) for mark, level in put)
        if taken_rows or put_rows:
            self._check_format()
        if taken_rows:
            self.write(_TAKE, taken_rows)
        if put_rows:
            self.write(_PUT, put_rows)

    def _check_format(self) -> None:
        uri = f"{self.path.resolve().as_uri()}?mode=ro"
        try:
            with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
                version = database.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.Error:
            return  # writing explains what is wrong with it
        if version < VERSION:
            raise OldFormatError(self.path)


class FindingsUnkeptError(CaptureError):
    """Findings could not be written; the file is as it was."""

    def __str__(self) -> str:
        return (
            f"Findings cannot be marked in the messages of {self.path.name} "
            f"({self.detail}). The list of findings has them all."
        )


class OldFormatError(FindingsUnkeptError):
    """The capture has an older format, and is not converted by the way."""

    def __str__(self) -> str:
        return (
            f"{self.path.name} was written by an older version and is left as it is: "
            "findings are in the list, and not marked in its messages."
        )


def _packed(rows: Iterable[tuple[Any, ...]]) -> list[tuple[str]]:
    return [(json.dumps(part),) for part in _parts(rows)]


def _parts(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    waiting = iter(rows)
    return iter(lambda: list(itertools.islice(waiting, _AT_ONCE)), [])
