# SPDX-License-Identifier: Apache-2.0
"""Trying the port and connections, on real sockets."""

import asyncio
import socket

import pytest

from ocppdesk.csms.calls import CallFailed
from ocppdesk.csms.checking import ping, reach, round_trips


def run(desk, work):
    """Run a check in the engine's thread."""
    return asyncio.wrap_future(desk.engine.run(work))


async def test_the_own_port_is_reached_without_a_trace(desk):
    for _ in range(3):
        told = await run(desk, lambda csms: reach(csms, "127.0.0.1", desk.port))
        assert told == ""
    async with desk.connect():
        await desk.until(lambda: len(desk.connections()) == 1)
        assert desk.connections()[0].charger == "CP1"


async def test_a_port_that_nobody_listens_on_is_told(desk):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        port = taken.getsockname()[1]
        assert await run(desk, lambda csms: reach(csms, "127.0.0.1", port))


async def test_an_address_of_another_computer_is_told(desk):
    assert await run(desk, lambda csms: reach(csms, "192.0.2.1", desk.port))
    assert await run(desk, lambda csms: reach(csms, "2001:db8::1", desk.port))


async def test_another_program_that_never_answers_is_given_up(desk):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = await run(
            desk, lambda csms: reach(csms, "127.0.0.1", port, timeout_s=0.1)
        )
        assert told == "nothing answered within 0.1 s"


async def test_a_ping_is_measured_and_remembered(desk):
    async with desk.connect():
        await desk.until(lambda: "CP1" in desk.engine.state.connected)
        trip = await run(desk, lambda csms: ping(csms, "CP1"))
        assert 0 < trip < 10
        assert await run(desk, lambda csms: round_trips(csms, "CP1")) == (trip,)
        assert await run(desk, lambda csms: round_trips(csms, "CP9")) == ()


async def test_who_is_not_there_cannot_be_pinged(desk):
    with pytest.raises(CallFailed):
        await run(desk, lambda csms: ping(csms, "CP9"))


async def test_a_charger_that_gives_no_pong_is_told(desk):
    async with desk.connect() as charger:
        await desk.until(lambda: "CP1" in desk.engine.state.connected)
        charger.transport.pause_reading()
        with pytest.raises(CallFailed, match="No pong"):
            await run(desk, lambda csms: ping(csms, "CP1", timeout_s=0.1))
        charger.transport.resume_reading()
