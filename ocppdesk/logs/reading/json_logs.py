# SPDX-License-Identifier: Apache-2.0
"""JSON of any shape: arrays, objects, JSON Lines, objects with a word before them."""

import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from ocppdesk.logs.reading.columns import JsonText, Role, plain, propose_columns
from ocppdesk.logs.reading.found import LONGEST_LINE, Assumptions, Kind, Line
from ocppdesk.logs.reading.json_values import Element, JsonValues, member_text
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.record_reader import RecordReader
from ocppdesk.logs.reading.rows import SAMPLE
from ocppdesk.logs.reading.tables import encoding_of

_TOLD_EVERY: Final = 50  # records between two looks at how far it is
_MOST_COLUMNS: Final = 300
_DEEPEST: Final = 4
_OPAQUE: Final = frozenset(
    ("payload", "payloaddata", "payloadjson", "requestpayload", "responsepayload")
)
"""Keys whose inner keys are those of OCPP, not of the log."""
_TEXT: Final = "text"
"""The column for what a record is that is no object: a frame, or a text."""
_BEFORE: Final = "before"
"""The column for text before a record on its line."""


class JsonReader(RecordReader):
    """Reads one file of JSON.

    The columns are the keys, those within objects as dotted paths.

    Args:
        path: The file.
        assumptions: What is known of it.
    """

    name = "json"
    title = "JSON"

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        super().__init__(path, assumptions)
        self._given = tuple(assumptions.columns.values())
        self._seen: dict[str, None] = {}
        self._count = 0
        self._used: frozenset[str] = frozenset()

    def rows(self) -> Iterator[Row | Line | None]:
        """Read the records."""
        size = max(1, self.path.stat().st_size)
        with self.path.open("rb") as file:
            encoding = encoding_of(file.read(1 << 16))
            file.seek(0)
            values = JsonValues(io.TextIOWrapper(file, encoding, "replace", ""))
            for steps, element in enumerate(values.elements()):
                if not steps % _TOLD_EVERY:
                    self.done = min(1.0, file.tell() / size)
                if element is None:
                    yield None
                    continue
                self._count += 1
                if self._count == SAMPLE + 1:
                    # Finding the text of a value takes longer than reading it.
                    guesses = self.proposal.guesses.values()
                    self._used = frozenset(guess.column for guess in guesses)
                self.lines = max(values.line, self._count)
                yield self._row(element)

    def header(self, rows: list[Row]) -> list[str]:
        """Return the keys that the first records have."""
        found = list(self._seen)
        for name in self._given:
            if name not in self._seen and any(name in row.cells for row in rows):
                found.append(name)
        return found

    def _row(self, element: Element) -> Row | Line:
        if element.why:
            return self._unreadable(element)
        cells: dict[str, Any] = {}
        if element.before:
            cells[_BEFORE] = element.before
        self._flatten(element.context, (), cells, None)
        if isinstance(element.value, dict):
            self._flatten(element.value, (), cells, element.text)
        elif isinstance(element.value, list):
            cells[_TEXT] = JsonText(element.text, element.value)
        elif isinstance(element.value, str):
            cells[_TEXT] = element.value
        else:
            return Line(element.number, Kind.OTHER, element.text[:LONGEST_LINE])
        if self._count <= SAMPLE:
            for name in cells:
                if name in (_TEXT, _BEFORE) or len(self._seen) < _MOST_COLUMNS:
                    self._seen.setdefault(name)
        return Row(element.number, cells)

    def _unreadable(self, element: Element) -> Row | Line:
        if "[" in element.text:
            # What is there of it may have the beginning of a frame.
            return Row(element.number, {_TEXT: element.text}, why=element.why)
        kind = Kind.OTHER if element.why.startswith("This is not") else Kind.UNREADABLE
        why = "" if kind is Kind.OTHER else element.why
        return Line(element.number, kind, element.text[:LONGEST_LINE].strip(), why)

    def _flatten(
        self,
        value: dict[str, Any],
        path: tuple[str, ...],
        cells: dict[str, Any],
        text: str | None,
    ) -> None:
        """Put the values of an object into cells, those within by dotted paths."""
        prefix = "".join(f"{key}." for key in path)
        for key, inner in value.items():
            kind = type(inner)
            if kind is dict:
                here = (*path, key)
                cells[prefix + key] = self._json(inner, here, text)
                if len(here) < _DEEPEST and plain(key) not in _OPAQUE:
                    self._flatten(inner, here, cells, text)
            elif kind is list:
                cells[prefix + key] = self._json(inner, (*path, key), text)
            elif inner is not None:
                cells[prefix + key] = inner

    def _json(self, value: Any, path: tuple[str, ...], text: str | None) -> JsonText:
        is_used = not self._used or ".".join(path) in self._used
        if text is None or not is_used:
            return JsonText("", value)
        return JsonText(partial(_member_text, text, path), value)


def _member_text(text: str, path: tuple[str, ...]) -> str:
    return member_text(text, path) or ""


class JsonFormat:
    """Files of JSON."""

    name = JsonReader.name
    title = JsonReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        if b"\0" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            return 0.0
        text = head.decode(encoding_of(head), "replace").removeprefix("\ufeff").lstrip()
        is_named = path.suffix.lower() in (".json", ".jsonl", ".ndjson", ".har")
        if _is_bare(text):
            return 0.0
        if text.startswith(("[{", "{")) or _ARRAY.match(text):
            return 0.85 if is_named or _is_json(text) else 0.3
        if is_named:
            return 0.6
        return 0.8 if _are_objects(text) else 0.0

    def reader(self, path: Path, assumptions: Assumptions) -> JsonReader:
        """Make ready to read one."""
        return JsonReader(path, assumptions)


_ARRAY: Final = re.compile(r"\[\s*[\[{]")
_BARE: Final = re.compile(r'\[\s*[2-6]\s*,\s*"')
_OBJECT_LINE: Final = re.compile(r"[^\n{\[]{0,80}(\{.*\})\s*\Z")
"""A line with a JSON object, after a word or a time."""


def _is_bare(text: str) -> bool:
    """Tell a text of frames one after the other, which is the text reader's."""
    return _BARE.match(text) is not None


def _is_json(text: str) -> bool:
    """Tell whether a text begins with whole values, or with one that goes on."""
    lines = [line for line in text.splitlines() if line.strip()][:20]
    if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines[:-1]):
        return True
    return bool(re.match(r'\[?\s*\{\s*("|\}|\Z)', text))


def _are_objects(text: str) -> bool:
    """Tell whether most lines have an object that is a message by its keys."""
    lines = [line for line in text.splitlines() if line.strip()][:40]
    if len(lines) > 1:
        lines = lines[:-1]
    found = [match[1] for line in lines if (match := _OBJECT_LINE.match(line))]
    if not found or len(found) < 0.6 * len(lines):
        return False
    keys = re.findall(r'"([\w.]{1,40})"\s*:', " ".join(found[:5]))
    proposal = propose_columns(list(dict.fromkeys(keys)), [])
    return {Role.PAYLOAD, Role.TYPE} <= proposal.guesses.keys()
