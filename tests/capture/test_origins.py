# SPDX-License-Identifier: Apache-2.0
"""What a capture tells of the logs behind it."""

import contextlib
import sqlite3

import pytest

from ocppdesk.capture.log_records import (
    LogSummary,
    log_values,
)
from ocppdesk.capture.origins import (
    LogLine,
    Origin,
    Place,
    read_lines,
    read_logs,
    read_origin,
)
from ocppdesk.capture.reader import CaptureReader

SUMMARY = LogSummary(1, "a.log", "a.log", "text", "Text")
LINES = [
    (1, 1, 3, "other", "Started", "", None),
    (2, 1, 4, "duplicate", "[2,…", "It repeats line 2.", 1),
    (3, 2, 1, "other", "Hello", "", None),
]


@pytest.fixture
def read(record, message, path):
    """A capture with two messages of two logs."""
    recorder = record()
    recorder.add_message(message(1))
    recorder.add_message(message(2))
    recorder.close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        places = ", ".join("?" * 14)
        for number, name in ((1, "cp1.log"), (2, "csms.log")):
            values = (number, name, *log_values(SUMMARY)[2:])
            database.execute(f"INSERT INTO logs VALUES ({places})", values)
        database.executemany("INSERT INTO log_lines VALUES (?,?,?,?,?,?,?)", LINES)
        database.execute("UPDATE messages SET log_id = 1, log_line = 2 WHERE id = 1")
        database.execute("INSERT INTO origins VALUES (1, '\"[2', 2, 9, 77)")
    with contextlib.closing(CaptureReader(path)) as reader:
        yield reader


def test_all_logs_are_told(read):
    assert [(log.id, log.name) for log in read_logs(read)] == [
        (1, "cp1.log"),
        (2, "csms.log"),
    ]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, [1, 2, 3]),
        ({"kind": "other"}, [1, 3]),
        ({"log_id": 1}, [1, 2]),
        ({"kind": "other", "log_id": 2}, [3]),
        ({"after": 1, "limit": 1}, [2]),
        ({"kind": "unreadable"}, []),
    ],
)
def test_lines_are_told_by_kind_and_log_in_pages(read, options, ids):
    assert [line.id for line in read_lines(read, **options)] == ids


def test_a_line_says_all_about_itself(read):
    assert read_lines(read)[1] == LogLine(*LINES[1])


def test_a_message_has_its_places_and_its_text_there(read):
    expected = Origin(Place(1, "cp1.log", 2), '"[2', Place(2, "csms.log", 9), 77)
    assert read_origin(read, 1) == expected


@pytest.mark.parametrize("number", [2, 99])
def test_a_recorded_message_has_no_place(read, number):
    assert read_origin(read, number) is None


@pytest.mark.parametrize("version", [1, 3])
def test_captures_of_older_formats_have_no_logs(old_capture, version, message):
    path = old_capture(version, message(1))
    with contextlib.closing(CaptureReader(path)) as reader:
        assert read_logs(reader) == read_lines(reader) == []
        assert read_origin(reader, 1) is None
