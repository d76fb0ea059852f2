# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.charts.chosen_bar import ChosenBar


@pytest.fixture
def bar(qtbot, theme):
    made = ChosenBar(theme)
    qtbot.addWidget(made)
    return made


def test_it_is_there_only_if_there_is_something_to_tell(bar):
    assert bar.isHidden()
    bar.show_point("Message 7")
    assert not bar.isHidden()
    assert bar.clear.isHidden()
    bar.show_point("")
    assert bar.isHidden()


def test_its_buttons_do_what_they_say(qtbot, bar):
    bar.show_point("Message 7")
    bar.show_markers("A 12:00")
    with qtbot.waitSignal(bar.message_wanted):
        qtbot.mouseClick(bar.show_message, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.clear_wanted):
        qtbot.mouseClick(bar.clear, Qt.MouseButton.LeftButton)
