# SPDX-License-Identifier: Apache-2.0
"""Findings come into a capture and out of it, and nothing else changes."""

import contextlib

import pytest

from ocppdesk.capture.annotations import Annotator
from ocppdesk.capture.errors import CaptureForeignError, CaptureMissingError
from ocppdesk.capture.finding_writer import FindingWriter, OldFormatError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.findings import Finding, Level


@pytest.fixture
def finished(record, path, message):
    """A capture of ten messages that was closed in order."""
    recorder = record()
    for number in range(1, 11):
        recorder.add_message(message(number))
    recorder.close()
    return path


@pytest.fixture
def writer(path):
    writer = FindingWriter(path)
    yield writer
    writer.close()


def found_in(path):
    with contextlib.closing(CaptureReader(path)) as reader:
        return reader.annotations().findings


def test_findings_come_change_and_go(finished, writer):
    writer.change([], [((3, "CON-07"), Level.ERROR), ((3, "PRO-01"), Level.NOTE)])
    assert found_in(finished) == {
        3: (Finding("CON-07", Level.ERROR), Finding("PRO-01", Level.NOTE))
    }
    writer.change([(3, "CON-07")], [((3, "PRO-01"), Level.WARNING)])
    assert found_in(finished) == {3: (Finding("PRO-01", Level.WARNING),)}
    writer.change([(3, "PRO-01"), (9, "none")], [])
    assert found_in(finished) == {}


def test_messages_that_do_not_exist_are_passed_over(finished, writer):
    writer.change([(99, "CON-07")], [((99, "CON-07"), Level.ERROR)])
    assert found_in(finished) == {}


def test_thousands_are_written_beside_the_recorder(record, path, message, writer):
    recorder = record()
    for number in range(1, 2_501):
        recorder.add_message(message(number))
    recorder.commit()
    writer.change([], [((n, "MTR-01"), Level.INFO) for n in range(1, 2_501)])
    recorder.add_message(message(2_501))
    recorder.close()
    assert len(found_in(path)) == 2_500


def test_marks_and_notes_stay(finished, writer):
    annotator = Annotator(finished)
    annotator.set_note(3, "mine")
    writer.change([], [((3, "CON-07"), Level.ERROR)])
    writer.change([(3, "CON-07")], [])
    with contextlib.closing(CaptureReader(finished)) as reader:
        assert reader.annotations().notes == {3: "mine"}


def test_nothing_to_change_touches_no_file(tmp_path):
    FindingWriter(tmp_path / "none.ocppdesk").change([], [])
    with pytest.raises(CaptureMissingError):
        FindingWriter(tmp_path / "none.ocppdesk").change([(1, "CON-07")], [])


def test_an_older_capture_is_left_as_it_is(old_capture, message):
    path = old_capture(4, message(1))
    before = path.read_bytes()
    with pytest.raises(OldFormatError, match="left as it is"):
        FindingWriter(path).change([], [((1, "CON-07"), Level.ERROR)])
    assert path.read_bytes() == before


def test_what_is_no_capture_is_said(path):
    path.write_text("hello, hello, hello " * 20)
    with pytest.raises(CaptureForeignError):
        FindingWriter(path).change([], [((1, "CON-07"), Level.ERROR)])
