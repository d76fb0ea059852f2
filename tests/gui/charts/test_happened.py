# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.happenings import MarkKind
from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.happened import Happened, silences_of


def events_of(book):
    happened = Happened()
    happened.take(book)
    return happened.events


def rows_of(book, keys):
    happened = Happened()
    happened.take(book)
    return happened.rows(book, keys)


@pytest.fixture
def book(charger):
    charger.charge(minutes=5)
    charger.link("Disconnected")
    made = LineBook()
    made.take(charger.facts())
    return made


def test_events_are_in_the_order_of_time(book):
    events = events_of(book)
    assert [event.kind for event in events] == [
        MarkKind.BOOT,
        MarkKind.START,
        MarkKind.STOP,
        MarkKind.DISCONNECTED,
    ]
    assert [e.at for e in events] == sorted(e.at for e in events)


def test_a_connector_has_its_states_and_transactions(book):
    (row,) = rows_of(book, list(book.lines))
    assert row.name == "Connector 1"
    assert [band.text for band in row.states] == [
        "Available", "Preparing", "Charging", "Finishing", "Available",
    ]  # fmt: skip
    assert row.states[0].ended == row.states[1].began
    assert row.states[-1].ended is None
    (transaction,) = row.transactions
    assert transaction.text == "Transaction 1"
    assert transaction.tip.endswith("Wh")


def test_only_connectors_that_are_shown_have_a_row(book, charger):
    charger.status("Available", 2)
    book.take(charger.facts())
    assert len(rows_of(book, list(book.lines))) == 1
    assert len(rows_of(book, [])) == 2


def test_what_comes_later_is_added(book, charger):
    happened = Happened()
    happened.take(book)
    for status in ("Preparing", "Charging", "Faulted"):
        charger.now += 60
        charger.status(status)
        book.take(charger.facts())
        happened.take(book)
    assert happened.events == events_of(book)
    assert happened.rows(book, []) == rows_of(book, [])
    book.take(None)
    happened.take(book)
    assert happened.events == []


def test_a_silence_that_goes_on_lasts_until_the_end(book, charger):
    ((began, ended),) = silences_of(book, charger.now + 100)
    assert (began, ended) == (charger.now, charger.now + 100)


def test_by_the_chargers_clock_they_stand_there(book, charger):
    charger.clock_error = 3600
    for _sample in range(12):
        charger.now += 60
        charger.measure([("SoC", "", "Percent", 50)])
    charger.status("Faulted", error="GroundFailure")
    book.take(charger.facts(), by_charger=True)
    assert events_of(book)[-1].at == charger.now + 3600


def test_nothing_happened_to_nobody():
    book = LineBook()
    assert (events_of(book), rows_of(book, []), silences_of(book, 1.0)) == ([], [], [])
