# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.notes import notes_on
from ocppdesk.gui.charts.ticks import TimeTexts
from ocppdesk.gui.messages.times import TimeMode


@pytest.fixture
def notes():
    def tell(charger, *, by_charger=False):
        book = LineBook()
        book.take(charger.facts(), by_charger=by_charger)
        return notes_on(book, list(book.lines), TimeTexts(TimeMode.UTC))

    return tell


def measured(charger, *values, count=8):
    for _sample in range(count):
        charger.now += 60
        charger.measure(values)


def test_ordinary_values_need_no_note(notes, charger):
    charger.charge(minutes=10)
    assert notes(charger) == []


def test_a_charger_that_sends_no_units_is_told(notes, charger):
    measured(charger, ("Voltage", "", "", 230), ("Current.Import", "", "", 6))
    (note,) = notes(charger)
    assert "sends no units" in note


def test_several_units_of_one_value_are_told(notes, charger):
    measured(charger, ("Voltage", "", "V", 230))
    measured(charger, ("Voltage", "", "furlong", 1))
    (note,) = notes(charger)
    assert "Voltage came in several units: V, furlong" in note


def test_a_clock_that_jumped_is_told(notes, charger):
    measured(charger, ("Voltage", "", "V", 230))
    charger.clock_error = 3600
    measured(charger, ("Voltage", "", "V", 230))
    (note,) = notes(charger)
    assert "jumped by +1.0 h" in note or "jumped by +60.0 min" in note


def test_a_clock_that_is_wrong_is_told(notes, charger):
    charger.clock_error = -7200
    measured(charger, ("Voltage", "", "V", 230))
    (note,) = notes(charger)
    assert "2.0 h behind that of the recording" in note


def test_nothing_is_told_of_nothing():
    assert notes_on(LineBook(), [], TimeTexts()) == []
