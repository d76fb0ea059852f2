# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.commands.progress import Effect, Progress, Stage

SECOND = 1_000_000
BOOT = {"chargePointVendor": "A", "chargePointModel": "B"}


def test_a_command_waits_goes_out_and_is_answered(talk):
    conversation = talk()
    made = Progress("CP1", "1.6", "ClearCache", {}, conversation.now)
    assert made.stage is Stage.QUEUED
    made.sent(conversation.ask("ClearCache", {}))
    assert made.stage is Stage.SENT
    conversation.followed = made
    conversation.reply(made.call, {"status": "Accepted"})
    assert made.stage is Stage.ANSWERED
    assert made.verdict.status == "Accepted"
    assert made.effect is Effect.NONE
    assert made.effect_text == ""
    assert made.is_over


def test_an_effect_that_does_not_show_is_told_after_its_time(talk):
    conversation = talk()
    made = conversation.obey("Reset", {"type": "Soft"})
    within = int(made.expected.within_s) * SECOND
    assert not made.tick(made.answer.at + within - 1)
    assert not made.is_over
    assert made.tick(made.answer.at + within)
    assert made.effect is Effect.UNSEEN
    assert made.effect_text.startswith("No effect seen within 240 s")
    assert not made.tick(made.answer.at + 2 * within)
    conversation.say("BootNotification", BOOT)
    assert made.effect is Effect.UNSEEN


def test_a_refused_command_has_no_effect_to_wait_for(talk):
    conversation = talk()
    made = conversation.obey("Reset", {"type": "Soft"}, {"status": "Rejected"})
    assert made.effect is Effect.NONE
    assert made.is_over


def test_an_effect_that_comes_before_the_answer_counts(talk):
    conversation = talk()
    made = conversation.follow("TriggerMessage", {"requestedMessage": "Heartbeat"})
    conversation.say("Heartbeat", {})
    assert made.effect is Effect.NONE
    conversation.reply(made.call, {"status": "Accepted"})
    assert made.effect is Effect.PROVEN


def test_what_came_before_the_command_does_not_count(talk):
    conversation = talk()
    before = conversation.say("Heartbeat", {})
    made = conversation.obey("TriggerMessage", {"requestedMessage": "Heartbeat"})
    assert not made.feed(before[0])
    assert made.effect is Effect.AWAITED


def test_another_charger_proves_nothing(talk, message):
    conversation = talk()
    made = conversation.obey("TriggerMessage", {"requestedMessage": "Heartbeat"})
    assert not made.feed(message("Heartbeat", {}, id=99, charger="CP2"))


def test_a_late_answer_is_told_as_such(talk):
    conversation = talk()
    made = conversation.follow("Reset", {"type": "Soft"})
    made.failed("CP1 did not answer Reset within 30 s.", at=conversation.now)
    assert (made.stage, made.is_over) == (Stage.FAILED, False)
    conversation.session.expire(made.call.message_id)
    conversation.reply(made.call, {"status": "Accepted"})
    assert made.is_late
    assert made.stage is Stage.ANSWERED
    assert made.effect is Effect.AWAITED


def test_a_second_answer_changes_nothing(talk):
    conversation = talk()
    made = conversation.obey("ClearCache", {})
    conversation.reply(made.call, {"status": "Rejected"})
    assert made.verdict.status == "Accepted"
    made.failed("too late", at=conversation.now)
    assert made.stage is Stage.ANSWERED


def test_an_action_that_nobody_knows_has_no_effect(talk):
    made = talk().obey("MakeCoffee", {})
    assert made.effect is Effect.NONE


def test_nothing_is_fed_before_it_is_sent(message):
    made = Progress("CP1", "1.6", "Reset", {}, 0)
    assert not made.feed(message("Heartbeat", {}))


def test_what_is_not_answered_may_be_obeyed_all_the_same(talk):
    conversation = talk()
    made = conversation.follow("Reset", {"type": "Hard"})
    made.failed("CP1 disconnected before it answered.", at=conversation.now)
    assert made.effect_text.startswith("It may be obeyed all the same. Awaited: ")
    conversation.say("BootNotification", BOOT)
    assert made.effect is Effect.PROVEN
    assert (made.stage, made.is_over) == (Stage.FAILED, True)


def test_what_was_done_before_it_was_given_up_counts(talk):
    conversation = talk()
    made = conversation.follow("TriggerMessage", {"requestedMessage": "Heartbeat"})
    conversation.say("Heartbeat", {})
    made.failed("CP1 did not answer.", at=conversation.now)
    assert made.effect is Effect.PROVEN


def test_a_late_refusal_ends_waiting(talk):
    conversation = talk()
    made = conversation.follow("Reset", {"type": "Soft"})
    made.failed("CP1 did not answer.", at=conversation.now)
    conversation.session.expire(made.call.message_id)
    conversation.reply(made.call, {"status": "Rejected"})
    assert (made.effect, made.is_over) == (Effect.NONE, True)


def test_nothing_is_collected_for_an_answer_that_does_not_come(talk):
    conversation = talk()
    made = conversation.follow("Reset", {"type": "Soft"})
    conversation.say("Heartbeat", {})
    made.failed("CP1 did not answer.", at=conversation.now)
    made.tick(conversation.now + 1_000 * SECOND)
    conversation.say("Heartbeat", {})
    assert made.effect is Effect.UNSEEN
    assert not made._early


def test_the_answer_that_is_no_proof_is_named(talk):
    made = talk().obey("UnlockConnector", {"connectorId": 1}, {"status": "Unlocked"})
    assert made.effect_text.startswith("Unlocked is no proof. Awaited: ")


def test_a_free_connector_that_is_unlocked_owes_no_message(talk):
    conversation = talk()
    unlock = {"connectorId": 1}
    made = conversation.obey("UnlockConnector", unlock, {"status": "Unlocked"})
    assert made.tick(made.answer.at + 30 * SECOND)
    assert made.effect is Effect.NONE
    assert made.effect_text.startswith("No message followed, and none has to")
    assert made.is_over


def test_a_connector_that_is_unlocked_without_an_answer_is_not_known_to_be(talk):
    conversation = talk()
    made = conversation.follow("UnlockConnector", {"connectorId": 1})
    made.failed("No answer.", at=made.call.at)
    assert made.tick(made.call.at + 30 * SECOND)
    assert made.effect is Effect.UNSEEN
