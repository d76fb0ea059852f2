# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.configuration16 import Configuration16
from ocppdesk.simulator.outbox import Call, Outbox

PRESET = {
    "MessageTimeout": "30",
    "TransactionMessageAttempts": "3",
    "TransactionMessageRetryInterval": "10",
}


@pytest.fixture
def outbox():
    found = Outbox(Configuration16(PRESET))
    found.is_open = found.is_accepted = True
    return found


def call(action, heard=None, **more):
    return Call(action, dict, None if heard is None else heard.append, **more)


def sent(outbox, now=0.0):
    found = outbox.next_call(now)
    return None if found is None else found[0]


def test_one_call_at_a_time(outbox):
    outbox.add(call("A"))
    outbox.add(call("B"))
    first = sent(outbox)
    assert first.action == "A"
    assert sent(outbox) is None
    outbox.answered(first.message_id, {})
    assert sent(outbox).action == "B"


def test_answer_reaches_the_caller_and_others_are_ignored(outbox):
    heard = []
    outbox.add(call("A", heard))
    first = sent(outbox)
    outbox.answered("somebody else's", {"x": 1})
    assert heard == []
    outbox.answered(first.message_id, {"x": 2})
    outbox.answered(first.message_id, {"x": 3})
    assert heard == [{"x": 2}]


def test_call_without_answer_is_given_up_after_the_timeout(outbox):
    heard = []
    outbox.add(call("A", heard))
    sent(outbox, 100.0)
    outbox.expire(129.9)
    assert heard == []
    outbox.expire(130.0)
    assert heard == [None]
    assert outbox.is_quiet


def test_message_of_a_transaction_is_repeated_ever_later_then_discarded(outbox):
    heard = []
    outbox.add(call("Start", heard, is_durable=True))
    now, tries = 0.0, []
    while (found := sent(outbox, now)) or not heard:
        if found:
            tries.append(now)
            outbox.failed(found.message_id, now)
        now += 1.0
        if heard:
            break
    assert tries == [0.0, 10.0, 30.0]
    assert heard == [None]


def test_repetition_has_an_id_of_its_own(outbox):
    outbox.add(call("Start", is_durable=True))
    first = sent(outbox).message_id
    outbox.failed(first, 0.0)
    assert sent(outbox, 10.0).message_id != first


def test_messages_of_transactions_keep_their_order_and_others_pass(outbox):
    outbox.add(call("Start", is_durable=True))
    outbox.failed(sent(outbox).message_id, 0.0)
    outbox.add(call("Stop", is_durable=True))
    outbox.add(call("Heartbeat"))
    beat = sent(outbox, 1.0)
    assert beat.action == "Heartbeat"
    outbox.answered(beat.message_id, {})
    assert sent(outbox, 2.0) is None
    start = sent(outbox, 10.0)
    assert start.action == "Start"
    outbox.answered(start.message_id, {})
    assert sent(outbox, 10.0).action == "Stop"


def test_only_messages_of_transactions_survive_the_connection(outbox):
    heard, kept = [], []
    outbox.add(call("Start", kept, is_durable=True))
    outbox.add(call("Status", heard))
    sent(outbox)
    outbox.close()
    assert (heard, kept) == ([None], [])
    assert outbox.has_durable
    assert sent(outbox) is None
    outbox.is_open = True
    assert sent(outbox, 1.0).action == "Start"


def test_volatile_call_without_connection_fails_at_once(outbox):
    heard = []
    outbox.close()
    outbox.add(call("Authorize", heard))
    assert heard == [None]
    assert outbox.is_quiet


def test_before_acceptance_only_early_calls_go(outbox):
    outbox.is_accepted = False
    outbox.add(call("Start", is_durable=True))
    outbox.add(call("Status"))
    outbox.add(call("Boot", is_early=True))
    assert sent(outbox).action == "Boot"
    assert not outbox.is_quiet


def test_what_a_command_asks_for_may_go_early(outbox):
    outbox.is_accepted = False
    outbox.is_serving = True
    outbox.add(call("Status"))
    assert sent(outbox).action == "Status"


def test_reboot_forgets_callers_but_not_transactions(outbox):
    heard = []
    outbox.add(call("Status", heard))
    outbox.add(call("Stop", is_durable=True))
    outbox.restart()
    assert heard == []
    assert not outbox.is_accepted
    assert outbox.has_durable


def test_payload_is_built_when_sent(outbox):
    number = []
    outbox.add(Call("Stop", lambda: {"transactionId": number[0]}))
    number.append(7)
    assert outbox.next_call(0.0)[1] == {"transactionId": 7}


def test_other_calls_may_be_made_instead_of_one(outbox):
    outbox.bend = lambda one: [] if one.action == "A" else [one, call("C")]
    outbox.add(call("A"))
    outbox.add(call("B"))
    first = sent(outbox)
    outbox.answered(first.message_id, {})
    assert (first.action, sent(outbox).action) == ("B", "C")


def test_answer_of_no_use_ends_a_call_without_a_repetition(outbox):
    heard = []
    outbox.add(call("A", heard, is_durable=True))
    found = sent(outbox)
    assert outbox.pending_action(found.message_id) == "A"
    assert outbox.pending_action("other") is None
    outbox.give_up("other")
    outbox.give_up(found.message_id)
    assert heard == [None]
    assert outbox.is_quiet
