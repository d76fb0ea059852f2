# SPDX-License-Identifier: Apache-2.0
"""A simulated charger: real OCPP 1.6, 2.0.1 or 2.1 over a real WebSocket.

It boots, reports states, asks about cards, charges cars whose currents follow physics,
obeys every command that its version knows, and breaks when it is told to::

    async with SimulatedCharger("ws://localhost:9000", identity="SIM-1") as charger:
        await charger.until(lambda: charger.is_accepted)
        charger.plug_in(1, Car(max_current_a=16, phases=3, soc=50))
        charger.present_card(1, "04A1B2C3")
        await charger.until(lambda: charger.status(1) == "Charging")
        charger.fault(1, "GroundFailure", info="RCD tripped")
        charger.clear_fault(1)
        charger.unplug(1)

`run` is the same life as a coroutine, `live` lets drivers use it for ever, `simulate`
does both for the command line. State is read from `status`, `reading`,
`transaction_id`, `has_transaction`, `is_connected` and `is_accepted`; `pause` and
`until` wait on the charger's own clock, which a `DrivenClock` drives in tests. The
address may be anything a CSMS listens on; a wrong one raises ValueError, an
unreachable one is tried again and told to `on_link`.

Inside, from the bottom up:

- `physics`, `profiles`, `smart_charging`, `metering`: cars, limits, meter values; pure
- `configuration16`, `device_model`, `monitors`: what can be read and set
- `agenda`, `outbox`, `station`: timers, calls and the OCPP-J conversation, without
  socket and clock: texts and the time go in, texts come out
- `dialect`, `outlets`, `charger`: what all versions share; a later scenario is a few
  calls of `Charger`, or of `SimulatedCharger`
- `charger16`, `commands16`, `upkeep16` and `charger2x`, `commands2x`,
  `inventory2x`, `upkeep2x`: what 1.6 and 2.x say and obey
- `charger21`, `commands21`, `inventory21`, `tariff_commands`, and below them `streams`,
  `tariffs`, `costs`: what 2.1 has besides; `absent21`: what this charger lacks of it
- `link`, `simulated`, `live`, `command`: socket, clock, drivers, command line
"""

from ocppdesk.simulator.clock import Clock, DrivenClock, RealClock
from ocppdesk.simulator.command import simulate
from ocppdesk.simulator.live import live
from ocppdesk.simulator.physics import Car, Reading
from ocppdesk.simulator.simulated import SimulatedCharger

__all__ = [
    "Car",
    "Clock",
    "DrivenClock",
    "Reading",
    "RealClock",
    "SimulatedCharger",
    "live",
    "simulate",
]
