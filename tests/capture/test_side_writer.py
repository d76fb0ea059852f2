# SPDX-License-Identifier: Apache-2.0
"""Writing beside a recorder; `test_annotations.py` tests it in all its situations."""

import contextlib
import sqlite3

import pytest

from ocppdesk.capture.errors import (
    CaptureForeignError,
    CaptureMissingError,
    SnapshotError,
)
from ocppdesk.capture.schema import VERSION
from ocppdesk.capture.side_writer import SideWriter


@pytest.fixture
def writer(path):
    writer = SideWriter(path, SnapshotError)
    yield writer
    writer.close()


def test_the_number_of_the_last_row_is_returned(record, message, writer):
    record().add_message(message(1))
    assert writer.write("INSERT INTO marks VALUES (?)", [(3,), (4,)]) == 4


def test_nothing_inserted_has_no_number(record, writer):
    record()
    sql = "INSERT INTO marks SELECT id FROM messages WHERE id = ?"
    assert writer.write(sql, [(3,)]) == 0


def test_its_own_error_tells_what_failed(record, writer, path):
    record()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("DROP TABLE marks")
        with pytest.raises(SnapshotError, match="no such table"):
            writer.write("INSERT INTO marks VALUES (?)", [(1,)])


def test_what_is_no_capture_is_left_alone(writer, path):
    with pytest.raises(CaptureMissingError):
        writer.write("INSERT INTO marks VALUES (?)", [(1,)])
    path.write_text("my notes")
    with pytest.raises(CaptureForeignError):
        writer.write("INSERT INTO marks VALUES (?)", [(1,)])
    assert path.read_text() == "my notes"


def test_an_older_capture_is_brought_to_the_present_format(old_capture, writer, path):
    old_capture(1)
    writer.write("INSERT INTO marks VALUES (?)", [(1,)])
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)
