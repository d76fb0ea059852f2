# SPDX-License-Identifier: Apache-2.0
"""Numbers of one file become numbers of another."""

import itertools

import pytest

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.numbering import Numbering, version_of


def message(number, **fields):
    values = {
        "id": number,
        "at": number * 10,
        "charger": "CP1",
        "connection": 4,
        "direction": Direction.IN,
        "raw": "[]",
    }
    return Message(**(values | fields))


def numbering(*connections):
    messages, numbers = itertools.count(100), itertools.count(50)
    return Numbering(
        lambda: next(messages), lambda: next(numbers), connections=connections
    )


def test_answers_follow_their_calls():
    numbers = numbering()
    call = numbers.renumbered(message(7))
    answer = numbers.renumbered(message(9, answer_to=7))
    assert (call.id, answer.id, answer.answer_to) == (100, 101, 100)
    assert numbers.renumbered(message(10, answer_to=8)).answer_to is None


def test_messages_of_one_connection_stay_together():
    numbers = numbering()
    found = [numbers.renumbered(message(n, connection=n % 2)) for n in range(4)]
    assert [each.connection for each in found] == [50, 51, 50, 51]
    first, second = numbers.connections()
    assert (first.id, first.opened_at, first.ended_at) == (50, 0, 20)
    assert (second.id, second.opened_at, second.ended_at) == (51, 10, 30)


def test_known_connections_keep_what_is_known():
    known = Connection(4, "CP1", "peer", 1, Outcome.REFUSED_SUBPROTOCOL)
    numbers = numbering(known)
    assert numbers.renumbered(message(1)).connection == 50
    [found] = numbers.connections()
    assert found.outcome is Outcome.REFUSED_SUBPROTOCOL
    assert (found.id, found.peer, found.ended_at) == (50, "peer", None)


def test_a_connection_that_nobody_knows_is_made_up():
    numbers = numbering()
    numbers.know(None)
    assert numbers.renumbered(message(1)).connection == 50
    [found] = numbers.connections()
    assert (found.outcome, found.cause) == (Outcome.CLOSED, "")


@pytest.mark.parametrize(
    ("before", "opened_at", "after"),
    [(Outcome.OPEN, 5, Outcome.CLOSED), (Outcome.WAITING, None, Outcome.ABORTED)],
)
def test_what_was_under_way_is_over_in_a_copy(before, opened_at, after):
    known = Connection(4, "CP1", "", 1, before, opened_at=opened_at, last_heard_at=15)
    numbers = numbering(known)
    numbers.renumbered(message(3))
    [found] = numbers.connections()
    assert (found.outcome, found.ended_at) == (after, 30)


@pytest.mark.parametrize(
    ("actions", "version"),
    [
        (["Heartbeat"], None),
        (["Heartbeat", "StartTransaction"], "1.6"),
        (["TransactionEvent", "CustomOperation"], "2.0.1"),
        (["TransactionEvent", "BatterySwap"], "2.1"),
        (["TransactionEvent", "StartTransaction"], None),
        ([], None),
    ],
)
def test_actions_tell_the_version(actions, version):
    assert version_of(actions) == version
