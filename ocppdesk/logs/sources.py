# SPDX-License-Identifier: Apache-2.0
"""Files to read messages from, whatever their format."""

import contextlib
import io
import itertools
import sqlite3
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Connection
from ocppdesk.capture.snapshots import StoredSnapshot, stored_snapshots
from ocppdesk.logs.csv_table import read_csv
from ocppdesk.logs.errors import (
    ConversionError,
    MissingError,
    UnreadableError,
)
from ocppdesk.logs.jsonl import read_jsonl
from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.records import Entry, Unreadable, entry_of
from ocppdesk.logs.writing.parquet import is_own_parquet, read_parquet

CAPTURE_SUFFIX: Final = ".ocppdesk"
PARQUET_SUFFIX: Final = ".parquet"
_READERS: Final[dict[str, Callable[[BinaryIO], Iterator[Entry | Unreadable]]]] = {
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    PARQUET_SUFFIX: read_parquet,
}
SUFFIXES: Final = (CAPTURE_SUFFIX, *_READERS)
"""The ends of the names of files that come back as they were written."""

_BLOCK: Final = 200  # messages of a capture read at a time
_HEAD: Final = 64 * 1024
_LOOKED_AT: Final = 50  # lines that tell whether a file is ours
_REMEMBERED: Final = 1_000  # unreadable lines that are told one by one


class Source(Protocol):
    """A file with messages."""

    path: Path
    """Where it is."""
    size: int
    """Its length in bytes."""
    done: float
    """How much of it was read, from 0 to 1."""
    unreadable: list[Unreadable]
    """The first 1 000 lines that could not be read."""
    unreadable_count: int
    """How many there were."""

    def connections(self) -> list[Connection]:
        """Return the connections it knows of, the oldest first."""

    def entries(self) -> Iterator[Entry]:
        """Read all messages, from the first to the last."""


def open_source(
    path: Path,
    *,
    in_order: bool,
    told: Callable[[float], None] | None = None,
    assumptions: Assumptions | None = None,
) -> Source:
    """Make ready to read a file, an archive or a folder.

    Args:
        path: Where it is.
        in_order: Whether messages are wanted in the order of their numbers, even if
            the file has them in another one.
        told: Told now and then how much of a foreign log was read, from 0 to 1; what
            it raises ends the reading.
        assumptions: What is known of a foreign log.

    Raises:
        MissingError: If there is no such file.
    """
    if not path.exists():
        raise MissingError(path)
    suffix = path.suffix.lower()
    if suffix == CAPTURE_SUFFIX:
        return CaptureSource(path)
    if suffix in _READERS and path.is_file() and _is_ours(path, suffix):
        return TextSource(path, _READERS[suffix], in_order=in_order)
    # Imported here: logs that are read into captures need captures as sources.
    from ocppdesk.logs.log_source import LogSource

    return LogSource(path, told, assumptions=assumptions or Assumptions())


def _is_ours(path: Path, suffix: str) -> bool:
    """Tell whether a file is what this program writes; only its beginning is read."""
    if suffix == PARQUET_SUFFIX:
        try:
            return is_own_parquet(path)
        except OSError as error:
            raise ConversionError(path, f"{error.strerror or error}.") from error
    with _opened(path) as file:
        head = file.read(_HEAD)
    # Imported here: it reads our own files in turn.
    from ocppdesk.logs.reading.own_files import own_suffix

    if not head.strip() or own_suffix(head) == suffix:
        return True
    # Others' records have some of our names too, but not without this one.
    found = itertools.islice(_READERS[suffix](io.BytesIO(head)), _LOOKED_AT)
    is_foreign = b'"chargePointId"' in head
    return not is_foreign and any(isinstance(each, Entry) for each in found)


class CaptureSource:
    """A capture to read all messages from."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.done = 0.0
        self.unreadable: list[Unreadable] = []
        self.unreadable_count = 0

    def connections(self) -> list[Connection]:
        """Return the connections it knows of, the oldest first.

        Raises:
            ConversionError: If the file is damaged.
        """
        with reading(self.path) as reader:
            return reader.connections(limit=2**62)[::-1]

    def snapshots(self) -> list[StoredSnapshot]:
        """Return the snapshots of settings in it, the oldest first.

        Raises:
            ConversionError: If the file is damaged.
        """
        with reading(self.path) as reader:
            return stored_snapshots(reader)

    def entries(self) -> Iterator[Entry]:
        """Read all messages, from the first to the last.

        Raises:
            ConversionError: If the file is damaged.
        """
        with reading(self.path) as reader:
            annotations = reader.annotations()
            last = reader.last_id()
            for first in range(1, last + 1, _BLOCK):
                for message in reader.messages(range(first, first + _BLOCK)):
                    yield entry_of(message, annotations)
                self.done = min(1.0, (first + _BLOCK) / last)


class TextSource:
    """A file of lines or rows.

    `messages --json` prints the newest first, and a spreadsheet sorts as it is told:
    a file whose numbers are unique but do not ascend is read whole and put in order,
    if that is wanted.
    """

    def __init__(
        self,
        path: Path,
        read: Callable[[BinaryIO], Iterator[Entry | Unreadable]],
        *,
        in_order: bool,
    ) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.done = 0.0
        self.unreadable: list[Unreadable] = []
        self.unreadable_count = 0
        self._read = read
        self._in_order = in_order

    def connections(self) -> list[Connection]:
        """Return nothing: such files have numbers of connections and no more."""
        return []

    def entries(self) -> Iterator[Entry]:
        """Read all messages.

        Raises:
            ConversionError: If the system does not let it be read.
            UnreadableError: At the end, if there are lines but none is a message.
        """
        if self._in_order and self._is_jumbled():
            return iter(sorted(self._whole(), key=lambda entry: entry.message.id))
        return self._whole()

    def _whole(self) -> Iterator[Entry]:
        count = 0
        with _opened(self.path) as file:
            for found in self._read(file):
                if isinstance(found, Unreadable):
                    self.unreadable_count += 1
                    if len(self.unreadable) < _REMEMBERED:
                        self.unreadable.append(found)
                    continue
                count += 1
                self.done = min(1.0, file.tell() / max(1, self.size))
                yield found
        self.done = 1.0
        if self.unreadable and not count:
            first = self.unreadable[0]
            raise UnreadableError(self.path, f"line {first.line}: {first.why}")

    def _is_jumbled(self) -> bool:
        with _opened(self.path) as file:
            found = self._read(file)
            numbers = array("q", (e.message.id for e in found if isinstance(e, Entry)))
        pairs = itertools.pairwise(numbers)
        ascends = all(first < second for first, second in pairs)
        # Numbers that come twice belong to files that were joined: no order to find.
        return not ascends and len(set(numbers)) == len(numbers)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[CaptureReader]:
    """Read a capture; one that is damaged raises a `ConversionError`."""
    with contextlib.closing(CaptureReader(path)) as reader, blamed_on(path):
        yield reader


@contextlib.contextmanager
def blamed_on(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a damaged capture into a `ConversionError`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise ConversionError(path, f"it is damaged ({error}).") from error


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise ConversionError(path, f"{error.strerror or error}.") from error
