# SPDX-License-Identifier: Apache-2.0
"""Tables as text: CSV, TSV and the like, with a row of column names."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ocppdesk.logs.reading.columns import propose_columns
from ocppdesk.logs.reading.found import LONGEST_LINE, Assumptions, Kind, Line
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.record_reader import RecordReader

_DELIMITERS: Final = (",", "\t", ";", "|")
_LONGEST_ROW: Final = 1 << 24  # characters; a quote that is never closed ends here
_LONGEST_PART: Final = 1 << 20  # of a line that is read at a time
_LONGEST_CELL: Final = 2**31 - 1  # the module's own limit is 128 kB, and global
_TOLD_EVERY: Final = 50  # rows between two looks at how far it is
_SUFFIXES: Final = (".csv", ".tsv", ".tab", ".psv")
_FRAME_CELL: Final = re.compile(r'\s*"?\[\s*[2-6]\s*\Z')
_FRAME_BEGIN: Final = re.compile(r"\[\s*[2-6]\s*,")
_NAME: Final = re.compile(r"[^\W\d][\w .@/()#:-]{0,60}\Z")


class TableReader(RecordReader):
    """Reads one table.

    Args:
        path: The file.
        assumptions: What is known of it.
    """

    name = "table"
    title = "Table (CSV, TSV)"

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        super().__init__(path, assumptions)
        self._header: list[str] = []

    def header(self, rows: list[Row]) -> list[str]:
        """Return the columns in their order."""
        return self._header

    def rows(self) -> Iterator[Row | Line | None]:
        """Read the rows below the names of the columns."""
        csv.field_size_limit(_LONGEST_CELL)
        size = max(1, self.path.stat().st_size)
        with self.path.open("rb") as file:
            head = file.read(1 << 16)
            file.seek(0)
            lines = _Lines(io.TextIOWrapper(file, encoding_of(head), "replace", None))
            delimiter = _delimiter(_decoded(head)) or ","
            while not lines.is_over:
                for count, row in enumerate(self._until_too_long(lines, delimiter)):
                    if not count % _TOLD_EVERY:
                        self.done = min(1.0, file.tell() / size)
                    yield row

    def _until_too_long(
        self, lines: "_Lines", delimiter: str
    ) -> Iterator[Row | Line | None]:
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            for cells in reader:
                text, number = lines.take()
                self.lines = max(self.lines, lines.count)
                yield self._row(cells, text, number)
        except (_TooLongError, csv.Error):
            text, number = lines.take()
            why = "The row does not end within 16 MB; a quotation mark may be missing."
            yield Line(number, Kind.UNREADABLE, text[:LONGEST_LINE], why)

    def _row(self, cells: list[str], text: str, number: int) -> Row | None:
        header = self._header
        if len(cells) == len(header) > 2 and any(cells):
            return Row(number, dict(zip(header, cells, strict=True)))
        if not any(cells) or _is_preamble(cells, text):
            return None
        if not header:
            self._header = _unique(cells)
            return None
        found: dict[str, Any] = dict(zip(header, cells, strict=False))
        if len(cells) > len(header):
            # Whoever wrote the table put frames into it without quotes.
            place = next((i for i, c in enumerate(cells) if _FRAME_CELL.match(c)), None)
            begin = _FRAME_BEGIN.search(text)
            if place is not None and begin and place < len(self._header):
                found[self._header[place]] = text[begin.start() :]
        return Row(number, found)


class _TooLongError(Exception):
    """A row is longer than any row is."""


class _Lines:
    """The lines of a file for `csv.reader`, which may not take too many for a row."""

    def __init__(self, file: io.TextIOWrapper) -> None:
        self.file = file
        self._readline = file.readline
        self.count = 0
        self.is_over = False
        self._first = 1
        self._parts: list[str] = []
        self._size = 0
        self._is_whole = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._size > _LONGEST_ROW:
            raise _TooLongError
        line = self._readline(_LONGEST_PART)
        if not line:
            self.is_over = True
            raise StopIteration
        if self._is_whole:
            self.count += 1
        self._is_whole = line.endswith("\n")
        while not self._is_whole and len(line) < _LONGEST_ROW:
            part = self.file.readline(_LONGEST_PART)
            line += part
            self._is_whole = not part or part.endswith("\n")
        if not self._parts:
            self._first = self.count
        self._parts.append(line)
        self._size += len(line)
        return line

    def take(self) -> tuple[str, int]:
        """Return the text of the row that was just read, and where it began."""
        parts = self._parts
        text = parts[0] if len(parts) == 1 else "".join(parts)
        self._parts, self._size = [], 0
        return text, self._first


class TableFormat:
    """Tables as text."""

    name = TableReader.name
    title = TableReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        if b"\0" in head and not head.startswith(_BOMS):
            return 0.0
        text = _decoded(head)
        delimiter = _delimiter(text)
        if delimiter is None:
            return 0.0
        rows = _sample(text, delimiter)
        header, *rest = rows
        records = [dict(zip(header, cells, strict=False)) for cells in rest]
        proposal = propose_columns(header, records)
        certain = [g for g in proposal.guesses.values() if g.certainty >= 0.6]
        is_named = path.suffix.lower() in _SUFFIXES
        if len(certain) >= 2 and proposal.is_enough:
            return 0.9 if is_named else 0.85
        if is_named:
            return 0.7 if certain else 0.4
        return 0.55 if len(certain) >= 2 and delimiter in ",\t" else 0.0

    def reader(self, path: Path, assumptions: Assumptions) -> TableReader:
        """Make ready to read one."""
        return TableReader(path, assumptions)


_BOMS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_of(head: bytes) -> str:
    """Return the encoding of a file of text that begins so."""
    if head.startswith(_BOMS):
        return "utf-16"
    try:
        # The end may be in the middle of a character.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _decoded(head: bytes) -> str:
    return head.decode(encoding_of(head), "replace").removeprefix("\ufeff")


def _delimiter(text: str) -> str | None:
    """Return what stands between cells, or None if it is no table."""
    best, most = None, 0.0
    for delimiter in _DELIMITERS:
        rows = _sample(text, delimiter)
        if len(rows) < 2 or len(rows[0]) < 2 or not _is_header(rows[0]):
            continue
        width = len(rows[0])
        even = sum(len(cells) == width for cells in rows[1:]) / (len(rows) - 1)
        longer = sum(len(cells) >= width for cells in rows[1:]) / (len(rows) - 1)
        score = (even + longer / 2) * min(width, 8)
        if longer >= 0.6 and score > most:
            best, most = delimiter, score
    return best


def _sample(text: str, delimiter: str) -> list[list[str]]:
    """Return the first rows of a text, without one that may be cut off."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = text.splitlines(keepends=True)
    if len(lines) > 2 and len(text) > 60_000:
        lines.pop()
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if any(cells) and not _is_preamble(cells, cells[0]):
                rows.append(cells)
            if len(rows) > 60:
                break
    except csv.Error:
        return rows
    return rows


def _is_preamble(cells: list[str], text: str) -> bool:
    """Tell a line that Excel writes to itself, and comments, from a row."""
    return len(cells) <= 2 and text.strip().lower().startswith("sep=")


def _is_header(cells: list[str]) -> bool:
    names = [cell.strip() for cell in cells if cell.strip()]
    return len(names) >= 2 and all(_NAME.match(name) for name in names)


def _unique(cells: list[str]) -> list[str]:
    """Give each column a name of its own."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = cell.strip().lstrip("\ufeff") or f"column {position}"
        names.append(name if name not in names else f"{name} {position}")
    return names
