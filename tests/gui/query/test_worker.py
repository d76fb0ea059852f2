# SPDX-License-Identifier: Apache-2.0
"""The worker without its thread: each step is taken by hand."""

import sqlite3

import pytest

from ocppdesk.capture import search
from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Action, Text
from ocppdesk.filters.values import Context
from ocppdesk.gui.query import tracks as query_tracks
from ocppdesk.gui.query import worker as query_worker
from ocppdesk.gui.query.runner import WAITING_CHECK_S, Find, Query, QueryRunner
from ocppdesk.gui.query.worker import Worker


class Bench:
    """A worker, and what it has told."""

    def __init__(self, recording):
        self.recording = recording
        self.runner = QueryRunner(clock=lambda: recording.now)
        self.worker = Worker(self.runner)
        self.told = []
        for name in (
            "found", "finished", "failed", "checked", "hit", "counted", "values_found",
        ):  # fmt: skip
            getattr(self.runner, name).connect(
                lambda *args, name=name: self.told.append((name, *args))
            )

    @property
    def names(self):
        return [name for name, *_args in self.told]

    @property
    def context(self):
        return Context(now=self.recording.now, latest=self.recording.now)

    def open(self):
        upto = self.recording.commit()
        self.worker.open(self.recording.path, upto, EMPTY)

    def start(self, chosen, *, number=1, replaces=0, upto=None):
        last = self.recording.commit()
        goes_on = upto is not None
        query = Query(
            number, chosen, self.context, upto if goes_on else last, last,
            replaces=replaces, goes_on=goes_on,
        )  # fmt: skip
        self.runner._live.add(number)
        self.worker.start(query)

    def find(self, chosen, *, ticket=9):
        self.runner._live.add(ticket)
        self.worker.find(Find(ticket, chosen, self.context, 0, is_newer=True))

    def steps(self, most=100):
        """Take steps until there is nothing to do."""
        for _step in range(most):
            if self.worker.pause_s() != 0:
                return
            self.worker.step()


@pytest.fixture
def bench(qapp, recording, monkeypatch):
    monkeypatch.setattr(search, "FIRST_SLICE", 8)
    monkeypatch.setattr(search, "LARGEST_SLICE", 8)
    monkeypatch.setattr(query_worker, "TELL_EVERY_S", 0)
    recording.beat(10)
    made = Bench(recording)
    made.open()
    yield made
    made.worker.close()


def test_the_most_urgent_comes_first(bench):
    bench.worker.set_chips({"beats": Action("Heartbeat")}, bench.context)
    bench.worker.ask_values("charger")
    bench.find(Text("Heartbeat"))
    bench.start(Text("Heartbeat"))
    bench.steps(1)
    bench.worker.check(bench.recording.beat(1))
    bench.steps()
    assert bench.names[:2] == ["found", "checked"]
    rest = [name for name in bench.names if name not in ("found", "checked")]
    assert rest == ["finished", "hit", "values_found", "counted"]


def test_there_is_nothing_to_do_without_orders(bench):
    assert bench.worker.pause_s() is None
    bench.start(Text("Heartbeat"))
    assert bench.worker.pause_s() == 0
    bench.steps()
    assert bench.worker.pause_s() is None


def test_waiting_calls_are_waited_for(bench):
    bench.recording.line().ask("Reset", {"type": "Soft"})
    bench.start(parse_filter("~q"))
    bench.steps()
    assert 0 < bench.worker.pause_s() <= WAITING_CHECK_S


def test_counts_look_at_what_arrives_now_and_then(bench):
    bench.worker.set_chips({"beats": Action("Heartbeat")}, bench.context)
    bench.steps()
    assert bench.told == [("counted", "beats", 20, 21)]
    bench.worker.check(bench.recording.beat(1))
    assert 0 < bench.worker.pause_s() <= query_worker.COUNT_EVERY_S


def test_orders_come_before_the_next_step(bench):
    bench.start(Text("Heartbeat"))
    bench.runner._orders.append(lambda worker: worker.end(1))
    bench.worker.step()
    assert bench.told == []


def test_a_query_that_replaces_another_ends_it(bench):
    bench.start(Text("Heart"))
    bench.steps(1)
    bench.start(Text("Heartb"), number=2, replaces=1)
    bench.steps()
    assert {number for name, number, *_rest in bench.told if name == "finished"} == {2}


def test_what_was_noted_is_looked_at_where_it_matters(bench):
    bench.start(parse_filter("~note"), number=1)
    bench.start(Text("Heartbeat"), number=2)
    bench.steps()
    bench.told.clear()
    bench.worker.annotate(Annotations(frozenset(), {5: "x"}, {}), {5})
    bench.steps()
    (told,) = bench.told
    assert told[:2] == ("checked", 1)
    assert told[2].tolist() == [5]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_is_noted_while_a_search_goes_on_is_not_missed(bench, moment):
    marked = parse_filter('~mark "["')
    bench.start(marked)
    bench.steps(1)
    bench.worker.stop(1)
    if moment == "before":
        bench.worker.annotate(Annotations(frozenset({20}), {}, {}), {20})
    bench.start(marked, number=2, replaces=1, upto=13)
    if moment == "after":
        bench.worker.annotate(Annotations(frozenset({20}), {}, {}), {20})
    bench.steps()
    (told,) = [args for name, *args in bench.told if name == "checked"]
    assert (told[0], told[1].tolist()) == (2, [20])


@pytest.mark.parametrize("goes_on", [True, False])
def test_what_is_told_until_another_query_goes_on_is_heard(bench, monkeypatch, goes_on):
    monkeypatch.setattr(bench.runner, "_run", lambda: None)
    first, second = (
        bench.runner.start(
            Text("x"), bench.context, upto=13, replaces=replaces, goes_on=goes_on
        )
        for replaces in (0, 1)
    )
    assert bench.runner.is_live(first) is goes_on
    for order in bench.runner._orders:
        order(bench.worker)
    assert not bench.runner.is_live(first)
    assert bench.runner.is_live(second)


def found_in(bench):
    return [args[1].tolist() for name, *args in bench.told if name == "found"]


def test_what_is_found_is_told_some_times_a_second_only(bench, monkeypatch):
    monkeypatch.setattr(query_worker, "TELL_EVERY_S", 60)
    bench.start(parse_filter('"Heartbeat" no <= 12'))
    bench.steps()
    # The newest slice has none; then come the first ones, and all others together.
    assert found_in(bench) == [[], [12, 11, 10, 9, 8, 7, 6], [5, 4, 3, 2]]
    assert bench.names[-1] == "finished"


def test_what_ceased_to_match_comes_after_what_was_found(bench, monkeypatch):
    monkeypatch.setattr(query_worker, "TELL_EVERY_S", 60)
    marked = Annotations(frozenset({4, 10, 20}), {}, {})
    bench.worker.annotate(marked, {4, 10, 20})
    bench.start(parse_filter('~mark "["'))
    bench.steps(2)
    assert found_in(bench) == [[20]]
    bench.worker.annotate(Annotations(frozenset({4, 20}), {}, {}), {10})
    bench.steps()
    told = [(name, [ids.tolist() for ids in args[1:-1]]) for name, *args in bench.told]
    assert told[1:3] == [("found", [[10]]), ("checked", [[], [10]])]
    assert told[3] == ("found", [[4]])


def test_a_search_that_fails_tells_what_it_found(bench, monkeypatch):
    monkeypatch.setattr(query_worker, "TELL_EVERY_S", 60)
    bench.start(parse_filter('"Heartbeat"'))
    bench.steps(2)
    monkeypatch.setattr(query_tracks.Track, "step", broken)
    monkeypatch.setattr(bench.runner, "report", lambda _error: None)
    bench.steps(1)
    assert bench.names == ["found", "found", "failed"]


def broken(_self):
    raise AttributeError


def test_a_find_goes_on_in_slices(bench):
    for is_newer, start in ((True, 0), (False, 22)):
        bench.runner._live.add(9)
        bench.worker.find(Find(9, Text("~nothing~"), bench.context, start, is_newer))
        steps = 0
        while not bench.told:
            bench.worker.step()
            steps += 1
        assert steps > 5
        assert bench.told == [("hit", 9, 0)]
        bench.told.clear()


def test_what_arrives_does_not_wait_for_a_find(bench):
    bench.start(Text("Heartbeat"))
    bench.steps()
    bench.told.clear()
    bench.find(Text("~nothing~"))
    bench.steps(2)
    bench.worker.check(bench.recording.beat(1))
    bench.steps(1)
    assert bench.names == ["checked"]


def test_a_step_that_was_interrupted_is_taken_again(bench, monkeypatch):
    class Interrupted(sqlite3.OperationalError):
        sqlite_errorcode = sqlite3.SQLITE_INTERRUPT

    values_of, calls = search.Search.values_of, []

    def interrupted(self, *args):
        calls.append(args)
        if len(calls) == 1:
            raise Interrupted
        return values_of(self, *args)

    monkeypatch.setattr(search.Search, "values_of", interrupted)
    bench.worker.ask_values("charger")
    bench.steps()
    assert bench.told == [("values_found", "charger", [("CP-0042", 21)])]


def test_another_capture_begins_with_nothing(bench):
    bench.start(Text("Heartbeat"))
    bench.find(Text("x"))
    bench.open()
    assert bench.worker.pause_s() is None


def test_what_cannot_be_opened_is_told_to_all(bench, tmp_path):
    bench.worker.open(tmp_path / "gone.ocppdesk", 5, EMPTY)
    bench.worker.set_chips({"beats": Action("Heartbeat")}, bench.context)
    bench.worker.ask_values("charger")
    bench.find(Text("x"))
    bench.start(Text("x"))
    bench.steps()
    assert bench.names == ["failed", "failed", "values_found", "counted"]
    assert bench.told[-1] == ("counted", "beats", -1, 21)
    assert bench.worker.pause_s() is None


def test_what_filters_need_is_read_ahead_while_there_is_nothing_else(bench):
    bench.start(Text("Heartbeat"))
    bench.steps(1)
    columns = bench.worker._search._columns
    assert columns.loaded_from(("latency",)) > 0
    bench.steps()
    assert columns.loaded_from(("latency",)) == 0
    assert bench.names.count("finished") == 1
