# SPDX-License-Identifier: Apache-2.0
"""Values that cannot be, come at odd times, or lack something (handbook, 7.6)."""

from collections import deque
from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known, Place
from ocppdesk.analysis.findings.reading import parts_at, text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.metering import METERED, REGISTER, is_thousandth
from ocppdesk.analysis.findings.rules.stops import ended_by
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration, number
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.configuration.values import flag_of
from ocppdesk.core.frames import Problem
from ocppdesk.core.numbers import whole_number

_PERIODIC: Final = "Sample.Periodic"
_CLOCK: Final = "Sample.Clock"


class Implausible(Rule):
    """A value cannot be: a state of charge beyond 100 %, a power factor beyond 1.

    Or a message has no value that can be read.
    """

    id = "MTR-10"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _RANGES: Final = {"SoC": (0.0, 100.0), "Power.Factor": (-1.05, 1.05)}
    _PERCENT: Final = 100.0

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at each value."""
        odd = [
            f"{sample.measurand} {number(sample.value)} {sample.unit}".rstrip()
            for measurand, (least, most) in self._RANGES.items()
            for sample in known.measured.get(measurand, ())
            if not least <= self._plain(sample) <= most
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

    def _plain(self, sample: Sample) -> float:
        """Return a value; a power factor that is told in percent, as a factor."""
        is_share = sample.measurand == "Power.Factor" and sample.unit == "Percent"
        return sample.value / self._PERCENT if is_share else sample.value

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
    """Samples come at another interval than the setting says.

    Or those by the clock are off the quarters of an hour, or what divides these.
    """

    id = "MTR-13"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _ENOUGH: Final = 6
    _NEAR: Final = 5 * SECOND

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._times: dict[Place, deque[int]] = {}
        self._off: deque[int] = deque(maxlen=20)

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note when periodic samples were measured; judge them when a session ends."""
        by_clock = self._by_clock(seen, samples, known)
        if by_clock:
            return by_clock
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

    def _by_clock(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> list[Evidence]:
        """Look whether samples by the clock are where they should (OCPP 1.6, 9.1.2).

        The grid begins at midnight of any zone, so only what divides a quarter of an
        hour is known.
        """
        if not samples or samples[0].context != _CLOCK:
            return []
        told = (
            known.variable("AlignedDataCtrlr", "Interval")
            if known.is_2x
            else known.key("ClockAlignedDataInterval")
        )
        every = (whole_number(told) or 0) * SECOND
        if not every or (15 * MINUTE) % every or every < 4 * self._NEAR:
            return []
        past = samples[0].charger_at % every
        off = min(past, every - past)
        if off <= self._NEAR:
            self._off.clear()
            return []
        self._off.append(seen.message.id)
        if len(self._off) < self._ENOUGH:
            return []
        facts = {"off": duration(off), "wanted": duration(every)}
        also = list(self._off)[:-1]
        return [Evidence.of(seen, also=also, facts=facts, key="grid", variant="grid")]


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
        if seen.message.problem is Problem.TRUNCATED:
            return ()  # it may be in what is missing
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
        return flag_of(told or "") is True
