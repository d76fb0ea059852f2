# SPDX-License-Identifier: Apache-2.0
import pytest

PEM = "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----"


def trigger(talk, message, *, extended=False, **more):
    talk.forget()
    action = "ExtendedTriggerMessage" if extended else "TriggerMessage"
    answer = talk.command(action, {"requestedMessage": message, **more})
    return answer["status"]


@pytest.mark.parametrize(
    "message",
    [
        "BootNotification",
        "DiagnosticsStatusNotification",
        "FirmwareStatusNotification",
        "Heartbeat",
    ],
)
def test_trigger_sends_the_message(talk, message):
    booted = talk("1.6")
    assert trigger(booted, message) == "Accepted"
    assert booted.actions[0] == message


@pytest.mark.parametrize(
    ("message", "action"),
    [
        ("LogStatusNotification", "LogStatusNotification"),
        ("FirmwareStatusNotification", "SignedFirmwareStatusNotification"),
        ("SignChargePointCertificate", "SignCertificate"),
        ("Heartbeat", "Heartbeat"),
    ],
)
def test_extended_trigger_sends_the_message(talk, message, action):
    booted = talk("1.6")
    assert trigger(booted, message, extended=True) == "Accepted"
    assert booted.actions == [action]


@pytest.mark.parametrize(
    ("more", "connectors"),
    [({}, [0, 1, 2]), ({"connectorId": 0}, [0]), ({"connectorId": 2}, [2])],
)
def test_triggered_status_is_that_of_one_or_of_all(talk, more, connectors):
    booted = talk("1.6")
    assert trigger(booted, "StatusNotification", **more) == "Accepted"
    told = [p["connectorId"] for p in booted.said("StatusNotification")]
    assert told == connectors


def test_triggered_values_say_so(talk):
    booted = talk("1.6").charge()
    assert trigger(booted, "MeterValues", connectorId=1) == "Accepted"
    (payload,) = booted.said("MeterValues")
    entries = payload["meterValue"][0]["sampledValue"]
    assert {entry["context"] for entry in entries} == {"Trigger"}
    assert payload["transactionId"] == 7
    assert len(entries) > 5


def test_trigger_for_an_unknown_outlet_is_rejected(talk):
    assert trigger(talk("1.6"), "MeterValues", connectorId=9) == "Rejected"


def test_triggered_status_of_an_upload_is_that_of_now(talk):
    booted = talk("1.6")
    booted.command("GetDiagnostics", {"location": "http://host/"})
    booted.run(3)
    trigger(booted, "DiagnosticsStatusNotification")
    assert booted.said("DiagnosticsStatusNotification") == [{"status": "Uploading"}]


def test_triggered_status_of_firmware_is_that_of_now(talk):
    booted = talk("1.6")
    trigger(booted, "FirmwareStatusNotification")
    assert booted.said("FirmwareStatusNotification") == [{"status": "Idle"}]
    location = {"location": "http://h/f.bin", "retrieveDate": "2027-01-01T00:00:00Z"}
    booted.command("UpdateFirmware", location)
    booted.run(2)
    trigger(booted, "FirmwareStatusNotification")
    assert booted.said("FirmwareStatusNotification") == [{"status": "Downloading"}]


def test_log_is_uploaded_with_its_request_id(talk):
    booted = talk("1.6")
    request = {
        "log": {"remoteLocation": "http://host/logs"},
        "logType": "DiagnosticsLog",
        "requestId": 12,
    }
    answer = booted.command("GetLog", request)
    assert answer["status"] == "Accepted"
    booted.run(3)
    again = booted.command("GetLog", {**request, "requestId": 13})
    assert again["status"] == "AcceptedCanceled"
    booted.run(5)
    for upload in booted.uploads:
        upload.on_done(True)
    booted.pump()
    told = booted.said("LogStatusNotification")
    assert [(p["status"], p["requestId"]) for p in told] == [
        ("Uploading", 12),
        ("Uploading", 13),
        ("Uploaded", 13),
    ]


def test_firmware_without_a_certificate_is_refused(talk):
    firmware = {
        "location": "http://h/f",
        "retrieveDateTime": "2027-01-01T00:00:00Z",
        "signingCertificate": "none",
        "signature": "s",
    }
    request = {"requestId": 1, "firmware": firmware}
    answer = talk("1.6").command("SignedUpdateFirmware", request)
    assert answer["status"] == "InvalidCertificate"


def test_certificates_are_installed_listed_and_deleted(talk):
    booted = talk("1.6")
    kind = {"certificateType": "CentralSystemRootCertificate"}
    assert booted.command("GetInstalledCertificateIds", kind) == {"status": "NotFound"}
    install = {**kind, "certificate": PEM}
    assert booted.command("InstallCertificate", install)["status"] == "Accepted"
    found = booted.command("GetInstalledCertificateIds", kind)
    (hash_data,) = found["certificateHashData"]
    delete = {"certificateHashData": hash_data}
    assert booted.command("DeleteCertificate", delete)["status"] == "Accepted"
    assert booted.command("DeleteCertificate", delete)["status"] == "NotFound"


@pytest.mark.parametrize(("chain", "status"), [(PEM, "Accepted"), ("x", "Rejected")])
def test_signed_certificate_is_looked_at(talk, chain, status):
    answer = talk("1.6").command("CertificateSigned", {"certificateChain": chain})
    assert answer["status"] == status
