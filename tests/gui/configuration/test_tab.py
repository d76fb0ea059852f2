# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ocppdesk.gui.configuration.tab import configuration_of
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
    made = configuration_of(window)
    window.tabs.addTab(made, "Configuration")
    yield made
    made.close_reader()


def test_the_tab_is_called_as_the_view_says(window, view):
    view.title_changed.emit("Configuration (3)")
    assert window.tabs.tabText(window.tabs.indexOf(view)) == "Configuration (3)"


def test_a_charger_that_is_wanted_is_chosen_in_the_list(
    window, view, recording, reader
):
    recording.beat()
    window.chargers.update_chargers(reader.chargers())
    view.charger_wanted.emit("CP-0042")
    assert window.chargers.chosen == "CP-0042"


def test_what_is_said_stands_in_the_status_line(window, view, qtbot):
    view.said.emit("It is done.")
    assert "It is done." in window.status.currentMessage()
