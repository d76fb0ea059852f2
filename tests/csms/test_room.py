# SPDX-License-Identifier: Apache-2.0
from ocppdesk.csms.room import Room

MB = 2**20


def test_a_minute_tells_how_long_the_disk_lasts():
    room = Room()
    assert room.note(0, 0, 100 * MB) is None
    assert room.note(30, MB, 99 * MB) is None
    assert room.note(60, 2 * MB, 98 * MB) == 98 * 30


def test_only_the_last_minutes_count():
    room = Room()
    for minute in range(11):
        room.note(minute * 60, minute * 100 * MB, 10_000 * MB)
    for minute in range(11, 30):
        told = room.note(minute * 60, 1000 * MB + minute * MB, 100 * MB)
    assert told == 100 * 60


def test_what_does_not_grow_lasts_for_ever():
    room = Room()
    assert [room.note(at, MB, 50 * MB) for at in (0, 60, 120)] == [None] * 3


def test_a_file_that_was_tidied_is_no_growth():
    room = Room()
    room.note(0, 10 * MB, 50 * MB)
    assert room.note(90, 8 * MB, 52 * MB) is None
