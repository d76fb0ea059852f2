# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.transfers.requests import (
    LOG_TYPES,
    FirmwareWish,
    LogWish,
    firmware_request,
    log_request,
)
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version

URL = "http://192.0.2.7:50123/token/charger-2.0.0.bin"
NOW = 1_800_000_000.0
SIGNED = FirmwareWish(signing_certificate="-----BEGIN…", signature="c2ln")
FULL = FirmwareWish(
    retrieve_at=NOW,
    install_at=NOW + 60,
    retries=3,
    retry_interval_s=20,
    signing_certificate="pem",
    signature="sig",
)


def ask(version, wish):
    return firmware_request(version, URL, wish=wish, request_id=7, now=NOW)


def is_valid(version, request):
    return not check_payload(version, request.action, request.payload, is_request=True)


@pytest.mark.parametrize(
    ("version", "wish", "action", "request_id"),
    [
        (Version.V16, FirmwareWish(), "UpdateFirmware", None),
        (Version.V16, SIGNED, "SignedUpdateFirmware", 7),
        (Version.V16, FULL, "SignedUpdateFirmware", 7),
        (Version.V201, FirmwareWish(), "UpdateFirmware", 7),
        (Version.V201, FULL, "UpdateFirmware", 7),
        (Version.V21, FULL, "UpdateFirmware", 7),
    ],
)
def test_firmware_requests_are_valid_in_their_version(
    version, wish, action, request_id
):
    request = ask(version, wish)
    assert (request.action, request.request_id) == (action, request_id)
    assert is_valid(version, request)


def test_unsigned_firmware_of_1_6_is_to_be_fetched_at_once():
    assert ask(Version.V16, FirmwareWish()).payload == {
        "location": URL,
        "retrieveDate": "2027-01-15T07:59:00Z",
    }


def test_firmware_of_2_x_says_everything():
    payload = ask(Version.V201, FULL).payload
    assert payload["retries"] == 3
    assert payload["retryInterval"] == 20
    assert payload["firmware"] == {
        "location": URL,
        "retrieveDateTime": "2027-01-15T08:00:00Z",
        "installDateTime": "2027-01-15T08:01:00Z",
        "signingCertificate": "pem",
        "signature": "sig",
    }


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (FirmwareWish(signature="s"), "both"),
        (FirmwareWish(signing_certificate="s"), "both"),
        (FirmwareWish(install_at=NOW), "no time of installation"),
    ],
)
def test_a_firmware_wish_that_cannot_be_said_is_refused(wish, words):
    with pytest.raises(ValueError, match=words):
        ask(Version.V16, wish)


def test_a_url_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="shorter file name"):
        log_request(Version.V16, "h" * 513, wish=LogWish(), request_id=1)


def test_diagnostics_of_1_6_name_a_folder_and_a_time_span():
    wish = LogWish(since=NOW, until=NOW + 60, uses_get_log=False)
    request = log_request(Version.V16, "http://h/t/", wish=wish, request_id=1)
    assert request.action == "GetDiagnostics"
    assert request.request_id is None
    assert request.payload == {
        "location": "http://h/t/",
        "retries": 1,
        "retryInterval": 30,
        "startTime": "2027-01-15T08:00:00Z",
        "stopTime": "2027-01-15T08:01:00Z",
    }
    assert is_valid(Version.V16, request)


@pytest.mark.parametrize("version", list(Version))
def test_every_log_type_of_a_version_makes_a_valid_request(version):
    for log_type in LOG_TYPES[version]:
        wish = LogWish(log_type, since=NOW, until=NOW)
        request = log_request(version, "http://h/t/", wish=wish, request_id=4)
        assert request.action == "GetLog"
        assert is_valid(version, request)


def test_a_log_type_of_another_version_is_refused():
    wish = LogWish("DataCollectorLog")
    with pytest.raises(ValueError, match=r"OCPP 2\.0\.1 has no DataCollectorLog"):
        log_request(Version.V201, "http://h/", wish=wish, request_id=1)


def test_2_x_has_no_diagnostics_request():
    wish = LogWish(uses_get_log=False)
    found = log_request(Version.V201, "http://h/", wish=wish, request_id=1)
    assert found.action == "GetLog"


def test_what_is_left_to_the_charger_is_not_said():
    wish = LogWish(retries=None, retry_interval_s=None)
    found = log_request(Version.V201, "http://h/", wish=wish, request_id=1)
    assert set(found.payload) == {"logType", "requestId", "log"}
