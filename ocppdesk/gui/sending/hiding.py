# SPDX-License-Identifier: Apache-2.0
"""Which part of a payload is a secret that nobody beside the user is to read."""

from collections.abc import Iterator, Sequence
from typing import Any

from ocppdesk.core.forms.places import value_at
from ocppdesk.core.masking import VALUE_NAMES, hides_values, is_secret
from ocppdesk.logs.json_spans import Array, Node, Object, Text, parse_spans


def is_secret_place(payload: Any, place: Sequence[str | int]) -> bool:
    """Return whether the value at a place of a payload is a secret."""
    if not place or not isinstance(place[-1], str):
        return False
    holder = value_at(payload, place[:-1])
    return is_secret(place[-1]) or (place[-1] in VALUE_NAMES and hides_values(holder))


def secret_spans(text: str) -> list[tuple[int, int]]:
    """Return where the secrets stand in a JSON text, as first and last place each.

    The text may be anything: what is being typed is often no JSON.
    """
    return [span for node in parse_spans(text) for span in _spans(node)]


def _spans(node: Node) -> Iterator[tuple[int, int]]:
    if isinstance(node, Array):
        for item in node.items:
            yield from _spans(item)
    if not isinstance(node, Object):
        return
    hides = hides_values(_plain(node))
    for key, value in node.items:
        if isinstance(value, Text):
            if is_secret(key.value) or (hides and key.value in VALUE_NAMES):
                yield value.start, value.end
        else:
            yield from _spans(value)


def _plain(node: Object) -> dict[str, Any]:
    """Return what of an object tells whether it names a secret."""
    found: dict[str, Any] = {}
    for key, value in node.items:
        if isinstance(value, Text):
            found[key.value] = value.value
        elif isinstance(value, Object) and key.value == "variable":
            found[key.value] = _plain(value)
    return found
