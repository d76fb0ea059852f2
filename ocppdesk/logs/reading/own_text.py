# SPDX-License-Identifier: Apache-2.0
"""The text log that this program writes (`writing.text_log`), read as a log.

Its lines say time, charger, direction and frame in so many words, so nothing has to be
concluded: what was written comes back, and the import finds out what follows from it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from ocppdesk.core.messages import Message
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.batching import in_batches
from ocppdesk.logs.reading.found import (
    LONGEST_LINE,
    Assumptions,
    Found,
    Inference,
    Inferences,
    Kind,
    Line,
)
from ocppdesk.logs.reading.own_files import found_in
from ocppdesk.logs.writing.text_log import HEADING, parse_line

_LONGEST: Final = 1 << 24  # bytes of a line; no frame is so long
_NO_LINE: Final = "This is no line of a text log."
_TOO_LONG: Final = "The line is longer than 16 MB."
_REMARK: Final = "#"


class OwnTextReader:
    """Reads one text log of this program.

    Args:
        path: The file.
        assumptions: Only the charger is heeded, where a line names none.
    """

    name = "own-text"
    title = "OCPP Desk text log"

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
            ConversionError: If it cannot be read, or is no such log.
        """
        yield from in_batches(self._found(), self._path)
        self.done = 1.0

    def _found(self) -> Iterator[Found | None]:
        size = max(1, self._path.stat().st_size)
        with self._path.open("rb") as file:
            for line in self._whole_lines(file):
                self.lines += 1
                self.done = min(1.0, file.tell() / size)
                if self.lines == 1:
                    if not is_text_log(line):
                        detail = "it is no text log of OCPP Desk."
                        raise ConversionError(self._path, detail)
                    yield None
                else:
                    yield self._in_line(line)

    def _whole_lines(self, file: BinaryIO) -> Iterator[bytes]:
        """Read lines; of one that is too long only the beginning, and no end."""
        while line := file.readline(_LONGEST):
            rest = line
            while len(rest) == _LONGEST and not rest.endswith(b"\n"):
                rest = file.readline(_LONGEST)
            yield line

    def _in_line(self, line: bytes) -> Found | None:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return None
        if text.startswith(_REMARK):
            return Line(self.lines, Kind.OTHER, text[:LONGEST_LINE])
        told = parse_line(text) if len(line) < _LONGEST else None
        if told is None:
            why = _NO_LINE if len(line) < _LONGEST else _TOO_LONG
            return Line(self.lines, Kind.UNREADABLE, text[:LONGEST_LINE], why)
        charger = told.charger or self._charger
        message = Message(
            0, told.at, charger, 0, told.direction, told.raw, action=told.action
        )
        return found_in(message, self.lines)


class OwnTextFormat:
    """Text logs of this program."""

    name = OwnTextReader.name
    title = OwnTextReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        return 1.0 if is_text_log(head) else 0.0

    def reader(self, path: Path, assumptions: Assumptions) -> OwnTextReader:
        """Make ready to read one."""
        return OwnTextReader(path, assumptions)


def is_text_log(head: bytes) -> bool:
    """Tell whether a file is such a log.

    Args:
        head: Its beginning, with all of the first line.
    """
    first = head[: len(HEADING) + 8].partition(b"\n")[0]
    return first.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r") == HEADING.encode()
