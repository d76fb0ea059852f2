# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.findings.wording import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    duration,
    is_time_zone,
    listed,
    number,
    time_zone,
    times,
)


@pytest.mark.parametrize(
    ("us", "text"),
    [
        (0, "0 ms"), (5_000, "5 ms"), (SECOND, "1 s"), (1.5 * SECOND, "1.5 s"),
        (12.7 * SECOND, "12 s"), (200 * SECOND, "3 min 20 s"), (HOUR, "1 h"),
        (HOUR + 30 * SECOND, "1 h"), (26 * HOUR, "1 d 2 h"), (DAY, "1 d"),
        (-MINUTE, "1 min"),
    ],
)  # fmt: skip
def test_durations_have_the_two_units_that_matter(us, text):
    assert duration(us) == text


def test_numbers_have_the_digits_that_matter():
    assert [number(n) for n in (0.12345, 7, 16.0, 1234.5)] == [
        "0.1235", "7", "16", "1234",
    ]  # fmt: skip


def test_lists_end():
    assert listed([]) == ""
    assert listed(["a", "a"]) == "a"
    assert listed("ab") == "a and b"
    assert listed("abcdefg") == "a, b, c, d, e and 2 more"


def test_how_often():
    assert [times(n) for n in (1, 2, 3)] == ["once", "twice", "3 times"]


def test_a_time_zone_is_told_by_the_quarter_of_an_hour():
    some = (0, 15, 29, 35, 119, 345)
    assert [n for n in some if is_time_zone(n * MINUTE)] == [29, 119, 345]
    assert time_zone(-119 * MINUTE) == "2 h"
