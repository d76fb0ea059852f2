# SPDX-License-Identifier: Apache-2.0
"""Why a connection never became a WebSocket: the cause, and what to do about it."""

from dataclasses import dataclass
from typing import Final

from ocppdesk.capture.records import Outcome

_TLS_RECORD: Final = b"\x16\x03"  # handshake record, TLS 1.x (RFC 8446, 5.1)
_METHODS: Final = (
    b"GET ", b"POST ", b"PUT ", b"HEAD ", b"OPTIONS ", b"DELETE ", b"PATCH ",
    b"CONNECT ", b"TRACE ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What became of an attempt."""

    outcome: Outcome
    cause: str
    """What happened and what that means, as a sentence."""
    fix: str
    """What to do about it, as a sentence."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known about a connection that never opened."""

    head: bytes
    """The first bytes that arrived."""
    seconds: float
    """How long it lasted."""
    timed_out: bool = False
    """Whether we ended it because the request did not come."""
    head_too_long: bool = False
    """Whether we ended it because the request grew too long."""
    is_complete: bool = False
    """Whether the request came to its end."""
    refusal: str = ""
    """What was wrong with the request, in the words of the WebSocket library."""


def diagnose(attempt: Attempt) -> Diagnosis:
    """Explain an attempt."""
    head = attempt.head
    if not head:
        return _silent(attempt)
    if head.startswith(_TLS_RECORD):
        return Diagnosis(
            Outcome.TLS_ON_PLAIN,
            "The charger began a TLS handshake (wss://), but this port speaks plain "
            "WebSocket.",
            "Set the charger's URL to ws:// and its security profile to 0 or 1.",
        )
    if not head.startswith(_METHODS):
        return Diagnosis(
            Outcome.NOT_HTTP,
            "What came is neither a WebSocket request nor TLS.",
            "Check that this is a charger speaking OCPP over WebSocket (OCPP-J), and "
            "not another service that was given this port.",
        )
    if attempt.head_too_long:
        return Diagnosis(
            Outcome.BAD_UPGRADE,
            f"The request is longer than allowed: more than {len(head)} bytes came "
            "before its end.",
            "Raise the limit for the request head in the settings if this is a "
            "charger.",
        )
    return _http(attempt)


def refused_subprotocol(offered: str) -> Diagnosis:
    """Explain a charger that speaks only what we do not."""
    return Diagnosis(
        Outcome.REFUSED_SUBPROTOCOL,
        f"The charger offers only the sub-protocol {offered!r}; this program speaks "
        "ocpp1.6, ocpp2.0.1 and ocpp2.1.",
        "Set the charger to OCPP 1.6J, 2.0.1 or 2.1.",
    )


def too_many(limit: int) -> Diagnosis:
    """Explain a connection that came when there were enough."""
    return Diagnosis(
        Outcome.TOO_MANY,
        f"There were already {limit} connections.",
        "Raise the limit in the settings, or find out who opens so many.",
    )


def _silent(attempt: Attempt) -> Diagnosis:
    if attempt.timed_out:
        cause = f"TCP connected, but no request came within {attempt.seconds:.0f} s."
    else:
        cause = (
            f"TCP connected and was closed by the other side after "
            f"{attempt.seconds:.1f} s without a word."
        )
    return Diagnosis(
        Outcome.NO_REQUEST,
        cause,
        "Once: a port check or a scan, harmless. Again and again from the charger: "
        "its OCPP client hangs or waits for something else; check that it is set to "
        "OCPP-J (WebSocket), then restart it.",
    )


def _http(attempt: Attempt) -> Diagnosis:
    head = attempt.head
    line = head.split(b"\r\n", 1)[0].split(b"\n", 1)[0].decode("utf-8", "replace")
    shown = line if len(line) <= 120 else f"{line[:120]}…"
    lowered = head.lower()
    if b"soapaction" in lowered or (line.startswith("POST") and b"xml" in lowered):
        return Diagnosis(
            Outcome.BAD_UPGRADE,
            f"The charger speaks OCPP over SOAP (OCPP-S): {shown}",
            "Set the charger to OCPP-J, often called JSON or WebSocket.",
        )
    asks_for_websocket = b"upgrade" in lowered or b"sec-websocket" in lowered
    if not attempt.is_complete:
        how = "The request never ended" if attempt.timed_out else "The peer left"
        return Diagnosis(
            Outcome.ABORTED,
            f"{how} in the middle of: {shown}",
            "Look for a bad network or a proxy in between; a charger that does this "
            "every time has a fault in its WebSocket client.",
        )
    if line.startswith("GET") and not asks_for_websocket:
        return Diagnosis(
            Outcome.PLAIN_GET,
            f"An ordinary HTTP request, not a WebSocket: {shown}",
            "A web browser or a health check does this; it shows that the port can be "
            "reached. A charger that does it is not set to OCPP-J.",
        )
    return Diagnosis(
        Outcome.BAD_UPGRADE,
        f"The WebSocket request breaks the standard: {attempt.refusal}. It was: "
        f"{shown}",
        "Check the URL set in the charger for blanks and odd characters; otherwise "
        "its firmware is at fault: report the first bytes to the vendor.",
    )
