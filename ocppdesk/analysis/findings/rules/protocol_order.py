# SPDX-License-Identifier: Apache-2.0
"""What messages show together: order, gaps, floods (protocol handbook, 7.10)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at, whole_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import MINUTE, listed
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.frames import CALLS

_STATUS: Final = "StatusNotification"
_SUSPENDED: Final = ("SuspendedEV", "SuspendedEVSE")
_LEADS_TO: Final = {
    "Available": {"Preparing", "Charging", *_SUSPENDED, "Reserved"},
    "Preparing": {"Available", "Charging", *_SUSPENDED, "Finishing"},
    "Charging": {"Available", *_SUSPENDED, "Finishing"},
    "SuspendedEV": {"Available", "Charging", "SuspendedEVSE", "Finishing"},
    "SuspendedEVSE": {"Available", "Charging", "SuspendedEV", "Finishing"},
    "Finishing": {"Available", "Preparing"},
    "Reserved": {"Available", "Preparing"},
    "Unavailable": {"Available", "Preparing", "Charging", *_SUSPENDED},
}
"""The transitions of connectors (OCPP 1.6, 4.9, with the errata), without those to and
from Faulted, which all are allowed, and those to Unavailable, which follow."""
_NOT_TO_UNAVAILABLE: Final = ("Preparing", "Reserved")
_OF_CHARGER: Final = ("Available", "Unavailable", "Faulted")
_QUEUE_US: Final = 2 * MINUTE  # what waits in a charger's queue may come later
_MOST_TRANSACTIONS: Final = 200
_MOST_STATUSES: Final = 20
_REPORTS: Final = frozenset({
    "NotifyReport", "NotifyMonitoringReport", "NotifyCustomerInformation",
    "ReportChargingProfiles", "NotifyDisplayMessages",
})  # fmt: skip


class IllegalTransition(Rule):
    """A connector goes from one status to another that OCPP 1.6 does not allow.

    A charger may leave out short states, and while it was offline nothing was told.
    """

    id = "PRO-08"
    hears = Hears.CHARGER_CALLS
    actions = frozenset({_STATUS})

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # What the charger as a whole cannot be, in the order in which it came.
        self._of_whole: dict[str, None] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare the status with the one before it."""
        if seen.is_2x:
            return ()
        connector = seen.place.connector
        state = known.connectors.at(None, connector)
        if state is None or state.message != seen.message.id:
            return ()
        if not connector:
            if not state.status or state.status in _OF_CHARGER:
                return ()
            if len(self._of_whole) < _MOST_STATUSES:
                self._of_whole[state.status] = None
            facts = {"before": "", "after": listed(self._of_whole)}
            return [Evidence.of(seen, facts=facts, key="charger", variant="charger")]
        before = state.previous
        if before is None or state.since != state.at:
            return ()
        outages = known.traffic.outages
        if outages and outages[-1].ended_at > before.at:
            return ()
        boot = known.boots.last
        if boot is not None and boot.at > before.at:
            return ()
        if _is_allowed(before.status, state.status):
            return ()
        facts = {"before": before.status, "after": state.status}
        key = (before.status, state.status)
        return [Evidence.of(seen, also=[before.message], facts=facts, key=key)]


def _is_allowed(before: str, after: str) -> bool:
    if before == after or "Faulted" in (before, after):
        return True
    if after == "Unavailable":
        return before not in _NOT_TO_UNAVAILABLE
    allowed = _LEADS_TO.get(before)
    return allowed is None or after not in _LEADS_TO or after in allowed


@dataclass(slots=True)
class _Sequence:
    """The numbers of one transaction."""

    messages: dict[int, int] = field(default_factory=dict)
    """By number: the message."""
    repeats: list[int] = field(default_factory=list)
    """Messages whose number was there already, with another content."""
    raws: dict[int, int] = field(default_factory=dict)
    """By number: the hash of what was sent."""


class SequenceGap(Rule):
    """Numbers are missing between the TransactionEvents of a session, or come twice.

    A repeat of the very same event is a retry.
    """

    id = "PRO-10"
    hears = Hears.CHARGER_CALLS
    actions = frozenset({"TransactionEvent"})

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._sequences: dict[str, _Sequence] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Take note of the number; judge when the end has come (OCPP 2.0.1, E01)."""
        transaction = text_at(seen.payload, "transactionInfo", "transactionId")
        number = whole_at(seen.payload, "seqNo")
        if not transaction or number is None:
            return ()
        sequence = self._sequences.get(transaction)
        if sequence is None:
            sequence = self._sequences[transaction] = _Sequence()
            if len(self._sequences) > _MOST_TRANSACTIONS:
                del self._sequences[next(iter(self._sequences))]
        found = []
        content = hash(seen.message.text.split(",", 2)[-1])
        if sequence.raws.setdefault(number, content) != content:
            facts = {"number": number, "missing": ""}
            also = [sequence.messages[number]]
            found.append(
                Evidence.of(seen, also=also, facts=facts, key="repeat",
                            variant="repeat")
            )  # fmt: skip
        sequence.messages[number] = seen.message.id
        if text_at(seen.payload, "eventType") == "Ended":
            self.expect(transaction, seen.at + _QUEUE_US, Evidence.of(seen))
        return found

    def expired(
        self, key: object, evidence: Evidence | None, known: Known
    ) -> Iterable[Evidence]:
        """Look which numbers are missing in a session that is over."""
        sequence = self._sequences.get(str(key))
        if sequence is None or evidence is None:
            return ()
        first, last = min(sequence.messages), max(sequence.messages)
        count = last - first + 1 - len(sequence.messages)
        if count <= 0:
            return ()
        missing: list[str] = []
        for number in range(first, min(last, first + 10_000)):
            if number not in sequence.messages:
                missing.append(str(number))
                if len(missing) == 5:
                    break
        if count > len(missing):
            missing.append(f"{count - len(missing)} more")
        messages = tuple(sorted(sequence.messages.values()))
        facts = {"missing": listed(missing, most=6), "number": ""}
        return [
            Evidence(
                evidence.at, messages[-20:], evidence.evse, evidence.connector,
                facts=facts, is_possible=not known.traffic.is_recorded,
            )
        ]  # fmt: skip


class Flood(Rule):
    """The charger makes more than 120 calls in a minute, or repeats a status 7 times.

    Parts of reports, and what is told after an outage, do not count.
    """

    id = "PRO-11"
    hears = Hears.CHARGER_CALLS
    actions = None

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._minute = 0
        self._calls: Counter[str] = Counter()
        self._statuses: Counter[tuple[int | None, int | None, str]] = Counter()
        self._total = 0

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Count what comes within each minute."""
        message = seen.message
        if message.type not in CALLS:
            return ()
        action = message.action or ""
        if action in _REPORTS:
            return ()
        minute = message.at // MINUTE
        if minute != self._minute:
            self._minute, self._total = minute, 0
            self._calls.clear()
            self._statuses.clear()
        self._total += 1
        self._calls[action] += 1
        limits = known.thresholds
        if self._total == limits.flood_per_s * 60 + 1:
            return self._flood(seen, known)
        if action == _STATUS:
            status = text_at(seen.payload, "status")
            key = (seen.place.evse, seen.place.connector, status)
            self._statuses[key] += 1
            if status and self._statuses[key] == limits.repeats_per_min + 1:
                return self._repeats(seen, status, known)
        return ()

    def _flood(self, seen: Observation, known: Known) -> list[Evidence]:
        if _is_after_outage(seen.at, known):
            return []
        [(most, count)] = self._calls.most_common(1)
        facts = {"total": self._total, "most": most, "number": count}
        return [Evidence(seen.at, (seen.message.id,), facts=facts, variant="flood")]

    def _repeats(self, seen: Observation, status: str, known: Known) -> list[Evidence]:
        if _is_after_outage(seen.at, known):
            return []
        facts = {"status": status, "number": known.thresholds.repeats_per_min}
        key = ("status", status)
        return [Evidence.of(seen, facts=facts, key=key, severity=Severity.MEDIUM)]


def _is_after_outage(at: int, known: Known) -> bool:
    outages = known.traffic.outages
    return bool(outages) and at - outages[-1].ended_at < 5 * MINUTE
