# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import numpy as np
import pytest

from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.kinds import SESSION_ENERGY

NOON = 1_785_585_600


@pytest.fixture
def book():
    return LineBook()


def by_name(book):
    return {(k.measurand, k.phase): line for k, line in book.lines.items()}


def test_a_session_has_all_its_lines(book, charger):
    charger.charge(minutes=10)
    book.take(charger.facts())
    lines = by_name(book)
    assert len(lines["Current.Import", "L2"].x) == 10
    assert (SESSION_ENERGY, "") in lines
    assert lines["Current.Offered", ""].is_step
    assert not lines["Voltage", "L1-N"].is_step
    assert not book.is_empty


def test_lines_that_did_not_change_stay(book, charger):
    charger.charge(minutes=5)
    book.take(charger.facts())
    before = by_name(book)
    charger.now += 60
    charger.measure([("Voltage", "L1-N", "V", 230)])
    book.take(charger.facts())
    after = by_name(book)
    assert after["Current.Import", "L1"] is before["Current.Import", "L1"]
    assert len(after["Voltage", "L1-N"].x) == 6


def test_by_the_chargers_clock_everything_moves(book, charger):
    charger.clock_error = 3600
    charger.charge(minutes=5)
    book.take(charger.facts())
    received = book.span()
    book.take(charger.facts(), by_charger=True)
    assert book.span()[1] == received[1] + 3600
    assert book.seconds(int(charger.now * 1e6)) == charger.now + 3600
    assert book.seconds(0, 5_000_000) == 5


def test_another_charger_begins_anew(book, charger, another_charger):
    charger.charge(minutes=3)
    book.take(charger.facts())
    other = another_charger("CP2")
    other.measure([("SoC", "", "Percent", 50)])
    book.take(other.facts())
    assert [key.measurand for key in book.lines] == ["SoC"]
    book.take(None)
    assert book.is_empty
    assert book.span() is None


def test_a_line_is_broken_while_there_is_no_connection(book, charger):
    value = [("SoC", "", "Percent", 50)]
    for _sample in range(3):
        charger.now += 60
        charger.measure(value)
    charger.link("Disconnected")
    charger.now += 30
    charger.link("Connected", 2)
    charger.now += 30
    charger.measure(value)
    book.take(charger.facts())
    assert by_name(book)["SoC", ""].breaks.tolist() == [2]


def test_a_unit_that_never_was_sent_is_assumed(book, charger):
    charger.measure([("Voltage", "", "", 230), ("Current.Import", "", "A", 6)])
    book.take(charger.facts())
    keys = {key.measurand: key for key in book.lines}
    assert book.assumes_unit(keys["Voltage"])
    assert not book.assumes_unit(keys["Current.Import"])


def test_a_file_has_the_values_that_are_told_again_as_well(book, charger):
    charger.charge(minutes=5)
    facts = charger.facts()
    (data, *_others) = facts.series
    again = replace(
        data,
        at=np.append(data.at, data.at[-1]),
        charger_at=np.append(data.charger_at, data.charger_at[0]),
        value=np.append(data.value, data.value[0]),
        message=np.append(data.message, data.message[-1]),
        assumed=np.append(data.assumed, data.assumed[0]),
    )
    book.take(replace(facts, series=(again,)))
    count = len(data.at)
    assert len(book.lines[data.key].x) == count
    whole = {line.key: line for line in book.whole_lines()}
    assert len(whole[data.key].x) == count + 1
    assert set(whole) == set(book.lines)
