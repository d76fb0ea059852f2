# SPDX-License-Identifier: Apache-2.0
"""One call at a time for each charger, and a queue that is seen."""

import asyncio
import contextlib
import json
import sqlite3

import pytest

from ocppdesk.capture.annotations import read_annotations
from ocppdesk.core.answer_rules import AnswerRule, Manner
from ocppdesk.core.messages import Direction
from ocppdesk.core.replies import Policy
from ocppdesk.csms.calls import CallFailed

HEARTBEAT = '[2,"h","Heartbeat",{}]'


async def greeted(client):
    """Wait until the CSMS knows the charger."""
    await client.send(HEARTBEAT)
    await client.recv()


def actions(state):
    return [(call.action, call.is_sent) for call in state.calls]


async def test_the_queue_shows_what_waits_and_what_is_out(desk):
    engine = desk.engine
    async with desk.connect() as client:
        await greeted(client)
        first = engine.call("CP1", "Reset", {"type": "Soft"})
        call = json.loads(await client.recv())
        second = engine.call("CP1", "ClearCache", {})
        await desk.until(
            lambda: actions(engine.state) == [("Reset", True), ("ClearCache", False)]
        )
        assert {call.charger for call in engine.state.calls} == {"CP1"}
        await client.send(json.dumps([3, call[1], {"status": "Accepted"}]))
        call = json.loads(await client.recv())
        await desk.until(lambda: actions(engine.state) == [("ClearCache", True)])
        await client.send(json.dumps([3, call[1], {"status": "Accepted"}]))
        await asyncio.wrap_future(first)
        await asyncio.wrap_future(second)
        await desk.until(lambda: engine.state.calls == ())


async def test_a_call_that_waits_can_be_taken_back(desk):
    engine = desk.engine
    async with desk.connect() as client:
        await greeted(client)
        first = engine.call("CP1", "Reset", {"type": "Soft"})
        call = json.loads(await client.recv())
        second = engine.call("CP1", "ClearCache", {})
        await desk.until(lambda: len(engine.state.calls) == 2)
        second.cancel()
        await desk.until(lambda: len(engine.state.calls) == 1)
        await client.send(json.dumps([3, call[1], {"status": "Accepted"}]))
        await asyncio.wrap_future(first)
    sent = [m for m in desk.messages() if m.direction is Direction.OUT]
    assert "ClearCache" not in [m.action for m in sent]


async def test_whoever_sends_is_told_when_it_goes_out(desk):
    told = []
    async with desk.connect() as client:
        await greeted(client)
        waiting = desk.engine.call("CP1", "ClearCache", {}, on_sent=told.append)
        call = json.loads(await client.recv())
        await client.send(json.dumps([3, call[1], {"status": "Accepted"}]))
        answer = await asyncio.wrap_future(waiting)
    assert [message.message_id for message in told] == [call[1]]
    assert answer.answer_to == told[0].id


async def test_a_charger_that_is_not_there_is_told_with_those_that_are(desk):
    async with desk.connect("CP7") as client:
        await greeted(client)
        with pytest.raises(CallFailed, match=r"CP1 is not connected. Connected: CP7."):
            await asyncio.wrap_future(desk.engine.call("CP1", "Reset", {}))
        with pytest.raises(CallFailed, match="not connected"):
            await asyncio.wrap_future(desk.engine.send_text("CP1", "x"))


@pytest.mark.parametrize("text", ["[2,", "", "no frame", '[2,"1","Reset"]', "[9,1]"])
async def test_any_text_is_recorded_and_sent_as_it_is(desk, text):
    async with desk.connect() as client:
        await greeted(client)
        sending = desk.engine.send_text("CP1", text)
        assert await client.recv() == text
        message = await asyncio.wrap_future(sending)
    [recorded] = [m for m in desk.messages() if m.id == message.id]
    assert recorded.raw == text
    assert recorded.direction is Direction.OUT


async def test_a_raw_call_gets_its_answer_paired(desk):
    async with desk.connect() as client:
        await greeted(client)
        sending = desk.engine.send_text("CP1", '[2,"mine","Reset",{"type":"Warm"}]')
        await client.recv()
        call = await asyncio.wrap_future(sending)
        await client.send('[3,"mine",{"status":"Rejected"}]')
        await desk.until(lambda: desk.messages()[-1].message_id == "mine"
                         and desk.messages()[-1].direction is Direction.IN)  # fmt: skip
    answer = desk.messages()[-1]
    assert (answer.answer_to, answer.action) == (call.id, "Reset")


def with_rule(**rules):
    return Policy(rules=rules)


async def test_a_delayed_answer_is_recorded_when_it_is_given(start_desk):
    desk = start_desk(policy=with_rule(Heartbeat=AnswerRule(delay_s=0.2)))
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
        await client.send('[2,"s","StatusNotification",{"connectorId":1,'
                          '"errorCode":"NoError","status":"Available"}]')  # fmt: skip
        assert json.loads(await client.recv())[1] == "s"
        assert json.loads(await client.recv())[1] == "h"
    answers = [m for m in desk.messages() if m.direction is Direction.OUT]
    assert [m.message_id for m in answers] == ["s", "h"]
    assert answers[1].latency_ms >= 200


async def test_a_delayed_answer_to_a_charger_that_left_is_not_given(start_desk):
    desk = start_desk(policy=with_rule(Heartbeat=AnswerRule(delay_s=0.1)))
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
    await desk.ended()
    await desk.talk('[2,"1","Heartbeat",{}]', path="CP2")
    answered = [m.charger for m in desk.messages() if m.direction is Direction.OUT]
    assert answered == ["CP2"]


async def test_rules_say_how_calls_are_answered(start_desk):
    desk = start_desk(
        policy=with_rule(
            Heartbeat=AnswerRule(Manner.SILENCE),
            BootNotification=AnswerRule(Manner.STATUS, status="Pending"),
            Authorize=AnswerRule(Manner.ERROR, code="InternalError"),
        )
    )
    boot = '[2,"b","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'
    answers = await desk.talk(
        HEARTBEAT, boot, '[2,"a","Authorize",{"idTag":"A"}]', answers=2
    )
    assert answers[0][2]["status"] == "Pending"
    assert answers[1][:3] == [4, "a", "InternalError"]
    with contextlib.closing(sqlite3.connect(desk.reader.path)) as database:
        notes = read_annotations(database).notes
    texts = {m.id: (m.action, m.direction) for m in desk.messages()}
    noted = {texts[number]: text for number, text in notes.items()}
    policy = "Answer policy of this program:"
    assert noted == {
        ("Heartbeat", Direction.IN): f"{policy} no answer.",
        ("BootNotification", Direction.IN): f"{policy} Pending.",
        ("BootNotification", Direction.OUT): f"{policy} Pending.",
        ("Authorize", Direction.IN): f"{policy} error InternalError.",
        ("Authorize", Direction.OUT): f"{policy} error InternalError.",
    }
    assert desk.engine.state.noted_id == max(notes)
