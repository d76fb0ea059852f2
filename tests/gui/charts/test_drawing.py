# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ocppdesk.analysis.sample import Assumed
from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.drawing import Frame, Style, draw_line, nearest
from ocppdesk.gui.charts.lines import Line

WHITE, RED = QColor("white"), QColor("red")
FRAME = Frame(QRectF(0, 0, 200, 100), 0.0, 200.0, 0.0, 100.0)


def line(x, y, *, breaks=(), is_step=False, assumed=0):
    count = len(x)
    return Line(
        SeriesKey(None, 1, "SoC", "", "", "Percent"),
        np.array(x, float),
        np.array(y, float),
        np.array(x, np.int64),
        np.arange(1, count + 1),
        np.full(count, assumed, np.uint8),
        np.array(breaks, np.int64),
        is_step,
    )


@pytest.fixture
def drawn(qapp):
    def draw(found, **style):
        image = QImage(200, 100, QImage.Format.Format_RGB32)
        image.fill(WHITE)
        painter = QPainter(image)
        painter.setBackground(WHITE)
        draw_line(painter, found, FRAME, Style(RED, **style))
        painter.end()
        return image

    return draw


def is_inked(image, x, y):
    return image.pixelColor(x, y) != WHITE


def test_places_and_values_belong_together():
    assert FRAME.x(50) == 50
    assert FRAME.y(75) == 25
    assert FRAME.time(50) == 50
    assert FRAME.value(25) == 75
    assert FRAME.x(1e15) == 1e6


def test_a_line_goes_from_sample_to_sample(drawn):
    image = drawn(line([0, 100], [50, 50]))
    assert is_inked(image, 50, 50)
    assert not is_inked(image, 50, 20)
    assert not is_inked(image, 150, 50)


def test_nothing_is_drawn_in_a_gap_and_no_zero(drawn):
    image = drawn(line([0, 40, 160, 199], [50] * 4, breaks=[1]))
    assert is_inked(image, 20, 50)
    assert is_inked(image, 180, 50)
    assert not any(is_inked(image, 100, y) for y in range(100))


def test_a_step_holds_its_value_up_to_the_next(drawn):
    image = drawn(line([0, 100, 199], [20, 80, 80], is_step=True))
    assert is_inked(image, 60, 80)
    assert is_inked(image, 100, 50)
    assert not is_inked(image, 60, 45)


def test_a_broken_step_does_not_reach_over_the_gap(drawn):
    image = drawn(line([0, 50, 150, 199], [20, 30, 80, 80], breaks=[1], is_step=True))
    assert is_inked(image, 25, 80)
    assert not any(is_inked(image, 100, y) for y in range(100))
    assert is_inked(image, 175, 20)


def test_a_lone_sample_is_seen(drawn):
    assert is_inked(drawn(line([100], [50])), 100, 50)
    dense = [*np.arange(0, 90, 0.05), 150.0, *np.arange(190, 199, 0.05)]
    index = dense.index(150.0)
    image = drawn(line(dense, [50] * len(dense), breaks=[index - 1, index]))
    assert is_inked(image, 150, 50)


def test_what_was_assumed_is_hollow(drawn):
    filled = drawn(line([50, 150], [50, 50]))
    hollow = drawn(line([50, 150], [50, 50], assumed=Assumed.UNIT.value))
    assert filled.pixelColor(50, 50) == RED
    assert hollow.pixelColor(50, 50) != RED
    assert is_inked(hollow, 50, 47)


def test_an_area_is_tinted_down_to_zero(drawn):
    image = drawn(line([0, 199], [50, 50]), is_filled=True)
    assert is_inked(image, 100, 90)
    assert not is_inked(image, 100, 10)


def test_a_million_points_are_as_few_as_the_pixels(drawn):
    x = np.linspace(0, 200, 1_000_000)
    image = drawn(line(x, 50 + 40 * np.sin(x / 5)), is_dashed=True)
    peak = [(x, y) for x in (7, 8) for y in (9, 10, 11)]
    assert any(is_inked(image, *place) for place in peak)


def test_the_nearest_sample_is_found_within_reach():
    one, other = line([50, 100], [50, 50]), line([52, 100], [60, 80])
    assert nearest([one, other], FRAME, QPointF(51, 49), 20) == (one, 0)
    assert nearest([one, other], FRAME, QPointF(101, 22), 20) == (other, 1)
    assert nearest([one, other], FRAME, QPointF(150, 50), 20) is None
    assert nearest([], FRAME, QPointF(0, 0), 20) is None
