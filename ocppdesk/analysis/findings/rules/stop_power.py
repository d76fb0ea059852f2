# SPDX-License-Identifier: Apache-2.0
"""What the power tells of how sessions end (protocol handbook, 7.5)."""

from collections import deque
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.knowing.currents import FLOW, OFFER
from ocppdesk.analysis.findings.knowing.transactions import Running
from ocppdesk.analysis.findings.known import Known, Place
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.stops import ended_by
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_ENDS: Final = frozenset({"StopTransaction", "TransactionEvent"})
_STOPS: Final = (
    "RemoteStopTransaction", "RequestStopTransaction", "UnlockConnector"
)  # fmt: skip
_POWER: Final = "Power.Active.Import"


def greatest(samples: Iterable[Sample]) -> dict[Place, Sample]:
    """Return the greatest of some samples at each place, whatever its phase."""
    found: dict[Place, Sample] = {}
    for sample in samples:
        place = (sample.evse, sample.connector)
        before = found.get(place)
        if before is None or sample.value > before.value:
            found[place] = sample
    return found


class _PowerRule(Rule):
    """Keeps the power of each connector until its session ends."""

    actions = _ENDS | {"MeterValues"}
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._power: dict[Place, deque[tuple[int, float]]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Keep the power, and judge it when a session ends."""
        for sample in known.measured.get(_POWER, ()):
            if not sample.phase:
                place = (sample.evse, sample.connector)
                kept = self._power.setdefault(place, deque(maxlen=500))
                kept.append((sample.at, sample.value))
        ended = ended_by(seen, known)
        if ended is None:
            return ()
        power = self._power.pop((ended.evse, ended.connector), None)
        if power is None and ended.evse:
            power = self._power.pop((ended.evse, None), None)
        return () if not power else self.judge(seen, ended, list(power), known)

    def judge(
        self,
        seen: Observation,
        ended: Running,
        power: list[tuple[int, float]],
        known: Known,
    ) -> Iterable[Evidence]:
        """Say what the power tells.

        Args:
            seen: The message that ends the transaction.
            ended: The transaction.
            power: When which power arrived, microseconds and watts; not empty.
            known: What all rules share.
        """
        raise NotImplementedError


class UnpluggedUnderLoad(_PowerRule):
    """A session ends as the car is unplugged, while power flows as before.

    Power counts if it was measured shortly before; a car that is unlocked properly
    takes its power down first.
    """

    id = "STOP-02"

    _SHARE: Final = 0.3

    def judge(
        self,
        seen: Observation,
        ended: Running,
        power: list[tuple[int, float]],
        known: Known,
    ) -> Iterable[Evidence]:
        """Compare the last power with the usual one (OCPP 1.6, 7.36)."""
        if ended.reason not in ("EVDisconnected", "EVDeparted"):
            return ()
        if self._has_paused(ended, known):
            return ()
        interval = known.sample_interval_us or _usual_gap(power) or MINUTE
        at, last = power[-1]
        values = sorted(value for _at, value in power)
        usual = values[len(values) // 2]
        least = max(self._SHARE * usual, known.thresholds.charging_power_w)
        within = known.thresholds.command_before_s * SECOND
        was_told = known.commands.lately(
            *_STOPS, at=seen.at, within_us=within, connector=ended.connector
        )
        if seen.at - at > 2 * interval or last < least or was_told:
            return ()
        facts = {"power": f"{last:.0f} W", "ago": duration(seen.at - at)}
        return [Evidence.of(seen, facts=facts)]

    def _has_paused(self, ended: Running, known: Known) -> bool:
        """Return whether the car took no power before; its end may be told first."""
        if ended.charging_state == "SuspendedEV":
            return True
        state = known.connectors.at(ended.evse, ended.connector)
        if state is not None and state.status in ("Finishing", "Available"):
            state = state.previous
        return state is not None and state.status == "SuspendedEV"


def _usual_gap(points: list[tuple[int, float]]) -> int | None:
    gaps = sorted(later[0] - before[0] for before, later in pairwise(points))
    return gaps[len(gaps) // 2] if gaps else None


class Tapered(_PowerRule):
    """The power goes down over ten minutes or more before a session ends.

    That is the battery that becomes full, unless the offer goes down as well.
    """

    id = "STOP-12"

    _LOW_W: Final = 1_000.0
    _FULL_PERCENT: Final = 80.0

    def judge(
        self,
        seen: Observation,
        ended: Running,
        power: list[tuple[int, float]],
        known: Known,
    ) -> Iterable[Evidence]:
        """Look how it went down from its greatest."""
        top = max(value for _at, value in power)
        high_at = max(at for at, value in power if value >= 0.8 * top)
        last_at, last = power[-1]
        place = (ended.evse, ended.connector)
        soc = known.samples.get((*place, "SoC", "")) or known.samples.get(
            (ended.evse, None if ended.evse else ended.connector, "SoC", "")
        )
        is_full = soc is not None and soc.value >= self._FULL_PERCENT
        if last >= 0.5 * top or not (last < self._LOW_W or is_full):
            return ()
        if last_at - high_at < 10 * MINUTE or self._is_offered_less(
            ended, high_at, known
        ):
            return ()
        state = f", at {soc.value:.0f} %" if soc is not None else ""
        facts = {"fell": duration(last_at - high_at), "top": f"{top:.0f} W",
                 "last": f"{last:.0f} W", "soc": state}  # fmt: skip
        return [Evidence.of(seen, facts=facts)]

    def _is_offered_less(self, ended: Running, since: int, known: Known) -> bool:
        """Return whether the charger's offer went down as well, so it is no battery."""
        offers = [
            offer.amps
            for offer in (
                known.currents.of(OFFER, evse=ended.evse)
                if ended.evse
                else known.currents.of(OFFER, connector=ended.connector)
            )
            if offer.at >= since
        ]
        return bool(offers) and offers[-1] < 0.8 * max(offers)


class PowerAfterStop(Rule):
    """Current still flows in three samples after a session has ended."""

    id = "STOP-13"
    actions = _ENDS | {"MeterValues", "StartTransaction"}
    hears = Hears.CHARGER_CALLS

    _WITHIN: Final = 30 * MINUTE

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._flowing: dict[Place, list[int]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at currents measured after the end."""
        if not known.transactions.ended or ended_by(seen, known) is not None:
            return ()
        found, number = [], seen.message.id
        ahead = known.clock.offset_us or 0
        for place, sample in greatest(known.measured.get(FLOW, ())).items():
            ended = self._last_ended(place, known)
            if ended is None or known.transactions.at(*place) is not None:
                self._flowing.pop(place, None)
                continue
            if sample.charger_at - ahead <= (ended.ended_at or 0):
                continue  # it comes late
            if sample.value * 1_000 <= known.thresholds.idle_current_ma:
                self._flowing.pop(place, None)
                continue
            kept = self._flowing.setdefault(place, [])
            if number not in kept:
                kept.append(number)
            if len(kept) == 3:
                after = duration(seen.at - (ended.ended_at or seen.at))
                facts = {"current": f"{sample.value:.1f} A", "after": after}
                also = [ended.stop_message, *kept[:-1]]
                found.append(Evidence.of(seen, also=also, facts=facts))
        return found

    def _last_ended(self, place: Place, known: Known) -> Running | None:
        for running in reversed(known.transactions.ended):
            if running.is_at(*place):
                is_recent = (known.traffic.last_at or 0) - (
                    running.ended_at or 0
                ) <= self._WITHIN
                return running if is_recent else None
        return None
