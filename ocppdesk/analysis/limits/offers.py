# SPDX-License-Identifier: Apache-2.0
"""What a charger says it offers, apart from the samples of its meter.

OCPP 1.6, 5.7; OCPP 2.0.1, K08, K12 and K13.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ocppdesk.analysis.limits.answers import Step
from ocppdesk.analysis.limits.readings import (
    CURRENT_OFFERED,
    POWER_OFFERED,
    Reading,
    Readings,
)
from ocppdesk.analysis.limits.schedule import Period, Schedule
from ocppdesk.analysis.limits.supply import Supply

COMPOSITE = "GetCompositeSchedule"
NOTIFIED = "NotifyChargingLimit"


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that the charger said about its limit."""

    at: int
    """When it arrived, microseconds since 1970."""
    message: int
    kind: str
    """The action or the measurand that it came in."""
    amps: float | None = None
    watts: float | None = None
    schedule: Schedule | None = None
    """Where it changes with time."""
    start: int = 0
    """When that schedule starts."""
    note: str = ""
    """What it says in words, where that is more than a number."""

    def at_time(self, now: int, supply: Supply) -> "Offer | None":
        """Return what it says of a moment, None if it says nothing of it any more."""
        if self.schedule is None:
            return self
        period = self.schedule.period_at(max(now - self.start, 0))
        if period is None or period.limit is None:
            return None
        watts = period.limit if self.schedule.unit == "W" else None
        amps = supply.amps(period, self.schedule.unit)
        if watts is None and amps is not None:
            watts = supply.watts(amps, period.phases)
        return Offer(self.at, self.message, self.kind, amps, watts, note=self.note)


class Offers:
    """The newest of each kind that a charger said, and how it went."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, str], Offer] = {}
        self._steps: dict[int, list[Step]] = {}

    def add(self, connector: int, offer: Offer, supply: Supply) -> None:
        """Take in what a charger said."""
        self._held[connector, offer.kind] = offer
        now = offer.at_time(offer.at, supply)
        if now is not None and (now.amps is not None or now.watts is not None):
            step = Step(offer.at, now.amps, now.watts, offer.message)
            self._steps.setdefault(connector, []).append(step)

    def drop(self, kind: str, connector: int | None) -> None:
        """Forget what was said in a way, at one connector or everywhere."""
        for key in [key for key in self._held if key[1] == kind]:
            if connector in (None, key[0]):
                del self._held[key]

    def has(self, connector: int) -> bool:
        """Return whether anything was ever said of a place."""
        return connector in self._steps or any(
            place == connector for place, _kind in self._held
        )

    def steps(self, connector: int) -> tuple[Step, ...]:
        """Return what was said over time."""
        return tuple(self._steps.get(connector, ()))

    def composite(self, connector: int) -> Offer | None:
        """Return the newest composite schedule as it was answered."""
        return self._held.get((connector, COMPOSITE))

    def valid(self, connector: int, now: int, readings: Readings) -> list[Offer]:
        """Return all that a charger says of now, the newest first."""
        supply = readings.supply(connector)
        held = (one for (place, _kind), one in self._held.items() if place == connector)
        found = [told for one in held if (told := one.at_time(now, supply)) is not None]
        found += _measured(connector, readings, supply)
        return sorted(found, key=lambda one: (one.at, one.message), reverse=True)


def _measured(connector: int, readings: Readings, supply: Supply) -> Iterator[Offer]:
    current = readings.of(connector, CURRENT_OFFERED)
    if current is not None:
        watts = supply.watts(current.highest, supply.phases)
        yield _offer(CURRENT_OFFERED, current, current.highest, watts)
    power = readings.of(connector, POWER_OFFERED)
    if power is not None:
        amps = supply.amps(Period(0, power.total, supply.phases), "W")
        yield _offer(POWER_OFFERED, power, amps, power.total)


def _offer(
    kind: str, reading: Reading, amps: float | None, watts: float | None
) -> Offer:
    return Offer(reading.at, reading.message, kind, amps, watts)
