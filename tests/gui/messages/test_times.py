# SPDX-License-Identifier: Apache-2.0
import time

import pytest

from ocppdesk.gui.messages import times
from ocppdesk.settings import DECLARED

AT = 1_769_864_731_204_567  # 2026-01-31T13:05:31.204567Z
NEVER = 2**62


@pytest.fixture
def zone(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("This system lets no test choose its zone.")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (times.local_time, "14:05:31.204"),
        (times.local_date, "2026-01-31 14:05:31.204"),
        (times.utc, "2026-01-31T13:05:31.204Z"),
        (times.iso_local, "2026-01-31T14:05:31.204+01:00"),
    ],
)
def test_an_instant_is_written_with_its_milliseconds(write, expected):
    assert write(AT) == expected


@pytest.mark.usefixtures("zone")
def test_a_time_before_1970_counts_up_within_its_second():
    assert times.utc(-1_000) == "1969-12-31T23:59:59.999Z"
    assert times.local_time(-1_000) == "00:59:59.999"


@pytest.mark.parametrize(
    "write", [times.local_time, times.local_date, times.utc, times.iso_local]
)
@pytest.mark.parametrize("at", [NEVER, -NEVER])
def test_a_time_that_no_calendar_has_is_written_as_it_is(write, at):
    assert str(at) in write(at)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (0, "+00:00:00.000"),
        (872_204_999, "+00:14:32.204"),
        (-1_000_000, "\N{MINUS SIGN}00:00:01.000"),
        (183_600_000_000, "+2 d 03:00:00.000"),
    ],
)
def test_time_since_an_instant_is_a_clock_with_a_sign(span, expected):
    assert times.since(span) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (0, "+0 ms"),
        (41_900, "+41 ms"),
        (2_700_000, "+2.7 s"),
        (-900_000, "\N{MINUS SIGN}900 ms"),
        (246_000_000, "+4.1 min"),
        (7_920_000_000, "+2.2 h"),
        (259_200_000_000, "+3.0 d"),
    ],
)
def test_a_delta_takes_the_unit_that_reads_best(span, expected):
    assert times.delta(span) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (2_704_000, "+2.704 s"),
        (-1_500, "\N{MINUS SIGN}0.002 s"),
        (60_000_000, "+00:01:00.000"),
    ],
)
def test_an_exact_delta_keeps_its_milliseconds(span, expected):
    assert times.exact_delta(span) == expected


def test_the_modes_are_those_of_the_setting():
    setting = next(s for s in DECLARED if s.name == "time_mode")
    assert tuple(mode.value for mode in times.TimeMode) == setting.choices
