# SPDX-License-Identifier: Apache-2.0
import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Action, Everything, Text
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.pane import MessagesPane
from ocppdesk.settings import Settings, SettingsError


def heading(desk):
    empty = desk.pane._overlays.empty
    return empty.accessibleName() if empty.isVisible() else None


def test_while_a_log_is_read_none_is_no_verdict(desk):
    desk.pane.set_live(is_live=False)
    desk.pane.set_reading(is_reading=True)
    assert heading(desk).startswith("Reading…")
    desk.pane.set_reading(is_reading=False)
    assert heading(desk).startswith("No messages ")


def test_an_empty_capture_says_that_messages_will_come(desk):
    desk.start()
    assert heading(desk).startswith("No messages yet")
    desk.beat(1)
    assert heading(desk) is None


def test_a_filter_that_hides_everything_says_how_much_and_offers_a_way_out(desk, qtbot):
    desk.start(5)
    desk.filter(Text("does not occur"))
    assert heading(desk) == "No message matches 11 hidden."
    cleared = QSignalSpy(desk.pane.clear_filter_requested)
    qtbot.mouseClick(desk.pane._overlays.empty._clear, Qt.MouseButton.LeftButton)
    assert cleared.count() == 1
    desk.beat(1)
    assert heading(desk) == "No message matches 13 hidden."
    desk.filter(Everything())
    assert heading(desk) is None


def test_following_is_told(desk):
    desk.start(20)
    told = QSignalSpy(desk.pane.following_changed)
    desk.click(3)
    desk.pane.go_live()
    assert [told.at(0), told.at(1)] == [[False], [True]]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("UTC", "2026-01-31T13:05:32.204Z"),
        ("Since time zero", "+00:00:00.000"),
        ("Since previous", ""),
    ],
)
def test_times_are_written_as_wanted(desk, mode, expected):
    desk.start(5)
    changed = QSignalSpy(desk.model.dataChanged)
    desk.pane.set_time_mode(mode)
    assert desk.text(1, Column.TIME) == expected
    assert changed.count() == 1


def test_a_click_on_the_title_goes_through_the_ways_of_writing_times(desk, qtbot):
    desk.start(5)
    header = desk.view.horizontalHeader()
    seen = []
    for _click in range(5):
        left = header.sectionViewportPosition(Column.TIME)
        place = header.rect().center()
        place.setX(left + 20)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        seen.append(desk.pane._settings.time_mode)
    assert seen == [
        "UTC", "Since time zero", "Since previous", "Local date and time", "Local time",
    ]  # fmt: skip


def test_time_zero_is_the_first_message_until_another_is_chosen(desk):
    desk.start()
    desk.beat(5)
    desk.pane.set_time_mode("Since time zero")
    assert desk.text(1, Column.TIME) == "+00:00:00.000"
    desk.pane.set_time_zero(4)
    assert desk.text(4, Column.TIME) == "+00:00:00.000"
    desk.beat(1)
    assert desk.text(4, Column.TIME) == "+00:00:00.000"


def test_patience_is_that_of_the_settings(desk):
    desk.recording.line().ask("Reset", {"type": "Soft"})
    number = desk.recording.commit()
    desk.start()
    desk.recording.now += 40_000_000
    assert desk.text(number, Column.RESULT) == "⌛ no answer"
    desk.pane._settings.change({"call_timeout_s": 60})
    assert desk.text(number, Column.RESULT) == "⏳ 40 s waiting"


def test_settings_that_cannot_be_written_keep_no_time_from_showing(desk, monkeypatch):
    def refuse(_self, _values):
        raise SettingsError("The disk is full.")

    desk.start(2)
    monkeypatch.setattr(Settings, "change", refuse)
    desk.pane.set_time_zero(2)
    assert desk.text(2, Column.TIME) == "+00:00:00.000"


def test_the_pane_begins_as_the_settings_say(qtbot, theme):
    settings = Settings()
    settings.change({"newest_first": False, "time_mode": "UTC", "call_timeout_s": 7})
    pane = MessagesPane(settings, theme)
    qtbot.addWidget(pane)
    assert not pane.model.newest_first
    assert pane.model.texts.mode == "UTC"
    assert pane.model.texts.patience_s == 7


def test_a_pane_that_is_gone_is_not_bothered_by_settings(qtbot, theme, qapp):
    settings = Settings()
    pane = MessagesPane(settings, theme)
    pane.close_reader()
    with qtbot.waitSignal(pane.destroyed):
        pane.deleteLater()
    settings.change({"call_timeout_s": 7})
    theme.changed.emit()


def test_telling_of_old_messages_again_changes_nothing(desk):
    desk.start(5)
    desk.pane.advance(3)
    desk.pane.advance(11)
    assert desk.model.rowCount() == 11


def test_before_there_is_a_capture_nothing_happens(desk):
    desk.pane.advance(5)
    desk.pane.set_filter(Text("x"), exchanges=False)
    desk.pane.cancel()
    desk.pane.go_live()
    desk.pane.copy_summary()
    desk.pane.set_time_zero(3)
    assert list(desk.pane.shown_ids()) == []
    assert desk.pane.selected_id() is None


def test_a_capture_that_cannot_be_read_is_a_sentence(desk):
    desk.recording.beat(2)
    with sqlite3.connect(desk.recording.path) as database:
        database.execute("ALTER TABLE messages RENAME TO gone")
    database.close()
    desk.start()
    assert "cannot be read" in desk.remark


def test_closing_lets_go_of_the_capture(desk):
    desk.start(5)
    desk.filter(Text("Heartbeat"))
    desk.pane.close_reader()
    assert desk.model.rowCount() == 0
    desk.pane.advance(100)
    assert desk.model.rowCount() == 0


def test_it_is_told_when_the_filter_hides_what_is_selected(desk):
    desk.start(10)
    told = QSignalSpy(desk.pane.chosen_hidden_changed)
    desk.pane.select_message(1)
    desk.filter(Action("Heartbeat"))
    desk.filter(Action("Heartbeat"), dims=True)
    desk.filter(parse_filter("no == 5"))
    desk.pane.select_message(5)
    assert [told.at(n)[0] for n in range(told.count())] == [True, False, True, False]
