# SPDX-License-Identifier: Apache-2.0
"""What a charger tells of its limit when it is asked (protocol handbook, 7.7)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.knowing.currents import FLOW, OFFER
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import number_at, part_at, parts_at, text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.limit_comparing import limit_at, tolerance
from ocppdesk.analysis.findings.wording import MINUTE, number
from ocppdesk.analysis.limits.answers import Allowances
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction

_COMPOSITE: Final = "GetCompositeSchedule"
_USUAL_A: Final = 16  # without any profile, some tell what the hardware can
_SOON: Final = 2 * MINUTE


class CompositeRefused(Rule):
    """The charger does not tell its composite schedule."""

    id = "SC-09"
    actions = frozenset({_COMPOSITE})
    hears = Hears.CHARGER_ANSWERS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the answer (OCPP 1.6, 5.7; 2.0.1, K08)."""
        if seen.call is None or seen.message.direction is not Direction.IN:
            return ()
        status = text_at(seen.payload, "status")
        if not seen.is_error and status != "Rejected":
            return ()
        facts = {"status": seen.message.error_code if seen.is_error else status}
        return [Evidence.of(seen, also=[seen.call.message.id], facts=facts)]


@dataclass(frozen=True, slots=True)
class _Told:
    """The limit that a charger told of the moment at which it was asked."""

    at: int
    amps: float
    message: int


class _CompositeRule(Rule):
    """Compares what the charger told last with what it is allowed."""

    actions = frozenset({_COMPOSITE})
    hears = Hears.CHARGER_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._told: dict[int, _Told] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Keep what the charger tells of its limit (OCPP 1.6, 5.7; 2.0.1, K08)."""
        call = seen.call
        if call is None:
            return ()
        schedule = part_at(seen.payload, "chargingSchedule") or part_at(
            seen.payload, "schedule"
        )
        periods = parts_at(schedule, "chargingSchedulePeriod")
        limit = number_at(periods[0], "limit") if periods else None
        place = (call.place.evse if known.is_2x else call.place.connector) or 0
        if limit is not None and text_at(schedule, "chargingRateUnit") == "A":
            self._told[place] = _Told(seen.at, limit, seen.message.id)
        return ()

    def of_allowances(
        self, allowances: Sequence[Allowances], known: Known
    ) -> Iterable[Evidence]:
        """Compare each connector."""
        for each in allowances:
            told = self._told.get(each.connector)
            if told is not None:
                yield from self.compare(told, each, known)

    def compare(
        self, told: _Told, allowances: Allowances, known: Known
    ) -> Iterable[Evidence]:
        """Say what is odd about what the charger told of a connector."""
        raise NotImplementedError

    def evidence(
        self, told: _Told, allowances: Allowances, known: Known,
        *, facts: dict[str, str], also: int | None = None, variant: str = "",
        is_possible: bool = False,
    ) -> Evidence:  # fmt: skip
        """Return evidence about a connector (1.6) or EVSE (2.x)."""
        where = allowances.connector or None
        return Evidence(
            told.at,
            tuple(sorted({told.message} if also is None else {told.message, also})),
            evse=where if known.is_2x else None,
            connector=None if known.is_2x else where,
            facts=facts,
            key=variant,
            variant=variant,
            is_possible=is_possible,
        )


def _limit(told: _Told, allowances: Allowances) -> tuple[float | None, int | None]:
    """Return the limit that was set by then, and by which message."""
    step = limit_at(allowances.limits, told.at)
    return (None, None) if step is None else (step.amps, step.message)


def _beyond(
    told: _Told, allowances: Allowances, known: Known
) -> Iterator[tuple[str, int]]:
    """Return what the charger offered or let flow soon after, beyond what it told."""
    where = allowances.connector
    place = {"evse": where} if known.is_2x else {"connector": where}
    later = next((s.at for s in allowances.limits if s.at > told.at), None)
    most = told.amps + tolerance(told.amps, known.thresholds)
    for measurand, words in ((OFFER, "{} A are offered"), (FLOW, "{} A flow")):
        for point in known.currents.of(measurand, **place):
            is_soon = told.at <= point.at <= told.at + _SOON
            if is_soon and (later is None or point.at < later) and point.amps > most:
                yield words.format(f"{point.amps:.1f}"), point.message
                break


class LegacyProfile(_CompositeRule):
    """The charger tells a lower limit than anything that was set in these messages."""

    id = "SC-06"

    def compare(
        self, told: _Told, allowances: Allowances, known: Known
    ) -> Iterable[Evidence]:
        """Compare it with what was set in these messages."""
        limit, _message = _limit(told, allowances)
        if limit is None:
            if told.amps >= _USUAL_A:
                return
        elif told.amps >= limit - tolerance(limit, known.thresholds):
            return
        # A setting of the charger that was changed here explains it as well.
        last = allowances.last.amps
        if last is not None and abs(told.amps - last) <= 1:
            return
        if any(_beyond(told, allowances, known)):
            return  # SC-09: what it tells is not so
        was_set = "none was set" if limit is None else f"{number(limit)} A were set"
        facts = {"told": f"{number(told.amps)} A", "set": was_set}
        is_possible = limit is None
        yield self.evidence(
            told, allowances, known, facts=facts, is_possible=is_possible
        )


class CompositeDiffers(_CompositeRule):
    """What the charger tells of its limit is more than it is allowed, or not so."""

    id = "SC-09"

    def compare(
        self, told: _Told, allowances: Allowances, known: Known
    ) -> Iterable[Evidence]:
        """Compare it with what is allowed, offered, and flows."""
        limit, message = _limit(told, allowances)
        what = ""
        if limit is not None and told.amps > limit + tolerance(limit, known.thresholds):
            what = f"{number(limit)} A are allowed by what was set"
        else:
            beyond = next(_beyond(told, allowances, known), None)
            if beyond is not None:
                what, message = beyond
        if what:
            facts = {"told": f"{number(told.amps)} A", "what": what, "status": ""}
            yield self.evidence(
                told, allowances, known, facts=facts, also=message, variant="differs"
            )
