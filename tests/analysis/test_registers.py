# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.registers import Point, counted, resolution_of

MINUTE = 60_000_000
RATED_W = 22_000.0


def _points(*values, step=10 * MINUTE):
    return [Point(number * step, float(wh)) for number, wh in enumerate(values)]


def _count(*values, **options):
    return counted(_points(*values, **options), rated_w=RATED_W)


def test_a_register_that_only_grows_counts_exactly():
    found = _count(152_300, 153_400, 155_000, 156_700)
    assert (found.wh, found.is_estimated, found.is_suspect) == (4_400, False, False)
    assert found.notes == ()


def test_nothing_and_a_single_value_count_nothing():
    assert _count().wh == _count(5_000).wh == 0


def test_after_a_reset_it_counts_from_zero():
    found = _count(88_550, 91_000, 50)
    assert (found.wh, found.is_estimated, found.is_suspect) == (2_500, True, False)
    assert found.notes == ("The register fell from 91 000 Wh to 50 Wh: it was reset.",)


def test_resets_are_told_once_with_their_number():
    found = _count(3_000, 4_000, 100, 1_100, 50)
    assert found.wh == 1_000 + 100 + 1_000 + 50
    assert found.notes == (
        "The register fell from 4 000 Wh to 100 Wh: it was reset. That was so 2 times.",
    )


@pytest.mark.parametrize("end", [1e6, 1e8, 2.0**32])
def test_a_register_that_passes_its_end_goes_on(end):
    found = _count(end - 2_000, end - 500, 500)
    assert (found.wh, found.is_estimated, found.is_suspect) == (2_500, True, False)
    assert "passed its end" in found.notes[0]


def test_a_jump_is_not_counted():
    found = _count(1_000, 2_000, 91_000, 92_000)
    assert (found.wh, found.is_suspect) == (2_000, True)
    assert found.notes == (
        "The register jumped by 89 000 Wh within 600 s, more than a charger delivers: "
        "that is not counted.",
    )


def test_a_fall_that_is_no_reset_is_not_counted():
    found = _count(91_000, 92_000, 80_000, 81_000)
    assert (found.wh, found.is_suspect) == (2_000, True)
    assert "another meter" in found.notes[0]


@pytest.mark.parametrize(
    "values",
    [
        (15.0, 15.2, 15_300, 15_500, 15_900),
        (15_000, 15_200, 15.3, 15.5, 15.9),
        (15_000, 15_200, 15.3, 15_500, 15_900),
        (15.0, 15.2, 15_300, 15.5, 15.9),
        (15_000, 15_200, 15_300_000, 15_500, 15_900),
    ],
)
def test_kwh_among_wh_are_converted_and_suspect(values):
    found = _count(*values, step=MINUTE)
    assert (found.wh, found.is_suspect) == (pytest.approx(900), True)
    assert found.notes == (
        "Values differ by a factor of 1000: Wh and kWh are mixed up.",
    )


def test_a_single_value_that_does_not_fit_is_left_out():
    found = _count(15_000, 0, 15_100, 17_000, 15_200)
    assert (found.wh, found.is_suspect) == (200, True)
    assert "A value of 0 Wh is not between its neighbours" in found.notes[0]


def test_a_register_that_reads_nothing_for_a_while_comes_back():
    found = _count(15_000, 0, 0, 0, 15_100, 15_200)
    assert (found.wh, found.is_suspect) == (200, True)
    assert "came back" in found.notes[-1]


def test_a_reset_register_may_pass_its_old_value():
    found = _count(2_000, 0, 1_000, 2_000, 3_000)
    assert (found.wh, found.is_estimated, found.is_suspect) == (3_000, True, False)


def test_a_register_may_tremble():
    found = _count(15_000, 14_990, 14_995, 15_100, 15_100, 15_090)
    assert (found.wh, found.notes) == (100, ())


def test_steps_of_whole_kwh_are_no_jumps():
    found = _count(15_000, 15_000, 16_000, 16_000, 17_000, step=MINUTE)
    assert (found.wh, found.is_suspect) == (2_000, False)
    assert resolution_of(_points(15_000, 16_000)) == 1_000
    assert resolution_of(_points(15_000, 15_900)) == 100
    assert resolution_of(_points(15_000, 15_901)) == resolution_of([]) == 0


def test_a_meter_may_publish_more_rarely_than_it_is_asked():
    found = _count(15_011, 15_011, 15_011, 15_011, 15_911, step=MINUTE)
    assert (found.wh, found.is_suspect) == (900, False)


_WH = st.floats(-1e13, 1e13, allow_nan=False) | st.integers(0, 10**6).map(float)


@given(st.lists(st.tuples(st.integers(0, 10**15), _WH), max_size=30))
def test_whatever_it_reads_it_never_counts_backwards(read):
    found = counted([Point(*one) for one in sorted(read)], rated_w=RATED_W)
    assert 0 <= found.wh < 1e18
    assert len(found.notes) <= 8


@given(st.lists(st.integers(0, 3_000), min_size=1, max_size=30), st.integers(0, 10**9))
def test_a_register_that_only_grows_counts_its_growth(steps, start):
    values = [float(start + sum(steps[:count])) for count in range(len(steps) + 1)]
    found = _count(*values)
    assert (found.wh, found.is_estimated, found.is_suspect) == (
        values[-1] - values[0],
        False,
        False,
    )
