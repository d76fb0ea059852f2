# SPDX-License-Identifier: Apache-2.0
"""Meters that say nothing, or what cannot be (protocol handbook, 7.6)."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known, Place
from ocppdesk.analysis.findings.reading import status_of, text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.stops import ended_by
from ocppdesk.analysis.findings.wording import (
    HOUR,
    MINUTE,
    duration,
    number,
)
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

METERED: Final = frozenset({"MeterValues", "TransactionEvent", "StopTransaction"})
"""The actions of messages with samples."""
REGISTER: Final = "Energy.Active.Import.Register"

_Value = tuple[str, str, str, float]
"""Measurand, phase, location and value."""
_STARTS: Final = frozenset({"StartTransaction", "TransactionEvent"})
_REGULAR: Final = ("Sample.Periodic", "Sample.Clock")
_THOUSAND: Final = (900.0, 1_100.0)  # a session adds a little to the register


def is_thousandth(value: float, whole: float) -> bool:
    """Return whether a value may be another one in kWh that is called Wh."""
    return value > 0 and _THOUSAND[0] <= whole / value <= _THOUSAND[1]


class NoSamples(Rule):
    """A transaction runs for ten minutes, or three intervals, without any sample.

    One that the CSMS refused may not run at all.
    """

    id = "MTR-01"
    actions = METERED | _STARTS | {"Disconnected"}
    hears = Hears.CHARGER_CALLS | Hears.LINKS | Hears.CSMS_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the first sample."""
        place = (seen.place.evse, seen.place.connector)
        if seen.is_answer:
            if status_of(seen.payload) not in ("", "Accepted"):
                self.met(_where(place))
            return ()
        for measured in known.places:
            self.met(_where(measured))
        action = seen.message.action
        if action == "Disconnected":
            for one in known.transactions:
                self.met(_where((one.evse, one.connector)))
        elif ended_by(seen, known) is not None:
            self.met(_where(place))
        elif not samples and self._begins(seen) and not self._is_repeat(place, known):
            interval = known.sample_interval_us
            allowed = max(3 * (interval or 0), 10 * MINUTE)
            is_off = interval == 0
            facts = {
                "allowed": duration(allowed),
                "why": "The sample interval is 0: it sends none on purpose."
                if is_off
                else "Usually the settings do not ask for any.",
            }
            self.expect(
                _where(place), seen.at + allowed, Evidence.of(seen, facts=facts)
            )
        return ()

    def _begins(self, seen: Observation) -> bool:
        if seen.message.action == "StartTransaction":
            return True
        return text_at(seen.payload, "eventType") == "Started"

    def _is_repeat(self, place: Place, known: Known) -> bool:
        """Return whether a start was told before, so that it is waited for already."""
        running = known.transactions.at(*place)
        return running is not None and len(running.starts) > 1


def _where(place: Place) -> tuple[str, int | None]:
    """Return the EVSE (2.x), whose samples need not name a connector, or the latter."""
    evse, connector = place
    return ("evse", evse) if evse else ("connector", connector)


class RegisterBackwards(Rule):
    """A register is lower than it was before, in one series of samples.

    What is measured earlier and told later does not count, nor does the reading of the
    beginning that some chargers send with each message. A counter that begins anew with
    each session is told by MTR-05.
    """

    id = "MTR-02"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._last: dict[tuple[object, ...], Sample] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare each value with the one before (OCPP 1.6, 7.31)."""
        found = []
        for sample in known.measured.get(REGISTER, ()):
            if sample.context == "Transaction.Begin":
                continue
            kind = sample.context.partition(".")[0]
            key = (
                sample.evse, sample.connector, sample.phase, sample.location,
                sample.unit, kind,
            )  # fmt: skip
            before = self._last.get(key)
            if before is not None and sample.charger_at < before.charger_at:
                continue
            self._last[key] = sample
            if before is None:
                continue
            fell = before.value - sample.value
            if fell <= known.thresholds.register_back_wh:
                continue
            if self._is_of_session(before, sample, known):
                continue
            facts = {
                "before": f"{number(before.value)} {before.unit}",
                "after": f"{number(sample.value)} {sample.unit}",
            }
            found.append(
                Evidence(
                    seen.at, (before.message, sample.message), sample.evse,
                    sample.connector, facts,
                )
            )  # fmt: skip
        return found

    def _is_of_session(self, before: Sample, sample: Sample, known: Known) -> bool:
        """Return whether a counter began anew with its session, as it always does."""
        running = known.transactions.at(sample.evse, sample.connector)
        start = None if running is None else running.meter_start_wh
        if start is None or sample.transaction == before.transaction:
            return False
        return before.value < 0.5 * start and sample.value < 0.5 * start


class GapBetweenSessions(Rule):
    """A session begins with a higher register than the one before ended with."""

    id = "MTR-03"
    actions = frozenset({"StartTransaction"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare it with the session before on the connector (OCPP 1.6, 7.31)."""
        running = known.transactions.at(None, seen.message.connector)
        if running is None or running.message != seen.message.id:
            return ()
        start = running.meter_start_wh
        before = next(
            (
                one
                for one in reversed(known.transactions.ended)
                if one.connector == running.connector
            ),
            None,
        )
        if before is None or start is None or before.meter_stop_wh is None:
            return ()
        gap = start - before.meter_stop_wh
        charged = before.meter_stop_wh - (before.meter_start_wh or before.meter_stop_wh)
        least = max(known.thresholds.meter_gap_wh, 0.01 * charged)
        # Some meters count what the charger itself needs.
        idle_us = seen.at - (before.ended_at or seen.at)
        least += known.thresholds.idle_energy_wh_per_h * idle_us / HOUR
        if gap <= least:
            return ()
        facts = {"gap": f"{number(gap)} Wh"}
        return [Evidence.of(seen, also=[before.stop_message], facts=facts)]


class SessionCounter(Rule):
    """Samples count from zero in each session, while its start has the whole meter.

    If they are a thousandth of it, the unit is mistaken, which MTR-04 tells.
    """

    id = "MTR-05"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _LEAST_WH: Final = 10_000.0

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._before: dict[Place, tuple[float, int]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare samples with meterStart (lbbrhzn/ocpp#2093)."""
        found = []
        for sample in known.measured.get(REGISTER, ()):
            if sample.phase or sample.unit != "Wh":
                continue
            place = (sample.evse, sample.connector)
            running = known.transactions.at(*place)
            start = None if running is None else running.meter_start_wh
            if start is None or not self._is_other(sample.value, start):
                self._before.pop(place, None)
                continue
            before, message = self._before.get(place, (sample.value, 0))
            self._before[place] = (sample.value, seen.message.id)
            if sample.value > before and message:
                facts = {
                    "value": f"{number(sample.value)} Wh",
                    "start": f"{number(start)} Wh",
                }
                found.append(Evidence.of(seen, also=[message], facts=facts))
        return found

    def _is_other(self, value: float, start: float) -> bool:
        is_less = start >= self._LEAST_WH and value <= 0.5 * start
        return is_less and not is_thousandth(value, start)


class FrozenMeter(Rule):
    """All values are the same in four messages though power flows.

    Or the register stands still for more than five minutes while power flows.
    """

    id = "MTR-06"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _STILL: Final = 5 * MINUTE
    _COARSE_WH: Final = 150.0  # what a register of 0.1 kWh must have shown

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._same: dict[Place, tuple[list[_Value], list[int], int]] = {}
        self._still: dict[Place, tuple[float, int, int]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare each message with those before."""
        found: list[Evidence] = []
        for place in known.places:
            values = [
                sample
                for sample in samples
                if sample.context in _REGULAR
                and (sample.evse, sample.connector) == place
            ]
            if values:
                found += self._alike(seen, place, values, known)
                found += self._standing_still(seen, place, values, known)
        return found

    def _alike(
        self, seen: Observation, place: Place, values: list[Sample], known: Known
    ) -> list[Evidence]:
        picture = [(s.measurand, s.phase, s.location, s.value) for s in values]
        before, numbers, since = self._same.get(place, (None, [], seen.at))
        if picture != before:
            self._same[place] = (picture, [seen.message.id], seen.at)
            return []
        numbers = [*numbers[-50:], seen.message.id]
        self._same[place] = (picture, numbers, since)
        flows = any(
            s.value > 0
            for s in values
            if s.measurand in ("Power.Active.Import", "Current.Import")
        )
        enough = len({s.measurand for s in values}) > 1
        if not (flows and enough) or len(numbers) < known.thresholds.frozen_samples:
            return []
        power, register = _the(values, "Power.Active.Import"), _the(values, REGISTER)
        if power is not None and register is not None:
            counted = power.value * (seen.at - since) / HOUR
            if counted < self._COARSE_WH:
                return []
        facts = {"what": f"All values were the same in {len(numbers)} messages"}
        # A car may hold a power that a coarse meter shows as one number.
        is_possible = register is None
        return [
            Evidence.of(seen, also=numbers[:-1], facts=facts, is_possible=is_possible)
        ]

    def _standing_still(
        self, seen: Observation, place: Place, values: list[Sample], known: Known
    ) -> list[Evidence]:
        power = _the(values, "Power.Active.Import")
        register = _the(values, REGISTER)
        if power is None or register is None:
            return []
        if power.value <= known.thresholds.charging_power_w:
            self._still.pop(place, None)
            return []
        value, since, message = self._still.get(place, (-1.0, 0, 0))
        if value != register.value:
            self._still[place] = (register.value, seen.at, seen.message.id)
            return []
        lasted = seen.at - since
        # At a coarse resolution a register stands still until the next whole kWh.
        counted = power.value * lasted / HOUR
        if lasted <= self._STILL or counted < 1_500:
            return []
        what = f"The register stood still for {duration(lasted)}"
        return [Evidence.of(seen, also=[message], facts={"what": what})]


def _the(values: list[Sample], measurand: str) -> Sample | None:
    for sample in values:
        if sample.measurand == measurand and not sample.phase:
            return sample
    return None
