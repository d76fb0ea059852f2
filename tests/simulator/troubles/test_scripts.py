# SPDX-License-Identifier: Apache-2.0
"""What each script does to a charger; tests/end_to_end/test_troubles.py plays all."""

import asyncio

from ocppdesk.simulator.troubles import scripts


async def test_unknown_card_is_presented(csms, bench):
    desk = bench(csms.url)
    async with desk.charger, asyncio.TaskGroup() as group:
        playing = group.create_task(scripts.present_unknown_card(desk.charger))
        await desk.run_until(playing.done)
    (asked,) = [one for one in csms.calls if one.action == "Authorize"]
    assert asked.payload == {"idTag": scripts.UNKNOWN_CARD}


async def test_attempts_go_on_for_a_while_where_nobody_listens(bench):
    desk = bench("ws://127.0.0.1:1/")
    async with desk.charger, asyncio.TaskGroup() as group:
        playing = group.create_task(scripts.stay(desk.charger))
        await desk.run_until(playing.done)
    assert len(desk.heard) > 1
