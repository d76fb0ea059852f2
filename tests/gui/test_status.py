# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QLabel

from ocppdesk.capture.errors import RecordingError
from ocppdesk.csms.engine import EngineState
from ocppdesk.gui.status import StatusLine


@pytest.fixture
def status(qtbot, theme):
    line = StatusLine(theme)
    qtbot.addWidget(line)
    line.show()
    return line


def _text(line, name):
    (label,) = [x for x in line.findChildren(QLabel) if x.accessibleName() == name]
    return label.text()


def test_a_recording_tells_its_file_and_its_age(status, reader):
    status.show_capture(reader.path, is_live=True)
    status.show_state(EngineState(reader.path, port=9000))
    assert "Recording 00:00:00" in _text(status, "Recording")
    assert reader.path.name in _text(status, "Capture")
    assert _text(status, "Listening") == "Listening on port 9000, all interfaces"


def test_a_review_says_so(status, reader):
    status.show_capture(reader.path, is_live=False)
    assert _text(status, "Recording") == "Review"


def test_a_recording_that_cannot_write_says_so(status, reader):
    status.show_capture(reader.path, is_live=True)
    error = RecordingError(reader.path, "disk is full")
    status.show_state(EngineState(reader.path, recording_error=error))
    assert "Paused" in _text(status, "Recording")
    assert _text(status, "Listening") == "Not listening"


def test_counts_tell_whether_something_is_hidden(status):
    status.show_counts(5, 5)
    assert _text(status, "Messages shown") == "5 messages"
    status.show_counts(2, 5)
    assert _text(status, "Messages shown") == "2 of 5 messages shown"


def test_a_passing_message_is_shown(status):
    status.say("Copied")
    assert status.currentMessage() == "Copied"
