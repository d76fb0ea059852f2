# SPDX-License-Identifier: Apache-2.0
import random
import sqlite3

import pytest

from ocppdesk.capture import search as search_module
from ocppdesk.capture.annotations import EMPTY
from ocppdesk.capture.search import Search
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.values import Context
from ocppdesk.gui.query import counts as query_counts
from ocppdesk.gui.query.counts import UNKNOWN, Count, Counts

TEXTS = (
    "~q",
    "not ~q",
    "~err or res.status == Rejected",
    "latency > 3s",
    "Heartbeat ~call",
    "not res.status",
)


@pytest.fixture
def search(recording, reader, monkeypatch):
    monkeypatch.setattr(search_module, "FIRST_SLICE", 8)
    monkeypatch.setattr(search_module, "LARGEST_SLICE", 8)
    return Search(reader, EMPTY)


def _unexpected(error):
    raise error


@pytest.fixture
def counts(search):
    return Counts(search, report=_unexpected)


def now(recording):
    return Context(now=recording.now, latest=recording.now)


def settle(counts, recording):
    """Let counts do all there is to do; return what they told."""
    upto, told = recording.commit(), {}
    while counts.has_work(upto):
        change = counts.step(upto, recording.now)
        if change is not None:
            told[change[0]] = change[1]
    return told


def test_filters_are_counted_and_what_arrives_is_added(counts, recording):
    recording.beat(10)
    counts.set_filters({"beats": parse_filter("Heartbeat")}, now(recording))
    assert settle(counts, recording) == {"beats": 20}
    recording.beat(2)
    assert settle(counts, recording) == {"beats": 24}
    recording.line().say("BootNotification")
    assert settle(counts, recording) == {}


def test_only_other_filters_are_counted_anew(counts, recording):
    recording.beat(10)
    filters = {"a": parse_filter("Heartbeat"), "b": parse_filter("~ws")}
    counts.set_filters(filters, now(recording))
    settle(counts, recording)
    counts.set_filters({**filters, "b": parse_filter("~in")}, now(recording))
    assert settle(counts, recording) == {"b": 10}


def test_other_settings_count_all_anew(counts, recording):
    recording.beat(10)
    filters = {"slow": parse_filter("~slow")}
    counts.set_filters(filters, now(recording))
    assert settle(counts, recording) == {"slow": 0}
    context = Context(now=recording.now, latest=recording.now, slow_us=1_000)
    counts.set_filters(filters, context)
    assert settle(counts, recording) == {"slow": 10}


def test_marks_are_counted_anew(counts, search, recording):
    recording.beat(10)
    filters = {"marked": parse_filter("~mark"), "beats": parse_filter("Heartbeat")}
    counts.set_filters(filters, now(recording))
    settle(counts, recording)
    search.annotations = type(EMPTY)(frozenset({3, 4}), EMPTY.notes, EMPTY.findings)
    counts.forget_annotated()
    assert settle(counts, recording) == {"marked": 2}


def test_a_call_that_waits_is_counted_when_it_is_given_up(counts, recording):
    recording.line().ask("Reset", {"type": "Soft"})
    recording.commit()
    counts.set_filters({"q": parse_filter("~q")}, now(recording))
    assert settle(counts, recording) == {"q": 0}
    assert counts.is_waiting
    recording.now += 40_000_000
    assert settle(counts, recording) == {}
    counts.tick()
    assert settle(counts, recording) == {"q": 1}
    assert not counts.is_waiting


def test_a_filter_that_cannot_be_evaluated_counts_nothing(counts, recording):
    recording.line().say("DataTransfer", {"vendorId": "a" * 60})
    recording.commit()
    filters = {"bad": parse_filter("/(a|aa)+c/"), "good": parse_filter("~ws")}
    counts.set_filters(filters, now(recording))
    assert settle(counts, recording) == {"bad": UNKNOWN, "good": 1}
    recording.beat(1)
    assert settle(counts, recording) == {}
    counts.set_filters({**filters, "bad": parse_filter("~in")}, now(recording))
    assert settle(counts, recording) == {"bad": 2}


@pytest.mark.parametrize("steps", [1, 3, 20])
def test_a_count_that_was_interrupted_is_right_in_the_end(
    counts, recording, reader, steps
):
    class Interrupted(sqlite3.OperationalError):
        sqlite_errorcode = sqlite3.SQLITE_INTERRUPT

    recording.beat(30)
    counts.set_filters({"beats": parse_filter('"Heartbeat"')}, now(recording))
    query, calls = reader.query, []

    def interrupted(*args):
        calls.append(args)
        if len(calls) == steps:
            raise Interrupted
        return query(*args)

    reader.query = interrupted
    told = {}
    for _attempt in range(2):
        try:
            told |= settle(counts, recording)
        except sqlite3.OperationalError:
            continue
    assert told == {"beats": 60}


@pytest.mark.parametrize("seed", range(5))
def test_counts_that_grew_are_those_of_a_fresh_count(
    recording, search, reader, monkeypatch, seed
):
    # Answers come at once, late or never; steps are small, so that answers are known
    # before the messages around them are looked at.
    monkeypatch.setattr(query_counts, "_AT_ONCE", 5)
    chance = random.Random(seed)
    line, open_calls = recording.line(), []
    counts = Counts(search, report=_unexpected)
    filters = {text: parse_filter(text) for text in TEXTS}
    told = {}
    for _round in range(12):
        for _message in range(chance.randrange(12)):
            what = chance.random()
            if what < 0.4:
                open_calls.append(line.ask("Reset", {"type": "Soft"}))
            elif what < 0.7 and open_calls:
                call = open_calls.pop(chance.randrange(len(open_calls)))
                line.reply(call, {"status": chance.choice(["Accepted", "Rejected"])})
            else:
                line.say("Heartbeat")
        recording.now += chance.randrange(20_000_000)
        upto = recording.commit()
        counts.set_filters(filters, now(recording))
        for _step in range(chance.randrange(30)):
            if change := counts.step(upto, recording.now):
                told[change[0]] = change[1]
    told |= settle(counts, recording)
    counts.tick()
    told |= settle(counts, recording)
    fresh = Search(reader, EMPTY)
    expected = {key: fresh.count(f, now(recording)) for key, f in filters.items()}
    assert told == expected


def test_a_count_tells_how_far_it_is(recording, search):
    last = recording.beat(20)
    count = Count(search, parse_filter('"Heartbeat"'), now(recording), last)
    count.step()
    assert not count.is_complete
    assert 0 < count.count < 40
    while not count.is_complete:
        count.step()
    assert (count.count, count.upto) == (40, last)


def test_a_filter_that_breaks_does_not_keep_others_from_being_counted(
    recording, search
):
    recording.beat(3)
    heard = []
    counts = Counts(search, report=heard.append)
    counts.set_filters(
        {"bad": Broken(), "beats": parse_filter("Heartbeat")}, now(recording)
    )
    told = [counts.step(7, recording.now) for _step in range(8)]
    assert ("bad", UNKNOWN, 7) in told
    assert ("beats", 6, 7) in told
    assert [type(error) for error in heard] == [AttributeError]
    assert not counts.has_work(7)


class Broken:
    def matches(self, subject, _context):
        return subject.no_such_thing
