# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.reading.text.times import (
    Clock,
    find_stamp,
    find_stamps,
    order_of,
    parse_payload_time,
    parse_time,
)


def micros(text):
    moment = datetime.fromisoformat(text)
    return round(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1_000_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31T12:13:14Z", "2026-01-31T12:13:14"),
        ("2026-01-31 12:13:14.056 INFO", "2026-01-31T12:13:14.056"),
        ("[INFO ] 2026-01-31 12:13:14,446 de.x", "2026-01-31T12:13:14.446"),
        ("[INFO]\t2026-01-31\t12:13:14,446\tde.x", "2026-01-31T12:13:14.446"),
        ("2026-01-31T12:13:14-0400 INFO A", "2026-01-31T16:13:14"),
        ("2026-01-31 12:13:14.635 +0000 INFO", "2026-01-31T12:13:14.635"),
        ("TRACE 2026/01/31 12:13:14 recv", "2026-01-31T12:13:14"),
        ("[2026-01-31T12:13:14:730] [msg-in]", "2026-01-31T12:13:14.730"),
        ("2026-01-31_12-13-14-2338_in.txt", "2026-01-31T12:13:14.233800"),
        ("31.01.2026 | 12:13:14  text", "2026-01-31T12:13:14"),
        ("31/01/2026, 0:13:14 am IST", "2026-01-30T18:43:14"),
        ("31/01/2026, 12:13:14 pm", "2026-01-31T12:13:14"),
        ("Jan 31, 2026 @ 12:13:14.604\t", "2026-01-31T12:13:14.604"),
        ("31-Jan-2026 12:13:14", "2026-01-31T12:13:14"),
        ("31/Jan/2026:12:13:14 +0200", "2026-01-31T10:13:14"),
        ("Sat, 31 Jan 2026 12:13:14 GMT", "2026-01-31T12:13:14"),
        ("Sat Jan 31 12:13:14 2026", "2026-01-31T12:13:14"),
        ("1769861594.25", "2026-01-31T12:13:14.25"),
        ("1769861594250", "2026-01-31T12:13:14.25"),
        ("2026-01-31T12:13:14.195996200Z", "2026-01-31T12:13:14.195996"),
    ],
)
def test_times_of_all_grammars_are_read(text, expected):
    assert parse_time(text) == micros(expected)


@pytest.mark.parametrize(
    "text",
    ["", "no time", "[13.3 13.3 13.3]A", "12:13", "id 2026", "2026-13-41 12:13:14",
     "1:2:3:4"],
)  # fmt: skip
def test_other_texts_have_no_time(text):
    assert parse_time(text) is None


def test_the_time_of_the_line_is_preferred_to_that_of_another_system_before_it():
    stamp = find_stamp("Okt 11 11:40:20 pvm evcc[2]: TRACE 2023/10/11 11:40:19 recv")
    assert Clock().moment(stamp) == micros("2023-10-11T11:40:19")


def test_a_stamp_tells_where_its_parts_stand():
    text = "[2026-01-31 12:13:14.056 +0100] x"
    stamp = find_stamp(text)
    parts = (stamp.start, stamp.split, stamp.rest, stamp.end)
    assert [text[a:b] for a, b in pairwise(parts)] == [
        "2026-01-31 12:13:14",
        ".056",
        " +0100",
    ]


def test_a_clock_gives_the_zone_to_times_without_one():
    assert parse_time("2026-01-31 12:00:00", Clock(zone_minutes=60)) == micros(
        "2026-01-31T11:00:00"
    )


def test_a_clock_gives_the_year_and_goes_on_after_december():
    clock = Clock(year=2025)
    times = [parse_time(text, clock) for text in ("Dec 31 23:59:59", "Jan  1 00:00:01")]
    assert times == [micros("2025-12-31T23:59:59"), micros("2026-01-01T00:00:01")]


def test_a_clock_gives_the_date_and_goes_on_at_midnight():
    clock = Clock(date=date(2026, 1, 31).toordinal())
    times = [parse_time(text, clock) for text in ("[23:59:59,900]", "00:00:00.100 > ")]
    assert times == [micros("2026-01-31T23:59:59.9"), micros("2026-02-01T00:00:00.1")]


def test_a_time_without_any_date_is_no_moment():
    assert parse_time("23:59:59,900") is None


@pytest.mark.parametrize(
    ("dates", "is_month_first"),
    [
        (["13/2/2026, 1:00:00 PM", "1/2/2026, 1:00:00 PM"], False),
        (["2/13/2026, 13:00:00"], True),
        (["1/2/2026, 13:00:00", "3/2/2026, 13:00:00"], False),
        (["2/1/2026, 13:00:00", "2/3/2026, 13:00:00"], True),
        (["1/2/2026, 1:00:00 PM"], True),
        (["1/2/2026, 13:00:00"], False),
    ],
)
def test_the_order_of_day_and_month_is_decided_for_the_whole_file(
    dates, is_month_first
):
    stamps = [stamp for text in dates for stamp in find_stamps(text)]
    order = order_of(stamps)
    assert order.is_month_first is is_month_first
    assert order.reason.endswith(".")


def test_dates_that_leave_nothing_open_need_no_order():
    assert order_of(find_stamps("31.01.2026 12:00:00 2026-01-31 12:00:00")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00"),
        ("2026-01-31T12:00:00.5", "2026-01-31T12:00:00.5"),
        ("2026-01-31T12:00:00.244665+11:00", "2026-01-31T01:00:00.244665"),
        ("2026-01-31T12:00:00.195996200Z", "2026-01-31T12:00:00.195996"),
    ],
)
def test_times_of_payloads_are_read(text, expected):
    assert parse_payload_time(text) == micros(expected)


@pytest.mark.parametrize("value", [None, 5, "", "yesterday, at noon", "12:00:00"])
def test_other_values_of_payloads_are_no_times(value):
    assert parse_payload_time(value) is None


@given(st.text(alphabet="0123456789:-/., TZ+AMPJanOkt[]|@", max_size=60))
def test_no_text_is_refused(text):
    clock = Clock(year=2026)
    assert all(isinstance(clock.moment(s), int | None) for s in find_stamps(text))
