# SPDX-License-Identifier: Apache-2.0
"""Putting a charger of any version together with the commands it obeys."""

from collections.abc import Mapping

from ocppdesk.core.versions import Version
from ocppdesk.simulator.absent21 import ABSENT
from ocppdesk.simulator.build import Build
from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.charger16 import Charger16
from ocppdesk.simulator.charger21 import Charger21
from ocppdesk.simulator.commands2x import Commands2x
from ocppdesk.simulator.commands16 import Commands16
from ocppdesk.simulator.commands21 import Commands21
from ocppdesk.simulator.inventory2x import Inventory2x
from ocppdesk.simulator.inventory21 import Inventory21
from ocppdesk.simulator.maintenance import Maintenance
from ocppdesk.simulator.tariff_commands import TariffCommands
from ocppdesk.simulator.upkeep2x import Upkeep2x
from ocppdesk.simulator.upkeep16 import Upkeep16


def assemble(
    version: Version,
    build: Build,
    *,
    preset: Mapping[str, str] | None = None,
    now: float,
    clock: float,
) -> Charger:
    """Make a charger that is ready to be connected.

    Args:
        version: The OCPP version it speaks.
        build: How it is built.
        preset: Settings other than those of the factory: configuration keys (1.6), and
            in 2.x these names as well as `Component.Variable`.
        now: The time, in seconds of any origin that only grows.
        clock: What its clock shows at `now`, seconds since 1970.
    """
    if version is Version.V16:
        charger = Charger16(build, preset=preset, now=now, clock=clock)
        maintenance = Maintenance(charger)
        charger.commands |= Commands16(charger, maintenance).table()
        charger.commands |= Upkeep16(charger, maintenance).table()
        return charger
    kind = Charger21 if version is Version.V21 else Charger2x
    newer = kind(build, preset=preset, now=now, clock=clock)
    maintenance = Maintenance(newer)
    newer.commands |= Upkeep2x(newer, maintenance).table()
    if isinstance(newer, Charger21):
        newer.commands |= Commands21(newer, maintenance).table()
        newer.commands |= Inventory21(newer).table()
        newer.commands |= TariffCommands(newer).table()
        newer.commands |= ABSENT
    else:
        newer.commands |= Commands2x(newer, maintenance).table()
        newer.commands |= Inventory2x(newer).table()
    return newer
