# SPDX-License-Identifier: Apache-2.0
"""Finding frames in any text, whole, repaired, cut off or malformed.

Time and memory grow with the text and not faster, whatever is in it: each search for
the end of a frame that fails is paid from a credit, and without credit a frame may
reach no further than the next one begins.
"""

import enum
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Frame, State
from ocppdesk.logs.reading.text.directions import (
    Way,
    direction_of,
    find_words,
)
from ocppdesk.logs.reading.text.matching import (
    LONGEST,
    START,
    decode,
    find_end,
    is_frame,
    is_nearly_frame,
)
from ocppdesk.logs.reading.text.repairs import repair
from ocppdesk.logs.reading.text.wrapping import unwrap


class Piece(NamedTuple):
    """A frame in a text."""

    start: int
    """Where it begins."""
    end: int
    """Where it ends."""
    raw: str
    """As `found.Frame.raw`."""
    value: Any
    """As `found.Frame.value`."""
    state: State
    """How much of it there is."""
    repairs: tuple[str, ...] = ()
    """What was undone, a sentence each."""
    original: str | None = None
    """The text as it stands, where `raw` differs."""


_SIZE: Final = re.compile(r"""['\u2018\u2019"]\s?\[(\d{1,9}) bytes\]""")
_ELISION: Final = re.compile(r"\.\.\.|…|\[truncated\]", re.IGNORECASE)
_TAIL: Final = re.compile(r"[\s'\"\u2019”`>]*\Z")
# A line that goes on with JSON, where no line tells what it is.
_GOES_ON: Final = re.compile(r"""\s*(?:[\]}\[{,"]|[^\s"\[]{0,80}"\s*[:,\]}])""")


class _Open(enum.Enum):
    """A frame that may go on in what follows."""

    OPEN = enum.auto()


_SHORTEST: Final = 8
_MOST_CUTS: Final = 100
# Where no line tells that it is no part of a frame, every open frame is looked through.
_LONGEST_ALONE: Final = 100_000


class Scanner:
    """Finds the frames of a text.

    Args:
        boundary: What a line begins with that is surely no part of a frame.
    """

    def __init__(self, boundary: re.Pattern[str] | None = None) -> None:
        self.boundary = boundary
        self.rest = 0
        """Where the text begins that needs what follows to be read; its end, if
        nothing is open."""
        self._credit = 0
        self._line_end = -1

    def pieces(self, text: str, *, is_last: bool = True) -> Iterator[Piece]:
        """Yield the frames of a text in their order; they do not overlap.

        Args:
            text: The text; whole lines, but for the last.
            is_last: Whether nothing follows. Otherwise a frame that is open at the
                end is left to `rest`, if it is not too long already.
        """
        self.rest = len(text)
        self._credit = 4 * len(text) + LONGEST
        self._line_end = -1
        position = cuts = 0
        while (match := START.search(text, position)) is not None:
            piece = self._read(text, match, is_last=is_last)
            if isinstance(piece, _Open):
                self.rest = text.rfind("\n", 0, match.start()) + 1
                return
            if isinstance(piece, Piece):
                yield piece
                position = piece.end
            else:
                position = match.start() + 2
            if self._credit <= 0 and (piece is None or piece.value is None):
                cuts += 1
                if cuts > _MOST_CUTS:
                    # A line of beginnings only: the others of it tell no more.
                    position, cuts = max(self._line_end, position), 0

    def _read(
        self, text: str, match: re.Match[str], *, is_last: bool
    ) -> Piece | _Open | None:
        start = match.start()
        quote = match["quote"] or '"'
        may_grow = not is_last and len(text) - start < LONGEST
        if self._line_end < start:
            found = text.find("\n", start)
            self._line_end = len(text) if found < 0 else found
        line_end = self._line_end
        stop = min(line_end, start + LONGEST)
        if self._credit <= 0:
            return _without_credit(text, start, stop)
        sized = _sized(text, start, stop)
        if sized is not None:
            return sized
        if quote == '"':
            decoded = decode(text[start:stop])
            if decoded is not None:
                return _decoded(text, start, *decoded)
            self._credit -= stop - start
        if may_grow and line_end == len(text):
            return _Open.OPEN
        end = find_end(text, start, stop, quote=quote)
        if end is not None:
            return self._closed(text, start, end, quote=quote, stop=stop)
        self._credit -= stop - start
        if line_end < len(text) and self._credit > 0:
            piece = self._over_lines(text, start, line_end, quote=quote)
            if piece is not None:
                return piece
            if may_grow and self._limit(text, start, line_end) == len(text):
                return _Open.OPEN
        return self._cut(text, start, stop, quote=quote)

    def _closed(
        self, text: str, start: int, end: int, *, quote: str, stop: int
    ) -> Piece | None:
        """Return a frame whose brackets close, on one line."""
        candidate = text[start:end]
        repaired = repair(candidate, quote=quote)
        if repaired is not None:
            return Piece(
                start,
                end,
                repaired.raw,
                repaired.value,
                State.REPAIRED,
                repaired.repairs,
                candidate,
            )
        self._credit -= stop - start
        # The brackets of a frame that is no JSON may close too early.
        following = START.search(text, start + 2, stop)
        last = text.rfind("]", start, following.start() if following else stop) + 1
        if last > end and not text[last:stop].strip(" \t\"'`\u2019”"):
            end = last
        elif "{" not in candidate and not _ELISION.search(candidate):
            return None  # a list of something else
        return _spoiled(text, start, end)

    def _over_lines(
        self, text: str, start: int, line_end: int, *, quote: str
    ) -> Piece | None:
        """Return a frame that ends on another line than it began."""
        wrapped = unwrap(text, start, line_end)
        if wrapped is not None:
            return Piece(start, wrapped.end, wrapped.raw, wrapped.value, State.COMPLETE)
        stop = self._limit(text, start, line_end)
        if stop <= line_end + 1:
            return None
        found = decode(text[start:stop])
        if found is not None:
            return _decoded(text, start, *found)
        self._credit -= 2 * (stop - start)
        end = find_end(text, start, stop, quote=quote)
        if end is None:
            return None
        candidate = text[start:end]
        repaired = repair(candidate, quote=quote)
        if repaired is not None:
            raw, value, repairs = repaired
            state = State.REPAIRED
            return Piece(start, end, raw, value, state, repairs, candidate)
        if START.search(candidate, 2) is not None:
            return None  # what closed it was another frame
        return _spoiled(text, start, end)

    def _limit(self, text: str, start: int, line_end: int) -> int:
        """Return where the lines end that may belong to a frame."""
        if self.boundary is None:
            return min(len(text), start + _LONGEST_ALONE)
        stop = min(len(text), start + LONGEST)
        match = self.boundary.search(text, line_end + 1, stop)
        found = match.start() if match else stop
        self._credit -= found - line_end
        return found

    def _cut(self, text: str, start: int, stop: int, *, quote: str) -> Piece | None:
        """Return a frame of which only the beginning is there."""
        following = START.search(text, start + 2, stop)
        end = following.start() if following else stop
        limit = self._limit(text, start, stop) if self._credit > 0 else stop
        while end == stop < limit and self._credit > 0:
            match = _GOES_ON.match(text, stop + 1)
            line_end = text.find("\n", stop + 1)
            line_end = limit if line_end < 0 else min(line_end, limit)
            if match is None or START.search(text, stop + 1, line_end):
                break
            self._credit -= line_end - stop
            end = stop = line_end
        raw = text[start:end]
        raw = raw.rstrip() if quote == '"' else _TAIL.sub("", raw)
        raw = raw.removesuffix("[truncated]").removesuffix(">")
        if raw.endswith("]") and _ELISION.search(raw) is None:
            return _spoiled(text, start, start + len(raw))
        return Piece(start, end, raw, None, State.TRUNCATED)


def _without_credit(text: str, start: int, stop: int) -> Piece | None:
    following = START.search(text, start + 2, stop)
    stop = following.start() if following else stop
    decoded = decode(text[start:stop])
    if decoded is not None:
        return _decoded(text, start, *decoded)
    raw = text[start:stop].rstrip()
    if len(raw) < _SHORTEST:
        return None
    return Piece(start, stop, raw, None, State.TRUNCATED)


def _decoded(text: str, start: int, value: Any, size: int) -> Piece | None:
    raw = text[start : start + size]
    if is_frame(value):
        return Piece(start, start + size, raw, value, State.COMPLETE)
    if is_nearly_frame(value):
        return _spoiled(text, start, start + size)
    return _spoiled(text, start, start + size) if _ELISION.search(raw) else None


def _spoiled(text: str, start: int, end: int) -> Piece:
    """Return a frame that is no frame: its middle was left out, or it never was."""
    raw = text[start:end]
    state = State.TRUNCATED if _ELISION.search(raw) else State.MALFORMED
    return Piece(start, end, raw, None, state)


def _sized(text: str, start: int, stop: int) -> Piece | None:
    """Return a frame of the websockets library, which tells its true length."""
    if text[max(start - 8, 0) : start].rstrip("'\"\u2018\u2019“” ")[-4:] != "TEXT":
        return None
    match = _SIZE.search(text, start, stop)
    if match is None:
        return None
    end = match.start()
    raw = text[start:end]
    if len(raw.encode("utf-8", "replace")) == int(match[1]):
        found = decode(raw)
        if found is not None:
            return _decoded(text, start, *found)
    elif not _ELISION.search(raw):
        return None
    return Piece(start, end, raw, None, State.TRUNCATED) if "..." in raw else None


def scan_cell(
    text: str,
    *,
    line: int,
    at: int | None = None,
    direction: Direction | None = None,
    charger: str = "",
    link: str = "",
) -> list[Frame]:
    """Find the frames in one string, as a cell of a table or a field of a record.

    Args:
        text: The string.
        line: The line or row that it belongs to.
        at: When, as `Frame.at`.
        direction: Which way, if the record tells; otherwise words before the frame
            that name both sides are heeded.
        charger: The charger, if the record tells.
        link: The connection, if the record tells.
    """
    return [frame for frame, _way in scan_words(
        text, line=line, at=at, direction=direction, charger=charger, link=link
    )]  # fmt: skip


def scan_words(
    text: str,
    *,
    line: int,
    at: int | None = None,
    direction: Direction | None = None,
    charger: str = "",
    link: str = "",
) -> list[tuple[Frame, Way | None]]:
    """Find frames like `scan_cell`, each with what the words before it say.

    `conclude.Conclusions` makes directions of the words.
    """
    found = []
    last = 0
    for piece in Scanner().pieces(text):
        words = find_words(text[last : piece.start])
        last = piece.end
        way = words.way if words else None
        known = direction if direction is not None else direction_of(way, None)
        name = charger or (words.charger if words else "")
        frame = Frame(
            piece.raw,
            piece.value,
            line,
            at,
            known,
            name,
            piece.state,
            piece.repairs,
            piece.original,
            link,
        )
        found.append((frame, way))
    return found
