# SPDX-License-Identifier: Apache-2.0
"""What views on one charger have in common."""

import pytest
from PySide6.QtCore import QObject, Signal

from ocppdesk.capture.records import Charger
from ocppdesk.gui.facts_view import FactsView
from ocppdesk.settings import Settings
from tests.gui.answers.replies import NOON, facts


class Told(FactsView):
    """A view that only remembers what it was asked to do."""

    def __init__(self, settings, theme):
        super().__init__(settings, theme, is_live=True, zero=lambda: NOON)
        self.taken, self.times = [], 0
        self._begin()

    def _take_facts(self):
        if self._is_stale:
            self._is_stale = False
            self.taken.append(self._facts)

    def _show_times(self):
        self.times += 1

    def _show_state(self):
        self._show_who()


class Analyst(QObject):
    """An analysis that has come so far."""

    progress_changed = Signal(int, int)
    facts_changed = Signal(object)
    failed = Signal(str)
    progress = (3, 9)
    failure = "It broke."

    def __init__(self):
        super().__init__()
        self.facts = facts()


class State:
    connected = ("CP-0042",)


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def view(qtbot, theme, settings):
    made = Told(settings, theme)
    qtbot.addWidget(made)
    yield made
    made.close_reader()


def chargers(*names):
    return [Charger(name, 0, "2.0.1") for name in names]


def test_facts_are_taken_when_somebody_looks(view):
    first, second = facts(), facts()
    view.show_facts(first)
    view.show_facts(second)
    assert view.taken == []
    view.show()
    assert view.taken == [second]
    view.show_facts(first)
    assert view.taken == [second, first]


def test_what_the_analysis_told_before_is_taken_in_too(view):
    analyst = Analyst()
    view.follow(analyst)
    assert (view._progress, view._failure) == ((3, 9), "It broke.")
    view.show()
    assert view.taken == [analyst.facts]
    analyst.failed.emit("")
    assert view._failure == ""


def test_times_are_written_anew_only_if_they_are_others(view, settings):
    before = view.times
    settings.change({"time_mode": "UTC"})
    settings.change({"zoom_percent": 110})
    view.show()
    assert view.times == before + 1


def test_the_only_charger_is_meant_unless_another_one_is_chosen(view):
    assert view.identity == ""
    view.update_chargers(chargers("CP-0042"))
    assert (view.identity, view.version) == ("CP-0042", "2.0.1")
    view.choose_charger("CP-9")
    assert (view.identity, view.version) == ("CP-9", "1.6")


def test_who_is_there_and_has_an_engine_is_connected(view):
    view.update_chargers(chargers("CP-0042"))
    view.update_state(State())
    assert not view.is_connected
    view.set_engine(object())
    assert view.is_connected


def test_a_charger_that_nobody_chose_is_named(view):
    view.show()
    view.update_chargers(chargers("CP-0042"))
    view.show_facts(facts())
    assert not view.who.isVisible()
    view.update_chargers(chargers("CP-0042", "B"))
    assert view.who.isVisible()
    assert view.who.text().startswith("CP-0042. It was the first of 2 chargers")
    view.choose_charger("CP-0042")
    assert not view.who.isVisible()
