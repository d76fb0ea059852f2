# SPDX-License-Identifier: Apache-2.0
"""Texts for pages that are read in a browser: escaped, masked, of a bounded length."""

import html
import re
from typing import Final

from ocppdesk.core.frames import Problem
from ocppdesk.core.masking import MASK
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.json_spans import indented
from ocppdesk.logs.records import time_text
from ocppdesk.logs.redaction.fields import find_in_frame
from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.places import replaced, without_overlaps

_LONGEST: Final = 200_000  # characters of one message that are shown
# What HTML cannot hold, shown by the signs that Unicode has for control characters.
_CONTROLS: Final = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def body_text(message: Message) -> str:
    """Return what a message holds, indented if it is JSON, and cut if it is long."""
    text = message.text
    if len(text) > _LONGEST:
        return f"{text[:_LONGEST]}\n… {len(text) - _LONGEST:,} more characters"
    is_json = message.problem not in (Problem.MALFORMED, Problem.TRUNCATED)
    is_plain = message.direction is not Direction.LINK and is_json
    return indented(text) if is_plain else text


def masked(text: str) -> str:
    """Mask passwords and keys: a page is shown around, and is no record."""
    found = find_in_frame(text).places
    secrets = [place for place in found if place.kind is Kind.SECRET]
    return replaced(text, without_overlaps(secrets), lambda _place: MASK)


def shown_text(text: str) -> str:
    """Escape a text, so that a browser shows it and takes nothing in it for a tag."""
    safe = html.escape(_SURROGATE.sub("\ufffd", text))
    return safe if safe.isprintable() else safe.translate(_CONTROLS)


def moment(at: int) -> str:
    """Write a time with milliseconds, in UTC."""
    return time_text(at)[:23].replace("T", " ")


def counted(number: int, noun: str) -> str:
    """Write a number with a noun of one or of many."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
