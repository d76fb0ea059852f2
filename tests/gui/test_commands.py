# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from ocppdesk.csms.engine import EngineState
from ocppdesk.gui.menus import COMMANDS
from ocppdesk.gui.theme import Theme
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
    made.show_capture(recording.path)
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def trigger(window, name):
    window.menus.actions[name].trigger()


def test_every_command_has_something_to_do(window):
    handlers = window.commands.handlers()
    families = {c.name.partition(":")[0] for c in COMMANDS if c.name}
    assert families == handlers.keys()


def test_switches_change_the_settings(window, settings):
    trigger(window, "newest_first")
    assert not settings.newest_first
    trigger(window, "exchanges")
    assert settings.exchanges
    trigger(window, "time:UTC")
    assert settings.time_mode == "UTC"
    trigger(window, "theme:Dark")
    assert settings.theme == "Dark"


def test_zoom_goes_in_steps_between_its_ends(window, settings):
    trigger(window, "zoom_in")
    assert settings.zoom_percent == 110
    trigger(window, "zoom_reset")
    assert settings.zoom_percent == 100
    trigger(window, "zoom_out")
    assert settings.zoom_percent == 100


def test_find_goes_to_the_search_box(window):
    window.activateWindow()
    window.tabs.setCurrentIndex(1)
    trigger(window, "find")
    assert window.tabs.currentIndex() == 0
    assert QApplication.focusWidget() is window.tab.search.field


def test_the_waiting_page_stays_as_long_as_it_is_wanted(window, recording):
    trigger(window, "how_to_connect")
    assert window.waiting.isVisible()
    window.update_state(EngineState(recording.path, committed_id=recording.beat(1)))
    assert window.waiting.isVisible()
    trigger(window, "view_messages")
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


def test_the_glossary_opens_at_an_action(window):
    window.commands.show_glossary("Heartbeat", "1.6")
    assert window.commands.glossary.isVisible()
    assert window.commands.glossary.shown == ("Heartbeat", "1.6")


def test_about_and_shortcuts_are_dialogs_that_hold_up_nothing(window):
    trigger(window, "about")
    trigger(window, "shortcuts")
    assert window.findChild(QMessageBox).isVisible()
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
