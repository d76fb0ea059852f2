# SPDX-License-Identifier: Apache-2.0
import sqlite3
import sys
import threading

import pytest

from ocppdesk.capture import search
from ocppdesk.capture.annotations import EMPTY
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Action, Everything, Text
from ocppdesk.filters.values import Context
from ocppdesk.gui.query import worker as query_worker
from ocppdesk.gui.query.runner import QueryRunner

START = 1_769_864_731_204_000
NOW = Context(now=START + 10**9, latest=START + 10**9)


HEARTBEATS = Text("Heartbeat")


class Listener:
    """What a runner has told."""

    def __init__(self, runner):
        self.found = []
        self.finished = []
        self.failed = []
        self.checked = []
        self.hits = []
        self.counted = {}
        self.values = []
        self.told = []
        runner.found.connect(self._on_found)
        runner.finished.connect(self.finished.append)
        runner.failed.connect(lambda *args: self.failed.append(args))
        runner.checked.connect(self._on_checked)
        runner.hit.connect(lambda *args: self.hits.append(args))
        runner.counted.connect(self._on_counted)
        runner.values_found.connect(lambda *args: self.values.append(args))

    def ids(self, number):
        return [i for n, block, _low in self.found if n == number for i in block]

    def upto(self, number):
        return max((upto for n, *_, upto in self.checked if n == number), default=0)

    def _on_found(self, number, block, low):
        self.found.append((number, block.tolist(), low))
        self.told.append("found")

    def _on_checked(self, number, added, removed, upto):
        self.checked.append((number, added.tolist(), removed.tolist(), upto))
        self.told.append("checked")

    def _on_counted(self, key, count, _upto):
        self.counted[key] = count
        self.told.append("counted")


class Gate:
    """A filter that lets everything pass, as soon as it is opened."""

    def __init__(self):
        self.reached = threading.Event()
        self.opened = threading.Event()

    def matches(self, _subject, _context):
        self.reached.set()
        self.opened.wait(5)
        return True


@pytest.fixture
def small_slices(monkeypatch):
    """Make slices so small that a few messages take several."""
    monkeypatch.setattr(search, "FIRST_SLICE", 4)
    monkeypatch.setattr(search, "LARGEST_SLICE", 8)
    monkeypatch.setattr(search, "_SMALLEST_SLICE", 4)
    monkeypatch.setattr(query_worker, "TELL_EVERY_S", 0)


@pytest.fixture
def runner(qapp, recording, small_slices):
    made = QueryRunner(clock=lambda: recording.now)
    made.set_capture(recording.path, annotations=EMPTY)
    yield made
    made.close()


@pytest.fixture
def listener(runner):
    return Listener(runner)


@pytest.fixture
def look(runner, listener, qtbot):
    """Search for something and return what was found."""

    def look_for(chosen, upto, **options):
        number = runner.start(chosen, NOW, upto=upto, **options)
        qtbot.waitUntil(lambda: number in listener.finished)
        return listener.ids(number)

    return look_for


@pytest.fixture
def arrive(runner, listener, qtbot):
    """Tell of messages that arrived and return what was found among them."""

    def arrive_upto(number, upto):
        before = len(listener.checked)
        runner.check(upto)
        qtbot.waitUntil(lambda: listener.upto(number) >= upto)
        told = [told for told in listener.checked[before:] if told[0] == number]
        added = {i for _n, block, _gone, _upto in told for i in block}
        removed = {i for _n, _block, gone, _upto in told for i in gone}
        return added, removed

    return arrive_upto


# Searching.


def test_messages_are_found_from_the_newest_to_the_oldest(look, listener, recording):
    recording.line().say("BootNotification")
    last = recording.beat(3)
    assert look(Action("Heartbeat"), last) == [9, 8, 7, 6, 5, 4]
    assert listener.failed == []


def test_the_first_rows_come_before_everything_is_searched(look, listener, recording):
    last = recording.beat(20)
    assert look(Text("e"), last) == list(range(last, 0, -1))
    lows = [low for _number, _block, low in listener.found]
    assert len(lows) > 1
    assert lows == sorted(lows, reverse=True)
    assert lows[-1] == 0


def test_messages_after_the_upper_end_are_left_out(look, recording):
    recording.beat(5)
    assert look(Everything(), 4) == [4, 3, 2, 1]


def test_a_late_answer_in_another_slice_brings_its_call_once(look, recording):
    line = recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    recording.beat(10)
    line.reply(call, {"status": "Accepted"})
    last = recording.commit()
    assert look(Text("Reset"), last, exchanges=True) == [2]


def test_a_newer_search_ends_the_older_one(runner, listener, recording, look):
    last = recording.beat(500)
    first = runner.start(Text("does not occur"), NOW, upto=last)
    assert look(Action("Connected"), last, replaces=first) == [1]
    assert first not in listener.finished
    assert listener.failed == []


def test_nothing_is_told_of_a_query_that_was_ended(runner, listener, recording, look):
    gate = Gate()
    last = recording.beat(5)
    ended = runner.start(gate, NOW, upto=last)
    assert gate.reached.wait(5)
    runner.end(ended)
    gate.opened.set()
    look(Everything(), last)
    assert listener.ids(ended) == []
    assert ended not in listener.finished


def test_a_search_that_was_stopped_tells_no_end(runner, listener, recording, look):
    gate = Gate()
    last = recording.beat(20)
    stopped = runner.start(gate, NOW, upto=last)
    assert gate.reached.wait(5)
    runner.stop(stopped)
    gate.opened.set()
    look(Everything(), last)
    assert stopped not in listener.finished


def test_a_stopped_query_still_looks_at_what_arrives(runner, recording, arrive):
    last = recording.beat(500)
    number = runner.start(Text("Heartbeat"), NOW, upto=last)
    runner.stop(number)
    assert arrive(number, recording.beat(1)) == ({last + 1, last + 2}, set())


def test_two_queries_go_on_side_by_side(runner, listener, recording, qtbot):
    last = recording.beat(20)
    first = runner.start(Text("Connected"), NOW, upto=last)
    second = runner.start(Text("Heartbeat"), NOW, upto=last)
    qtbot.waitUntil(lambda: {first, second} <= set(listener.finished))
    assert listener.ids(first) == [1]
    assert len(listener.ids(second)) == 40


def test_an_empty_capture_is_searched_at_once(look):
    assert look(Everything(), 0) == []


def test_another_capture_can_be_searched_with_the_same_thread(
    runner, recording, tmp_path, reader, look
):
    last = recording.beat(2)
    copy = tmp_path / "copy.ocppdesk"
    reader.save_copy(copy)
    first = look(Everything(), last)
    runner.set_capture(copy, upto=last, annotations=EMPTY)
    assert look(Everything(), last) == first == [5, 4, 3, 2, 1]


# A filter that lets less pass than the one before.


def test_a_narrower_filter_looks_only_at_what_was_found(
    runner, recording, reader, look, listener, monkeypatch
):
    recording.beat(100)
    recording.line().say("StatusNotification", {"status": "Faulted"})
    last = recording.commit()
    look(Text("Fault"), last)
    number = len(listener.finished)
    looked_at = []
    ids = search.Search.ids
    monkeypatch.setattr(
        search.Search,
        "ids",
        lambda self, *args, within=None, **options: (
            looked_at.append(within) or ids(self, *args, within=within, **options)
        ),
    )
    found = look(Text("Faulted"), last, replaces=number)
    assert found == [last - 1]
    assert [within.tolist() for within in looked_at if within is not None] == [found]


def test_a_narrower_filter_finds_what_arrived_and_what_was_answered_since(
    recording, look, listener, arrive
):
    line = recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    other = line.ask("ClearCache")
    last = recording.beat(10)
    look(parse_filter("res.status"), last)
    number = listener.finished[-1]
    line.reply(call, {"status": "Accepted"})
    arrive(number, recording.commit())
    line.reply(other, {"status": "Accepted"})
    last = recording.beat(2)
    chosen = parse_filter("res.status == Accepted")
    assert sorted(look(chosen, last, replaces=number)) == [2, 3, 24, 25]


def test_a_narrower_filter_that_never_began_is_passed_over(
    runner, recording, look, listener
):
    last = recording.beat(50)
    look(Text("Heart"), last)
    first = listener.finished[-1]
    second = runner.start(Text("Heartb"), NOW, upto=last, replaces=first)
    third = look(Text("Heartbeat"), last, replaces=second)
    assert third == look(Text("Heartbeat"), last)


# Messages that arrive.


def test_messages_that_arrive_are_looked_at_once(recording, look, listener, arrive):
    look(Action("Heartbeat"), recording.beat(2))
    number = listener.finished[-1]
    recording.line().say("BootNotification")
    assert arrive(number, recording.beat(1)) == ({8, 9}, set())
    assert arrive(number, recording.beat(1)) == ({10, 11}, set())


def test_a_call_matches_when_its_answer_arrives(recording, look, listener, arrive):
    line = recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    look(parse_filter("res.status == Rejected"), recording.commit())
    number = listener.finished[-1]
    line.reply(call, {"status": "Rejected"})
    assert arrive(number, recording.commit()) == ({2, 3}, set())


def test_a_call_ceases_to_match_when_its_answer_arrives(
    recording, look, listener, arrive
):
    line = recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    last = recording.commit()
    recording.now += 60_000_000
    assert look(parse_filter("~q"), last) == [2]
    number = listener.finished[-1]
    line.reply(call, {"status": "Rejected"})
    assert arrive(number, recording.commit()) == (set(), {2})


def test_a_call_is_given_up_as_time_goes_by(recording, runner, listener, arrive, qtbot):
    line = recording.line()
    line.ask("Reset", {"type": "Soft"})
    last = recording.commit()
    now = Context(now=recording.now, latest=recording.now)
    number = runner.start(parse_filter("~q"), now, upto=last)
    qtbot.waitUntil(lambda: number in listener.finished)
    assert listener.ids(number) == []
    assert arrive(number, recording.beat(1)) == (set(), set())
    recording.now += 31_000_000
    runner.check(last)
    qtbot.waitUntil(lambda: listener.checked[-1][1] == [2])


def test_waiting_calls_are_looked_at_again_by_themselves(
    recording, runner, listener, qtbot, monkeypatch
):
    monkeypatch.setattr(query_worker, "WAITING_CHECK_S", 0.02)
    recording.line().ask("Reset", {"type": "Soft"})
    last = recording.commit()
    now = Context(now=recording.now, latest=recording.now)
    number = runner.start(parse_filter("not ~q ~call"), now, upto=last)
    qtbot.waitUntil(lambda: number in listener.finished)
    assert listener.ids(number) == [2]
    recording.now += 31_000_000
    qtbot.waitUntil(lambda: bool(listener.checked))
    assert listener.checked == [(number, [], [2], last)]


@pytest.mark.parametrize(
    ("exchanges", "text", "expected"),
    [
        (True, "Soft", (set(), set())),
        (True, "Rejected", ({2}, set())),
        (True, "~q", (set(), {2})),
    ],
)
def test_an_exchange_matches_if_one_of_its_messages_does(
    recording, look, listener, arrive, exchanges, text, expected
):
    line = recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    last = recording.commit()
    recording.now += 60_000_000
    look(parse_filter(text), last, exchanges=exchanges)
    number = listener.finished[-1]
    line.reply(call, {"status": "Rejected"})
    added, removed = arrive(number, recording.commit())
    assert removed == expected[1]
    assert added - {2} == expected[0] - {2}
    assert (2 in added) == (text != "~q")


def test_messages_that_arrive_come_before_the_search_goes_on(
    runner, listener, recording, qtbot
):
    gate = Gate()
    last = recording.beat(20)
    number = runner.start(gate, NOW, upto=last)
    assert gate.reached.wait(5)
    runner.check(recording.beat(1))
    gate.opened.set()
    qtbot.waitUntil(lambda: number in listener.finished)
    assert listener.told[:2] == ["found", "checked"]


# Marks and notes.


def annotations(*marks):
    return type(EMPTY)(frozenset(marks), EMPTY.notes, EMPTY.findings)


def test_what_was_marked_is_looked_at_again(runner, listener, recording, look, qtbot):
    last = recording.beat(3)
    assert look(parse_filter("~mark"), last) == []
    number = listener.finished[-1]
    runner.annotate(annotations(3, 4), {3, 4})
    qtbot.waitUntil(lambda: bool(listener.checked))
    runner.annotate(annotations(4), {3})
    qtbot.waitUntil(lambda: len(listener.checked) > 1)
    assert listener.checked == [(number, [4, 3], [], last), (number, [], [3], last)]


def test_a_mark_on_an_answer_is_one_on_its_exchange(
    runner, listener, recording, look, qtbot
):
    last = recording.beat(3)
    look(parse_filter("~mark"), last, exchanges=True)
    runner.annotate(annotations(3), {3})
    qtbot.waitUntil(lambda: bool(listener.checked))
    assert listener.checked[0][1:3] == ([2], [])


def test_what_lost_its_mark_during_a_search_is_not_found(
    runner, listener, recording, qtbot
):
    gate = Gate()
    last = recording.beat(20)
    runner.annotate(annotations(3), {3})
    number = runner.start(parse_filter("~mark"), NOW, upto=last)
    blocked = runner.start(gate, NOW, upto=last)
    assert gate.reached.wait(5)
    runner.annotate(annotations(), {3})
    gate.opened.set()
    qtbot.waitUntil(lambda: {number, blocked} <= set(listener.finished))
    qtbot.waitUntil(lambda: bool(listener.checked))
    found = listener.ids(number)
    gone = [i for _n, _added, removed, _upto in listener.checked for i in removed]
    assert set(found) <= {3}
    assert gone == [3]


# Finding the next one.


@pytest.mark.parametrize(
    ("start", "is_newer", "hit"),
    [(1, True, 2), (2, True, 6), (6, True, 2), (6, False, 2), (2, False, 6)],
)
@pytest.mark.parametrize("exchanges", [False, True])
def test_the_next_match_is_found_around_the_end(
    runner, listener, recording, qtbot, start, is_newer, hit, exchanges
):
    for action in ("BootNotification", "Heartbeat") * 2:
        recording.line().say(action)
    runner.check(recording.commit())
    ticket = runner.find(
        parse_filter("BootNotification ~call"),
        NOW,
        start=start,
        is_newer=is_newer,
        exchanges=exchanges,
    )
    qtbot.waitUntil(lambda: bool(listener.hits))
    assert listener.hits == [(ticket, hit)]


@pytest.mark.parametrize("exchanges", [False, True])
def test_only_shown_rows_are_found(runner, listener, recording, qtbot, exchanges):
    from array import array

    last = recording.beat(5)
    runner.set_capture(recording.path, upto=last, annotations=EMPTY)
    for rows in ([10, 4], [9, 3]):
        runner.find(
            parse_filter("~call"), NOW, start=10, is_newer=False,
            within=array("q", rows), exchanges=exchanges,
        )  # fmt: skip
        qtbot.waitUntil(lambda: bool(listener.hits))
        runner.end_find()
        assert listener.hits.pop()[1] == (4 if rows == [10, 4] else 0)


def test_all_hits_are_counted_after_the_first(runner, listener, recording, qtbot):
    runner.set_capture(recording.path, upto=recording.beat(10), annotations=EMPTY)
    tallied = []
    runner.tallied.connect(lambda *args: tallied.append(args))
    beats = parse_filter("Heartbeat ~in")
    tickets = []
    for start in (21, 17, 2):
        number = runner.find(beats, NOW, start=start, is_newer=False, counts=True)
        tickets.append(number)
        qtbot.waitUntil(lambda: len(tallied) == len(tickets))
    assert [hit for _number, hit in listener.hits] == [20, 16, 20]
    assert tallied == list(zip(tickets, (10, 10, 10), (0, 2, 0), strict=True))


def test_where_nothing_matches_that_is_said(runner, listener, recording, qtbot):
    runner.set_capture(recording.path, upto=recording.beat(5), annotations=EMPTY)
    ticket = runner.find(Text("does not occur"), NOW, start=3, is_newer=True)
    qtbot.waitUntil(lambda: bool(listener.hits))
    assert listener.hits == [(ticket, 0)]


# Values and counts.


def test_the_values_of_a_field_are_told(runner, listener, recording, qtbot):
    recording.beat(3)
    recording.beat(1, charger="CP-2")
    runner.ask_values("charger")
    runner.ask_values("no such field")
    qtbot.waitUntil(lambda: len(listener.values) == 2)
    assert listener.values[0] == ("charger", [("CP-0042", 7), ("CP-2", 3)])
    assert listener.values[1] == ("no such field", [])


def test_chips_are_counted_and_kept_up_to_date(
    runner, listener, recording, qtbot, monkeypatch
):
    monkeypatch.setattr(query_worker, "COUNT_EVERY_S", 0.02)
    runner.set_capture(recording.path, upto=recording.beat(20), annotations=EMPTY)
    chips = {"beats": Action("Heartbeat"), "links": parse_filter("~ws")}
    runner.set_chips(chips, NOW)
    qtbot.waitUntil(lambda: listener.counted == {"beats": 40, "links": 1})
    runner.check(recording.beat(2))
    qtbot.waitUntil(lambda: listener.counted == {"beats": 44, "links": 1})


def test_chips_wait_for_everything_else(runner, listener, recording, qtbot):
    last = recording.beat(50)
    runner.set_capture(recording.path, upto=last, annotations=EMPTY)
    runner.start(Text("e"), NOW, upto=last)
    runner.set_chips({"beats": Action("Heartbeat")}, NOW)
    qtbot.waitUntil(lambda: "counted" in listener.told)
    assert set(listener.told[:-1]) == {"found"}


# When it goes wrong.


def damage(path):
    with sqlite3.connect(path) as database:
        database.execute("ALTER TABLE messages RENAME COLUMN raw TO gone")
    database.close()


def test_a_damaged_capture_is_a_sentence(runner, listener, recording, qtbot):
    last = recording.beat(5)
    damage(recording.path)
    number = runner.start(Text("x"), NOW, upto=last)
    qtbot.waitUntil(lambda: bool(listener.failed))
    assert listener.failed[0][0] == number
    assert "cannot be read" in listener.failed[0][1]
    assert listener.finished == []


def test_a_capture_that_is_gone_is_a_sentence(runner, listener, tmp_path, qtbot):
    runner.set_capture(tmp_path / "gone.ocppdesk", upto=5, annotations=EMPTY)
    runner.start(Text("x"), NOW, upto=5)
    qtbot.waitUntil(lambda: bool(listener.failed))
    assert "There is no file" in listener.failed[0][1]


def test_a_slow_pattern_is_a_sentence_and_not_tried_again(
    runner, listener, recording, qtbot
):
    line = recording.line()
    line.say("DataTransfer", {"vendorId": "a" * 60})
    last = recording.commit()
    number = runner.start(parse_filter("/(a|aa)+c/"), NOW, upto=last)
    qtbot.waitUntil(lambda: bool(listener.failed))
    line.say("DataTransfer", {"vendorId": "a" * 60})
    last = recording.commit()
    runner.check(last)
    qtbot.waitUntil(lambda: listener.upto(number) == last)
    assert len(listener.failed) == 1
    assert "takes too long" in listener.failed[0][1]


def test_a_find_that_fails_says_so(runner, listener, recording, qtbot):
    recording.line().say("DataTransfer", {"vendorId": "a" * 60})
    runner.set_capture(recording.path, upto=recording.commit(), annotations=EMPTY)
    ticket = runner.find(parse_filter("/(a|aa)+c/"), NOW, start=0, is_newer=True)
    qtbot.waitUntil(lambda: bool(listener.failed))
    assert listener.failed[0][0] == ticket


def test_a_chip_that_cannot_be_counted_counts_nothing(
    runner, listener, recording, qtbot
):
    recording.line().say("DataTransfer", {"vendorId": "a" * 60})
    runner.set_capture(recording.path, upto=recording.commit(), annotations=EMPTY)
    runner.set_chips({"bad": parse_filter("/(a|aa)+c/"), "all": Everything()}, NOW)
    qtbot.waitUntil(lambda: listener.counted == {"bad": -1, "all": 3})


# What nobody had expected.


class Broken:
    """A filter that fails as no filter should."""

    def matches(self, subject, _context):
        return subject.no_such_thing


class BrokenFrom:
    """A filter that fails for messages from a number on."""

    def __init__(self, number):
        self._number = number

    def matches(self, subject, _context):
        return subject.message.id < self._number or subject.no_such_thing


@pytest.fixture
def heard(qapp, monkeypatch):
    """What came to the hook for exceptions, with the thread it came in."""
    found = []

    def hook(kind, _error, trace):
        found.append((kind, trace is not None, threading.current_thread()))

    monkeypatch.setattr(sys, "excepthook", hook)
    return found


AS_EXPECTED = [(AttributeError, True, threading.main_thread())]


def test_a_query_that_breaks_says_so_and_others_go_on(
    runner, listener, recording, look, heard, qtbot
):
    last = recording.beat(5)
    number = runner.start(Broken(), NOW, upto=last)
    qtbot.waitUntil(lambda: bool(listener.failed and heard))
    assert listener.failed[0][0] == number
    assert "something went wrong in the program" in listener.failed[0][1]
    assert heard == AS_EXPECTED
    assert look(HEARTBEATS, last) == list(range(11, 1, -1))


def test_a_query_that_breaks_at_what_arrives_is_not_tried_again(
    runner, listener, recording, look, arrive, heard, qtbot
):
    last = recording.beat(5)
    look(BrokenFrom(last + 1), last)
    number = runner._last_number
    for _time in range(2):
        arrive(number, recording.beat(1))
    assert [n for n, _why in listener.failed] == [number]
    assert "New messages are not searched" in listener.failed[0][1]
    assert heard == AS_EXPECTED


def test_a_find_that_breaks_says_so(runner, listener, recording, heard, qtbot):
    runner.set_capture(recording.path, upto=recording.beat(5), annotations=EMPTY)
    ticket = runner.find(Broken(), NOW, start=0, is_newer=True)
    qtbot.waitUntil(lambda: bool(listener.failed and heard))
    assert listener.failed[0][0] == ticket
    assert heard == AS_EXPECTED


def test_a_chip_that_breaks_counts_nothing(runner, listener, recording, heard, qtbot):
    runner.set_capture(recording.path, upto=recording.beat(5), annotations=EMPTY)
    runner.set_chips({"bad": Broken(), "all": Everything()}, NOW)
    qtbot.waitUntil(lambda: listener.counted == {"bad": -1, "all": 11} and bool(heard))
    assert heard == AS_EXPECTED


def test_an_order_that_breaks_ends_what_was_ordered_and_the_thread_goes_on(
    runner, listener, recording, look, heard, qtbot
):
    last = recording.beat(5)
    look(HEARTBEATS, last)
    with runner._changed:
        runner._give(lambda worker: worker.no_such_thing())
    qtbot.waitUntil(lambda: bool(listener.failed and heard))
    assert heard == AS_EXPECTED
    assert look(HEARTBEATS, last) == list(range(11, 1, -1))


def test_values_that_cannot_be_told_are_none_at_all(
    runner, listener, recording, heard, qtbot, monkeypatch
):
    def broken(*_words):
        raise AttributeError

    monkeypatch.setattr(search.Search, "values_of", broken)
    runner.set_capture(recording.path, upto=recording.beat(5), annotations=EMPTY)
    runner.set_chips({"all": Everything()}, NOW)
    runner.ask_values("charger")
    qtbot.waitUntil(lambda: listener.counted == {"all": 11} and bool(heard))
    assert listener.values == [("charger", [])]


def test_closing_ends_the_thread(runner, recording):
    runner.start(Text("x"), NOW, upto=recording.beat(100))
    thread = runner._thread
    runner.close()
    assert not thread.is_alive()
