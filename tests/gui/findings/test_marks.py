# SPDX-License-Identifier: Apache-2.0
"""What is found comes into real captures, and goes again."""

import contextlib

import pytest

from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.findings import Finding, Level
from ocppdesk.gui.findings.marks import FindingMarks, marks_of

LONG = 10_000


@pytest.fixture
def marks(qtbot):
    made = FindingMarks()
    yield made
    made.close()


@pytest.fixture
def wanted(marks, recording):
    """What is to be marked: change it, then write."""
    recording.beat(5)
    state = {"findings": {}, "is_all": False}
    marks.open(recording.path, lambda: (state["findings"], state["is_all"]))
    return state


def write(qtbot, marks):
    marks.update()
    with qtbot.waitSignal(marks._settled, timeout=LONG):
        marks.flush()


def found_in(path):
    with contextlib.closing(CaptureReader(path)) as reader:
        return reader.annotations().findings


def test_a_rule_marks_a_message_once_with_the_worst_level(finding):
    findings = (
        finding(severity=Severity.LOW, messages=(1, 2)),
        finding(severity=Severity.CRITICAL, messages=(2,)),
    )
    assert marks_of({"CP1": findings}) == {
        (1, "CON-07"): Level.NOTE,
        (2, "CON-07"): Level.ERROR,
    }


def test_marks_follow_what_is_found(qtbot, marks, wanted, recording, finding):
    told = []
    marks.written.connect(lambda: told.append(1))
    wanted["findings"] = {"CP1": (finding(messages=(2, 3)),)}
    write(qtbot, marks)
    error = (Finding("CON-07", Level.ERROR),)
    assert found_in(recording.path) == {2: error, 3: error}
    write(qtbot, marks)
    assert told == [1]  # nothing else to write
    wanted["findings"] = {"CP1": (finding(messages=(3,)),)}
    write(qtbot, marks)
    assert found_in(recording.path) == {3: error}


def test_what_an_earlier_time_marked_stays_until_all_is_looked_through(
    qtbot, marks, wanted, recording, finding
):
    wanted["findings"] = {"CP1": (finding(messages=(2,)),)}
    write(qtbot, marks)
    other = FindingMarks()
    state = {"is_all": False}
    other.open(recording.path, lambda: ({}, state["is_all"]))
    write(qtbot, other)
    assert list(found_in(recording.path)) == [2]
    state["is_all"] = True
    write(qtbot, other)
    assert found_in(recording.path) == {}
    other.close()


def test_a_file_that_cannot_be_written_is_said_once(qtbot, marks, finding, tmp_path):
    path = tmp_path / "none.ocppdesk"
    said = []
    marks.failed.connect(said.append)
    marks.open(path, lambda: ({"CP1": (finding(),)}, True))
    write(qtbot, marks)
    assert len(said) == 1
    assert "none.ocppdesk" in said[0]
    marks.update()
    assert not marks._soon.isActive()
    assert not path.exists()


def test_nothing_is_written_without_a_capture(marks):
    marks.open(None, lambda: ({}, True))
    marks.update()
    marks.flush()
    assert marks._executor is None


def test_writing_waits_for_more(marks, wanted):
    marks.update()
    assert marks._soon.isActive()
