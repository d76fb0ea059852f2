# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ocppdesk.gui.allowances.wording import Question
from tests.gui.allowances.answers import NOON, SECOND, allowances, facts, nothing

LEFT = Qt.MouseButton.LeftButton


def texts(panel):
    return [card.value.text() for card in panel.cards.cards.values()]


def test_the_four_answers_are_side_by_side(open_panel):
    panel = open_panel(allowances())
    assert texts(panel) == ["16 A", "▲ 5.3 A", "6 A", "5.8 A"]
    assert panel.cards.isVisible()
    assert panel.cards.columns == 4
    assert "are invisible here" in panel.unknown.text()
    card = panel.cards.cards[Question.IN_FORCE]
    assert card.coming.text().startswith("Next: 10 A from ")


def test_each_answer_leads_to_its_message(qtbot, open_panel):
    panel = open_panel(allowances())
    for question, number in (
        (Question.LAST, 3),
        (Question.IN_FORCE, 5),
        (Question.FLOWING, 7),
    ):
        with qtbot.waitSignal(panel.message_wanted) as wanted:
            qtbot.mouseClick(panel.cards.cards[question].link, LEFT)
        assert wanted.args == [number]


def test_the_connector_is_chosen_and_stays(qtbot, open_panel):
    other = replace(allowances(2), last=replace(allowances().last, amps=10.0))
    panel = open_panel(allowances(1), other, nothing(0))
    assert [panel.head.box.itemText(n) for n in range(3)] == [
        "Connector 1", "Connector 2", "Whole charger",
    ]  # fmt: skip
    panel.head.box.setFocus()
    qtbot.keyClick(panel.head.box, Qt.Key.Key_Down)
    assert texts(panel)[0] == "10 A"
    panel.show_facts(facts(allowances(1), other, allowances(3)))
    assert panel.head.connector == 2
    assert texts(panel)[0] == "10 A"


def test_at_first_it_is_the_connector_that_was_heard_of_last(open_panel):
    # While a recording is read, connectors come up one by one.
    panel = open_panel(nothing(0), is_live=False)
    panel.show_progress(1, 9)
    assert not panel.head.box.isVisible()
    early = replace(allowances(1), flowing=replace(allowances().flowing, at=NOON))
    early = replace(early, offered=early.last)
    panel.show_facts(facts(early, allowances(2), nothing(0)))
    assert panel.head.connector == 2
    assert panel.head.box.isVisible()
    # What is read stays, whatever is heard of the others.
    late = replace(early, flowing=replace(allowances().flowing, at=NOON + 99 * SECOND))
    panel.show_facts(facts(late, allowances(2), nothing(0)))
    assert panel.head.connector == 2
    panel.show_facts(facts(late, allowances(2), charger="CP-B"))
    assert panel.head.connector == 1


def test_2x_has_evses(open_panel):
    panel = open_panel(replace(allowances(), is_evse=True), version="2.0.1")
    assert panel.head.box.itemText(0) == "EVSE 1"


def test_the_summary_is_copied_with_its_place(qtbot, open_panel):
    panel = open_panel(allowances())
    with qtbot.waitSignal(panel.said):
        qtbot.mouseClick(panel.copy, LEFT)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("CP-0042, Connector 1: Last set: 16 A on ")
    assert copied.endswith("Flowing: 5.8 A on L1.")


def test_times_follow_the_setting(open_panel, settings):
    panel = open_panel(allowances())
    settings.change({"time_mode": "Since time zero"})
    card = panel.cards.cards[Question.IN_FORCE]
    assert card.time.text() == "+00:00:01"
    assert "from +00:00:01" in panel.summary.text()
    settings.change({"time_mode": "UTC"})
    assert card.time.text() == "2026-08-01T12:00:01Z"


def test_what_is_hidden_is_not_worked_on(open_panel):
    panel = open_panel(allowances())
    panel.hide()
    panel.show_facts(facts(nothing(1)))
    assert texts(panel)[0] == "16 A"
    panel.show()
    assert panel.empty.isVisible()


def test_news_leave_what_is_read_in_its_place(qtbot, open_panel):
    panel = open_panel(allowances(), width=400)
    bar = panel.area.verticalScrollBar()
    qtbot.waitUntil(lambda: panel.cards.columns == 1 and bar.maximum() > 0)
    bar.setValue(bar.maximum())
    place = bar.value()
    more = replace(allowances().flowing, amps=5.9, at=NOON + 9 * SECOND)
    panel.show_facts(facts(replace(allowances(), flowing=more)))
    assert texts(panel)[3] == "5.9 A"
    assert bar.value() == place


def test_nothing_known_says_what_to_do(open_panel):
    panel = open_panel(nothing())
    assert panel.empty.heading.text() == "Nothing tells of a limit yet"
    assert "when CP-0042 is connected again" in panel.empty.line.text()
    assert not panel.head.ask.isEnabled()
    assert panel.head.ask.toolTip() == "CP-0042 is not connected."


def test_a_recording_cannot_be_asked(open_panel):
    panel = open_panel(nothing(), is_live=False)
    assert panel.empty.heading.text() == "Nothing in this recording tells of a limit"
    assert not panel.head.ask.isVisible()


def test_a_charger_is_chosen_first(qtbot, open_panel):
    panel = open_panel(chargers=("CP-A", "CP-B"))
    panel.show_facts(None)
    assert panel.empty.heading.text() == "Choose a charger"
    with qtbot.waitSignal(panel.charger_wanted) as wanted:
        qtbot.mouseClick(panel.empty.buttons[1], LEFT)
    assert wanted.args == ["CP-B"]
    panel.choose_charger("CP-B")
    assert panel.empty.heading.text() == "Looking for limits of CP-B"
    panel.show_progress(3, 9)
    panel.show_facts(facts(charger="CP-B"))
    assert texts(panel)[0] == "16 A"


def test_another_charger_shows_nothing_of_the_one_before(open_panel):
    panel = open_panel(allowances(), chargers=("CP-0042", "CP-B"))
    panel.choose_charger("CP-B")
    panel.show_facts(None)
    assert panel.empty.isVisible()


def test_a_broken_analysis_is_told(open_panel):
    panel = open_panel(allowances())
    panel.show_failure("The capture cannot be analysed any more.")
    assert panel.problem.isVisible()
    assert panel.cards.isVisible()
    panel.show_facts(None)
    assert not panel.problem.isVisible()
    assert panel.empty.line.text() == "The capture cannot be analysed any more."
    panel.show_failure("")
    assert panel.empty.line.text() != "The capture cannot be analysed any more."
