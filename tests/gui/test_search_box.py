# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ocppdesk.filters.conditions import Action, Everything, Text
from ocppdesk.gui.search_box import APPLY_DELAY_MS, BUSY_DELAY_MS, SearchBox
from ocppdesk.gui.search_field import BusyLine, State

# Offscreen there is no keyboard to grab for a popup.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def window(theme, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    layout.addWidget(SearchBox(theme))
    layout.addWidget(QLineEdit())
    layout.addStretch()
    made.resize(600, 400)
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


def count_text(box):
    label = next(
        w for w in box.findChildren(QLabel) if w.accessibleName() == "Messages shown"
    )
    return label.text()


def stop_button(box):
    return next(
        b
        for b in box.findChildren(QToolButton)
        if b.accessibleName() == "Stop searching"
    )


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


def test_choosing_a_type_applies_it_at_once(box, qtbot, filters):
    box.set_counts({"StatusNotification": 214})
    qtbot.keyClick(box.field, Qt.Key.Key_Down)
    assert box.popup.isVisible()
    for _line in range(2):
        qtbot.keyClick(box.popup, Qt.Key.Key_Down)
    qtbot.keyClick(box.popup, Qt.Key.Key_Return)
    assert box.text() == "action == StatusNotification"
    assert filters == [Action("StatusNotification")]


def test_the_button_in_the_box_opens_the_list(box, qtbot):
    button = next(
        b
        for b in box.field.findChildren(QToolButton)
        if b.text() == "Message types (Down)"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert box.popup.isVisible()


def test_typing_narrows_the_list_and_is_never_blocked(box, qtbot):
    qtbot.keyClicks(box.field, "Boot")
    assert [c.label for c in box.popup.lines.choices] == ["BootNotification"]
    qtbot.keyClicks(box.popup, "xyz")
    assert box.text() == "Bootxyz"
    assert not box.popup.isVisible()


def test_while_the_text_is_no_filter_the_last_one_stays(box, qtbot, filters):
    box.set_text("action == Heartbeat")
    box.field.setText("action == Heart beat")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert box.state is State.INVALID
    assert box.filter == Action("Heartbeat")
    assert filters == [Action("Heartbeat")]
    assert "“action == Heartbeat” stays applied." in box.remark
    assert box.field.accessibleDescription() == box.remark


def test_a_repaired_text_is_no_longer_complained_about(box):
    box.set_text("action ==")
    assert box.remark.endswith("All messages stay shown.")
    box.set_text("action == Reset")
    assert box.remark == ""
    assert box.state is State.VALID


def test_escape_goes_back_to_what_applies_and_then_clears(box, qtbot):
    box.set_text("Faulted")
    qtbot.keyClicks(box.field, "xx")
    box.popup.hide()
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.text() == "Faulted"
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.text() == ""
    assert box.filter == Everything()


def test_escape_takes_a_wrong_text_back(box, qtbot):
    box.set_text("Faulted")
    box.field.setText("action ==")
    box.apply()
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert (box.text(), box.state, box.remark) == ("Faulted", State.VALID, "")


def test_an_unknown_type_is_applied_with_a_doubt(box):
    box.set_text("action == Heartbaet")
    assert box.state is State.DOUBTFUL
    assert box.filter == Action("Heartbaet")
    assert box.remark.endswith("Did you mean Heartbeat?")


def test_a_type_that_was_seen_is_not_doubted(box):
    box.set_counts({"VendorThing": 2})
    box.set_text("action == VendorThing")
    assert box.state is State.VALID


def test_counts_leave_text_and_focus_alone(box, window, qtbot):
    other = window.findChildren(QLineEdit)[-1]
    other.setFocus()
    for number in range(50):
        box.set_counts({"Heartbeat": number})
    assert other.hasFocus()
    assert not box.popup.isVisible()
    assert box.text() == ""


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
        box.append_text("e")
    assert box.field.hasFocus()
    assert signal.args == [Text("Faulte")]


def test_recent_texts_are_remembered(box):
    box.set_text("first")
    box.set_text("second")
    box.set_text("action ==")
    box.set_text("")
    box.open_choices()
    texts = [c.text for c in box.popup.lines.choices if c.text and not c.action]
    assert texts == ["second", "first"]


def test_leaving_the_box_applies_what_was_typed(box, window, qtbot, filters):
    qtbot.keyClicks(box.field, "RCD")
    box.popup.hide()
    window.findChildren(QLineEdit)[-1].setFocus()
    qtbot.waitUntil(lambda: filters == [Text("RCD")])


def test_how_many_are_shown_is_said(box):
    box.set_shown(214, 932)
    assert count_text(box) == "214 / 932"


def test_a_quick_search_shows_no_progress(box, qtbot):
    box.set_shown(1, 9)
    box.set_busy(True)
    box.set_busy(False)
    assert not box.findChild(BusyLine).isVisible()
    assert not stop_button(box).isVisible()


def test_a_long_search_is_seen_and_can_be_stopped(box, qtbot):
    box.set_shown(0, 932)
    box.set_busy(True)
    assert not stop_button(box).isVisible()
    qtbot.waitUntil(stop_button(box).isVisible, timeout=BUSY_DELAY_MS + 2000)
    assert box.findChild(BusyLine).isVisible()
    assert count_text(box) == "Searching…"
    with qtbot.waitSignal(box.cancel_requested):
        qtbot.mouseClick(stop_button(box), Qt.MouseButton.LeftButton)
    box.set_busy(False)
    assert count_text(box) == "0 / 932"
    assert not stop_button(box).isVisible()


def test_the_box_stands_still_while_a_search_runs(box, qtbot):
    box.set_shown(1, 9)
    box.layout().activate()
    before = box.field.geometry()
    box.set_busy(True)
    qtbot.waitUntil(stop_button(box).isVisible, timeout=BUSY_DELAY_MS + 2000)
    assert box.field.geometry() == before


def test_everything_has_a_name_for_screen_readers(box):
    assert box.field.accessibleName() == "Search messages"
    assert box.popup.accessibleName()
    for button in box.findChildren(QToolButton):
        assert (
            button.accessibleName()
            or button.text()
            or button.toolTip()
            or (not button.isEnabled())
        )
