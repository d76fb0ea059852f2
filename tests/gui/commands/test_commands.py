# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QMessageBox

from ocppdesk.csms.engine import EngineState
from ocppdesk.gui.commands.listed import COMMANDS
from ocppdesk.gui.commands.shortcuts_dialog import ShortcutsDialog
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.search.help import FilterHelpDialog
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def window(qtbot, qapp, settings, recording):
    recording.beat(3)
    theme = Theme(qapp)
    theme.apply("Light", 100)
    made = MainWindow(settings, theme, is_live=True)
    made.show()
    made.activateWindow()
    made.show_capture(recording.path)
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def trigger(window, name):
    window.menus.actions[name].trigger()


def is_enabled(window, name):
    return window.menus.actions[name].isEnabled()


def palette_texts(window):
    return [entry.text for entry in window.commands.palette.shown]


def test_every_command_has_something_to_do(window):
    handlers = window.commands.handlers()
    families = {c.name.partition(":")[0] for c in COMMANDS if c.name}
    # The profiles are added by their names.
    assert families | {"profile"} == handlers.keys()


def test_switches_change_the_settings(window, settings):
    trigger(window, "newest_first")
    assert not settings.newest_first
    trigger(window, "exchanges")
    assert settings.exchanges
    trigger(window, "time:UTC")
    assert settings.time_mode == "UTC"
    trigger(window, "theme:Dark")
    assert settings.theme == "Dark"
    trigger(window, "filter_mode:Dim")
    assert settings.filter_mode == "Dim"


def test_profiles_change_columns_and_docks_and_remember(window, settings):
    names = [name for name in window.menus.actions if name.startswith("profile:")]
    assert names == [f"profile:{name}" for name in window.profile_names()]
    columns = window.tab.messages.columns
    columns.show_column(Column.SIZE, is_shown=True)
    detail = window.findChild(QDockWidget, "detail")
    trigger(window, "profile:Charts")
    assert settings.profile == "Charts"
    assert window.menus.actions["profile:Charts"].isChecked()
    assert not columns.is_shown(Column.JSON)
    assert not columns.is_shown(Column.SIZE)
    assert not detail.isVisible()
    columns.show_column(Column.JSON, is_shown=True)
    trigger(window, "reset_profile")
    assert not columns.is_shown(Column.JSON)
    trigger(window, "profile:Live")
    assert columns.is_shown(Column.SIZE)
    assert columns.is_shown(Column.JSON)
    assert detail.isVisible()


def test_a_profile_that_cannot_be_kept_is_told(window, settings, monkeypatch):
    def refuse(_settings):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Settings, "_save", refuse)
    trigger(window, "profile:Charts")
    assert settings.profile == "Live"
    assert window.menus.actions["profile:Live"].isChecked()
    assert "cannot be written" in window.notices.notices[0].headline


def test_zoom_goes_in_steps_between_its_ends(window, settings):
    trigger(window, "zoom_in")
    assert settings.zoom_percent == 110
    trigger(window, "zoom_reset")
    assert settings.zoom_percent == 100
    trigger(window, "zoom_out")
    assert settings.zoom_percent == 100


def test_the_filter_is_reached_from_everywhere(window):
    window.tabs.setCurrentWidget(window.connections_view)
    trigger(window, "focus_filter")
    assert window.tabs.currentIndex() == 0
    assert QApplication.focusWidget() is window.tab.search.field


def test_find_is_reached_from_everywhere(window):
    window.tabs.setCurrentWidget(window.connections_view)
    trigger(window, "find")
    assert window.tabs.currentIndex() == 0
    assert window.tab.isVisible()


def test_the_filter_is_switched_by_its_command_and_by_others(window):
    trigger(window, "filter_on")
    assert not window.tab.is_filter_on
    window.tab.toggle_filter()
    assert window.tab.is_filter_on
    assert window.menus.actions["filter_on"].isChecked()


def test_commands_on_a_message_need_one(qtbot, window):
    assert not is_enabled(window, "mark")
    assert not is_enabled(window, "follow:transaction")
    assert is_enabled(window, "next")
    qtbot.waitUntil(lambda: window.tab.messages.select_message(2), timeout=5_000)
    assert is_enabled(window, "mark")
    window.tabs.setCurrentWidget(window.connections_view)
    assert not is_enabled(window, "mark")
    assert not is_enabled(window, "next")
    assert is_enabled(window, "find")
    window.tabs.setCurrentIndex(0)
    assert is_enabled(window, "mark")


def test_another_capture_has_no_message_chosen(qtbot, window, recording):
    qtbot.waitUntil(lambda: window.tab.messages.select_message(2), timeout=5_000)
    window.show_capture(recording.path)
    assert not is_enabled(window, "mark")


@pytest.mark.parametrize(
    ("key", "shift"), [(Qt.Key.Key_K, False), (Qt.Key.Key_P, True)]
)
def test_the_palette_opens_by_its_keys(qtbot, window, key, shift):
    modifiers = Qt.KeyboardModifier.ControlModifier
    if shift:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, key, modifiers)
    assert window.commands.palette.isVisible()
    window.commands.palette.close()


def test_the_palette_finds_commands_chargers_chips_and_settings(window):
    trigger(window, "palette")
    texts = palette_texts(window)
    assert "Next mark" in texts
    assert "Charger: CP-0042" in texts
    assert "Filter: Errors" in texts
    assert "Setting: Port" in texts
    window.commands.palette.close()


def test_the_palette_chooses_a_charger(qtbot, window):
    trigger(window, "palette")
    palette = window.commands.palette
    qtbot.keyClicks(palette.input, "cp-0042")
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert window.chargers.chosen == "CP-0042"


def test_the_palette_applies_a_chip(qtbot, window):
    window.tabs.setCurrentWidget(window.connections_view)
    trigger(window, "palette")
    palette = window.commands.palette
    qtbot.keyClicks(palette.input, "filter: no answer")
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert window.tabs.currentIndex() == 0
    assert window.tab.search.applied_text == "~q"


def test_the_palette_switches_what_is_a_switch(qtbot, window, settings):
    trigger(window, "palette")
    palette = window.commands.palette
    qtbot.keyClicks(palette.input, "calls and answers")
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert settings.exchanges


def test_a_changed_key_works_at_once(qtbot, window, settings):
    settings.change({"shortcuts": '{"palette": ["F7"]}'})
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.commands.palette.isVisible()
    window.commands.palette.close()


def test_the_filter_help_opens_from_the_menu_and_the_search(window):
    trigger(window, "filter_help")
    (help_dialog,) = window.findChildren(FilterHelpDialog)
    assert help_dialog.isVisible()
    help_dialog.close()
    window.tab.search.help_wanted.emit()
    assert window.findChildren(FilterHelpDialog) == [help_dialog]
    assert help_dialog.isVisible()


def test_the_waiting_page_stays_as_long_as_it_is_wanted(window, recording):
    trigger(window, "how_to_connect")
    assert window.waiting.isVisible()
    window.update_state(EngineState(recording.path, committed_id=recording.beat(1)))
    assert window.waiting.isVisible()
    trigger(window, "view_messages")
    assert window.tab.isVisible()


def test_the_waiting_page_stays_whoever_shows_it(window, recording):
    window.show_waiting_page()
    window.update_state(EngineState(recording.path, committed_id=recording.beat(1)))
    assert window.waiting.isVisible()
    window.show_messages()
    window.update_state(EngineState(recording.path, committed_id=recording.beat(1)))
    assert window.tab.isVisible()


def test_the_url_is_copied_and_said(window, recording):
    window.update_state(EngineState(recording.path, host="127.0.0.1", port=9009))
    trigger(window, "copy_url")
    assert QGuiApplication.clipboard().text() == "ws://127.0.0.1:9009/"
    assert "ws://127.0.0.1:9009/" in window.status.currentMessage()


def test_selection_moves_by_command(qtbot, window):
    qtbot.waitUntil(lambda: window.tab.messages.select_message(5), timeout=5_000)
    trigger(window, "next")
    assert window.tab.messages.selected_id() == 4
    trigger(window, "previous")
    assert window.tab.messages.selected_id() == 5
    trigger(window, "partner")
    assert window.tab.messages.selected_id() == 4


def test_summaries_and_json_are_copied(qtbot, window):
    qtbot.waitUntil(lambda: window.tab.messages.select_message(2), timeout=5_000)
    trigger(window, "copy_json")
    assert QGuiApplication.clipboard().text() == '[2,"c1","Heartbeat",{}]'
    trigger(window, "copy_summary")
    assert "Heartbeat" in QGuiApplication.clipboard().text()


def test_the_rules_of_diagnosis_open_at_one(window):
    window.commands.show_rules("PRO-07")
    assert window.commands.rules.isVisible()
    assert window.commands.rules.shown.id == "PRO-07"


def test_the_glossary_opens_at_an_action(window):
    window.commands.show_glossary("Heartbeat", "1.6")
    assert window.commands.glossary.isVisible()
    assert window.commands.glossary.shown == ("Heartbeat", "1.6")


def test_about_and_shortcuts_are_dialogs_that_hold_up_nothing(window):
    trigger(window, "about")
    trigger(window, "shortcuts")
    assert window.findChild(QMessageBox).isVisible()
    assert window.findChild(ShortcutsDialog).isVisible()
    assert all(dialog.isVisible() for dialog in window.findChildren(QDialog))


def test_a_settings_file_that_cannot_be_written_is_said(window, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings._path = tmp_path / "file" / "settings.json"
    trigger(window, "exchanges")
    assert not settings.exchanges
    assert not window.menus.actions["exchanges"].isChecked()
    assert "cannot be written" in window.notices.notices[0].headline
    settings._path = None


def test_demo_and_connecting_are_for_live_windows_only(qapp, settings):
    theme = Theme(qapp)
    review = MainWindow(settings, theme, is_live=False)
    assert not review.menus.actions["demo"].isEnabled()
    review.close()
    review.deleteLater()
