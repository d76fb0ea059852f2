# SPDX-License-Identifier: Apache-2.0
import sqlite3
import threading

import pytest

from ocppdesk.filters.conditions import Action, Everything, Text
from ocppdesk.gui import query
from ocppdesk.gui.query import QueryRunner


class Listener:
    """What a runner has told."""

    def __init__(self, runner):
        self.found = []
        self.finished = []
        self.failed = []
        runner.found.connect(lambda *args: self.found.append(args))
        runner.finished.connect(self.finished.append)
        runner.failed.connect(lambda *args: self.failed.append(args))

    def ids(self, number):
        return [i for n, block, _low in self.found if n == number for i in block]


class Gate:
    """A filter that lets everything pass, as soon as it is opened."""

    def __init__(self):
        self.reached = threading.Event()
        self.opened = threading.Event()

    def sql(self):
        self.reached.set()
        self.opened.wait(5)
        return "1", ()


@pytest.fixture
def runner(qapp, monkeypatch):
    """A runner with slices so small that a few messages take several."""
    monkeypatch.setattr(query, "FIRST_SLICE", 4)
    monkeypatch.setattr(query, "LARGEST_SLICE", 8)
    made = QueryRunner()
    yield made
    made.close()


@pytest.fixture
def listener(runner):
    return Listener(runner)


def test_messages_are_found_from_the_newest_to_the_oldest(
    runner, listener, recording, qtbot
):
    recording.line().say("BootNotification")
    last = recording.beat(3)
    number = runner.start(recording.path, Action("heartbeat"), upto=last)
    qtbot.waitUntil(lambda: listener.finished == [number])
    assert listener.ids(number) == [9, 8, 7, 6, 5, 4]
    assert listener.failed == []


def test_the_first_rows_come_before_everything_is_searched(
    runner, listener, recording, qtbot
):
    last = recording.beat(20)
    number = runner.start(recording.path, Everything(), upto=last)
    qtbot.waitUntil(lambda: listener.finished == [number])
    lows = [low for _number, _block, low in listener.found]
    assert len(lows) > 1
    assert lows == sorted(lows, reverse=True)
    assert lows[-1] == 0
    assert listener.ids(number) == list(range(last, 0, -1))


def test_messages_after_the_upper_end_are_left_out(runner, listener, recording, qtbot):
    recording.beat(5)
    number = runner.start(recording.path, Everything(), upto=4)
    qtbot.waitUntil(lambda: listener.finished == [number])
    assert listener.ids(number) == [4, 3, 2, 1]


def test_a_late_answer_in_another_slice_brings_its_call_once(
    runner, listener, recording, qtbot
):
    line = recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    recording.beat(10)
    line.reply(call, {"status": "Accepted"})
    last = recording.commit()
    number = runner.start(recording.path, Text("Reset"), upto=last, exchanges=True)
    qtbot.waitUntil(lambda: listener.finished == [number])
    assert listener.ids(number) == [2]


def test_a_newer_search_ends_the_older_one(runner, listener, recording, qtbot):
    last = recording.beat(500)
    first = runner.start(recording.path, Text("does not occur"), upto=last)
    second = runner.start(recording.path, Action("Connected"), upto=last)
    qtbot.waitUntil(lambda: second in listener.finished)
    assert listener.ids(second) == [1]
    assert first not in listener.finished
    assert listener.failed == []


def test_nothing_is_told_of_a_search_that_was_stopped(
    runner, listener, recording, qtbot
):
    gate = Gate()
    last = recording.beat(5)
    stopped = runner.start(recording.path, gate, upto=last)
    assert gate.reached.wait(5)
    runner.cancel()
    gate.opened.set()
    number = runner.start(recording.path, Everything(), upto=last)
    qtbot.waitUntil(lambda: number in listener.finished)
    assert listener.ids(stopped) == []


def test_a_search_that_was_stopped_tells_no_end(runner, listener, recording, qtbot):
    last = recording.beat(500)
    stopped = runner.start(recording.path, Text("does not occur"), upto=last)
    runner.cancel()
    number = runner.start(recording.path, Everything(), upto=1)
    qtbot.waitUntil(lambda: number in listener.finished)
    assert listener.finished == [number]
    assert stopped != number


def test_a_damaged_capture_is_a_sentence(runner, listener, recording, qtbot):
    last = recording.beat(5)
    with sqlite3.connect(recording.path) as database:
        database.execute("ALTER TABLE messages RENAME COLUMN raw TO gone")
    database.close()
    number = runner.start(recording.path, Text("x"), upto=last)
    qtbot.waitUntil(lambda: bool(listener.failed))
    assert listener.failed[0][0] == number
    assert "cannot be read" in listener.failed[0][1]
    assert listener.finished == []


def test_a_capture_that_is_gone_is_a_sentence(runner, listener, tmp_path, qtbot):
    runner.start(tmp_path / "gone.ocppdesk", Text("x"), upto=5)
    qtbot.waitUntil(lambda: bool(listener.failed))
    assert "There is no file" in listener.failed[0][1]


def test_another_capture_can_be_searched_with_the_same_thread(
    runner, listener, recording, tmp_path, reader, qtbot
):
    last = recording.beat(2)
    copy = tmp_path / "copy.ocppdesk"
    reader.save_copy(copy)
    first = runner.start(recording.path, Everything(), upto=last)
    qtbot.waitUntil(lambda: first in listener.finished)
    second = runner.start(copy, Everything(), upto=last)
    qtbot.waitUntil(lambda: second in listener.finished)
    assert listener.ids(first) == listener.ids(second)


def test_an_empty_capture_is_searched_at_once(runner, listener, recording, qtbot):
    number = runner.start(recording.path, Everything(), upto=0)
    qtbot.waitUntil(lambda: listener.finished == [number])
    assert listener.ids(number) == []


def test_closing_ends_the_thread(runner, recording):
    runner.start(recording.path, Text("x"), upto=recording.beat(100))
    thread = runner._thread
    runner.close()
    assert not thread.is_alive()
