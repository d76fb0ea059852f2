# SPDX-License-Identifier: Apache-2.0
"""What the result of a filter depends on besides the messages themselves."""

from collections.abc import Iterator
from typing import Final

from ocppdesk.filters.fields import Field
from ocppdesk.filters.nodes import (
    And,
    Comparison,
    Filter,
    Flagged,
    Membership,
    Not,
    Or,
    Presence,
    Range,
)

UNANSWERED: Final = "~q"
SLOW: Final = "~slow"
_ANNOTATED: Final = frozenset(
    {"~mark", "~note", "~finding", "comment", "level", "finding"}
)


def uses_patience(chosen: Filter) -> bool:
    """Return whether calls match, or not, because they wait too long."""
    return UNANSWERED in names_in(chosen)


def uses_annotations(chosen: Filter) -> bool:
    """Return whether marks, notes or findings decide."""
    return not _ANNOTATED.isdisjoint(names_in(chosen))


def names_in(chosen: Filter) -> frozenset[str]:
    """Return the names of all fields and flags of a filter."""
    found = set()
    for part in _parts(chosen):
        if isinstance(part, Flagged):
            found.add(part.flag.name)
        elif isinstance(
            part, Comparison | Membership | Range | Presence
        ) and isinstance(part.operand, Field):
            found.add(part.operand.name)
    return frozenset(found)


def _parts(chosen: Filter) -> Iterator[Filter]:
    waiting = [chosen]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, And | Or):
            waiting.extend(part.parts)
        elif isinstance(part, Not):
            waiting.append(part.part)
