# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from ocppdesk.gui.chips.button import ChipButton, use_of
from ocppdesk.gui.chips.filter import Part, Use
from ocppdesk.gui.chips.saved import Chip
from ocppdesk.gui.look.numbers import grouped

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def button(theme, qtbot):
    made = ChipButton(theme, Chip("errors", "Errors", "~err"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def used(button):
    told = []
    button.used.connect(told.append)
    return told


@pytest.mark.parametrize(
    ("modifier", "use"), [(NONE, Use.APPLY), (CONTROL, Use.ADD), (ALT, Use.EXCLUDE)]
)
def test_a_click_uses_it(button, used, qtbot, modifier, use):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, modifier)
    assert used == [use]
    assert use_of(modifier) is use


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize(
    ("modifier", "use"), [(NONE, Use.APPLY), (CONTROL, Use.ADD), (ALT, Use.EXCLUDE)]
)
def test_keys_use_it(button, used, qtbot, key, modifier, use):
    qtbot.keyClick(button, key, modifier)
    assert used == [use]


def test_a_shortcut_of_the_window_does_not_take_its_keys(button, used, qtbot):
    fired = []
    QShortcut(QKeySequence("Alt+Return"), button, lambda: fired.append(1))
    button.activateWindow()
    button.setFocus()
    qtbot.keyClick(button.window().windowHandle(), Qt.Key.Key_Return, ALT)
    assert fired == []
    assert used == [Use.EXCLUDE]


def test_a_press_that_ends_elsewhere_or_a_right_click_does_nothing(button, used, qtbot):
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50))
    qtbot.mouseClick(button, Qt.MouseButton.RightButton)
    assert used == []


def test_a_click_alone_does_not_press_it(button, qtbot):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isChecked()
    button.set_part(Part.IN)
    assert button.isChecked()


def test_arrows_ask_for_the_next_chip(button, qtbot):
    steps = []
    button.step_wanted.connect(steps.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(button, key)
    assert steps == [-1, 1]


def test_a_click_leaves_the_keyboard_where_it_is(button):
    assert button.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("reason", list(QContextMenuEvent.Reason))
def test_mouse_and_menu_key_ask_for_its_menu(button, qtbot, reason):
    event = QContextMenuEvent(reason, QPoint(3, 3), button.mapToGlobal(QPoint(3, 3)))
    with qtbot.waitSignal(button.menu_wanted):
        QApplication.sendEvent(button, event)


def test_counts_are_unknown_then_counted_then_known(button):
    assert button.count_text == ""
    button.begin_counting()
    assert button.count_text == "…"
    button.set_count(1932)
    assert button.count_text == grouped(1932)
    button.begin_counting()
    assert button.count_text == grouped(1932)
    button.set_count(None)
    assert button.count_text == ""


def test_the_count_of_another_filter_is_forgotten(button):
    button.set_count(5)
    button.show_chip(Chip("errors", "Renamed", "~err"))
    assert button.count_text == "5"
    button.show_chip(Chip("errors", "Renamed", "~q"))
    assert button.count_text == ""


def test_what_is_painted_is_said(button):
    button.set_count(3)
    button.set_part(Part.IN)
    assert button.accessibleName() == "Errors, 3, applies"
    assert "~err" in button.toolTip()
    assert "take it off" in button.toolTip()
    button.set_part(Part.OUT)
    assert button.accessibleName() == "Errors, 3, left out"


def test_no_two_states_look_alike_even_without_color(button):
    pictures = []
    for part in Part:
        button.set_part(part)
        button.resize(button.sizeHint())
        image = button.grab().toImage()
        gray = image.convertToFormat(image.Format.Format_Mono)
        pictures.append((image.width(), gray))
    first, second, third = pictures
    assert first != second
    assert second != third
    assert first[0] < second[0]  # a sign is in front


def test_long_names_are_cut(button, theme):
    button.show_chip(Chip("errors", "x" * 60, "~err"))
    assert button.sizeHint().width() < theme.scaled(260)
    assert "x" * 60 in button.toolTip()


def test_a_text_that_is_no_filter_is_said(button):
    button.show_chip(Chip("own-1", "Newer", "((("))
    assert "no filter" in button.toolTip()
