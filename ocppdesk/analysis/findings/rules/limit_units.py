# SPDX-License-Identifier: Apache-2.0
"""Limits in the wrong unit, or for the wrong number of phases (handbook, 7.7)."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.known import Known, Place
from ocppdesk.analysis.findings.reading import number_at, parts_at, text_at, whole_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.smart_charging import (
    NOMINAL_V,
    limits_in,
    profile_of,
    refused_unit,
    schedules_of,
)
from ocppdesk.analysis.findings.wording import number
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.configuration.settings import Address
from ocppdesk.core.numbers import whole_number

_HIGHEST_A: Final = 80.0
_LOWEST_W: Final = 64.0
_DC_V: Final = 250.0  # with a state of charge, more is a battery's voltage
_HIGHEST_AC_V: Final = 450.0


class UnitMistake(Rule):
    """A limit looks like watts that are meant as amperes, or the other way round.

    Also watts without a number of phases, for a supply that has one. A great current is
    usual at DC chargers and for a charger with many outlets.
    """

    id = "SC-07"
    actions = frozenset(
        {"SetChargingProfile", "RemoteStartTransaction", "RequestStartTransaction"}
    )
    hears = Hears.CSMS_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at units and limits (OCPP 1.6, 7.12; 2.0.1, K01.FR.49)."""
        for schedule in schedules_of(profile_of(seen.payload)):
            for kind, what in self._oddities(seen, schedule, known):
                is_possible = kind == "high" and not _is_of_ac(seen, known)
                severity = Severity.MEDIUM if is_possible else Severity.HIGH
                return [
                    Evidence.of(
                        seen, facts={"what": what}, key=kind, severity=severity,
                        is_possible=is_possible,
                    )
                ]  # fmt: skip
        return ()

    def _oddities(
        self, seen: Observation, schedule: dict[str, Any], known: Known
    ) -> Iterator[tuple[str, str]]:
        unit = text_at(schedule, "chargingRateUnit")
        refused = refused_unit(unit, known)
        if refused:
            yield "unit", refused
        for limit in limits_in(schedule):
            if unit == "W" and 0 < limit < _LOWEST_W:
                yield "low", f"The limit is {number(limit)} W: amperes may be meant."
            if unit == "A" and limit > _HIGHEST_A and not is_of_dc(_place(seen), known):
                yield "high", f"The limit is {number(limit)} A: watts may be meant."
        for period in parts_at(schedule, "chargingSchedulePeriod"):
            told = number_at(period, "limit")
            if unit != "W" or not told or whole_at(period, "numberPhases"):
                continue
            if _has_one_phase(seen, known):
                amps = told / (3 * NOMINAL_V)
                yield (
                    "phases",
                    f"{number(told)} W without a number of phases count for three, "
                    f"and this supply has one: the car gets {number(amps)} A only.",
                )


def is_of_dc(place: Place, known: Known) -> bool:
    """Return whether what was measured shows that direct current is charged."""
    volts = _sample(known, place, "Voltage")
    has_charge = _sample(known, place, "SoC") is not None
    return volts is not None and volts > (_DC_V if has_charge else _HIGHEST_AC_V)


def _place(seen: Observation) -> Place:
    return seen.place.evse, seen.place.connector


def _is_of_ac(seen: Observation, known: Known) -> bool:
    """Return whether a single outlet is meant, and measured phases show its current."""
    place = _place(seen)
    if not (place[0] or place[1]):
        return False
    return any(
        phase.startswith("L") and (evse == place[0] if evse else connector == place[1])
        for evse, connector, _measurand, phase in known.samples
    )


def _sample(known: Known, place: Place, measurand: str) -> float | None:
    """Return the last value over all phases; at connector 0, that of any outlet."""
    is_any = not (place[0] or place[1])
    for (evse, connector, name, phase), sample in known.samples.items():
        is_there = evse == place[0] if evse else connector == place[1]
        if name == measurand and not phase and (is_any or is_there):
            return sample.value
    return None


def _has_one_phase(seen: Observation, known: Known) -> bool:
    """Return whether an EVSE says that its supply has one phase (OCPP 2.x)."""
    evse = seen.place.evse
    for address in (
        Address("SupplyPhases", component="EVSE", evse=evse or None),
        Address("SupplyPhases", component="ChargingStation"),
    ):
        entry = known.settings.entry(address)
        if entry is not None and entry.value is not None:
            return whole_number(entry.value) == 1
    return False
