# SPDX-License-Identifier: Apache-2.0
"""A file that grows while it is read: each time, what was appended."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.importing.job import Open
from ocppdesk.logs.reading.found import (
    Assumptions,
    Found,
    Frame,
    Inferences,
    Kind,
    Line,
    State,
    View,
)

FOLLOWED: Final = frozenset({"text", "table", "json", "own-text"})
"""The formats of files that grow line by line."""
_WITH_HEADER: Final = frozenset({"table", "own-text"})
_PIECE: Final = 64 << 20  # bytes read at once
_PATIENCE_S: Final = 1.0  # how long the rest of a line or a frame is waited for


class Tail:
    """Reads a file piece by piece; a `found.LogReader` that can be asked again.

    What was concluded from the first piece holds for the others. A file that has become
    shorter, or another one, is read from its beginning.

    Args:
        path: The file.
        assumptions: What is known of it.
        open_logs: Gives the readers of a file.
    """

    def __init__(self, path: Path, assumptions: Assumptions, open_logs: Open) -> None:
        self.name = ""
        self.title = ""
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences()
        self.advice = ""
        self._path = path
        self._assumptions = assumptions
        self._open_logs = open_logs
        self._identity: tuple[int, int] | None = None
        self._offset = 0
        self._line = 0  # lines before the offset
        self._size = -1
        self._grew_at = 0.0
        self._waits = False  # for the rest of what was read already

    def batches(self) -> Iterator[list[Found]]:
        """Read what is there and was not read yet.

        Raises:
            ConversionError: If it cannot be read.
        """
        while (piece := self._piece()) is not None:
            yield from self._read(*piece)

    def _piece(self) -> tuple[bytes, bool] | None:
        """Return whole lines that come next, and whether nothing is behind them."""
        try:
            status = self._path.stat()
            identity = status.st_dev, status.st_ino
            if self._identity not in (None, identity) or status.st_size < self._offset:
                self._offset = self._line = 0
            self._identity = identity
            if status.st_size != self._size:
                self._size, self._grew_at = status.st_size, time.monotonic()
                self._waits = False
            if status.st_size <= self._offset:
                return None
            if self._waits and not self._is_patience_over():
                return None
            with self._path.open("rb") as file:
                file.seek(self._offset)
                data = file.read(_PIECE)
        except FileNotFoundError:
            # Logs that are rotated are away for a moment.
            return None
        except OSError as error:
            raise ConversionError(self._path, f"{error.strerror or error}.") from error
        is_end = len(data) < _PIECE
        end = data.rfind(b"\n") + 1
        if end == 0 and is_end and not self._is_patience_over():
            return None
        if 0 < end < len(data) and not (is_end and self._is_patience_over()):
            data = data[:end]
        return data, is_end

    def _is_patience_over(self) -> bool:
        return time.monotonic() - self._grew_at > _PATIENCE_S

    def _read(self, data: bytes, is_end: bool) -> Iterator[list[Found]]:
        shift = self._line
        head = b""
        if self.name in _WITH_HEADER and self._offset:
            head, shift = self._header(), shift - 1
        kept: list[Found] = []
        with tempfile.TemporaryDirectory(prefix="ocppdesk-") as folder:
            # Its name may tell the charger.
            part = Path(folder, self._path.name)
            part.write_bytes(head + data)
            [reader, *_others] = self._open_logs(part, self._assumptions)
            for batch in reader.batches():
                yield kept
                kept = [_shifted(each, shift) for each in batch]
                if head:
                    kept = [each for each in kept if each.line > self._line]
        first = _unfinished(kept) if is_end and not self._is_patience_over() else None
        if first is not None:
            # The rest of it has not been written yet.
            position = _start_of(data, first - self._line)
            if position is not None:
                kept = [each for each in kept if each.line < first]
                data = data[:position]
                self._waits = True
        yield kept
        self._offset += len(data)
        self._line += data.count(b"\n")
        self.lines = max(self.lines, self._line)
        self.done = min(1.0, self._offset / max(1, self._size))
        self.name, self.title = reader.name, reader.title
        self.advice = reader.advice
        for each in fields(Inferences):
            if getattr(self.inferences, each.name) is None:
                told = getattr(reader.inferences, each.name)
                setattr(self.inferences, each.name, told)
        self._assumptions = concluded(self._assumptions, self.inferences, self.name)

    def _header(self) -> bytes:
        try:
            with self._path.open("rb") as file:
                return file.readline(1 << 20)
        except OSError:
            return b""


def concluded(
    assumptions: Assumptions, inferences: Inferences, name: str
) -> Assumptions:
    """Return what is known of a file once some of it was read.

    Args:
        assumptions: What was known before.
        inferences: What was concluded from it.
        name: The name of its format.
    """
    told: dict[str, Any] = {"format": name}
    # Not the version: chargers of one log may speak several, and each tells its own.
    for field in ("view", "charger", "zone", "dates"):
        found = getattr(inferences, field)
        if found is not None and found.value:
            told[field] = found.value
    if "view" in told:
        told["view"] = View(told["view"])
    if "zone" in told:
        told["zone_minutes"] = _minutes(told.pop("zone"))
    for field in list(told):
        if getattr(assumptions, field) is not None:
            del told[field]
    return replace(assumptions, **told)


def _minutes(zone: str) -> int | None:
    """Return how many minutes `+02:00` is before UTC; None if it is something else."""
    sign, hours, minutes = zone[:1], zone[1:3], zone[4:6]
    if sign not in ("+", "-") or not (hours + minutes).isdigit():
        return None
    amount = 60 * int(hours) + int(minutes)
    return -amount if sign == "-" else amount


def _shifted(found: Found, lines: int) -> Found:
    if not lines:
        return found
    if isinstance(found, Line) and found.twin is not None:
        return found._replace(line=found.line + lines, twin=found.twin + lines)
    return found._replace(line=found.line + lines)


def _unfinished(found: list[Found]) -> int | None:
    """Return the line of a frame at the very end that is not whole, if there is one."""
    if not found:
        return None
    last = found[-1]
    if isinstance(last, Frame) and last.state is State.TRUNCATED:
        return last.line
    if isinstance(last, Line) and last.kind is Kind.UNREADABLE:
        return last.line
    return None


def _start_of(data: bytes, line: int) -> int | None:
    """Return where a line begins, counted from 1; None if there is no such line."""
    position = 0
    for _number in range(line - 1):
        position = data.find(b"\n", position) + 1
        if position == 0:
            return None
    return position
