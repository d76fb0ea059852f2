# SPDX-License-Identifier: Apache-2.0
"""JSON with the places of its parts, so that a text can be changed in single places.

Reading is lenient: whatever a charger sent becomes a tree, and what makes no sense
stays between its parts. A text that is cut ends where it ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_TOKEN: Final = re.compile(
    r'"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?\Z)'
    r"|(?P<mark>[{}\[\],:])"
    # Anything else up to the next token: numbers, literals, and nonsense.
    r'|(?P<word>[^\s{}\[\],:"]+)',
    re.DOTALL,
)
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|u[0-9a-fA-F]{4}|.)",
    re.DOTALL,
)
_SHORT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_DEEPEST: Final = 60  # levels; what is deeper is taken for a part of the level above


@dataclass(slots=True)
class Text:
    """A string."""

    start: int
    """Where its content begins, behind the quotation mark."""
    end: int
    """Where its content ends."""
    value: str
    """What it says."""
    places: list[int] | None = None
    """Where each character of `value` begins in the text, and the end; None: one after
    the other from `start`."""

    def place(self, index: int) -> int:
        """Return where a character of `value` begins in the text."""
        return self.start + index if self.places is None else self.places[index]


@dataclass(slots=True)
class Word:
    """A number, `true`, `false`, `null`, or what stands in such a place."""

    start: int
    end: int
    value: str
    """As it is written."""


@dataclass(slots=True)
class Array:
    """An array."""

    items: "list[Node]" = field(default_factory=list)


@dataclass(slots=True)
class Object:
    """An object; a key may come more than once."""

    items: "list[tuple[Text, Node]]" = field(default_factory=list)


Node = Text | Word | Array | Object


@dataclass(slots=True)
class _Open:
    """A container whose end has not come."""

    node: Array | Object
    key: Text | None = None


def parse_spans(text: str) -> list[Node]:
    """Read a text of any content.

    Returns:
        Its values, one after the other; usually one.
    """
    top = Array()
    stack = [_Open(top)]
    beyond = 0
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        inner = stack[-1]
        if kind == "text":
            start, end = found.span("text")
            value = found["text"]
            node: Text = (
                Text(start, end, value)
                if "\\" not in value
                else _unescaped(value, start)
            )
            if type(inner.node) is Object and inner.key is None:
                inner.key = node
            else:
                _put(inner, node)
        elif kind == "word":
            _put(inner, Word(found.start(), found.end(), found["word"]))
        else:
            mark = found["mark"]
            if mark in "[{":
                if len(stack) > _DEEPEST:
                    beyond += 1
                    continue
                made: Array | Object = Array() if mark == "[" else Object()
                _put(inner, made)
                stack.append(_Open(made))
            elif mark in "]}":
                if beyond:
                    beyond -= 1
                elif len(stack) > 1:
                    _settle(stack.pop())
            elif mark == ",":
                _settle(inner)
    while stack:
        _settle(stack.pop())
    return top.items


def _put(inner: _Open, node: Node) -> None:
    if type(inner.node) is Array:
        inner.node.items.append(node)
    elif type(inner.node) is Object:
        key, inner.key = inner.key, None
        if key is not None:
            inner.node.items.append((key, node))
        elif type(node) is Word:
            # A name without quotation marks, or with those of Python.
            inner.key = Text(node.start, node.end, node.value.strip("'"))
        else:
            inner.node.items.append((Text(0, 0, ""), node))


def _settle(inner: _Open) -> None:
    """Keep a string that stood where a key belongs and got no value."""
    if inner.key is not None and type(inner.node) is Object:
        end = inner.key.end
        inner.node.items.append((inner.key, Word(end, end, "")))
        inner.key = None


def _unescaped(raw: str, start: int) -> Text:
    """Undo the escapes of a string's content and remember where all came from."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for found in _ESCAPE.finditer(raw):
        plain = raw[done : found.start()]
        parts.append(plain)
        places.extend(range(start + done, start + found.start()))
        parts.append(_character(found[0]))
        places.append(start + found.start())
        done = found.end()
    parts.append(raw[done:])
    places.extend(range(start + done, start + len(raw) + 1))
    return Text(start, start + len(raw), "".join(parts), places)


def _character(escape: str) -> str:
    if len(escape) == 12:
        return _pair(escape)
    if len(escape) == 6:
        return chr(int(escape[2:], 16))
    rest = escape[1:]
    return _SHORT.get(rest, rest)


def _pair(escape: str) -> str:
    """Return the character of an escaped surrogate pair."""
    units = bytes.fromhex(escape[2:6] + escape[8:12])
    return units.decode("utf-16-be")


def tokens(text: str) -> Iterator[str]:
    """Return the parts of a text as they are written, without blanks between them."""
    return (found[0] for found in _TOKEN.finditer(text))


_INDENT: Final = "  "


def indented(text: str) -> str:
    """Indent JSON, literal by literal as it is written.

    The outermost array of a frame stays on one line up to its payload.

    Args:
        text: Well-formed JSON; in anything else, blanks may be lost.
    """
    parts: list[str] = []
    depth = 0
    previous = ""
    for token in tokens(text):
        if token in ("}", "]"):
            depth -= 1
            if previous not in ("{", "[") and depth > 0:
                parts.append(_new_line(depth - 1))
        elif previous in ("{", "[") and depth > 1:
            parts.append(_new_line(depth - 1))
        parts.append(token)
        if token in ("{", "["):
            depth += 1
        elif token == ",":
            parts.append(" " if depth <= 1 else _new_line(depth - 1))
        elif token == ":":
            parts.append(" ")
        previous = token
    return "".join(parts)


def _new_line(depth: int) -> str:
    return "\n" + _INDENT * min(depth, _DEEPEST)
