# SPDX-License-Identifier: Apache-2.0
from ocppdesk.filters.nodes import Everything
from ocppdesk.gui.messages.color_rules import ColorRule, default_rules, text_of_rules

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


def test_rules_know_the_time_since_the_message_before(desk, settings):
    settings.change({"color_rules": rules("delta > 30s")})
    desk.recording.beat(2)
    desk.recording.now += 60_000_000
    desk.start(1)
    assert [n for n in range(1, 8) if back_of(desk, n) == "#FEFEFE"] == [6]


def test_rules_know_the_time_before_an_answer_that_shares_a_row(desk, settings):
    settings.change({"color_rules": rules("~result delta > 30s")})
    line = desk.recording.line()
    asked = line.ask("GetConfiguration")
    desk.recording.now += 60_000_000
    line.reply(asked)
    desk.recording.commit()
    desk.start()
    desk.filter(Everything(), exchanges=True)
    assert back_of(desk, 2) == "#FEFEFE"


def test_in_a_review_rules_count_times_from_the_newest_message(desk, settings):
    settings.change({"color_rules": rules("time > -5m")})
    desk.recording.beat(2)
    desk.recording.now += 600_000_000
    desk.recording.beat(1)
    desk.recording.now += 86_400_000_000
    desk.start()
    assert [n for n in range(1, 8) if back_of(desk, n) == "#FEFEFE"] == [6, 7]


def test_while_messages_arrive_rules_count_times_from_now(desk, settings):
    settings.change({"color_rules": rules("time > -5m")})
    desk.pane.set_live(is_live=True)
    desk.recording.beat(1)
    desk.recording.now += 86_400_000_000
    desk.start()
    assert back_of(desk, 3) == "#FFFFFF"


def test_messages_that_cannot_be_read_are_coloured_from_the_beginning(desk):
    desk.recording.line().send("hello?")
    desk.recording.commit()
    desk.start()
    assert back_of(desk, 2) == default_rules()[1].light[1]
    assert back_of(desk, 1) != default_rules()[1].light[1]
