# SPDX-License-Identifier: Apache-2.0
"""A trouble for the command line: alone against any CSMS."""

import asyncio
from collections.abc import Callable

from ocppdesk.simulator.clock import Clock
from ocppdesk.simulator.troubles.trouble import Trouble


async def play_trouble(
    trouble: Trouble,
    url: str,
    *,
    version: str,
    identity: str,
    say: Callable[[str], None],
    seconds: float | None = None,
    clock: Clock | None = None,
) -> None:
    """Let a charger play a trouble once, and stay connected after it.

    Args:
        trouble: What it plays.
        url: The CSMS, without the identity: `ws://host:port/path`.
        version: `1.6`, `2.0.1` or `2.1`.
        identity: The charger's name.
        say: Takes each line: what is played, every frame, troubles of the connection.
        seconds: How long to go on; None until cancelled.
        clock: Where the time comes from.

    Raises:
        ValueError: If the address or the version is of no use; the text says why.
    """
    simulated = trouble.charger(
        url,
        version=version,
        identity=identity,
        clock=clock,
        on_frame=lambda mark, text: say(f"{mark} {text}"),
        on_link=say,
    )
    say(f"{trouble.name}: {trouble.summary}")
    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            group.create_task(simulated.run())
            await trouble.script(simulated)
            say(f"{trouble.name}: everything is played. Press Ctrl+C to leave.")
    except TimeoutError:
        return
