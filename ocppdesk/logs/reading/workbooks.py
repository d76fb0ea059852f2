# SPDX-License-Identifier: Apache-2.0
"""Workbooks of Excel (XLSX): each sheet a table."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.found import Assumptions, Kind, Line
from ocppdesk.logs.reading.limits import check_growth
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.record_reader import RecordReader
from ocppdesk.logs.reading.sniffing import is_zip

if TYPE_CHECKING:
    from openpyxl import Workbook

_MOST_ROWS: Final = 1_048_576  # Excel's own limit, and of a sheet that claims more
_MOST_COLUMNS: Final = 200
_MOST_EMPTY: Final = 10_000  # rows in succession, after which no more are looked for
_MOST_SHARED: Final = 1 << 28  # bytes of texts, which are held in memory
_SHARED: Final = "xl/sharedStrings.xml"
_UNNAMED: Final = re.compile(
    r"(sheet|tabelle|feuil|hoja|foglio|blad|planilha|logs?|data|export|messages?"
    r"|ocpp ?logs?|report|worksheet)[ _]?\d*\Z",
    re.IGNORECASE,
)
_DAMAGES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


class WorkbookReader(RecordReader):
    """Reads one workbook, a row at a time.

    Where no column names the charger, the name of a sheet does, unless it is one that
    Excel gives.

    Args:
        path: The file.
        assumptions: What is known of it.
    """

    name = "workbook"
    title = "Workbook (XLSX)"

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        super().__init__(path, assumptions)
        self._count = 0

    def rows(self) -> Iterator[Row | Line | None]:
        """Read the rows of all sheets.

        Raises:
            ConversionError: If it is damaged, or would grow beyond all measure.
        """
        self._check()
        try:
            yield from self._sheets()
        except _DAMAGES as error:
            if not self.lines:
                raise self._damaged(error) from error
            why = f"The workbook is damaged from here on ({error})."
            yield Line(self._count + 1, Kind.UNREADABLE, "", why)

    def _check(self) -> None:
        """Refuse a bomb by what the archive's directory says, before it is opened."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                entries = archive.infolist()
        except _DAMAGES as error:
            raise self._damaged(error) from error
        size = self.path.stat().st_size
        check_growth(self.path, size, sum(entry.file_size for entry in entries))
        shared = sum(e.file_size for e in entries if e.filename == _SHARED)
        if shared > _MOST_SHARED:
            detail = "its texts need more than 256 MB. Save it as CSV and open that."
            raise ConversionError(self.path, detail)

    def _damaged(self, error: Exception) -> ConversionError:
        return ConversionError(
            self.path,
            f"the workbook is cut off or damaged ({error}). Copy or download it again.",
        )

    def _sheets(self) -> Iterator[Row | Line | None]:
        # Given a path, openpyxl would insist on a suffix of its own.
        with self.path.open("rb") as file, closing(_loaded(file)) as book:
            sheets = book.worksheets
            for position, sheet in enumerate(sheets):
                # What it says of its size serves for the progress and nothing else.
                expected = sheet.max_row or 0
                sheet.reset_dimensions()
                found = sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)
                for row in self._table(str(sheet.title), found):
                    share = self._count / expected if expected else 0.5
                    self.done = min(1.0, (position + min(1.0, share)) / len(sheets))
                    yield row

    def _table(
        self, title: str, found: Iterator[tuple[Any, ...]]
    ) -> Iterator[Row | Line | None]:
        header: list[str] = []
        charger = "" if _UNNAMED.match(title.strip()) else title.strip()
        empty = 0
        for number, values in enumerate(found, start=1):
            self._count += 1
            if number > _MOST_ROWS:
                why = "The sheet claims to have more rows than Excel allows."
                yield Line(self._count, Kind.UNREADABLE, title, why)
                return
            if values.count(None) == len(values):
                empty += 1
                if empty > _MOST_EMPTY:
                    why = f"What stands below {_MOST_EMPTY} empty rows was not read."
                    yield Line(self._count, Kind.UNREADABLE, title, why)
                    return
                yield None
                continue
            empty = 0
            cells = [_cell(value) for value in values]
            if header:
                self.lines = self._count
                row = dict(zip(header, cells, strict=False))
                yield Row(self._count, row, charger)
            elif sum(isinstance(cell, str) and cell != "" for cell in cells) >= 2:
                header = _names(cells)
                yield None
            else:
                # A title above the table.
                yield Line(self._count, Kind.OTHER, str(cells[0] or ""))


_PARTS: Final = (b"[Content_Types].xml", b"xl/", b"_rels/", b"docProps/")


class WorkbookFormat:
    """Workbooks of Excel."""

    name = WorkbookReader.name
    title = WorkbookReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        if not is_zip(head):
            return 0.0
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            return 1.0
        # The first file has its name behind 30 bytes. Another one in it may be a
        # workbook, too, but then this is an archive.
        begins = head[30:].startswith(_PARTS)
        return 0.95 if begins and b"xl/" in head else 0.0

    def reader(self, path: Path, assumptions: Assumptions) -> WorkbookReader:
        """Make ready to read one."""
        return WorkbookReader(path, assumptions)


def _loaded(file: BinaryIO) -> "Workbook":
    # The import takes a third of a second, which no other log needs.
    import openpyxl

    with warnings.catch_warnings():
        # It warns of styles and extensions that have nothing to do with cells.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(
            file, read_only=True, data_only=True, keep_links=False
        )


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | datetime):
        return value
    return str(value)


def _names(cells: list[Any]) -> list[str]:
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = "" if cell is None else str(cell).strip()
        name = name or f"column {position}"
        names.append(name if name not in names else f"{name} {position}")
    while names and names[-1] == f"column {len(names)}":
        names.pop()
    return names
