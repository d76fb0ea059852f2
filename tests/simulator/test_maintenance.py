# SPDX-License-Identifier: Apache-2.0
import pytest

PAST = "2027-01-01T00:00:00Z"
PEM = "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----"


def statuses(talk, action="FirmwareStatusNotification"):
    return [payload["status"] for payload in talk.said(action)]


def update(talk, location="http://host/fw/charger-2.0.0.bin", retrieve=PAST):
    payload = {"location": location, "retrieveDate": retrieve}
    assert talk.command("UpdateFirmware", payload) == {}
    return talk


def test_firmware_walks_through_its_statuses_and_boots_with_the_new_version(talk):
    booted = update(talk("1.6")).run(40)
    assert statuses(booted) == ["Downloading", "Downloaded", "Installing", "Installed"]
    versions = [p["firmwareVersion"] for p in booted.said("BootNotification")]
    assert versions == ["1.4.2", "2.0.0"]
    actions = booted.actions
    assert actions.index("BootNotification", 1) < len(actions) - 1 - actions[
        ::-1
    ].index("FirmwareStatusNotification")


@pytest.mark.parametrize("location", ["http://host/fw.bin", "http://host/fw-1.4.2.bin"])
def test_firmware_without_a_new_version_in_its_name_counts_up(talk, location):
    booted = update(talk("1.6"), location).run(40)
    assert booted.said("BootNotification")[-1]["firmwareVersion"] == "1.4.3"


def test_firmware_waits_for_its_time_and_for_sessions(talk):
    booted = talk("1.6").charge()
    update(booted, retrieve="2027-01-15T08:01:00Z").run(40)
    assert statuses(booted) == []
    booted.run(30)
    assert statuses(booted) == ["Downloading", "Downloaded"]
    # What is free is kept free meanwhile.
    assert booted.statuses(2)[-1] == "Unavailable"
    booted.act("present_card", 1, "CARD").act("unplug", 1).run(30)
    assert statuses(booted)[-1] == "Installed"
    assert booted.statuses(2)[-1] == "Available"


def test_firmware_from_an_unknown_place_fails(talk):
    booted = update(talk("1.6"), "gopher://host/fw.bin").run(20)
    assert statuses(booted) == ["Downloading", "DownloadFailed"]
    assert booted.command("Reset", {"type": "Soft"})["status"] == "Accepted"


def test_firmware_is_really_fetched(talk):
    booted = update(talk("1.6"), "ftp://host/fw.bin").run(40)
    assert booted.downloads == ["ftp://host/fw.bin"]


def test_firmware_that_cannot_be_fetched_is_tried_again(talk):
    booted = talk("1.6")
    booted.downloads_work = False
    payload = {"location": "http://h/fw", "retrieveDate": PAST}
    booted.command("UpdateFirmware", {**payload, "retries": 2, "retryInterval": 10})
    booted.run(20)
    assert len(booted.downloads) == 2
    booted.run(10)
    assert len(booted.downloads) == 3
    assert statuses(booted) == ["Downloading", "DownloadFailed"]


def signed(request_id, **more):
    return {
        "requestId": request_id,
        "firmware": {
            "location": "https://host/fw.bin",
            "retrieveDateTime": PAST,
            "signingCertificate": PEM,
            "signature": "s",
            **more,
        },
    }


def test_signed_firmware_tells_more(talk):
    booted = talk("1.6")
    answer = booted.command("SignedUpdateFirmware", signed(5))
    assert answer["status"] == "Accepted"
    booted.run(50)
    told = booted.said("SignedFirmwareStatusNotification")
    assert [p["status"] for p in told] == [
        "Downloading",
        "Downloaded",
        "SignatureVerified",
        "Installing",
        "InstallRebooting",
        "Installed",
    ]
    assert {p["requestId"] for p in told} == {5}


def test_scheduled_firmware_says_so(talk):
    booted = talk("1.6")
    later = {
        "retrieveDateTime": "2027-01-15T08:00:30Z",
        "installDateTime": "2027-01-15T08:02:00Z",
    }
    booted.command("SignedUpdateFirmware", signed(5, **later))
    booted.run(60)
    told = statuses(booted, "SignedFirmwareStatusNotification")
    assert told[0] == "DownloadScheduled"
    assert told[-1] == "InstallScheduled"
    booted.run(90)
    told = statuses(booted, "SignedFirmwareStatusNotification")
    assert told[-1] == "Installed"


def test_newer_request_cancels_the_older(talk):
    booted = talk("1.6")
    booted.command("SignedUpdateFirmware", signed(5))
    booted.run(3)
    answer = booted.command("SignedUpdateFirmware", signed(6))
    assert answer["status"] == "AcceptedCanceled"
    booted.run(50)
    told = booted.said("SignedFirmwareStatusNotification")
    assert [p["status"] for p in told if p["requestId"] == 5] == [
        "Downloading",
        "DownloadFailed",
    ]
    assert [p["status"] for p in told if p["requestId"] == 6][-1] == "Installed"


def test_newer_request_cancels_one_that_waits_for_a_session(talk):
    booted = update(talk("1.6").charge()).run(20)
    assert booted.statuses(2)[-1] == "Unavailable"
    update(booted, "gopher://host/fw.bin").run(20)
    assert statuses(booted)[-1] == "DownloadFailed"
    assert booted.statuses(2)[-1] == "Available"


def test_log_is_uploaded_and_told(talk):
    booted = talk("1.6", identity="CP/7")
    answer = booted.command("GetDiagnostics", {"location": "http://host/logs/"})
    assert answer["fileName"] == "CP_7-20270115T080000Z.log"
    booted.run(5)
    (upload,) = booted.uploads
    assert upload.url == f"http://host/logs/{answer['fileName']}"
    assert "BootNotification" in upload.text
    upload.on_done(True)
    booted.pump()
    assert statuses(booted, "DiagnosticsStatusNotification") == [
        "Uploading",
        "Uploaded",
    ]


def test_log_that_cannot_be_uploaded_is_told(talk):
    booted = talk("1.6")
    booted.command("GetDiagnostics", {"location": "http://host/"})
    booted.run(5)
    booted.uploads[0].on_done(False)
    booted.pump()
    booted.command("GetDiagnostics", {"location": "gopher://host/"})
    booted.run(5)
    assert len(booted.uploads) == 1
    assert (
        statuses(booted, "DiagnosticsStatusNotification")
        == ["Uploading", "UploadFailed"] * 2
    )


def test_reboot_frees_a_stuck_update(talk):
    booted = update(talk("1.6")).run(3)
    booted.charger.restart("Watchdog")
    booted.run(20)
    assert booted.command("Reset", {"type": "Soft"})["status"] == "Accepted"
