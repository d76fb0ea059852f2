# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings


@pytest.fixture
def window(qtbot, theme):
    made = MainWindow(Settings(), theme, is_live=False)
    made.complete()
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def view(window):
    window.live_pages.show_configuration()
    return window.live_pages.configuration


def test_the_tab_is_called_as_the_view_says(window, view):
    view.title_changed.emit("Configuration (3)")
    assert window.tabs.tabText(window.tabs.currentIndex()) == "Configuration (3)"
    assert view.parentWidget() is window.tabs.currentWidget()


def test_a_charger_that_is_wanted_is_chosen_in_the_list(
    window, view, recording, reader
):
    recording.beat()
    window.chargers.update_chargers(reader.chargers())
    view.charger_wanted.emit("CP-0042")
    assert window.chargers.chosen == "CP-0042"


def test_a_review_shows_what_was_recorded_of_settings(window, recording, qtbot):
    line = recording.line()
    row = {"key": "HeartbeatInterval", "value": "300", "readonly": False}
    line.reply(line.ask("GetConfiguration"), {"configurationKey": [row]})
    recording.commit()
    window.show_capture(recording.path)
    window.show()
    window.live_pages.show_configuration()
    view = window.live_pages.configuration
    qtbot.waitUntil(lambda: view.model.total == 1)
    assert view.note.text.startswith("What was recorded of the settings")


def test_what_is_said_stands_in_the_status_line(window, view, qtbot):
    view.said.emit("It is done.")
    assert "It is done." in window.status.currentMessage()
