# SPDX-License-Identifier: Apache-2.0
"""Chargers and connections that lines without a frame tell of."""

import re
from typing import Final, NamedTuple
from urllib.parse import unquote

_ID: Final = r"(?P<{}>[^\s'\"?,;)\]}}]{{1,100}})"
_NAMING: Final = re.compile(
    "|".join(
        pattern.format(_ID.format(f"id{number}"))
        for number, pattern in enumerate(
            (
                r"[<>]\ GET\ /(?:[^\s/?]{{1,80}}/){{0,6}}{}\ HTTP",
                r"requesting\ path:?\ '?/(?:[^\s/]{{1,80}}/){{0,6}}{}",
                r"\bon\ path\ '?/(?:[^\s/']{{1,80}}/){{0,6}}{}",
                r"resource\ descriptor:\ /(?:[^\s/]{{1,80}}/){{0,6}}{}",
                r"(?i:connected\ to\ url):?\ (?:wss?://[^\s/]{{1,200}})?/"
                r"(?:[^\s/]{{1,80}}/){{0,6}}{}",
                r"(?i:charge_?point_?id|chargeBoxIdentity|charge\ ?point\ id)"
                r"['\"]?\s?[:=]\s?['\"]?{}",
                r"charge\ point\ (?:dis)?connected:\ {}",
                r"New\ connection\ from\ Charge\ Point:\ {}",
                r"Received\ CALL\ '\w{{1,60}}'\ for\ {}\.",
                r"chargeBoxId={}",
            )
        )
    ),
    re.VERBOSE,
)
_OPENED: Final = re.compile(
    r"""
    charge\ point\ connected:
    | On\ connection\ open\ \(resource
    | New\ client\ connection\ from\ .{1,80}requesting\ path
    | New\ connection\ from\ Charge\ Point:
    | \[chargeBoxId=.{1,200}\]\ (?:Connection\ is\ established|New\ connection)
    | =\ connection\ is\ OPEN
    | OCPP\ Connected\ to\ url | \(OcppSocket\.cpp:\d+\):\ Connected\ to\ url
    """,
    re.VERBOSE,
)
_CLOSED: Final = re.compile(
    r"""
    charge\ point\ disconnected:
    | On\ connection\ close\ \(resource
    | Closing\ wallbox\ connection
    | \[chargeBoxId=.{1,200}\]\ (?:Connection\ is\ closed|Closing\ connection)
    | =\ connection\ is\ CLOSED
    """,
    re.VERBOSE,
)
# One of these stands in each line of interest; looking for them is cheap.
_HINTS: Final = ("onnect", "GET /", "path", "descriptor", "harge", "HARGE", "ed CALL")
_SESSION: Final = re.compile(r"sessionId=([\w-]{1,64})")


class Told(NamedTuple):
    """What a line without a frame tells."""

    charger: str
    """The charger that it names; empty if none."""
    is_opened: bool | None
    """Whether a connection came or went with it; None if neither."""
    link: str
    """What tells the connection, if the line does."""


def told_by(line: str) -> Told | None:
    """Tell which charger a line names and what became of its connection."""
    if not any(hint in line for hint in _HINTS):
        return None  # most lines are done with here
    match = _NAMING.search(line)
    charger = unquote(match[match.lastgroup or 0]).strip("/.:") if match else ""
    is_opened: bool | None = None
    if _OPENED.search(line):
        is_opened = True
    elif _CLOSED.search(line):
        is_opened = False
    if not charger and is_opened is None:
        return None
    session = _SESSION.search(line)
    return Told(charger, is_opened, session[1] if session else "")
