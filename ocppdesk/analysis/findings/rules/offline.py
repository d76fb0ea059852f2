# SPDX-License-Identifier: Apache-2.0
"""What a charger kept while it was offline, and what it lost (handbook, 7.13)."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import (
    part_at,
    text_at,
    told_status,
    told_transaction,
    whole_at,
)
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import DAY, MINUTE, SECOND, duration
from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction

_KEPT: Final = frozenset({"StartTransaction", "StopTransaction", "TransactionEvent"})
"""What a charger has to keep and send later (OCPP 1.6, 3.7; 2.0.1, E12)."""
_REPEATS: Final = 3
_UNSET: Final = 2**63 - 1
_AFTER_LINK_US: Final = 2 * MINUTE
_OUTAGE_US: Final = 5 * MINUTE
_REMEMBERED: Final = 500


def replayed_by(seen: Observation, known: Known) -> int:
    """Return how late a message of a transaction is, in microseconds; 0: it is not.

    A clock that is slow makes all messages late; by so much less they are.
    """
    message = seen.message
    if message.action not in _KEPT or message.direction is not Direction.IN:
        return 0
    told = charger_time(seen.payload.get("timestamp"))
    if seen.is_answer or told is None:
        return 0
    late = message.at - told + min(known.clock.offset_us or 0, 0)
    if seen.payload.get("offline") is True:
        return max(late, 1)
    return late if late > known.thresholds.replay_s * SECOND else 0


class Replay(Rule):
    """Two messages of transactions in a row are older than their arrival by a minute.

    In OCPP 2.x the charger says so itself, with `offline`.
    """

    id = "OFF-01"
    actions = _KEPT
    hears = Hears.CHARGER_CALLS
    suppressed_by = ("CON-07",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._before: tuple[int, int] | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for what comes late."""
        late = replayed_by(seen, known)
        before, self._before = self._before, None
        if not late:
            return ()
        self._before = (seen.message.id, late)
        if before is None and seen.payload.get("offline") is not True:
            return ()
        also = [] if before is None else [before[0]]
        late = max(late, 0 if before is None else before[1])
        return [Evidence.of(seen, also=also, facts={"late": duration(late)})]


class QueueBlocked(Rule):
    """The same message of a transaction comes three times, and no other one between.

    The charger sends its oldest one until it is answered properly.
    """

    id = "OFF-02"
    actions = _KEPT
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._payload: object = None
        self._numbers: list[int] = []

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare with the one before."""
        if seen.payload != self._payload:
            self._payload, self._numbers = seen.payload, []
        self._numbers = [*self._numbers[-20:], seen.message.id]
        if len(self._numbers) < _REPEATS or not seen.payload:
            return ()
        facts = {"action": seen.message.action, "number": len(self._numbers)}
        return [Evidence.of(seen, also=self._numbers[:-1], facts=facts)]


class DataLost(Rule):
    """A transaction ends whose start was never told, or its numbers leave a hole.

    A transaction that began before the messages do is no such case.
    """

    id = "OFF-03"
    actions = _KEPT
    hears = Hears.CHARGER_CALLS
    proved_by = Needs.RECORDING

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._sequences: dict[str, int] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for ends without beginnings, and for holes."""
        if seen.message.action == "StopTransaction":
            return self._stop(seen, known)
        if seen.message.action == "TransactionEvent":
            return self._event(seen)
        return ()

    def _stop(self, seen: Observation, known: Known) -> Iterable[Evidence]:
        id = whole_at(seen.payload, "transactionId")
        if known.transactions.unknown_stop != seen.message.id:
            return ()
        if id is None or id <= 0:  # OFF-05 tells of those
            return ()
        if not known.starts_before(seen.at, within_us=DAY):
            return ()  # it may have begun before; STOP-09 tells of it
        return [Evidence.of(seen, key="start", facts={"id": id}, variant="start")]

    def _event(self, seen: Observation) -> Iterable[Evidence]:
        id = text_at(seen.payload, "transactionInfo", "transactionId")
        number = whole_at(seen.payload, "seqNo")
        if number is None or not id:
            return ()
        last = self._sequences.get(id)
        if text_at(seen.payload, "eventType") == "Ended":
            self._sequences.pop(id, None)
        else:
            self._sequences[id] = max(number, last or 0)
            if len(self._sequences) > _REMEMBERED:
                del self._sequences[next(iter(self._sequences))]
        if last is None or number <= last + 1:
            return ()
        facts = {"id": id, "missing": number - last - 1}
        return [Evidence.of(seen, facts=facts)]


class RefusedAfterwards(Rule):
    """A start that is told late is not accepted: the energy was delivered already."""

    id = "OFF-04"
    actions = _KEPT
    hears = Hears.CSMS_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the answers to starts that come late (OCPP 2.0.1, C15)."""
        call = seen.call
        if call is None:
            return ()
        if call.message.action == "TransactionEvent":
            if text_at(call.payload, "eventType") != "Started":
                return ()
        elif call.message.action != "StartTransaction":
            return ()
        late, status = replayed_by(call, known), told_status(seen)
        if not late or status in ("", "Accepted"):
            return ()
        tag = text_at(call.payload, "idTag") or text_at(
            part_at(call.payload, "idToken"), "idToken"
        )
        facts = {"late": duration(late), "status": status, "tag": tag or "the card"}
        return [Evidence.of(seen, also=[call.message.id], facts=facts, key=tag)]


class TemporaryId(Rule):
    """MeterValues or StopTransaction name a transaction 0, -1 or another such number.

    The charger did not know the number when it made the message; a number of 64 bits
    full of ones was never set at all.
    """

    id = "OFF-05"
    actions = frozenset({"MeterValues", "StopTransaction"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the numbers (OCPP 1.6 errata, 3.18)."""
        id = told_transaction(seen)
        if id is None or 0 < id < _UNSET:
            return ()
        # 0 in MeterValues without a transaction is how some say that there is none.
        is_stop = seen.message.action == "StopTransaction"
        at_all = known.transactions.at(None, seen.place.connector) is not None
        if id == 0 and not is_stop and not at_all:
            return ()
        return [Evidence.of(seen, key=id, facts={"id": id})]


class StaleStatus(Rule):
    """A charger comes back after some minutes and does not tell its status.

    In OCPP 1.6 it has to tell only what has changed.
    """

    id = "OFF-06"
    actions = frozenset({"Connected", "Disconnected", "StatusNotification"})
    hears = Hears.CHARGER_CALLS | Hears.LINKS
    needs = Needs.RECORDING
    suppressed_by = ("CON-07", "BOOT-02")

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for a status after an outage (OCPP 2.0.1, B04)."""
        if seen.message.action != "Connected":
            self.met("status")
            return ()
        outages = known.traffic.outages
        if not outages or outages[-1].ended_at != seen.at or not known.connectors:
            return ()
        away = seen.at - outages[-1].began_at
        if away < self._allowed(known):
            return ()
        evidence = Evidence.of(seen, facts={"away": duration(away)})
        self.expect("status", seen.at + _AFTER_LINK_US, evidence)
        return ()

    def _allowed(self, known: Known) -> int:
        told = known.variable("OCPPCommCtrlr", "OfflineThreshold")
        is_number = told is not None and told.isdecimal()
        return int(told or 0) * SECOND if is_number else _OUTAGE_US
