# SPDX-License-Identifier: Apache-2.0
from ocppdesk.gui.messages.color_rules import ColorRule, text_of_rules

PAIR = ("#101010", "#FEFEFE")


def rules(*expressions):
    return text_of_rules([ColorRule(e, e, PAIR, PAIR) for e in expressions])


def back_of(desk, number):
    row = desk.model.row_of(number)
    return desk.picture().pixelColor(1, desk.view.y_of(row) + 1).name().upper()


def test_rows_follow_the_rules_of_the_settings_at_once(desk, settings):
    desk.start(2)
    assert back_of(desk, 4) == "#FFFFFF"
    settings.change({"color_rules": rules("no == 4")})
    assert back_of(desk, 4) == "#FEFEFE"
    assert back_of(desk, 3) == "#FFFFFF"
    settings.change({"color_rules": ""})
    assert back_of(desk, 4) == "#FFFFFF"


def test_marking_a_message_colours_it(desk, settings):
    settings.change({"color_rules": rules("~mark")})
    desk.start(2)
    desk.pane.select_message(4)
    desk.pane.toggle_mark()
    desk.pane.select_message(2)
    assert back_of(desk, 4) == "#FEFEFE"


def test_a_rule_that_takes_too_long_is_said_once(desk, settings, qtbot):
    settings.change({"color_rules": rules("/(x|xx)+$/")})
    desk.recording.line().say("DataTransfer", {"vendorId": "x" * 40 + "!"})
    desk.recording.commit()
    with qtbot.waitSignal(desk.pane._coloring.said):
        desk.start()


def test_the_dialog_is_there_once(desk, qtbot):
    coloring = desk.pane._coloring
    coloring.edit()
    first = coloring.dialog
    coloring.edit()
    assert coloring.dialog is first
    assert first.isVisible()
    first.reject()
    assert coloring.dialog is None
