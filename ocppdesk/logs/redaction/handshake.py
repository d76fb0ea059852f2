# SPDX-License-Identifier: Apache-2.0
"""What the first bytes of a connection tell about who is at its other end."""

import re
from typing import Final

from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.patterns import find_patterns, host_places, path_places
from ocppdesk.logs.redaction.places import Place

_REQUEST: Final = re.compile(r"[A-Z]{1,20} (?P<path>\S{0,4000})")
_HEADER: Final = re.compile(r"^(?P<name>[\w-]{1,60}):[ \t]*(?P<value>[^\r\n]*)", re.M)
_SECRETS: Final = ("authorization", "proxy-authorization", "cookie", "x-api-key")
_SCHEME: Final = re.compile(r"(?:Basic|Bearer|Digest)\s+", re.IGNORECASE)
_TOLD: Final = 6  # bytes of a TLS hello that say what it is; names of hosts are behind


def kept_head(head: bytes) -> bytes:
    """Return what of the first bytes can be kept at all.

    In an HTTP request that is everything, as its parts can be told apart; of anything
    else no more than says what it is.
    """
    return head if _REQUEST.match(head_text(head)) else head[:_TOLD]


def head_text(head: bytes) -> str:
    """Return the bytes as text, from which `surrogateescape` makes the same bytes."""
    return head.decode("utf-8", "surrogateescape")


def find_in_head(text: str) -> list[Place]:
    """Find values in the head of an HTTP request; they may overlap.

    Args:
        text: The head, as `head_text` has it.
    """
    request = _REQUEST.match(text)
    if request is None:
        return []
    places = list(path_places(text[: request.end()], request.start("path")))
    for found in _HEADER.finditer(text):
        name, value = found["name"].lower(), found["value"]
        start = found.start("value")
        if name in _SECRETS:
            scheme = _SCHEME.match(value)
            begin = scheme.end() if scheme else 0
            rest = value[begin:]
            places.append(Place(start + begin, start + len(value), Kind.SECRET, rest))
        elif name in ("host", "origin"):
            places += [_moved(place, start) for place in host_places(value)]
    return [*places, *find_patterns(text)]


def _moved(place: Place, distance: int) -> Place:
    return place._replace(start=place.start + distance, end=place.end + distance)
