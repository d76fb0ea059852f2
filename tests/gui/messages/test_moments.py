# SPDX-License-Identifier: Apache-2.0
import time

import pytest

from ocppdesk.gui.messages.moments import Moments, every_way
from ocppdesk.gui.messages.times import TimeMode

SECOND = 1_000_000
AT = 1_769_864_731_204_000  # 2026-01-31T13:05:31.204Z
DAY = 86_400 * SECOND


@pytest.fixture(autouse=True)
def zone(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        (TimeMode.LOCAL_DATE, "2026-01-31 14:05:31"),
        (TimeMode.LOCAL, "01-31 14:05:31"),
        (TimeMode.UTC, "2026-01-31T13:05:31Z"),
        (TimeMode.ZERO, "+00:00:31"),
        (TimeMode.PREVIOUS, "2026-01-31 14:05:31"),
    ],
)
def test_a_beginning_is_written_as_the_table_of_messages_does(mode, text):
    assert Moments(mode, AT - 31 * SECOND).beginning(AT) == text


def test_an_end_has_the_day_only_if_it_is_another_one():
    for mode in (TimeMode.LOCAL_DATE, TimeMode.LOCAL):
        moments = Moments(mode)
        assert moments.end(AT + SECOND, began_at=AT) == "14:05:32"
        assert moments.end(AT + DAY, began_at=AT).endswith("02-01 14:05:31")
    assert Moments(TimeMode.UTC).end(AT, began_at=AT) == "2026-01-31T13:05:31Z"


@pytest.mark.parametrize(
    ("mode", "text", "day"),
    [
        (TimeMode.LOCAL_DATE, "14:05:31", "2026-01-31"),
        (TimeMode.LOCAL, "14:05:31", "2026-01-31"),
        (TimeMode.UTC, "13:05:31Z", "2026-01-31 UTC"),
        (TimeMode.ZERO, "+00:00:31", ""),
        (TimeMode.PREVIOUS, "+2.0 s", ""),
    ],
)
def test_a_line_has_its_day_above_it(mode, text, day):
    moments = Moments(mode, AT - 31 * SECOND)
    assert moments.of_line(AT, previous=AT - 2 * SECOND) == text
    assert moments.day(AT) == day


def test_the_first_line_has_nothing_to_count_from():
    assert Moments(TimeMode.PREVIOUS).of_line(AT, previous=None) == "14:05:31"


def test_a_time_that_no_calendar_has_does_no_harm():
    for mode in TimeMode:
        moments = Moments(mode)
        assert moments.beginning(10**30)
        assert moments.end(10**30, began_at=AT)
        moments.day(10**30)
        assert moments.of_line(10**30, previous=None)


def test_a_tool_tip_has_the_offset_and_utc():
    told = every_way(AT)
    assert "2026-01-31T14:05:31.204+01:00" in told
    assert "2026-01-31T13:05:31.204Z" in told
