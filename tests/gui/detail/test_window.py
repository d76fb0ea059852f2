# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ocppdesk.gui.detail.window import DetailWindow


@pytest.fixture
def open_window(theme, reader, recording, qtbot):
    """Show a message in a window of its own."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def opening(number):
        recording.commit()
        made = DetailWindow(theme, number, parent)
        assert made.show_from(reader)
        with qtbot.waitExposed(made):
            made.show()
        return made

    return opening


def test_its_title_says_which_message(open_window, recording):
    recording.line().say("StatusNotification", {"connectorId": 1})
    window = open_window(2)
    assert window.windowTitle() == "2 StatusNotification — CP-0042"
    assert window.detail.heading.title.startswith("◀ StatusNotification")
    assert window.isWindow()


def test_what_is_no_message_of_ocpp_is_shown_too(open_window, recording):
    recording.line().send("garbage")
    assert open_window(2).windowTitle() == "2 Unreadable message — CP-0042"


def test_a_message_that_is_not_there_cannot_be_shown(theme, reader, recording, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    assert not DetailWindow(theme, 99, parent).show_from(reader)


def test_escape_closes_it(open_window, recording, qtbot):
    recording.line().say("Heartbeat")
    window = open_window(2)
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(window, Qt.Key.Key_Escape)


def test_it_shows_the_answer_when_it_comes(open_window, recording, reader):
    line = recording.line()
    reset = line.ask("Reset", {"type": "Hard"})
    window = open_window(2)
    assert window.detail.is_waiting
    line.reply(reset, {"status": "Accepted"})
    recording.commit()
    assert window.show_from(reader)
    assert not window.detail.is_waiting
