# SPDX-License-Identifier: Apache-2.0
"""Single connections of one charger (protocol handbook, 7.1)."""

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import duration
from ocppdesk.analysis.links import Link
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.frames import CALLS
from ocppdesk.core.messages import Direction

_SECURITY: Final = "SecurityEventNotification"
_CERTIFICATE_EVENTS: Final = {
    "InvalidCsmsCertificate": "it did not accept the certificate of a CSMS",
    "InvalidCentralSystemCertificate": "it did not accept the certificate of a CSMS",
    "InvalidTLSVersion": "the TLS version did not suit it",
    "InvalidTLSCipherSuite": "no cipher suite suited it",
}
_REFUSED_EVENTS: Final = ("FailedToAuthenticateAtCsms",
                          "FailedToAuthenticateAtCentralSystem")  # fmt: skip
_ONLY_16: Final = frozenset({"StartTransaction", "StopTransaction"})
_ONLY_2X: Final = frozenset({"TransactionEvent", "NotifyReport", "NotifyEvent"})
_MOST_SPOKEN: Final = 100  # connections whose first message that tells is kept
_COMPLAINTS: Final = {
    1002: "frames that the WebSocket standard does not allow here, often compressed "
    "ones that were not agreed on",
    1007: "text that is not UTF-8",
    1009: "a message that is longer than allowed",
}


class TlsFailure(Rule):
    """The charger reports that a TLS handshake failed, by a security event."""

    id = "CON-03"
    hears = Hears.CALLS
    actions = frozenset({_SECURITY})

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the kind of event."""
        kind = text_at(seen.payload, "type")
        why = _CERTIFICATE_EVENTS.get(kind)
        if why is None or seen.is_answer:
            return ()
        return [Evidence.of(seen, facts={"event": kind, "why": why}, key=kind)]


class CredentialsRefused(Rule):
    """The charger reports that its user name or key was refused, by a security event.

    The program itself accepts every charger; it was another CSMS, or a proxy.
    """

    id = "CON-05"
    hears = Hears.CALLS
    actions = frozenset({_SECURITY})

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the kind of event."""
        if seen.is_answer or text_at(seen.payload, "type") not in _REFUSED_EVENTS:
            return ()
        return [Evidence.of(seen)]


class Subprotocol(Rule):
    """No OCPP sub-protocol was agreed on, or the charger speaks another version."""

    id = "CON-06"
    hears = Hears.CALLS
    actions = _ONLY_16 | _ONLY_2X

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By connection and family of versions: the first message that tells.
        self._spoken: dict[tuple[int, bool], Observation] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Remember which versions are spoken; they are compared with the records."""
        message = seen.message
        if message.direction is Direction.IN and message.type in CALLS:
            key = (message.connection, message.action in _ONLY_2X)
            if key not in self._spoken:
                self._spoken[key] = seen
                if len(self._spoken) > _MOST_SPOKEN:
                    del self._spoken[next(iter(self._spoken))]
        return ()

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look for connections without a sub-protocol."""
        for link in links:
            if link.is_recorded and not link.subprotocol and link.opened_at is not None:
                yield Evidence(
                    link.opened_at,
                    known.traffic.messages_of(link)[:1],
                    facts={"offered": link.offered or "nothing"},
                    key="none",
                )

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Compare what is spoken with what was agreed on."""
        for (number, is_2x), seen in self._spoken.items():
            link = known.traffic.links.get(number)
            if link is None or not link.subprotocol or not link.is_recorded:
                continue
            if (link.version != "1.6") is not is_2x:
                facts = {"agreed": link.subprotocol, "action": seen.message.action}
                yield Evidence.of(seen, facts=facts, key="other", variant="other")


class SilentLink(Rule):
    """A connection is open, and for more than three intervals nothing came over it.

    The interval is the longest of the granted heartbeat interval and a minute; pongs
    count as well where the connection was recorded here.
    """

    id = "CON-08"
    needs = Needs.LINKS

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look for connections that this program ended as nothing came any more.

        A longer silence before another end means that the computer slept.
        """
        for link in links:
            if link.ended_at is not None and link.is_idle:
                heard = link.last_heard_at or link.began_at
                yield self._silence(link, link.ended_at - heard, known, variant="ended")

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Look at the connection that is open now."""
        traffic = known.traffic
        if not traffic.is_connected or not traffic.links:
            return ()
        link = list(traffic.links.values())[-1]
        if link.ended_at is not None:
            return ()
        heard = max(link.last_heard_at or link.began_at, traffic.heard_at or 0)
        if now - heard <= known.silence_us:
            return ()
        return [self._silence(link, now - heard, known)]

    @staticmethod
    def _silence(
        link: Link, silent_us: int, known: Known, *, variant: str = ""
    ) -> Evidence:
        silent, allowed = duration(silent_us), duration(known.silence_us)
        return Evidence(
            link.last_heard_at or link.began_at,
            known.traffic.messages_of(link),
            facts={"silent": silent, "allowed": allowed},
            variant=variant,
            is_possible=not link.is_recorded,
        )


class FrameComplaint(Rule):
    """A connection ended because of frames that WebSocket does not allow."""

    id = "CON-12"

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look at the close codes 1002, 1007 and 1009 (RFC 6455, 7.4.1)."""
        for link in links:
            why = _COMPLAINTS.get(link.close_code or 0)
            if why is None or link.ended_at is None:
                continue
            reason = f": “{link.close_reason}”" if link.close_reason else ""
            yield Evidence(
                link.ended_at,
                known.traffic.messages_of(link),
                facts={"code": link.close_code, "why": why, "reason": reason},
                key=link.close_code,
            )


class ClearTextCredentials(Rule):
    """A charger sends its name and key over ws:// from a public address."""

    id = "CON-13"

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look for an Authorization header in the first bytes, which were readable."""
        for link in links:
            has_key = b"\nauthorization: basic" in link.head.lower()
            if has_key and _is_public(link.address):
                yield Evidence(
                    link.began_at,
                    known.traffic.messages_of(link)[:1],
                    facts={"address": link.address},
                )


def _is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.strip("[]")).is_global
    except ValueError:
        return False
