# SPDX-License-Identifier: Apache-2.0
"""The simulated charger for the command line: alone against any CSMS."""

import asyncio
from collections.abc import Callable, Mapping

from ocppdesk.simulator.live import live
from ocppdesk.simulator.simulated import SimulatedCharger


async def simulate(
    url: str,
    *,
    version: str,
    identity: str,
    connectors: int,
    speed: float,
    say: Callable[[str], None],
    seconds: float | None = None,
    password: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> None:
    """Connect a simulated charger to a CSMS and let drivers use it.

    Every frame is said on a line of its own, as are the troubles of the connection,
    with what to do about them. A connection that fails is tried again, ever more
    slowly. Cancelling closes the connection properly.

    Args:
        url: The CSMS, without the identity: `ws://host:port/path`.
        version: `1.6`, `2.0.1` or `2.1`.
        identity: The charger's name.
        connectors: How many outlets it has.
        speed: How many times faster than real a car fills up.
        say: Takes each line.
        seconds: How long to go on; None until cancelled.
        password: For HTTP Basic authentication.
        settings: Configuration other than that of the factory.

    Raises:
        ValueError: If the address or the version is of no use; the text says why.
    """
    simulated = SimulatedCharger(
        url,
        identity=identity,
        version=version,
        connectors=connectors,
        speed=speed,
        password=password,
        settings=settings,
        on_frame=lambda mark, text: say(f"{mark} {text}"),
        on_link=say,
    )
    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            group.create_task(simulated.run())
            group.create_task(live(simulated))
    except TimeoutError:
        return
