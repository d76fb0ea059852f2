# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.sample_table import SeriesData, SeriesKey
from ocppdesk.gui.charts.lines import gaps, line_of, spread

KEY = SeriesKey(None, 1, "Current.Import", "L1", "Outlet", "A")


def series(seconds, values, *, charger_seconds=None):
    at = np.array(seconds, np.int64) * 1_000_000
    own = at if charger_seconds is None else np.array(charger_seconds) * 1_000_000
    count = len(at)
    return SeriesData(
        KEY,
        at,
        own.astype(np.int64),
        np.array(values, np.float64),
        np.arange(1, count + 1),
        np.zeros(count, np.uint8),
    )


def test_an_even_line_has_no_gap():
    line = line_of(series(range(0, 600, 60), range(10)))
    assert line.breaks.tolist() == []
    assert line.x.tolist() == list(range(0, 600, 60))


def test_a_line_is_broken_where_nothing_came_for_three_intervals():
    line = line_of(series([0, 60, 120, 400, 460, 520], [1] * 6))
    assert line.breaks.tolist() == [2]


def test_rare_values_between_dense_ones_are_a_line_of_their_own():
    dense = list(range(0, 1200, 60))
    rare = [1140 + 900 * n for n in range(1, 4)]
    assert gaps(np.array([*dense, *rare], float)).tolist() == [len(dense) - 1]


def test_a_line_is_broken_where_there_was_no_connection():
    line = line_of(series([0, 60, 120], [1, 2, 3]), silences=((70.0, 75.0),))
    assert line.breaks.tolist() == [1]


def test_by_the_chargers_clock_late_values_go_where_they_belong():
    data = series([0, 60, 61, 120], [1, 2, 3, 4], charger_seconds=[0, 60, 30, 90])
    line = line_of(data, by_charger=True)
    assert line.x.tolist() == [0, 30, 60, 90]
    assert line.y.tolist() == [1, 3, 2, 4]
    assert line.message.tolist() == [1, 3, 2, 4]
    assert line.at.tolist() == [0, 61_000_000, 60_000_000, 120_000_000]


def test_what_is_no_number_is_not_drawn():
    line = line_of(series([0, 60, 120], [1, float("nan"), 3]))
    assert line.y.tolist() == [1, 3]


def test_a_line_that_did_not_grow_stays_the_same():
    data = series([0, 60], [1, 2])
    line = line_of(data)
    assert line_of(data, before=line) is line
    assert len(line_of(series([0, 60, 120], [1, 2, 3]), before=line).x) == 3


def test_few_points_are_drawn_as_they_are_with_those_beside_the_picture():
    line = line_of(series(range(0, 600, 60), range(10)))
    shape = line.shape(130, 310, 500)
    assert shape.y.tolist() == [2, 3, 4, 5, 6]
    assert (shape.first, shape.is_thinned) == (2, False)


def test_a_peak_survives_the_thinning():
    values = np.zeros(100_000)
    values[54_321] = 32.0
    line = line_of(series(range(100_000), values))
    shape = line.shape(0, 100_000, 500)
    assert len(shape.x) <= 2 * 502
    assert shape.y.max() == 32.0
    assert shape.is_thinned


def test_a_gap_survives_the_thinning():
    seconds = [*range(10_000), *range(50_000, 60_000)]
    line = line_of(series(seconds, [1] * 20_000))
    shape = line.shape(0, 60_000, 300)
    (gap,) = shape.breaks.tolist()
    assert shape.x[gap] == 9_999
    assert shape.x[gap + 1] == 50_000


@given(
    steps=st.lists(st.integers(0, 500), min_size=1, max_size=400),
    columns=st.integers(1, 40),
    low=st.integers(-100, 2_000),
    width=st.integers(1, 5_000),
)
def test_a_thinned_line_keeps_order_extremes_and_breaks(steps, columns, low, width):
    seconds = np.cumsum(steps)
    values = np.sin(seconds * 1.7)
    line = line_of(series(seconds, values))
    shape = line.shape(low, low + width, columns)
    first, end = line.between(low, low + width)
    assert (np.diff(shape.x) >= 0).all()
    if end > first:
        assert shape.y.max() >= line.y[first:end].max()
        assert shape.y.min() <= line.y[first:end].min()
    inner = [
        b for b in line.breaks if max(first - 1, 0) <= b < min(end, len(values) - 1)
    ]
    assert len(shape.breaks) == len(inner)
    for mine, theirs in zip(shape.breaks, inner, strict=True):
        assert shape.x[mine] == line.x[theirs]
        assert shape.x[mine + 1] == line.x[theirs + 1]


@pytest.mark.parametrize(
    ("time", "is_step", "value"),
    [(0, False, 1.0), (25, False, 1.0), (40, False, 2.0), (40, True, 1.0),
     (300, False, None), (-1, False, None), (481, False, None), (480, False, 6.0)],
)  # fmt: skip
def test_the_value_at_a_time(time, is_step, value):
    data = series([0, 60, 120, 360, 420, 480], [1, 2, 3, 4, 5, 6])
    assert line_of(data, is_step=is_step).value_at(time) == value


def test_the_spread_is_that_of_the_picture():
    line = line_of(series([0, 60, 120, 180], [1, 9, 3, 4]))
    assert spread([line], 100, 200) == (3.0, 4.0)
    assert spread([line], 130, 140) == (3.0, 4.0)
    assert spread([line], 500, 600) == (4.0, 4.0)
    assert spread([], 0, 1) is None


def replayed():
    """Two samples, and a message that tells both again before a third."""
    seconds, own = [0, 60, 120, 120, 120], [0, 60, 120, 0, 60]
    data = series(seconds, [1, 2, 3, 1, 2], charger_seconds=own)
    return replace(data, message=np.array([1, 2, 3, 3, 3]))


def test_what_is_told_again_later_is_not_drawn_where_it_arrived():
    line = line_of(replayed())
    assert line.y.tolist() == [1, 2, 3]
    assert line.message.tolist() == [1, 2, 3]
    assert line_of(replayed(), before=line) is line
    assert line_of(replayed(), has_late=True).y.tolist() == [1, 2, 3, 1, 2]
    assert line_of(replayed(), by_charger=True).y.tolist() == [1, 1, 2, 2, 3]


def test_values_of_one_message_and_time_are_all_drawn():
    data = replace(series([0, 0], [1, 2]), message=np.array([1, 1]))
    assert line_of(data).y.tolist() == [1, 2]
