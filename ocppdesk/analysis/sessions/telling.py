# SPDX-License-Identifier: Apache-2.0
"""From what the machine has written to the story as it is told."""

from typing import Final

from ocppdesk.analysis.energy import session_energy
from ocppdesk.analysis.sessions.drafts import (
    SECOND,
    Draft,
    DraftTransaction,
    Measured,
)
from ocppdesk.analysis.sessions.outcomes import Step, Verdict, judge
from ocppdesk.analysis.sessions.power import charging_time, mean_power, peak_power
from ocppdesk.analysis.sessions.story import (
    Certainty,
    Line,
    Outcome,
    Story,
    Transaction,
)
from ocppdesk.analysis.sessions.summaries import summary, tag_of
from ocppdesk.analysis.sessions.words import time_span

_UNANSWERED: Final = "; no answer is in these messages"
_LEAST_SHARE: Final = 0.1  # of the mean, which no greatest power can be below


def told(draft: Draft, charger: str, *, now: int) -> Story:
    """Return a story as it stands.

    Args:
        draft: What was written of it.
        charger: The identity of the charger.
        now: Until when nothing more has come, microseconds since 1970.
    """
    transactions = tuple(_transaction(one) for one in draft.transactions)
    energies = [one.energy.wh for one in transactions if one.energy is not None]
    if not transactions and draft.samples:
        energy = session_energy(draft.samples)
        energies = [] if energy is None else [energy.wh]
    wh = max(sum(energies), 0.0) if energies else None
    verdict = judge(draft, wh, now=now)
    ended = _ended_at(draft, verdict)
    until = now if ended is None else ended
    charging = _charging_s(draft, until)
    span = sum((one.ended_at or until) - one.began_at for one in transactions)
    peaks = [measured(one).peak_w for one in draft.transactions]
    peaks = peaks or [peak_power(draft.samples)]
    peak = max((each for each in peaks if each is not None), default=None)
    mean = mean_power(wh, span / SECOND)
    if peak is not None and mean is not None and peak < _LEAST_SHARE * mean:
        peak = None  # the power is in another unit, or was not measured while it ran
    return Story(
        number=draft.number,
        charger=charger,
        evse=draft.spot if draft.is_2x else None,
        connector=draft.connector if draft.is_2x else draft.spot,
        began_at=draft.began,
        ended_at=ended,
        transactions=transactions,
        lines=_lines(draft, verdict, now),
        outcome=verdict.outcome,
        certainty=verdict.certainty,
        summary=summary(draft, verdict, energy_wh=wh, until=until),
        missing_step="" if verdict.missing is None else verdict.missing.value,
        id_tag=tag_of(draft),
        stop_reason=draft.transactions[-1].reason if draft.transactions else "",
        energy_wh=wh,
        peak_w=peak,
        mean_w=mean_power(wh, charging),
        mean_transaction_w=mean,
        charging_s=charging,
    )


def _transaction(draft: DraftTransaction) -> Transaction:
    return Transaction(
        id=draft.id,
        id_tag=draft.tag,
        began_at=draft.began,
        ended_at=draft.ended,
        start_message=draft.start_message,
        stop_message=draft.stop_message,
        meter_start_wh=draft.meter_start,
        meter_stop_wh=draft.meter_stop,
        stop_reason=draft.reason,
        energy=measured(draft).energy,
        is_offline=draft.is_offline,
    )


def measured(draft: DraftTransaction) -> Measured:
    """Return what the samples of a transaction amount to, calculated once."""
    key = (len(draft.samples), draft.meter_stop, draft.ended)
    known = draft.measured
    if known is not None and (
        known.key == key or (draft.is_settled and key[1:] == known.key[1:])
    ):
        return known
    energy = session_energy(
        draft.samples,
        meter_start_wh=draft.meter_start,
        meter_stop_wh=draft.meter_stop,
        began_at=draft.told_began,
        ended_at=draft.told_ended,
    )
    peak = peak_power(draft.samples) if known is None or draft.samples else known.peak_w
    draft.measured = Measured(key, energy, peak)
    return draft.measured


def settle(draft: DraftTransaction) -> None:
    """Keep of the samples of a transaction only what they amount to."""
    known = measured(draft)
    draft.samples = []
    draft.is_settled = True
    key = (0, draft.meter_stop, draft.ended)
    draft.measured = Measured(key, known.energy, known.peak_w)


def _ended_at(draft: Draft, verdict: Verdict) -> int | None:
    if draft.freed is not None:
        return draft.freed
    if verdict.outcome is Outcome.OPEN:
        return None
    if verdict.outcome is Outcome.ORPHANED:
        doubts = [one.doubted for one in draft.transactions if one.doubted is not None]
        return max([*doubts, draft.began])
    if draft.is_arming:
        if draft.is_turned_away:
            return max(one.when for one in draft.attempts)
        return None if draft.is_plugged else draft.deadline
    if draft.is_plugged and draft.unplugged is None and draft.states:
        return None
    ends = [one.ended for one in draft.transactions if one.ended is not None]
    return max(ends) if ends else None


def _charging_s(draft: Draft, until: int) -> float | None:
    ends = [one.ended for one in draft.transactions if one.ended is not None]
    running = any(one.is_open for one in draft.transactions)
    last = until if running or not ends else min(max(ends), until)
    charging = charging_time(draft.states, until=last)
    return None if charging is None else charging / SECOND


def _lines(draft: Draft, verdict: Verdict, now: int) -> tuple[Line, ...]:
    # As long as the story is open the answer may come.
    unanswered = {
        id(attempt.lines[0])
        for attempt in draft.attempts
        if attempt.is_remote and attempt.verdict is None and attempt.lines
    }
    if verdict.outcome is Outcome.OPEN:
        unanswered = set()
    found = [
        Line(
            at=line.when,
            message=line.message,
            text=line.text + (_UNANSWERED if id(line) in unanswered else ""),
            certainty=line.certainty,
            is_problem=line.is_problem
            or (line.withholds and verdict.missing is Step.OFFER)
            or (line.declines and verdict.missing is Step.FLOW),
        )
        for line in sorted(draft.lines, key=lambda line: (line.when, line.message or 0))
    ]
    is_said = draft.is_over or draft.given_up is not None or draft.is_turned_away
    if draft.is_overdue(now) and not is_said:
        waited = time_span((draft.deadline - draft.began) / SECOND)
        text = f"No transaction began within {waited}"
        late = Line(draft.deadline, None, text, Certainty.INFERRED, is_problem=True)
        found.append(late)
        found.sort(key=lambda line: line.at)
    return tuple(found)
