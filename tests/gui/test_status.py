# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QActionGroup, QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip

from ocppdesk.capture.errors import RecordingError
from ocppdesk.core.findings import Level
from ocppdesk.csms.engine import EngineState
from ocppdesk.gui.status import StatusLine


@pytest.fixture
def status(qtbot, theme):
    line = StatusLine(theme)
    qtbot.addWidget(line)
    line.show()
    return line


@pytest.fixture
def menus(qtbot):
    """The menus of times and profiles; the first choice of each is on."""

    def menu(*texts):
        made = QMenu()
        qtbot.addWidget(made)
        group = QActionGroup(made)
        for text in texts:
            action = made.addAction(text)
            action.setCheckable(True)
            group.addAction(action)
        made.actions()[0].setChecked(True)
        return made

    return menu("&Local time", "&UTC", "Since &previous"), menu("Live", "R && D")


def _label(line, name):
    (label,) = [x for x in line.findChildren(QLabel) if x.accessibleName() == name]
    return label


def _text(line, name):
    return _label(line, name).text()


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
    status.show_counts(2, 5, exchanges=True)
    assert _text(status, "Messages shown") == "2 exchanges of 5 messages shown"


def test_a_passing_message_is_shown(status):
    status.say("Copied")
    assert status.currentMessage() == "Copied"


@pytest.mark.parametrize(
    ("times", "text"),
    [
        ((0, 2_666_000), "Δ 00:00:02.666 between 2 rows"),
        ((2_666_000, 0), "Δ 00:00:02.666 between 2 rows"),
        ((5_000, 5_000), "Δ 00:00:00.000 between 2 rows"),
        ((0, 90_000_000_000), "Δ 1 d 01:00:00.000 between 2 rows"),
    ],
)
def test_the_time_between_two_rows_is_told(status, times, text):
    label = _label(status, "Time between the selected rows")
    assert not label.isVisible()
    status.show_span(times)
    assert label.isVisible()
    assert label.text() == text
    status.show_span(None)
    assert not label.isVisible()


def test_marked_messages_are_counted_if_there_are_any(status):
    label = _label(status, "Marked messages")
    status.show_marks(3)
    assert label.isVisible()
    assert label.text() == "3 marked"
    status.show_marks(0)
    assert not label.isVisible()


def test_the_buttons_tell_what_is_chosen(status, menus):
    status.show_menus(*menus)
    assert status.times.text() == "Local time"
    assert status.profiles.text() == "Live"
    menus[1].actions()[1].setChecked(True)
    status.show_choices()
    assert status.profiles.text() == "R & D"
    assert status.profiles.accessibleName() == "Profile: R & D"
    assert status.times.accessibleName() == "Times: Local time"


def test_a_click_takes_the_next_way_of_writing_times(qtbot, status, menus):
    status.show_menus(*menus)
    chosen = []
    menus[0].triggered.connect(lambda action: chosen.append(action.text()))
    for _click in range(3):
        # Beside the arrow, which opens the menu.
        spot = status.times.rect().center()
        spot.setX(5)
        qtbot.mouseClick(status.times, Qt.MouseButton.LeftButton, pos=spot)
    assert chosen == ["&UTC", "Since &previous", "&Local time"]


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_it_fits_the_smallest_laptop(status, menus, theme, reader, zoom):
    theme.apply("Light", zoom)
    status.show_menus(*menus)
    status.show_capture(reader.path, is_live=True)
    status.show_state(EngineState(reader.path, port=9000))
    status.show_counts(999_214, 1_001_932)
    status.show_marks(30)
    status.show_span((0, 2_666_000))
    assert status.minimumSizeHint().width() <= 1366


def test_what_is_cut_is_told_by_a_tool_tip(qtbot, status, reader):
    status.show_state(EngineState(reader.path, port=9000))
    label = _label(status, "Listening")
    label.setFixedWidth(40)
    status.repaint()
    spot = label.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, label.mapToGlobal(spot))
    QApplication.sendEvent(label, event)
    assert QToolTip.text() == "Listening on port 9000, all interfaces"
    QToolTip.hideText()


def test_the_worst_new_finding_is_told(status):
    status.show_findings({Level.NOTE: 3, Level.WARNING: 1}, total=9)
    assert status.findings.isVisible()
    assert status.findings.text() == "1 warning new"
    assert not status.findings.icon().isNull()
    status.show_findings({}, total=9)
    assert status.findings.text() == "9 findings"
    assert status.findings.icon().isNull()
    status.show_findings({}, total=0)
    assert not status.findings.isVisible()


def test_findings_are_not_written_across_a_passing_message(status):
    status.resize(900, status.height())
    status.say("The charger began a TLS handshake.")
    status.show_findings({Level.ERROR: 9}, total=9)
    assert status.findings.isVisible()
    text = status.fontMetrics().horizontalAdvance(status.currentMessage())
    assert status.findings.x() > text
    status.clearMessage()
    assert status.findings.isVisible()


@pytest.mark.parametrize("zoom", [100, 150])
def test_findings_do_not_move_what_is_above(qtbot, theme, zoom):
    theme.apply("Light", zoom)
    status = StatusLine(theme)
    qtbot.addWidget(status)
    status.show()
    height = status.sizeHint().height()
    status.show_findings({Level.WARNING: 3}, total=3)
    assert status.findings.isVisible()
    assert status.sizeHint().height() == height
    status.show_findings({}, total=3)
    assert status.sizeHint().height() == height
