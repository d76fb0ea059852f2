# SPDX-License-Identifier: Apache-2.0
import time

import pytest

from ocppdesk.logs.reading.found import View
from ocppdesk.logs.reading.text.systems import APPLICATION, UNKNOWN, system_of


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("[INFO ] 2026 de.rwth.idsg.steve.service.X - text", "SteVe"),
        ("[lp-1  ] DEBUG 2026/01/31 12:00:00 charger status: B", "evcc"),
        ("12:00:00 INFO (MainThread) [homeassistant.core] up", "Home Assistant"),
        ("System Under Test (SUT) : CS", "OCTT"),
        ("2026: ChargePoint>CentralSystem Authorize", "EVerest"),
        ("[MO] info (BootNotification.cpp:83): Accepted", "MicroOcpp"),
        ("txstart: id 0x0000000000000001, socket 1, 2026", "Alfen transactions"),
        ("2026-01-31T12:00:00.289Z:USER:connect.c:328:wired", "Alfen charger"),
        ("2026-01-31 12:00:00.1 +0000 INFO PipeSession - Ready", "Sungrow charger"),
        ("Apr/28 14:16 UTC --  StateSwicthed:", "Sungrow charger (process log)"),
        ("error: 4/28/2026, 9:56:31 PM CS-1 | Failed", "SAP e-mobility simulator"),
        ("2026\tDEBUG\tx.js:1\tCitrineOS Logger:W\tOn upgrade", "CitrineOS"),
        ("ts=2026 level=info msg=up csId=CP1", "MaEVe"),
        ("2026 - info: ocpp.0 (123) Client connected", "ioBroker"),
        ("[W-1] DEBUG eu.chargetime.ocpp.Server - Session created", "Java-OCA-OCPP"),
        ("LogId\tLogTime\tChargePointId\tConnectorId", "OCPP.Core"),
        ('  "NOTIFICATION": "Reset accepted",', "EVC-net"),
        ("dispatched request 26 for CP1", "ocpp-go"),
        ("x websocket_msg_received(): COMMAND", "Charger firmware"),
        ("Hager witty park event", "Hager charger"),
        ("app - INFO - websockets.server - connection open", "Python websockets"),
    ],
)  # fmt: skip
def test_systems_are_known_by_their_lines(line, title):
    system = system_of(f"first\n{line}\nlast\n")
    assert system.title == title
    assert system.advice


def test_a_log_that_speaks_of_messages_is_some_application():
    assert system_of("12:00:00 got a BootNotification\n") is APPLICATION


def test_any_other_text_is_unknown():
    assert system_of("hello\n") is UNKNOWN
    assert UNKNOWN.advice


def test_who_writes_a_systems_logs_is_known():
    assert system_of("x de.rwth.idsg.steve x").view is View.CSMS
    assert system_of("[AO] info (x.cpp:1): y").view is View.CHARGER


@pytest.mark.parametrize(
    "text", ["[" * 3_000_000, "error: " * 300_000, "a" * 3_000_000]
)
def test_a_line_without_end_takes_no_more_time(text):
    begin = time.monotonic()
    system_of(text)
    assert time.monotonic() - begin < 3
