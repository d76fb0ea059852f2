# SPDX-License-Identifier: Apache-2.0
import sqlite3

import pytest

from ocppdesk.gui.messages import cache as cache_module
from ocppdesk.gui.messages.cache import CellCache
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.look import Look


@pytest.fixture
def cache(reader):
    made = CellCache(Look())
    made.set_reader(reader)
    return made


def damage(path, number):
    """Give a message a type that no message has, as a damaged page might."""
    with sqlite3.connect(path) as database:
        database.execute("UPDATE messages SET type = 99 WHERE id = ?", (number,))
    database.close()


def test_a_message_is_read_once(cache, recording, reader):
    cache.last_id = recording.beat(1)
    first = cache.get(2)
    reader.close()
    assert cache.get(2) is first


def test_there_are_never_more_rows_than_the_limit(cache, recording, monkeypatch):
    monkeypatch.setattr(cache_module, "LIMIT", 10)
    last = cache.last_id = recording.beat(30)
    for number in range(1, last + 1):
        cache.get(number)
    assert len(cache) == 10
    assert not cache.needs(last)
    assert cache.needs(1)


def test_what_is_asked_for_together_is_there_together(cache, recording, monkeypatch):
    monkeypatch.setattr(cache_module, "LIMIT", 4)
    cache.last_id = recording.beat(10)
    cache.read(range(1, 9))
    assert not any(cache.needs(number) for number in range(1, 9))


def test_a_waiting_call_is_read_again_when_there_are_newer_messages(cache, recording):
    line = recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    cache.last_id = recording.commit()
    assert cache.get(2).is_waiting
    assert not cache.needs(2)
    line.reply(call, {"status": "Accepted"})
    cache.last_id = recording.commit()
    assert cache.needs(2)
    assert cache.get(2).texts[Column.RESULT] == "✓ Accepted"
    recording.beat(1)
    assert not cache.needs(2)


def test_a_damaged_message_leaves_its_neighbours_readable(cache, recording):
    cache.last_id = recording.beat(3)
    damage(recording.path, 4)
    cache.read(range(1, 7))
    assert not cache.get(4).is_readable
    assert all(cache.get(number).is_readable for number in (1, 2, 3, 6))


def test_a_message_that_is_not_there_says_so(cache):
    assert "does not have it" in cache.get(77).texts[Column.SUMMARY]


def test_a_reader_that_fails_makes_rows_that_say_so(cache, recording, reader):
    cache.last_id = recording.beat(2)
    reader.close()
    cache.read([1, 2])
    assert "closed database" in cache.get(1).texts[Column.SUMMARY]


def test_without_a_capture_every_row_says_so():
    assert "no capture" in CellCache(Look()).get(1).texts[Column.SUMMARY]


def test_the_version_is_that_of_the_connection(cache, recording):
    recording.beat(1)
    assert cache.version_of(1) == "1.6"
    assert cache.version_of(99) == ""
    assert CellCache(Look()).version_of(1) == ""


def test_another_capture_begins_with_nothing(cache, recording, reader):
    cache.last_id = recording.beat(2)
    cache.get(1)
    cache.set_reader(reader)
    assert len(cache) == 0


@pytest.fixture
def two_long(recording):
    """Two messages with their news at the end of very long texts."""
    for _time in range(2):
        samples = {"connectorId": 1, "info": "x" * 70_000, "status": "Faulted"}
        recording.line().say("StatusNotification", samples)
    return recording.commit()


def look_of_statuses():
    look = Look()
    look.shown_fields = frozenset({Column.STATUS})
    return look


def test_long_messages_are_judged_by_all_of_their_texts(two_long, reader, monkeypatch):
    monkeypatch.setattr(cache_module, "_LONG_S", 60)
    cache = CellCache(look_of_statuses())
    cache.set_reader(reader)
    cache.read([2, 4])
    for number in (2, 4):
        assert not cache.is_rough(number)
        assert cache.get(number).texts[Column.STATUS] == "Faulted"
        assert cache.get(number).rule.name == "Faults"
        assert cache.get(number).texts[Column.SIZE] == "70076"


def test_where_there_is_no_time_they_are_refined_later(two_long, reader, monkeypatch):
    monkeypatch.setattr(cache_module, "_LONG_S", -1)
    cache = CellCache(look_of_statuses())
    cache.set_reader(reader)
    cache.read([2, 4])
    assert cache.get(4).texts[Column.STATUS] == ""
    assert cache.get(4).texts[Column.SIZE] == "70076"
    assert cache.is_rough(2)
    assert cache.is_rough(4)
    cache.refine(4)
    assert not cache.is_rough(4)
    assert cache.get(4).texts[Column.STATUS] == "Faulted"
    cache.clear()
    assert not cache.is_rough(2)
