# SPDX-License-Identifier: Apache-2.0
"""Captures of every age are opened, however they were left."""

import contextlib
import sqlite3
import sys

import pytest

from ocppdesk.capture.annotations import EMPTY
from ocppdesk.capture.errors import CaptureForeignError, CaptureMissingError
from ocppdesk.capture.opening import open_to_read
from ocppdesk.capture.schema import APPLICATION_ID, VERSION

OLD = range(1, VERSION)


@pytest.mark.parametrize("version", OLD)
def test_an_older_capture_is_read_like_a_new_one(
    old_capture, read, message, answer, version
):
    path = old_capture(version, message(1), answer(2, to=1))
    before = path.read_bytes()
    reader = read()
    assert reader.messages([1, 2]) == [message(1), answer(2, to=1)]
    rows = reader.rows([1, 2])
    assert rows[1].answer == rows[2].message
    assert reader.chargers()[0].identity == "CP1"
    assert reader.was_closed()
    assert reader.annotations() == EMPTY
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", OLD)
def test_an_older_capture_can_be_copied_and_continued(
    old_capture, record, read, message, tmp_path, version
):
    old_capture(version, message(1))
    copy = tmp_path / "copy.ocppdesk"
    read().save_copy(copy)
    assert record(copy).next_message_id() == 2


def test_a_file_of_no_whole_format_is_refused(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with pytest.raises(CaptureForeignError, match="broken-off start"):
        open_to_read(path)


def test_a_missing_file_is_not_made(path):
    with pytest.raises(CaptureMissingError):
        open_to_read(path)
    assert not path.exists()


def test_reading_cannot_write(record, path):
    record().close()
    with (
        contextlib.closing(open_to_read(path)) as database,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        database.execute("INSERT INTO marks VALUES (1)")


# A change that is cut off when half of it is in the file, with its journal beside it.
CUT_OFF = """
import os, sqlite3, sys

database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA cache_size = 1")
database.execute("BEGIN IMMEDIATE")
database.execute("UPDATE messages SET raw = 'lost', charger_id = 7")
os._exit(9)
"""


@pytest.fixture
def cut_off(record, path, message, killed):
    """A finished capture in whose change the process was killed."""
    recorder = record()
    for number in range(1, 2_001):
        recorder.add_message(message(number, "kept" * 20))
    recorder.close()
    killed(CUT_OFF, path)
    assert b"lost" in path.read_bytes()
    assert path.with_name(f"{path.name}-journal").stat().st_size
    return path


def test_a_change_that_was_cut_off_is_undone(cut_off, read):
    messages = read().messages(range(1, 2_001))
    assert {message.raw for message in messages} == {"kept" * 20}
    assert len(messages) == 2_000
    assert [found.name for found in cut_off.parent.iterdir()] == [cut_off.name]


OPEN_THERE = """
import sys
from pathlib import Path
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.opening import open_to_read

try:
    open_to_read(Path(sys.argv[1]))
except CaptureError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="drops rights the Linux way")
def test_where_it_cannot_be_undone_it_is_said(cut_off, as_a_plain_user):
    cut_off.parent.chmod(0o555)
    try:
        sentence = as_a_plain_user(OPEN_THERE, cut_off)
    finally:
        cut_off.parent.chmod(0o755)
    assert "A change to it was cut off" in sentence
    assert "day.ocppdesk-journal" in sentence
