# SPDX-License-Identifier: Apache-2.0
import asyncio

import pytest
from websockets.exceptions import ConnectionClosed


async def test_it_is_told_that_the_charger_closed_and_what_it_said(desk):
    async with desk.connect() as client:
        await client.close(1001, "going to sleep")
    (ended,) = await desk.ended()
    assert (ended.close_code, ended.close_reason) == (1001, "going to sleep")
    assert ended.cause == (
        "The charger closed the connection with code 1001 and the reason "
        "“going to sleep”."
    )


async def test_it_is_told_that_the_line_broke(desk):
    client = await desk.connect()
    client.transport.abort()
    (ended,) = await desk.ended()
    assert (ended.close_code, ended.close_reason) == (1006, "")
    assert "broke without a close frame" in ended.cause
    await client.close()


async def test_it_is_told_that_this_program_stopped(desk):
    async with desk.connect() as client:
        await desk.until(desk.connections)
        # The client goes on meanwhile and takes its leave; nobody waits for it.
        await asyncio.to_thread(desk.engine.stop)
        with pytest.raises(ConnectionClosed):
            await client.recv()
    (ended,) = await desk.ended()
    assert ended.close_code == 1001
    assert ended.cause == "This program closed the connection with code 1001."


async def test_it_is_told_that_a_newer_connection_took_its_place(desk):
    async with desk.connect() as old, desk.connect():
        with pytest.raises(ConnectionClosed):
            await old.recv()
        (ended,) = await desk.ended()
    assert ended.cause == ended.close_reason
    assert "newer connection" in ended.cause


async def test_it_is_told_which_rule_of_websocket_was_broken(start_desk):
    desk = start_desk(max_message_bytes=1000)
    async with desk.connect() as client:
        await client.send("x" * 1001)
        with pytest.raises(ConnectionClosed):
            await client.recv()
    (ended,) = await desk.ended()
    assert ended.close_code == 1009
    assert "broke the rules of WebSocket (1009" in ended.cause
