# SPDX-License-Identifier: Apache-2.0
"""A day at a simulated charger: people come, charge and leave, over and over."""

import asyncio
from dataclasses import dataclass
from typing import Final

from ocppdesk.simulator.connector import Connector
from ocppdesk.simulator.physics import Car
from ocppdesk.simulator.simulated import SimulatedCharger

_HURRY_S: Final = 300.0  # nobody stays longer, so that there is always news


@dataclass(frozen=True, slots=True)
class Driver:
    """Somebody who charges at one of the outlets."""

    card: str
    """The token on the card."""
    car: Car
    """The car, as it arrives."""
    leaves_at: float = 92.0
    """State of charge at which the card is presented again, in percent."""
    arrives_after_s: float = 3.0
    """How long the outlet is free before."""


DRIVERS: Final = (
    Driver("04A1B2C3D4", Car(max_current_a=16.0, phases=3, soc=72.0)),
    Driver(
        "04D4C3B2A1",
        Car(max_current_a=32.0, phases=1, capacity_wh=40_000.0, soc=74.0),
        leaves_at=90.0,
        arrives_after_s=35.0,
    ),
)
"""A three-phase car at the first outlet, a one-phase car at the second, and so on."""


async def live(simulated: SimulatedCharger, *, sessions: int | None = None) -> None:
    """Let drivers use a charger that is running.

    Each plugs in, presents a card, charges into the taper, presents the card again and
    leaves. Whatever the CSMS commands meanwhile is lived with: somebody who is stopped
    leaves, and a remote start is made use of.

    Args:
        simulated: The charger; `run` it, or enter it, besides this.
        sessions: How many sessions at each outlet; None for ever.
    """
    await simulated.until(lambda: simulated.is_accepted)
    async with asyncio.TaskGroup() as group:
        for connector in simulated.charger.connectors:
            driver = DRIVERS[(connector.number - 1) % len(DRIVERS)]
            group.create_task(
                _use(simulated, connector.number, driver, sessions=sessions)
            )


async def _use(
    simulated: SimulatedCharger, number: int, driver: Driver, *, sessions: int | None
) -> None:
    done = 0
    connector = simulated.charger.connectors[number - 1]
    while sessions is None or done < sessions:
        # A remote start, which leaves a token waiting, brings the driver at once.
        await simulated.until(
            lambda: connector.token is not None, seconds=driver.arrives_after_s
        )
        await simulated.until(lambda: connector.is_usable or _waits(connector))
        await _session(simulated, number, driver)
        done += 1


async def _session(simulated: SimulatedCharger, number: int, driver: Driver) -> None:
    connector = simulated.charger.connectors[number - 1]
    simulated.plug_in(number, driver.car)
    await simulated.pause(4.0)
    if connector.token is None:
        simulated.present_card(number, driver.card)
    await simulated.until(lambda: connector.token is not None, seconds=15.0)
    await simulated.until(
        lambda: connector.token is None or _soc(simulated, number) >= driver.leaves_at,
        seconds=_HURRY_S,
    )
    if connector.token is not None:
        # Who was started remotely has no card that would stop it.
        simulated.present_card(number, connector.token)
        await simulated.until(lambda: connector.token is None, seconds=10.0)
    await simulated.pause(4.0)
    simulated.unplug(number)
    await simulated.pause(8.0)


def _waits(connector: Connector) -> bool:
    """Return whether somebody has been let in and has no car there yet."""
    return connector.token is not None and not connector.is_faulted


def _soc(simulated: SimulatedCharger, number: int) -> float:
    return simulated.reading(number).soc or 0.0
