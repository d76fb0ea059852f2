# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from ocppdesk.gui.search.switch import FilterSwitch


@pytest.fixture
def switch(theme, qtbot):
    made = FilterSwitch(theme)
    qtbot.addWidget(made)
    made.set_useful(True)
    with qtbot.waitExposed(made):
        made.show()
    return made


def off_button(switch):
    return next(b for b in switch.findChildren(QToolButton) if b.text() == "Filter on")


def mode_button(switch):
    return next(b for b in switch.findChildren(QToolButton) if b.menu())


def test_a_click_switches_off_and_another_one_on(switch, qtbot):
    with qtbot.waitSignal(switch.switched) as signal:
        qtbot.mouseClick(off_button(switch), Qt.MouseButton.LeftButton)
    assert signal.args == [False]
    switch.set_on(False)
    with qtbot.waitSignal(switch.switched) as signal:
        qtbot.mouseClick(switch.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert signal.args == [True]


def test_while_off_it_says_how_many_are_shown(switch):
    switch.set_total(932)
    assert switch.notice == ""
    switch.set_on(False)
    assert switch.notice == "Filter off: all 932 shown"
    assert switch.findChild(QPushButton).isVisible()
    switch.set_on(True)
    assert not switch.findChild(QPushButton).isVisible()


def test_the_keyboard_stays_on_the_switch(switch, qtbot):
    switch.activateWindow()
    off_button(switch).setFocus()
    switch.switched.connect(switch.set_on)
    qtbot.keyClick(off_button(switch), Qt.Key.Key_Space)
    assert switch.findChild(QPushButton).hasFocus()
    qtbot.keyClick(switch.findChild(QPushButton), Qt.Key.Key_Space)
    assert off_button(switch).hasFocus()


def test_without_a_filter_there_is_nothing_to_switch_off(switch):
    switch.set_useful(is_useful=False)
    assert not off_button(switch).isEnabled()


def test_the_mode_is_chosen_and_shown(switch):
    modes = []
    switch.mode_chosen.connect(modes.append)
    hide, dim = mode_button(switch).menu().actions()
    dim.trigger()
    hide.trigger()
    assert modes == [True, False]
    switch.set_dims(dims=True)
    assert mode_button(switch).text() == "Dim"
    assert dim.isChecked()
    switch.set_dims(dims=False)
    assert mode_button(switch).text() == "Hide"
