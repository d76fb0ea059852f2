# SPDX-License-Identifier: Apache-2.0
"""JSON as text: indented, cut, and in colours.

Nothing here changes a literal: numbers, escapes and repeated keys stay letter by letter
as they were sent, which parsing and writing again would not keep.
"""

import json
import re
from typing import Final

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from ocppdesk.gui.look.theme import Theme

_INDENT: Final = "  "
_DEEPEST: Final = 40  # levels that are indented; what is deeper is hardly for reading
_LONGEST_LINE: Final = 20_000  # characters of a line that get colours

_TOKEN: Final = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"\ufeff\0]+', re.DOTALL
)
_PART: Final = re.compile(
    r'(?P<key>"[^"\\]*(?:\\.[^"\\]*)*"(?=\s*:))|(?P<string>"[^"\\]*(?:\\.[^"\\]*)*"?)'
    r"|(?P<number>-?\d[\d.eE+-]*)|(?P<literal>[A-Za-z]+)"
)


def pretty_text(text: str) -> str:
    """Indent JSON.

    The outermost array of a frame stays on one line up to its payload, so that a
    message begins with what it is: `[2, "19", "Heartbeat", {}]`.

    Args:
        text: Well-formed JSON; in anything else, blanks may be lost.
    """
    tokens = _TOKEN.findall(text)
    is_frame = len(tokens) > 1 and tokens[0] == "[" and tokens[1] not in ("[", "{")
    shift = 1 if is_frame else 0
    parts: list[str] = []
    depth = 0
    previous = ""

    def break_line() -> None:
        if depth > shift or not is_frame:
            parts.append("\n" + _INDENT * min(depth - shift, _DEEPEST))

    for token in tokens:
        if token in ("}", "]"):
            depth -= 1
            if previous not in ("{", "[") and (depth > 0 or not is_frame):
                parts.append("\n" + _INDENT * min(max(depth - shift, 0), _DEEPEST))
        elif previous in ("{", "["):
            break_line()
        parts.append(token)
        if token in ("{", "["):
            depth += 1
        elif token == ",":
            if is_frame and depth == 1:
                parts.append(" ")
            else:
                break_line()
        elif token == ":":
            parts.append(" ")
        previous = token
    return "".join(parts)


def error_position(text: str) -> int | None:
    """Return the index of the character at which a text stops being JSON, if any."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return min(error.pos, len(text))
    except (RecursionError, ValueError):  # nested too deeply, or a number too long
        return None
    return None


class JsonHighlighter(QSyntaxHighlighter):
    """Colours keys, strings, numbers and literals; follows the theme.

    Args:
        document: The text to colour.
        theme: Where the colours come from.
    """

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._is_on = True
        self._formats: dict[str, QTextCharFormat] = {}
        theme.changed.connect(self._dress)
        self._dress()

    def set_on(self, is_on: bool) -> None:
        """Say whether the next text gets colours; a very long one takes too long."""
        self._is_on = is_on

    def _dress(self) -> None:
        self._formats = {
            name: _format(self._theme.color(f"json.{name}"))
            for name in ("key", "string", "number", "literal")
        }
        self._formats["mark"] = _format(self._theme.color("muted"))
        self.rehighlight()

    # Overrides of QSyntaxHighlighter.

    def highlightBlock(self, text: str) -> None:
        if not self._is_on:
            return
        end = min(len(text), _LONGEST_LINE)
        self.setFormat(0, end, self._formats["mark"])
        for part in _PART.finditer(text, 0, end):
            kind = part.lastgroup
            if kind is not None:
                length = part.end() - part.start()
                self.setFormat(part.start(), length, self._formats[kind])


def _format(color: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(color)
    return made
