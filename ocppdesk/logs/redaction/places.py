# SPDX-License-Identifier: Apache-2.0
"""Places in a text where a value stands that is to be replaced."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ocppdesk.logs.redaction.names import Kind


class Place(NamedTuple):
    """One value in a text."""

    start: int
    end: int
    kind: Kind
    """What it identifies."""
    value: str
    """What stands there, without escapes."""
    quotes: int = 0
    """How deep the quotation marks stand that the alias needs, as it replaces a number:
    0: none, 1: in JSON, 2: in JSON in a string of JSON."""


def without_overlaps(places: Iterable[Place]) -> list[Place]:
    """Return places in the order of the text; of those that overlap the first given."""
    kept: list[Place] = []
    for place in places:
        if place.start >= place.end:
            continue
        index = bisect_left(kept, (place.start,))
        is_free = (index == 0 or kept[index - 1].end <= place.start) and (
            index == len(kept) or place.end <= kept[index].start
        )
        if is_free:
            kept.insert(index, place)
    return kept


def replaced(
    text: str, places: Iterable[Place], alias_of: Callable[[Place], str]
) -> str:
    """Put aliases in place of values.

    Args:
        text: The text.
        places: Where the values stand, in order and without overlaps.
        alias_of: Gives the alias of a value; the value itself leaves it as it is.
    """
    parts: list[str] = []
    done = 0
    for place in places:
        alias = alias_of(place)
        if alias == place.value:
            continue
        quote = _quote(place.quotes)
        parts += [text[done : place.start], quote, alias, quote]
        done = place.end
    return "".join([*parts, text[done:]]) if parts else text


def _quote(depth: int) -> str:
    quote = '"' if depth else ""
    for _level in range(1, depth):
        quote = quote.replace("\\", "\\\\").replace('"', '\\"')
    return quote
