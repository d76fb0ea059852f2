# SPDX-License-Identifier: Apache-2.0
"""The rules of a live list, each with real events, in both orders."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from ocppdesk.gui.messages import model

KEYS_AWAY = {
    True: (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End),
    False: (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Home),
}
KEYS_LIVE = {True: Qt.Key.Key_Home, False: Qt.Key.Key_End}


def away(desk):
    """Return the sign of a turn of the wheel away from the live end."""
    return -1 if desk.model.newest_first else 1


def live_row(desk):
    return 0 if desk.model.newest_first else desk.model.rowCount() - 1


def other_row(desk):
    """Return a row in view that is not the newest."""
    rows = desk.view.rows_in_view()
    return rows.start + 3 if desk.model.newest_first else rows.stop - 4


def assert_nothing_moves(desk):
    before, rows = desk.picture(), desk.shown()
    for count in (1, 5, 40):
        desk.beat(count)
    assert desk.shown() == rows
    assert desk.picture() == before


# Rule 1: the first sign of interest pauses.


def test_it_follows_at_first(either_way):
    desk = either_way.start(50)
    for _batch in range(3):
        desk.beat(7)
        assert desk.is_at_live_end()
    assert desk.pane.is_following
    assert max(desk.shown()) == desk.recording.commit()


def test_the_first_wheel_notch_pauses(either_way):
    desk = either_way.start(50)
    desk.wheel(away(desk))
    assert not desk.pane.is_following
    assert_nothing_moves(desk)


@pytest.mark.parametrize("which", range(3))
def test_the_first_key_away_from_the_live_end_pauses(either_way, which):
    desk = either_way.start(50)
    desk.key(KEYS_AWAY[desk.model.newest_first][which])
    assert not desk.pane.is_following
    assert_nothing_moves(desk)


def test_dragging_the_scroll_bar_pauses(either_way):
    desk = either_way.start(200)
    desk.drag_bar(60 if desk.model.newest_first else -60)
    assert not desk.pane.is_following
    assert desk.bar.value() % desk.view.row_height == 0
    assert_nothing_moves(desk)


def test_a_click_into_the_scroll_bar_pauses(either_way, qtbot):
    desk = either_way.start(200)
    middle = desk.bar.rect().center()
    qtbot.mouseClick(desk.bar, Qt.MouseButton.LeftButton, pos=middle)
    assert not desk.pane.is_following


def test_choosing_another_row_pauses(either_way):
    desk = either_way.start(50)
    desk.click(other_row(desk))
    assert not desk.pane.is_following
    assert_nothing_moves(desk)


def test_choosing_the_newest_row_does_not_pause(either_way):
    desk = either_way.start(50)
    newest = desk.model.id_at(live_row(desk))
    desk.click(live_row(desk))
    desk.beat(3)
    assert desk.pane.is_following
    assert desk.pane.selected_id() == newest


def test_a_second_click_on_the_chosen_row_pauses_once_it_is_not_the_newest(either_way):
    desk = either_way.start(50)
    desk.click(live_row(desk))
    desk.beat(2)
    desk.click(desk.model.row_of(desk.pane.selected_id()))
    assert not desk.pane.is_following


def test_opening_the_row_menu_pauses(either_way):
    desk = either_way.start(50)
    desk.ask_for_menu(other_row(desk))
    assert not desk.pane.is_following
    assert_nothing_moves(desk)


def test_going_to_a_message_pauses(either_way):
    desk = either_way.start(200)
    assert desk.pane.select_message(150)
    assert not desk.pane.is_following
    assert 150 in desk.shown()
    assert_nothing_moves(desk)


def test_the_wheel_pauses_nothing_where_there_is_nothing_to_scroll(either_way):
    desk = either_way.start(2)
    desk.wheel(away(desk))
    assert desk.pane.is_following


# Rule 2: going back to the live end follows again.


@pytest.mark.parametrize("modifier", ["", "ControlModifier"])
def test_the_key_to_the_live_end_follows(either_way, modifier):
    desk = either_way.start(50)
    desk.wheel(3 * away(desk))
    modifiers = Qt.KeyboardModifier[modifier or "NoModifier"]
    desk.key(KEYS_LIVE[desk.model.newest_first], modifiers)
    assert desk.pane.is_following
    assert desk.is_at_live_end()
    assert desk.view.currentIndex().row() == live_row(desk)


def test_turning_the_wheel_back_to_the_live_end_follows(either_way):
    desk = either_way.start(50)
    desk.wheel(2 * away(desk))
    desk.beat(10)
    desk.wheel(-2 * away(desk))
    assert not desk.pane.is_following
    for _notch in range(10):
        desk.wheel(-2 * away(desk))
    assert desk.pane.is_following


def test_turning_the_wheel_to_the_live_end_follows_even_if_it_is_in_view(either_way):
    desk = either_way.start(50)
    desk.click(other_row(desk))
    assert not desk.pane.is_following
    desk.wheel(-away(desk))
    assert desk.pane.is_following


def test_dragging_the_scroll_bar_to_the_live_end_follows(either_way):
    desk = either_way.start(200)
    pixels = 60 if desk.model.newest_first else -60
    desk.drag_bar(pixels)
    desk.drag_bar(-10 * pixels)
    assert desk.is_at_live_end()
    assert desk.pane.is_following


def test_a_click_on_the_pill_follows_and_keeps_the_chosen_row(either_way, qtbot):
    desk = either_way.start(50)
    desk.click(other_row(desk))
    chosen = desk.pane.selected_id()
    desk.beat(20)
    pill = desk.pane._overlays.pill
    assert pill.isVisible()
    assert pill.text() == ("▲ 40 new" if desk.model.newest_first else "▼ 40 new")
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert desk.pane.is_following
    assert desk.is_at_live_end()
    assert not pill.isVisible()
    assert desk.pane.selected_id() == chosen


def test_walking_to_the_newest_row_by_key_follows(either_way):
    desk = either_way.start(50)
    desk.click(other_row(desk))
    back = Qt.Key.Key_Up if desk.model.newest_first else Qt.Key.Key_Down
    for _step in range(2):
        desk.key(back)
        assert not desk.pane.is_following
    desk.key(back)
    assert desk.pane.is_following


# Rule 3: what the program does is not the user's doing.


def test_programmatic_scrolling_neither_pauses_nor_follows(either_way):
    desk = either_way.start(200)
    desk.bar.setValue(desk.bar.maximum() // 2)
    assert desk.pane.is_following
    desk.wheel(away(desk))
    desk.bar.setValue(0 if desk.model.newest_first else desk.bar.maximum())
    assert not desk.pane.is_following


def test_resizing_keeps_the_live_end_in_view(either_way):
    desk = either_way.start(200)
    for height in (200, 700, 300):
        desk.pane.resize(1000, height)
        assert desk.pane.is_following
        assert desk.is_at_live_end()


# Rule 4: paused means still.


def test_nothing_moves_in_the_middle_of_the_list(either_way):
    desk = either_way.start(200)
    desk.wheel(5 * away(desk))
    assert_nothing_moves(desk)


def test_nothing_moves_even_where_all_rows_fit(either_way):
    desk = either_way.start(2)
    desk.click(other_row(desk))
    assert not desk.pane.is_following
    rows = desk.shown()
    places = [desk.view.y_of(desk.model.row_of(number)) for number in rows]
    for count in (1, 5, 40):
        desk.beat(count)
        assert places == [desk.view.y_of(desk.model.row_of(n)) for n in rows]


def test_scrolling_stays_possible_after_rows_came_above(either_way):
    desk = either_way.start(2)
    desk.click(other_row(desk))
    desk.beat(100)
    desk.wheel(-3 * away(desk))
    newest_in_view = max(desk.shown())
    assert newest_in_view > 5
    assert_nothing_moves(desk)


def test_going_back_leaves_no_empty_room_to_scroll_into(desk):
    desk.start(2)
    desk.click(3)
    desk.beat(5)
    assert desk.bar.maximum() > 0
    desk.wheel(1)
    desk.pane.resize(1000, 410)
    assert desk.bar.maximum() == desk.bar.value() > 0


def test_new_rows_are_tinted_until_they_were_seen(either_way, theme):
    desk = either_way.start(50)
    desk.click(other_row(desk))
    desk.beat(2)
    desk.wheel(-away(desk))
    new = desk.view.following.seen_id + 1
    y = desk.view.y_of(desk.model.row_of(new)) + 3
    tint = theme.color("row.new.back")
    assert desk.picture().pixelColor(500, y) == tint
    desk.view.following.mark_seen()
    assert desk.picture().pixelColor(500, y) != tint


def test_the_pill_counts_only_what_was_not_seen(either_way):
    desk = either_way.start(50)
    desk.click(other_row(desk))
    desk.beat(100)
    # The first notch brings a few new rows into view.
    desk.wheel(-2 * away(desk))
    desk.paint()
    seen = max(desk.shown())
    desk.view.following.mark_seen()
    expected = desk.recording.commit() - seen
    assert desk.pane._overlays.pill.text()[2:] == f"{expected} new"


def rows_and_places(desk):
    return {n: desk.view.y_of(desk.model.row_of(n)) for n in desk.shown()}


@pytest.mark.parametrize("most_steps", [0, 20])
def test_rows_that_come_and_go_out_of_view_move_nothing(
    either_way, monkeypatch, most_steps
):
    monkeypatch.setattr(model, "MOST_STEPS", most_steps)
    desk = either_way.start(200)
    desk.pane.select_message(200)
    before = rows_and_places(desk)
    selected = desk.view.selected_rows()
    out_of_view = {20, 21, 40, 390, 391, 300}
    with desk.view.still():
        desk.model.change(added=set(), removed=out_of_view)
    assert rows_and_places(desk) == before
    with desk.view.still():
        desk.model.change(added=out_of_view, removed=set())
    assert rows_and_places(desk) == before
    assert desk.view.selected_rows() == selected
    assert not desk.pane.is_following


@pytest.mark.parametrize("most_steps", [0, 20])
def test_of_rows_that_go_in_view_the_chosen_one_keeps_its_height(
    either_way, monkeypatch, most_steps
):
    monkeypatch.setattr(model, "MOST_STEPS", most_steps)
    desk = either_way.start(200)
    desk.pane.select_message(200)
    y = desk.view.y_of(desk.model.row_of(200))
    with desk.view.still():
        desk.model.change(added=set(), removed={197, 198, 201, 203})
    assert desk.view.y_of(desk.model.row_of(200)) == y
    assert desk.pane.selected_ids() == [200]


@pytest.mark.parametrize("most_steps", [0, 20])
def test_a_chosen_row_that_goes_lets_the_others_stay(
    either_way, monkeypatch, most_steps
):
    monkeypatch.setattr(model, "MOST_STEPS", most_steps)
    desk = either_way.start(200)
    desk.pane.select_message(200)
    top, *_rest = desk.shown()
    y = desk.view.y_of(desk.model.row_of(top))
    told = QSignalSpy(desk.pane.message_selected)
    with desk.view.still():
        desk.model.change(added=set(), removed={200})
    assert desk.view.y_of(desk.model.row_of(top)) == y
    assert desk.pane.selected_ids() == []
    assert desk.pane.selected_id() == 200
    assert told.count() == 0


def test_the_live_end_stays_in_view_while_rows_go(either_way):
    desk = either_way.start(200)
    with desk.view.still():
        desk.model.change(added=set(), removed=set(range(10, 400, 2)))
    assert desk.is_at_live_end()
    assert desk.pane.is_following


# Rule 5: pausing the view pauses no recording.


def test_messages_arrive_during_a_pause(either_way):
    desk = either_way.start(50)
    desk.click(other_row(desk))
    counts = QSignalSpy(desk.pane.counts_changed)
    desk.beat(10)
    assert counts.at(counts.count() - 1) == [121, 121]
    assert desk.model.rowCount() == 121


# Rule 6: batches.


def test_a_batch_is_one_insertion(either_way):
    desk = either_way.start(50)
    inserted = QSignalSpy(desk.model.rowsInserted)
    desk.beat(200)
    assert inserted.count() == 1


def test_an_insertion_of_many_rows_costs_no_more_with_many_rows(desk):
    # Neither the rows nor the header count anything up: a million are inserted.
    desk.start(50)
    desk.pane._feed.advance(1_000_000)
    assert desk.model.rowCount() == 1_000_000
    assert desk.model.cached < 200


# What else a user may expect of the keyboard.


def test_home_and_end_are_the_first_and_the_last_row(either_way):
    desk = either_way.start(50)
    desk.key(Qt.Key.Key_End)
    assert desk.view.currentIndex().row() == desk.model.rowCount() - 1
    desk.key(Qt.Key.Key_Home)
    assert desk.view.currentIndex().row() == 0


def test_the_chosen_row_is_wholly_in_view_after_every_key(either_way):
    desk = either_way.start(200)
    for key in (*[Qt.Key.Key_Down] * 30, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        desk.key(key)
        assert desk.view.is_in_view(desk.view.currentIndex().row())


def test_a_wheel_notch_moves_by_whole_rows(desk):
    desk.start(200)
    desk.wheel(-1)
    assert desk.bar.value() > 0
    assert desk.bar.value() % desk.view.row_height == 0


def test_selecting_everything_does_not_go_through_all_rows(desk):
    desk.start(50)
    desk.pane._feed.advance(200_000)
    began = time.perf_counter()
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.pane.grab()
    # Going through them takes seven seconds; not going through them, a hundredth.
    assert time.perf_counter() - began < 2
    assert desk.view.selected_count() == 200_000


def test_a_press_on_a_title_selects_nothing(desk, qtbot):
    desk.start(20)
    header = desk.view.horizontalHeader()
    place = header.rect().center()
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.view.selected_rows() == []
