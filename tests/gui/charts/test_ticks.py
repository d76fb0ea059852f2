# SPDX-License-Identifier: Apache-2.0
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.gui.charts.ticks import TimeTexts, values_between
from ocppdesk.gui.messages.times import TimeMode

NOON = 1_785_585_600.0  # 2026-08-01T12:00:00Z
UTC = TimeTexts(TimeMode.UTC)


@pytest.fixture
def in_berlin(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("The zone cannot be set here.")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


def texts(ticks):
    return [tick.text for tick in ticks]


def test_hours_are_round_and_the_day_is_said_once():
    ticks = UTC.ticks(NOON - 100, NOON + 4 * 3600, 5)
    assert texts(ticks) == ["12:00", "13:00", "14:00", "15:00", "16:00"]
    assert [tick.day for tick in ticks] == ["2026-08-01", "", "", "", ""]


def test_a_new_day_is_said():
    ticks = UTC.ticks(NOON, NOON + 86_400, 5)
    assert [tick.day for tick in ticks if tick.day] == ["2026-08-01", "2026-08-02"]


def test_short_times_have_their_fractions():
    found = texts(UTC.ticks(NOON + 0.01, NOON + 0.11, 3))
    assert found == ["12:00:00.050", "12:00:00.100"]
    assert texts(UTC.ticks(NOON + 1, NOON + 20, 3)) == ["12:00:10", "12:00:20"]


def test_long_times_have_days():
    ticks = UTC.ticks(NOON, NOON + 5 * 86_400, 5)
    assert texts(ticks)[0] == "2026-08-02"
    assert ticks[0].day == ""


def test_local_hours_are_round_where_the_zone_is(in_berlin):
    local = TimeTexts(TimeMode.LOCAL)
    assert texts(local.ticks(NOON - 100, NOON + 100, 1)) == ["14:00"]
    day = local.ticks(NOON, NOON + 2 * 86_400, 2)
    assert texts(day) == ["2026-08-02", "2026-08-03"]
    assert local.full(NOON) == "14:00:00.000"
    assert TimeTexts(TimeMode.LOCAL_DATE).full(NOON) == "2026-08-01 14:00:00.000"


def test_times_since_zero_count_from_there():
    zero = TimeTexts(TimeMode.ZERO, int(NOON * 1_000_000))
    assert zero.full(NOON + 61.5) == "+00:01:01.500"
    found = zero.ticks(NOON - 90, NOON + 90, 3)
    assert texts(found) == ["−00:01:00", "+00:00:00", "+00:01:00"]  # noqa: RUF001


@given(
    low=st.floats(-1e10, 1e10),
    width=st.floats(0.001, 1e9),
    most=st.integers(1, 20),
    mode=st.sampled_from(TimeMode),
)
def test_there_are_never_too_many_and_all_are_in_view(low, width, most, mode):
    ticks = TimeTexts(mode).ticks(low, low + width, most)
    assert len(ticks) <= 2 * most + 1
    assert all(low <= tick.at <= low + width for tick in ticks)


@pytest.mark.parametrize(
    ("low", "high", "size", "step", "first", "last"),
    [
        (0, 100, 200, 20, 0, 100),
        (-3, 17, 100, 10, 0, 10),
        (229.1, 231.9, 120, 1, 230, 231),
        (0, 1e6, 100, 500_000, 0, 1e6),
    ],
)
def test_values_have_round_steps(low, high, size, step, first, last):
    found, values = values_between(low, high, size)
    assert found == pytest.approx(step)
    assert (values[0], values[-1]) == pytest.approx((first, last))


def test_odd_values_have_no_marks():
    assert values_between(1, 1, 100)[1] == []
    assert values_between(0, float("nan"), 100)[1] == []
