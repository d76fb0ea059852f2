# SPDX-License-Identifier: Apache-2.0
import sqlite3

import pytest
from PySide6.QtTest import QSignalSpy

from ocppdesk.filters.conditions import Action, All, Everything, Frames, Text
from ocppdesk.gui import query
from ocppdesk.gui.messages import feed
from ocppdesk.gui.messages.columns import Column

HEARTBEATS = Action("Heartbeat")


def say_status(desk, count=1):
    payload = {"connectorId": 1, "status": "Available", "errorCode": "NoError"}
    for _number in range(count):
        desk.recording.line().say("StatusNotification", payload)
    desk.recording.commit()


@pytest.fixture
def small_slices(monkeypatch):
    """Searches and catching up take many slices for a few messages."""
    monkeypatch.setattr(query, "FIRST_SLICE", 10)
    monkeypatch.setattr(query, "LARGEST_SLICE", 10)
    monkeypatch.setattr(feed, "SLICE", 10)


@pytest.fixture
def no_queries(desk, monkeypatch):
    """Make the reader refuse to search."""

    def refuse(*_args, **_options):
        raise AssertionError("No search is needed.")

    monkeypatch.setattr(desk.reader, "ids", refuse)


@pytest.mark.usefixtures("no_queries")
@pytest.mark.parametrize("chosen", [Everything(), All(())])
def test_without_a_filter_nothing_is_ever_searched(desk, chosen):
    desk.start(5)
    desk.pane.set_filter(chosen, exchanges=False)
    desk.beat(3)
    assert desk.model.rowCount() == 17


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
    desk.filter(Frames())
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


def test_messages_that_arrive_during_a_search_are_not_missed(either_way, qtbot):
    desk = either_way.start(20)
    desk.pane.set_filter(HEARTBEATS, exchanges=False)
    desk.beat(5)
    assert desk.pane._feed.is_busy
    qtbot.waitUntil(lambda: not desk.pane._feed.is_busy)
    assert list(desk.pane.shown_ids()) == list(range(2, 52))


def test_what_was_shown_stays_until_something_is_found(desk, qtbot):
    desk.start(20)
    desk.pane.set_filter(Text("Connected"), exchanges=False)
    assert desk.model.rowCount() == 41
    qtbot.waitUntil(lambda: desk.model.rowCount() == 1)


def test_the_same_filter_again_changes_nothing(desk):
    desk.start(5)
    desk.filter(HEARTBEATS)
    resets = QSignalSpy(desk.model.modelReset)
    desk.pane.set_filter(Action("Heartbeat"), exchanges=False)
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
    desk.filter(Frames())
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
    desk.filter(Frames())
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
    assert "cannot be read" in desk.pane._remark.text
    assert desk.model.rowCount() == 0
    desk.filter(Everything())
    assert desk.pane._remark.text == ""
    assert desk.model.rowCount() == 11


def test_new_messages_that_cannot_be_searched_are_a_sentence(desk):
    desk.start(5)
    desk.filter(Text("Heart"))
    last = desk.recording.beat(2)
    damage(desk)
    desk.pane.advance(last)
    assert "cannot be searched" in desk.pane._remark.text


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
    assert "were not searched" in desk.pane._remark.text
    desk.pane._remark.action_requested.emit()
    qtbot.waitUntil(lambda: not desk.pane._feed.is_busy)
    assert list(desk.pane.shown_ids()) == list(range(2, 404))


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
