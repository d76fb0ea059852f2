# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Action, Everything, Text
from ocppdesk.gui.search.box import APPLY_DELAY_MS, BUSY_DELAY_MS, SearchBox
from ocppdesk.gui.search.field import State
from ocppdesk.gui.search.history import FilterHistory
from ocppdesk.gui.search.progress import BusyLine
from ocppdesk.settings import Settings

# Offscreen there is no keyboard to grab for a popup.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def history():
    return FilterHistory(Settings())


@pytest.fixture
def window(theme, history, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    layout.addWidget(SearchBox(theme, history))
    layout.addWidget(QLineEdit())
    layout.addStretch()
    made.resize(700, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def box(window):
    made = window.findChild(SearchBox)
    made.setFocus()
    yield made
    made.popup.hide()


@pytest.fixture
def filters(box):
    """The filters that were told, in order."""
    told = []
    box.filter_changed.connect(told.append)
    return told


def button(widget, text):
    return next(
        b
        for b in widget.findChildren(QToolButton)
        if text in (b.text(), b.accessibleName())
    )


def stop_button(box):
    return button(box, "Stop searching")


def type_and_close(box, qtbot, text):
    qtbot.keyClicks(box.field, text)
    box.popup.hide()


def test_an_empty_box_shows_everything(box):
    assert box.filter == Everything()
    assert box.state is State.NEUTRAL


def test_typed_text_applies_by_itself_after_a_moment(box, qtbot):
    clock = QElapsedTimer()
    with qtbot.waitSignal(box.filter_changed) as signal:
        qtbot.keyClicks(box.field, "GroundFailure")
        clock.start()
    assert signal.args == [Text("GroundFailure")]
    assert clock.elapsed() >= APPLY_DELAY_MS - 20
    assert box.state is State.VALID


def test_an_expression_applies_by_itself_too(box, qtbot):
    text = "connector == 2 and action in {StartTransaction, StopTransaction}"
    with qtbot.waitSignal(box.filter_changed) as signal:
        qtbot.keyClicks(box.field, text)
    assert signal.args == [parse_filter(text)]
    assert box.state is State.VALID


def test_enter_applies_at_once(box, qtbot, filters):
    qtbot.keyClicks(box.field, "RCD")
    assert filters == []
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert filters == [Text("RCD")]


def test_the_same_filter_is_told_once(box, qtbot, filters):
    box.set_text("RCD")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    box.set_text(" RCD ")
    assert filters == [Text("RCD")]


def test_applying_is_told_also_for_what_applied_before(box, qtbot):
    told = []
    box.applied.connect(lambda: told.append(box.text()))
    box.set_text("RCD")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert told == ["RCD", "RCD"]


def test_leaving_the_box_unchanged_applies_nothing(box, window, qtbot):
    box.set_text("RCD")
    with qtbot.assertNotEmitted(box.applied):
        window.findChildren(QLineEdit)[-1].setFocus()


def test_choosing_a_type_applies_it_at_once(box, qtbot, filters):
    box.set_counts({"StatusNotification": 214})
    qtbot.keyClick(box.field, Qt.Key.Key_Down)
    assert box.popup.isVisible()
    for _line in range(2):
        qtbot.keyClick(box.popup, Qt.Key.Key_Down)
    qtbot.keyClick(box.popup, Qt.Key.Key_Return)
    assert box.text() == "StatusNotification"
    assert filters == [Action("StatusNotification")]


def test_the_button_in_the_box_opens_the_list(box, qtbot):
    opening = button(box.field, "Message types (Down)")
    qtbot.mouseClick(opening, Qt.MouseButton.LeftButton)
    assert box.popup.isVisible()


def test_the_question_mark_asks_for_help(box, qtbot):
    with qtbot.waitSignal(box.help_wanted):
        qtbot.mouseClick(
            button(box.field, "How to write filters"), Qt.MouseButton.LeftButton
        )


def test_typing_narrows_the_list_and_is_never_blocked(box, qtbot):
    qtbot.keyClicks(box.field, "BootNot")
    assert [c.label for c in box.popup.lines.choices] == ["BootNotification"]
    qtbot.keyClicks(box.popup, "xyz")
    assert box.text() == "BootNotxyz"
    assert not box.popup.isVisible()


def test_a_field_is_completed_and_its_operators_follow(box, qtbot):
    qtbot.keyClicks(box.field, "~q and latenc")
    qtbot.keyClick(box.popup, Qt.Key.Key_Tab)
    assert box.text() == "~q and latency "
    assert ">" in [c.label for c in box.popup.lines.choices]
    for _line in range(2):
        qtbot.keyClick(box.popup, Qt.Key.Key_Down)
    qtbot.keyClick(box.popup, Qt.Key.Key_Return)
    assert box.text() == "~q and latency > "
    qtbot.keyClicks(box.popup, "5s")
    qtbot.keyClick(box.popup, Qt.Key.Key_Return)
    assert box.filter == parse_filter("~q and latency > 5s")


def test_a_value_is_put_in_at_the_cursor(box, qtbot):
    box.field.setText("connector ==  and ~in")
    box.field.setCursorPosition(12)
    qtbot.keyClicks(box.field, " ")
    box.set_values("connector", [("2", 40)])
    assert "2" in [c.label for c in box.popup.lines.choices]
    qtbot.keyClick(box.popup, Qt.Key.Key_Tab)
    assert parse_filter(box.text()) == parse_filter("connector == 2 and ~in")
    assert box.filter == parse_filter("connector == 2 and ~in")
    assert box.field.cursorPosition() < len(box.text()) - 4


def test_while_the_text_is_no_filter_the_last_one_stays(box, qtbot, filters):
    box.set_text("Heartbeat")
    box.field.setText("conector == 2")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert box.state is State.INVALID
    assert box.filter == Action("Heartbeat")
    assert filters == [Action("Heartbeat")]
    assert "“Heartbeat” stays applied." in box.remark
    assert box.field.accessibleDescription() == box.remark


def test_what_is_wrong_is_underlined(box):
    box.set_text("~q and conector == 2")
    start, end = box.field.marked
    assert box.text()[start:end] == "conector"
    box.set_text("~q and connector == 2")
    assert box.field.marked is None


def test_the_last_valid_filter_is_a_click_away(box, window, qtbot):
    box.set_text("Heartbeat")
    box.set_text("conector == 2")
    way_out = next(b for b in window.findChildren(QPushButton) if b.isVisible())
    assert way_out.text() == "Show last valid"
    qtbot.mouseClick(way_out, Qt.MouseButton.LeftButton)
    assert (box.text(), box.state) == ("Heartbeat", State.VALID)


def test_a_long_filter_is_spoken_of_in_short(box):
    box.set_text(" or ".join(f"tx == {number}" for number in range(50)))
    box.set_text("conector == 2")
    assert len(box.remark) < 220


def test_a_repaired_text_is_no_longer_complained_about(box):
    box.set_text("action ==")
    assert box.remark.endswith("All messages stay shown.")
    box.set_text("action == Reset")
    assert box.remark == ""
    assert box.state is State.VALID


def test_escape_goes_back_to_what_applies_and_then_clears(box, qtbot):
    box.set_text("Faulted")
    type_and_close(box, qtbot, "xx")
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.text() == "Faulted"
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.text() == ""
    assert box.filter == Everything()


def test_escape_takes_a_wrong_text_back(box, qtbot):
    box.set_text("GroundFailure")
    box.field.setText("action ==")
    box.apply()
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert (box.text(), box.state, box.remark) == ("GroundFailure", State.VALID, "")


def test_an_unknown_type_is_applied_with_a_doubt(box):
    box.set_text("action == Heartbaet")
    assert box.state is State.DOUBTFUL
    assert box.filter == parse_filter("action == Heartbaet")
    assert box.remark.endswith("Did you mean Heartbeat?")


def test_a_type_that_was_seen_is_not_doubted(box):
    box.set_counts({"VendorThing": 2})
    box.set_text("action == VendorThing")
    assert box.state is State.VALID


def test_while_the_filter_is_off_the_box_says_so_and_keeps_its_text(box):
    box.set_text("~q")
    box.set_off(True)
    assert (box.state, box.text()) == (State.OFF, "~q")
    box.set_off(False)
    assert box.state is State.VALID


def test_counts_leave_text_and_focus_alone(box, window, qtbot):
    other = window.findChildren(QLineEdit)[-1]
    other.setFocus()
    for number in range(50):
        box.set_counts({"Heartbeat": number})
        box.set_shown(number, 50)
        box.set_values("connector", [("1", number)])
        box.set_saved({"Mine": f"tx == {number}"})
        box.set_busy(number % 2 == 0)
        box.set_progress(number)
    assert other.hasFocus()
    assert not box.popup.isVisible()
    assert box.text() == ""


def test_counts_leave_what_is_being_typed_alone(box, qtbot):
    type_and_close(box, qtbot, "connector = 2")
    box.field.setCursorPosition(3)
    for number in range(20):
        box.set_counts({"Heartbeat": number})
        box.set_shown(number, 50)
        box.set_progress(number)
    assert box.field.hasFocus()
    assert (box.text(), box.field.cursorPosition()) == ("connector = 2", 3)


def test_counts_never_rebuild_an_open_list(box, qtbot):
    box.set_counts({"Heartbeat": 3})
    box.open_choices()
    resets = []
    box.popup.lines.modelReset.connect(lambda: resets.append(1))
    labels = [c.label for c in box.popup.lines.choices]
    box.set_counts({"Heartbeat": 4, "BootNotification": 900})
    assert resets == []
    assert [c.label for c in box.popup.lines.choices] == labels
    boot = box.popup.lines.choices[labels.index("BootNotification")]
    assert box.popup.lines.count_text(boot) == "900"


def test_typing_that_began_in_the_table_goes_on_here(box, window, qtbot):
    window.findChildren(QLineEdit)[-1].setFocus()
    box.set_text("Fault")
    with qtbot.waitSignal(box.filter_changed) as signal:
        box.append_text("y")
    assert box.field.hasFocus()
    assert signal.args == [Text("Faulty")]


def test_filters_that_applied_are_remembered(box, history):
    box.set_text("first")
    box.set_text("second")
    box.set_text("action ==")
    box.set_text("")
    assert history.texts == ["second", "first"]
    box.open_choices()
    texts = [c.text for c in box.popup.lines.choices if c.text and not c.action]
    assert texts == ["second", "first"]


def test_half_typed_filters_are_not_remembered(box, history, qtbot):
    with qtbot.waitSignal(box.filter_changed):
        qtbot.keyClicks(box.field, "GroundF")
    assert history.texts == []


def test_leaving_the_box_applies_what_was_typed(box, window, qtbot, filters):
    type_and_close(box, qtbot, "RCD")
    window.findChildren(QLineEdit)[-1].setFocus()
    qtbot.waitUntil(lambda: filters == [Text("RCD")])


def test_how_many_are_shown_is_said(box):
    box.set_shown(214, 932)
    assert (box.count.text, box.count.rest) == ("214 / 932", "718 hidden")


def test_a_quick_search_shows_no_progress(box, qtbot):
    box.set_shown(1, 9)
    box.set_busy(True)
    box.set_busy(False)
    assert not box.findChild(BusyLine).isVisible()
    assert not stop_button(box).isVisible()


def test_a_long_search_is_seen_and_can_be_stopped(box, qtbot):
    box.set_shown(3, 932)
    box.set_busy(True)
    box.set_progress(0)
    assert not stop_button(box).isVisible()
    qtbot.waitUntil(stop_button(box).isVisible, timeout=BUSY_DELAY_MS + 2000)
    line = box.findChild(BusyLine)
    assert line.isVisible()
    assert line.percent is None
    box.set_progress(40)
    assert line.percent == 40
    assert box.count.text == "3+ / 932"
    with qtbot.waitSignal(box.cancel_requested):
        qtbot.mouseClick(stop_button(box), Qt.MouseButton.LeftButton)
    box.set_busy(False)
    assert box.count.text == "3 / 932"
    assert not stop_button(box).isVisible()


def test_the_box_stands_still_while_a_search_runs(box, qtbot):
    box.set_shown(1, 9)
    qtbot.waitUntil(lambda: box.count.width() >= box.count.sizeHint().width())
    before = box.field.geometry()
    box.set_busy(True)
    qtbot.waitUntil(stop_button(box).isVisible, timeout=BUSY_DELAY_MS + 2000)
    assert box.field.geometry() == before


def test_everything_has_a_name_for_screen_readers(box):
    assert box.field.accessibleName() == "Search messages"
    assert box.popup.accessibleName()
    for part in box.findChildren(QToolButton):
        assert (
            part.accessibleName()
            or part.text()
            or part.toolTip()
            or (not part.isEnabled())
        )
