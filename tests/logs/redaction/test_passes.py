# SPDX-License-Identifier: Apache-2.0
"""Captures and files are looked through before they are redacted."""

import contextlib
import itertools

import pytest

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.convert import convert
from ocppdesk.logs.errors import CancelledError, MissingError
from ocppdesk.logs.export import export
from ocppdesk.logs.redaction.passes import (
    learn_capture,
    learn_files,
    preview_capture,
    preview_files,
)

TAG = "04A1B2C3D4"
TEXTS = (
    '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M",'
    '"chargePointSerialNumber":"S-778899"}]',
    '[2,"2","StartTransaction",{"connectorId":2,"idTag":"04A1B2C3D4","meterStart":0,'
    '"timestamp":"2026-08-01T12:00:00Z"}]',
    '[2,"3","Heartbeat",{"card 04A1B2C3D4',
)


@pytest.fixture
def site(tmp_path, record):
    return record(tmp_path / "site.ocppdesk", charger="CP-0042", texts=TEXTS)


@pytest.fixture
def reader(site):
    with contextlib.closing(CaptureReader(site)) as reader:
        yield reader


def data_of(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize(
    "suffix", [".ocppdesk", ".jsonl", ".csv", ".txt", ".trace.jsonl", ".html"]
)
def test_a_redacted_file_has_nothing_of_it(reader, tmp_path, suffix):
    out = tmp_path / "out"
    redaction = learn_capture(reader)
    export(reader, range(1, 100), out / f"x{suffix}", redaction=redaction)
    data = data_of(out)
    for value in (TAG, "S-778899", "CP-0042", "192.168.50.20"):
        assert value.encode() not in data
    for alias in ("TAG-0001", "SERIAL-01", "CHARGER-01"):
        assert alias.encode() in data


def test_a_redacted_capture_opens_like_any_other(reader, tmp_path, messages_of):
    target = tmp_path / "x.ocppdesk"
    export(reader, range(1, 100), target, redaction=learn_capture(reader))
    found = messages_of(target)
    assert len(found) == reader.last_id()
    assert {message.charger for message in found} == {"CHARGER-01"}
    with contextlib.closing(CaptureReader(target)) as copy:
        [connection] = copy.connections()
        [charger] = copy.chargers()
    assert (connection.charger, connection.peer) == ("CHARGER-01", "IP-01:4711")
    assert (charger.identity, charger.serial) == ("CHARGER-01", "SERIAL-01")


def test_files_are_converted_without_what_identifies(site, tmp_path, messages_of):
    lines, target = tmp_path / "Mr Smith.jsonl", tmp_path / "out" / "x.ocppdesk"
    convert([site], lines)
    convert([lines], target, redaction=learn_files([lines]))
    data = data_of(tmp_path / "out")
    for value in (TAG, "S-778899", "CP-0042", "Smith"):
        assert value.encode() not in data
    assert {message.charger for message in messages_of(target)} == {"CHARGER-01"}


def test_a_capture_and_its_copy_get_the_same_aliases(site, reader, tmp_path):
    from_capture, from_file = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    export(reader, range(1, 100), from_capture, redaction=learn_capture(reader))
    convert([site], from_file, redaction=learn_files([site]))
    assert from_capture.read_bytes() == from_file.read_bytes()


def test_a_value_of_a_message_that_is_not_written_is_known(reader, tmp_path):
    cut = [m.id for m in reader.messages(range(1, 100)) if m.problem is not None]
    export(reader, cut, tmp_path / "x.txt", redaction=learn_capture(reader))
    assert b"card TAG-0001" in (tmp_path / "x.txt").read_bytes()


def test_a_preview_writes_nothing_and_tells_all(site, reader, tmp_path):
    found = preview_capture(reader, range(1, 100), learn_capture(reader))
    assert {(r.original, r.alias) for r in found} == {
        ("CP-0042", "CHARGER-01"),
        (TAG, "TAG-0001"),
        ("S-778899", "SERIAL-01"),
        ("192.168.50.20", "IP-01"),
    }
    assert preview_files([site], learn_files([site])) == found
    assert [path.name for path in tmp_path.iterdir()] == ["site.ocppdesk"]


def test_a_preview_of_some_messages_counts_those(reader):
    tag = next(m.id for m in reader.messages(range(1, 100)) if TAG in m.text)
    found = preview_capture(reader, [tag], learn_capture(reader))
    assert (TAG, 1, tag) in {(r.original, r.count, r.example) for r in found}
    assert "S-778899" not in {r.original for r in found}


def test_progress_rises_to_one(site, reader):
    told = []
    redaction = learn_capture(reader, progress=told.append)
    preview_capture(reader, [1, 2], redaction, progress=told.append)
    assert told == [0.0, 1.0, 0.0, 1.0]
    learn_files([site], progress=told.append)
    assert told[-1] == 1.0


def test_it_stops_when_it_is_no_longer_wanted(site, reader):
    with pytest.raises(CancelledError):
        learn_capture(reader, is_cancelled=lambda: True)
    asked = itertools.count()
    with pytest.raises(CancelledError):
        preview_capture(
            reader, [1], learn_capture(reader), is_cancelled=lambda: next(asked) == 1
        )
    with pytest.raises(CancelledError):
        learn_files([site], is_cancelled=lambda: True)


LINE = '2026-01-31 14:05:31,204 INFO ocpp CP-7: receive message [2,"%d","Heartbeat",{}]'


def test_it_stops_while_a_log_of_another_program_is_read(tmp_path):
    path = tmp_path / "site.log"
    path.write_text("Nothing of interest.\n")
    with pytest.raises(CancelledError):
        learn_files([path], is_cancelled=lambda: True)


def test_progress_rises_while_a_log_of_another_program_is_read(site, tmp_path):
    path = tmp_path / "site.log"
    path.write_text("".join(f"{LINE % number}\n" for number in range(500)))
    told = []
    learn_files([path, site], progress=told.append)
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(MissingError):
        learn_files([tmp_path / "gone.jsonl"])
