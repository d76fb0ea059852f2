# SPDX-License-Identifier: Apache-2.0
from array import array
from dataclasses import replace

import pytest

from ocppdesk.capture.annotations import EMPTY
from ocppdesk.capture.search import Search
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.values import Context
from ocppdesk.gui.query.hits import Hits
from ocppdesk.gui.query.runner import Find


@pytest.fixture
def look(recording, reader):
    """Begin a find among ten heartbeats and their answers, messages 2 to 21."""
    upto = recording.beat(10)
    searching = Search(reader, EMPTY)
    context = Context(now=recording.now, latest=recording.now)

    def begin(text="Heartbeat ~in", *, start=21, before=None, upto=upto, **options):
        options = {"is_newer": False, "counts": True, **options}
        find = Find(1, parse_filter(text), context, start, **options)
        return Hits(find, searching, upto, before=before)

    return begin


def finish(hits):
    steps = 0
    while hits.step():
        steps += 1
    return hits.hit, hits.tally, steps


def test_the_hit_comes_first_and_then_how_many_there_are(look):
    hits = look(start=9)
    hits.step()
    assert hits.hit == 8
    assert finish(hits)[:2] == (8, (10, 6))


@pytest.mark.parametrize(
    ("start", "is_newer", "found"),
    [(9, True, (10, (10, 5))), (20, True, (2, (10, 9))), (2, False, (20, (10, 0)))],
)
@pytest.mark.parametrize("exchanges", [False, True])
def test_it_goes_either_way_and_around(look, start, is_newer, found, exchanges):
    hits = look(start=start, is_newer=is_newer, exchanges=exchanges)
    assert finish(hits)[:2] == found


def test_only_some_rows_count(look):
    within = array("q", [20, 19, 8, 6, 2])
    assert finish(look(within=within))[:2] == (20, (4, 0))
    assert finish(look(within=within, exchanges=True))[:2] == (20, (4, 0))


def test_nothing_is_counted_where_nobody_asks_or_nothing_is_found(look):
    assert finish(look(counts=False))[1] == (0, 0)
    assert finish(look("does-not-occur"))[:2] == (0, (0, 0))


@pytest.mark.parametrize("within", [None, array("q", [20, 8, 2])])
def test_the_same_find_again_knows_the_hits(look, within):
    first = look(within=within)
    assert finish(first)[0] == 20
    again = look(start=8, within=within, before=first)
    assert finish(again) == (2 if within else 6, again.tally, 1)
    assert again.tally[0] == first.tally[0]


@pytest.mark.parametrize(
    "change",
    [{"text": "Heartbeat ~out"}, {"exchanges": True}, {"upto": 15},
     {"within": array("q", [8])}],
)  # fmt: skip
def test_another_find_looks_anew(look, change):
    first = look()
    finish(first)
    assert finish(look(before=first, **change)) == finish(look(**change))


@pytest.mark.parametrize("text", ["~mark", "~q", "time > -5m"])
def test_what_may_have_changed_is_looked_for_anew(look, text):
    first = look(text)
    finish(first)
    assert not look(text, before=first)._is_same(first)


def test_slow_may_mean_something_else(look):
    first = look("delta < 5s")
    finish(first)
    again = look("delta < 5s")
    assert again._is_same(first)
    again.find = replace(again.find, context=replace(again.find.context, slow_us=7))
    assert not again._is_same(first)
