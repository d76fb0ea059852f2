# SPDX-License-Identifier: Apache-2.0
"""What happens to a charger in trouble: coroutines on its own clock."""

from typing import Final

from ocppdesk.simulator.physics import Car
from ocppdesk.simulator.simulated import SimulatedCharger

CARD: Final = "04A1B2C3D4"
"""The card of whoever charges."""
UNKNOWN_CARD: Final = "04FFFFFFFF"
"""A card that a CSMS has to refuse."""

_CAR: Final = Car(max_current_a=16.0, phases=3, soc=40.0)
_LOOPS: Final = 5
_ATTEMPTS_S: Final = 20.0  # long enough for some attempts
_SESSION_S: Final = 600.0
_SHORT_S: Final = 60.0
_OFFLINE_S: Final = 300.0
_FREE_S: Final = 900.0
_COMMAND_S: Final = 3600.0  # how long somebody may take to give a command


async def stay(simulated: SimulatedCharger) -> None:
    """Call, and nothing more; also where there will never be a connection."""
    await simulated.until(lambda: simulated.is_accepted, seconds=_ATTEMPTS_S)


async def restart_again_and_again(simulated: SimulatedCharger) -> None:
    """Boot, be accepted, and restart soon after."""
    for _loop in range(_LOOPS):
        await simulated.until(lambda: simulated.is_accepted)
        await simulated.pause(20.0)
        simulated.charger.restart("Watchdog")
        simulated.touch()
    await simulated.until(lambda: simulated.is_accepted)
    await simulated.pause(5.0)


async def charge(simulated: SimulatedCharger) -> None:
    """Charge for ten minutes, and leave."""
    await _begin(simulated)
    await simulated.pause(_SESSION_S)
    await _leave(simulated)


async def charge_twice(simulated: SimulatedCharger) -> None:
    """Charge for a minute, twice."""
    for _session in range(2):
        await _begin(simulated)
        await simulated.pause(_SHORT_S)
        await _leave(simulated)
        await simulated.pause(_SHORT_S)


async def ask_for_power(simulated: SimulatedCharger) -> None:
    """Begin a session, and wait for the power."""
    await _begin(simulated)
    await simulated.pause(_SHORT_S)


async def present_unknown_card(simulated: SimulatedCharger) -> None:
    """Plug in and hold a card to the reader that nobody knows."""
    await _boot(simulated)
    simulated.plug_in(1, _CAR)
    await simulated.pause(4.0)
    simulated.present_card(1, UNKNOWN_CARD)
    await simulated.pause(20.0)


async def wait_without_car(simulated: SimulatedCharger) -> None:
    """Obey a remote start of the first connector; no car comes."""
    await _boot(simulated)
    connector = simulated.charger.outlet(1)
    await simulated.until(lambda: connector.token is not None, seconds=_COMMAND_S)
    await simulated.until(lambda: connector.token is None)
    await simulated.pause(2.0 * _SHORT_S)  # a CSMS may grant more time than it takes


async def break_while_charging(simulated: SimulatedCharger) -> None:
    """Charge for a minute; then the residual current device trips."""
    await _begin(simulated)
    await simulated.pause(_SHORT_S)
    simulated.fault(1, "GroundFailure", info="RCD tripped", vendor_code="E07")
    await simulated.pause(20.0)


async def charge_and_wait(simulated: SimulatedCharger) -> None:
    """Charge for a minute, and be free for a quarter of an hour."""
    await _begin(simulated)
    await simulated.pause(_SHORT_S)
    await _leave(simulated)
    await simulated.pause(_FREE_S)


async def charge_offline(simulated: SimulatedCharger) -> None:
    """Charge, lose the connection, charge again, and tell that later."""
    await _begin(simulated)
    await simulated.pause(_SHORT_S)
    await _leave(simulated)
    simulated.charger.wants_link = False
    simulated.charger.hang_up()
    simulated.touch()
    await simulated.until(lambda: not simulated.is_connected)
    await _charge_by_card(simulated)
    await simulated.pause(_OFFLINE_S)
    await _leave(simulated)
    await simulated.pause(_SHORT_S)
    simulated.charger.wants_link = True
    simulated.touch()
    await simulated.until(lambda: simulated.is_connected)
    await simulated.until(lambda: not simulated.charger.outbox.has_durable)
    await simulated.pause(5.0)


async def _boot(simulated: SimulatedCharger) -> None:
    await simulated.until(lambda: simulated.is_accepted)
    await simulated.pause(5.0)


async def _begin(simulated: SimulatedCharger) -> None:
    await _boot(simulated)
    await _charge_by_card(simulated)


async def _charge_by_card(simulated: SimulatedCharger) -> None:
    simulated.plug_in(1, _CAR)
    await simulated.pause(4.0)
    simulated.present_card(1, CARD)
    await simulated.until(lambda: simulated.has_transaction(1), seconds=_SHORT_S)
    await simulated.pause(10.0)


async def _leave(simulated: SimulatedCharger) -> None:
    simulated.present_card(1, CARD)
    await simulated.pause(5.0)
    simulated.unplug(1)
    await simulated.pause(5.0)
