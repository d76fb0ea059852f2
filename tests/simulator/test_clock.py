# SPDX-License-Identifier: Apache-2.0
import asyncio

from ocppdesk.simulator.clock import DrivenClock, RealClock


async def test_driven_clock_stands_until_it_is_driven():
    clock = DrivenClock(100.0)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(clock.wait(asyncio.Event(), 105.0))
        await asyncio.sleep(0)
        assert not waiting.done()
        clock.advance(5.0)
    assert clock.now() == 105.0


async def test_driven_clock_does_not_wait_for_the_past():
    await DrivenClock(100.0).wait(asyncio.Event(), 100.0)


async def test_event_ends_the_wait():
    for clock in (DrivenClock(), RealClock()):
        wake = asyncio.Event()
        wake.set()
        await clock.wait(wake, clock.now() + 1000.0)


async def test_real_clock_passes_by_itself():
    clock = RealClock()
    before = clock.now()
    await clock.wait(asyncio.Event(), before + 0.01)
    assert clock.now() >= before + 0.01
