# SPDX-License-Identifier: Apache-2.0
"""What this program wrote: captures, JSON Lines, CSV and Parquet.

Read like other logs they give their messages and connections. Marks and notes are
theirs, too: who wants all of it uses `ocppdesk.logs.sources`, which loses nothing.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

import orjson

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.schema import APPLICATION_ID
from ocppdesk.core.messages import CARD_SHOWN, Direction, Message
from ocppdesk.logs.csv_table import read_csv
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.jsonl import read_jsonl
from ocppdesk.logs.reading.batching import in_batches
from ocppdesk.logs.reading.found import (
    Assumptions,
    Found,
    Frame,
    Inference,
    Inferences,
    Kind,
    Line,
    LinkEvent,
    State,
)
from ocppdesk.logs.reading.sniffing import SQLITE
from ocppdesk.logs.records import Entry, Unreadable
from ocppdesk.logs.sources import CAPTURE_SUFFIX, PARQUET_SUFFIX, CaptureSource
from ocppdesk.logs.writing.parquet import MAGIC, is_own_parquet, read_parquet

_NO_TEXT: Final = "The text is not valid UTF-8."
_READERS: Final[dict[str, Callable[[BinaryIO], Iterator[Entry | Unreadable]]]] = {
    ".jsonl": read_jsonl,
    ".csv": read_csv,
}


def own_suffix(head: bytes) -> str | None:
    """Tell which of this program's formats a file has.

    Args:
        head: Its first 64 KiB.

    Returns:
        `.ocppdesk`, `.jsonl` or `.csv`, whatever the file is called; None if it is
        none of them.
    """
    if head.startswith(SQLITE):
        number = int.from_bytes(head[68:72], "big")
        return CAPTURE_SUFFIX if number == APPLICATION_ID else None
    # The last line may be cut off.
    whole = head[: head.rfind(b"\n") + 1] if len(head) > 1 << 15 else head
    for suffix, read in _READERS.items():
        try:
            first = next(read(io.BytesIO(whole)), None)
        except csv.Error:
            continue
        if isinstance(first, Entry) and (suffix != ".jsonl" or _is_ours(whole)):
            return suffix
    return None


def own_suffix_of(path: Path, head: bytes) -> str | None:
    """Tell which of this program's formats a file has, Parquet too.

    Args:
        path: The file; of a Parquet table the end is read, where its columns are.
        head: Its first 64 KiB.

    Returns:
        As `own_suffix`, or `.parquet`.

    Raises:
        OSError: If it cannot be read.
    """
    if head.startswith(MAGIC):
        return PARQUET_SUFFIX if is_own_parquet(path) else None
    return own_suffix(head)


def _is_ours(head: bytes) -> bool:
    """Tell our JSON Lines from those of others with the same few keys."""
    try:
        record = orjson.loads(head.removeprefix(b"\xef\xbb\xbf").split(b"\n")[0])
    except orjson.JSONDecodeError:
        return True  # a blank first line; the record was read already
    return isinstance(record, dict) and "chargePointId" not in record


class OwnReader:
    """Reads one file that this program wrote.

    Args:
        path: The file.
        assumptions: Only the charger is heeded, where a message has none.
    """

    name = "own"
    title = "OCPP Desk"

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences(
            zone=Inference("+00:00", "The times are of UTC.", is_explicit=True)
        )
        self.advice = ""
        self._path = path
        self._charger = assumptions.charger or ""

    def batches(self) -> Iterator[list[Found]]:
        """Read the file once, in short steps.

        Raises:
            ConversionError: If it is damaged, or not of this program.
        """
        with self._path.open("rb") as file:
            suffix = own_suffix_of(self._path, file.read(1 << 16))
        if suffix is None:
            raise ConversionError(self._path, "it is no file of OCPP Desk.")
        read = self._capture if suffix == CAPTURE_SUFFIX else self._text
        yield from in_batches(read(suffix), self._path)
        self.done = 1.0

    def _capture(self, _suffix: str) -> Iterator[Found]:
        try:
            source = CaptureSource(self._path)
            for entry in source.entries():
                self.lines += 1
                self.done = source.done
                yield self._found(entry, entry.message.id)
        except CaptureError as error:
            raise ConversionError(self._path, str(error)) from error

    def _text(self, suffix: str) -> Iterator[Found]:
        size = max(1, self._path.stat().st_size)
        with self._path.open("rb") as file:
            read = _READERS.get(suffix, read_parquet)
            for each in read(file):
                self.lines += 1
                self.done = min(1.0, file.tell() / size)
                if isinstance(each, Unreadable):
                    yield Line(each.line, Kind.UNREADABLE, "", each.why)
                else:
                    yield self._found(each, self.lines)

    def _found(self, entry: Entry, line: int) -> Found:
        message = entry.message
        link = str(message.connection) if message.connection else ""
        if not message.charger and self._charger:
            message = replace(message, charger=self._charger)
        return found_in(message, line, link=link)


def found_in(message: Message, line: int, *, link: str = "") -> Found:
    """Return a message as what is found in a log.

    Args:
        message: The message.
        line: Where it stands.
        link: What tells its connection from others.
    """
    raw = message.raw
    is_text = isinstance(raw, str)
    text = raw if isinstance(raw, str) else raw.decode("utf-8", "surrogateescape")
    if message.action == CARD_SHOWN:
        return Line(line, Kind.OTHER, text)
    if message.direction is Direction.LINK:
        has_come = message.action != "Disconnected"
        return LinkEvent(line, message.at, message.charger, has_come, text, link)
    value = _value(text) if is_text else None
    return Frame(
        text,
        value,
        line,
        message.at,
        message.direction,
        message.charger,
        State.MALFORMED if value is None else State.COMPLETE,
        repairs=() if is_text else (_NO_TEXT,),
        link=link,
    )


class OwnFormat:
    """Files that this program wrote."""

    name = OwnReader.name
    title = OwnReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        return 0.0 if own_suffix_of(path, head) is None else 1.0

    def reader(self, path: Path, assumptions: Assumptions) -> OwnReader:
        """Make ready to read one."""
        return OwnReader(path, assumptions)


def _value(text: str) -> list[object] | None:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, list) else None
