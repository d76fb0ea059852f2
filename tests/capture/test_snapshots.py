# SPDX-License-Identifier: Apache-2.0
"""Snapshots of settings are kept beside a recorder, and found again anywhere."""

import contextlib
import sqlite3
import threading
from dataclasses import replace

import pytest

from ocppdesk.capture.errors import CaptureMissingError, SnapshotError
from ocppdesk.capture.folder import SUFFIX
from ocppdesk.capture.snapshots import (
    SnapshotWriter,
    entries_of,
    snapshot_entries,
    snapshots,
    snapshots_of_folder,
    stored_snapshots,
)
from ocppdesk.core.configuration.settings import (
    Access,
    Entry,
    Limits,
    key_address,
    variable_address,
)
from ocppdesk.core.masking import MASK

KEY = Entry(
    key_address("HeartbeatInterval"), "300", Access.READ_WRITE, read_at=1_000_000
)
SECRET = Entry(key_address("AuthorizationKey"), "deadbeef", read_at=1_000_000)
VARIABLE = Entry(
    variable_address("EVSE:1.Power#MaxSet"),
    "22000",
    Access.READ_ONLY,
    read_at=2_000_000,
    limits=Limits("decimal", "W", 0, 22000.0),
    remarks=("odd",),
)


@pytest.fixture
def writer(path, message, record):
    """A writer beside a recorder that has heard of CP1."""
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    writer = SnapshotWriter(path)
    yield writer
    writer.close()


def test_what_is_kept_comes_back(writer, read):
    number = writer.add("CP1", [KEY, VARIABLE], at=3_000_000, name="before")
    (found,) = snapshots(read())
    assert (found.id, found.charger, found.at) == (number, "CP1", 3_000_000)
    assert (found.name, found.count, found.is_automatic) == ("before", 2, False)
    assert snapshot_entries(read(), number) == (KEY, VARIABLE)
    assert entries_of(found) == (KEY, VARIABLE)


def test_a_secret_is_kept_as_its_mask_only(writer, read, path):
    number = writer.add("CP1", [SECRET], at=1)
    assert snapshot_entries(read(), number)[0].value == MASK
    with contextlib.closing(sqlite3.connect(path)) as database:
        stored = database.execute("SELECT entries FROM snapshots").fetchone()[0]
    assert "deadbeef" not in stored


def test_what_was_never_read_is_left_out(writer, read):
    number = writer.add("CP1", [KEY, Entry(key_address("X"), written="1")], at=1)
    assert snapshot_entries(read(), number) == (KEY,)


def test_without_a_name_it_was_made_by_itself(writer, read):
    writer.add("CP1", [KEY], at=1, connection=1)
    assert snapshots(read())[0].is_automatic


def test_the_newest_comes_first_and_chargers_are_told_apart(
    writer, read, record, message
):
    writer.add("CP1", [KEY], at=5)
    writer.add("CP1", [KEY], at=9)
    assert [found.at for found in snapshots(read(), "CP1")] == [9, 5]
    assert snapshots(read(), "CP2") == []


def test_a_charger_that_the_capture_does_not_know_is_said(writer):
    with pytest.raises(SnapshotError, match="knows no charger CP9"):
        writer.add("CP9", [KEY], at=1)


def test_a_snapshot_is_renamed_and_removed(writer, read):
    number = writer.add("CP1", [KEY], at=1)
    writer.rename(number, " good \ud83d ")
    assert snapshots(read())[0].name == "good \ufffd"
    writer.remove(number)
    assert snapshots(read()) == []
    assert snapshot_entries(read(), number) == ()


def test_writing_goes_on_while_others_write(writer, read):
    threads = [
        threading.Thread(target=writer.add, args=("CP1", [KEY]), kwargs={"at": at})
        for at in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(snapshots(read())) == 8


def test_an_older_capture_has_none_until_one_is_kept(old_capture, message, read, path):
    old_capture(4, message(1))
    reader = read()
    assert snapshots(reader) == []
    assert snapshot_entries(reader, 1) == ()
    SnapshotWriter(path).add("CP1", [KEY], at=1)
    assert len(snapshots(reader)) == 1


def test_the_captures_of_a_folder_are_looked_through(
    tmp_path, record, message, writer, path
):
    writer.add("CP1", [KEY], at=1, name="old")
    other = tmp_path / f"other{SUFFIX}"
    recorder = record(other)
    recorder.add_message(message(1, charger="CP2"))
    recorder.commit()
    SnapshotWriter(other).add("CP2", [KEY], at=2)
    (tmp_path / f"broken{SUFFIX}").write_text("no capture")
    found = snapshots_of_folder(tmp_path, besides=[path])
    assert [(f.charger, f.name) for f in found] == [("CP2", ""), ("CP1", "old")]
    assert [f.charger for f in snapshots_of_folder(tmp_path, "CP2")] == ["CP2"]


def test_a_capture_that_is_gone_is_said(writer, read, path, record):
    writer.add("CP1", [KEY], at=1)
    (found,) = snapshots(read())
    path.rename(path.with_name("elsewhere"))
    with pytest.raises(CaptureMissingError):
        entries_of(found)


def test_damaged_settings_are_passed_over(writer, read, path):
    number = writer.add("CP1", [KEY], at=1)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        for text in ("{", "7", '[1, {"key": ""}, {"key": "A", "value": 7}]'):
            database.execute("UPDATE snapshots SET entries = ?", (text,))
            assert snapshot_entries(read(), number) == ()


def test_snapshots_are_taken_over_from_another_capture(writer, read, record, message):
    other = writer.path.with_name("other.ocppdesk")
    recorder = record(other)
    recorder.add_message(message(1))
    recorder.commit()
    writer.add("CP1", [KEY], at=3_000_000, name="before")
    (stored,) = stored_snapshots(read())
    stranger = replace(stored, charger="CP9")
    SnapshotWriter(other).put([stored, stranger])
    (found,) = snapshots(read(other))
    assert (found.charger, found.at, found.name) == ("CP1", 3_000_000, "before")
    assert entries_of(found) == (KEY,)


def test_a_copy_has_the_snapshots(writer, read, tmp_path):
    number = writer.add("CP1", [KEY], at=1)
    copy = tmp_path / "copy.ocppdesk"
    read().save_copy(copy)
    assert snapshot_entries(read(copy), number) == (KEY,)
