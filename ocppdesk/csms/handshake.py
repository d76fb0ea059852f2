# SPDX-License-Identifier: Apache-2.0
"""What a WebSocket request says about who calls and in which OCPP version.

OCPP-J 1.6 section 3: the identity is the last part of the URL, percent-encoded; the
version is agreed on as the WebSocket sub-protocol.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from ocppdesk.core.versions import SUBPROTOCOLS, Version

LONGEST_IDENTITY: Final = 48  # OCPP 2.0.1 part 4, 3.1.1

_SECRET: Final = re.compile(rb"(?im)^(authorization\s*:\s*\S+\s+)[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as far as the path tells."""

    identity: str
    """The identity, decoded; made of the address where the path names none."""
    remarks: tuple[str, ...]
    """What is odd about it, a sentence each."""


def caller_of(path: str, *, address: str) -> Caller:
    """Find the identity in the path of a request.

    Any path is good: the last part that is not empty is the identity.

    Args:
        path: The path as requested, with query if there is one.
        address: Where the request came from, to name a charger that gives no name.
    """
    remarks = []
    bare = path.split("?", 1)[0].split("#", 1)[0]
    parts = [part for part in bare.split("/") if part.strip()]
    if "?" in path:
        remarks.append("The URL has a query behind the identity; it is ignored.")
    if "://" in path:
        remarks.append("The path holds a whole URL instead of only the last part.")
    if not parts:
        remarks.append(
            "The URL ends without an identity. Add the charger's identity behind the "
            "last slash of the URL that the charger calls."
        )
        return Caller(f"unnamed-{address}", tuple(remarks))
    if bare.endswith("/") or "//" in bare.lstrip("/").replace("://", ""):
        remarks.append("The path has superfluous slashes.")
    identity = unquote(parts[-1], errors="replace")
    if identity != identity.strip():
        remarks.append("The identity begins or ends with a blank.")
    if len(identity) > LONGEST_IDENTITY:
        remarks.append(f"The identity has {len(identity)} characters; 48 are legal.")
    if not identity.isprintable():
        remarks.append("The identity holds characters that cannot be printed.")
    return Caller(identity, tuple(remarks))


def choose_subprotocol(offered: Sequence[str]) -> str | None:
    """Return the first of the offered sub-protocols that we speak, spelt as offered."""
    for name in offered:
        if name.casefold() in SUBPROTOCOLS:
            return name
    return None


def version_of(subprotocol: str | None) -> Version:
    """Return the version of a sub-protocol; without one, 1.6 is assumed."""
    if subprotocol is None:
        return Version.V16
    return SUBPROTOCOLS[subprotocol.casefold()]


def without_secrets(head: bytes) -> bytes:
    """Return the first bytes of a request with the password masked."""
    return _SECRET.sub(rb"\1(masked)", head)
