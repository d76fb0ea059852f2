# SPDX-License-Identifier: Apache-2.0
"""The JSON records of a file, one after the other, however large the file is.

A file may be one array, one object with an array somewhere within, values one after
the other (JSON Lines, or pretty-printed ones), and any of these with text between or
with the beginning or the end missing. Each record comes with the very text that it has
in the file, which is why this does not use a parser that yields values alone.
"""

import json
import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple, TextIO

from ocppdesk.logs.reading.columns import Role, propose_columns

LONGEST: Final = 1 << 24
"""Characters of the longest record."""
_BLOCK: Final = 1 << 16
_PASSED: Final = 1 << 14
_DEEPEST: Final = 6  # objects around the array of records
_BLANK: Final = re.compile(r"[\s,]*")
_SPACE: Final = re.compile(r"\s*")
_COLON: Final = re.compile(r"\s*:\s*")
_ENOUGH: Final = 20  # objects of the same keys that hold no records
_MOST_SHAPES: Final = 1_000
_NEXT: Final = re.compile(r"[\[{]|\n")
_OPENERS: Final = re.compile(r"[\s\[{,:\"]*")
_NO_OBJECT: Final = re.compile(r"\{\s*[^\s\"}]")
_RUN: Final = re.compile(r"(?:[\[{]\s*)*(?=[\[{])")
_FRAME: Final = re.compile(r'\[\s*[2-6]\s*,\s*"')
_DECODER: Final = json.JSONDecoder()


class Element(NamedTuple):
    """A record, or what should be one."""

    number: int
    """Its number from 1: the line of a value of its own, else which of the array."""
    text: str
    """The text that it has in the file."""
    value: Any
    """Its value; None where it is none."""
    context: dict[str, Any]
    """The values that stood around its array, by dotted path."""
    before: str = ""
    """Text that stands before it on its line and is no JSON."""
    why: str = ""
    """Why it is none, as a sentence; empty where it is one."""


_CUT: Final = "The JSON ends too early: the rest of the record is missing."
_DEEP: Final = "The JSON is nested too deeply to be read."
_LONG: Final = "The record is longer than 16 MB."
_BROKEN: Final = "This is not JSON."


class JsonValues:
    """Reads the records of a file.

    Args:
        file: The file, opened for text.
    """

    def __init__(self, file: TextIO) -> None:
        self.line = 1
        """The line that is being read."""
        self._file = file
        self._text = ""
        self._place = 0
        self._is_over = False
        self._before = ""
        self._shapes = Shapes()

    def elements(self) -> Iterator[Element | None]:
        """Yield the records in their order; None as a sign of life."""
        while self._skip(_BLANK):
            start = self._text[self._place]
            self._before = ""
            if start == "[" and not self._is_frame():
                yield from self._array({}, 0)
            elif start == "{":
                yield from self._object({}, 0, self.line)
            elif start == "[":
                yield self._record({}, self.line)
            else:
                yield from self._pass_over()

    def _is_frame(self) -> bool:
        self._need(self._place + 100)
        return _FRAME.match(self._text, self._place) is not None

    def _array(self, context: dict[str, Any], depth: int) -> Iterator[Element | None]:
        """Read an array whose elements are records."""
        self._move(self._place + 1)
        count = 0
        while self._skip(_BLANK):
            start = self._text[self._place]
            if start == "]":
                self._move(self._place + 1)
                return
            if start in ":}":
                self._move(self._place + 1)
                return
            if start == "[" and not self._is_frame():
                if depth >= _DEEPEST:
                    yield from self._pass_brackets()
                    return
                yield from self._array(context, depth + 1)
                continue
            count += 1
            yield self._record(context, count)

    def _object(
        self, context: dict[str, Any], depth: int, number: int
    ) -> Iterator[Element | None]:
        """Read an object: a record, or what has an array of records within."""
        found = self._decoded(LONGEST)
        if not isinstance(found, str) and not self._shapes.has_records(found[0]):
            yield self._taken(*found, context, number)
        elif isinstance(found, str) and found != _LONG:
            yield self._failed(found, context, number)
        else:
            yield from self._members(context, depth, number)

    def _members(
        self, context: dict[str, Any], depth: int, number: int
    ) -> Iterator[Element | None]:
        """Read an object one value after the other."""
        self._move(self._place + 1)
        inner = dict(context)
        while self._skip(_BLANK):
            if self._text[self._place] != '"':
                self._move(self._place + 1)
                return
            key = self._key()
            if key is None or not self._skip(_SPACE):
                yield self._failed(_BROKEN, inner, number)
                return
            start = self._text[self._place]
            if start == "[" and not self._is_frame():
                yield from self._array(inner, depth)
                continue
            decoded = self._decoded(LONGEST)
            is_around = not isinstance(decoded, str) and self._shapes.has_records(
                decoded[0]
            )
            if start == "{" and depth < _DEEPEST and (is_around or decoded == _LONG):
                yield from self._members(inner, depth + 1, number)
            elif isinstance(decoded, str):
                yield self._failed(decoded, inner, number)
                return
            else:
                inner[key], end = decoded
                self._move(end)

    def _taken(
        self, value: Any, end: int, context: dict[str, Any], number: int
    ) -> Element:
        text = self._text[self._place : end]
        self._move(end)
        return Element(number, text, value, context, self._before)

    def _key(self) -> str | None:
        self._need(self._place + 1000)
        try:
            key, end = scanstring(self._text, self._place + 1)
        except ValueError:
            return None
        self._move(end)
        if not self._skip(_SPACE) or self._text[self._place] != ":":
            return None
        self._move(self._place + 1)
        return str(key)

    def _record(self, context: dict[str, Any], number: int) -> Element:
        found = self._decoded(LONGEST)
        if isinstance(found, str):
            return self._failed(found, context, number)
        return self._taken(*found, context, number)

    def _failed(self, why: str, context: dict[str, Any], number: int) -> Element:
        """Go on behind what is no record."""
        start = self._place
        if why in (_CUT, _LONG):
            end = len(self._text)
        elif why == _DEEP:
            # Further brackets of it would each fail as slowly.
            match = _OPENERS.match(self._text, start)
            end = max(match.end() if match else 0, start + 1)
            line = self._text.find("\n", end)
            end = len(self._text) if line < 0 else line
        else:
            match = _NEXT.search(self._text, max(self._error, start + 1))
            end = match.start() if match else len(self._text)
            # Of brackets in a row only the last can begin something.
            run = _RUN.match(self._text, end)
            end = run.end() if run else end
        text = self._text[start:end]
        self._move(end)
        return Element(number, text, None, context, self._before, why)

    def _decoded(self, longest: int) -> tuple[Any, int] | str:
        """Decode the value at this place, or tell why there is none."""
        if self._place > _PASSED:
            # Errors of json count the lines before them.
            self._text, self._place = self._text[self._place :], 0
        self._need(self._place + _BLOCK)
        if _NO_OBJECT.match(self._text, self._place):
            # What is not even like one is passed over quickly: there may be much of it.
            self._error = self._place + 1
            return _BROKEN
        size = _BLOCK
        while True:
            self._need(self._place + size)
            try:
                value, end = _DECODER.raw_decode(self._text, self._place)
            except RecursionError:
                return _DEEP
            except ValueError as error:
                self._error = getattr(error, "pos", self._place)
                is_cut = self._is_cut(error)
                if is_cut and self._is_over:
                    return _CUT
                if not is_cut:
                    return _BROKEN
                if size >= longest:
                    return _LONG
                size *= 4
                continue
            if end == len(self._text) and not self._is_over:
                # A number may go on; and nothing is lost by looking further.
                self._need(end + 1)
                if self._text[end : end + 1].isalnum():
                    continue
            return value, end

    _error = 0

    def _is_cut(self, error: ValueError) -> bool:
        if len(self._text) - self._error < 12:
            return True
        return "Unterminated string" in str(error)

    def _pass_over(self) -> Iterator[Element | None]:
        """Read text that is no JSON, up to where a value may begin."""
        self._need(self._place + _BLOCK)
        match = _NEXT.search(self._text, self._place)
        end = match.start() if match else len(self._text)
        text = self._text[self._place : end]
        number = self.line
        self._move(end)
        if match is None or match[0] == "\n":
            if text.strip(" \t\r,:]}"):
                yield Element(number, text, None, {}, why=_BROKEN)
            return
        self._before = text
        if match[0] == "[" and not self._is_frame():
            # A bracket in a sentence.
            self._move(self._place + 1)
            return
        found = self._decoded(LONGEST)
        if isinstance(found, str):
            yield self._failed(found, {}, number)
            return
        yield self._taken(*found, {}, number)

    def _pass_brackets(self) -> Iterator[Element | None]:
        yield self._failed(_DEEP, {}, self.line)

    def _skip(self, blank: re.Pattern[str]) -> bool:
        """Pass over blanks; tell whether anything follows."""
        while True:
            match = blank.match(self._text, self._place)
            assert match is not None  # it may be empty
            self._move(match.end())
            if self._place < len(self._text):
                return True
            if not self._need(self._place + 1):
                return False

    def _move(self, end: int) -> None:
        self.line += self._text.count("\n", self._place, end)
        self._place = end

    def _need(self, end: int) -> bool:
        """Have the text up to a place, if the file goes on that far."""
        if end <= len(self._text) or self._is_over:
            return end <= len(self._text)
        parts = [self._text[self._place :]]
        end -= self._place
        size = len(parts[0])
        self._place = 0
        while size < end:
            block = self._file.read(max(_BLOCK, end - size))
            if not block:
                self._is_over = True
                break
            parts.append(block)
            size += len(block)
        self._text = "".join(parts)
        return end <= size


class Shapes:
    """Tells objects that have records within from those that are one.

    What has the same keys as many before that were none is taken for none as well.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, ...], int] = {}

    def has_records(self, value: Any) -> bool:
        """Tell whether an object is no record itself but has an array of some."""
        if not isinstance(value, dict):
            return False
        for inner in value.values():
            if type(inner) is list:
                if self._is_records(inner):
                    return True
            elif type(inner) is dict:
                for each in inner.values():
                    if type(each) is list and self._is_records(each):
                        return True
        return False

    def _is_records(self, value: list[Any]) -> bool:
        if not value:
            return False
        first = value[0]
        if isinstance(first, list):
            return len(first) > 2 and first[0] in (2, 3, 4)
        if not isinstance(first, dict):
            return False
        shape = tuple(first)
        seen = self._seen.get(shape, 0)
        if seen >= _ENOUGH:
            return False
        if _is_record(first):
            return True
        if len(self._seen) < _MOST_SHAPES:
            self._seen[shape] = seen + 1
        return False


def _is_record(first: dict[str, Any]) -> bool:
    flat = dict(first)
    for key, inner in first.items():
        if isinstance(inner, dict):
            flat |= {f"{key}.{inner_key}": value for inner_key, value in inner.items()}
    proposal = propose_columns(list(flat), [flat])
    return proposal.is_enough or (
        # An array of a payload has times, too, but one or two of them.
        Role.TIME in proposal.guesses and len(first) > 3
    )


def member_text(text: str, path: tuple[str, ...]) -> str | None:
    """Return the text that a value within a record has.

    Args:
        text: The text of the record, an object.
        path: The keys that lead to the value.
    """
    key = f'"{path[-1]}"'
    if text.count(key) == 1:
        # Nothing else can be meant, and most records are so.
        colon = _COLON.match(text, text.index(key) + len(key))
        if colon is not None:
            return _value_text(text, colon.end())
    place = 0
    for key in path:
        found = _member(text, place, key)
        if found is None:
            return None
        place = found
    return _value_text(text, place)


def _value_text(text: str, place: int) -> str | None:
    try:
        _value, end = _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError):
        return None
    return text[place:end]


def _member(text: str, place: int, wanted: str) -> int | None:
    """Return where the value of a key begins; of a key that comes twice, the last."""
    found = None
    place = _after(_SPACE, text, place)
    if text[place : place + 1] != "{":
        return None
    place = _after(_SPACE, text, place + 1)
    while text[place : place + 1] == '"':
        try:
            key, place = scanstring(text, place + 1)
            place = _after(_SPACE, text, _after(_SPACE, text, place) + 1)
            if key == wanted:
                found = place
            _value, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return found
        place = _after(_BLANK, text, place)
    return found


def _after(blank: re.Pattern[str], text: str, place: int) -> int:
    match = blank.match(text, place)
    return match.end() if match else place
