# SPDX-License-Identifier: Apache-2.0
"""Voltages that are out of range, or fall under load (protocol handbook, 7.6)."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.knowing.currents import FLOW
from ocppdesk.analysis.findings.known import Known, Place
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.meter_comparing import PHASES, by_place
from ocppdesk.analysis.findings.rules.metering import METERED
from ocppdesk.analysis.findings.wording import HOUR, number
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_HIGHEST_TO_NEUTRAL_V: Final = 320.0  # above it is between phases, or DC
_LOWEST_V: Final = 50.0
_VOLTAGE: Final = "Voltage"


class VoltageOutOfRange(Rule):
    """A voltage between phase and neutral is off by more than a tenth.

    One that is too high beside one that is too low means that the neutral is lost. What
    a DC charger gives out does not count.
    """

    id = "MTR-09"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._of_dc: set[Place] = set()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the voltages of each message."""
        measured = known.measured.get(_VOLTAGE)
        if measured is None:
            return ()
        limits = known.thresholds
        nominal = limits.nominal_voltage_v
        lowest = nominal * (1 - limits.voltage_percent / 100)
        highest = nominal * (1 + limits.voltage_percent / 100)
        found: list[Evidence] = []
        if all(lowest <= sample.value <= highest for sample in measured):
            return found
        for (evse, connector), volts in by_place(measured).items():
            is_of_dc = self._is_of_dc((evse, connector), volts, known)
            usable = {
                phase: value
                for phase, value in volts.items()
                if _LOWEST_V < value < _HIGHEST_TO_NEUTRAL_V and (phase or not is_of_dc)
            }
            low = [value for value in usable.values() if value < lowest]
            high = [value for value in usable.values() if value > highest]
            if not low and not high:
                continue
            is_lost = bool(low and high)
            values = ", ".join(f"{n or 'one'} {v:.0f} V" for n, v in usable.items())
            found.append(
                Evidence(
                    seen.at, (seen.message.id,), evse, connector,
                    {"values": values},
                    key="lost" if is_lost else "",
                    variant="lost" if is_lost else "",
                    severity=Severity.CRITICAL if is_lost else None,
                )
            )  # fmt: skip
        return found

    def _is_of_dc(self, place: Place, volts: dict[str, float], known: Known) -> bool:
        """Return whether the overall voltage at a place is that of a battery."""
        if place in self._of_dc:
            return True
        has_charge = bool(known.measured.get("SoC"))
        if volts.get("", 0.0) <= _HIGHEST_TO_NEUTRAL_V and not has_charge:
            return False
        if len(self._of_dc) < 500:
            self._of_dc.add(place)
        return True


class VoltageFalls(Rule):
    """A voltage falls by more than a twentieth when a current flows.

    It counts in three samples, beside one without a current in the hour before.
    """

    id = "MTR-09"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _IDLE_A: Final = 1.0
    _LOAD_A: Final = 6.0
    _FALL: Final = 0.05
    _ENOUGH: Final = 3

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By place and phase: when and what it was idle, with the message.
        self._idle: dict[tuple[Place, str], tuple[int, float, int]] = {}
        self._low: dict[tuple[Place, str], list[int]] = {}
        self._idle_at = -HOUR

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare voltage and current of each phase in one message."""
        volts, flows = known.measured.get(_VOLTAGE), known.measured.get(FLOW)
        if volts is None or flows is None:
            return ()
        if any(flow.value < self._IDLE_A for flow in flows):
            self._idle_at = seen.at
        elif seen.at - self._idle_at > HOUR:
            return ()  # there is nothing to compare with
        found: list[Evidence] = []
        currents = by_place(flows)
        for place, values in by_place(volts).items():
            for phase in PHASES:
                volt, amps = values.get(phase), currents.get(place, {}).get(phase)
                if volt is None or amps is None:
                    continue
                if _LOWEST_V < volt < _HIGHEST_TO_NEUTRAL_V and len(self._idle) < 500:
                    found += self._judge(seen, place, phase, volt, amps)
        return found

    def _judge(
        self, seen: Observation, place: Place, phase: str, volt: float, amps: float
    ) -> list[Evidence]:
        key = (place, phase)
        if amps < self._IDLE_A:
            self._idle[key] = (seen.at, volt, seen.message.id)
            self._low.pop(key, None)
            return []
        at, idle, message = self._idle.get(key, (0, 0.0, 0))
        is_low = volt < (1 - self._FALL) * idle
        if amps < self._LOAD_A or not is_low or seen.at - at > HOUR:
            self._low.pop(key, None)
            return []
        numbers = self._low.setdefault(key, [])
        numbers.append(seen.message.id)
        if len(numbers) < self._ENOUGH:
            return []
        share = 100 * (1 - volt / idle)
        facts = {
            "phase": phase,
            "idle": f"{number(idle)} V",
            "volts": f"{number(volt)} V",
            "amps": f"{number(amps)} A",
            "share": f"{share:.0f} %",
        }
        return [
            Evidence(
                seen.at, (message, *numbers[-10:]), place[0], place[1], facts,
                key=("falls", phase), variant="falls", severity=Severity.MEDIUM,
            )
        ]  # fmt: skip
