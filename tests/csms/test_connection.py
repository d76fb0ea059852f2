# SPDX-License-Identifier: Apache-2.0
import asyncio

from ocppdesk.capture.records import Outcome


async def test_the_first_bytes_are_kept_up_to_a_limit(desk):
    await desk.raw(b"x" * 10_000 + b"\r\n\r\n")
    (attempt,) = await desk.ended()
    assert attempt.head == b"x" * 2048


async def test_a_head_that_grows_too_long_is_cut_off(start_desk):
    desk = start_desk(max_header_bytes=1024)
    await desk.raw(b"GET /CP1 HTTP/1.1\r\n" + b"X: y\r\n" * 300)
    (attempt,) = await desk.ended()
    assert attempt.outcome is Outcome.BAD_UPGRADE
    assert "longer than allowed" in attempt.cause


async def test_a_fragmented_message_may_be_interrupted_by_a_ping(desk):
    async def parts():
        yield '[2,"1",'
        await (await client.ping())
        yield '"Heartbeat",{}]'

    async with desk.connect() as client:
        await client.send(parts())
        assert (await client.recv()).startswith('[3,"1"')
    assert desk.messages()[0].raw == '[2,"1","Heartbeat",{}]'


async def test_a_text_for_a_connection_that_is_gone_is_not_sent(desk):
    async with desk.connect():
        connection = await desk.until(lambda: desk.engine._csms.connections.get("CP1"))
    await desk.ended()
    assert not connection.send_now("too late")


async def test_a_reason_to_drop_is_told_once_and_to_the_charger(desk):
    async with desk.connect() as client:
        connection = await desk.until(lambda: desk.engine._csms.connections.get("CP1"))
        loop = desk.engine._loop
        for reason in ("First reason.", "Second reason."):
            loop.call_soon_threadsafe(connection.drop, reason)
        async with asyncio.timeout(5):
            await client.wait_closed()
        assert client.close_reason == "First reason."
    (ended,) = await desk.ended()
    assert ended.cause == "First reason."
