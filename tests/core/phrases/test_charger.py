# SPDX-License-Identifier: Apache-2.0
"""What chargers say, in a few words."""

import pytest

from ocppdesk.core.phrases.charger import PHRASES
from ocppdesk.core.phrases.parts import Part
from ocppdesk.core.versions import Version, charger_actions


def test_every_action_of_a_charger_has_its_phrase():
    every = frozenset().union(*(charger_actions(version) for version in Version))
    assert every == PHRASES.keys()


VARIABLE = {"component": {"name": "Connector"}, "variable": {"name": "Problem"}}


@pytest.mark.parametrize(
    ("action", "payload", "expected"),
    [
        ("Authorize", {"idTag": "04A2B3"}, "Card 04A2B3"),
        (
            "BootNotification",
            {
                "reason": "PowerUp",
                "chargingStation": {
                    "vendorName": "V",
                    "model": "M",
                    "serialNumber": "S",
                    "firmwareVersion": "1.0",
                },
            },
            "V M · firmware 1.0 · serial S · PowerUp",
        ),
        (
            "StatusNotification",
            {
                "connectorId": 1,
                "status": "Faulted",
                "errorCode": "OtherError",
                "info": "RCD tripped",
                "vendorErrorCode": "E42",
            },
            "Connector 1 → Faulted (OtherError) · RCD tripped · code E42",
        ),
        ("StatusNotification", {"connectorId": 1}, ""),
        (
            "MeterValues",
            {"connectorId": 1, "meterValue": [{"sampledValue": [{"value": "5"}]}]},
            "5 Wh",
        ),
        ("MeterValues", {"connectorId": 1, "meterValue": []}, "No values"),
        ("StartTransaction", {"idTag": "A", "meterStart": 5}, "Card A, meter 5 Wh"),
        (
            "TransactionEvent",
            {
                "eventType": "Started",
                "triggerReason": "Authorized",
                "offline": True,
                "idToken": {"idToken": "A", "type": "ISO14443"},
                "transactionInfo": {"transactionId": "T1", "chargingState": "Charging"},
                "meterValue": [{"sampledValue": [{"value": 5}]}],
            },
            "Transaction T1 started · Authorized · Charging · card A · 5 Wh · offline",
        ),
        (
            "TransactionEvent",
            {
                "eventType": "Updated",
                "triggerReason": "MeterValuePeriodic",
                "transactionInfo": {"transactionId": "T1"},
                "meterValue": [{"sampledValue": [{"value": 5}]}],
            },
            "5 Wh · MeterValuePeriodic · transaction T1 updated",
        ),
        (
            "DataTransfer",
            {"vendorId": "com.v", "messageId": "m", "data": {"a": 1, "b": 2}},
            "com.v · m · a, b",
        ),
        ("DataTransfer", {"vendorId": "com.v", "data": [1, 2]}, "com.v · 2 items"),
        (
            "FirmwareStatusNotification",
            {"status": "InstallVerificationFailed", "requestId": 3},
            "InstallVerificationFailed, request 3",
        ),
        (
            "NotifyEvent",
            {
                "eventData": [
                    VARIABLE | {"actualValue": "true", "trigger": "Alerting"},
                    VARIABLE
                    | {"actualValue": "false", "trigger": "Delta", "cleared": True},
                ]
            },
            "Connector.Problem = true (Alerting), "
            "Connector.Problem = false (Delta cleared)",
        ),
        (
            "NotifyReport",
            {"seqNo": 0, "requestId": 7, "tbc": True, "reportData": [{}, {}]},
            "Part 0 with 2 variables, request 7, more to come",
        ),
        (
            "NotifyReport",
            {"seqNo": 1, "requestId": 7},
            "Part 1 with 0 variables, request 7, last part",
        ),
        (
            "NotifyEVChargingNeeds",
            {
                "evseId": 1,
                "chargingNeeds": {
                    "requestedEnergyTransfer": "DC",
                    "dcChargingParameters": {"evMaxCurrent": 200, "stateOfCharge": 40},
                },
            },
            "EVSE 1, DC, up to 200 A, SoC 40 %",
        ),
        (
            "SecurityEventNotification",
            {"type": "TamperDetectionActivated", "techInfo": "door"},
            "TamperDetectionActivated · door",
        ),
        (
            "ReservationStatusUpdate",
            {"reservationId": 5, "reservationUpdateStatus": "Expired"},
            "Reservation 5 → Expired",
        ),
        (
            "NotifyPeriodicEventStream",
            {"id": 1, "data": [{"t": 0, "v": "1"}, {"t": 1, "v": "2"}]},
            "Stream 1, 2 values, last 2",
        ),
        (
            "BatterySwap",
            {"eventType": "BatteryIn", "batteryData": [{}, {}], "requestId": 1},
            "BatteryIn, 2 batteries, request 1",
        ),
        ("NotifyDERAlarm", {"alarmEnded": True}, "Grid event, ended"),
        (
            "ReportDERControl",
            {"requestId": 1, "curve": [{}]},
            "curve, request 1",
        ),
    ],
)
def test_calls_read_like_this(action, payload, expected):
    assert PHRASES[action](Part(payload)) == expected


def test_a_secret_in_an_event_is_masked():
    event = {
        "component": {"name": "SecurityCtrlr"},
        "variable": {"name": "BasicAuthPassword"},
        "actualValue": "s3cr3t",
    }
    told = PHRASES["NotifyEvent"](Part({"eventData": [event]}))
    assert told == "SecurityCtrlr.BasicAuthPassword = •••• (?)"
