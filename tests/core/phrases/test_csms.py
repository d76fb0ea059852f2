# SPDX-License-Identifier: Apache-2.0
"""What a CSMS says, in a few words."""

import pytest

from ocppdesk.core.phrases.csms import PHRASES
from ocppdesk.core.phrases.parts import Part
from ocppdesk.core.versions import Version, csms_actions

LIMIT = {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"limit": 16}]}
VARIABLE = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "X"}}


def test_every_action_of_a_csms_has_its_phrase():
    every = frozenset().union(*(csms_actions(version) for version in Version))
    # The phrase of a charging profile also needs the time; DataTransfer is a charger's.
    assert every - {"SetChargingProfile", "DataTransfer"} == PHRASES.keys()


@pytest.mark.parametrize(
    ("action", "payload", "expected"),
    [
        ("ChangeAvailability", {"connectorId": 0, "type": "Inoperative"},
         "Whole charger → Inoperative"),
        ("ChangeAvailability", {"operationalStatus": "Operative"},
         "Whole charger → Operative"),
        ("ChangeConfiguration", {"key": "A", "value": ""}, "A = "),
        ("ChangeConfiguration", {"value": "1"}, ""),
        ("GetConfiguration", {}, "All keys"),
        ("GetConfiguration", {"key": list("ABCDEFG")}, "A, B, C, D, E and 2 more"),
        ("SetVariables", {"setVariableData": [VARIABLE | {"attributeValue": "5"}]},
         "OCPPCommCtrlr.X = 5"),
        ("GetVariables", {"getVariableData": [VARIABLE] * 5},
         "OCPPCommCtrlr.X, OCPPCommCtrlr.X, OCPPCommCtrlr.X and 2 more"),
        ("RemoteStartTransaction", {"idTag": "A", "connectorId": 1},
         "Card A on connector 1"),
        ("RequestStartTransaction",
         {"idToken": {"idToken": "A", "type": "Central"}, "evseId": 1,
          "chargingProfile": {"chargingSchedule": [LIMIT]}},
         "Remote token A on EVSE 1, 16 A"),
        ("Reset", {"type": "OnIdle", "evseId": 1}, "OnIdle reset, EVSE 1"),
        ("SendLocalList",
         {"listVersion": 3, "updateType": "Full", "localAuthorizationList": [{}]},
         "Full update, version 3, 1 token"),
        ("ReserveNow",
         {"connectorId": 1, "idTag": "A", "expiryDate": "2026-08-01T14:00:00Z",
          "reservationId": 5},
         "Connector 1, for card A, until 2026-08-01 14:00 UTC, reservation 5"),
        ("ClearChargingProfile", {}, "All profiles"),
        ("ClearChargingProfile", {"id": 3}, "Profile 3"),
        ("ClearChargingProfile",
         {"chargingProfileCriteria": {"chargingProfilePurpose": "TxProfile",
                                      "stackLevel": 0, "evseId": 1}},
         "TxProfile, level 0, EVSE 1"),
        ("GetChargingProfiles",
         {"requestId": 1, "chargingProfile": {"chargingProfileId": [1, 2]}},
         "Profile 1, 2, request 1"),
        ("GetChargingProfiles", {"requestId": 1, "chargingProfile": {}},
         "All profiles, request 1"),
        ("GetCompositeSchedule",
         {"connectorId": 1, "duration": 3600, "chargingRateUnit": "W"},
         "Connector 1, next 1 h, in W"),
        ("TriggerMessage", {"requestedMessage": "Heartbeat"}, "Heartbeat"),
        ("TriggerMessage",
         {"requestedMessage": "CustomTrigger", "customTrigger": "Dump"}, "Dump"),
        ("GetDiagnostics", {"location": "ftp://host/dir"}, "Upload to ftp://host/dir"),
        ("GetLog",
         {"logType": "SecurityLog", "requestId": 1,
          "log": {"remoteLocation": "https://host/x"}},
         "SecurityLog, upload to https://host/x, request 1"),
        ("UpdateFirmware",
         {"location": "ftp://host/fw", "retrieveDate": "2026-08-01T14:00:00Z"},
         "ftp://host/fw, at 2026-08-01 14:00 UTC"),
        ("SetNetworkProfile",
         {"configurationSlot": 1,
          "connectionData": {"ocppCsmsUrl": "wss://host", "securityProfile": 2,
                             "basicAuthPassword": "s3cr3t"}},
         "Slot 1: wss://host, security profile 2"),
        ("SetDisplayMessage",
         {"message": {"id": 1, "priority": "InFront", "message": {"content": "Hi"}}},
         "“Hi”, InFront, id 1"),
        ("CustomerInformation", {"report": True, "clear": False, "requestId": 2,
                                 "idToken": {"idToken": "A", "type": "ISO14443"}},
         "Report, card A, request 2"),
        ("UsePriorityCharging", {"transactionId": "T", "activate": False},
         "Transaction T: priority off"),
        ("UpdateDynamicSchedule", {"chargingProfileId": 3,
                                   "scheduleUpdate": {"limit": 10}},
         "Profile 3, 10"),
        ("SetDefaultTariff", {"evseId": 0, "tariff": {"tariffId": "T1"}},
         "Tariff T1, whole charger"),
        ("ClearTariffs", {}, "All tariffs"),
        ("GetReport", {"requestId": 1, "componentCriteria": ["Problem"]},
         "Problem, request 1"),
        ("GetTransactionStatus", {}, "All transactions"),
        ("SetVariableMonitoring",
         {"setMonitoringData": [VARIABLE | {"type": "Delta", "value": 5}]},
         "OCPPCommCtrlr.X Delta 5"),
    ],
)  # fmt: skip
def test_calls_read_like_this(action, payload, expected):
    assert PHRASES[action](Part(payload)) == expected
