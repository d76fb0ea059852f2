# SPDX-License-Identifier: Apache-2.0
"""Parquet for the engines that ask questions of millions of rows, and back.

A row is a message; the columns are those of `records.KEYS`, with types: `time` is an
instant in UTC, `violations` a list of structs. `transaction_id` is text in every row,
and `transaction_number` the number where it was one. `raw` is text; where the bytes
were not UTF-8 it is the readable replacement and `raw_bytes` has what came.

The package pyarrow does the work. It takes 170 MB, so it is no part of the program but
an extra: nothing here imports it before it is needed.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.logs.errors import MissingPackageError
from ocppdesk.logs.records import KEYS, Entry, Unreadable
from ocppdesk.logs.writing.target import Target

if TYPE_CHECKING:
    import pyarrow

PACKAGE: Final = "pyarrow"
"""What has to be installed."""
PACKAGE_SIZE: Final = "55 MB"
"""How much it is to download, on Linux; version 26."""

MAGIC: Final = b"PAR1"
"""What a Parquet file begins and ends with."""
COLUMNS: Final = frozenset(KEYS) | {"transaction_number", "raw_bytes"}
"""The names of all columns."""
_END: Final = struct.Struct("<I4s")  # how long the table of contents is before it
_CONTENTS: Final = 64 * 1024  # bytes of that; the names come first in it
_ROWS: Final = 20_000  # of a group; readers skip whole groups by their statistics
_GROUP_BYTES: Final = 16 * 2**20  # of raw text; what is in memory stays bounded
_READ_ROWS: Final = 2_000


class ParquetTarget(Target):
    """Writes messages into an open file, a group of rows at a time.

    Args:
        file: The file, opened for bytes; it is the caller's to close.
    """

    def __init__(self, file: BinaryIO) -> None:
        from pyarrow import parquet

        self._schema = _schema()
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._waiting: list[Entry] = []
        self._bytes = 0

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it."""
        self._waiting.append(entry)
        self._bytes += len(entry.message.raw)
        if len(self._waiting) >= _ROWS or self._bytes >= _GROUP_BYTES:
            self._write()

    def finish(self) -> None:
        """Write the last rows and the table of contents."""
        if self._waiting:
            self._write()
        self._writer.close()

    def discard(self) -> None:
        """End the writer, which would do so later and find the file closed."""
        self._writer.close()

    def _write(self) -> None:
        import pyarrow

        columns = zip(*map(_row, self._waiting), strict=True)
        arrays = [
            pyarrow.array(values, field.type)
            for values, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(pyarrow.table(arrays, schema=self._schema))
        self._waiting.clear()
        self._bytes = 0


def is_own_parquet(path: Path) -> bool:
    """Tell whether a file is a Parquet table that this program wrote.

    It does so without the package, so that who lacks that is told what to do.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return False
        end = file.seek(0, os.SEEK_END)
        if end < len(MAGIC) + _END.size:
            return False
        file.seek(end - _END.size)
        length, magic = _END.unpack(file.read(_END.size))
        if magic != MAGIC or length > end - _END.size:
            return False
        file.seek(end - _END.size - length)
        contents = file.read(min(length, _CONTENTS))
    return all(name.encode() in contents for name in COLUMNS)


def read_parquet(file: BinaryIO) -> Iterator[Entry | Unreadable]:
    """Read the messages of a file that `ParquetTarget` wrote.

    Args:
        file: The file, opened for bytes.

    Yields:
        Each message; or once, why the file holds none.

    Raises:
        MissingPackageError: If the package is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        path = Path(getattr(file, "name", "A table"))
        raise MissingPackageError(
            path, PACKAGE, size=PACKAGE_SIZE, is_read=True
        ) from error
    wanted = _schema()
    try:
        table = parquet.ParquetFile(file)
        found = table.schema_arrow
    except (pyarrow.ArrowException, OSError) as error:
        yield Unreadable(1, f"This is no Parquet file: {error}")
        return
    if not found.equals(wanted):
        missing = [name for name in wanted.names if name not in found.names]
        named = (
            f"has no column {missing[0]}" if missing else "has columns of other types"
        )
        yield Unreadable(1, f"The table {named}.")
        return
    try:
        for batch in table.iter_batches(_READ_ROWS):
            columns = [
                column.cast(pyarrow.int64()) if name == "time" else column
                for name, column in zip(wanted.names, batch.columns, strict=True)
            ]
            for row in zip(*(column.to_pylist() for column in columns), strict=True):
                yield _entry(row)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        yield Unreadable(1, f"The table is damaged: {error}")


def _schema() -> "pyarrow.Schema":
    import pyarrow as pa

    text, number = pa.string(), pa.int64()
    violation = pa.struct(
        [pa.field("path", text, False), pa.field("text", text, False)]
    )
    return pa.schema(
        [
            pa.field("id", number, False),
            pa.field("time", pa.timestamp("us", "UTC"), False),
            pa.field("charger", text, False),
            pa.field("connection", number, False),
            pa.field("direction", text, False),
            pa.field("type", pa.int8()),
            pa.field("message_id", text),
            pa.field("action", text),
            pa.field("answer_to", number),
            pa.field("latency_ms", pa.float64()),
            pa.field("error_code", text),
            pa.field("evse", number),
            pa.field("connector", number),
            pa.field("transaction_id", text),
            pa.field("transaction_number", number),
            pa.field("problem", text),
            pa.field("violations", pa.list_(violation), False),
            pa.field("marked", pa.bool_(), False),
            pa.field("note", text),
            pa.field("raw", text, False),
            pa.field("raw_bytes", pa.binary()),
        ]
    )


def _row(entry: Entry) -> tuple[Any, ...]:
    message = entry.message
    transaction, raw = message.transaction_id, message.raw
    return (
        message.id,
        message.at,
        message.charger,
        message.connection,
        message.direction.name.lower(),
        message.type,
        message.message_id,
        message.action,
        message.answer_to,
        message.latency_ms,
        message.error_code,
        message.evse,
        message.connector,
        None if transaction is None else str(transaction),
        transaction if isinstance(transaction, int) else None,
        None if message.problem is None else message.problem.value,
        [{"path": each.path, "text": each.text} for each in message.violations],
        entry.is_marked,
        entry.note,
        message.text,
        raw if isinstance(raw, bytes) else None,
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    kind, text, number, problem, raw_bytes = row[5], row[13], row[14], row[15], row[20]
    message = Message(
        id=row[0],
        at=row[1],
        charger=row[2],
        connection=row[3],
        direction=Direction[row[4].upper()],
        raw=row[19] if raw_bytes is None else raw_bytes,
        type=None if kind is None else MessageType(kind),
        message_id=row[6],
        action=row[7],
        answer_to=row[8],
        latency_ms=row[9],
        error_code=row[10],
        evse=row[11],
        connector=row[12],
        transaction_id=text if number is None else number,
        problem=None if problem is None else Problem(problem),
        violations=tuple(Violation(each["path"], each["text"]) for each in row[16]),
    )
    return Entry(message, is_marked=row[17], note=row[18])
