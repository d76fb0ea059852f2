# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.reading.packets.streams import Stream


@pytest.fixture
def stream():
    found = Stream()
    found.begin(99)
    return found


def test_bytes_come_in_their_order(stream):
    assert stream.feed(100, b"ab", 0) == [b"ab"]
    assert stream.feed(102, b"cd", 0) == [b"cd"]


def test_what_overtook_waits(stream):
    assert stream.feed(102, b"cd", 0) == []
    assert stream.feed(100, b"ab", 0) == [b"ab", b"cd"]


def test_what_came_before_is_left_out(stream):
    stream.feed(100, b"abc", 0)
    assert stream.feed(100, b"abc", 0) == []
    assert stream.feed(101, b"bcde", 0) == [b"de"]
    assert stream.feed(104, b"", 0) == []


def test_numbers_begin_anew_after_the_greatest():
    stream = Stream()
    stream.begin(2**32 - 3)
    assert stream.feed(2**32 - 2, b"abcd", 0) == [b"abcd"]
    assert stream.feed(2, b"ef", 0) == [b"ef"]


def test_a_capture_may_begin_in_the_middle():
    assert Stream().feed(5_000, b"ab", 0) == [b"ab"]


def test_bytes_that_were_not_recorded_are_a_gap(stream):
    assert stream.feed(100, b"ab", 3) == [b"ab", None]
    assert stream.feed(105, b"f", 0) == [b"f"]
    assert stream.feed(100, b"ab", 3) == []


def test_a_lost_segment_is_not_waited_for_without_end(stream):
    found = [stream.feed(200 + 2 * i, b"xy", 0) for i in range(257)]
    assert found[-2] == []
    assert found[-1] == [None] + [b"xy"] * 257


def test_what_waited_is_there_at_the_end(stream):
    stream.feed(102, b"cd", 0)
    stream.feed(110, b"kl", 0)
    assert stream.finish() == [None, b"cd", None, b"kl"]


def test_a_number_that_is_far_off_begins_anew(stream):
    assert stream.feed(100 + 2**30, b"zz", 0) == [None, b"zz"]
    assert stream.feed(102 + 2**30, b"yy", 0) == [b"yy"]


@given(st.data())
def test_any_order_and_any_repetition_gives_the_same_bytes(data):
    text = bytes(range(60))
    cuts = sorted(data.draw(st.sets(st.integers(1, 59), max_size=8)))
    pieces = list(zip([0, *cuts], [*cuts, 60], strict=True))
    pieces += data.draw(st.lists(st.sampled_from(pieces), max_size=4))
    stream = Stream()
    stream.begin(2**32 - 20)
    found = []
    for start, end in data.draw(st.permutations(pieces)):
        number = (2**32 - 19 + start) % 2**32
        found += stream.feed(number, text[start:end], 0)
    assert b"".join(found) == text
