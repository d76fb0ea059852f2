# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QDateTime, QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QWidget

from ocppdesk.gui.times.moment_edit import MomentEdit

# Offscreen there is no keyboard to grab for a popup.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

NOON = QDateTime(2026, 1, 31, 12, 0, 0)


def make(theme, qtbot, *, is_end=False):
    edit = MomentEdit(
        theme, empty_text="from the start", first=lambda: QDateTime(NOON), is_end=is_end
    )
    qtbot.addWidget(edit)
    with qtbot.waitExposed(edit):
        edit.show()
    edit.setFocus()
    return edit


@pytest.fixture
def edit(theme, qtbot):
    return make(theme, qtbot)


def test_it_is_empty_at_first_and_says_what_that_means(edit):
    assert edit.moment is None
    assert edit.text() == "from the start"


def test_a_time_is_shown_and_told_to_nobody(edit, qtbot):
    with qtbot.assertNotEmitted(edit.moment_changed):
        edit.show_moment(NOON.toSecsSinceEpoch())
    assert edit.text() == "2026-01-31 12:00:00"
    assert edit.moment == NOON.toSecsSinceEpoch()


def test_an_arrow_key_begins_with_a_likely_time(edit, qtbot):
    with qtbot.waitSignal(edit.moment_changed):
        qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.dateTime() == NOON
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.dateTime().time() == QTime(13, 0)


def test_digits_begin_with_the_hour_and_enter_completes_them(edit, qtbot):
    qtbot.keyClicks(edit, "1405")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "2026-01-31 14:05:00"


def test_a_half_typed_time_is_not_told(edit, qtbot):
    edit.show_moment(NOON.toSecsSinceEpoch())
    edit.setSelectedSection(MomentEdit.Section.HourSection)
    with qtbot.assertNotEmitted(edit.moment_changed):
        qtbot.keyClicks(edit, "1")
    with qtbot.waitSignal(edit.moment_changed):
        qtbot.keyClick(edit, Qt.Key.Key_Return)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_deleting_all_of_it_empties_it(edit, qtbot, key):
    edit.show_moment(NOON.toSecsSinceEpoch())
    edit.selectAll()
    edit.lineEdit().selectAll()
    with qtbot.waitSignal(edit.moment_changed):
        qtbot.keyClick(edit, key)
    assert edit.moment is None


def test_the_cross_empties_it(edit, qtbot):
    (cross,) = edit.findChildren(QToolButton)[:1]
    assert not cross.isVisible()
    edit.show_moment(NOON.toSecsSinceEpoch())
    assert cross.isVisible()
    with qtbot.waitSignal(edit.moment_changed):
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert edit.moment is None


def test_the_calendar_of_an_empty_input_opens_at_the_likely_month(edit, qtbot):
    arrow = QPoint(edit.width() - 8, edit.height() // 2)
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton, pos=arrow)
    calendar = edit.calendarWidget()
    assert calendar.isVisible()
    assert (calendar.yearShown(), calendar.monthShown()) == (2026, 1)
    assert edit.moment is None
    calendar.window().close()


def test_a_day_picked_as_the_end_means_all_of_it(theme, qtbot):
    edit = make(theme, qtbot, is_end=True)
    edit.setDate(NOON.date())
    assert edit.text() == "2026-01-31 23:59:59"
    edit.setTime(QTime(0, 0))
    assert edit.text() == "2026-01-31 00:00:00"


def test_a_day_picked_as_the_start_begins_at_midnight(edit):
    edit.setDate(NOON.date())
    assert edit.text() == "2026-01-31 00:00:00"


def test_the_wheel_changes_nothing(edit, qtbot):
    edit.show_moment(NOON.toSecsSinceEpoch())
    middle = QPointF(edit.rect().center())
    wheel = QWheelEvent(
        middle,
        edit.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(edit, wheel)
    assert edit.moment == NOON.toSecsSinceEpoch()
    assert not wheel.isAccepted()


def test_a_whole_time_has_room(edit):
    edit.show_moment(NOON.toSecsSinceEpoch())
    edit.resize(edit.minimumSizeHint())
    line = edit.lineEdit()
    text = line.fontMetrics().horizontalAdvance(edit.text())
    cross = edit.findChildren(QToolButton)[0]
    assert line.width() - cross.width() > text


def test_tab_leaves_an_empty_input(theme, qtbot):
    window = QWidget()
    row = QHBoxLayout(window)
    edits = [
        MomentEdit(theme, empty_text="", first=lambda: QDateTime(NOON), is_end=False)
        for _ in range(3)
    ]
    for edit in edits:
        row.addWidget(edit)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    edits[1].setFocus()
    qtbot.keyClick(edits[1], Qt.Key.Key_Tab)
    assert edits[2].hasFocus()
    qtbot.keyClick(edits[2], Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert edits[1].hasFocus()


def test_tab_goes_through_the_parts_of_a_time(edit, qtbot):
    edit.show_moment(NOON.toSecsSinceEpoch())
    edit.setSelectedSection(MomentEdit.Section.YearSection)
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.currentSection() == MomentEdit.Section.MonthSection
