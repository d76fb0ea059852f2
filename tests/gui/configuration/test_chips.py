# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.configuration.chips import SettingsFilterBar
from ocppdesk.gui.configuration.filter import ChipKind

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot, theme):
    made = SettingsFilterBar(theme)
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show()
    return made


def test_typing_filters(bar, qtbot):
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClicks(bar.field, "h")
    assert bar.line.parts


def test_chips_are_clicked_on_and_off(bar, qtbot):
    button = bar.buttons[ChipKind.VENDOR]
    qtbot.mouseClick(button, LEFT)
    assert bar.chips == {ChipKind.VENDOR}
    qtbot.mouseClick(button, LEFT)
    assert bar.chips == frozenset()


def test_a_broken_expression_is_said_below_the_line(bar, qtbot):
    qtbot.keyClicks(bar.field, "/a(/")
    assert "no regular expression" in bar.remark.text
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.remark.text == ""


def test_escape_lets_everything_pass(bar, qtbot):
    qtbot.keyClicks(bar.field, "heart")
    qtbot.mouseClick(bar.buttons[ChipKind.CHANGED], LEFT)
    with qtbot.waitSignal(bar.cleared):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.line.parts
    assert not bar.chips


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_the_keyboard_goes_on_to_the_table(bar, qtbot, key):
    with qtbot.waitSignal(bar.left_down):
        qtbot.keyClick(bar.field, key)


def test_counts_stand_on_the_chips(bar):
    counts = dict.fromkeys(ChipKind, 3)
    bar.show_counts(counts, shown=2, total=9)
    assert bar.buttons[ChipKind.WRITABLE].text() == "Writable 3"
