# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
from PySide6.QtGui import QColor

from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.canvas import Scene
from ocppdesk.gui.charts.drawing import Style
from ocppdesk.gui.charts.lines import Line
from ocppdesk.gui.charts.plot import Plot
from ocppdesk.gui.charts.time_window import TimeWindow

LINE = Line(
    SeriesKey(None, 1, "SoC", "", "", "Percent"),
    np.array([0.0, 100.0]),
    np.array([50.0, 50.0]),
    np.array([0, 100]),
    np.array([7, 8]),
    np.zeros(2, np.uint8),
    np.empty(0, np.int64),
)


@pytest.fixture
def plot(qtbot, theme):
    scene = Scene(low=0.0, high=100.0)
    made = Plot(theme, TimeWindow(), scene)
    made.scene_of_panes = scene
    qtbot.addWidget(made)
    made.resize(500, 150)
    made.show_values(0.0, 100.0)
    made.canvas.lines = [(LINE, Style(QColor("red")))]
    made.show()
    return made


def picture(plot):
    plot.canvas.refresh()
    return plot.grab().toImage()


def colors(plot, x, image):
    frame = plot.frame
    column = round(frame.x(x))
    return {
        image.pixelColor(near, y).name()
        for near in (column - 1, column, column + 1)
        for y in range(int(frame.rect.top()) + 3, int(frame.rect.bottom()) - 3)
    }


def test_lines_are_drawn(plot):
    seen = [QColor(name) for name in colors(plot, 30, picture(plot))]
    assert any(color.red() > 200 and color.green() < 80 for color in seen)


@pytest.mark.parametrize(
    "change",
    [
        {"silences": [(20.0, 40.0)]},
        {"events": [(30.0, "problem")]},
        {"cursor": 30.0},
        {"markers": {"A": 30.0}},
        {"chosen": 30.0},
        {"selected": (40.0, 20.0)},
        {"ticks": [30.0]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_panes_have_in_common_is_seen_where_it_is(plot, change):
    before = colors(plot, 30, picture(plot))
    elsewhere = colors(plot, 70, picture(plot))
    for name, value in change.items():
        setattr(plot.scene_of_panes, name, value)
    plot.scene_of_panes.version += 1
    image = picture(plot)
    assert colors(plot, 30, image) != before
    assert colors(plot, 70, image) == elsewhere


def test_the_samples_of_a_message_are_ringed(plot):
    before = picture(plot)
    plot.scene_of_panes.chosen_message = 8
    assert picture(plot) != before


def test_good_values_have_a_band(plot):
    before = colors(plot, 30, picture(plot))
    plot.canvas.band = (20.0, 40.0)
    assert colors(plot, 30, picture(plot)) != before


def test_the_pointer_moves_over_a_kept_picture(plot):
    picture(plot)
    kept = plot.canvas._picture.cacheKey()
    plot.scene_of_panes.cursor = 10.0
    plot.canvas.update()
    plot.grab()
    assert plot.canvas._picture.cacheKey() == kept
