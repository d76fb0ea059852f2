# SPDX-License-Identifier: Apache-2.0
"""From what somebody typed to a filter."""

import re
from typing import Final

from ocppdesk.filters.conditions import Action, Everything, Filter, Text

_COMPARISON: Final = re.compile(
    r"\s*action\s*(?P<operator>==|=)\s*(?P<value>.*)", re.IGNORECASE | re.DOTALL
)
_LONGEST_TEXT: Final = 10_000  # characters; SQLite refuses patterns beyond 50 000
_NAME: Final = re.compile(r'"(?P<quoted>[^"]+)"|(?P<word>\w+)')


class FilterError(ValueError):
    """The text is not a filter.

    Args:
        message: What was expected, as a sentence.
        start: The index of the first character that is wrong.
        end: The index after the last one.
    """

    def __init__(self, message: str, *, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end

    def __str__(self) -> str:
        return f"{self.message} (at character {self.start + 1})"


def parse_filter(text: str) -> Filter:
    """Compile what was typed into a search box.

    The grammar::

        filter := "action" ("==" | "=") name | text

    A text without a comparison is looked for in the whole message; in double quotes it
    is looked for without the quotes.

    Args:
        text: What the user typed; blank means everything.

    Returns:
        The filter.

    Raises:
        FilterError: If a comparison has no proper name behind it, or the text is too
            long to be looked for.
    """
    stripped = text.strip()
    if not stripped:
        return Everything()
    comparison = _COMPARISON.fullmatch(text)
    if comparison is None:
        if len(stripped) > 2 and stripped[0] == stripped[-1] == '"':
            stripped = stripped[1:-1]
        if len(stripped) > _LONGEST_TEXT:
            message = f"A text to look for has at most {_LONGEST_TEXT} characters"
            raise FilterError(message, start=_LONGEST_TEXT, end=len(text))
        return Text(stripped)
    value = comparison["value"].strip()
    start = comparison.start("value")
    name = _NAME.fullmatch(value)
    if name is None:
        example = "as in: action == Heartbeat"
        message = f"After action == comes one message type, {example}"
        raise FilterError(message, start=start, end=max(start + 1, len(text)))
    return Action(name["quoted"] or name["word"])
