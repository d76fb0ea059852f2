# SPDX-License-Identifier: Apache-2.0
"""CSV for spreadsheets: the columns of `records.KEYS` and `raw_base64`.

UTF-8 with a byte order mark, commas, CRLF and doubled quotes (RFC 4180). An empty cell
is a value that is not there. `violations` is JSON. `marked` is `yes` or empty.

A spreadsheet takes a text that begins with `=`, `+`, `-` or `@` for a formula, and a
charger decides what its messages begin with, as whoever sent a capture decides on its
notes. Where semicolons part the cells of a country's tables, a spreadsheet parts these
rows at semicolons too, and at tabs and line breaks, whatever the quotation marks say:
what stands behind one begins a cell. So one rule holds for all text cells, and it can
be undone without knowing more than the cell:

* Writing puts one apostrophe before a text that begins with `=`, `+`, `-`, `@`, one of
  them in full width, tab, CR, LF or an apostrophe; before an empty text where the
  column may also have no value; and before a transaction id that is text but reads as a
  whole number. Within a text it puts one behind a semicolon, tab, CR or LF that one of
  these signs or an apostrophe follows, be it with quotation marks between.
* Reading takes one apostrophe away in each of these places.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import orjson

from ocppdesk.logs.records import (
    KEYS,
    Entry,
    RecordError,
    Unreadable,
    entry_from_record,
    record_of,
)

COLUMNS: Final = (*KEYS, "raw_base64")
"""The first row."""

_NUMBERS: Final = ("id", "connection", "type", "answer_to", "evse", "connector")
# A spreadsheet may make words of truth in capitals of what people type.
_MARKED: Final = {"yes": True, "true": True, "no": False, "false": False}
_ALWAYS_TEXT: Final = ("charger", "raw")  # never without a value
_SIGNS: Final = "=+@\uff1d\uff0b\uff0d\uff20'-"
_GUARDED: Final = (*_SIGNS, "\t", "\r", "\n")
_RISKY: Final = re.compile(rf"""(?<=[;\t\r\n])(?="*[{_SIGNS}])""")
_GUARD: Final = re.compile(rf"""(?<=[;\t\r\n])'(?="*[{_SIGNS}])""")
_WHOLE: Final = re.compile(r"-?\d{1,30}", re.ASCII)
_LONGEST_CELL: Final = 2**31 - 1  # the module's own limit is 128 kB


class CsvWriter:
    """Writes messages into an open file, after a row of column names.

    Args:
        file: The file, opened for bytes; it is the caller's to close.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._row = io.StringIO(newline="")
        self._writer = csv.writer(self._row, dialect="excel")
        file.write("\ufeff".encode())
        self._write(list(COLUMNS))

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""
        record = record_of(entry)
        self._write([_cell(column, record.get(column)) for column in COLUMNS])

    def _write(self, cells: list[str]) -> None:
        self._writer.writerow(cells)
        self._file.write(self._row.getvalue().encode())
        self._row.seek(0)
        self._row.truncate()


def read_csv(file: BinaryIO) -> Iterator[Entry | Unreadable]:
    """Read the messages of a file that `CsvWriter` wrote.

    The columns may stand in any order; only `time`, `direction` and `raw` must be
    there.

    Args:
        file: The file, opened for bytes.

    Yields:
        Each message, or why its row is none.
    """
    csv.field_size_limit(_LONGEST_CELL)
    # Bytes that are not UTF-8 become lone surrogates, which no readable row has.
    text = io.TextIOWrapper(
        file, encoding="utf-8-sig", errors="surrogateescape", newline=""
    )
    try:
        yield from _rows(csv.reader(text, dialect="excel"))
    finally:
        text.detach()  # The file is the caller's to close.


def _rows(reader: Any) -> Iterator[Entry | Unreadable]:
    columns: list[str] | None = None
    count = 0
    end = 0
    for cells in reader:
        line, end = end + 1, reader.line_num
        if not any(cells):
            continue
        if columns is None:
            columns = cells
            missing = [
                name for name in ("time", "direction", "raw") if name not in cells
            ]
            if missing:
                why = f"The first row names no column {' or '.join(missing)}."
                yield Unreadable(line, why)
                return
            continue
        count += 1
        try:
            record = _record(columns, cells)
            yield entry_from_record(record, default_id=count)
        except RecordError as error:
            yield Unreadable(line, str(error))


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if column == "violations":
        return _RISKY.sub("'", orjson.dumps(value).decode()) if value else ""
    if column == "marked":
        return "yes" if value else ""
    if not isinstance(value, str):
        return repr(value)
    is_guarded = not value and column not in _ALWAYS_TEXT
    if column == "transaction_id":
        is_guarded = is_guarded or _WHOLE.fullmatch(value) is not None
    return guarded(value, always=is_guarded)


def guarded(text: str, *, always: bool = False) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula.

    Args:
        text: The text.
        always: Whether it gets an apostrophe though it begins with no such sign.
    """
    safe = _RISKY.sub("'", text)
    return f"'{safe}" if always or text.startswith(_GUARDED) else safe


def _record(columns: list[str], cells: list[str]) -> dict[str, Any]:
    if len(cells) != len(columns):
        raise RecordError(
            f"It has {len(cells)} cells; there are {len(columns)} columns."
        )
    record: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=True):
        try:
            cell.encode()
        except UnicodeEncodeError:
            raise RecordError(f"{column} is not UTF-8.") from None
        record[column] = _value(column, cell)
    return record


def _value(column: str, cell: str) -> Any:
    if not cell:
        return "" if column in _ALWAYS_TEXT else None
    if column in _NUMBERS:
        return _number(column, cell, int)
    if column == "marked":
        return _marked(cell)
    if column == "latency_ms":
        return _number(column, cell, float)
    if column == "transaction_id" and _WHOLE.fullmatch(cell):
        return int(cell)
    if column == "violations":
        try:
            return orjson.loads(_GUARD.sub("", cell))
        except orjson.JSONDecodeError:
            raise RecordError("violations is not JSON.") from None
    return _GUARD.sub("", cell.removeprefix("'"))


def _marked(cell: str) -> bool:
    try:
        return _MARKED[cell.lower()]
    except KeyError:
        raise RecordError("marked is neither yes nor empty.") from None


def _number(column: str, cell: str, kind: type[int] | type[float]) -> int | float:
    try:
        return kind(cell)
    except ValueError:
        raise RecordError(f"{column} is not a number.") from None
