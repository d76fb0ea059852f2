# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions.board import Board
from ocppdesk.analysis.sessions.drafts import ORPHAN_AFTER, DraftTransaction
from ocppdesk.analysis.sessions.events import Stamp

PATIENCE = 150


@pytest.fixture
def board():
    board = Board(PATIENCE)
    board.now = 1_000
    board.look()
    return board


def running(number, began=1_000):
    return DraftTransaction(number, began, began, ids={number})


def begun(board, spot=1, when=1_000):
    draft = board.put(board.begin(when, spot), spot)
    draft.tell(Stamp(1, when, when), "It begins")
    return draft


def test_a_start_is_waited_for_as_long_as_the_charger_does(board):
    draft = begun(board)
    board.now = 1_000 + PATIENCE - 1
    board.look()
    assert board.arming() == [draft]
    board.now = 1_000 + PATIENCE
    board.look()
    assert board.arming() == []
    assert board.open == []


def test_a_car_that_is_plugged_in_stays(board):
    draft = begun(board)
    draft.was_plugged = True
    board.now = 10**9
    board.look()
    assert board.arming() == [draft]


def test_starts_without_a_connector_are_forgotten_in_time(board):
    board.unplaced.append(board.begin(1_000))
    board.now = 1_000 + PATIENCE
    board.look()
    assert board.unplaced == []
    assert len(board.drafts) == 1


def test_a_number_means_the_newest_transaction_of_its_connector(board):
    for spot in (1, 2):
        for began in (1_000, 2_000):
            board.add(begun(board, spot, began), running(7, began))
    assert board.numbered(7, 1)[1].began == 2_000
    assert board.numbered(7, 1)[0].spot == 1
    assert board.numbered(7, 2)[0].spot == 2
    assert board.numbered(7, 9)[0].spot == 2
    assert board.numbered(0) is None
    assert board.numbered(8) is None


def test_a_transaction_may_have_several_numbers(board):
    draft, transaction = begun(board), running(7)
    board.add(draft, transaction)
    board.number(draft, transaction, 9)
    board.number(draft, transaction, -1)
    assert board.numbered(9)[1] is board.numbered(7)[1] is transaction
    assert transaction.ids == {7, 9}
    assert transaction.id == 7


def test_an_orphan_leaves_its_connector_after_a_while(board):
    draft = begun(board)
    board.add(draft, running(7))
    board.doubt(draft)
    board.now = 1_000 + ORPHAN_AFTER - 1
    board.look()
    assert board.is_placed(draft)
    assert board.open == [draft]
    board.now = 1_000 + ORPHAN_AFTER
    board.look()
    assert not board.is_placed(draft)
    assert board.open == []


def test_what_takes_the_place_of_a_running_session_casts_doubt_on_it(board):
    first = begun(board)
    board.add(first, running(7))
    second = begun(board)
    assert board.is_placed(second)
    assert first.transactions[0].doubted == 1_000
    assert not first.is_over


def test_what_takes_the_place_of_another_start_ends_it(board):
    first, second = begun(board), begun(board, when=1_005)
    assert first.freed == 1_000
    assert board.arming() == [second]


def test_stories_that_are_one_have_the_number_of_one(board):
    first, second = begun(board, 1), begun(board, 2)
    board.merge(second, first)
    assert [draft.number for draft in board.drafts] == [2]
    assert board.spot(1).draft is None
    board.merge(second, second)
    assert board.drafts == [second]


def test_the_next_story_may_begin_with_the_plug_in(board):
    first = begun(board)
    second = board.succeed(first, 2_000)
    assert first.freed == 2_000
    assert second.is_plugged
    assert board.spot(1).draft is second


def test_of_connectors_without_end_the_newest_are_known(board):
    for spot in range(1, 1_001):
        begun(board, spot).was_plugged = True
        board.look()
    assert list(board.spots) == list(range(801, 1_001))
    assert len(board.open) <= 400
    assert len(board.drafts) == 1_000


def test_of_a_number_that_comes_again_without_end_the_newest_are_known(board):
    for began in range(1_000, 1_100):
        board.add(begun(board, when=began), running(7, began))
    assert [one.began for _draft, one in board.all_numbered(7)] == [
        *range(1_050, 1_100)
    ]
