# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.talk import Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot(firmware="1.0")
    talk.wait(60)
    return talk


def update(talk):
    return talk.csms(
        "UpdateFirmware",
        location="http://10.0.0.1/f",
        retrieveDate=talk.stamp(),
        answer={},
    )


def told(talk, status, wait=30):
    talk.wait(wait)
    return talk.charger("FirmwareStatusNotification", status=status)


def log_told(talk, status, wait=5):
    talk.wait(wait)
    return talk.charger("DiagnosticsStatusNotification", status=status)


def diagnostics(talk, answer):
    return talk.csms("GetDiagnostics", location="ftp://10.0.0.1/", answer=answer)


def test_fw_01_finds_a_download_that_failed():
    talk = online()
    asked = update(talk)
    told(talk, "DownloadFailed")
    assert asked in talk.the("FW-01").messages


def test_fw_01_ignores_an_older_job_that_a_newer_one_cancelled():
    talk = online(ocpp="2.0.1")
    for number in (1, 2):
        talk.csms(
            "UpdateFirmware",
            requestId=number,
            firmware={"location": "http://x", "retrieveDateTime": talk.stamp()},
        )
    talk.charger("FirmwareStatusNotification", status="DownloadFailed", requestId=1)
    assert "FW-01" not in talk.ids()
    talk.charger("FirmwareStatusNotification", status="DownloadFailed", requestId=2)
    assert "FW-01" in talk.ids()


def test_fw_01_ignores_a_download_that_succeeds_at_the_next_try():
    talk = online()
    update(talk)
    for status in ("Downloading", "DownloadFailed", "Downloading"):
        told(talk, status)
    assert "FW-01" in talk.ids()
    told(talk, "Downloaded")
    assert "FW-01" not in talk.ids()
    update(talk)
    told(talk, "DownloadFailed")
    update(talk)
    told(talk, "Downloaded")
    assert talk.the("FW-01").count == 1


def test_fw_01_ignores_that_a_download_of_ocpp_1_6_was_replaced():
    talk = online()
    update(talk)
    told(talk, "Downloading")
    update(talk)
    told(talk, "DownloadFailed")
    assert "FW-01" not in talk.ids()
    told(talk, "Downloading")
    told(talk, "DownloadFailed")
    assert "FW-01" in talk.ids()


def test_fw_02_ignores_a_wait_for_a_session_or_for_its_time():
    talk = online()
    talk.start(1)
    told(talk, "Downloaded")
    assert "FW-02" not in talk.ids(later=4_000)
    talk = online(ocpp="2.0.1")
    firmware = {
        "location": "http://x",
        "retrieveDateTime": talk.stamp(),
        "installDateTime": talk.stamp(offset=10_000),
    }
    talk.csms("UpdateFirmware", requestId=1, firmware=firmware)
    talk.charger("FirmwareStatusNotification", status="SignatureVerified", requestId=1)
    assert "FW-02" not in talk.ids(later=9_000)
    assert "FW-02" in talk.ids(later=12_000)


def test_fw_02_finds_an_update_that_says_nothing_more():
    talk = online()
    update(talk)
    told(talk, "Downloading")
    assert "FW-02" not in talk.ids(later=1_700)
    assert "Downloading" in talk.the("FW-02", later=1_900).text


def test_fw_02_ignores_an_update_that_goes_on():
    talk = online()
    for status in ("Downloading", "Downloaded", "Installing"):
        told(talk, status, wait=1_200)
    talk.boot(firmware="2.0")
    assert "FW-02" not in talk.ids(later=4_000)


def test_fw_03_finds_that_the_old_version_runs():
    talk = online()
    for status in ("Downloading", "Installing", "Installed"):
        told(talk, status)
    talk.wait(60)
    talk.boot(firmware="1.0")
    assert "1.0" in talk.the("FW-03").text


def test_fw_03_finds_that_no_restart_was_seen():
    talk = online()
    for status in ("Downloading", "Installing", "Installed"):
        told(talk, status)
    assert "FW-03" not in talk.ids(later=800)
    assert talk.the("FW-03", later=1_000).severity.name == "LOW"


def test_fw_03_finds_the_old_version_that_booted_before_it_said_so():
    talk = online()
    told(talk, "Installing")
    talk.wait(60)
    booted = talk.boot(firmware="1.0")
    told(talk, "Installed")
    finding = talk.the("FW-03", later=1_000)
    assert finding.title == "Installed, but the old version runs"
    assert booted in finding.messages


def test_fw_03_ignores_an_end_whose_beginning_was_not_told():
    talk = Talk()
    talk.connect()
    talk.boot(firmware="2.0")
    told(talk, "Installed")
    assert "FW-03" not in talk.ids(later=2_000)


@pytest.mark.parametrize("is_told_after", [True, False])
def test_fw_03_ignores_a_new_version(is_told_after):
    talk = online()
    told(talk, "Downloading")
    told(talk, "Installing")
    if not is_told_after:
        told(talk, "Installed")
    talk.wait(60)
    talk.boot(firmware="2.0")
    if is_told_after:
        told(talk, "Installed")
    assert "FW-03" not in talk.ids(later=2_000)


def test_fw_04_finds_a_refused_signature():
    talk = online()
    told(talk, "InvalidSignature")
    assert "InvalidSignature" in talk.the("FW-04").text
    talk = online(ocpp="2.0.1")
    talk.csms(
        "UpdateFirmware",
        requestId=1,
        firmware={"location": "http://x", "retrieveDateTime": talk.stamp()},
        answer={"status": "InvalidCertificate"},
    )
    assert "InvalidCertificate" in talk.the("FW-04").text


def test_fw_04_ignores_a_signature_that_is_good():
    talk = online()
    told(talk, "SignatureVerified")
    assert "FW-04" not in talk.ids()


def test_fw_05_finds_a_connector_that_stays_unavailable():
    talk = online()
    told(talk, "Installing")
    talk.status(1, "Unavailable")
    told(talk, "InstallationFailed")
    assert "FW-05" not in talk.ids(later=600)
    finding = talk.the("FW-05", later=1_200)
    assert finding.connector == 1
    assert "InstallationFailed" in finding.text


def test_fw_05_ignores_a_connector_that_is_back():
    talk = online()
    told(talk, "Installing")
    talk.status(1, "Unavailable")
    told(talk, "Installed")
    talk.status(1, "Available")
    assert "FW-05" not in talk.ids(later=1_200)


def test_fw_05_ignores_what_a_command_took_out_of_service():
    talk = online()
    talk.csms("ChangeAvailability", connectorId=1, type="Inoperative")
    talk.status(1, "Unavailable")
    told(talk, "Installing")
    told(talk, "Installed")
    assert "FW-05" not in talk.ids(later=1_200)


def test_fw_06_finds_an_upload_that_failed():
    talk = online()
    asked = diagnostics(talk, {"fileName": "d.zip"})
    log_told(talk, "Uploading")
    log_told(talk, "UploadFailed")
    assert asked in talk.the("FW-06").messages


def test_fw_06_finds_an_upload_that_does_not_end():
    talk = online()
    log_told(talk, "Uploading")
    assert "FW-06" not in talk.ids(later=800)
    assert "15 min" in talk.the("FW-06", later=1_000).text


def test_fw_06_finds_an_upload_that_begins_again_and_again():
    talk = online()
    for _ in range(7):
        log_told(talk, "Uploading")
    assert "7 times" in talk.the("FW-06").text


def test_fw_06_ignores_an_upload_that_is_asked_for_anew():
    talk = online()
    diagnostics(talk, {"fileName": "d.zip"})
    log_told(talk, "Uploading")
    diagnostics(talk, {"fileName": "d.zip"})
    assert "FW-06" not in talk.ids(later=2_000)


def test_fw_06_ignores_an_upload_that_ends():
    talk = online()
    diagnostics(talk, {"fileName": "d.zip"})
    log_told(talk, "Uploading")
    log_told(talk, "Uploaded")
    assert "FW-06" not in talk.ids(later=2_000)


def test_fw_07_finds_that_there_is_no_log():
    talk = online()
    diagnostics(talk, {})
    assert "GetDiagnostics" in talk.the("FW-07", later=130).text
    talk = online(ocpp="2.0.1")
    talk.csms(
        "GetLog",
        logType="DiagnosticsLog",
        requestId=1,
        log={"remoteLocation": "http://x"},
        answer={"status": "Rejected"},
    )
    assert "FW-07" in talk.ids()


def test_fw_07_ignores_a_log_that_is_promised():
    talk = online()
    diagnostics(talk, {"fileName": "d.zip"})
    assert "FW-07" not in talk.ids(later=600)


def test_fw_07_ignores_a_log_that_comes_without_a_name():
    talk = online()
    diagnostics(talk, {})
    log_told(talk, "Uploading")
    assert "FW-07" not in talk.ids(later=600)
