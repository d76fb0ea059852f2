# SPDX-License-Identifier: Apache-2.0
"""Meters that say nothing, or what cannot be (protocol handbook, 7.6)."""

from collections import deque
from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known, Place
from ocppdesk.analysis.findings.reading import parts_at, text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.stops import ended_by
from ocppdesk.analysis.findings.wording import (
    HOUR,
    MINUTE,
    SECOND,
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
_PERIODIC: Final = "Sample.Periodic"
_REGULAR: Final = (_PERIODIC, "Sample.Clock")
_THOUSAND: Final = (900.0, 1_100.0)  # a session adds a little to the register


def is_thousandth(value: float, whole: float) -> bool:
    """Return whether a value may be another one in kWh that is called Wh."""
    return value > 0 and _THOUSAND[0] <= whole / value <= _THOUSAND[1]


class NoSamples(Rule):
    """A transaction runs for ten minutes, or three intervals, without any sample."""

    id = "MTR-01"
    actions = METERED | _STARTS | {"Disconnected"}
    hears = Hears.CHARGER_CALLS | Hears.LINKS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the first sample."""
        place = (seen.place.evse, seen.place.connector)
        for measured in known.places:
            self.met(measured)
        action = seen.message.action
        if action == "Disconnected":
            for one in known.transactions:
                self.met((one.evse, one.connector))
        elif ended_by(seen, known) is not None:
            self.met(place)
        elif self._begins(seen) and not samples:
            interval = known.sample_interval_us
            allowed = max(3 * (interval or 0), 10 * MINUTE)
            is_off = interval == 0
            facts = {
                "allowed": duration(allowed),
                "why": "The sample interval is 0: it sends none on purpose."
                if is_off
                else "Usually the settings do not ask for any.",
            }
            self.expect(place, seen.at + allowed, Evidence.of(seen, facts=facts))
        return ()

    def _begins(self, seen: Observation) -> bool:
        if seen.message.action == "StartTransaction":
            return True
        return text_at(seen.payload, "eventType") == "Started"


class RegisterBackwards(Rule):
    """A register is lower than it was before, in one series of samples.

    What is measured earlier and told later does not count, nor does the reading of the
    beginning that some chargers send with each message.
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
            key = (sample.evse, sample.connector, sample.phase, sample.location)
            before = self._last.get(key)
            if before is not None and sample.charger_at < before.charger_at:
                continue
            self._last[key] = sample
            if before is None:
                continue
            fell = before.value - sample.value
            if fell <= known.thresholds.register_back_wh:
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


class Implausible(Rule):
    """A value cannot be: a state of charge beyond 100 %, a power factor beyond 1.

    Or a message has no value that can be read.
    """

    id = "MTR-10"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _RANGES: Final = {"SoC": (0.0, 100.0), "Power.Factor": (-1.05, 1.05)}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at each value."""
        odd = [
            f"{sample.measurand} {number(sample.value)} {sample.unit}".rstrip()
            for measurand, (least, most) in self._RANGES.items()
            for sample in known.measured.get(measurand, ())
            if not least <= sample.value <= most
        ]
        if (
            not samples
            and seen.message.action == "MeterValues"
            and self._has_values(seen)
        ):
            odd = ["no value that can be read"]
        return [
            Evidence.of(seen, facts={"what": what}, key=what.split()[0])
            for what in odd[:1]
        ]

    def _has_values(self, seen: Observation) -> bool:
        parts = parts_at(seen.payload, "meterValue")
        values = [v for part in parts for v in parts_at(part, "sampledValue")]
        return any(text_at(v, "format") != "SignedData" for v in values)


class BeginAndEndDiffer(Rule):
    """The reading of the beginning or the end is another one than meterStart or -Stop.

    OCPP 1.6 tells both; in 2.x there is only one of them.
    """

    id = "MTR-11"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _TOLERANCE: Final = 10.0

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare samples with the readings of the transaction (1.6 errata, 4.25)."""
        found = []
        for sample in known.measured.get(REGISTER, ()):
            if sample.phase or sample.unit != "Wh":
                continue
            told = self._told(sample, known)
            if told is None or abs(sample.value - told) <= self._TOLERANCE:
                continue
            if is_thousandth(sample.value, told):
                continue
            which = "beginning" if sample.context.endswith("Begin") else "end"
            facts = {
                "which": which,
                "sample": f"{number(sample.value)} Wh",
                "told": f"{number(told)} Wh",
            }
            found.append(Evidence.of(seen, facts=facts, key=which))
        return found

    def _told(self, sample: Sample, known: Known) -> float | None:
        place = (sample.evse, sample.connector)
        if sample.context == "Transaction.Begin":
            running = known.transactions.at(*place)
            if running is None and known.transactions.ended:
                last = known.transactions.ended[-1]
                running = last if last.stop_message == sample.message else None
            return None if running is None else running.meter_start_wh
        if sample.context == "Transaction.End" and known.transactions.ended:
            last = known.transactions.ended[-1]
            return last.meter_stop_wh if last.stop_message == sample.message else None
        return None


class IrregularSamples(Rule):
    """Samples come at another interval than the setting says."""

    id = "MTR-13"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _ENOUGH: Final = 6

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._times: dict[Place, deque[int]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note when periodic samples were measured; judge them when a session ends."""
        measured = dict.fromkeys(
            (sample.evse, sample.connector, sample.charger_at)
            for sample in samples
            if sample.context == _PERIODIC and sample.transaction is not None
        )
        for evse, connector, at in measured:
            kept = self._times.setdefault((evse, connector), deque(maxlen=50))
            if not kept or kept[-1] != at:
                kept.append(at)
        ended = ended_by(seen, known)
        if ended is None:
            return ()
        times = sorted(self._times.pop((ended.evse, ended.connector), ()))
        wanted = known.sample_interval_us
        if not wanted or len(times) < self._ENOUGH:
            return ()
        usual = median(later - before for before, later in pairwise(times))
        if abs(usual - wanted) <= max(0.2 * wanted, 2 * SECOND):
            return ()
        facts = {"usual": duration(usual), "wanted": duration(wanted)}
        return [Evidence.of(seen, facts=facts)]


class SignedDataMissing(Rule):
    """The charger is set to sign readings, and a session ends without signed data."""

    id = "MTR-14"
    actions = frozenset({"StopTransaction", "TransactionEvent"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for signed data at the end (OCPP 2.0.1, J)."""
        if ended_by(seen, known) is None or not self._must_sign(known):
            return ()
        raw = seen.message.text
        if "signedMeterValue" in raw or "SignedData" in raw:
            return ()
        return [Evidence.of(seen)]

    def _must_sign(self, known: Known) -> bool:
        told = (
            known.variable("SampledDataCtrlr", "SignReadings")
            if known.is_2x
            else known.key("StopTxnSignReadings")
            or known.key("SampledDataSignReadings")
        )
        return (told or "").lower() == "true"
