# SPDX-License-Identifier: Apache-2.0
"""Undoing what a log did to a frame: quotes, escapes, wrapped lines, other languages.

The steps are tried in the order of the ladder, each only where something in the text
calls for it, and the frame counts as read as soon as it is JSON.
"""

import html
import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from ocppdesk.logs.reading.text.matching import decode, is_frame


class Repaired(NamedTuple):
    """A frame that could be read after repairs."""

    raw: str
    """The frame as JSON."""
    value: Any
    """Its value."""
    repairs: tuple[str, ...]
    """What was undone, a sentence each."""


_SMART: Final = str.maketrans(
    dict.fromkeys("“”„‟″", '"') | dict.fromkeys("\u2018\u2019", "'")
)
_TEXT: Final = r'"(?:[^"\\]|\\.)*"'
_RUBY: Final = re.compile(rf"{_TEXT}|(?P<arrow>\s*=>\s*)|\b(?P<nil>nil)\b", re.DOTALL)
_PYTHON: Final = re.compile(
    rf"(?P<text>[bu]?'(?:[^'\\]|\\.)*')|{_TEXT}|\b(?P<word>True|False|None)\b",
    re.DOTALL,
)
_WORDS: Final = {"True": "true", "False": "false", "None": "null"}
_QUOTED: Final = re.compile(_TEXT, re.DOTALL)
_BREAKS: Final = re.compile(r"[\r\n]+")
_LOST_COMMA: Final = re.compile(
    rf"{_TEXT}(?!\s*[\t:\w\"{{\[])|(?P<before>{_TEXT}|[\d\]}}]|true|false|null)"
    r'(?P<gap>[ \t]*\t[ \t]*)(?=["{\[\d-])',
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_PYTHON_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(.))|(\")", re.DOTALL)


def repair(text: str, *, quote: str) -> Repaired | None:
    """Read a frame that is not JSON as it stands.

    Args:
        text: The frame, from its first to its last bracket.
        quote: How its texts are quoted, as `matching.START` found it.

    Returns:
        The frame, or None if no repair makes it one.
    """
    repairs: list[str] = []
    for applies, step, sentence in _LADDER:
        if not applies(text, quote):
            continue
        changed = step(text)
        if changed == text:
            continue
        text = changed
        repairs.append(sentence)
        if quote.startswith("\\"):
            quote = _quote_of(text)
        found = decode(text)
        if found is not None and found[1] == len(text) and is_frame(found[0]):
            return Repaired(text, found[0], tuple(repairs))
    return None


def _quote_of(text: str) -> str:
    index = text.find('"')
    begin = index
    while begin > 0 and text[begin - 1] == "\\":
        begin -= 1
    return text[begin:index] + '"'


def _unescape(text: str) -> str:
    # Line ends of a pretty frame are written as \n between its values; within its
    # texts they are escaped once more and stay escapes.
    return _ESCAPE.sub(lambda m: _CONTROLS.get(m[1], m[1]), text)


_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r"}


def _undouble(text: str) -> str:
    return text.replace('""', '"')


def _straighten(text: str) -> str:
    return text.translate(_SMART)


def _from_ruby(text: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["arrow"]:
            return ":"
        return "null" if match["nil"] else match[0]

    return _RUBY.sub(replaced, text)


def _from_python(text: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["word"]:
            return _WORDS[match["word"]]
        found = match["text"]
        if not found:
            return match[0]
        inner = found[found.index("'") + 1 : -1]
        return f'"{_PYTHON_ESCAPE.sub(escaped, inner)}"'

    def escaped(match: re.Match[str]) -> str:
        if match[1]:
            return f"\\u00{match[1]}"
        if match[3]:
            return '\\"'
        return "'" if match[2] == "'" else match[0]

    return _PYTHON.sub(replaced, text)


def _join_lines(text: str) -> str:
    return _QUOTED.sub(lambda match: _BREAKS.sub("", match[0]), text)


def _join_indented(text: str) -> str:
    return _QUOTED.sub(lambda match: re.sub(r"\s*\n\s*", "", match[0]), text)


def _drop_tabs(text: str) -> str:
    return _QUOTED.sub(lambda match: match[0].replace("\t", " "), text)


def _add_commas(text: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["before"] is None:
            return match[0]
        return f"{match['before']},{match['gap']}"

    return _LOST_COMMA.sub(replaced, text)


_Applies = Callable[[str, str], bool]
_LADDER: Final[tuple[tuple[_Applies, Callable[[str], str], str], ...]] = (
    (
        lambda text, _quote: '"\n' in text or "\n" in text,
        _join_lines,
        "A line break inside a text was removed.",
    ),
    *(
        (
            lambda _text, quote: quote.startswith("\\"),
            _unescape,
            "The frame stood as an escaped text; the escapes were undone.",
        )
        for _level in range(3)
    ),
    (
        lambda _text, quote: quote.endswith('""') and not quote.startswith("\\"),
        _undouble,
        "Each quotation mark was doubled; one of two was removed.",
    ),
    (
        lambda text, _quote: "&quot;" in text or "&#" in text or "&amp;" in text,
        html.unescape,
        "Characters were written as HTML entities; they were replaced.",
    ),
    (
        lambda text, _quote: not _SMART.keys().isdisjoint(map(ord, text)),
        _straighten,
        "Typographic quotation marks were made straight.",
    ),
    (
        lambda text, _quote: "=>" in text or "nil" in text,
        _from_ruby,
        "The frame was written as a Ruby value; it was written as JSON.",
    ),
    (
        lambda text, _quote: (
            "'" in text or "True" in text or "False" in text or "None" in text
        ),
        _from_python,
        "The frame was written as a Python value; it was written as JSON.",
    ),
    (
        lambda text, _quote: "\t" in text,
        _drop_tabs,
        "Tabs stood for blanks inside texts; they were replaced.",
    ),
    (
        lambda text, _quote: "\t" in text,
        _add_commas,
        "Commas that were lost between values were put back.",
    ),
    (
        lambda text, _quote: "\n" in text,
        _join_indented,
        "A line break and the blanks around it inside a text were removed.",
    ),
)
