# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Frame
from ocppdesk.logs.reading.text.fast import Moments, frames_of, micros_of, value_of
from ocppdesk.logs.reading.text.layout import Slots
from ocppdesk.logs.reading.text.times import Clock, parse_time

SLOTS = Slots(before=0, fraction=1, rest=2, charger=3, link=4, word=5, raw=6)
CALL = '[2,"1","Reset",{"type":"Hard"}]'
DIRECTIONS = {"send": Direction.OUT, "recv": Direction.IN}


def row(raw=CALL, *, before="2026-01-31 12:00:00", fraction="", rest="", charger="A"):
    return (before, fraction, rest, charger, "", "send", raw, "")


def made(*rows):
    return frames_of(
        rows,
        SLOTS,
        number=7,
        moments=Moments(parse_time),
        directions=DIRECTIONS,
        charger="else",
    )


def test_frames_are_made_of_the_groups_of_lines():
    first, second = made(row(fraction="250"), row('[3,"1",{}]', charger=""))
    noon = 1_769_860_800_000_000
    value = [2, "1", "Reset", {"type": "Hard"}]
    assert first == Frame(CALL, value, 7, noon + 250_000, Direction.OUT, "A")
    assert (second.line, second.at, second.charger) == (8, noon, "else")
    assert type(first) is Frame


@pytest.mark.parametrize(
    "raw",
    [
        '[2,"1",]',
        '[2,"1"]',
        '[3,"1","a"]',
        '[4,"1","A","B"]',
        "[3]",
        '[2,"1","Reset",5]',
    ],
)
def test_frames_of_another_form_ask_for_care(raw):
    assert made(row(), row(raw)) is None
    assert value_of(raw) is None


def test_usual_values_are_read():
    assert value_of(CALL) == [2, "1", "Reset", {"type": "Hard"}]


def test_fractions_may_have_any_length():
    assert [micros_of(text) for text in ("", "5", "050", "123456", "123456789")] == [
        0,
        500_000,
        50_000,
        123_456,
        123_456,
    ]
    first, second = made(row(fraction="123456"), row(fraction="5"))
    assert first.at - second.at == 123_456 - 500_000


def test_times_may_be_missing():
    [frame] = made(row(before=""))
    assert frame.at is None


@pytest.mark.parametrize(
    "times",
    [
        ["2026-01-31 12:00:00", "2026-01-31 12:00:59", "2026-01-31 12:01:00"],
        ["1769860800", "1769860859", "1769860901"],
        ["31/01/2026, 4:25", "31/01/2026, 4:26", "31/01/2026, 4:27"],
    ],
    ids=["iso", "epoch", "minutes"],
)
def test_each_time_means_what_it_means_alone(times):
    moments = Moments(parse_time)
    assert [moments.at(text, "") for text in times] == [parse_time(t) for t in times]


def test_times_mean_other_moments_after_a_line_that_gives_the_date():
    clock = Clock(date=1)
    moments = Moments(lambda text: parse_time(text, clock))
    before = moments.at("12:00:00", "")
    clock.date = 2
    moments.forget()
    assert moments.at("12:00:01", "") == before + 86_401_000_000


@given(st.lists(st.sampled_from([CALL, '[3,"1",{}]', "[2,", '[3,"a",[]]', "[5,{}]"])))
def test_no_lines_are_refused(raws):
    frames = made(*map(row, raws)) if raws else []
    assert frames is None or [frame.raw for frame in frames] == raws
