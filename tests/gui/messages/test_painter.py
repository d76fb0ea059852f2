# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtGui import QColor

from ocppdesk.filters.nodes import Action
from ocppdesk.gui.look.colors import DARK, LIGHT
from ocppdesk.gui.messages.color_rules import default_rules
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.painter import RowPainter


def back_of(desk, number):
    """Return the colour of a row where no text stands."""
    row = desk.model.row_of(number)
    return desk.picture().pixelColor(1, desk.view.y_of(row) + 1)


def rule_back(icon, theme):
    """Return what is behind a row with the rule that has an icon."""
    [rule] = [rule for rule in default_rules() if rule.icon == icon]
    return theme.pair(rule.light, rule.dark)[1]


def colors_in(desk, number, column):
    """Return the names of all colours in a cell."""
    header, picture = desk.view.horizontalHeader(), desk.picture()
    left = header.sectionViewportPosition(column)
    top = desk.view.y_of(desk.model.row_of(number))
    return {
        picture.pixelColor(x, y).name()
        for x in range(left, left + header.sectionSize(column))
        for y in range(top, top + desk.view.row_height)
    }


def test_rows_are_tinted_by_what_they_are(desk, theme):
    line = desk.recording.line()
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    line.say("BootNotification", boot)  # 2, 3
    line.say("StatusNotification", {"connectorId": 1, "status": "Faulted"})  # 4, 5
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Rejected"})  # 6, 7
    line.reply(line.ask("ClearCache"), {"status": "Accepted"})  # 8, 9
    line.say("Authorize", {"idTag": "04A2"})  # 10, 11
    desk.recording.commit()
    desk.start()
    expected = {
        1: "power", 2: "power", 4: "stop", 6: "cross", 7: "cross", 8: "play"
    }  # fmt: skip
    assert {number: back_of(desk, number) for number in expected} == {
        number: rule_back(icon, theme) for number, icon in expected.items()
    }
    assert back_of(desk, 9) == back_of(desk, 10) == theme.color("base")


def test_a_call_that_waits_is_tinted_after_a_while(desk, theme):
    desk.recording.line().ask("ClearCache")
    number = desk.recording.commit()
    desk.start()
    assert back_of(desk, number) == rule_back("play", theme)
    desk.recording.now += 31_000_000
    assert back_of(desk, number) == rule_back("hourglass", theme)


def test_a_slow_answer_has_its_milliseconds_in_another_colour(desk, theme):
    line = desk.recording.line()
    for seconds in (1, 3, 12):
        call = line.ask("GetConfiguration")
        desk.recording.now += (seconds - 1) * 1_000_000
        line.reply(call, {"configurationKey": []})
    desk.recording.commit()
    desk.start()
    slow, worse = theme.color("slow").name(), theme.color("very_slow").name()
    assert not {slow, worse} & colors_in(desk, 3, Column.LATENCY)
    assert slow in colors_in(desk, 5, Column.LATENCY)
    assert worse in colors_in(desk, 7, Column.LATENCY)


def test_a_rule_has_an_icon_before_the_name_of_the_message(desk, theme):
    desk.recording.line().say("StatusNotification", {"status": "Faulted"})
    desk.recording.line().say("Authorize", {"idTag": "04A2"})
    desk.recording.commit()
    desk.start()
    header, picture = desk.view.horizontalHeader(), desk.picture()
    left = header.sectionViewportPosition(Column.MESSAGE)

    def has_icon(number):
        top = desk.view.y_of(desk.model.row_of(number))
        back = picture.pixelColor(left + 1, top + 2)
        return any(
            picture.pixelColor(x, top + desk.view.row_height // 2) != back
            for x in range(left + 2, left + 18)
        )

    assert has_icon(2)
    assert not has_icon(4)


def test_what_does_not_match_is_dim_and_has_no_tint(desk, theme):
    line = desk.recording.line()  # 1
    line.say("BootNotification")  # 2, 3
    line.say("Heartbeat")  # 4, 5
    desk.recording.commit()
    desk.start()
    desk.pane.set_filter(Action("Heartbeat"), exchanges=False, dims=True)
    dimmed = theme.color("dimmed").name()

    def is_dim(number):
        return dimmed in colors_in(desk, number, Column.SUMMARY)

    desk._qtbot.waitUntil(lambda: desk.model.is_dimmed(2))
    assert is_dim(2)
    assert back_of(desk, 2) == theme.color("base")
    assert not is_dim(4)


def test_marks_and_notes_are_drawn(desk, theme):
    desk.start(3)
    plain = colors_in(desk, 4, Column.MARKS)
    desk.pane.select_message(4)
    desk.pane.toggle_mark()
    desk.pane.select_message(2)
    assert len(plain) == 1
    assert len(colors_in(desk, 4, Column.MARKS)) > 1


@pytest.mark.parametrize("chosen", [2, 3])
def test_the_current_call_and_its_answer_are_joined(either_way, chosen, theme):
    desk = either_way
    desk.recording.line().say("Authorize", {"idTag": "04A2"})  # 2, 3
    desk.recording.line().say("Authorize", {"idTag": "04A3"})  # 4, 5
    desk.recording.commit()
    desk.start()
    accent = theme.color("accent").name()
    assert accent not in colors_in(desk, 2, Column.DIRECTION)
    desk.pane.select_message(chosen)
    desk.view.clearFocus()
    joined = {n for n in (2, 3, 4, 5) if accent in bracket_colors(desk, n)}
    assert joined == {2, 3}


def bracket_colors(desk, number):
    """Return the colours at the right edge of the column of directions."""
    header, picture = desk.view.horizontalHeader(), desk.picture()
    column = Column.DIRECTION
    right = header.sectionViewportPosition(column) + header.sectionSize(column)
    top = desk.view.y_of(desk.model.row_of(number))
    return {
        picture.pixelColor(x, y).name()
        for x in range(right - 7, right)
        for y in range(top, top + desk.view.row_height)
    }


def test_the_bracket_goes_on_to_the_edge_where_the_answer_is_out_of_view(desk, theme):
    line = desk.recording.line()
    call = line.ask("GetConfiguration")  # 2
    for _ in range(40):
        line.say("Authorize", {"idTag": "04A2"})
    line.reply(call, {"configurationKey": []})
    last = desk.recording.commit()
    desk.start()
    desk.pane.select_message(last)
    below = desk.shown()[3]
    accent = theme.color("accent").name()
    assert accent in bracket_colors(desk, below)
    desk.pane.select_message(last - 1)
    assert accent not in bracket_colors(desk, below)


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
