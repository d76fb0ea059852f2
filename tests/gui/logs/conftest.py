# SPDX-License-Identifier: Apache-2.0
"""A capture that was read from logs, written by hand."""

import sqlite3

import pytest

from ocppdesk.capture.log_records import (
    LOG_COLUMNS,
    LogCounts,
    LogState,
    LogSummary,
    log_values,
)
from ocppdesk.capture.reader import CaptureReader


class WrittenLogs:
    """Puts logs and their lines into a capture.

    Args:
        path: The capture.
    """

    def __init__(self, path):
        self.path = path

    def add(self, name, lines, *, number=1):
        """Add a log with lines: kind, text, why and message of each."""
        counts = LogCounts(complete=2)
        for kind, *_rest in lines:
            setattr(counts, kind, getattr(counts, kind) + 1)
        log = LogSummary(
            number, name, name, "text", "Text log", state=LogState.COMPLETE,
            lines=len(lines), counts=counts,
        )  # fmt: skip
        places = ", ".join("?" * len(LOG_COLUMNS))
        with sqlite3.connect(self.path) as database:
            database.execute(
                f"INSERT INTO logs ({', '.join(LOG_COLUMNS)}) VALUES ({places})",
                log_values(log),
            )
            database.executemany(
                "INSERT INTO log_lines (log_id, line, kind, text, why, message_id) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(number, line, *cells) for line, cells in enumerate(lines, start=1)],
            )
        database.close()
        return log


@pytest.fixture
def logs(recording):
    recording.beat(2)
    recording.recorder.close()
    return WrittenLogs(recording.path)


@pytest.fixture
def log_reader(logs):
    reader = CaptureReader(logs.path)
    yield reader
    reader.close()
