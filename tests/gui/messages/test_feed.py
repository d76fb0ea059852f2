# SPDX-License-Identifier: Apache-2.0
import random
import sqlite3
import threading

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QSignalSpy

from ocppdesk.capture import search
from ocppdesk.capture.annotations import Annotations
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Action, Everything, Text, both
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.query import tracks as query_tracks
from ocppdesk.gui.query import worker as query_worker

HEARTBEATS = Text("Heartbeat")
# Like `frames_only`, but one that takes SQL, so that slices count.
FRAMES = Text("[")


class Gate:
    """A filter that lets everything pass, as soon as it is opened."""

    def __init__(self):
        self.opened = threading.Event()

    def matches(self, _subject, _context):
        self.opened.wait(5)
        return True


@pytest.fixture
def gate():
    made = Gate()
    yield made
    made.opened.set()


def say_status(desk, count=1):
    payload = {"connectorId": 1, "status": "Available", "errorCode": "NoError"}
    for _number in range(count):
        desk.recording.line().say("StatusNotification", payload)
    desk.recording.commit()


@pytest.fixture
def small_slices(monkeypatch):
    """Searches and catching up take many slices for a few messages."""
    monkeypatch.setattr(search, "FIRST_SLICE", 10)
    monkeypatch.setattr(search, "LARGEST_SLICE", 10)
    monkeypatch.setattr(search, "_SMALLEST_SLICE", 10)
    monkeypatch.setattr(query_tracks, "CHECK_SLICE", 10)
    monkeypatch.setattr(query_worker, "TELL_EVERY_S", 0)


@pytest.mark.parametrize("chosen", [Everything(), both()])
def test_without_a_filter_nothing_is_ever_searched(desk, chosen):
    desk.start(5)
    desk.pane.set_filter(chosen, exchanges=False)
    desk.beat(3)
    assert desk.model.rowCount() == 17
    assert desk.pane._feed.runner._thread is None


def test_only_what_passes_the_filter_is_shown_and_the_rest_is_counted(either_way):
    desk = either_way
    say_status(desk, 3)
    desk.start(5)
    counts = QSignalSpy(desk.pane.counts_changed)
    desk.filter(HEARTBEATS)
    assert set(desk.texts(Column.MESSAGE)) == {"Heartbeat"}
    assert counts.at(counts.count() - 1) == [10, 17]


def test_new_messages_are_looked_at_once_and_in_one_batch(either_way):
    desk = either_way.start(5)
    desk.filter(HEARTBEATS)
    inserted = QSignalSpy(desk.model.rowsInserted)
    say_status(desk, 3)
    desk.beat(2)
    assert inserted.count() == 1
    assert desk.model.rowCount() == 14
    assert set(desk.texts(Column.MESSAGE)) == {"Heartbeat"}


@pytest.mark.usefixtures("small_slices")
def test_a_flood_of_new_messages_is_looked_at_in_slices(either_way, qtbot):
    desk = either_way.start(5)
    desk.filter(FRAMES)
    desk.beat(100)
    qtbot.waitUntil(lambda: desk.model.rowCount() == 210)
    assert list(desk.pane.shown_ids()) == list(range(2, 212))
    assert desk.pane.is_following


@pytest.mark.usefixtures("small_slices")
def test_a_search_in_many_slices_shows_everything_in_order(either_way):
    desk = either_way
    say_status(desk, 20)
    desk.start(30)
    desk.filter(HEARTBEATS)
    assert list(desk.pane.shown_ids()) == list(range(42, 102))


def test_messages_that_arrive_during_a_search_are_not_missed(either_way):
    desk = either_way.start(20)
    desk.pane.set_filter(HEARTBEATS, exchanges=False)
    desk.pane.advance(desk.recording.beat(5))
    assert desk.pane._feed.is_busy
    desk.settle()
    assert list(desk.pane.shown_ids()) == list(range(2, 52))


def test_what_was_shown_stays_until_something_is_found(desk, qtbot):
    desk.start(20)
    desk.pane.set_filter(Text("Connected"), exchanges=False)
    assert desk.model.rowCount() == 41
    qtbot.waitUntil(lambda: desk.model.rowCount() == 1)


@pytest.mark.parametrize("dims", [False, True])
def test_what_was_shown_before_does_not_look_like_what_is_found(
    desk, qtbot, gate, dims
):
    desk.start(20)
    desk.filter(HEARTBEATS, dims=dims)
    before = desk.picture()
    desk.pane.set_filter(gate, exchanges=False, dims=dims)
    assert desk.picture() == before
    qtbot.waitUntil(lambda: desk.view.is_stale)
    assert desk.picture() != before
    assert desk.pane._feed._counts == (0, 41)
    gate.opened.set()
    desk.settle()
    assert not desk.view.is_stale
    assert desk.pane._feed._counts == (41, 41)


def test_a_stopped_search_leaves_no_dimmed_rows(desk, qtbot, gate):
    desk.start(20)
    desk.pane.set_filter(gate, exchanges=False)
    qtbot.waitUntil(lambda: desk.view.is_stale)
    desk.pane.cancel()
    assert not desk.view.is_stale


def test_the_same_filter_again_changes_nothing(desk):
    desk.start(5)
    desk.filter(HEARTBEATS)
    resets = QSignalSpy(desk.model.modelReset)
    desk.pane.set_filter(Text("Heartbeat"), exchanges=False)
    assert resets.count() == 0
    assert not desk.pane._feed.is_busy


def test_busy_and_progress_are_told(desk, small_slices, qtbot):
    desk.start(30)
    busy = QSignalSpy(desk.pane.busy_changed)
    progress = QSignalSpy(desk.pane.progress_changed)
    desk.filter(HEARTBEATS)
    assert [args[0] for args in map(busy.at, range(busy.count()))] == [True, False]
    told = [args[0] for args in map(progress.at, range(progress.count()))]
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 100


# The chosen row keeps its place.


def test_the_chosen_row_stays_chosen_and_at_its_height(either_way):
    desk = either_way
    desk.recording.beat(60)
    say_status(desk, 5)
    desk.start(60)
    desk.pane.select_message(120)
    y = desk.view.y_of(desk.model.row_of(120))
    told = QSignalSpy(desk.pane.message_selected)
    desk.filter(HEARTBEATS)
    assert desk.view.y_of(desk.model.row_of(120)) == y
    assert desk.view.selected_rows() == [desk.model.row_of(120)]
    desk.filter(Everything())
    assert desk.view.y_of(desk.model.row_of(120)) == y
    assert told.count() == 0


def test_a_row_that_the_filter_hides_comes_back_to_its_height(either_way):
    desk = either_way.start(60)
    desk.pane.select_message(60)
    y = desk.view.y_of(desk.model.row_of(60))
    desk.filter(Text("Connected"))
    assert desk.view.selected_rows() == []
    assert desk.pane.selected_id() == 60
    desk.beat(10)
    desk.filter(Everything())
    assert desk.view.selected_rows() == [desk.model.row_of(60)]
    assert desk.view.y_of(desk.model.row_of(60)) == y


@pytest.mark.usefixtures("small_slices")
def test_a_row_that_is_found_late_gets_its_height_when_it_is_found(either_way):
    desk = either_way.start(60)
    desk.pane.select_message(20)
    y = desk.view.y_of(desk.model.row_of(20))
    ends = []
    desk.pane.progress_changed.connect(lambda _: ends.append(desk.is_at_live_end()))
    desk.filter(FRAMES)
    assert ends[2]  # until then, the newest messages are in view
    assert desk.view.y_of(desk.model.row_of(20)) == y


@pytest.mark.usefixtures("small_slices")
def test_a_user_who_moves_during_a_search_is_left_alone(desk):
    desk.start(60)
    desk.pane.select_message(20)
    tops = []

    def move(percent):
        if percent >= 30 and not tops:
            desk.wheel(-1)
            tops.append(desk.shown()[0])

    desk.pane.progress_changed.connect(move)
    desk.filter(FRAMES)
    assert desk.shown()[0] == tops[0]
    assert 20 not in desk.shown()


def test_following_goes_on_through_a_filter(either_way):
    desk = either_way.start(60)
    desk.filter(HEARTBEATS)
    assert desk.pane.is_following
    desk.beat(3)
    assert desk.is_at_live_end()
    desk.filter(Everything())
    assert desk.pane.is_following
    assert desk.is_at_live_end()


def test_following_goes_on_through_a_filter_with_a_row_chosen_out_of_view(either_way):
    desk = either_way.start(60)
    newest = desk.recording.commit()
    desk.click(desk.model.row_of(newest))
    desk.beat(60)
    desk.filter(HEARTBEATS)
    assert desk.pane.is_following
    assert desk.is_at_live_end()
    assert desk.pane.selected_ids() == [newest]


def test_turning_the_order_around_keeps_the_chosen_row_in_its_place(either_way):
    desk = either_way.start(60)
    desk.pane.select_message(60)
    y = desk.view.y_of(desk.model.row_of(60))
    desk.pane.set_newest_first(not desk.model.newest_first)
    assert desk.view.y_of(desk.model.row_of(60)) == y
    assert desk.view.selected_rows() == [desk.model.row_of(60)]


def test_turning_the_order_around_keeps_following(either_way):
    desk = either_way.start(60)
    desk.pane.set_newest_first(not desk.model.newest_first)
    assert desk.pane.is_following
    assert desk.is_at_live_end()


# Exchanges.


def test_an_exchange_is_one_row_with_the_result_of_its_answer(either_way):
    desk = either_way
    desk.recording.line().say("BootNotification")
    desk.start(2)
    desk.filter(Everything(), exchanges=True)
    assert list(desk.pane.shown_ids()) == [1, 2, 4, 6]
    assert desk.text(2, Column.RESULT) == "✓ Accepted"


def test_a_late_answer_updates_its_row_without_a_jump(either_way):
    desk = either_way
    line = desk.recording.line()
    desk.recording.beat(60)
    call = line.ask("Reset", {"type": "Soft"})
    number = desk.recording.commit()
    desk.start(5)
    desk.filter(Everything(), exchanges=True)
    desk.pane.select_message(number)
    desk.recording.now += 4_000_000
    desk.paint()
    assert desk.text(number, Column.RESULT) == "⏳ 9 s waiting"
    rows, y = desk.shown(), desk.view.y_of(desk.model.row_of(number))
    resets = QSignalSpy(desk.model.modelReset)
    inserted = QSignalSpy(desk.model.rowsInserted)
    line.reply(call, {"status": "Rejected"})
    desk.advance()
    assert desk.text(number, Column.RESULT) == "✗ Rejected"
    assert desk.text(number, Column.LATENCY) == "10000"
    assert (desk.shown(), desk.view.y_of(desk.model.row_of(number))) == (rows, y)
    assert (resets.count(), inserted.count()) == (0, 0)


def test_an_answer_that_matches_brings_its_call_to_its_place(either_way):
    desk = either_way
    line = desk.recording.line()
    first = line.ask("Reset", {"type": "Soft"})
    second = line.ask("ClearCache")
    desk.start(5)
    desk.filter(Text("Rejected"), exchanges=True)
    assert desk.model.rowCount() == 0
    line.reply(second, {"status": "Rejected"})
    desk.advance()
    line.reply(first, {"status": "Rejected"})
    desk.advance()
    assert list(desk.pane.shown_ids()) == [2, 3]


@pytest.mark.usefixtures("small_slices")
def test_a_late_answer_during_a_search_is_not_lost(either_way, qtbot):
    desk = either_way
    line = desk.recording.line()
    desk.recording.beat(10)
    call = line.ask("Reset", {"type": "Soft"})
    desk.recording.beat(60)
    line.say("DataTransfer", {"vendorId": "Rejected"})
    desk.recording.commit()
    desk.start()
    desk.pane.set_filter(Text("Rejected"), exchanges=True)
    line.reply(call, {"status": "Rejected"})
    desk.advance()
    qtbot.waitUntil(lambda: not desk.pane._feed.is_busy)
    assert list(desk.pane.shown_ids()) == [22, 143]


# When it goes wrong, or is stopped.


def damage(desk):
    with sqlite3.connect(desk.recording.path) as database:
        database.execute("ALTER TABLE messages RENAME COLUMN raw TO gone")
    database.close()


def test_a_failed_search_is_a_sentence_and_shows_nothing_wrong(desk):
    desk.start(5)
    damage(desk)
    desk.filter(Text("x"))
    assert "cannot be read" in desk.pane._overlays.remark.text
    assert desk.model.rowCount() == 0
    desk.filter(Everything())
    assert desk.pane._overlays.remark.text == ""
    assert desk.model.rowCount() == 11


def test_new_messages_that_cannot_be_searched_are_a_sentence(desk):
    desk.start(5)
    desk.filter(Text("Heart"))
    last = desk.recording.beat(2)
    damage(desk)
    desk.pane.advance(last)
    desk.settle()
    assert "cannot be searched" in desk.pane._overlays.remark.text


@pytest.mark.usefixtures("small_slices")
def test_a_stopped_search_keeps_what_it_found_and_can_go_on(desk, qtbot):
    desk.start(200)
    stop = desk.pane.progress_changed.connect(
        lambda percent: desk.pane.cancel() if percent >= 10 else None
    )
    desk.pane.set_filter(HEARTBEATS, exchanges=False)
    qtbot.waitUntil(lambda: not desk.pane._feed.is_busy)
    desk.pane.progress_changed.disconnect(stop)
    found = desk.model.rowCount()
    assert 0 < found < 400
    assert not desk.pane._feed.is_busy
    desk.beat(1)
    assert desk.model.rowCount() == found + 2
    assert "were not searched" in desk.pane._overlays.remark.text
    desk.pane._overlays.remark.action_requested.emit()
    qtbot.waitUntil(lambda: not desk.pane._feed.is_busy)
    assert list(desk.pane.shown_ids()) == list(range(2, 404))


@pytest.mark.usefixtures("small_slices")
def test_an_exchange_is_not_lost_where_the_search_was_stopped(desk, qtbot):
    line = desk.recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    desk.recording.beat(60)
    line.reply(call, {"status": "Rejected"})
    desk.recording.commit()
    desk.start()
    stop = desk.pane.progress_changed.connect(
        lambda percent: desk.pane.cancel() if percent > 0 else None
    )
    desk.pane.set_filter(Text("Rejected"), exchanges=True)
    qtbot.waitUntil(lambda: not desk.pane._feed.is_busy)
    desk.pane.progress_changed.disconnect(stop)
    assert desk.model.rowCount() == 0
    desk.pane._feed.search_on()
    desk.settle()
    assert list(desk.pane.shown_ids()) == [2]


def test_a_search_that_is_stopped_at_once_shows_no_wrong_rows(desk):
    desk.start(20)
    desk.pane.set_filter(Text("does not occur"), exchanges=False)
    desk.pane.cancel()
    assert desk.model.rowCount() == 0
    desk.pane.cancel()


def test_another_capture_is_shown_through_the_same_filter(
    desk, qtbot, tmp_path, reader
):
    desk.start(5)
    desk.filter(HEARTBEATS)
    desk.click(2)
    desk.recording.beat(2)
    desk.pane.set_reader(reader)
    qtbot.waitUntil(lambda: not desk.pane._feed.is_busy)
    assert list(desk.pane.shown_ids()) == list(range(2, 16))
    assert desk.pane.selected_id() is None
    assert desk.pane.is_following


# Answers decide, and the time.


def say_resets(desk, count):
    """Ask a charger for resets; return what they are answered by."""
    line = desk.recording.line()
    calls = [line.ask("Reset", {"type": "Soft"}) for _number in range(count)]
    desk.recording.commit()
    return calls


def places(desk):
    """Return where the rows in view are."""
    return {
        number: desk.view.y_of(desk.model.row_of(number)) for number in desk.shown()
    }


def test_rows_come_and_go_as_calls_are_answered(either_way):
    desk = either_way
    calls = say_resets(desk, 3)
    desk.start()
    desk.filter(parse_filter("~call not res.status == Accepted"))
    assert list(desk.pane.shown_ids()) == [2, 3, 4]
    desk.recording.line().reply(calls[1], {"status": "Accepted"})
    desk.recording.line().reply(calls[2], {"status": "Rejected"})
    desk.advance()
    assert list(desk.pane.shown_ids()) == [2, 4]
    desk.filter(parse_filter("~call res.status == Accepted"))
    desk.recording.line().reply(calls[0], {"status": "Accepted"})
    desk.advance()
    assert list(desk.pane.shown_ids()) == [2, 3]


@pytest.mark.parametrize("which", [0, 25, 59])
def test_what_is_read_stays_where_it_is_while_rows_come_and_go(either_way, which):
    desk = either_way
    calls = say_resets(desk, 60)
    desk.recording.beat(60)
    desk.start()
    desk.filter(parse_filter("-Reset or latency > 1s"))
    assert desk.model.rowCount() == 121
    desk.pane.select_message(90)
    before = places(desk)
    desk.recording.now += 3_000_000
    desk.recording.line().reply(calls[which], {"status": "Accepted"})
    desk.advance()
    assert which + 2 in desk.pane.shown_ids()
    assert places(desk) == before
    desk.filter(parse_filter("Heartbeat or ~q"))
    desk.recording.now += 60_000_000
    desk.beat(1)
    before = places(desk)
    for call in calls[:which] + calls[which + 1 :]:
        desk.recording.line().reply(call, {"status": "Accepted"})
    desk.advance()
    assert which + 2 not in desk.pane.shown_ids()
    assert places(desk) == before


def test_following_goes_on_while_rows_go(either_way):
    desk = either_way
    calls = say_resets(desk, 60)
    desk.start()
    desk.recording.now += 60_000_000
    desk.filter(parse_filter("~q"))
    assert desk.model.rowCount() == 60
    for call in calls[::2]:
        desk.recording.line().reply(call, {"status": "Accepted"})
    desk.advance()
    assert desk.model.rowCount() == 30
    assert desk.pane.is_following
    assert desk.is_at_live_end()


def test_calls_are_shown_when_they_are_given_up(either_way, qtbot, monkeypatch):
    monkeypatch.setattr(query_worker, "WAITING_CHECK_S", 0.02)
    desk = either_way
    say_resets(desk, 2)
    desk.start()
    desk.filter(parse_filter("~q"))
    assert desk.model.rowCount() == 0
    desk.recording.now += 40_000_000
    qtbot.waitUntil(lambda: desk.model.rowCount() == 2)


def test_other_settings_search_anew_where_they_matter(desk, settings):
    line = desk.recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    desk.recording.now += 3_000_000
    line.reply(call, {"status": "Accepted"})
    desk.start(3)
    desk.filter(parse_filter("~slow"))
    assert list(desk.pane.shown_ids()) == [2]
    settings.change({"slow_ms": 8_000})
    desk.settle()
    assert list(desk.pane.shown_ids()) == []
    resets = QSignalSpy(desk.model.modelReset)
    settings.change({"call_timeout_s": 7})
    desk.settle()
    assert resets.count() == 0


def test_times_before_now_count_from_the_newest_message_unless_it_is_live(desk):
    desk.start(5)
    newest = desk.reader.time_span()[1]
    desk.recording.now += 60_000_000
    feed = desk.pane._feed
    assert feed.filter_context().latest == newest
    desk.pane.set_live(is_live=True)
    context = feed.filter_context()
    assert context.latest == context.now == desk.recording.now


class Traffic:
    """Calls, and their answers: at once, late or never."""

    def __init__(self, desk, seed):
        self.chance = random.Random(seed)
        self._desk = desk
        self._line = desk.recording.line()
        self._waiting = []

    def flow(self, most):
        """Let some messages arrive, and tell the pane."""
        line, chance = self._line, self.chance
        for _message in range(chance.randrange(most)):
            what = chance.random()
            if what < 0.3:
                self._waiting.append(line.ask("Reset", {"type": "Soft"}))
            elif what < 0.6 and self._waiting:
                call = self._waiting.pop(chance.randrange(len(self._waiting)))
                line.reply(call, {"status": chance.choice(["Accepted", "Rejected"])})
            else:
                line.say("Heartbeat")
        self._desk.recording.now += chance.randrange(4_000_000)
        self._desk.pane.advance(self._desk.recording.commit())
        QCoreApplication.sendPostedEvents()


def assert_shown_is_what_a_fresh_search_finds(desk, chosen, *, exchanges=False):
    desk.settle()
    feed = desk.pane._feed
    feed.runner.check(feed.total)
    context = feed.filter_context()
    fresh = search.Search(desk.reader).ids(chosen, context, exchanges=exchanges)
    found = sorted(number for block, _low in fresh for number in block.tolist())
    matches = desk.model.matches
    desk.wait_for(
        lambda: found == list(desk.pane.shown_ids() if matches is None else matches.ids)
    )


@pytest.mark.parametrize("dims", [False, True])
@pytest.mark.parametrize("exchanges", [False, True])
@pytest.mark.parametrize(
    "text",
    ["~call not res.status", "~q or latency > 2s", "not ~q ~in", "-Heartbeat"],
)
def test_nothing_is_lost_of_a_flood_that_a_filter_looks_at(
    desk, text, exchanges, dims, monkeypatch
):
    monkeypatch.setattr(query_tracks, "CHECK_SLICE", 30)
    monkeypatch.setattr(search, "FIRST_SLICE", 50)
    monkeypatch.setattr(search, "LARGEST_SLICE", 50)
    traffic, chosen = Traffic(desk, text), parse_filter(text)
    desk.recording.beat(200)
    desk.start()
    desk.pane.set_filter(chosen, exchanges=exchanges, dims=dims)
    for _tick in range(20):
        traffic.flow(60)
    assert_shown_is_what_a_fresh_search_finds(desk, chosen, exchanges=exchanges)


def test_the_model_stays_sound_whatever_happens(either_way, qtmodeltester):
    desk = either_way
    qtmodeltester.check(desk.model)
    traffic = Traffic(desk, 5)
    desk.start(5)
    for text in ("~call not res.status == Accepted", "~q", "", "-Reset"):
        chosen = parse_filter(text)
        for options in ({}, {"dims": True}, {"exchanges": True}):
            desk.pane.set_filter(chosen, **{"exchanges": False, **options})
            traffic.flow(4)
            traffic.flow(4)
            desk.settle()
        desk.pane.set_newest_first(not desk.model.newest_first)
    desk.filter(parse_filter("-Reset"))
    assert_shown_is_what_a_fresh_search_finds(desk, parse_filter("-Reset"))


# Dimmed instead of hidden.


def dimmed(desk):
    return [n for n in desk.pane.shown_ids() if desk.model.is_dimmed(n)]


def test_what_does_not_match_is_shown_dimmed(either_way):
    desk = either_way
    say_status(desk, 2)
    desk.start(3)
    counts = QSignalSpy(desk.pane.counts_changed)
    desk.filter(Action("Heartbeat"), dims=True)
    assert list(desk.pane.shown_ids()) == list(range(1, 12))
    assert dimmed(desk) == [1, 2, 3, 4, 5]
    assert counts.at(counts.count() - 1) == [6, 11]
    desk.filter(Everything(), dims=True)
    assert dimmed(desk) == []
    assert counts.at(counts.count() - 1) == [11, 11]


def test_rows_that_arrive_are_dimmed_from_the_beginning(either_way):
    desk = either_way.start(3)
    desk.filter(Action("Heartbeat"), dims=True)
    seen = []
    desk.model.rowsInserted.connect(lambda *_rows: seen.append(dimmed(desk)))
    say_status(desk, 1)
    desk.beat(1)
    assert seen == [[1, 8, 9]]
    assert list(desk.pane.shown_ids()) == list(range(1, 12))


def test_another_filter_dims_others_and_moves_nothing(either_way):
    desk = either_way
    desk.recording.beat(30)
    say_status(desk, 30)
    desk.start()
    desk.filter(Action("Heartbeat"), dims=True)
    desk.pane.select_message(70)
    before, resets = places(desk), QSignalSpy(desk.model.modelReset)
    desk.filter(Action("StatusNotification"), dims=True)
    assert dimmed(desk) == list(range(1, 62))
    assert places(desk) == before
    assert resets.count() == 0


def test_dimming_and_hiding_keep_the_chosen_row_at_its_height(either_way):
    desk = either_way
    desk.recording.beat(60)
    say_status(desk, 30)
    desk.start(60)
    desk.pane.select_message(120)
    y = desk.view.y_of(desk.model.row_of(120))
    for options in ({"dims": True}, {"dims": False}, {"dims": True}):
        desk.filter(HEARTBEATS, **options)
        assert desk.view.y_of(desk.model.row_of(120)) == y
    desk.filter(Everything())
    assert desk.view.y_of(desk.model.row_of(120)) == y
    assert desk.view.selected_rows() == [desk.model.row_of(120)]


def test_answers_light_up_what_they_make_match(either_way):
    desk = either_way
    calls = say_resets(desk, 2)
    desk.start()
    desk.filter(parse_filter("~call res.status == Accepted"), dims=True)
    assert dimmed(desk) == [1, 2, 3]
    desk.recording.line().reply(calls[1], {"status": "Accepted"})
    desk.advance()
    assert dimmed(desk) == [1, 2, 4]


def test_exchanges_can_be_dimmed_too(either_way):
    desk = either_way
    say_status(desk, 2)
    desk.start(2)
    desk.filter(Action("Heartbeat"), exchanges=True, dims=True)
    assert list(desk.pane.shown_ids()) == [1, 2, 4, 6, 8]
    assert dimmed(desk) == [1, 2, 4]
    say_status(desk, 1)
    desk.beat(1)
    assert list(desk.pane.shown_ids()) == [1, 2, 4, 6, 8, 10, 12]
    assert dimmed(desk) == [1, 2, 4, 10]


def test_rows_arrive_though_it_cannot_be_said_whether_they_match(desk):
    desk.start(5)
    desk.filter(Text("Heart"), dims=True)
    last = desk.recording.beat(2)
    damage(desk)
    desk.pane.advance(last)
    desk.settle()
    assert desk.model.rowCount() == last


# Marks and notes decide.


@pytest.fixture
def mark(desk, qtbot):
    """Mark messages, or take their marks away, and wait for what comes of it."""

    def mark_or_not(*numbers):
        feed = desk.pane._feed
        marks = feed.annotations.marks ^ set(numbers)
        with qtbot.waitSignal(feed.runner.checked):
            feed.set_annotations(Annotations(frozenset(marks), {}, {}))
        desk.paint()

    return mark_or_not


def test_a_row_that_is_marked_leaves_its_place_to_the_next_one(either_way, mark):
    desk = either_way.start(60)
    desk.filter(parse_filter("not ~mark"))
    desk.pane.select_message(60)
    y = desk.view.y_of(desk.model.row_of(60))
    for expected in (59, 58) if desk.model.newest_first else (61, 62):
        mark(desk.pane.selected_id())
        assert desk.pane.selected_id() == expected
        assert desk.view.y_of(desk.model.row_of(expected)) == y
    assert desk.model.rowCount() == 119


def test_the_last_row_that_is_marked_leaves_nothing_chosen(desk, mark):
    desk.start(1)
    desk.filter(parse_filter("~ws not ~mark"))
    desk.pane.select_message(1)
    mark(1)
    assert desk.model.rowCount() == 0
    assert desk.pane.selected_id() == 1


def test_a_mark_brings_a_row_where_only_marks_are_shown(either_way, mark):
    desk = either_way.start(10)
    desk.filter(parse_filter("~mark"))
    mark(5, 7)
    assert list(desk.pane.shown_ids()) == [5, 7]
    mark(7)
    assert list(desk.pane.shown_ids()) == [5]


def test_a_row_that_goes_by_itself_leaves_the_chosen_message_chosen(either_way):
    desk = either_way
    calls = say_resets(desk, 60)
    desk.start()
    desk.recording.now += 60_000_000
    desk.filter(parse_filter("~q"))
    desk.pane.select_message(30)
    told = QSignalSpy(desk.pane.message_selected)
    desk.recording.line().reply(calls[28], {"status": "Accepted"})
    desk.advance()
    assert desk.model.row_of(30) is None
    assert desk.pane.selected_id() == 30
    assert desk.view.selected_rows() == []
    assert told.count() == 0


@pytest.mark.parametrize("step", [2, 40])
def test_selected_rows_stay_selected_while_others_come_and_go(either_way, step):
    desk = either_way
    calls = say_resets(desk, 80)
    desk.start()
    desk.recording.now += 60_000_000
    desk.filter(parse_filter("~q"))
    desk.click(desk.model.row_of(75 if desk.model.newest_first else 78))
    shift = Qt.KeyboardModifier.ShiftModifier
    desk.click(desk.model.row_of(72), shift)
    selected = set(desk.pane.selected_ids())
    assert len(selected) > 3
    current = desk.pane.selected_id()
    for call in calls[:70:step]:
        desk.recording.line().reply(call, {"status": "Accepted"})
    desk.advance()
    assert desk.model.rowCount() == 80 - len(calls[:70:step])
    assert set(desk.pane.selected_ids()) == selected
    assert desk.view.currentIndex().row() == desk.model.row_of(current)
