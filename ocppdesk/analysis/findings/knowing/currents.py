# SPDX-License-Identifier: Apache-2.0
"""The last currents, powers, offers and temperatures of each connector."""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ocppdesk.analysis.sample import Sample

FLOW: Final = "Current.Import"
OFFER: Final = "Current.Offered"
HEAT: Final = "Temperature"
POWER: Final = "Power.Active.Import"

_MEASURANDS: Final = (FLOW, OFFER, HEAT, POWER)
_KEPT: Final = 2_000  # of a connector
_MOST: Final = 400  # connectors, times what is measured there


class Amps(NamedTuple):
    """A current at one time: the greatest of all phases.

    A temperature is in °C, a power in W and that of all phases.
    """

    at: int
    amps: float
    message: int


class Currents:
    """What flowed and was offered, to be compared with how limits went."""

    def __init__(self) -> None:
        self.count = 0
        """How many samples there were: as long as it is the same, so is all else."""
        self._kept: dict[tuple[int | None, int | None, str], deque[Amps]] = {}
        # When the last one of each was measured, by the charger's clock.
        self._measured_at: dict[tuple[int | None, int | None, str], int] = {}

    def take(self, measured: Mapping[str, Iterable[Sample]]) -> None:
        """Take in the samples of a message, by measurand.

        What a message tells of the past does not count: limits were others then.
        """
        for measurand in _MEASURANDS:
            for sample in measured.get(measurand, ()):
                is_part = measurand == POWER and sample.phase
                # It repeats what was measured in the whole transaction.
                if is_part or sample.source == "StopTransaction":
                    continue
                self.count += 1
                self._keep((sample.evse, sample.connector, measurand), sample)

    def _keep(self, key: tuple[int | None, int | None, str], sample: Sample) -> None:
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= _MOST:
                return
            kept = self._kept[key] = deque(maxlen=_KEPT)
        amps = sample.value
        if kept and kept[-1].message == sample.message:
            before = self._measured_at[key]
            if sample.charger_at < before:
                return
            last = kept.pop()
            if sample.charger_at == before:
                amps = max(amps, last.amps)
        self._measured_at[key] = sample.charger_at
        kept.append(Amps(sample.at, amps, sample.message))

    def of(
        self, measurand: str, *, evse: int | None = None, connector: int | None = None
    ) -> list[Amps]:
        """Return the last ones of an EVSE (2.x) or a connector (1.6), in their order.

        Args:
            measurand: `FLOW`, `OFFER`, `HEAT` or `POWER`.
            evse: The EVSE, whatever connector of it was named.
            connector: Without `evse`: the connector.
        """
        found: list[Amps] = []
        for (its_evse, its_connector, name), kept in self._kept.items():
            number = its_connector if evse is None else its_evse
            wanted = connector if evse is None else evse
            if name == measurand and number == wanted:
                found += kept
        return sorted(found)
