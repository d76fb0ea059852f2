# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtTest import QSignalSpy

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Action, Text
from ocppdesk.gui.messages.finding import Finder

BOOTS = parse_filter("BootNotification ~call")


@pytest.fixture
def boots(either_way):
    """Two boots among heartbeats: messages 12 and 34."""
    desk = either_way
    for _boot in range(2):
        desk.recording.beat(5)
        desk.recording.line().say("BootNotification")
        desk.recording.beat(5)
    return desk.start()


@pytest.fixture
def finder(boots):
    return Finder(boots.pane._feed)


@pytest.fixture
def find(finder, qtbot):
    """Find something; return the message and if the search went around."""

    def find_next(chosen, **options):
        with qtbot.waitSignal(finder.found) as caught:
            finder.find(chosen, **options)
        return tuple(caught.args)

    return find_next


def test_the_next_row_downwards_or_upwards_is_found(boots, find):
    boots.pane.select_message(20)
    down = 12 if boots.model.newest_first else 34
    assert find(BOOTS, forward=True) == (down, False)
    assert find(BOOTS, forward=False) == (12 + 34 - down, False)


def test_which_of_how_many_it_is_counts_from_the_top(boots, find, finder, qtbot):
    boots.pane.select_message(20)
    with qtbot.waitSignal(finder.placed) as placed:
        find(BOOTS, forward=True, counts=True)
    assert placed.args == [2, 2]
    with qtbot.waitSignal(finder.placed) as placed:
        find(BOOTS, forward=False, counts=True)
    assert placed.args == [1, 2]


@pytest.mark.parametrize("text", ["Heartbeat ~call", "no in 5..8"])
def test_only_shown_rows_are_counted(boots, find, finder, qtbot, text):
    boots.filter(parse_filter(text), exchanges=True)
    boots.pane.select_message(boots.model.id_at(0))
    with qtbot.waitSignal(finder.placed) as placed:
        find(Action("Heartbeat"), counts=True)
    assert placed.args == [2, boots.model.rowCount()]


def test_nothing_is_counted_for_what_was_cancelled(boots, find, finder, qtbot):
    placed = QSignalSpy(finder.placed)
    cancelling = finder.found.connect(lambda _number, _is_around: finder.cancel())
    find(BOOTS, counts=True)
    finder.found.disconnect(cancelling)
    with qtbot.waitSignal(finder.placed):
        find(BOOTS, counts=True)
    assert placed.count() == 1


def test_behind_the_last_match_it_goes_around(boots, find):
    newest_first = boots.model.newest_first
    boots.pane.select_message(12 if newest_first else 34)
    assert find(BOOTS) == (34 if newest_first else 12, True)


def test_the_only_match_is_found_again(boots, find):
    boots.pane.select_message(1)
    assert find(Text("Connected")) == (1, True)


def test_without_a_current_row_it_begins_at_the_top(boots, find):
    top = boots.model.id_at(0)
    assert find(parse_filter(f"no == {top}")) == (top, False)


def test_a_row_that_the_filter_hides_is_not_found(boots, find, finder, qtbot):
    boots.pane.select_message(20)
    boots.filter(Action("Heartbeat"))
    with qtbot.waitSignal(finder.not_found):
        finder.find(BOOTS)
    assert find(parse_filter("no in 33..36"))[0] in (33, 36)


def test_a_row_that_is_dimmed_is_found(boots, find):
    boots.pane.select_message(20)
    boots.filter(Action("Heartbeat"), dims=True)
    assert find(BOOTS)[0] in (12, 34)


def test_an_answer_that_matches_finds_its_exchange(boots, find):
    boots.filter(parse_filter(""), exchanges=True)
    boots.pane.select_message(20)
    assert find(parse_filter("no == 13")) == (12, not boots.model.newest_first)


def test_no_match_is_said(boots, finder, qtbot):
    busy = QSignalSpy(finder.busy_changed)
    with qtbot.waitSignal(finder.not_found):
        finder.find(Text("does not occur"))
    assert [busy.at(0), busy.at(1)] == [[True], [False]]
    assert not finder.is_busy


def test_what_cannot_be_found_is_a_sentence(boots, finder, qtbot):
    boots.recording.line().say("DataTransfer", {"vendorId": "a" * 60})
    boots.advance()
    with qtbot.waitSignal(finder.failed) as caught:
        finder.find(parse_filter("/(a|aa)+c/"))
    assert "takes too long" in caught.args[0]
    assert not finder.is_busy


def test_a_search_that_was_cancelled_finds_nothing(boots, finder, find):
    found = QSignalSpy(finder.found)
    finder.find(Text("Connected"))
    finder.cancel()
    assert not finder.is_busy
    boots.pane.select_message(20)
    find(BOOTS)
    assert found.count() == 1


def test_a_new_search_ends_the_earlier_one(boots, finder, find):
    found = QSignalSpy(finder.found)
    boots.pane.select_message(20)
    finder.find(Text("Connected"))
    assert find(BOOTS)[0] in (12, 34)
    assert found.count() == 1
