# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.conversation import Conversation, Span


def a_call(number, direction=0, earlier=None):
    return number, "Heartbeat", 5, None, None, None, "text", direction, earlier


@pytest.fixture
def conversation():
    return Conversation("CP1", "", number=1, span=Span(1, "CP1", 5, 5, 1))


@pytest.mark.parametrize("direction", [None, 1])
def test_a_call_that_waits_is_found_once(conversation, direction):
    conversation.pending[0]["1"] = a_call(7)
    assert conversation.waiting_call(direction, "1") == a_call(7)
    assert conversation.waiting_call(direction, "1") is None


def test_a_call_of_the_same_direction_is_not_answered(conversation):
    conversation.pending[0]["1"] = a_call(7)
    assert conversation.waiting_call(0, "1") is None


def test_the_call_before_it_waits_on(conversation):
    conversation.pending[0]["1"] = a_call(7, earlier=a_call(3))
    assert conversation.waiting_call(1, "1")[0] == 7
    assert conversation.waiting_call(1, "1")[0] == 3


def test_an_answered_call_is_remembered_for_a_while(conversation):
    conversation.answered[0]["1"] = a_call(7), 8
    conversation.answered_before[1]["2"] = a_call(3, 1), 4
    assert conversation.answered_call(0, "1") == (a_call(7), 8)
    assert conversation.answered_call(None, "2") == (a_call(3, 1), 4)
    assert conversation.answered_call(1, "1") is None


def test_only_so_many_connectors_are_remembered(conversation):
    for number in range(500):
        conversation.remember_connector(number, 1)
    assert len(conversation.connectors) == 200
    assert 499 in conversation.connectors


def test_a_charger_that_boots_begins_again_with_its_ids(conversation):
    for of in (0, 1):
        conversation.answered[of]["1"] = a_call(7, of), 8
    conversation.forget_answered()
    assert conversation.answered_call(0, "1") is None
    assert conversation.answered_call(1, "1") == (a_call(7, 1), 8)


def test_only_so_many_ids_that_are_used_again_are_noted(conversation):
    for number in range(500):
        conversation.note_reuse(str(number))
    assert len(conversation.reused) == 200
