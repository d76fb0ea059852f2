# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from ocppdesk.analysis.sessions.story import Certainty
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.stories.timeline import Timeline
from tests.gui.stories.sessions import line

UTC = Moments(TimeMode.UTC)
LINES = (
    line(0, "The plug was put in.", 12),
    line(20, "No power came.", 14, is_problem=True),
    line(30, "The driver left.", None, certainty=Certainty.ASSUMED),
)


@pytest.fixture
def timeline(qtbot, theme):
    made = Timeline(theme)
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show()
    return made


def text(timeline):
    return timeline.toPlainText().split("\n")


def test_a_line_has_time_sentence_certainty_and_message(timeline):
    timeline.show_lines(LINES, UTC, is_same=False)
    assert text(timeline) == [
        "2026-01-31 UTC",
        "13:05:31Z\tThe plug was put in.  #12",
        "13:05:51Z\t✗ No power came.  #14",
        "13:06:01Z\tThe driver left.  ? assumed",
    ]


def test_a_problem_stands_out_and_not_by_its_color_alone(timeline, theme):
    timeline.show_lines(LINES, UTC, is_same=False)
    block = timeline.document().findBlockByNumber(2)
    assert "✗" in block.text()
    assert block.blockFormat().background().color() == theme.color("error.back")


def test_each_day_is_told_once(timeline):
    lines = (line(0, "A."), line(90_000, "B."), line(90_001, "C."))
    timeline.show_lines(lines, UTC, is_same=False)
    days = [row for row in text(timeline) if row.endswith("UTC")]
    assert days == ["2026-01-31 UTC", "2026-02-01 UTC"]
    timeline.show_lines(lines, Moments(TimeMode.PREVIOUS), is_same=True)
    assert len(text(timeline)) == 3


def test_the_number_leads_to_the_message(qtbot, timeline):
    timeline.show_lines(LINES, UTC, is_same=False)
    found = timeline.document().find("#14")
    place = timeline.cursorRect(found).center()
    place.setX(place.x() - 5)
    with qtbot.waitSignal(timeline.message_wanted) as told:
        qtbot.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [14]


def test_keys_lead_to_the_message_as_well(qtbot, timeline):
    timeline.show_lines(LINES, UTC, is_same=False)
    timeline.setFocus()
    qtbot.keyClick(timeline, Qt.Key.Key_Tab)
    with qtbot.waitSignal(timeline.message_wanted) as told:
        qtbot.keyClick(timeline, Qt.Key.Key_Return)
    assert told.args == [12]


def show_all(qtbot, timeline, lines):
    """Show lines, and wait until all are written."""
    timeline.show_lines(lines, UTC, is_same=False)
    qtbot.waitUntil(lambda: lines[-1].text in text(timeline)[-1])


def test_many_lines_are_written_bit_by_bit(qtbot, timeline):
    many = tuple(line(n, f"Thing {n}.", n + 1) for n in range(100))
    timeline.show_lines(many, UTC, is_same=False)
    assert len(text(timeline)) < 60
    timeline.verticalScrollBar().setValue(30)
    timeline.show_lines((*many, line(200, "The end.")), UTC, is_same=True)
    qtbot.waitUntil(lambda: "The end." in text(timeline)[-1])
    assert len(text(timeline)) == 102
    assert timeline.verticalScrollBar().value() == 30


def test_what_comes_later_moves_nothing(qtbot, timeline):
    many = tuple(line(n, f"Thing {n}.", n + 1) for n in range(60))
    show_all(qtbot, timeline, many)
    timeline.verticalScrollBar().setValue(40)
    cursor = timeline.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Down)
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    timeline.setTextCursor(cursor)
    timeline.verticalScrollBar().setValue(40)
    selected = timeline.textCursor().selectedText()
    timeline.show_lines((*many, line(99, "The end.")), UTC, is_same=True)
    assert timeline.verticalScrollBar().value() == 40
    assert timeline.textCursor().selectedText() == selected
    assert text(timeline)[-1].endswith("The end.")
    timeline.show_lines(many[:40], UTC, is_same=True)
    assert timeline.verticalScrollBar().value() == 40


def test_another_session_begins_at_its_top(qtbot, timeline):
    many = tuple(line(n, f"Thing {n}.") for n in range(60))
    show_all(qtbot, timeline, many)
    timeline.verticalScrollBar().setValue(40)
    timeline.show_lines(many[1:], UTC, is_same=False)
    assert timeline.verticalScrollBar().value() == 0
    assert timeline.lines == many[1:]


def test_nothing_is_selected_that_nobody_selected(timeline):
    timeline.show_lines(LINES[:1], UTC, is_same=False)
    for lines in (LINES[:2], LINES):
        timeline.show_lines(lines, UTC, is_same=True)
    timeline.show_lines(LINES, UTC, is_same=False)
    assert not timeline.textCursor().hasSelection()


def test_a_theme_changes_colors_and_not_the_place(qtbot, timeline, theme):
    many = tuple(line(n, f"Thing {n}.") for n in range(60))
    show_all(qtbot, timeline, many)
    timeline.verticalScrollBar().setValue(40)
    theme.apply("Dark", 100)
    assert timeline.verticalScrollBar().value() == 40
    assert "Thing 59." in text(timeline)[-1]


def test_what_a_charger_says_is_no_markup(timeline):
    lines = (line(0, "<b>Bold</b>\nand <img src='x'> " + "W" * 5_000),)
    timeline.show_lines(lines, UTC, is_same=False)
    shown = text(timeline)
    assert len(shown) == 2
    assert "<b>Bold</b> and <img src='x'>" in shown[1]
    assert len(shown[1]) < 700
