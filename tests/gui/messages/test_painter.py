# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtGui import QColor

from ocppdesk.gui.colors import DARK, LIGHT
from ocppdesk.gui.messages.cells import RowKind
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.painter import RowPainter


def back_of(desk, number):
    """Return the colour of a row where no text stands."""
    row = desk.model.row_of(number)
    return desk.picture().pixelColor(1, desk.view.y_of(row) + 1)


@pytest.mark.parametrize("kind", [k for k in RowKind if k is not RowKind.PLAIN])
def test_every_kind_of_row_has_its_colours_in_both_themes(kind):
    for colors in (LIGHT, DARK):
        assert f"row.{kind}.text" in colors
        assert f"row.{kind}.back" in colors


def test_rows_are_tinted_by_what_they_are(desk, theme):
    line = desk.recording.line()
    line.say("BootNotification")  # 2, 3
    line.say("StatusNotification", {"connectorId": 1, "status": "Faulted"})  # 4, 5
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Rejected"})  # 6, 7
    line.reply(line.ask("ClearCache"), {"status": "Accepted"})  # 8, 9
    line.say("Authorize", {"idTag": "04A2"})  # 10, 11
    desk.recording.commit()
    desk.start()
    expected = {
        1: "row.link.back", 2: "row.link.back", 4: "row.fault.back",
        6: "row.error.back", 7: "row.error.back", 8: "row.command.back",
        9: "base", 10: "base",
    }  # fmt: skip
    assert {number: back_of(desk, number) for number in expected} == {
        number: theme.color(name) for number, name in expected.items()
    }


def test_a_call_that_waits_is_tinted_after_a_while(desk, theme):
    desk.recording.line().ask("ClearCache")
    number = desk.recording.commit()
    desk.start()
    assert back_of(desk, number) == theme.color("row.command.back")
    desk.recording.now += 3_000_000
    assert back_of(desk, number) == theme.color("row.waiting.back")


def test_a_slow_answer_has_its_milliseconds_in_another_colour(desk, theme):
    line = desk.recording.line()
    for seconds in (1, 3, 12):
        call = line.ask("GetConfiguration")
        desk.recording.now += (seconds - 1) * 1_000_000
        line.reply(call, {"configurationKey": []})
    desk.recording.commit()
    desk.start()
    header = desk.view.horizontalHeader()
    left = header.sectionViewportPosition(Column.LATENCY)
    picture = desk.picture()

    def colors_in(number):
        top = desk.view.y_of(desk.model.row_of(number))
        return {
            picture.pixelColor(x, y).name()
            for x in range(left, left + header.sectionSize(Column.LATENCY))
            for y in range(top, top + desk.view.row_height)
        }

    slow, worse = theme.color("slow").name(), theme.color("very_slow").name()
    assert not {slow, worse} & colors_in(3)
    assert slow in colors_in(5)
    assert worse in colors_in(7)


def test_a_chosen_row_has_the_colours_of_the_selection(desk, theme):
    desk.start(10)
    desk.pane.select_message(5)
    desk.view.clearFocus()
    assert back_of(desk, 5).name() == theme.color("selection.inactive.back").name()


def test_the_focus_is_a_ring_around_the_current_row(desk, theme, qtbot):
    desk.start(10)
    desk.pane.activateWindow()
    desk.view.setFocus()
    qtbot.waitUntil(desk.view.hasFocus)
    desk.pane.select_message(5)
    ring = desk.picture().pixelColor(1, desk.view.y_of(desk.model.row_of(5)) + 1)
    assert ring == theme.color("selection.text")


def test_the_theme_changes_the_rows_at_once(desk, theme):
    desk.start(3)
    desk.paint()
    theme.apply("Dark", 100)
    dark = desk.picture().pixelColor(5, 300)
    theme.apply("Light", 100)
    assert dark == QColor(DARK["base"])
    assert desk.picture().pixelColor(5, 300) == QColor(LIGHT["base"])


def test_a_text_is_cut_to_the_width_of_its_column(qapp, theme):
    painter = RowPainter(theme, MessageTableModel())
    assert painter.is_cut("x" * 400, 200, Column.JSON)
    assert painter.is_cut("x" * 400, 200, Column.SUMMARY)
    assert not painter.is_cut("x", 200, Column.JSON)
