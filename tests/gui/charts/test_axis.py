# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.charts.axis import TimeAxis
from ocppdesk.gui.charts.canvas import Scene
from ocppdesk.gui.charts.ticks import TimeTexts
from ocppdesk.gui.messages.times import TimeMode

NOON = 1_785_585_600.0


@pytest.fixture
def axis(qtbot, theme):
    made = TimeAxis(theme, Scene(low=NOON, high=NOON + 3600))
    made.texts = TimeTexts(TimeMode.UTC)
    qtbot.addWidget(made)
    made.resize(700, made.sizeHint().height())
    made.show()
    return made


def test_marks_are_as_many_as_there_is_room_for(axis):
    assert len(axis.place_marks()) >= 4
    axis.resize(300, 40)
    assert 1 <= len(axis.place_marks()) <= 3


def test_the_pointer_and_the_markers_are_shown(axis):
    axis.place_marks()
    plain = axis.grab().toImage()
    axis._scene.cursor = NOON + 1800
    pointed = axis.grab().toImage()
    assert pointed != plain
    axis._scene.markers = {"A": NOON + 600, "B": NOON + 1200}
    assert axis.grab().toImage() != pointed


def test_the_time_between_the_markers_is_told(axis):
    assert axis.difference == ""
    axis._scene.markers = {"A": NOON + 600, "B": NOON + 1200}
    assert axis.difference == "+00:10:00.000"
