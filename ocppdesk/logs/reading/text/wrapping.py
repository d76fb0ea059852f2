# SPDX-License-Identifier: Apache-2.0
"""Frames over several lines of which each repeats what stands before the frame.

Some loggers cut a long frame after 80 characters, even within a text, and write the
time again; journald and docker put their prefix before each line of a pretty frame.
"""

import re
from typing import Any, Final, NamedTuple

from ocppdesk.logs.reading.text.directions import find_words
from ocppdesk.logs.reading.text.matching import LONGEST, START, decode, is_frame
from ocppdesk.logs.reading.text.times import find_stamp


class Unwrapped(NamedTuple):
    """A frame without what its lines repeat."""

    raw: str
    """The frame."""
    value: Any
    """Its value."""
    end: int
    """Where it ends in the text."""


WRAPPER: Final = re.compile(
    r"""\s{0,12}(?:
        [\w.-]{1,64}\s{0,40}\|\s?
      | [^\W\d_]{3}\.?\ {1,2}\d\d?\ \d\d:\d\d:\d\d\ \S{1,64}\ \S{1,64}:[ ]
      | \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,16}\ \S{1,64}\ \S{1,64}\[\d+\]:[ ]
    )""",
    re.VERBOSE,
)
"""What docker compose, syslog and journald put before each line of others."""

_MOST_LINES: Final = 4000
_HEAD: Final = 60


def unwrap(text: str, start: int, line_end: int) -> Unwrapped | None:
    """Join a frame whose further lines begin like the line that it begins on.

    Args:
        text: The text.
        start: Where the frame begins.
        line_end: Where its first line ends.
    """
    line_start = text.rfind("\n", 0, start) + 1
    prefix = text[line_start:start]
    if not prefix.strip():
        return None
    for stem in _stems(prefix):
        found = _join(text, start, line_end, stem)
        if found is not None:
            return found
    return None


def _stems(prefix: str) -> list[str]:
    """Return what further lines may repeat of a prefix, the longest first."""
    words = find_words(prefix)
    stems = [prefix[: words.start] if words else prefix]
    wrapper = WRAPPER.match(prefix)
    if wrapper is not None and wrapper.end() < len(stems[0]):
        stems.append(wrapper[0])
    return [stem for stem in stems if len(stem.strip()) > 2]


def _join(text: str, start: int, line_end: int, stem: str) -> Unwrapped | None:
    # Times differ from line to line, their form does not.
    shape = re.compile(re.sub(r"\d", r"\\d", re.escape(stem)))
    parts = [text[start:line_end]]
    ends = [line_end]
    is_same = True
    position, size = line_end + 1, 0
    while position < len(text) and len(parts) < _MOST_LINES and size < LONGEST:
        match = shape.match(text, position)
        if match is None:
            break
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        part = text[match.end() : end]
        if _is_new(part):
            break
        is_same = is_same and match[0] == stem
        parts.append(part)
        ends.append(end)
        size += len(part)
        position = end + 1
    if len(parts) == 1:
        return None
    # With the very same time, the line was cut wherever it was too long.
    for joint in ("", "\n") if is_same else ("\n", ""):
        joined = joint.join(parts)
        found = decode(joined)
        if found is not None and is_frame(found[0]):
            length = found[1]
            end = _end(parts, ends, length, joint=joint)
            return Unwrapped(joined[:length], found[0], end)
    return None


def _is_new(part: str) -> bool:
    """Tell whether a line goes on with something else than the frame."""
    head = part[:_HEAD]
    if START.search(head) is not None:
        return True
    stamp = find_stamp(head)
    if stamp is None or '"' in head[: stamp.start]:
        return False
    return find_words(head[stamp.end :]) is not None or stamp.start < 12


def _end(parts: list[str], ends: list[int], length: int, *, joint: str) -> int:
    for part, end in zip(parts, ends, strict=True):
        if length <= len(part):
            return end - (len(part) - length)
        length -= len(part) + len(joint)
    return ends[-1]
