# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.commands.effects import expectation_of
from ocppdesk.core.commands.progress import Effect
from ocppdesk.core.versions import Version, csms_actions

START = {
    "connectorId": 1,
    "idTag": "04A1",
    "meterStart": 0,
    "timestamp": "2026-08-01T14:00:00Z",
}


def state(status, connector=1):
    return "StatusNotification", {
        "connectorId": connector,
        "status": status,
        "errorCode": "NoError",
    }


def event(kind, **info):
    return "TransactionEvent", {
        "eventType": kind,
        "timestamp": "2026-08-01T14:00:00Z",
        "triggerReason": "RemoteStart",
        "seqNo": 0,
        "transactionInfo": {"transactionId": "T-1", **info},
        "evse": {"id": 1},
    }


BOOT = "BootNotification", {"chargePointVendor": "A", "chargePointModel": "B"}
BOOT2 = (
    "BootNotification",
    {
        "reason": "RemoteReset",
        "chargingStation": {"vendorName": "A", "model": "B"},
    },
)
PERIOD = [{"startPeriod": 0, "limit": 0}]
PAUSE = {
    "connectorId": 1,
    "csChargingProfiles": {
        "chargingProfileKind": "Relative",
        "chargingSchedule": {"chargingRateUnit": "A", "chargingSchedulePeriod": PERIOD},
    },
}


@pytest.mark.parametrize(
    ("version", "action", "payload", "signs", "proof"),
    [
        (
            "1.6",
            "RemoteStartTransaction",
            {"idTag": "04a1", "connectorId": 1},
            [state("Preparing"), ("StartTransaction", START | {"idTag": "B"})],
            ("StartTransaction", START),
        ),
        (
            "2.0.1",
            "RequestStartTransaction",
            {"remoteStartId": 7, "idToken": {"idToken": "A", "type": "Central"}},
            [event("Started", remoteStartId=6)],
            event("Started", remoteStartId=7),
        ),
        (
            "2.0.1",
            "RequestStopTransaction",
            {"transactionId": "T-1"},
            [event("Updated")],
            event("Ended", stoppedReason="Remote"),
        ),
        ("1.6", "Reset", {"type": "Soft"}, [state("Unavailable")], BOOT),
        ("2.0.1", "Reset", {"type": "OnIdle"}, [], BOOT2),
        (
            "1.6",
            "ChangeAvailability",
            {"connectorId": 1, "type": "Inoperative"},
            [state("Unavailable", 2), state("Available")],
            state("Unavailable"),
        ),
        (
            "1.6",
            "ChangeAvailability",
            {"connectorId": 0, "type": "Operative"},
            [state("Unavailable")],
            state("Available"),
        ),
        (
            "1.6",
            "TriggerMessage",
            {"requestedMessage": "StatusNotification", "connectorId": 2},
            [state("Available", 1)],
            state("Available", 2),
        ),
        (
            "2.0.1",
            "TriggerMessage",
            {"requestedMessage": "SignChargingStationCertificate"},
            [],
            ("SignCertificate", {"csr": "x"}),
        ),
        (
            "1.6",
            "ReserveNow",
            {"connectorId": 1, "reservationId": 1},
            [state("Available")],
            state("Reserved"),
        ),
        ("1.6", "CancelReservation", {"reservationId": 1}, [], state("Available")),
        ("1.6", "SetChargingProfile", PAUSE, [state("Charging")],
         state("SuspendedEVSE")),
        (
            "2.0.1",
            "GetBaseReport",
            {"requestId": 5, "reportBase": "FullInventory"},
            [],
            ("NotifyReport", {"requestId": 5, "generatedAt": "x", "seqNo": 0}),
        ),
        (
            "1.6",
            "UpdateFirmware",
            {"location": "ftp://h/"},
            [],
            ("FirmwareStatusNotification", {"status": "Downloading"}),
        ),
        (
            "1.6",
            "SignedUpdateFirmware",
            {"requestId": 5},
            [],
            ("SignedFirmwareStatusNotification",
             {"status": "Downloading", "requestId": 5}),
        ),
        (
            "1.6",
            "GetDiagnostics",
            {"location": "ftp://h/"},
            [],
            ("DiagnosticsStatusNotification", {"status": "Uploaded"}),
        ),
        (
            "2.1",
            "UsePriorityCharging",
            {"transactionId": "T-1", "activate": True},
            [],
            ("NotifyPriorityCharging", {"transactionId": "T-1", "activated": True}),
        ),
    ],
)  # fmt: skip
def test_only_what_the_charger_does_proves_it(
    talk, version, action, payload, signs, proof
):
    conversation = talk(version)
    answer = {} if action in ("UpdateFirmware", "GetDiagnostics") else None
    made = conversation.obey(action, payload, answer)
    assert made.effect is Effect.AWAITED
    assert "no proof" in made.effect_text
    for sign in signs:
        conversation.say(*sign)
        assert made.effect is Effect.AWAITED, sign
    message = conversation.say(*proof)[0]
    assert made.effect is Effect.PROVEN
    assert made.proof == message
    assert made.seen.endswith(".")


def test_a_remote_stop_is_proven_by_the_end_of_its_transaction(talk):
    conversation = talk()
    started = conversation.say("StartTransaction", START)[0]
    number = started.transaction_id
    made = conversation.obey("RemoteStopTransaction", {"transactionId": number})
    stop = {"meterStop": 5, "timestamp": START["timestamp"], "reason": "Remote"}
    conversation.say("StopTransaction", {"transactionId": number + 1, **stop})
    assert made.effect is Effect.AWAITED
    conversation.say("StopTransaction", {"transactionId": number, **stop})
    assert made.effect is Effect.PROVEN
    assert "Remote" in made.seen


def test_an_unlocked_cable_shows_in_the_session_that_ends(talk):
    conversation = talk()
    started = conversation.say("StartTransaction", START)[0]
    made = conversation.obey(
        "UnlockConnector", {"connectorId": 1}, {"status": "Unlocked"}
    )
    stop = {"meterStop": 5, "timestamp": START["timestamp"]}
    conversation.say(
        "StopTransaction", {"transactionId": started.transaction_id, **stop}
    )
    assert made.effect is Effect.PROVEN


def test_a_lost_connection_is_a_sign_of_a_restart_only(talk):
    conversation = talk()
    made = conversation.obey("Reset", {"type": "Hard"})
    conversation.link("Disconnected", "The connection broke.")
    assert made.effect is Effect.AWAITED
    assert "The connection broke." in made.effect_text


def test_a_new_certificate_shows_in_a_new_connection(talk):
    conversation = talk("2.0.1")
    made = conversation.obey("CertificateSigned", {"certificateChain": "x"})
    conversation.link("Disconnected", "The charger closed the connection.")
    assert made.effect is Effect.AWAITED
    conversation.link("Connected", "Connected from 192.168.50.20.")
    assert made.effect is Effect.PROVEN


def test_a_profile_without_a_limit_now_proves_nothing():
    later = {"csChargingProfiles": {"chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 60, "limit": 6}]}}}  # fmt: skip
    assert expectation_of("SetChargingProfile", later, at=0) is None


def test_the_limits_can_be_asked_for():
    found = expectation_of("SetChargingProfile", PAUSE, at=0)
    assert found.ask.action == "GetCompositeSchedule"
    assert found.ask.payload["connectorId"] == 1


@pytest.mark.parametrize("version", Version)
def test_nonsense_never_fails(version):
    for action in csms_actions(version):
        for payload in (None, [], {}, {"evse": 5, "key": {}, "setVariableData": [1]}):
            expectation_of(action, payload, at=0)
