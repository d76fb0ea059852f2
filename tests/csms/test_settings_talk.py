# SPDX-License-Identifier: Apache-2.0
"""How many settings go into one request, and when a charger counts as gone."""

import asyncio

import pytest

from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import key_address
from ocppdesk.csms.settings_talk import FEW, MOST, Gone, Talk


@pytest.mark.parametrize(
    ("told", "size"),
    [
        ("7", 7),
        ("1", 1),
        ("0", FEW),
        ("-3", FEW),
        ("many", FEW),
        ("100000", MOST),
        ("9" * 40, FEW),
    ],
)
async def test_a_limit_is_kept_to_if_it_makes_sense(
    workbench, simulated, desk, told, size
):
    async with simulated("1.6", settings={"GetConfigurationMaxKeys": told}):
        await workbench.read()
        found = desk.engine.run(size_of)
        assert await asyncio.wrap_future(found) == FEW
        reading = await workbench.read([key_address("GetConfigurationMaxKeys")])
    assert reading.is_complete
    desk_side = workbench.configuring._desk
    talk = Talk(desk_side._csms, desk_side.settings("CP1"))
    assert talk.batch == size


async def size_of(csms):
    return Talk(csms, ChargerSettings("CP1")).batch


async def test_a_newer_connection_is_another_charger_for_it(desk, workbench):
    async def begin(csms):
        return Talk(csms, ChargerSettings("CP1"))

    async with desk.connect():
        await desk.until(lambda: desk.engine.state.connected)
        talk = await asyncio.wrap_future(desk.engine.run(begin))
        assert talk.is_connected
        assert talk.connection_id == 1
        async with desk.connect():
            await desk.until(lambda: len(desk.connections()) == 2)
            await desk.until(lambda: not talk.is_connected)

            async def ask(csms):
                await talk.call("GetConfiguration", {})

            with pytest.raises(Gone, match="not connected"):
                await asyncio.wrap_future(desk.engine.run(ask))
