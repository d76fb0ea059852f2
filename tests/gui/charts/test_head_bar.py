# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.charts.head_bar import ChartBar

STORIES = [(2, "2 · yesterday"), (1, "1 · the day before")]


@pytest.fixture
def bar(qtbot, theme):
    made = ChartBar(theme)
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.enable(has_lines=True, is_live=True)
    made.show()
    return made


def test_sessions_can_be_chosen(qtbot, bar):
    bar.show_stories(STORIES, 0)
    assert bar.stories.currentText() == "All sessions"
    with qtbot.waitSignal(bar.story_chosen) as told:
        qtbot.keyClick(bar.stories, Qt.Key.Key_Down)
    assert told.args == [2]


def test_showing_sessions_chooses_none(bar):
    told = []
    bar.story_chosen.connect(told.append)
    bar.show_stories(STORIES, 1)
    bar.show_stories([(3, "3 · today"), *STORIES], 1)
    assert bar.stories.currentData() == 1
    assert told == []


def test_the_clock_can_be_chosen(qtbot, bar):
    with qtbot.waitSignal(bar.clock_chosen) as told:
        qtbot.keyClick(bar.clocks, Qt.Key.Key_Down)
    assert told.args == [True]


def test_following_is_a_wish(qtbot, bar):
    told = []
    bar.follow_wanted.connect(told.append)
    bar.show_following(True)
    assert told == []
    qtbot.keyClick(bar.following, Qt.Key.Key_Space)
    assert told == [False]


def test_every_way_out_is_in_the_menu(qtbot, bar):
    told = []
    bar.export_wanted.connect(told.append)
    bar.copy_wanted.connect(lambda: told.append("copy"))
    for action in bar.actions_by_name.values():
        action.trigger()
    assert told == ["png", "svg", "csv", "csv all", "copy"]


def test_without_lines_nothing_can_be_done(bar):
    bar.enable(has_lines=False, is_live=False)
    assert not bar.export.isEnabled()
    assert not bar.fit.isEnabled()
    assert bar.following.isHidden()
