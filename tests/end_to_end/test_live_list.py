# SPDX-License-Identifier: Apache-2.0
"""The rules of a live list, by number, with real events on the whole window.

1. The first gesture away from the live end, or to a single row, pauses the view.
2. Going back to the very end, by whatever way, follows again.
3. What the program scrolls by itself never counts as the user's doing.
4. While it is paused no pixel moves; what is new is tinted until it was seen.
5. Pausing the view never pauses the recording.
6. Messages come in batches.
7. With the newest message first all of it is mirrored.

Each rule is tried with the newest message on top and with the newest at the bottom.
What is tried in several ways is tried in one window, each time on a new recording: to
open a window takes longer than all the rest.
"""

import contextlib
import itertools
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDockWidget

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.settings import Settings

pytestmark = pytest.mark.end_to_end

NOTCH = 120  # what one notch of a wheel is in Qt's counting
HEARTBEATS = "action == Heartbeat"
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier

any_variant = pytest.mark.parametrize("variant", ["plain", "filtered"])
every_variant = pytest.mark.parametrize(
    "variant", ["plain", "filtered", "dimmed", "exchanges"]
)


@contextlib.contextmanager
def anew(desk, name):
    """Try something on a new recording; a failure tells its name."""
    desk.begin()
    try:
        yield
    except Exception as error:
        error.add_note(f"This was: {name}.")
        raise


def pause(desk):
    """Pause by choosing a row."""
    desk.click(desk.other_row)
    assert not desk.is_following


def assert_nothing_moves(desk):
    before, rows = desk.picture(), desk.shown()
    for count in (1, 5, 20):
        desk.beat(count)
        assert desk.shown() == rows
        assert desk.picture() == before


def assert_follows(desk):
    """Assert that it follows, and does so with what arrives."""
    for count in (1, 5, 20):
        assert desk.is_following
        assert desk.is_at_live_end()
        assert desk.live_row in desk.view.rows_in_view()
        desk.beat(count)


# Rule 1.


def away_key(desk, first_name, last_name):
    name = first_name if desk.model.newest_first else last_name
    desk.key(Qt.Key[name])


def drag_by_a_row(desk):
    """Drag the scroll bar until the first row leaves, and let go of it there."""
    before = desk.bar.value()
    for pixels in range(1, 100):
        with desk.dragging(-desk.away * pixels):
            if desk.bar.value() != before:
                return
    raise AssertionError("The scroll bar cannot be dragged.")


AWAY = {
    "a wheel notch": lambda desk: desk.wheel(desk.away * NOTCH),
    "the least of a touchpad": lambda desk: desk.wheel(desk.away * NOTCH // 15),
    "page key": lambda desk: away_key(desk, "Key_PageDown", "Key_PageUp"),
    "arrow key": lambda desk: away_key(desk, "Key_Down", "Key_Up"),
    "key to the far end": lambda desk: away_key(desk, "Key_End", "Key_Home"),
    "scroll bar dragged": lambda desk: desk.drag(-40 * desk.away),
    "scroll bar dragged by a row": lambda desk: drag_by_a_row(desk),
    "another row": lambda desk: desk.click(desk.other_row),
    "several rows": lambda desk: desk.sweep(desk.live_row, desk.other_row),
    "row menu": lambda desk: desk.ask_for_menu(desk.live_row),
    "row menu by key": lambda desk: desk.ask_for_menu(
        desk.live_row, QContextMenuEvent.Reason.Keyboard
    ),
    "Find": lambda desk: desk.key(Qt.Key.Key_F, CONTROL),
}


def test_rule_1_the_first_gesture_pauses(desk):
    for name, gesture in AWAY.items():
        with anew(desk, name):
            gesture(desk)
            assert not desk.is_following
            assert_nothing_moves(desk)


@pytest.mark.parametrize("variant", ["filtered"])
def test_rule_1_the_first_gesture_pauses_a_filtered_list(desk):
    for name in ("a wheel notch", "arrow key", "another row"):
        with anew(desk, name):
            AWAY[name](desk)
            assert not desk.is_following
            assert_nothing_moves(desk)


def test_rule_1_holding_the_scroll_bar_pauses_before_it_moves(desk):
    with desk.dragging(0):
        assert not desk.is_following
        assert_nothing_moves(desk)


def test_rule_1_choosing_the_newest_row_does_not_pause(desk):
    desk.click(desk.live_row)
    assert_follows(desk)


def test_rule_1_a_pause_is_told_once(desk, qtbot):
    told = []
    desk.pane.following_changed.connect(told.append)
    for _notch in range(3):
        desk.wheel(desk.away * NOTCH)
    desk.click(desk.other_row)
    assert told == [False]


# Rule 2.


def live_key(desk, first_name, last_name, modifiers=NO_MODIFIER):
    name = first_name if desk.model.newest_first else last_name
    desk.key(Qt.Key[name], modifiers)


def until_end(desk, gesture):
    """Repeat a gesture until the live end is reached; until then it stays paused."""
    for _time in range(1_000):
        if desk.is_following:
            return
        gesture()
    raise AssertionError("The live end was not reached.")


BACK = {
    "key to the end": lambda desk: live_key(desk, "Key_Home", "Key_End"),
    "key to the end with Ctrl": lambda desk: live_key(
        desk, "Key_Home", "Key_End", CONTROL
    ),
    "wheel": lambda desk: until_end(desk, lambda: desk.wheel(-desk.away * NOTCH)),
    "page key": lambda desk: until_end(
        desk, lambda: live_key(desk, "Key_PageUp", "Key_PageDown")
    ),
    "arrow key": lambda desk: until_end(
        desk, lambda: live_key(desk, "Key_Up", "Key_Down")
    ),
    "scroll bar": lambda desk: desk.drag(10_000 * desk.away),
    "pill": lambda desk: desk.click_pill(),
}


@any_variant
def test_rule_2_going_to_the_live_end_follows(desk):
    for name, gesture in BACK.items():
        with anew(desk, name):
            pause(desk)
            desk.beat(30)
            assert not desk.is_at_live_end()
            gesture(desk)
            assert_follows(desk)


def test_rule_2_anything_short_of_the_very_end_stays_paused(desk):
    pause(desk)
    desk.beat(10)
    while not desk.is_at_live_end():
        assert not desk.is_following
        desk.wheel(-desk.away * NOTCH // 15)
    assert desk.is_following


def test_rule_2_the_pill_goes_and_the_chosen_row_stays_chosen(desk):
    pause(desk)
    chosen = desk.pane.selected_id()
    desk.beat(30)
    desk.click_pill()
    assert not desk.pill.isVisible()
    assert desk.pane.selected_id() == chosen
    assert_follows(desk)


# Rule 3.


def hide_detail(desk):
    desk.window.findChild(QDockWidget, "detail").hide()


BY_PROGRAM = {
    "a smaller window": lambda desk: desk.window.resize(1366, 500),
    "a larger window": lambda desk: desk.window.resize(1366, 1000),
    "a dock that goes": hide_detail,
    "larger text": lambda desk: desk.window.settings.change({"zoom_percent": 150}),
    "other times": lambda desk: desk.window.settings.change({"time_mode": "UTC"}),
    "the order turned around": lambda desk: desk.window.settings.change(
        {"newest_first": not desk.model.newest_first}
    ),
    "a filter": lambda desk: desk.filter(HEARTBEATS),
    "a filter that goes": lambda desk: (desk.filter(HEARTBEATS), desk.filter("")),
    "a large batch": lambda desk: desk.beat(100),
}


def test_rule_3_what_the_program_does_pauses_nothing(desk):
    for name, act in BY_PROGRAM.items():
        with anew(desk, name):
            act(desk)
            assert_follows(desk)


def test_rule_3_what_the_program_does_resumes_nothing(desk):
    for name, act in BY_PROGRAM.items():
        with anew(desk, name):
            desk.wheel(5 * desk.away * NOTCH)
            act(desk)
            assert not desk.is_following


def test_rule_3_a_scroll_bar_set_by_the_program_counts_for_nothing(desk):
    middle = desk.bar.maximum() // 2
    desk.bar.setValue(middle - middle % desk.view.row_height)
    assert desk.is_following
    desk.beat()
    assert desk.is_at_live_end()
    desk.wheel(desk.away * NOTCH)
    desk.bar.setValue(0 if desk.model.newest_first else desk.bar.maximum())
    assert desk.is_at_live_end()
    assert not desk.is_following


def test_rule_3_qt_does_not_go_back_to_a_clicked_row_by_itself(desk, qtbot):
    timers = desk.timers()
    clicked = time.monotonic()
    desk.click(desk.live_row)
    # Many enough that the clicked row leaves the view, which goes on following.
    desk.beat(20)
    # That is when Qt scrolls to it, unless it was a double click.
    late = clicked + 0.9 * (QApplication.doubleClickInterval() + 100) / 1_000
    qtbot.waitUntil(lambda: any(at >= late for at in timers.moments))
    assert_follows(desk)


# Rule 4.


@every_variant
def test_rule_4_no_pixel_moves_around_the_reader(desk):
    with anew(desk, "in the midst of the list"):
        desk.wheel(5 * desk.away * NOTCH)
        assert_nothing_moves(desk)
    with anew(desk, "around a chosen row"):
        pause(desk)
        chosen = desk.pane.selected_id()
        assert_nothing_moves(desk)
        assert desk.pane.selected_id() == chosen


@any_variant
def test_rule_4_no_pixel_moves_far_away(desk):
    with anew(desk, "at the far end"):
        away_key(desk, "Key_End", "Key_Home")
        assert_nothing_moves(desk)
    with anew(desk, "while the scroll bar is held"):
        with desk.dragging(-60 * desk.away):
            assert_nothing_moves(desk)
        assert_nothing_moves(desk)


def test_rule_4_no_pixel_moves_below_an_open_row_menu(desk):
    desk.ask_for_menu(desk.other_row)
    assert_nothing_moves(desk)


def test_rule_4_half_a_row_at_the_edge_stays_half(desk):
    for _turn in range(3):
        desk.wheel(desk.away * NOTCH // 8)
    assert desk.bar.value() % desk.view.row_height
    assert_nothing_moves(desk)


def test_rule_4_no_row_moves_where_all_rows_fit(few):
    few.click(few.model.row_of(2))
    assert not few.is_following
    # What arrives may fill the room that was empty; the rows that stood there stay.
    rows = [few.view.visualRect(few.model.index(r, 0)) for r in range(4)]
    area = rows[0].united(rows[-1])
    area.setWidth(few.view.viewport().width())
    before = few.picture().copy(area)
    for count in (1, 5, 20):
        few.beat(count)
        assert few.picture().copy(area) == before


def test_rule_4_messages_that_do_not_match_leave_no_trace(desk, qtbot):
    desk.filter(HEARTBEATS)
    pause(desk)
    before, count = desk.picture(), desk.model.rowCount()
    desk.site.ask()
    desk.site.beat()
    desk.tell()
    assert desk.model.rowCount() == count + 2
    assert list(desk.pane.shown_ids()) == desk.site.heartbeats
    assert desk.picture() == before


@any_variant
def test_rule_4_new_rows_are_tinted_until_they_were_seen(desk):
    tint = desk.window.theme.color("row.new.back")
    pause(desk)
    old = desk.site.last_id
    # Many: more than come into view with the first turn of the wheel.
    desk.beat(40)
    new = next(number for number in desk.site.heartbeats if number > old)
    desk.wheel(-2 * desk.away * NOTCH)
    assert not desk.is_following
    assert new in desk.shown()
    assert desk.background(new) == tint
    assert desk.background(old) != tint
    desk.view.following.mark_seen()
    assert desk.background(new) != tint
    # Those that are still out of view have not been seen.
    unseen = desk.site.last_id
    assert unseen not in desk.shown()
    desk.click_pill()
    assert desk.background(unseen) == tint
    desk.view.following.mark_seen()
    assert desk.background(unseen) != tint


# Rule 5, with the real engine.


def test_rule_5_a_paused_view_pauses_no_recording(live):
    live.beat(30)
    live.view.viewport().repaint()
    pause(live)
    before, rows = live.engine.state.committed_id, live.shown()
    live.beat(30)
    assert not live.is_following
    assert live.shown() == rows
    assert live.engine.state.committed_id == before + 62
    with contextlib.closing(CaptureReader(live.engine.state.capture)) as reader:
        assert reader.last_id() == before + 62
    assert live.pill.isVisible()
    assert live.pill.text()[2:] == "62 new"


# Rule 6.


@any_variant
def test_rule_6_a_batch_is_one_insertion(desk):
    inserted = []
    desk.model.rowsInserted.connect(
        lambda _p, first, last: inserted.append((first, last))
    )
    before = desk.model.rowCount()
    for _commit in range(20):
        desk.site.beat()
    desk.tell()
    assert len(inserted) == 1
    ((first, last),) = inserted
    assert last - first + 1 == desk.model.rowCount() - before


@every_variant
def test_rule_6_all_that_comes_is_announced_as_it_happens(watched):
    for count in (1, 20):
        watched.beat(count)
    assert watched.is_following
    pause(watched)
    for count in (1, 20):
        watched.beat(count)
    assert not watched.is_following


def test_rule_6_a_filter_that_comes_and_goes_is_announced_as_it_happens(watched):
    BY_PROGRAM["a filter that goes"](watched)
    watched.beat(5)
    BY_PROGRAM["the order turned around"](watched)
    watched.beat(5)


def test_rule_6_a_stream_of_messages_comes_in_batches(live):
    moments = []
    live.model.rowsInserted.connect(lambda: moments.append(time.monotonic()))
    live.beat(400)
    gaps = [after - before for before, after in itertools.pairwise(moments)]
    assert gaps
    # Sixteen times a second at most; nobody reads faster.
    assert min(gaps) > 0.06


# Rule 7.


def test_rule_7_the_pill_points_to_the_live_end(desk):
    pause(desk)
    desk.beat(9)
    desk.site.ask()
    desk.tell()
    assert desk.pill.isVisible()
    assert desk.pill.text() == ("▲ 37 new" if desk.model.newest_first else "▼ 37 new")
    # It covers no row.
    area = desk.view.viewport().geometry()
    assert not desk.pill.geometry().intersects(area)


def test_rule_7_following_means_that_the_newest_is_in_view(desk):
    for count in (1, 5, 20):
        desk.beat(count)
        shown = desk.shown()
        end = shown[0] if desk.model.newest_first else shown[-1]
        assert end == desk.site.last_id


def test_rule_7_is_the_default():
    assert Settings().newest_first
