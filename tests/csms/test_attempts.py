# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.records import Outcome
from ocppdesk.csms.attempts import (
    Attempt,
    diagnose,
    refused_subprotocol,
    too_many,
)

GET = b"GET /CP1 HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    ("attempt", "outcome", "words"),
    [
        (Attempt(b"", 10.0, timed_out=True), Outcome.NO_REQUEST, "within 10 s"),
        (Attempt(b"", 0.2), Outcome.NO_REQUEST, "without a word"),
        (Attempt(b"\x16\x03\x01\x02\x00", 0.1), Outcome.TLS_ON_PLAIN, "wss://"),
        (Attempt(b"SSH-2.0-x\r\n", 0.1), Outcome.NOT_HTTP, "neither"),
        (
            Attempt(GET + b"\r\n", 0.1, is_complete=True, refusal="no upgrade"),
            Outcome.PLAIN_GET,
            "GET /CP1",
        ),
        (
            Attempt(
                GET + b"Upgrade: websocket\r\n\r\n",
                0.1,
                is_complete=True,
                refusal="missing Sec-WebSocket-Key header",
            ),
            Outcome.BAD_UPGRADE,
            "Sec-WebSocket-Key",
        ),
        (
            Attempt(
                b"POST / HTTP/1.1\r\nSOAPAction: x\r\n\r\n",
                0.1,
                is_complete=True,
                refusal="method",
            ),
            Outcome.BAD_UPGRADE,
            "SOAP",
        ),
        (Attempt(GET, 0.1), Outcome.ABORTED, "left in the middle"),
        (Attempt(GET, 9.0, timed_out=True), Outcome.ABORTED, "never ended"),
        (
            Attempt(GET, 0.1, head_too_long=True),
            Outcome.BAD_UPGRADE,
            "longer than allowed",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Outcome) else None,
)
def test_each_kind_of_attempt_has_its_outcome_and_cause(attempt, outcome, words):
    diagnosis = diagnose(attempt)
    assert diagnosis.outcome is outcome
    assert words in diagnosis.cause
    assert diagnosis.fix.endswith(".")


def test_a_refused_subprotocol_is_named():
    diagnosis = refused_subprotocol("ocpp1.5")
    assert diagnosis.outcome is Outcome.REFUSED_SUBPROTOCOL
    assert "ocpp1.5" in diagnosis.cause


def test_too_many_connections_names_the_limit():
    assert "500" in too_many(500).cause


def test_an_endless_request_line_is_cut_in_the_cause():
    attempt = Attempt(b"GET /" + b"x" * 2000, 1.0)
    assert len(diagnose(attempt).cause) < 200
