# SPDX-License-Identifier: Apache-2.0
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ocppdesk.analysis.sessions.story import Outcome
from ocppdesk.gui.stories.rows import ChipKind, Column
from tests.gui.stories.sessions import facts, failed, running, story

LEFT = Qt.MouseButton.LeftButton


def click_row(qtbot, view, row):
    place = view.table.visualRect(view.model.index(row, 0)).center()
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=place)


def test_the_newest_session_is_told_at_once(open_view):
    view = open_view(story(1), failed(2))
    assert view.page.story == failed(2)
    assert view.page.isVisible()


def test_a_click_tells_another_one(qtbot, open_view):
    view = open_view(story(1), failed(2))
    click_row(qtbot, view, 1)
    assert view.page.story == story(1)
    view.step(-1)
    assert view.page.story == failed(2)
    with qtbot.waitSignal(view.said) as told:
        view.step(-1)
    assert told.args == ["This is the first session."]


def test_the_page_follows_the_session_that_goes_on(open_view):
    view = open_view(story(1), running(2))
    assert view.page.outcome.text() == "● Running"
    view.show_facts(facts(story(1), story(2)))
    assert view.page.outcome.text() == "✓ Completed"


def test_what_is_hidden_is_not_worked_on(open_view):
    view = open_view(story(1))
    view.hide()
    view.show_facts(facts(story(1), story(2)))
    assert view.model.total == 1
    view.show()
    assert view.model.total == 2


def test_a_thousand_sessions_come_bit_by_bit(qtbot, open_view):
    many = [story(number) for number in range(1, 351)]
    view = open_view(*many)
    assert view.model.total == 100
    assert view.page.story == many[-1]
    view.table.choose(340)
    place = view.table.rowViewportPosition(view.model.position(340))
    qtbot.waitUntil(lambda: view.model.total == 350)
    assert view.page.story == many[339]
    assert view.table.rowViewportPosition(view.model.position(340)) == place


def test_chips_and_words_filter(qtbot, open_view):
    view = open_view(story(1), failed(2), running(3))
    qtbot.mouseClick(view.bar.buttons[ChipKind.FAILED], LEFT)
    assert [row.number for row in view.model.shown] == [2]
    assert view.page.story == failed(2)
    qtbot.keyClicks(view.bar.field, "zzz")
    assert view.none_passes.isVisible()
    assert not view.table.isVisible()
    qtbot.mouseClick(view.none_passes.buttons[0], LEFT)
    assert view.table.isVisible()
    assert len(view.model.shown) == 3
    qtbot.keyClick(view.bar.field, Qt.Key.Key_Down)
    assert view.table.hasFocus() or not view.isActiveWindow()


def test_an_expression_that_takes_for_ever_is_said_and_dropped(qtbot, open_view):
    view = open_view(story(1))
    view.bar.field.setText("/(a+)+(a+)+$b/")
    view.show_facts(facts(story(1), story(2, summary="a" * 5_000)))
    assert "too long" in view.bar.remark.text
    assert len(view.model.shown) == 2
    view.bar.field.setText("/(a+)+(a+)+$c/")
    assert "too long" in view.bar.remark.text
    assert len(view.model.shown) == 2


def test_without_sessions_it_says_what_one_is(open_view):
    view = open_view()
    view.show_facts(facts())
    assert view.empty.heading.text() == "No session of CP-0042 so far"
    assert "a plug goes in" in view.empty.line.text()
    assert "remote start" in view.empty.line.text()
    review = open_view(is_live=False)
    review.show_facts(facts())
    assert review.empty.heading.text() == "No session of CP-0042 in this recording"


def test_nobody_has_come_yet(open_view):
    view = open_view(chargers=())
    assert view.empty.heading.text() == "No session so far"


def test_one_of_several_chargers_is_to_be_chosen(qtbot, open_view):
    view = open_view(chargers=("CP-0042", "CP&B"))
    assert view.empty.heading.text() == "Choose a charger"
    with qtbot.waitSignal(view.charger_wanted) as told:
        qtbot.mouseClick(view.empty.buttons[1], LEFT)
    assert told.args == ["CP&B"]
    view.choose_charger("CP&B")
    assert view.identity == "CP&B"
    assert view.empty.heading.text() == "Looking for sessions of CP&B"


def test_a_log_that_names_no_charger_has_sessions_as_well(open_view):
    view = open_view(chargers=("",), is_live=False)
    view.show_progress(40, 100)
    heading = view.empty.heading
    assert heading.text() == "Looking for sessions of a charger without identity"
    assert view.empty.line.text() == "40 % looked through"
    view.show_facts(facts(story(1, charger=""), charger=""))
    assert view.page.story.charger == ""
    several = open_view(chargers=("", "A"))
    assert [button.text() for button in several.empty.buttons] == ["A"]


def test_it_says_how_far_it_is(open_view):
    view = open_view()
    view.show_progress(40, 100)
    assert view.empty.heading.text() == "Looking for sessions of CP-0042"
    assert view.empty.line.text() == "40 % looked through"
    view.show_facts(facts(story(1)))
    assert view.bar._count.text() == "1 of 1 · 40 % looked through"
    view.show_progress(100, 100)
    assert view.bar._count.text() == "1 of 1"


def test_a_failure_is_said_and_what_was_found_stays(open_view):
    view = open_view()
    view.show_failure("The capture cannot be analysed any more: disk.")
    assert view.empty.heading.text() == "The sessions cannot be told"
    view.choose_charger("CP-0042")
    view.show_facts(facts(story(1)))
    view.show_failure("The capture cannot be analysed any more: disk.")
    assert view.problem.isVisible()
    assert view.table.isVisible()
    view.show_failure("")
    assert not view.problem.isVisible()


def test_another_charger_has_sessions_of_its_own(open_view):
    view = open_view(story(1), story(2))
    view.show_facts(None)
    assert view.model.total == 0
    view.show_facts(facts(failed(1, charger="B"), charger="B"))
    assert view.page.story.charger == "B"
    view.show_facts(facts(story(1), story(2)))
    assert view.page.story == story(2)


def test_enter_shows_the_messages_of_a_session(qtbot, open_view):
    view = open_view(story(1))
    with qtbot.waitSignal(view.filter_wanted) as told:
        qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert told.args == ["charger === CP-0042 no in 10..30"]


def test_the_menu_of_a_row(qtbot, open_view):
    view = open_view(story(1), failed(2))
    assert view.menu_of(9) is None
    menu = view.menu_of(1)
    actions = {action.text(): action for action in menu.actions()}
    with qtbot.waitSignal(view.filter_wanted):
        actions["Only transaction 501"].trigger()
    with qtbot.waitSignal(view.chart_wanted) as told:
        actions["Chart this session"].trigger()
    assert told.args == [story(1)]


def test_a_session_is_copied(qtbot, open_view):
    view = open_view(failed(1))
    for action, begin in zip(
        view.page.copy.menu().actions(), ("Session 1", "### Session 1"), strict=True
    ):
        with qtbot.waitSignal(view.said):
            action.trigger()
        assert QGuiApplication.clipboard().text().startswith(begin)


def test_times_are_those_of_the_table_of_messages(open_view):
    view = open_view(story(1))
    view._settings.change({"time_mode": "UTC"})
    shown = view.model.index(0, Column.START).data()
    assert shown == "2026-02-01T13:05:31Z"
    assert "2026-02-01T13:05:31Z" in view.page.where.text()
    view._settings.change({"time_mode": "Since time zero"})
    assert view.model.index(0, Column.START).data() == "+1 d 00:00:00"
    view.close_reader()
    view._settings.change({"time_mode": "UTC"})
    assert view.model.index(0, Column.START).data() == "+1 d 00:00:00"


def test_links_of_the_timeline_lead_to_messages(qtbot, open_view):
    view = open_view(story(1))
    with qtbot.waitSignal(view.message_wanted) as told:
        view.page.timeline.message_wanted.emit(12)
    assert told.args == [12]


def test_a_log_that_ends_has_no_running_sessions(open_view):
    view = open_view(running(1), is_live=False)
    assert view.page.outcome.text() == "● Open at the end"
    assert view.page.story.outcome is Outcome.OPEN
