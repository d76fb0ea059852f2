# SPDX-License-Identifier: Apache-2.0
from concurrent.futures import Future

import pytest

from ocppdesk.core.commands.progress import Effect, Stage
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.gui.sending.outbox import Outbox

LONG = 10_000


@pytest.fixture
def clock():
    """The time; a test moves it."""
    return [1_785_592_800_000_000]


@pytest.fixture
def outbox(live, clock):
    """What sends through the engine; the view's own does nothing."""
    made = Outbox(clock=lambda: clock[0])
    made.engine = live.engine
    yield made
    made.close()


@pytest.fixture
def box(qtbot, live):
    made = live.charger()
    qtbot.waitUntil(lambda: "CP1" in live.engine.state.connected, timeout=LONG)
    return made


def test_a_command_is_sent_and_answered(qtbot, outbox, box):
    one = outbox.send("CP1", "1.6", "ClearCache", {})
    assert one.stage is Stage.QUEUED
    qtbot.waitUntil(lambda: one.stage is Stage.ANSWERED, timeout=LONG)
    assert one.call.action == "ClearCache"
    assert one.verdict.status == "Accepted"
    assert outbox.sent == [one]


def test_an_effect_that_does_not_come_is_told_in_time(qtbot, outbox, box, clock):
    one = outbox.send("CP1", "1.6", "Reset", {"type": "Soft"})
    qtbot.waitUntil(lambda: one.effect is Effect.AWAITED, timeout=LONG)
    clock[0] = one.answer.at + 1_000_000_000
    with qtbot.waitSignal(outbox.changed, timeout=LONG):
        outbox.look()
    assert one.effect is Effect.UNSEEN


def test_a_charger_that_is_not_there_fails_it(qtbot, outbox):
    one = outbox.send("NOBODY", "1.6", "ClearCache", {})
    qtbot.waitUntil(lambda: one.stage is Stage.FAILED, timeout=LONG)
    assert "NOBODY is not connected" in one.failure


def test_without_an_engine_it_fails_at_once(outbox):
    outbox.engine = None
    one = outbox.send("CP1", "1.6", "ClearCache", {})
    assert one.failure == "Nobody listens for chargers now."


def test_closing_gives_up_what_is_on_its_way(qtbot, outbox, box, live):
    box.answers["ClearCache"] = None
    one = outbox.send("CP1", "1.6", "ClearCache", {})
    qtbot.waitUntil(lambda: one.stage is Stage.SENT, timeout=LONG)
    outbox.close()
    qtbot.waitUntil(lambda: live.engine.state.calls == (), timeout=LONG)


def test_an_engine_that_ended_fails_it(qtbot, outbox, live):
    live.engine.stop()
    one = outbox.send("CP1", "1.6", "ClearCache", {})
    qtbot.waitUntil(lambda: one.stage is Stage.FAILED, timeout=LONG)
    assert "does not run" in one.failure


class Slow:
    """An engine that sends a command only when it is told to."""

    def call(self, charger, action, payload, *, timeout_s, on_sent):
        self.future, self.on_sent = Future(), on_sent
        return self.future


def test_what_goes_out_as_it_is_taken_back_does_not_wait_for_ever(qapp, outbox):
    slow = outbox.engine = Slow()
    one = outbox.send("CP1", "1.6", "Reset", {"type": "Soft"})
    outbox.take_back(one)
    outbox.look()
    assert (one.stage, one.failure) == (Stage.FAILED, "Taken back.")
    call = Message(7, one.queued_at, "CP1", 1, Direction.OUT, "", MessageType.CALL)
    slow.on_sent(call)
    outbox.look()
    assert one.stage is Stage.FAILED
    assert one.failure == "Given up; a later answer will still be told."


def test_what_is_out_is_given_up_and_not_taken_back(qapp, outbox):
    slow = outbox.engine = Slow()
    one = outbox.send("CP1", "1.6", "Reset", {"type": "Soft"})
    slow.on_sent(
        Message(7, one.queued_at, "CP1", 1, Direction.OUT, "", MessageType.CALL)
    )
    outbox.take_back(one)
    outbox.look()
    assert one.failure == "Given up; a later answer will still be told."
