# SPDX-License-Identifier: Apache-2.0
from array import array

import pytest

from ocppdesk.capture.annotations import EMPTY
from ocppdesk.filters.nodes import Text
from ocppdesk.filters.values import Context
from ocppdesk.gui.messages.lane import Lane
from ocppdesk.gui.query.runner import QueryRunner

NOW = Context(now=0, latest=0)


class Shown:
    """A target that notes what it is to show."""

    def __init__(self):
        self.ids = {"before"}

    def show(self, block, _low):
        self.ids = set(block)

    def extend(self, block, _low):
        self.ids |= set(block)

    def change(self, added, removed):
        self.ids = (self.ids | added) - removed


@pytest.fixture
def shown():
    return Shown()


@pytest.fixture
def lane(qapp, recording, shown):
    """A lane that waits for what its query finds among a hundred messages."""
    runner = QueryRunner()
    runner.set_capture(recording.path, annotations=EMPTY)
    made = Lane(runner, shown)
    made.start(Text("x"), NOW, upto=100, exchanges=False)
    yield made
    runner.close()


def block(*ids):
    return array("q", ids)


def test_what_was_shown_stays_until_there_is_something_to_show(lane, shown):
    lane.found(block(), 60)
    assert shown.ids == {"before"}
    assert lane.progress == 40
    lane.found(block(50, 45), 40)
    assert shown.ids == {50, 45}
    lane.found(block(3), 0)
    assert shown.ids == {50, 45, 3}
    assert lane.progress == 100


@pytest.mark.parametrize("end", ["finished", "failed", "stop"])
def test_a_query_that_ends_without_a_match_shows_nothing(lane, shown, end):
    lane.found(block(), 60)
    getattr(lane, end)()
    assert shown.ids == set()
    assert not lane.is_busy
    assert lane.has_failed == (end == "failed")


def test_what_arrives_is_shown_before_the_search_found_anything(lane, shown):
    lane.found(block(), 60)
    lane.arrived(block(102), block(), 103)
    assert shown.ids == {102}
    assert lane.checked == 103


def test_what_matches_where_the_search_has_not_been_has_its_turn(lane, shown):
    lane.found(block(90), 60)
    lane.arrived(block(102, 70, 30, 20), block(), 103)
    assert shown.ids == {90, 102, 70}
    lane.arrived(block(), block(20), 104)
    lane.found(block(40), 25)
    assert shown.ids == {90, 102, 70, 40, 30}
    lane.found(block(), 0)
    assert shown.ids == {90, 102, 70, 40, 30}


def test_what_ceased_to_match_is_shown_no_more(lane, shown):
    lane.found(block(90, 80), 0)
    lane.finished()
    lane.arrived(block(), block(80), 103)
    assert shown.ids == {90}


def test_a_stopped_search_goes_on_where_it_was(lane, shown):
    lane.found(block(90), 60)
    lane.stop()
    number = lane.number
    lane.found(block(50), 40)
    assert shown.ids == {90}
    lane.arrived(block(105), block(), 105)
    lane.go_on(Text("x"), NOW, exchanges=False)
    assert lane.number != number
    assert lane.has(number)
    assert lane.has(lane.number)
    assert lane.is_busy
    lane.found(block(50), 30)
    assert shown.ids == {90, 105, 50}
    assert lane.progress == 50


def test_a_query_in_place_of_another_ends_that_one(lane):
    number = lane.number
    lane.start(Text("y"), NOW, upto=100, exchanges=False)
    assert not lane.has(number)


def test_a_lane_that_was_ended_is_idle(lane):
    number = lane.number
    lane.end()
    assert not lane.is_busy
    assert lane.number == 0
    assert not lane.has(number)
    assert not lane.has(0)
