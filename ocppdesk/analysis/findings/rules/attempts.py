# SPDX-License-Identifier: Apache-2.0
"""What never became a connection, and what all chargers share (7.1, CLK-06)."""

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Final

from ocppdesk.analysis.findings.fleet_rule import Fleet, FleetRule
from ocppdesk.analysis.findings.rule import Evidence
from ocppdesk.analysis.findings.wording import (
    MINUTE,
    SECOND,
    duration,
    is_time_zone,
    listed,
    time_zone,
)
from ocppdesk.analysis.links import Link

_LONGEST_PATH: Final = 120  # characters that are shown
_NO_IDENTITY: Final = "The URL ends without an identity."
_WHOLE_URL: Final = "The path holds a whole URL"
_SLASHES: Final = "The path has superfluous slashes."
# How servers call their part of the URL; nobody calls a charger so.
_PATH_WORDS: Final = frozenset(
    {"ocpp", "ocppj", "ocpp16", "ocpp1.6", "ocpp201", "ocpp2.0.1", "ws", "websocket",
     "centralsystemservice"}
)  # fmt: skip
_BROKEN: Final = frozenset({"bad_upgrade", "aborted"})
_HTTP_2: Final = b"\x02h2"
"""In a TLS handshake: that HTTP/2 is offered (RFC 7301, 3.1), as browsers do and no
WebSocket client of a charger."""
_TOGETHER_US: Final = 30 * SECOND


class NothingArrives(FleetRule):
    """The port has been open for 10 minutes, and nobody has connected to it."""

    id = "CON-01"

    def judge(self, fleet: Fleet) -> Iterable[tuple[str, Evidence]]:
        """Look whether there was anything at all since the port is open."""
        since = fleet.listening_since
        if since is None or any(link.began_at >= since for link in fleet.links):
            return
        waited = fleet.now - since
        if waited >= fleet.thresholds.nothing_min * MINUTE:
            yield "", Evidence(since, facts={"waited": duration(waited)})


class TlsOnPlainPort(FleetRule):
    """Somebody begins a TLS handshake on the port, which speaks plain WebSocket.

    One attempt only may be a scan; browsers, which try TLS first, do not count.
    """

    id = "CON-02"

    def judge(self, fleet: Fleet) -> Iterable[tuple[str, Evidence]]:
        """Look at the first bytes of what never opened."""
        found = [
            link
            for link in fleet.links
            if link.outcome == "tls_on_plain" and _HTTP_2 not in link.head
        ]
        counts = Counter(link.address for link in found)
        for link in found:
            yield _attempt(link, fleet, is_possible=counts[link.address] < 2)


class BrokenRequest(FleetRule):
    """A request is no proper WebSocket request, or its path has no identity.

    The program takes any path, so that a charger with a wrong one is seen. What a
    browser asks for does not count.
    """

    id = "CON-04"

    def judge(self, fleet: Fleet) -> Iterable[tuple[str, Evidence]]:
        """Look at outcomes and at what was odd about the path."""
        for link in fleet.links:
            head = link.head.lower()
            if link.outcome in _BROKEN and b"upgrade" in head:
                yield _attempt(link, fleet)
            elif link.outcome in _BROKEN and b"soapaction" in head:
                yield _attempt(link, fleet, variant="soap")
            if link.opened_at is not None and link.charger.casefold() in _PATH_WORDS:
                yield _attempt(link, fleet, variant="path_word")
            for remark in link.remarks:
                if remark.startswith(_NO_IDENTITY):
                    yield _attempt(link, fleet, variant="no_identity")
                elif remark.startswith(_WHOLE_URL):
                    yield _attempt(link, fleet, variant="whole_url")
                elif remark.startswith(_SLASHES):
                    yield _attempt(link, fleet, variant="slashes")


class RefusedSubprotocol(FleetRule):
    """A charger offers only sub-protocols that are not spoken here."""

    id = "CON-06"

    def judge(self, fleet: Fleet) -> Iterable[tuple[str, Evidence]]:
        """Look at what was refused."""
        for link in fleet.links:
            if link.outcome == "refused_subprotocol":
                yield _attempt(link, fleet, variant="refused")


class OurClock(FleetRule):
    """Two chargers or more are off by the same time: it is this computer that is.

    Only what was recorded here counts: the times of a log are another computer's. Off
    by a time zone, they may all send their local time.
    """

    id = "CLK-06"

    def judge(self, fleet: Fleet) -> Iterable[tuple[str, Evidence]]:
        """Look whether most clocks agree with each other, but not with ours."""
        recorded = {link.charger for link in fleet.links if link.is_recorded}
        known = {
            charger: offset
            for charger, offset in (fleet.offsets_us or {}).items()
            if charger in recorded
        }
        offsets = {
            charger: offset
            for charger, offset in known.items()
            if abs(offset) > fleet.thresholds.clock_offset_s * SECOND
        }
        if len(offsets) < 2 or len(offsets) < len(known):
            return
        middle = median(offsets.values())
        if all(abs(offset - middle) <= _TOGETHER_US for offset in offsets.values()):
            way = "behind" if middle > 0 else "ahead"
            is_zone = is_time_zone(middle)
            facts = {
                "offset": time_zone(middle) if is_zone else duration(middle),
                "way": way,
                "chargers": listed(sorted(offsets)),
            }
            yield (
                "",
                Evidence(
                    fleet.now,
                    facts=facts,
                    variant="zone" if is_zone else "",
                    is_possible=is_zone,
                ),
            )


def _attempt(
    link: Link, fleet: Fleet, *, variant: str = "", is_possible: bool = False
) -> tuple[str, Evidence]:
    """Return evidence of an attempt, with the charger that it may have been."""
    charger = link.charger or fleet.charger_behind(link)
    facts = {
        "address": link.address,
        "cause": link.cause,
        "path": link.path[:_LONGEST_PATH] or "(none)",
        "offered": link.offered or "nothing",
    }
    key = (variant, link.address)
    evidence = Evidence(
        link.began_at, facts=facts, key=key, variant=variant, is_possible=is_possible
    )
    return charger, evidence
