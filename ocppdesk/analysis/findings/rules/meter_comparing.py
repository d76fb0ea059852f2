# SPDX-License-Identifier: Apache-2.0
"""Readings that contradict each other, or the state (protocol handbook, 7.6)."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.knowing.currents import FLOW
from ocppdesk.analysis.findings.known import Known, Place
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.metering import METERED, REGISTER
from ocppdesk.analysis.findings.rules.stop_power import greatest
from ocppdesk.analysis.findings.wording import HOUR, MINUTE, number
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.registers import MIXED_UP
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.story import (
    Energy,
    EnergySource,
    Story,
    Transaction,
)

_LOCATION: Final = "Outlet"
_POWER: Final = "Power.Active.Import"
PHASES: Final = ("L1", "L2", "L3")


class _EnergyRule(Rule):
    """Compares what several sources say of the energy of a transaction."""

    def of_story(self, story: Story, known: Known) -> Iterable[Evidence]:
        """Judge each transaction of a story that is over."""
        if story.ended_at is None:
            return
        for one in story.transactions:
            energy = one.energy
            if energy is None:
                continue
            what = self.compare(one, energy, known)
            if what is not None:
                pair = (one.start_message, one.stop_message)
                numbers = tuple(n for n in pair if n is not None)
                at = one.ended_at or story.ended_at
                yield Evidence(
                    at, numbers, story.evse, story.connector, {"what": what},
                    key=self.id,
                )  # fmt: skip

    def compare(
        self, transaction: Transaction, energy: Energy, known: Known
    ) -> str | None:
        """Say what is wrong about an energy, by the first source that differs."""
        for source, other in energy.others:
            what = self.judge(transaction, energy.wh, source, other, known)
            if what is not None:
                return what
        return None

    def judge(
        self,
        transaction: Transaction,
        energy: float,
        source: EnergySource,
        other: float,
        known: Known,
    ) -> str | None:
        """Say what is wrong about two energies in Wh; None: nothing."""
        raise NotImplementedError


class UnitsConfused(_EnergyRule):
    """Two sources of a session's energy differ by a factor of about 1000."""

    id = "MTR-04"

    def compare(
        self, transaction: Transaction, energy: Energy, known: Known
    ) -> str | None:
        """Heed what was noticed when the energy was measured, too."""
        what = super().compare(transaction, energy, known)
        if what is None and MIXED_UP in energy.notes:
            # The others are corrected by then.
            return f"the values that were sent, and {number(energy.wh)} Wh in truth"
        return what

    def judge(
        self,
        transaction: Transaction,
        energy: float,
        source: EnergySource,
        other: float,
        known: Known,
    ) -> str | None:
        """Look at the ratio."""
        if min(energy, other) <= 0 or max(energy, other) < 100:
            return None
        ratio = max(energy, other) / min(energy, other)
        if not 900 <= ratio <= 1_100:
            return None
        return f"{number(energy)} Wh, and {number(other)} Wh by another ({source})"


class _Measured:
    """When power was measured in a transaction."""

    def __init__(self, at: int) -> None:
        self.first_at = self.last_at = at
        self.count = 1
        self.longest = 0
        """The longest time between two of them."""

    def add(self, at: int) -> None:
        """Take in the time of one more."""
        if at > self.last_at:
            self.longest = max(self.longest, at - self.last_at)
            self.last_at = at
            self.count += 1

    def covers(self, lasted: int) -> bool:
        """Return whether power is known nearly all the time that a session lasted."""
        known = self.last_at - self.first_at
        usual = known / max(self.count - 1, 1)
        return known >= 0.9 * lasted and self.longest <= 3 * usual


class PowerAgainstEnergy(_EnergyRule):
    """Power over time and the register differ by 15 % in half an hour or more.

    Where power is not known all the time, it only counts if it is more.
    """

    id = "MTR-07"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _SHORTEST: Final = 30 * MINUTE
    _MOST: Final = 200

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._measured: OrderedDict[str, _Measured] = OrderedDict()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note when power is measured."""
        for sample in known.measured.get(_POWER, ()):
            id = str(sample.transaction)
            measured = self._measured.get(id)
            if measured is None:
                self._measured[id] = _Measured(sample.charger_at)
                if len(self._measured) > self._MOST:
                    self._measured.popitem(last=False)
            else:
                measured.add(sample.charger_at)
        return ()

    def judge(
        self,
        transaction: Transaction,
        energy: float,
        source: EnergySource,
        other: float,
        known: Known,
    ) -> str | None:
        """Compare the register with the power over time."""
        if source is not EnergySource.POWER or transaction.ended_at is None:
            return None
        if transaction.ended_at - transaction.began_at < self._SHORTEST:
            return None
        if max(energy, other) < 500 or min(energy, other) < 0:
            return None
        ratio = max(energy, other) / max(min(energy, other), 1.0)
        allowed = 1 + known.thresholds.energy_difference_percent / 100
        if ratio <= allowed or ratio >= 900:
            return None
        measured = self._measured.get(str(transaction.id))
        lasted = transaction.ended_at - transaction.began_at
        if other < energy and (measured is None or not measured.covers(lasted)):
            return None
        return f"{number(energy)} Wh by the register, {number(other)} Wh by the power"


class PhaseMissing(Rule):
    """One of three phases carries no current in three samples, after all three did.

    It counts for the card that used three: another car may use fewer.
    """

    id = "MTR-08"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _NONE_A: Final = 0.5
    _SOME_A: Final = 5.0

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # Where, and with which card, all phases carried a current.
        self._all: set[tuple[Place, str]] = set()
        self._missing: dict[tuple[Place, str], list[int]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the currents of each message."""
        found: list[Evidence] = []
        measured = known.measured.get(FLOW, ())
        if len(measured) < len(PHASES):
            return found
        for place, currents in by_place(measured).items():
            if set(currents) != set(PHASES):
                continue
            running = known.transactions.at(*place)
            user = (place, "" if running is None else running.id_tag)
            if min(currents.values()) > self._SOME_A and len(self._all) < 1_000:
                self._all.add(user)
            for phase, current in currents.items():
                rest = [value for name, value in currents.items() if name != phase]
                key = (place, phase)
                if current >= self._NONE_A or min(rest) <= self._SOME_A:
                    self._missing.pop(key, None)
                    continue
                numbers = self._missing.setdefault(key, [])
                numbers.append(seen.message.id)
                if len(numbers) >= 3 and user in self._all:
                    values = ", ".join(f"{n} {v:.1f} A" for n, v in currents.items())
                    facts = {"phase": phase, "values": values}
                    found.append(
                        Evidence.of(seen, also=numbers[-20:-1], facts=facts, key=phase)
                    )
        return found


def by_place(samples: Iterable[Sample]) -> dict[Place, dict[str, float]]:
    """Return values by place and phase (`L1`, `` for all), of the outlet."""
    found: dict[Place, dict[str, float]] = {}
    for sample in samples:
        phase = sample.phase.removesuffix("-N")
        if phase in (*PHASES, "") and sample.location in (_LOCATION, ""):
            place = (sample.evse, sample.connector)
            found.setdefault(place, {})[phase] = sample.value
    return found


class EnergyWithoutSession(Rule):
    """Current flows, or energy is counted, on a connector that is free.

    Within half an hour after a session STOP-13 tells of it.
    """

    id = "MTR-12"
    actions = METERED
    hears = Hears.CHARGER_CALLS

    _AFTER: Final = 30 * MINUTE
    _FREE: Final = ("available", "finishing")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._flowing: dict[Place, list[int]] = {}
        self._register: dict[Place, tuple[float, int, int]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at what is measured where nobody charges."""
        found: list[Evidence] = []
        for place in known.places:
            if not place[0] and not place[1]:
                continue  # the main meter counts the charger itself
            if not self._is_free(place, seen.at, known):
                self._flowing.pop(place, None)
                self._register.pop(place, None)
                continue
            flow = greatest(known.measured.get(FLOW, ())).get(place)
            if flow is not None:
                found += self._current(seen, flow, place, known)
            for sample in known.measured.get(REGISTER, ()):
                if (sample.evse, sample.connector) == place and not sample.phase:
                    found += self._energy(seen, sample, place, known)
        return found

    def _is_free(self, place: Place, at: int, known: Known) -> bool:
        state = known.connectors.at(*place)
        if state is None or state.status.lower() not in self._FREE:
            return False
        ended = [
            one.ended_at or 0 for one in known.transactions.ended if one.is_at(*place)
        ]
        is_after = bool(ended) and at - ended[-1] < self._AFTER
        return known.transactions.at(*place) is None and not is_after

    def _current(
        self, seen: Observation, sample: Sample, place: Place, known: Known
    ) -> list[Evidence]:
        if sample.value * 1_000 <= known.thresholds.idle_current_ma:
            self._flowing.pop(place, None)
            return []
        numbers = self._flowing.setdefault(place, [])
        if seen.message.id not in numbers:
            numbers.append(seen.message.id)
        if len(numbers) != 4:
            return []
        facts = {"what": f"{sample.value:.1f} A flow"}
        return [Evidence.of(seen, also=numbers[:-1], facts=facts)]

    def _energy(
        self, seen: Observation, sample: Sample, place: Place, known: Known
    ) -> list[Evidence]:
        value, since, message = self._register.setdefault(
            place, (sample.value, sample.at, seen.message.id)
        )
        lasted, counted = sample.at - since, sample.value - value
        if lasted < HOUR // 2 or sample.unit != "Wh":
            return []
        self._register[place] = (sample.value, sample.at, seen.message.id)
        per_hour = counted * HOUR / lasted
        if per_hour <= known.thresholds.idle_energy_wh_per_h:
            return []
        facts = {"what": f"{number(per_hour)} Wh an hour are counted"}
        return [Evidence.of(seen, also=[message], facts=facts)]
