# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ocppdesk.gui.times.quick_ranges import SECOND, Span
from ocppdesk.gui.times.range_edit import RangeEdit

NOON = QDateTime(2026, 1, 31, 12, 0, 0).toSecsSinceEpoch()


def between(since, until):
    return Span(since * SECOND, until * SECOND)


@pytest.fixture(params=[False, True], ids=["row", "stack"])
def edit(theme, qtbot, request):
    window = QWidget()
    qtbot.addWidget(window)
    made = RangeEdit(theme, lambda: NOON * SECOND, is_stacked=request.param)
    layout = QVBoxLayout(window)
    layout.addWidget(made)
    layout.addStretch()
    window.resize(600, 300)
    with qtbot.waitExposed(window):
        window.show()
    yield made
    window.close()


@pytest.fixture
def told(edit):
    ranges = []
    edit.range_edited.connect(ranges.append)
    return ranges


def step(qtbot, end):
    end.setFocus()
    qtbot.keyClick(end, Qt.Key.Key_Up)


def test_open_ends_are_empty(edit):
    edit.show_range(Span(), is_moving=False)
    assert (edit.since.moment, edit.until.moment) == (None, None)


def test_the_end_is_shown_as_the_last_second_of_the_range(edit):
    edit.show_range(between(NOON, NOON + 60), is_moving=False)
    assert (edit.since.moment, edit.until.moment) == (NOON, NOON + 59)


def test_the_second_that_is_shown_as_the_end_belongs_to_the_range(edit, qtbot, told):
    step(qtbot, edit.until)
    assert told == [Span(None, (NOON + 1) * SECOND)]


def test_a_start_begins_with_midnight_of_today(edit, qtbot, told):
    step(qtbot, edit.since)
    midnight = QDateTime(2026, 1, 31, 0, 0, 0).toSecsSinceEpoch()
    assert told == [Span(midnight * SECOND, None)]


def test_a_start_after_the_end_is_said_and_not_told(edit, qtbot, told):
    edit.show_range(between(NOON, NOON + 1), is_moving=False)
    step(qtbot, edit.since)
    edit.since.setDateTime(QDateTime.fromSecsSinceEpoch(NOON + 3600))
    assert told == []
    assert "“From” is later than “to”" in edit.remark
    assert "Still shown: 2026-01-31 12:00:00" in edit.remark


def test_swapping_is_the_way_out(edit, qtbot, told):
    edit.show_range(between(NOON, NOON + 1), is_moving=False)
    edit.since.setDateTime(QDateTime.fromSecsSinceEpoch(NOON + 3600))
    swap = next(b for b in edit.window().findChildren(QPushButton) if b.isVisible())
    assert swap.text() == "Swap"
    qtbot.mouseClick(swap, Qt.MouseButton.LeftButton)
    assert told == [between(NOON, NOON + 3601)]
    assert edit.remark == ""


def test_one_second_is_a_range(edit, told):
    edit.since.setDateTime(QDateTime.fromSecsSinceEpoch(NOON))
    edit.until.setDateTime(QDateTime.fromSecsSinceEpoch(NOON))
    assert told[-1] == between(NOON, NOON + 1)


def test_the_clock_does_not_overwrite_what_is_being_typed(edit, qtbot):
    edit.show_range(Span(NOON * SECOND), is_moving=False)
    edit.since.setFocus()
    edit.show_range(Span((NOON + 5) * SECOND), is_moving=True)
    assert edit.since.moment == NOON
    edit.show_range(Span(), is_moving=False)
    assert edit.since.moment is None


def test_both_ends_have_names_for_screen_readers(edit):
    assert edit.since.accessibleName() == "From, local time"
    assert edit.until.accessibleName() == "To, local time"
