# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.reading.text.identities import Told, told_by


@pytest.mark.parametrize(
    ("line", "charger"),
    [
        ("DEBUG [websockets.server] < GET /CP1 HTTP/1.1", "CP1"),
        ("DEBUG [websockets.server] < GET /ocpp/1.6/CP%201 HTTP/1.1", "CP 1"),
        ("Connection received from ('10.0.0.1', 5) on path '/CP1'", "CP1"),
        ("  chargePointId: 'CP1',", "CP1"),
        ("[CONNECTION] New connection: /?chargeBoxIdentity=CP1", "CP1"),
        ("Received CALL 'Heartbeat' for CP1. Payload: {}", "CP1"),
    ],
)
def test_lines_name_chargers(line, charger):
    assert told_by(line) == Told(charger, None, "")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("[ocpp  ] DEBUG charge point connected: CP1", Told("CP1", True, "")),
        ("[ocpp  ] DEBUG charge point disconnected: CP1", Told("CP1", False, "")),
        ("On connection open (resource descriptor: /CP1)", Told("CP1", True, "")),
        ("On connection close (resource descriptor: /CP1, code: 1006)",
         Told("CP1", False, "")),
        ("x - [chargeBoxId=CP1, sessionId=5-a] Connection is established",
         Told("CP1", True, "5-a")),
        ("x - [chargeBoxId=CP1, sessionId=5-a] Connection is closed, status: 1006",
         Told("CP1", False, "5-a")),
        ("[MO] info (main.cpp:34): OCPP Connected to url: /CP1", Told("CP1", True, "")),
        ("(OcppSocket.cpp:34): Connected to url: ws://10.0.0.1/", Told("", True, "")),
        ("New client connection from ('10.0.0.1', 5) requesting path: /CP1",
         Told("CP1", True, "")),
        ("[websockets.server] = connection is OPEN", Told("", True, "")),
        ("[websockets.server] = connection is CLOSED", Told("", False, "")),
    ],
)  # fmt: skip
def test_lines_tell_of_connections(line, told):
    assert told_by(line) == told


@pytest.mark.parametrize(
    "line", ["", "charger status: C", "db connection lost?", "path"]
)
def test_other_lines_tell_nothing(line):
    assert told_by(line) is None


@given(st.text(alphabet="GET /HTPconected:=chargePointId'\" []", max_size=200))
def test_no_text_is_refused(line):
    told = told_by(line)
    assert told is None or len(told.charger) <= len(line)
