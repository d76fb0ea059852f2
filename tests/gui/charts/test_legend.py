# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.drawing import Style
from ocppdesk.gui.charts.legend import Entry, Legend


def key(phase):
    return SeriesKey(None, 1, "Current.Import", phase, "Outlet", "A")


def entry(phase, **known):
    style = Style(QColor("blue"), is_dashed=phase == "L2")
    known = {"is_hidden": False, "is_assumed": False, "tip": "Tip", **known}
    return Entry(key(phase), phase, style, **known)


@pytest.fixture
def legend(qtbot, theme):
    made = Legend(theme)
    qtbot.addWidget(made)
    made.resize(500, 60)
    made.show_entries([entry("L1"), entry("L2"), entry("L3", is_assumed=True)])
    made.show()
    return made


def test_a_click_hides_a_line(qtbot, legend):
    button = legend.buttons[key("L2")]
    with qtbot.waitSignal(legend.toggled) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [key("L2")]


def test_ctrl_and_click_shows_only_that_one(qtbot, legend):
    toggled = []
    legend.toggled.connect(toggled.append)
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.waitSignal(legend.solo_wanted) as told:
        qtbot.mouseClick(legend.buttons[key("L1")], Qt.MouseButton.LeftButton, control)
    assert told.args == [key("L1")]
    assert toggled == []


def test_the_keyboard_does_both(qtbot, legend):
    button = legend.buttons[key("L1")]
    button.setFocus()
    with qtbot.waitSignal(legend.toggled):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    with qtbot.waitSignal(legend.toggled):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    with qtbot.waitSignal(legend.solo_wanted):
        qtbot.keyClick(button, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)


def test_values_stand_beside_the_names(legend):
    legend.show_values({key("L1"): "15.9 A"})
    assert legend.buttons[key("L1")].value == "15.9 A"
    assert legend.buttons[key("L2")].value == ""
    narrow = legend.buttons[key("L1")].sizeHint().width()
    legend.show_values({key("L1"): "15.9 A  Δ +123 456.7 A and more"})
    assert legend.buttons[key("L1")].sizeHint().width() > narrow


def test_the_same_lines_keep_their_buttons(legend):
    before = legend.buttons[key("L1")]
    legend.show_entries([entry("L1", is_hidden=True), entry("L2"), entry("L3")])
    assert legend.buttons[key("L1")] is before
    assert "hidden" in before.accessibleName()
    legend.show_entries([entry("L2")])
    assert list(legend.buttons) == [key("L2")]


def test_hidden_and_assumed_lines_look_different(legend):
    shown = legend.grab().toImage()
    legend.show_entries([entry("L1"), entry("L2"), entry("L3", is_hidden=True)])
    assert legend.grab().toImage() != shown
