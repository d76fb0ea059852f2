# SPDX-License-Identifier: Apache-2.0
import contextlib

import pytest

from ocppdesk.capture.snapshots import SnapshotWriter
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.core.frames import call_text
from ocppdesk.logs.analysed import UnknownChargerError
from ocppdesk.logs.errors import (
    CancelledError,
    ExistsError,
    MissingError,
    SuffixError,
)
from ocppdesk.logs.report.making import make_report

TAG = "04A2B3C4D5E6"
TEXTS = (
    call_text("1", "BootNotification", {"chargePointVendor": "V",
        "chargePointModel": "M", "chargePointSerialNumber": "SN-778899"}),
    call_text("2", "Authorize", {"idTag": TAG}),
    call_text("3", "StatusNotification", {"connectorId": 1, "status": "Faulted",
        "errorCode": "GroundFailure"}),
)  # fmt: skip


def test_a_report_is_written(capture, tmp_path):
    told = []
    target = tmp_path / "new" / "report.html"
    assert make_report(capture, target, progress=told.append) == 1
    text = target.read_text("utf-8")
    assert "Report on CP1" in text
    assert capture.name in text
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_log_is_read_as_well(tmp_path):
    log = tmp_path / "csms.log"
    log.write_text(
        "".join(
            f"2026-08-01T12:00:0{n}Z CP7 recv {text}\n" for n, text in enumerate(TEXTS)
        )
    )
    target = tmp_path / "report.html"
    make_report(log, target)
    assert "GroundFailure" in target.read_text("utf-8")


def test_what_identifies_anybody_is_replaced(tmp_path, record):
    path = record(tmp_path / "customer.ocppdesk", charger="Mill Street 4", texts=TEXTS)
    target = tmp_path / "report.html"
    make_report(path, target, charger="Mill Street 4", redact=True)
    text = target.read_text("utf-8")
    assert "replaced by aliases" in text
    for word in ("Mill", TAG, "SN-778899", "192.168.50.20", "customer"):
        assert word not in text
    assert "GroundFailure" in text


def test_changed_settings_are_told_without_what_identifies_anybody(tmp_path, record):
    name = "Mill Street 4"
    path = record(tmp_path / "customer.ocppdesk", charger=name, texts=TEXTS)
    with contextlib.closing(SnapshotWriter(path)) as writer:
        for at, seconds, host, owner in (
            (1, "300", "a", "Jane Miller"),
            (2, "60", "b", "John Doe"),
        ):
            values = {
                "HeartbeatInterval": seconds,
                "CentralSystemURL": f"wss://{host}.customer.example/{TAG}",
                "OwnerNote": owner,
                "AuthorizationKey": f"0123456789abcde{seconds}",
            }
            entries = [
                Entry(key_address(key), value, read_at=at)
                for key, value in values.items()
            ]
            writer.add(name, entries, at=at, name=f"before {owner}")
    target = tmp_path / "report.html"
    make_report(path, target, redact=True)
    text = target.read_text("utf-8")
    for word in ("Mill", TAG, "customer.example", "Jane", "John", "0123456789"):
        assert word not in text
    assert "<td>HeartbeatInterval</td><td>300</td><td>60</td>" in text
    assert "<td>OwnerNote</td><td>(left out)</td><td>(left out)</td>" in text
    assert "wss://HOST-01/" in text
    assert "wss://HOST-02/" in text
    make_report(path, target, overwrite=True)
    assert "Jane Miller" in target.read_text("utf-8")


def test_a_file_is_replaced_only_if_that_is_wanted(capture, tmp_path):
    target = tmp_path / "report.html"
    target.write_text("mine")
    with pytest.raises(ExistsError):
        make_report(capture, target)
    assert target.read_text() == "mine"
    make_report(capture, target, overwrite=True)
    assert target.read_text("utf-8") != "mine"


def test_what_cannot_be_done_is_refused(capture, tmp_path):
    target = tmp_path / "report.html"
    with pytest.raises(SuffixError, match=r"\.html"):
        make_report(capture, tmp_path / "report.pdf")
    with pytest.raises(UnknownChargerError):
        make_report(capture, target, charger="CP9")
    with pytest.raises(MissingError):
        make_report(tmp_path / "none.ocppdesk.log", target)
    assert not target.exists()


def test_it_can_be_stopped_in_the_middle(capture, tmp_path):
    target = tmp_path / "report.html"
    told = []
    with pytest.raises(CancelledError):
        make_report(
            capture,
            target,
            progress=told.append,
            is_cancelled=lambda: bool(told) and told[-1] > 0.4,
        )
    assert 0.4 < told[-1] < 0.9
    assert not target.exists()
