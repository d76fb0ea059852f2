# SPDX-License-Identifier: Apache-2.0
"""Single connections of one charger (protocol handbook, 7.1)."""

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import MINUTE, duration
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
_BOOT: Final = "BootNotification"
_ONLY_16: Final = frozenset({"StartTransaction", "StopTransaction"})
_ONLY_2X: Final = frozenset({"TransactionEvent", "NotifyReport", "NotifyEvent"})
_MOST_SPOKEN: Final = 100  # connections whose first message that tells is kept
_COMPLAINTS: Final = {
    1002: "frames that the WebSocket standard does not allow here, often compressed "
    "ones that were not agreed on",
    1007: "text that is not UTF-8",
    1009: "a message that is longer than allowed",
}
_BY_CHARGER: Final = "The charger closed the connection"


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
    actions = _ONLY_16 | _ONLY_2X | {_BOOT}

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
            if message.action == _BOOT:
                is_2x = "chargingStation" in seen.payload
                if not is_2x and "chargePointVendor" not in seen.payload:
                    return ()
            else:
                is_2x = message.action in _ONLY_2X
            key = (message.connection, is_2x)
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
            if link is None or not link.is_recorded or not link.version:
                continue
            if (link.version != "1.6") is not is_2x:
                agreed = (
                    f"The connection was agreed on as {link.subprotocol}"
                    if link.subprotocol
                    else f"No version was agreed on and {link.version} was assumed"
                )
                facts = {"agreed": agreed, "action": seen.message.action}
                yield Evidence.of(seen, facts=facts, key="other", variant="other")


class SilentLink(Rule):
    """A connection is open, and for more than three intervals nothing came over it.

    The interval is the longest of the heartbeat interval, the charger's ping interval
    and a minute; pongs count as well where the connection was recorded here. A log
    proves nothing by a silence, as it has no pings.
    """

    id = "CON-08"
    needs = Needs.LINKS

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look for connections that this program ended as nothing came any more.

        A longer silence, or one before another end, means that the computer slept.
        """
        for link in links:
            if link.ended_at is None or not link.is_idle:
                continue
            silent = link.ended_at - (link.last_heard_at or link.began_at)
            if silent <= known.silence_us + max(MINUTE, known.silence_us // 2):
                yield self._silence(link, silent, known, variant="ended")

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
        if not link.is_recorded and known.boots.heartbeat_s is None:
            return ()  # it may be one of a day
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
            severity=None if link.is_recorded else Severity.MEDIUM,
            is_possible=not link.is_recorded,
        )


class FrameComplaint(Rule):
    """A connection ended because of frames that WebSocket does not allow.

    The charger sent them, or it complained about such frames itself.
    """

    id = "CON-12"

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look at the close codes 1002, 1007 and 1009 (RFC 6455, 7.4.1)."""
        for link in links:
            why = _COMPLAINTS.get(link.close_code or 0)
            if why is None or link.ended_at is None:
                continue
            reason = f": “{link.close_reason}”" if link.close_reason else ""
            # Who gives the code complains about what the other side sent.
            is_theirs = link.cause.startswith(_BY_CHARGER)
            yield Evidence(
                link.ended_at,
                known.traffic.messages_of(link)[-1:],
                facts={"code": link.close_code, "why": why, "reason": reason},
                key=(link.close_code, is_theirs),
                variant="complaint" if is_theirs else "",
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
