# SPDX-License-Identifier: Apache-2.0
"""What answers say, in a few words."""

import pytest

from ocppdesk.core.phrases.answers import PHRASES, status_phrase
from ocppdesk.core.phrases.parts import Part
from ocppdesk.core.versions import Version, charger_actions, csms_actions

VARIABLE = {"component": {"name": "C"}, "variable": {"name": "V"}}


def test_only_known_actions_have_a_phrase():
    every = [charger_actions(v) | csms_actions(v) for v in Version]
    assert PHRASES.keys() <= frozenset().union(*every)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"status": "Accepted"}, "Accepted"),
        ({"idTagInfo": {"status": "Blocked"}}, "Blocked"),
        ({"idTokenInfo": {"status": "Unknown"}}, "Unknown"),
        (
            {
                "status": "Rejected",
                "statusInfo": {"reasonCode": "TxInProgress", "additionalInfo": "No."},
            },
            "Rejected (TxInProgress, No.)",
        ),
        ({}, ""),
        ([], ""),
    ],
)
def test_the_status_brings_its_reason(payload, expected):
    assert status_phrase(Part(payload)) == expected


@pytest.mark.parametrize(
    ("action", "payload", "expected"),
    [
        ("BootNotification", {"status": "Rejected", "interval": 600},
         "Rejected, again in 10 min"),
        ("Heartbeat", {"currentTime": "2026-08-01T14:00:07Z"},
         "It is 2026-08-01T14:00:07Z"),
        ("Authorize",
         {"idTagInfo": {"status": "Accepted", "parentIdTag": "G",
                        "expiryDate": "2026-09-01T00:00:00Z"}},
         "Accepted, group G, until 2026-09-01 00:00 UTC"),
        ("Authorize", {"idTokenInfo": {"status": "Accepted"},
                       "certificateStatus": "CertificateExpired"},
         "Accepted, certificate CertificateExpired"),
        ("TransactionEvent", {"totalCost": 3.2, "transactionLimit": {"maxTime": 3600}},
         "total cost 3.2, at most 1 h"),
        ("GetConfiguration", {"configurationKey": [{"key": "A", "readonly": False}]},
         "A = “”"),
        ("GetConfiguration", {"unknownKey": ["A", "B"]}, "unknown: A, B"),
        ("GetVariables",
         {"getVariableResult": [
             VARIABLE | {"attributeStatus": "Accepted", "attributeValue": "5"},
             VARIABLE | {"attributeStatus": "UnknownVariable"}]},
         "C.V = 5, C.V: UnknownVariable"),
        ("SetVariables",
         {"setVariableResult": [VARIABLE | {"attributeStatus": "RebootRequired"}]},
         "C.V: RebootRequired"),
        ("ClearVariableMonitoring",
         {"clearMonitoringResult": [{"id": 1, "status": "NotFound"}]},
         "Monitor 1, NotFound"),
        ("GetCompositeSchedule", {"status": "Rejected"}, "Rejected"),
        ("GetCompositeSchedule",
         {"status": "Accepted", "connectorId": 1, "chargingSchedule": {
             "chargingRateUnit": "A", "duration": 3600,
             "chargingSchedulePeriod": [{"limit": 16}]}},
         "Accepted, 16 A, for 1 h, connector 1"),
        ("GetTransactionStatus", {"ongoingIndicator": False, "messagesInQueue": True},
         "Transaction ended, messages are waiting"),
        ("GetTransactionStatus", {"messagesInQueue": False}, "no message is waiting"),
        ("GetLocalListVersion", {"listVersion": -1}, "Version -1"),
        ("GetLocalListVersion", {"versionNumber": 0}, "Version 0"),
        ("GetDiagnostics", {"fileName": "log.zip"}, "File log.zip"),
        ("GetDiagnostics", {}, "No file to upload"),
        ("RequestStartTransaction", {"status": "Accepted", "transactionId": "T"},
         "Accepted, transaction T"),
        ("GetInstalledCertificateIds", {"status": "NotFound"},
         "NotFound, 0 certificates"),
        ("DataTransfer", {"status": "UnknownVendorId"}, "UnknownVendorId"),
        ("PullDynamicScheduleUpdate",
         {"status": "Accepted", "scheduleUpdate": {"limit": 10}}, "Accepted, 10"),
    ],
)  # fmt: skip
def test_answers_read_like_this(action, payload, expected):
    assert PHRASES[action](Part(payload)) == expected


def test_a_secret_that_was_read_is_masked():
    found = {
        "component": {"name": "SecurityCtrlr"},
        "variable": {"name": "BasicAuthPassword"},
        "attributeStatus": "Accepted",
        "attributeValue": "s3cr3t",
    }
    told = PHRASES["GetVariables"](Part({"getVariableResult": [found]}))
    assert told == "SecurityCtrlr.BasicAuthPassword = ••••"
