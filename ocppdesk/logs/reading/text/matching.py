# SPDX-License-Identifier: Apache-2.0
"""Where a frame begins and ends in a text, and whether a value is a frame."""

import json
import re
from functools import cache
from typing import Any, Final

from ocppdesk.core.frames import MessageType

LONGEST: Final = 1_000_000
"""Characters of the longest frame."""

START: Final = re.compile(
    r"""\[(?:\s|\\n){0,20}[2-6](?:\s|\\n){0,20},(?:\s|\\n){0,20}
    (?:(?P<quote>\\{0,15}"{1,2}|['“”„‟″]|&quot;|&\#34;)
    |(?=(?:-?\d{1,19}|null)\s{0,20},\s{0,20}["{]))""",
    re.VERBOSE,
)
"""The beginning of a frame, and the quote that its texts have."""

ODD_START: Final = re.compile(
    r'\[\s{0,9}(\d{1,4})\s{0,9},\s{0,9}"[^"\n]{1,64}"\s{0,9},'
    r'\s{0,9}(?:"[A-Z][A-Za-z]{3,60}"\s{0,9},\s{0,9})?\{'
)
"""The beginning of what looks like a frame, of any number as its type."""

_ACTION: Final = re.compile(r"[A-Za-z][A-Za-z0-9._:-]{0,100}\Z")
_DECODER: Final = json.JSONDecoder()
_LENGTHS: Final = {
    MessageType.CALL: (4,),
    MessageType.CALLRESULT: (3,),
    MessageType.CALLERROR: (4, 5),
    MessageType.CALLRESULTERROR: (4, 5),
    MessageType.SEND: (4,),
}
ACCEPTED: Final = frozenset(
    (int(kind), length) for kind, lengths in _LENGTHS.items() for length in lengths
)
"""The type of a frame and how many elements it has, as pairs."""


def decode(text: str) -> tuple[Any, int] | None:
    """Read the JSON value at the beginning of a text, and tell where it ends."""
    try:
        return _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None


def is_frame(value: Any) -> bool:
    """Tell whether a JSON value is a frame by its form."""
    if type(value) is not list or not value or type(value[0]) is not int:
        return False
    if (value[0], len(value)) not in ACCEPTED:
        return False
    match value:
        case [2 | 6, _, str(action), payload]:
            is_named = _ACTION.match(action) is not None
            return is_named and (payload is None or isinstance(payload, dict))
        case [3, _, payload]:
            return payload is None or isinstance(payload, dict)
        case [_, _, str(code), *_rest]:
            return not code or _ACTION.match(code) is not None
    return False


def is_nearly_frame(value: Any) -> bool:
    """Tell whether a JSON value was meant as a frame, though its form is wrong."""
    return (
        type(value) is list
        and len(value) > 1
        and any(isinstance(part, dict) for part in value[2:])
    ) or (len(value) == 3 and value[0] == 2 and is_frame([*value, {}]))


@cache
def _tokens(quote: str) -> re.Pattern[str]:
    """Return the pattern of texts and brackets, by how texts are quoted."""
    if quote.startswith("\\"):
        mark = rf'(?<!\\)\\{{{quote.count(chr(92))}}}"'
    elif quote == '""':
        mark = r'(?<!\\)""'
    elif quote.startswith("&"):
        mark = rf"(?<!\\){re.escape(quote)}"
    elif quote == "'":
        text = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|(?P<open>['"])"""
        return re.compile(rf"{text}|[\[{{]|[\]}}]", re.DOTALL)
    elif quote in "“”„‟″" and quote:
        text = r'[“”„‟″"](?:[^“”„‟″"\\]|\\.)*[“”„‟″"]|(?P<open>[“”„‟″"])'
        return re.compile(rf"{text}|[\[{{]|[\]}}]", re.DOTALL)
    else:
        text = r'"(?:[^"\\]|\\.)*"|(?P<open>")'
        return re.compile(rf"{text}|[\[{{]|[\]}}]", re.DOTALL)
    return re.compile(rf"{mark}.*?{mark}|(?P<open>{mark})|[\[{{]|[\]}}]", re.DOTALL)


def find_end(text: str, start: int, stop: int, *, quote: str) -> int | None:
    """Find where the brackets of a frame close.

    Args:
        text: The text.
        start: Where the frame begins.
        stop: Where to give up.
        quote: How its texts are quoted, as in `START`.

    Returns:
        The index after the last bracket, or None if they do not close before `stop`.
    """
    depth = 0
    for match in _tokens(quote).finditer(text, start, stop):
        if match.lastgroup == "open":
            return None
        token = match[0]
        if token in ("[", "{"):
            depth += 1
        elif token in ("]", "}"):
            depth -= 1
            if depth == 0:
                return match.end()
    return None
