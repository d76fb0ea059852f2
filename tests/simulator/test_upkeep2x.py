# SPDX-License-Identifier: Apache-2.0
import pytest

PEM = "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----"
PAST = "2027-01-01T00:00:00Z"


def trigger(talk, message, **more):
    talk.forget()
    answer = talk.command("TriggerMessage", {"requestedMessage": message, **more})
    return answer["status"]


@pytest.mark.parametrize(
    ("message", "actions"),
    [
        ("Heartbeat", ["Heartbeat"]),
        ("StatusNotification", ["StatusNotification"] * 2),
        ("MeterValues", ["MeterValues"] * 2),
        ("FirmwareStatusNotification", ["FirmwareStatusNotification"]),
        ("LogStatusNotification", ["LogStatusNotification"]),
        ("SignChargingStationCertificate", ["SignCertificate"]),
        ("TransactionEvent", []),
    ],
)
def test_trigger_sends_the_message(newer, message, actions):
    booted = newer()
    assert trigger(booted, message) == "Accepted"
    assert booted.actions == actions


def test_triggered_transaction_event_shows_the_meter(newer):
    booted = newer().charge()
    assert trigger(booted, "TransactionEvent", evse={"id": 1}) == "Accepted"
    (event,) = booted.said("TransactionEvent")
    assert event["triggerReason"] == "Trigger"
    assert event["meterValue"][0]["sampledValue"][0]["context"] == "Trigger"


def test_trigger_that_cannot_be_is_not_obeyed(newer):
    booted = newer()
    assert trigger(booted, "SignV2GCertificate") == "NotImplemented"
    assert trigger(booted, "Heartbeat", evse={"id": 9}) == "Rejected"
    # F06.FR.17: it has been accepted already.
    assert trigger(booted, "BootNotification") == "Rejected"


def test_pending_charger_can_be_told_to_boot(silent_talk):
    pending = {"status": "Pending", "currentTime": "2027-01-15T08:00:00Z"}
    answers = {"BootNotification": {**pending, "interval": 1000}}
    waiting = silent_talk("2.0.1", answers=answers).connect()
    assert trigger(waiting, "BootNotification") == "Accepted"
    assert waiting.said("BootNotification")[0]["reason"] == "Triggered"


def test_firmware_walks_through_its_statuses(newer):
    booted = newer()
    firmware = {"location": "http://host/fw-2.1.bin", "retrieveDateTime": PAST}
    request = {"requestId": 4, "firmware": firmware}
    assert booted.command("UpdateFirmware", request)["status"] == "Accepted"
    again = booted.command("UpdateFirmware", {**request, "requestId": 5})
    assert again["status"] == "Accepted"
    booted.run(5)
    third = booted.command("UpdateFirmware", {**request, "requestId": 6})
    assert third["status"] == "AcceptedCanceled"
    booted.run(60)
    told = booted.said("FirmwareStatusNotification")
    assert [p["status"] for p in told if p["requestId"] == 6] == [
        "Downloading",
        "Downloaded",
        "Installing",
        "Installed",
    ]
    boot = booted.said("BootNotification")[-1]
    assert boot["reason"] == "FirmwareUpdate"
    assert boot["chargingStation"]["firmwareVersion"] == "2.1"


def test_firmware_with_a_wrong_certificate_is_refused(newer):
    firmware = {
        "location": "http://host/fw.bin",
        "retrieveDateTime": PAST,
        "signingCertificate": "none",
    }
    request = {"requestId": 4, "firmware": firmware}
    answer = newer().command("UpdateFirmware", request)
    assert answer["status"] == "InvalidCertificate"


def test_firmware_is_published_and_withdrawn(newer):
    booted = newer()
    request = {"location": "http://h/f", "checksum": "ab" * 16, "requestId": 2}
    assert booted.command("PublishFirmware", request)["status"] == "Accepted"
    booted.run(10)
    told = booted.said("PublishFirmwareStatusNotification")
    assert [p["status"] for p in told][-1] == "Published"
    assert told[-1]["location"]
    withdraw = {"checksum": "ab" * 16}
    assert booted.command("UnpublishFirmware", withdraw)["status"] == "Unpublished"
    assert booted.command("UnpublishFirmware", withdraw)["status"] == "NoFirmware"


def test_log_is_uploaded_and_told(newer):
    booted = newer()
    request = {
        "log": {"remoteLocation": "http://host/logs"},
        "logType": "SecurityLog",
        "requestId": 12,
    }
    answer = booted.command("GetLog", request)
    booted.run(5)
    assert booted.uploads[0].url.endswith(answer["filename"])
    booted.uploads[0].on_done(False)
    booted.pump()
    told = [p["status"] for p in booted.said("LogStatusNotification")]
    assert told == ["Uploading", "UploadFailure"]


def test_certificates_are_installed_listed_and_deleted(newer):
    booted = newer()
    install = {"certificateType": "CSMSRootCertificate", "certificate": PEM}
    assert booted.command("InstallCertificate", install)["status"] == "Accepted"
    found = booted.command("GetInstalledCertificateIds")
    (entry,) = found["certificateHashDataChain"]
    assert entry["certificateType"] == "CSMSRootCertificate"
    delete = {"certificateHashData": entry["certificateHashData"]}
    assert booted.command("DeleteCertificate", delete)["status"] == "Accepted"
    assert booted.command("GetInstalledCertificateIds")["status"] == "NotFound"


@pytest.mark.parametrize(("chain", "status"), [(PEM, "Accepted"), ("x", "Rejected")])
def test_signed_certificate_is_looked_at(newer, chain, status):
    answer = newer().command("CertificateSigned", {"certificateChain": chain})
    assert answer["status"] == status


def message(number=1, form="UTF8", **more):
    content = {"format": form, "content": "Hello"}
    return {
        "message": {"id": number, "priority": "InFront", "message": content, **more}
    }


def test_display_messages_are_kept_listed_and_cleared(newer):
    booted = newer()
    assert booted.command("SetDisplayMessage", message())["status"] == "Accepted"
    ask = {"requestId": 9}
    assert booted.command("GetDisplayMessages", ask)["status"] == "Accepted"
    (told,) = booted.said("NotifyDisplayMessages")
    assert told["messageInfo"] == [message()["message"]]
    other = booted.command("GetDisplayMessages", {**ask, "priority": "AlwaysFront"})
    assert other["status"] == "Unknown"
    assert booted.command("ClearDisplayMessage", {"id": 1})["status"] == "Accepted"
    assert booted.command("ClearDisplayMessage", {"id": 1})["status"] == "Unknown"


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        (message(form="HTML"), "NotSupportedMessageFormat"),
        (message(transactionId="x"), "UnknownTransaction"),
    ],
)
def test_display_message_that_cannot_be_is_refused(newer, wanted, status):
    assert newer().command("SetDisplayMessage", wanted)["status"] == status


def test_customer_is_told_about_and_forgotten(newer):
    booted = newer().charge(token="CARD")
    token = {"idToken": "CARD", "type": "ISO14443"}
    ask = {"requestId": 2, "report": True, "clear": True, "idToken": token}
    assert booted.command("CustomerInformation", ask)["status"] == "Accepted"
    assert booted.said("NotifyCustomerInformation")[0]["data"] == "CARD: Accepted"
    booted.command("CustomerInformation", ask)
    assert booted.said("NotifyCustomerInformation")[1]["data"] == ""
    nobody = {"requestId": 2, "report": True, "clear": False}
    assert booted.command("CustomerInformation", nobody)["status"] == "Invalid"


def network(**more):
    data = {
        "ocppVersion": "OCPP20",
        "ocppTransport": "JSON",
        "ocppCsmsUrl": "wss://csms.example/ocpp",
        "messageTimeout": 30,
        "securityProfile": 2,
        "ocppInterface": "Wired0",
        **more,
    }
    return {"configurationSlot": 2, "connectionData": data}


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, "Accepted"),
        ({"ocppCsmsUrl": "http://csms.example"}, "Rejected"),
        ({"ocppTransport": "SOAP"}, "Rejected"),
        ({"securityProfile": 0}, "Rejected"),
    ],
)
def test_network_profile_is_looked_at(newer, more, status):
    answer = newer().command("SetNetworkProfile", network(**more))
    assert answer["status"] == status


def test_what_21_adds_and_the_charger_lacks_is_refused(talk):
    booted = talk("2.1")
    extra = {"messageExtra": [{"format": "UTF8", "content": "Hallo"}]}
    answer = booted.command("SetDisplayMessage", message(**extra))
    assert answer["status"] == "Rejected"
    log = {
        "requestId": 1,
        "logType": "DataCollectorLog",
        "log": {"remoteLocation": "http://host/logs"},
    }
    assert booted.command("GetLog", log)["status"] == "Rejected"
