# SPDX-License-Identifier: Apache-2.0
"""The page of answers, without a window around it."""

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt

from ocppdesk.analysis.answering.reply import Mood, Question
from ocppdesk.capture.records import Charger
from ocppdesk.gui.answers.view import AnswersView
from ocppdesk.settings import Settings
from tests.gui.answers.replies import NOON, RESET, TRIGGER, facts, lives, reply

LEFT = Qt.MouseButton.LeftButton


class Engine:
    """An engine that never comes to do anything."""

    def run(self, work):
        return Future()


class State:
    """How an engine is doing."""

    host = ""
    port = 9000

    def __init__(self, *connected):
        self.connected = connected


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def open_view(qtbot, theme, settings):
    opened = []

    def make(*, is_live=True, chargers=("CP-0042",)):
        view = AnswersView(settings, theme, is_live=is_live, zero=lambda: NOON)
        opened.append(view)
        qtbot.addWidget(view)
        view.resize(1_100, 620)
        view.show()
        view.update_chargers([Charger(name, 0, "1.6") for name in chargers])
        return view

    yield make
    for view in opened:
        view.close_reader()


def test_it_says_what_to_do_until_there_are_answers(open_view):
    view = open_view(chargers=())
    assert view.empty.heading.text() == "No charger yet"
    view.update_chargers([Charger("CP-0042", 0)])
    assert view.empty.heading.text() == "Looking through the messages of CP-0042"
    view.show_facts(facts())
    view.settle()
    assert view.area.isVisible()
    assert view.cards[Question.BROKEN].headline.text() == (
        "Nothing speaks for a hardware fault."
    )
    view.show_facts(None)
    assert view.empty.isVisible()


def test_one_of_several_is_chosen_on_the_page(qtbot, open_view):
    view = open_view(chargers=("A", "B"))
    with qtbot.waitSignal(view.charger_wanted) as wanted:
        qtbot.mouseClick(view.empty.buttons[1], LEFT)
    assert wanted.args == ["B"]


def test_the_charger_is_named_with_what_it_is(open_view):
    view = open_view()
    made = Charger(
        "CP-0042", 0, "1.6", vendor="Acme", model="Volt 22", firmware="1.4.2"
    )
    view.update_chargers([made])
    assert not view.who.isVisible()
    view.show_facts(facts())
    view.settle()
    assert view.who.text() == "CP-0042 · Acme Volt 22 · 1.4.2 · OCPP 1.6"
    view.update_chargers([made, Charger("B", 0)])
    assert "the first of 2 chargers" in view.who.text()


def test_new_facts_change_texts_in_place_and_not_too_often(qtbot, open_view):
    view = open_view()
    view.show_facts(facts(reply(text="For 10 s.")))
    view.settle()
    card = view.cards[Question.BROKEN]
    view.show_facts(facts(reply(text="For 20 s.")))
    view.settle()
    assert card.headline.text() == "For 10 s."
    qtbot.waitUntil(lambda: card.headline.text() == "For 20 s.")
    assert view.cards[Question.BROKEN] is card


def test_news_of_another_kind_are_told_at_once(open_view):
    view = open_view()
    view.show_facts(facts(reply(text="All is well.")))
    view.settle()
    view.show_facts(facts(reply(text="It broke.", mood=Mood.TROUBLE)))
    assert view.cards[Question.BROKEN].headline.text() == "It broke."


def test_facts_that_come_while_nobody_looks_are_shown_later(open_view):
    view = open_view()
    view.hide()
    view.show_facts(facts(reply(text="Later.")))
    view.settle()
    assert view.cards[Question.BROKEN].headline.text() == ""
    view.show()
    view.settle()
    assert view.cards[Question.BROKEN].headline.text() == "Later."


def test_a_call_that_does_more_than_read_opens_its_form(qtbot, open_view):
    view = open_view()
    view.set_engine(Engine())
    view.update_state(State("CP-0042"))
    view.show_facts(facts(reply(deed=RESET)))
    view.settle()
    card = view.cards[Question.BROKEN]
    with qtbot.waitSignal(view.command_wanted) as wanted:
        qtbot.mouseClick(card.act, LEFT)
    assert wanted.args == ["Reset", {"type": "Soft"}]


def test_who_is_gone_cannot_be_asked(open_view):
    view = open_view()
    view.set_engine(Engine())
    view.update_state(State())
    view.show_facts(facts(reply(deed=TRIGGER)))
    view.settle()
    card = view.cards[Question.BROKEN]
    assert not card.act.isEnabled()
    assert "not connected" in card.state.text()
    view.update_state(State("CP-0042"))
    assert card.act.isEnabled()


def test_a_recording_offers_no_calls(open_view):
    view = open_view(is_live=False)
    view.show_facts(facts(reply(deed=TRIGGER)))
    view.settle()
    assert not view.cards[Question.BROKEN].act.isVisible()


def test_times_are_written_as_in_the_table(open_view, settings):
    view = open_view()
    view.show_facts(facts())
    view.settle()
    line = view.cards[Question.BROKEN].proofs.lines[0]
    settings.change({"time_mode": "UTC"})
    assert line.time.text() == "2026-08-01T12:00:00Z"


def test_reading_on_and_failures_are_told_beside_answers(open_view):
    view = open_view()
    view.show_facts(facts())
    view.settle()
    view.show_progress(10, 2_000)
    assert view.problem.text() == "Still reading: 10 of 2,000 messages."
    view.show_progress(2_000, 2_000)
    assert not view.problem.isVisible()
    view.show_failure("The disk is gone.")
    assert view.problem.text() == "The disk is gone."
    assert view.area.isVisible()


def test_the_doctor_is_a_link_away(qtbot, open_view):
    view = open_view()
    view.show_facts(facts(its=lives(17)))
    view.settle()
    assert view.doctor.pattern.text().startswith("17 of 17 ended 1 min after")
    first = view.cards[Question.COMMUNICATING]
    qtbot.waitUntil(lambda: view.area.verticalScrollBar().maximum() > 0)
    qtbot.mouseClick(first.views["doctor"], LEFT)
    assert view.area.verticalScrollBar().value() > 0
    with qtbot.waitSignal(view.view_wanted) as wanted:
        qtbot.mouseClick(first.views["connections"], LEFT)
    assert wanted.args == ["connections"]


def test_answers_that_come_first_come_one_by_one(qtbot, open_view):
    view = open_view()
    known = facts()
    view.show_facts(known)
    shown = [card.reply is not None for card in view.cards.values()]
    assert shown == [True, False, False, False, False]
    qtbot.waitUntil(
        lambda: all(view.cards[one.question].reply is one for one in known.replies)
    )
