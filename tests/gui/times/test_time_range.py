# SPDX-License-Identifier: Apache-2.0
from datetime import datetime

import pytest
from PySide6.QtCore import QDateTime, Qt, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.search.box import SearchBox
from ocppdesk.gui.search.history import FilterHistory
from ocppdesk.gui.times.quick_ranges import SECOND, Quick, Span
from ocppdesk.gui.times.range_edit import RangeEdit
from ocppdesk.gui.times.time_range import TimeRange
from ocppdesk.settings import Settings

NOON = round(datetime(2026, 1, 31, 12).astimezone().timestamp())

# Offscreen there is no keyboard to grab for a popup.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = NOON * SECOND

    def __call__(self):
        return self.now


@pytest.fixture
def theme(qapp):
    """The theme at its ordinary size, whatever was zoomed before."""
    qapp.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    made = Theme(qapp)
    made.apply("Light", 100)
    return made


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def window(theme, clock, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    row = QHBoxLayout(made)
    row.addWidget(TimeRange(theme, clock))
    row.addWidget(SearchBox(theme, FilterHistory(Settings())), 1)
    made.resize(1100, 80)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def times(window):
    return window.findChild(TimeRange)


@pytest.fixture
def told(times):
    ranges = []
    times.range_changed.connect(ranges.append)
    return ranges


def title(times):
    return times.findChild(QToolButton).text()


def inputs(times, *, is_visible=True):
    return next(e for e in times.findChildren(RangeEdit) if e.isVisible() == is_visible)


def pick(times, quick):
    """Choose from the menu as a user does."""
    menu = times.findChild(QToolButton).menu()
    next(a for a in menu.actions() if a.text() == quick.title).trigger()


def test_all_times_are_shown_at_first(times):
    assert times.range == Span()
    assert title(times) == "All times"


def test_a_quick_range_applies_at_once_and_is_seen_in_the_inputs(times, told):
    pick(times, Quick.MINUTES_5)
    assert told == [Span((NOON - 300) * SECOND)]
    assert title(times) == "Last 5 min"
    assert inputs(times).since.moment == NOON - 300


def test_a_last_range_slides_as_time_goes_on(times, clock, told):
    pick(times, Quick.MINUTES_5)
    clock.now += 4 * SECOND
    times.slide()
    assert len(told) == 1
    clock.now += SECOND
    times.slide()
    assert told[-1] == Span((NOON - 295) * SECOND)
    assert inputs(times).since.moment == NOON - 295


def test_the_clock_runs_only_for_ranges_that_move(times):
    timer = times.findChild(QTimer)
    assert not timer.isActive()
    pick(times, Quick.HOUR)
    assert timer.isActive()
    times.set_range(Span(NOON * SECOND))
    assert not timer.isActive()


def test_today_becomes_tomorrow_at_midnight(times, clock, told):
    pick(times, Quick.TODAY)
    clock.now += 12 * 3600 * SECOND
    times.slide()
    assert told[-1].since == told[0].until


def test_the_menu_shows_which_range_is_chosen(times):
    pick(times, Quick.TODAY)
    menu = times.findChild(QToolButton).menu()
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["Today"]
    times.set_range(Span(NOON * SECOND))
    assert not [a for a in menu.actions() if a.isChecked()]


def test_two_times_make_a_range(times, told):
    ends = inputs(times)
    ends.since.setDateTime(QDateTime.fromSecsSinceEpoch(NOON))
    ends.until.setDateTime(QDateTime.fromSecsSinceEpoch(NOON + 59))
    assert told[-1] == Span(NOON * SECOND, (NOON + 60) * SECOND)
    assert times.quick is None
    assert title(times) == "Chosen times"


def test_a_range_that_cannot_be_leaves_the_last_one(times, told):
    times.set_range(Span(NOON * SECOND, (NOON + 60) * SECOND))
    ends = inputs(times)
    ends.since.setDateTime(QDateTime.fromSecsSinceEpoch(NOON + 999))
    assert times.range == Span(NOON * SECOND, (NOON + 60) * SECOND)
    assert len(told) == 1
    assert ends.remark


def test_the_cross_shows_all_times_again(times, qtbot, told):
    cross = next(
        b
        for b in times.findChildren(QToolButton)
        if b.accessibleName() == "Show all times"
    )
    assert not cross.isVisible()
    pick(times, Quick.YESTERDAY)
    inputs(times).since.setFocus()
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert times.range == Span()
    assert inputs(times).since.moment is None
    assert not cross.isVisible()


def test_emptying_both_ends_shows_all_times(times):
    times.set_range(Span(NOON * SECOND))
    ends = inputs(times)
    ends.since.lineEdit().actions()[0].trigger()
    assert times.quick is Quick.ALL


def test_without_room_the_button_shows_the_range(times, window, qtbot):
    times.set_range(Span(NOON * SECOND, (NOON + 60) * SECOND))
    window.resize(660, 80)
    qtbot.waitUntil(lambda: times.is_compact)
    assert title(times) == "2026-01-31 12:00:00 – 12:00:59"  # noqa: RUF001
    button = times.findChild(QToolButton)
    qtbot.waitUntil(lambda: button.width() >= button.sizeHint().width())
    window.resize(1200, 80)
    qtbot.waitUntil(lambda: not times.is_compact)
    assert inputs(times).since.isVisible()


def test_without_room_the_menu_opens_the_ends(times, window, qtbot, told):
    window.resize(660, 80)
    qtbot.waitUntil(lambda: times.is_compact)
    menu = times.findChild(QToolButton).menu()
    menu.actions()[-1].trigger()
    ends = inputs(times)
    assert ends.since.hasFocus()
    qtbot.keyClick(ends.since, Qt.Key.Key_Up)
    midnight = datetime(2026, 1, 31).astimezone().timestamp()
    assert told == [Span(round(midnight) * SECOND)]
    ends.window().close()


def test_with_room_the_menu_goes_to_the_ends(times, qtbot):
    times.findChild(QToolButton).menu().actions()[-1].trigger()
    qtbot.waitUntil(inputs(times).since.hasFocus)


def test_it_fits_beside_the_search_box_on_a_small_screen(times, window):
    # A window of 1366 pixels less the list of chargers.
    window.resize(1366 - 230, 80)
    assert not times.is_compact
    assert window.findChild(SearchBox).width() > 400


def test_screen_readers_hear_the_whole_range(times):
    times.set_range(Span(NOON * SECOND))
    button = times.findChild(QToolButton)
    assert button.accessibleName() == "Time range: from 2026-01-31 12:00:00"
