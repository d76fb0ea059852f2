# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture import search as search_module
from ocppdesk.capture.annotations import EMPTY
from ocppdesk.capture.search import Search
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.values import Context
from ocppdesk.gui.query import tracks as query_tracks
from ocppdesk.gui.query.runner import Query
from ocppdesk.gui.query.tracks import Patience, Track


@pytest.fixture
def search(recording, reader):
    return Search(reader, EMPTY)


def now(recording):
    return Context(now=recording.now, latest=recording.now)


@pytest.fixture
def track(recording, reader, search):
    """Begin a query for what is there."""

    def begin(text, *, before=None, upto=None, **options):
        last = recording.commit()
        upto = last if upto is None else upto
        query = Query(1, parse_filter(text), now(recording), upto, last, **options)
        return Track(query, search, reader, before=before)

    return begin


def finish(track):
    found = []
    while (ids := track.step()) is not None:
        found.extend(ids.tolist())
    return found


def test_a_track_that_was_through_everything_is_finished(track, recording):
    recording.beat(3)
    made = track("Heartbeat")
    assert finish(made) == [7, 6, 5, 4, 3, 2]
    assert made.is_finished
    assert made.low == 0


def test_what_arrived_is_looked_at_in_slices(track, recording, monkeypatch):
    monkeypatch.setattr(query_tracks, "CHECK_SLICE", 4)
    made = track("Heartbeat")
    finish(made)
    last = recording.beat(4)
    uptos, added = [], set()
    while made.checked < last:
        change = made.check(last, recording.now)
        uptos.append(change.upto)
        added.update(change.added.tolist())
    assert uptos == [4, 8, 9]
    assert added == set(range(2, 10))


def test_what_was_answered_is_looked_at_again(track, recording):
    line = recording.line()
    first, second = line.ask("Reset", {"type": "Soft"}), line.ask("ClearCache")
    made = track("~call not res.status == Rejected")
    assert finish(made) == [3, 2]
    line.reply(first, {"status": "Rejected"})
    line.reply(second, {"status": "Accepted"})
    change = made.check(recording.commit(), recording.now)
    assert (change.added.tolist(), change.removed.tolist()) == ([3], [2])


def test_what_ceased_to_match_is_not_found_any_more(
    track, recording, search, monkeypatch
):
    monkeypatch.setattr(search_module, "FIRST_SLICE", 8)
    recording.beat(20)
    search.annotations = type(EMPTY)(frozenset({3, 4}), EMPTY.notes, EMPTY.findings)
    made = track('~mark "Heartbeat"')
    assert made.step().tolist() == []
    search.annotations = EMPTY
    assert made.recheck([3], recording.now).removed.tolist() == [3]
    # The search goes by the marks there were when it began, but for what is known.
    assert finish(made) == [4]


@pytest.fixture
def refused_late(recording, monkeypatch):
    """A call that is refused so late that the answer is in another slice."""
    monkeypatch.setattr(search_module, "FIRST_SLICE", 8)
    monkeypatch.setattr(search_module, "LARGEST_SLICE", 8)
    line = recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    recording.beat(10)
    line.reply(call, {"status": "Rejected"})


@pytest.mark.usefixtures("refused_late")
def test_an_exchange_whose_answer_was_found_is_found_when_the_search_goes_on(track):
    stopped = track("Rejected", exchanges=True)
    assert stopped.step().tolist() == []
    stopped.is_searching = False
    # Nobody saw what the slice brought that was on its way.
    low = stopped.low
    stopped.step()
    stopped.step()
    again = track("Rejected", exchanges=True, before=stopped, upto=low, goes_on=True)
    assert finish(again) == [2]


@pytest.mark.usefixtures("refused_late")
def test_an_exchange_that_ceased_to_match_is_not_found_when_the_search_goes_on(
    track, recording, search
):
    search.annotations = type(EMPTY)(frozenset({23}), EMPTY.notes, EMPTY.findings)
    stopped = track('~mark "["', exchanges=True)
    assert stopped.step().tolist() == []
    search.annotations = EMPTY
    stopped.recheck({23}, recording.now)
    again = track(
        '~mark "["',
        exchanges=True, before=stopped, upto=stopped.low, goes_on=True,
    )  # fmt: skip
    assert finish(again) == []


def test_a_call_that_is_given_up_between_two_searches_is_told(track, recording):
    recording.line().ask("Reset", {"type": "Soft"})
    stopped = track("~q")
    stopped.is_searching = False
    recording.now += 60 * 1_000_000
    again = track("~q", before=stopped, upto=1, goes_on=True)
    finish(again)
    assert again.check(again.checked, recording.now).added.tolist() == [2]


def test_messages_that_were_left_out_count_as_looked_at(track, recording):
    made = track("Heartbeat")
    last = recording.beat(1)
    change = made.skip(last)
    assert (change.upto, len(change.added)) == (last, 0)
    assert made.checked == last


@pytest.mark.parametrize(
    ("text", "exchanges", "is_known"),
    [
        ("Heartb", False, True),
        ("Heartb ~call", False, True),
        ("eart", False, False),
        ("Heart", True, False),
    ],
)
def test_only_a_narrower_filter_can_do_with_what_was_found(
    track, recording, text, exchanges, is_known
):
    recording.beat(3)
    before = track("Heart")
    finish(before)
    upto = recording.commit()
    context = now(recording)
    query = Query(2, parse_filter(text), context, upto, upto, exchanges)
    candidates = before.candidates(query)
    assert (candidates is not None) == is_known
    if candidates is not None:
        assert candidates.tolist() == [7, 6, 5, 4, 3, 2]


def test_what_was_found_is_no_help_before_all_was_searched(track, recording):
    recording.beat(3)
    before = track("Heart")
    upto = recording.commit()
    query = Query(2, parse_filter("Heartb"), now(recording), upto, upto)
    assert before.candidates(query) is None


def test_what_was_found_is_no_help_where_slow_means_something_else(track, recording):
    recording.beat(3)
    before = track("Heart")
    finish(before)
    upto = recording.commit()
    context = Context(now=recording.now, latest=recording.now, slow_us=1)
    query = Query(2, parse_filter("Heart ~slow"), context, upto, upto)
    assert before.candidates(query) is None


def test_very_many_hits_are_not_kept(track, recording, monkeypatch):
    monkeypatch.setattr(query_tracks, "_MOST_KEPT", 5)
    recording.beat(3)
    before = track("Heart")
    finish(before)
    assert before.candidates(before.query) is None


def test_calls_are_given_up_once(recording, search):
    line = recording.line()
    line.ask("Reset", {"type": "Soft"})
    recording.now += 20_000_000
    line.ask("ClearCache")
    search.refresh(recording.commit())
    patience = Patience(search, now(recording))
    assert patience.waiting == 2
    recording.now += 15_000_000
    assert patience.given_up(now(recording)) == {2}
    assert patience.given_up(now(recording)) == {2}
    patience.settle()
    assert patience.given_up(now(recording)) == set()
    recording.now += 60_000_000
    assert patience.given_up(now(recording)) == {3}
    patience.settle()
    assert patience.waiting == 0


def test_what_was_given_up_before_is_not_told(recording, search):
    recording.line().ask("Reset", {"type": "Soft"})
    recording.now += 60_000_000
    search.refresh(recording.commit())
    patience = Patience(search, now(recording))
    assert patience.given_up(now(recording)) == set()


@pytest.mark.parametrize(("text", "exchanges"), [("~mark", False), ("Heart", True)])
def test_what_may_have_changed_since_is_searched_anew(
    track, recording, text, exchanges
):
    recording.beat(3)
    before = track(text, exchanges=exchanges)
    finish(before)
    upto = recording.commit()
    chosen = parse_filter(f"{text} Heartbeat")
    query = Query(2, chosen, now(recording), upto, upto, exchanges)
    assert before.candidates(query) is None
