# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import (
    And,
    Everything,
    Text,
    between,
    of_charger,
)
from ocppdesk.gui.chips.filter import Part
from ocppdesk.gui.messages_tab import MessagesTab
from ocppdesk.gui.search.field import State
from ocppdesk.gui.times.quick_ranges import Span
from ocppdesk.settings import Settings

# Offscreen there is no keyboard to grab for a popup.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

SINCE = 1_000_000_000_000_000


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def tab(qtbot, theme, settings):
    made = MessagesTab(settings, theme)
    qtbot.addWidget(made)
    made.resize(1200, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.search.popup.hide()
    made.messages.close_reader()


@pytest.fixture
def counts(tab):
    told = []
    tab.counts_changed.connect(lambda *pair: told.append(pair))
    return told


def named(tab, kind, text):
    return next(w for w in tab.findChildren(kind) if w.text() == text)


def test_without_a_choice_everything_passes(tab):
    assert isinstance(tab.current_filter(), Everything)


def test_search_times_and_charger_go_together(tab):
    tab.search.set_text("GroundFailure")
    tab.times.set_range(Span(since=SINCE))
    tab.choose_charger("CP1")
    chosen = tab.current_filter()
    assert isinstance(chosen, And)
    assert Text("GroundFailure") in chosen.parts
    assert of_charger("CP1") in chosen.parts
    assert between(SINCE, None) in chosen.parts
    tab.clear_filter()
    assert tab.current_filter() == of_charger("CP1")


def test_rows_follow_the_filter_and_counts_are_told(
    qtbot, tab, recording, reader, counts
):
    last = recording.beat(3)
    tab.show_reader(reader, last)
    qtbot.waitUntil(lambda: counts[-1:] == [(last, last)], timeout=5_000)
    tab.search.set_text("no such text")
    qtbot.waitUntil(lambda: counts[-1] == (0, last), timeout=5_000)
    tab.clear_filter()
    qtbot.waitUntil(lambda: counts[-1] == (last, last), timeout=5_000)


def test_a_filter_that_is_being_typed_keeps_the_last_valid_rows(
    qtbot, tab, recording, reader, counts
):
    last = recording.beat(3)
    tab.show_reader(reader, last)
    tab.search.set_text("~call")
    qtbot.waitUntil(lambda: counts[-1:] == [(3, last)], timeout=5_000)
    tab.search.set_text("~call and (")
    assert tab.search.state is State.INVALID
    assert tab.current_filter() == parse_filter("~call")
    assert counts[-1] == (3, last)


def test_what_is_said_about_the_text_never_covers_a_row(qtbot, tab, recording, reader):
    tab.show_reader(reader, recording.beat(30))
    tab.search.set_text("~call")
    table = tab.messages.view.viewport()
    before = table.mapTo(tab, QPoint(0, 0))
    tab.search.set_text("conector == 2")
    remark = tab.search._remark
    assert remark.isVisible()
    bottom = remark.mapTo(tab, QPoint(0, remark.height())).y()
    assert bottom <= before.y()
    assert table.mapTo(tab, QPoint(0, 0)) == before


def test_typing_in_the_table_goes_on_in_the_search(qtbot, tab, recording, reader):
    tab.show_reader(reader, recording.beat(1))
    tab.messages.view.setFocus()
    qtbot.keyClicks(tab.messages.view, "Heart")
    assert tab.search.text() == "Heart"
    assert QApplication.focusWidget() is tab.search.field


def test_the_chosen_charger_is_named_beside_the_search(tab, qtbot):
    tab.choose_charger("CP-0042")
    button = next(
        b
        for b in tab.findChildren(QToolButton)
        if b.accessibleName() == "Show all chargers"
    )
    assert button.isVisible()
    with qtbot.waitSignal(tab.all_chargers_wanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    tab.choose_charger("")
    assert not button.isVisible()


def test_switched_off_the_filter_keeps_its_text_and_shows_everything(
    qtbot, tab, recording, reader, counts
):
    last = recording.beat(3)
    tab.show_reader(reader, last)
    tab.search.set_text("~call")
    tab.times.set_range(Span(since=SINCE))
    tab.choose_charger("CP-0042")
    qtbot.waitUntil(lambda: counts[-1:] == [(3, last)], timeout=5_000)
    with qtbot.waitSignal(tab.filter_switched) as signal:
        tab.toggle_filter()
    assert signal.args == [False]
    assert not tab.is_filter_on
    assert tab.current_filter() == of_charger("CP-0042")
    assert tab.search.text() == "~call"
    assert tab.search.state is State.OFF
    assert not tab.times.isEnabled()
    qtbot.waitUntil(lambda: counts[-1] == (last, last), timeout=5_000)
    qtbot.mouseClick(named(tab, QPushButton, "Switch on"), Qt.MouseButton.LeftButton)
    assert tab.is_filter_on
    assert tab.times.isEnabled()
    assert parse_filter("~call") in tab.current_filter().parts


def test_a_new_filter_switches_filters_on_again(tab, qtbot):
    tab.search.set_text("~call")
    tab.set_filter_on(False)
    tab.focus_filter()
    assert not tab.is_filter_on
    qtbot.keyClicks(tab.search.field, "~q")
    qtbot.waitUntil(lambda: tab.is_filter_on)
    assert tab.current_filter() == parse_filter("~q")


def test_enter_on_the_same_filter_switches_it_on(tab, qtbot):
    tab.search.set_text("~call")
    tab.set_filter_on(False)
    qtbot.keyClick(tab.search.field, Qt.Key.Key_Return)
    assert tab.is_filter_on


def test_leaving_the_box_does_not_switch_it_on(tab):
    tab.search.set_text("~call")
    tab.set_filter_on(False)
    tab.search.setFocus()
    tab.messages.view.setFocus()
    assert not tab.is_filter_on


def test_only_a_filter_can_be_switched_off(tab):
    button = named(tab, QToolButton, "Filter on")
    assert not button.isEnabled()
    tab.search.set_text("~q")
    assert button.isEnabled()
    tab.search.clear()
    tab.times.set_range(Span(since=SINCE))
    assert button.isEnabled()


def test_a_chip_applies_and_shows_that_it_does(tab, qtbot):
    chip = tab.chip_row.buttons["no-answer"]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert tab.search.text() == "~q"
    assert tab.current_filter() == parse_filter("~q")
    assert chip.part is Part.IN
    tab.set_filter_on(False)
    assert chip.part is Part.NONE
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert tab.is_filter_on
    assert chip.part is Part.IN
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert tab.search.text() == ""


def test_a_chip_takes_no_focus_from_the_box(tab, qtbot):
    tab.search.setFocus()
    chip = tab.chip_row.buttons["no-answer"]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert tab.search.field.hasFocus()


def test_chips_are_counted_for_the_chosen_charger(qtbot, tab, recording, reader):
    recording.beat(3, "CP-0042")
    last = recording.beat(2, "CP-0043")
    tab.show_reader(reader, last)
    chip = tab.chip_row.buttons["heartbeats"]
    qtbot.waitUntil(lambda: chip.count_text == "10", timeout=5_000)
    tab.choose_charger("CP-0043")
    qtbot.waitUntil(lambda: chip.count_text == "4", timeout=5_000)
    tab.messages.advance(recording.beat(1, "CP-0043"))
    qtbot.waitUntil(lambda: chip.count_text == "6", timeout=5_000)


def test_values_of_a_field_come_from_the_capture(qtbot, tab, recording, reader):
    tab.show_reader(reader, recording.beat(2, "CP-0042"))
    tab.search.setFocus()
    qtbot.keyClicks(tab.search.field, "charger == ")
    lines = tab.search.popup.lines
    qtbot.waitUntil(
        lambda: "CP-0042" in [c.label for c in lines.choices], timeout=5_000
    )


def test_a_saved_filter_is_a_chip_and_offered(tab, qtbot, settings):
    tab.search.set_text("tx == 48213")
    tab.save_chip()
    qtbot.keyClicks(tab.chip_row.editor, "Mine")
    qtbot.keyClick(tab.chip_row.editor, Qt.Key.Key_Return)
    assert "Mine" in settings.chips
    tab.search.open_choices()
    assert "Mine" in [c.label for c in tab.search.popup.lines.choices]


def test_chips_that_another_window_changed_are_taken_over(tab, settings):
    settings.change({"chips": '{"hidden": ["errors"]}'})
    tab.follow_settings(frozenset({"chips"}))
    assert "errors" not in tab.chip_row.buttons


def test_others_are_dimmed_or_hidden(tab, settings, qtbot, recording, reader, counts):
    last = recording.beat(3)
    tab.show_reader(reader, last)
    tab.search.set_text("~call")
    qtbot.waitUntil(lambda: counts[-1:] == [(3, last)], timeout=5_000)
    assert tab.search.count.rest == f"{last - 3} hidden"
    mode = next(b for b in tab.findChildren(QToolButton) if b.text() == "Hide")
    dim = mode.menu().actions()[1]
    dim.trigger()
    assert settings.filter_mode == "Dim"
    words = f"{last - 3} dimmed"
    qtbot.waitUntil(lambda: tab.search.count.rest == words, timeout=5_000)
    qtbot.waitUntil(lambda: tab.messages.model.rowCount() == last, timeout=5_000)
    tab.set_dims(False)
    qtbot.waitUntil(lambda: tab.messages.model.rowCount() == 3, timeout=5_000)


def test_focusing_the_filter_selects_its_text(tab):
    tab.apply_text("~q")
    tab.messages.view.setFocus()
    tab.focus_filter()
    assert tab.search.field.hasFocus()
    assert tab.search.field.selectedText() == "~q"


def test_a_filter_that_hides_everything_leads_back(
    qtbot, tab, recording, reader, counts
):
    last = recording.beat(3)
    tab.show_reader(reader, last)
    tab.apply_text("~call")
    qtbot.waitUntil(lambda: counts[-1:] == [(3, last)], timeout=5_000)
    tab.apply_text("no such text")
    qtbot.waitUntil(lambda: counts[-1:] == [(0, last)], timeout=5_000)
    back = named(tab.messages, QPushButton, "Back to “~call”")
    clear = named(tab.messages, QPushButton, "Clear filter")
    qtbot.waitUntil(lambda: back.isVisible() and clear.isVisible())
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert tab.search.text() == "~call"
    qtbot.waitUntil(lambda: counts[-1:] == [(3, last)], timeout=5_000)
    assert not back.isVisible()


def test_where_nothing_was_filtered_before_there_is_no_way_back(
    qtbot, tab, recording, reader, counts
):
    last = recording.beat(3)
    tab.show_reader(reader, last)
    qtbot.waitUntil(lambda: counts[-1:] == [(last, last)], timeout=5_000)
    tab.apply_text("no such text")
    qtbot.waitUntil(lambda: counts[-1:] == [(0, last)], timeout=5_000)
    clear = named(tab.messages, QPushButton, "Clear filter")
    qtbot.waitUntil(clear.isVisible)
    assert [
        b.text()
        for b in tab.messages.findChildren(QPushButton)
        if b.isVisible() and b.text().startswith("Back")
    ] == []
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: counts[-1:] == [(last, last)], timeout=5_000)


def test_a_filter_is_narrowed_step_by_step(tab, recording, reader):
    tab.show_reader(reader, recording.beat(3))
    tab.messages.narrowing_requested.emit("Heartbeat")
    tab.narrow("~call")
    tab.narrow("-StatusNotification")
    assert tab.search.text() == "Heartbeat and ~call and -StatusNotification"


def test_a_filter_that_is_off_is_not_narrowed_but_replaced(tab, recording, reader):
    tab.show_reader(reader, recording.beat(3))
    tab.apply_text("~err or ~ws")
    tab.set_filter_on(False)
    tab.narrow("Heartbeat")
    assert tab.search.text() == "Heartbeat"
    assert tab.is_filter_on
    tab.apply_text("~err or ~ws")
    tab.narrow("Heartbeat")
    assert tab.search.text() == "(~err or ~ws) and Heartbeat"


def test_chips_are_counted_again_when_other_answers_are_slow(
    qtbot, tab, recording, reader, settings
):
    settings.on_change(tab.follow_settings)
    last = recording.beat(3)
    tab.chips.add("Slow", "~slow")
    tab.show_reader(reader, last)
    slow = tab.chip_row.buttons["own-1"]
    qtbot.waitUntil(lambda: slow.count_text == "0")
    settings.change({"slow_ms": 1})
    qtbot.waitUntil(lambda: slow.count_text == "3")


def test_chips_are_counted_again_when_calls_wait_for_another_time(
    qtbot, tab, recording, reader, settings
):
    settings.on_change(tab.follow_settings)
    recording.line().ask("GetConfiguration")
    last = recording.commit()
    recording.now += 40_000_000
    tab.messages.model.texts.clock = lambda: recording.now
    tab.show_reader(reader, last)
    unanswered = tab.chip_row.buttons["no-answer"]
    qtbot.waitUntil(lambda: unanswered.count_text == "1")
    settings.change({"call_timeout_s": 60})
    qtbot.waitUntil(lambda: unanswered.count_text == "0")


def test_chips_say_that_they_count_messages_where_rows_are_exchanges(
    qtbot, tab, recording, reader, settings
):
    settings.on_change(tab.follow_settings)
    tab.show_reader(reader, recording.beat(3))
    beats = tab.chip_row.buttons["heartbeats"]
    qtbot.waitUntil(lambda: beats.count_text == "6")
    assert "messages" not in beats.toolTip()
    settings.change({"exchanges": True})
    assert "messages" in beats.toolTip()
    tab.chips.add("Own", "Heartbeat")
    own = tab.chip_row.buttons["own-1"]
    qtbot.waitUntil(lambda: own.count_text == "6")
    assert "messages" in own.toolTip()


def test_exchanges_are_a_switch_beside_the_table(qtbot, tab, settings):
    switch = named(tab, QToolButton, "Exchanges")
    assert not switch.isChecked()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert settings.exchanges
    tab.follow_settings(frozenset({"exchanges"}))
    assert switch.isChecked()
    settings.change({"exchanges": False})
    tab.follow_settings(frozenset({"exchanges"}))
    assert not switch.isChecked()


def test_a_switch_that_cannot_be_kept_stays_as_it_was(qtbot, theme, tmp_path):
    (tmp_path / "file").write_text("")
    made = MessagesTab(Settings(tmp_path / "file" / "settings.json"), theme)
    qtbot.addWidget(made)
    made.exchange_switch.click()
    assert not made.exchange_switch.isChecked()
    made.messages.close_reader()
