# SPDX-License-Identifier: Apache-2.0
"""Logs as HTML tables, as libocpp (EVerest) writes them: a row for each message."""

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ocppdesk.logs.reading.found import LONGEST_LINE, Assumptions, Kind, Line
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.record_reader import RecordReader
from ocppdesk.logs.reading.tables import encoding_of

_BLOCK: Final = 1 << 16
_LONGEST_ROW: Final = 1 << 22
_ROW: Final = re.compile(r"<tr\b[^>]{0,500}>", re.IGNORECASE)
_END: Final = re.compile(r"</tr\s*>", re.IGNORECASE)
_CELL: Final = re.compile(r"<t[dh]\b[^>]{0,500}>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LIBOCPP: Final = ("time", "direction", "action", "message")


class HtmlReader(RecordReader):
    """Reads one page of tables.

    Args:
        path: The file.
        assumptions: What is known of it.
    """

    name = "html"
    title = "HTML message log (libocpp, EVerest)"

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        super().__init__(path, assumptions)
        self._header: tuple[str, ...] = ()

    def header(self, rows: list[Row]) -> list[str]:
        """Return the names at the head of the table, or those that libocpp means."""
        return list(dict.fromkeys(name for row in rows for name in row.cells))

    def rows(self) -> Iterator[Row | Line | None]:
        """Read the rows of the page."""
        size = max(1, self.path.stat().st_size)
        text, line = "", 1
        with self.path.open("rb") as file:
            encoding = encoding_of(file.read(_BLOCK))
            file.seek(0)
            page = io.TextIOWrapper(file, encoding, "replace", newline="")
            while block := page.read(_BLOCK):
                text += block
                self.done = min(1.0, file.tell() / size)
                yield None
                while (begin := _ROW.search(text)) is not None:
                    end = _END.search(text, begin.end())
                    if end is None:
                        break
                    line += text.count("\n", 0, begin.start())
                    self.lines = line
                    yield self._row(text[begin.end() : end.start()], line)
                    line += text.count("\n", begin.start(), end.end())
                    text = text[end.end() :]
                if begin is None:
                    cut = max(0, len(text) - 600)
                elif len(text) - begin.start() > _LONGEST_ROW:
                    why = "The row is longer than 4 MB."
                    yield Line(line, Kind.UNREADABLE, text[:LONGEST_LINE], why)
                    cut = len(text)
                else:
                    cut = begin.start()
                line += text.count("\n", 0, cut)
                text = text[cut:]
        begin = _ROW.search(text)
        if begin is not None:
            # The end of the page is missing.
            yield self._row(text[begin.end() :], line)

    def _row(self, text: str, line: int) -> Row | Line | None:
        cells = [_text(cell) for cell in _CELL.split(text)[1:]]
        if not any(cells):
            return None
        if "<th" in text.lower() and "<td" not in text.lower():
            self._header = tuple(cells)
            return None
        names = self._header or _LIBOCPP
        found: dict[str, Any] = dict(zip(names, cells, strict=False))
        if len(cells) > len(names):
            found[names[-1]] = "\n".join(cells[len(names) - 1 :])
        elif not self._header and len(cells) < len(names):
            # Without an action, what is last is the message all the same.
            found = dict(zip(("time", "direction", "message")[-len(cells) :], cells,
                             strict=False))  # fmt: skip
        return Row(line, found)


class HtmlFormat:
    """Pages of tables."""

    name = HtmlReader.name
    title = HtmlReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        text = head[:4096].decode("utf-8", "replace").lstrip("\ufeff \r\n\t").lower()
        is_page = text.startswith(("<html", "<!doctype html", "<table", "<tr"))
        if not is_page:
            return 0.0
        return 0.95 if b'lang="json"' in head or b"<tr" in head.lower() else 0.5

    def reader(self, path: Path, assumptions: Assumptions) -> HtmlReader:
        """Make ready to read one."""
        return HtmlReader(path, assumptions)


def _text(cell: str) -> str:
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", cell))).strip()
