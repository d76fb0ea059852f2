# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.stories.filter_bar import StoriesFilterBar
from ocppdesk.gui.stories.rows import ChipKind

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot, theme):
    made = StoriesFilterBar(theme)
    qtbot.addWidget(made)
    made.resize(1_000, 50)
    made.show()
    return made


def test_a_chip_is_switched_on_and_off(qtbot, bar):
    with qtbot.waitSignal(bar.changed):
        qtbot.mouseClick(bar.buttons[ChipKind.FAILED], LEFT)
    assert bar.chips == {ChipKind.FAILED}
    assert bar.is_filtering
    qtbot.mouseClick(bar.buttons[ChipKind.FAILED], LEFT)
    assert not bar.is_filtering


def test_words_are_typed(qtbot, bar):
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClicks(bar.field, "fault")
    assert bar.is_filtering


def test_what_is_no_filter_is_said_below_and_the_last_one_holds(qtbot, bar):
    qtbot.keyClicks(bar.field, "fault")
    good = bar.line
    bar.field.setText("/(/")
    assert "no regular expression" in bar.remark.text
    assert bar.line is good
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.field.text() == ""
    assert bar.remark.text == ""
    assert not bar.is_filtering


def test_counts_are_shown(bar):
    counts = dict.fromkeys(ChipKind, 2)
    bar.show_counts(counts, shown=3, total=12)
    assert bar.buttons[ChipKind.NO_ENERGY].text() == "No energy 2"
    assert bar._count.text() == "3 of 12"
    bar.show_progress("45 % looked through")
    assert bar._count.text() == "3 of 12 · 45 % looked through"
    bar.show_progress("")
    assert bar._count.text() == "3 of 12"


def test_every_chip_says_what_it_lets_through(bar):
    assert all(button.toolTip() for button in bar.buttons.values())


def test_nothing_is_exported_where_nothing_is_shown(qtbot, bar):
    assert not bar.export.isEnabled()
    bar.show_counts(dict.fromkeys(ChipKind, 0), shown=1, total=1)
    with qtbot.waitSignal(bar.export_wanted):
        qtbot.mouseClick(bar.export, LEFT)


def test_down_goes_to_the_table(qtbot, bar):
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        with qtbot.waitSignal(bar.left_down):
            qtbot.keyClick(bar.field, key)


def test_in_a_recording_nothing_runs(qtbot, theme):
    made = StoriesFilterBar(theme, is_live=False)
    qtbot.addWidget(made)
    assert made.buttons[ChipKind.RUNNING].text() == "Open 0"
