# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.charts.time_window import TimeWindow


@pytest.fixture
def window():
    made = TimeWindow()
    made.set_span((1_000.0, 2_000.0))
    return made


def test_everything_is_in_view_until_somebody_chooses(window):
    assert window.low < 1_000 < 2_000 < window.high
    window.set_span((1_000.0, 5_000.0))
    assert window.high > 5_000


def test_chosen_times_stand_still(window):
    window.show_range(1_200, 1_300)
    window.set_span((1_000.0, 5_000.0))
    assert (window.low, window.high) == (1_200, 1_300)
    assert not window.is_whole


def test_following_keeps_the_width_and_goes_along(window):
    window.show_range(1_200, 1_300)
    window.set_following(True)
    assert window.low < 2_000 < window.high
    window.set_span((1_000.0, 2_500.0))
    assert window.width == pytest.approx(100)
    assert window.low < 2_500 < window.high


def test_going_back_ends_the_following(window):
    told = []
    window.following_changed.connect(told.append)
    window.show_range(1_900, 2_000)
    window.set_following(True)
    window.pan(-200)
    assert told == [True, False]


def test_zooming_keeps_the_time_under_the_pointer(window):
    window.show_range(1_000, 2_000)
    window.zoom(0.5, 1_250)
    assert (window.low, window.high) == (1_125, 1_625)


def test_zooming_while_the_end_is_followed_keeps_the_end(window):
    window.show_range(1_000, 2_000)
    window.set_following(True)
    high = window.high
    window.zoom(0.5, 1_250)
    assert window.high == pytest.approx(high)
    assert window.is_following


def test_the_samples_cannot_be_lost_by_panning(window):
    window.show_range(1_000, 2_000)
    window.pan(50_000)
    assert window.low < 2_000
    window.pan(-90_000)
    assert window.high > 1_000


def test_fit_shows_everything_again(window):
    window.show_range(1_200, 1_300)
    window.fit()
    assert window.is_whole
    assert window.high > 2_000


def test_a_single_sample_has_some_time_around_it():
    window = TimeWindow()
    window.set_span((1_000.0, 1_000.0))
    assert window.width == pytest.approx(60)


def test_there_is_a_least_width(window):
    window.show_range(1_500, 1_500)
    assert window.width > 0
    window.zoom(1e-9, 1_500)
    assert window.width > 0
