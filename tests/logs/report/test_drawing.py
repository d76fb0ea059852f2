# SPDX-License-Identifier: Apache-2.0
import re

from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.report.drawing import HEIGHT, WIDTH, Curve, chart

SECOND = 1_000_000
HOUR = 3_600 * SECOND
NOON = 1_785_585_600 * SECOND  # 2026-08-01T12:00:00Z


def lines(drawn):
    return [
        [tuple(map(float, point.split(","))) for point in points.split()]
        for points in re.findall(r'<polyline class="\w+" points="([^"]*)"', drawn)
    ]


def test_a_curve_is_a_line_between_round_numbers():
    curve = Curve("total", [NOON, NOON + HOUR], [0.0, 11.0])
    drawn = chart("Power", "kW", [curve], (NOON, NOON + HOUR))
    ((first, last),) = lines(drawn)
    assert first[0] < last[0]
    assert first[1] > last[1]  # up is less
    assert ">15</text>" in drawn
    assert ">12:30</text>" in drawn
    assert 'aria-label="Power in kW"' in drawn


def test_the_last_time_is_not_cut_off():
    curve = Curve("total", [NOON, NOON + 75 * SECOND], [0.0, 11.0])
    drawn = chart("Power", "kW", [curve], (NOON, NOON + 75 * SECOND))
    assert f'<text class="time last" x="{WIDTH}.0"' in drawn


def test_gaps_stay_gaps_and_a_single_value_is_seen():
    minutes = [0, 1, 2, 3, 60, 61]
    curve = Curve("a", [NOON + m * 60 * SECOND for m in minutes], [1.0] * 6)
    assert len(lines(chart("A", "A", [curve], (NOON, NOON + HOUR)))) == 2
    single = Curve("a", [NOON], [1.0])
    ((first, last),) = lines(chart("A", "A", [single], (NOON, NOON)))
    assert first != last


def test_limits_are_steps():
    limit = Curve("limit", [NOON, NOON + HOUR], [32.0, 6.0], is_limit=True)
    drawn = chart("A", "A", [limit], (NOON, NOON + HOUR))
    (points,) = lines(drawn)
    assert len(points) == 3
    assert points[0][1] == points[1][1]
    assert 'class="limit"' in drawn


def test_many_values_become_few_that_keep_the_peaks():
    values = [1.0] * 5_000
    values[3_333] = 99.0
    curve = Curve("a", [NOON + n * SECOND for n in range(5_000)], values)
    drawn = chart("A", "A", [curve], (NOON, NOON + 5_000 * SECOND))
    (points,) = lines(drawn)
    assert len(points) <= 501
    assert min(y for _x, y in points) < 20


def test_names_are_escaped():
    drawn = chart("<b>", "&", [Curve("<i>", [NOON], [1.0])], (NOON, NOON + HOUR))
    assert "<b>&lt;b&gt;</b> in &amp;" in drawn
    assert "&lt;i&gt;" in drawn


@given(
    st.lists(
        st.tuples(st.integers(0, 400 * 24 * HOUR), st.floats(-1e12, 1e12)), min_size=1
    )
)
def test_every_point_is_on_the_picture(samples):
    samples.sort()
    at = [NOON + when for when, _value in samples]
    curve = Curve("a", at, [value for _when, value in samples])
    for points in lines(chart("A", "A", [curve], (at[0], at[-1]))):
        for x, y in points:
            assert -0.1 <= x <= WIDTH + 3
            assert -0.1 <= y <= HEIGHT + 0.1
