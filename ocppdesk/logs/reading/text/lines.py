# SPDX-License-Identifier: Apache-2.0
"""The lines of a text: those with frames, with what stands before them, and the rest.

This is the way of any text, however it is made; `fast` is the one of lines that are
all made alike.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ocppdesk.logs.reading.text.prefixes import Prefix, read_prefix
from ocppdesk.logs.reading.text.scanner import Piece, Scanner
from ocppdesk.logs.reading.text.slots import Slot, with_charger
from ocppdesk.logs.reading.text.wrapping import WRAPPER


class Plain(NamedTuple):
    """A line without a frame."""

    line: int
    """Its number."""
    text: str
    """What it says."""


class Seen(NamedTuple):
    """A frame with what stands around it."""

    piece: Piece
    """The frame."""
    prefix: Prefix
    """What stands before it, on its line or on the one above."""
    line: int
    """The number of the line on which it begins."""
    suffix: str
    """What follows on its last line."""
    is_alone: bool
    """Whether it has one line for itself."""
    above: Plain | None = None
    """The line above, if that is what tells of the frame."""


class LineScan:
    """Reads texts that follow each other.

    Args:
        boundary: As of `scanner.Scanner`.
        slot: Which word before frames names the charger, in logs of no known system.
    """

    def __init__(
        self, boundary: re.Pattern[str] | None = None, slot: Slot | None = None
    ) -> None:
        self._slot = slot
        self._scanner = Scanner(boundary)
        self._above: Plain | None = None
        self.rest = 0
        """Where the text begins that needs what follows."""
        self.rest_line = 0
        """The number of the line that begins there."""

    @property
    def is_waiting(self) -> bool:
        """Whether a plain line waits for what follows it."""
        return self._above is not None

    def read(
        self, text: str, line: int, *, is_last: bool = True
    ) -> Iterator[Plain | Seen]:
        """Yield what a text has, in its order.

        Args:
            text: Whole lines.
            line: The number of the first.
            is_last: Whether nothing follows, as of `Scanner.pieces`.
        """
        position = 0
        counted = 0
        pending: Seen | None = None
        for piece in self._scanner.pieces(text, is_last=is_last):
            begin = text.rfind("\n", 0, piece.start) + 1
            if begin > position:
                if pending is not None:
                    line_end = text.find("\n", position)
                    yield _ended(pending, text[position:line_end])
                    line += text.count("\n", counted, line_end + 1)
                    counted = position = line_end + 1
                    pending = None
                yield from self._plain(text[position:begin], line)
                line += text.count("\n", counted, begin)
                counted = begin
                position = begin
            elif pending is not None:
                yield pending._replace(is_alone=False)
                line += text.count("\n", counted, position)
                counted = position
            is_first = pending is None
            waiting = self._above
            prefix = self._prefix(text[position : piece.start], line)
            above = waiting if self._above is None else None
            if self._above is not None:
                yield self._above
                self._above = None
            is_alone = is_first and "\n" not in text[piece.start : piece.end]
            pending = Seen(piece, prefix, line, "", is_alone, above)
            position = piece.end
        end = self._scanner.rest
        if pending is not None:
            line_end = text.find("\n", position)
            line_end = len(text) if line_end < 0 else line_end
            yield _ended(pending, text[position:line_end])
            line += text.count("\n", counted, line_end + 1)
            position = min(line_end + 1, len(text))
        yield from self._plain(text[position:end], line)
        self.rest = max(end, position)
        self.rest_line = line + text.count("\n", position, self.rest)
        if is_last and self._above is not None:
            yield self._above
            self._above = None

    def _plain(self, text: str, line: int) -> Iterator[Plain]:
        if not text:
            return
        if self._above is not None:
            yield self._above
        lines = text.removesuffix("\n").split("\n")
        last = len(lines) - 1
        for index in range(last):
            yield Plain(line + index, lines[index])
        self._above = Plain(line + last, lines[last])

    def _prefix(self, text: str, line: int) -> Prefix:
        """Read what stands before a frame; if nothing does, the line above it."""
        above = self._above
        if above is not None and above.line == line - 1 and _is_bare(text):
            found = read_prefix(above.text[-500:])
            if found.words is not None or (not text.strip() and found.stamp):
                self._above = None
                return with_charger(found, self._slot)
        return with_charger(read_prefix(text), self._slot)


def _is_bare(text: str) -> bool:
    if not text.strip():
        return True
    wrapper = WRAPPER.match(text)
    return wrapper is not None and not text[wrapper.end() :].strip()


def _ended(seen: Seen, suffix: str) -> Seen:
    return seen._replace(suffix=suffix)
