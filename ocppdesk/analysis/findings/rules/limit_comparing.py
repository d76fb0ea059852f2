# SPDX-License-Identifier: Apache-2.0
"""Limits, offers and currents that do not agree (protocol handbook, 7.7)."""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import ACTIONS as SIGNING
from ocppdesk.analysis.findings.fault_signs import Family
from ocppdesk.analysis.findings.knowing.currents import FLOW, HEAT, OFFER, POWER, Amps
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.limit_units import is_of_dc
from ocppdesk.analysis.findings.thresholds import Thresholds
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration, number
from ocppdesk.analysis.limits.answers import Allowances, Step
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_LASTS: Final = 5 * MINUTE
_TOLERANCE_W: Final = 250.0


def tolerance(limit: float, thresholds: Thresholds) -> float:
    """Return how far a current may be beside its limit, in amperes."""
    share = thresholds.current_tolerance_percent / 100
    return max(float(thresholds.current_tolerance_a), share * limit)


def limit_at(steps: Sequence[Step], at: int) -> Step | None:
    """Return the step of a limit that was in force at a time."""
    index = bisect_right(steps, at, key=lambda step: step.at)
    return steps[index - 1] if index else None


class _CurrentRule(Rule):
    """Compares currents of each connector with how limits went.

    That is done anew only when there are other currents or limits: it takes long, and
    is asked for all the time.
    """

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._judged: tuple[object, ...] = ()
        self._found: tuple[Evidence, ...] = ()

    def of_allowances(
        self, allowances: Sequence[Allowances], known: Known
    ) -> Iterable[Evidence]:
        """Judge each connector."""
        limits = tuple((each.connector, each.limits) for each in allowances)
        judged = (known.currents.count, known.is_2x, limits)
        if judged != self._judged:
            self._judged = judged
            self._found = tuple(
                evidence for each in allowances for evidence in self.judge(each, known)
            )
        return self._found

    def judge(self, allowances: Allowances, known: Known) -> Iterable[Evidence]:
        """Judge one connector, by its currents and limits and nothing else."""
        raise NotImplementedError

    def of_connector(
        self, allowances: Allowances, measurand: str, known: Known
    ) -> list[Amps]:
        """Return the currents of a connector (1.6) or EVSE (2.x), in their order."""
        where = allowances.connector
        if known.is_2x:
            return known.currents.of(measurand, evse=where)
        return known.currents.of(measurand, connector=where)

    def evidence(
        self, run: Sequence[Amps], allowances: Allowances, known: Known, **facts: str
    ) -> Evidence:
        """Return evidence of some currents in a row."""
        numbers = tuple(dict.fromkeys(each.message for each in run))
        where = allowances.connector
        return Evidence(
            run[-1].at,
            numbers[:10] + numbers[10:][-10:],
            evse=where if known.is_2x else None,
            connector=None if known.is_2x else where,
            facts=facts,
        )


def _with_limits(
    points: Iterable[Amps], steps: Sequence[Step]
) -> Iterator[tuple[Amps, Step | None]]:
    """Return points in their order, each with the step in force at its time."""
    ahead = iter(steps)
    step, following = None, next(ahead, None)
    for point in points:
        while following is not None and following.at <= point.at:
            step, following = following, next(ahead, None)
        yield point, step


def _runs(points: Iterable[tuple[Amps, bool]], least_us: int) -> Iterator[list[Amps]]:
    """Return the longest rows of points that are odd for some time."""
    row: list[Amps] = []
    for point, is_odd in points:
        if is_odd:
            row.append(point)
            continue
        if row and row[-1].at - row[0].at >= least_us:
            yield row
        row = []
    if row and row[-1].at - row[0].at >= least_us:
        yield row


class LimitNotObeyed(_CurrentRule):
    """More current flows than the limit allows, for a minute after it was set.

    Where only the power is measured, that counts.
    """

    id = "SC-02"

    def judge(self, allowances: Allowances, known: Known) -> Iterable[Evidence]:
        """Compare currents with the limit of their time."""
        if not allowances.limits:
            return
        currents = self.of_connector(allowances, FLOW, known)
        if currents:
            yield from self._compare(currents, allowances, known, "A")
        else:
            powers = self.of_connector(allowances, POWER, known)
            yield from self._compare(powers, allowances, known, "W")

    def _compare(
        self, flows: list[Amps], allowances: Allowances, known: Known, unit: str
    ) -> Iterator[Evidence]:
        follow = known.thresholds.limit_follow_s * SECOND
        points = [
            (point, self._is_odd(point, step, unit, known))
            for point, step in _with_limits(flows, allowances.limits)
        ]
        for run in _runs(points, follow):
            step = limit_at(allowances.limits, run[-1].at)
            limit = (0.0 if step is None else _in(step, unit)) or 0.0
            flow = run[-1].amps
            yield self.evidence(
                run, allowances, known,
                current=f"{flow:.1f} A" if unit == "A" else f"{number(flow)} W",
                limit=f"{number(limit)} {unit}",
                lasted=duration(run[-1].at - run[0].at),
            )  # fmt: skip

    def _is_odd(self, point: Amps, step: Step | None, unit: str, known: Known) -> bool:
        if step is None:
            return False
        limit, limits = _in(step, unit), known.thresholds
        if limit is None or point.at - step.at <= limits.limit_follow_s * SECOND:
            return False
        if unit == "A":
            is_chargeable = limit >= limits.least_current_a
            return is_chargeable and point.amps > limit + tolerance(limit, limits)
        # A limit that no phase can be told is no limit to be obeyed.
        is_chargeable = step.amps is None or step.amps >= limits.least_current_a
        near = max(_TOLERANCE_W, limits.current_tolerance_percent / 100 * limit)
        return is_chargeable and limit > 0 and point.amps > limit + near


def _in(step: Step, unit: str) -> float | None:
    return step.amps if unit == "A" else step.watts


class OfferedLess(_CurrentRule):
    """The charger offers less than its limit allows, in two samples or more.

    A limit for all outlets together says nothing of one of them, and at a DC charger
    the battery decides what is offered.
    """

    id = "SC-08"

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._of_whole: Sequence[Step] = ()

    def of_allowances(
        self, allowances: Sequence[Allowances], known: Known
    ) -> Iterable[Evidence]:
        """Judge each connector, beside the charger as a whole."""
        whole = (each.limits for each in allowances if not each.connector)
        self._of_whole = next(whole, ())
        return super().of_allowances(allowances, known)

    def judge(self, allowances: Allowances, known: Known) -> Iterable[Evidence]:
        """Compare offers with the limit of their time."""
        where = allowances.connector
        if is_of_dc((where, None) if known.is_2x else (None, where), known):
            return
        offers = self.of_connector(allowances, OFFER, known)
        points = [
            (point, self._is_odd(point, step, where, known))
            for point, step in _with_limits(offers, allowances.limits)
        ]
        for run in _runs(points, 1):
            step = limit_at(allowances.limits, run[-1].at)
            limit = 0.0 if step is None or step.amps is None else step.amps
            yield self.evidence(
                run, allowances, known,
                offered=f"{run[-1].amps:.1f} A", limit=f"{number(limit)} A",
            )  # fmt: skip

    def _is_odd(self, point: Amps, step: Step | None, where: int, known: Known) -> bool:
        if step is None or step.amps is None:
            return False
        if point.at - step.at <= known.thresholds.limit_follow_s * SECOND:
            return False
        if not 0 < point.amps < step.amps - tolerance(step.amps, known.thresholds):
            return False
        whole = limit_at(self._of_whole, point.at) if where else None
        return whole is None or whole.message != step.message


class CarTakesLess(_CurrentRule):
    """A car draws less than it is offered for more than five minutes."""

    id = "SC-10"

    def judge(self, allowances: Allowances, known: Known) -> Iterable[Evidence]:
        """Compare currents with what is offered in the same message."""
        told = self.of_connector(allowances, OFFER, known)
        offers = {each.message: each.amps for each in told}
        points = []
        for point in self.of_connector(allowances, FLOW, known):
            offer = offers.get(point.message)
            if offer is None:
                continue
            near = tolerance(offer, known.thresholds)
            points.append((point, 1.0 < point.amps < offer - near))
        for run in _runs(points, _LASTS):
            offered = offers[run[-1].message]
            yield self.evidence(
                run, allowances, known,
                current=f"{run[-1].amps:.1f} A", offered=f"{number(offered)} A",
            )  # fmt: skip


class Derating(_CurrentRule):
    """The offer falls by a fifth, the limit stays, and the temperature rises.

    Where none is measured, an error about heat in between counts.
    """

    id = "SC-12"
    actions = SIGNING
    hears = Hears.CHARGER_CALLS

    _FALL: Final = 0.8
    _RISE: Final = 3.0
    _WITHIN: Final = 60 * MINUTE
    _MOST: Final = 200

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # When the charger said that it is hot: where, and what it said.
        self._hot: deque[tuple[int, int | None, str]] = deque(maxlen=self._MOST)

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note errors about heat, such as HighTemperature or CX018."""
        for sign in known.signs:
            if sign.family is Family.HEAT and not sign.is_over:
                place = sign.evse if known.is_2x else sign.connector
                self._hot.append((seen.at, place or None, sign.code))
        return ()

    def judge(self, allowances: Allowances, known: Known) -> Iterable[Evidence]:
        """Compare offers with those of the hour before."""
        degrees = self.of_connector(allowances, HEAT, known)
        heat = {each.message: each.amps for each in degrees}
        told = self.of_connector(allowances, OFFER, known)
        best: Amps | None = None
        for point in told:
            if point.amps <= 0:
                continue
            if (
                best is None
                or point.at - best.at > self._WITHIN
                or limit_at(allowances.limits, point.at)
                != limit_at(allowances.limits, best.at)
                or point.amps >= best.amps
            ):
                best = point
                continue
            if point.amps > self._FALL * best.amps:
                continue
            why = self._why(best, point, heat, allowances.connector)
            if why:
                yield self.evidence(
                    (best, point), allowances, known,
                    before=f"{number(best.amps)} A", after=f"{number(point.amps)} A",
                    heat=why,
                )  # fmt: skip
                return

    def _why(self, best: Amps, point: Amps, heat: dict[int, float], where: int) -> str:
        """Say how it became hot between two offers; empty: it did not."""
        before, after = heat.get(best.message), heat.get(point.message)
        if before is not None and after is not None:
            if after - before < self._RISE:
                return ""
            return f"its temperature rose from {before:.0f} °C to {after:.0f} °C"
        for at, place, code in self._hot:
            if best.at <= at <= point.at and place in (None, where):
                return f"it reported {code}"
        return ""
