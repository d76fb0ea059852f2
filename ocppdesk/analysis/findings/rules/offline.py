# SPDX-License-Identifier: Apache-2.0
"""What a charger kept while it was offline, and what it lost (handbook, 7.13)."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
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
from ocppdesk.analysis.findings.wording import (
    DAY,
    MINUTE,
    SECOND,
    duration,
    is_time_zone,
)
from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number

_KEPT: Final = frozenset({"StartTransaction", "StopTransaction", "TransactionEvent"})
"""What a charger has to keep and send later (OCPP 1.6, 3.7; 2.0.1, E12)."""
_REPEATS: Final = 3
_UNSET: Final = 2**63 - 1
_AFTER_LINK_US: Final = 2 * MINUTE
_MOST_LATE_US: Final = 60 * DAY
_RETRY_US: Final = 30 * MINUTE  # at most between two attempts (OCPP 1.6, 3.7.1)
_OUTAGE_US: Final = 5 * MINUTE
_REMEMBERED: Final = 500
_MOST_MISSING: Final = 200  # numbers of a transaction that are waited for


def replayed_by(seen: Observation, known: Known) -> int:
    """Return how late a message of a transaction is, in microseconds; 0: it is not.

    A clock that is slow makes all messages late; by so much less they are. Nothing is
    kept for months: that clock was not set.
    """
    message = seen.message
    if message.action not in _KEPT or message.direction is not Direction.IN:
        return 0
    told = charger_time(seen.payload.get("timestamp"))
    if seen.is_answer or told is None:
        return 0
    late, allowed = message.at - told, known.thresholds.replay_s * SECOND
    is_marked = seen.payload.get("offline") is True
    if late <= allowed and not is_marked:
        return 0  # nearly always: how far the clock is off needs not be known
    late += min(known.clock.offset_us or 0, 0)
    if late > _MOST_LATE_US:
        return 0
    if is_marked:
        return max(late, 1)
    return late if late > allowed else 0


class Replay(Rule):
    """Two messages of transactions in a row are older than their arrival by a minute.

    In OCPP 2.x the charger says so itself, with `offline`. A message that is only sent
    again, as it was not answered, does not count.
    """

    id = "OFF-01"
    actions = _KEPT
    hears = Hears.CHARGER_CALLS
    suppressed_by = ("CON-07", "BOOT-04")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._before: tuple[int, int] | None = None
        self._payload: object = None
        self._latest = 0

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for what comes late."""
        is_repeated, self._payload = seen.payload == self._payload, seen.payload
        if is_repeated:
            return ()
        late = replayed_by(seen, known)
        before, self._before = self._before, None
        if not late:
            return ()
        self._before = (seen.message.id, late)
        if before is None and seen.payload.get("offline") is not True:
            return ()
        also = [] if before is None else [before[0]]
        self._latest = max(self._latest, late, 0 if before is None else before[1])
        # Marked as kept, but no later than its time: nothing tells by how much.
        is_told = self._latest > known.thresholds.replay_s * SECOND
        return [
            Evidence.of(
                seen,
                also=also,
                facts={"late": duration(self._latest)},
                variant="" if is_told else "marked",
                # A clock in another zone looks the same.
                is_possible=known.clock.offset_us is None and is_time_zone(late),
                is_of_charger=True,
            )
        ]


class QueueBlocked(Rule):
    """The same message of a transaction comes three times, and no other one between.

    Attempts that are more than half an hour apart are none of one queue.
    The charger sends its oldest one until it is answered properly.
    """

    id = "OFF-02"
    actions = _KEPT
    hears = Hears.CHARGER_CALLS | Hears.CSMS_ANSWERS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._payload: object = None
        self._numbers: list[int] = []
        self._at = 0
        self._answer: tuple[int, str] | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare with the one before."""
        message = seen.message
        if seen.is_answer:
            if self._numbers and message.answer_to == self._numbers[-1]:
                code = message.error_code or "an error"
                how = f"with {code}" if seen.is_error else "without an error"
                self._answer = (message.id, how)
            return ()
        is_later = seen.at - self._at > _RETRY_US
        self._at = seen.at
        if seen.payload != self._payload or is_later:
            self._payload, self._numbers, self._answer = seen.payload, [], None
        self._numbers = [*self._numbers[-20:], message.id]
        if len(self._numbers) < _REPEATS or not seen.payload:
            return ()
        number, how = self._answer or (None, "")
        answered = f" The CSMS answered it {how}." if how else ""
        if not how and known.traffic.answered[Direction.IN]:
            answered = " The CSMS did not answer it."
        facts = {
            "action": message.action,
            "number": len(self._numbers),
            "answered": answered,
        }
        also = [*self._numbers[:-1], number]
        return [Evidence.of(seen, also=also, facts=facts, is_of_charger=True)]


class DataLost(Rule):
    """The start of a transaction was never told, or its numbers leave a hole.

    What is missing has ten minutes to come after the hole. A transaction that began
    before the messages do is no such case.
    """

    id = "OFF-03"
    actions = _KEPT
    hears = Hears.CHARGER_CALLS
    proved_by = Needs.RECORDING

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._sequences: dict[str, int] = {}
        # By transaction: the numbers that are waited for.
        self._missing: dict[str, set[int]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for ends without beginnings, and for holes."""
        if seen.message.action == "StopTransaction":
            return self._stop(seen, known)
        if seen.message.action == "TransactionEvent":
            self._event(seen, known)
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

    def _event(self, seen: Observation, known: Known) -> None:
        id = text_at(seen.payload, "transactionInfo", "transactionId")
        number = whole_at(seen.payload, "seqNo")
        if number is None or not id:
            return
        waited_for = self._missing.get(id)
        if waited_for is not None and number in waited_for:
            waited_for.discard(number)
            if not waited_for:
                del self._missing[id]
                self.met(id)
        last, kind = self._sequences.get(id), text_at(seen.payload, "eventType")
        allowed = known.thresholds.orphan_min * MINUTE
        if kind == "Started":
            self.met((id, "start"))
        elif last is None and known.starts_before(seen.at, within_us=DAY):
            facts = {"id": id}
            evidence = Evidence.of(seen, facts=facts, key="start", variant="no_start")
            self.expect((id, "start"), seen.at + allowed, evidence)
        if kind == "Ended":
            self._sequences.pop(id, None)
        else:
            self._sequences[id] = max(number, last or 0)
            if len(self._sequences) > _REMEMBERED:
                del self._sequences[next(iter(self._sequences))]
        if last is None or number <= last + 1:
            return
        some = set(range(last + 1, min(number, last + 1 + _MOST_MISSING)))
        self._missing.setdefault(id, set()).update(some)
        if len(self._missing) > _REMEMBERED:
            del self._missing[next(iter(self._missing))]
        evidence = Evidence.of(seen, facts={"id": id, "missing": number - last - 1})
        self.expect(id, seen.at + allowed, evidence)

    def expired(
        self, key: Hashable, evidence: Evidence | None, known: Known
    ) -> Iterable[Evidence]:
        """Say how many never came."""
        if evidence is None:
            return ()
        if evidence.variant:
            return [evidence]
        missing = len(self._missing.get(str(key), ()))
        if not 0 < missing < _MOST_MISSING:
            return [evidence]
        return [replace(evidence, facts={**evidence.facts, "missing": missing})]


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
        # 0 or -1 in MeterValues is how some say that there is no transaction.
        is_stop = seen.message.action == "StopTransaction"
        at_all = known.transactions.at(None, seen.place.connector) is not None
        if id <= 0 and not is_stop and not at_all:
            return ()
        return [Evidence.of(seen, key=id, facts={"id": id})]


class StaleStatus(Rule):
    """A charger comes back after some minutes and does not tell its status.

    In OCPP 1.6 it has to tell only what has changed: then a session must have begun or
    ended while it was away.
    """

    id = "OFF-06"
    actions = _KEPT | {"Connected", "Disconnected", "StatusNotification"}
    hears = Hears.CHARGER_CALLS | Hears.LINKS
    needs = Needs.RECORDING
    suppressed_by = ("CON-07", "BOOT-02", "BOOT-05")
    _connection = 0
    _away: tuple[int, int] | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for a status after an outage (OCPP 2.0.1, B04)."""
        message = seen.message
        if message.action in _KEPT:
            self._look_back(seen, known)
        elif message.action == "Connected":
            self._come_back(seen, known)
        elif (
            message.action == "StatusNotification"
            or message.connection == self._connection
        ):
            # The end of an older connection, whose place this one took, is none of it.
            self._away = None
            self.met("status")
        return ()

    def _come_back(self, seen: Observation, known: Known) -> None:
        outages = known.traffic.outages
        if not outages or outages[-1].ended_at != seen.at or not known.connectors:
            return
        self._connection, self._away = seen.message.connection, None
        told = whole_number(known.variable("OCPPCommCtrlr", "OfflineThreshold"))
        allowed = _OUTAGE_US if told is None else told * SECOND
        away = seen.at - outages[-1].began_at
        if away < allowed:
            return
        if known.is_2x:
            facts = {"away": duration(away)}
            evidence = Evidence.of(seen, facts=facts, is_possible=told is None)
            self.expect("status", seen.at + _AFTER_LINK_US, evidence)
        else:
            self._away = (seen.at, away)

    def _look_back(self, seen: Observation, known: Known) -> None:
        """Look whether a session of OCPP 1.6 began or ended during the outage."""
        if self._away is None or self.waits("status"):
            return
        back_at, away = self._away
        late = replayed_by(seen, known)
        if not late or not back_at - away <= seen.at - late <= back_at:
            return
        evidence = Evidence.of(
            seen,
            also=[known.traffic.opened_by.get(self._connection)],
            facts={"away": duration(away)},
            is_of_charger=True,
        )
        self.expect("status", seen.at + _AFTER_LINK_US, evidence)
