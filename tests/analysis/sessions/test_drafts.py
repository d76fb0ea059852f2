# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions.draft_lines import DraftLine
from ocppdesk.analysis.sessions.drafts import (
    ORPHAN_AFTER,
    Attempt,
    Draft,
    DraftTransaction,
)
from ocppdesk.analysis.sessions.events import Stamp


@pytest.fixture
def draft():
    return Draft(1, 100)


@pytest.mark.parametrize(
    ("verdict", "accepted", "refused", "unheard"),
    [
        (None, False, False, False),
        ("", False, False, True),
        ("accepted", True, False, False),
        ("Blocked", False, True, False),
    ],
)
def test_an_attempt_is_accepted_refused_or_unheard(verdict, accepted, refused, unheard):
    attempt = Attempt("A", 1, 0, verdict=verdict)
    assert attempt.is_accepted is accepted
    assert attempt.is_refused is refused
    assert attempt.is_unheard is unheard


def test_an_answer_that_never_came_counts_where_others_came():
    assert Attempt("A", 1, 0, expects_answer=True).is_unheard


def test_a_story_begins_with_what_was_first(draft):
    draft.tell(Stamp(7, 300, 300), "later")
    draft.tell(Stamp(8, 400, 50, is_late=True), "told later, but earlier")
    assert draft.began == 50


def test_a_line_may_be_in_two_stories_and_only_once_in_each(draft):
    other = Draft(2, 90)
    line = DraftLine(95, 1, "Plugged in")
    draft.add_line(line)
    other.add_line(line)
    draft.absorb(other)
    assert list(draft.lines) == [line]
    assert draft.began == 90


def test_of_very_many_attempts_the_refused_ones_are_forgotten(draft):
    draft.add_attempt(Attempt("A", 1, 0, verdict="Accepted"))
    for number in range(2, 300):
        draft.add_attempt(Attempt("B", number, 0, verdict="Invalid"))
    calls = [one.call for one in draft.attempts]
    assert calls == [1, *range(201, 300)]


def test_offers_are_noted_when_they_begin_and_end(draft):
    offers = [0, 0, 16, 10, 0]
    assert [draft.note_offer(amps) for amps in offers] == [
        True, False, True, False, True,
    ]  # fmt: skip
    assert (draft.least_offer, draft.greatest_offer) == (0, 16)


def test_an_orphan_has_had_its_time():
    transaction = DraftTransaction(1, 0, 0)
    assert not transaction.is_orphan(10**18)
    transaction.doubted, transaction.waits_until = 5, 5 + ORPHAN_AFTER
    assert not transaction.is_orphan(4 + ORPHAN_AFTER)
    assert transaction.is_orphan(5 + ORPHAN_AFTER)
    transaction.ended = 7
    assert not transaction.is_orphan(10**18)


def test_who_is_turned_away_has_only_refused_cards(draft):
    assert not draft.is_turned_away
    draft.add_attempt(Attempt("A", 1, 0, verdict="Invalid"))
    assert draft.is_turned_away
    draft.add_attempt(Attempt("B", 2, 0, verdict="Accepted"))
    assert not draft.is_turned_away
