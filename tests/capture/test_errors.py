# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from ocppdesk.capture.errors import (
    AnnotationError,
    CaptureError,
    CaptureForeignError,
    CaptureLockedError,
    CaptureMissingError,
    CaptureNewerError,
    CaptureUnwritableError,
    RecordingError,
    SnapshotError,
)


@pytest.mark.parametrize(
    ("kind", "way_out"),
    [
        (CaptureMissingError, "ocppdesk serve --capture day.ocppdesk"),
        (CaptureForeignError, "Choose a file that ends in .ocppdesk"),
        (CaptureNewerError, "Update this program"),
        (CaptureLockedError, "record into another file"),
        (CaptureUnwritableError, "Choose another folder"),
        (RecordingError, "tried again every second"),
        (AnnotationError, "Save a copy in another folder, and mark there"),
        (SnapshotError, "Export the settings into a file instead"),
    ],
)
def test_each_error_names_the_file_and_a_way_out(kind, way_out):
    error = kind(Path("somewhere", "day.ocppdesk"), "the detail")
    assert isinstance(error, CaptureError)
    assert "day.ocppdesk" in str(error)
    assert way_out in str(error)


def test_what_the_system_said_is_passed_on():
    assert "the detail" in str(CaptureError(Path("day.ocppdesk"), "the detail"))
    assert str(CaptureError(Path("day.ocppdesk"))).endswith("cannot be used.")


def test_a_full_disk_asks_for_space():
    error = RecordingError(Path("day.ocppdesk"), "database or disk is full")
    assert "Free some space" in str(error)
    assert "recording goes on by itself" in str(error)


@pytest.mark.parametrize(
    ("detail", "way_out"),
    [
        ("database is locked", "Try again in a moment"),
        ("database or disk is full", "Free some space"),
    ],
)
@pytest.mark.parametrize("kind", [AnnotationError, SnapshotError])
def test_what_was_not_kept_says_what_to_do(kind, detail, way_out):
    error = kind(Path("day.ocppdesk"), detail)
    assert "not kept" in str(error)
    assert way_out in str(error)
