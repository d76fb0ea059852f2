# SPDX-License-Identifier: Apache-2.0
"""Calls and their answers (protocol handbook, 7.10)."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity, Verdict
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration, listed
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction
from ocppdesk.core.places import ALWAYS_ANSWERED

_OPTIONAL: Final = ("NotImplemented", "NotSupported")
_OF_LIMITS: Final = ("SetChargingProfile", "GetCompositeSchedule")
_LATE_US: Final = 5 * MINUTE  # until then a late answer may come
_MOST_WAITING: Final = 1_000
_MOST_TRIGGERS: Final = 100
_SEVERAL: Final = 3  # actions without an answer: then it is not the action
_UNREADABLE: Final = (Problem.MALFORMED, Problem.TRUNCATED)
_UNKNOWN: Final = ("Rejected", "UnknownMessageId", "UnknownVendorId")
_ODD_ANSWERS: Final = (Problem.ORPHAN, Problem.LATE, Problem.DUPLICATE)


class ChargerDoesNotAnswer(Rule):
    """A command gets no answer within 30 s, and none within 5 minutes either."""

    id = "PRO-01"
    actions = None
    hears = Hears.CSMS_CALLS | Hears.CHARGER_ANSWERS | Hears.LINKS
    needs = Needs.ANSWERS
    proved_by = Needs.RECORDING
    suppressed_by = ("BOOT-04", "CON-07")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._waiting: dict[int, Observation] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the answers to our calls."""
        message = seen.message
        if message.direction is Direction.OUT:
            if message.type is MessageType.CALL:
                self._waiting[message.id] = seen
                if len(self._waiting) > _MOST_WAITING:
                    del self._waiting[next(iter(self._waiting))]
                self.expect(message.id, seen.at + _LATE_US)
        elif message.answer_to is not None:
            if self._waiting.pop(message.answer_to, None) is not None:
                self.met(message.answer_to)
        elif message.action == "Disconnected":
            return self._gone(message.connection, seen.at, known)
        return ()

    def expired(
        self, key: object, evidence: Evidence | None, known: Known
    ) -> Iterable[Evidence]:
        """Say which call it was."""
        seen = self._waiting.get(key)  # type: ignore[call-overload]
        if seen is not None:
            yield self._missing(seen, known)

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell of calls that are overdue and may still be answered."""
        patience = known.thresholds.patience_s * SECOND
        for seen in self._waiting.values():
            if patience < now - seen.at < _LATE_US:
                yield self._missing(seen, known, is_possible=True)

    def _gone(self, connection: int, at: int, known: Known) -> list[Evidence]:
        """Judge calls over a connection that ended; nothing can come any more."""
        patience = known.thresholds.patience_s * SECOND
        found = []
        for number, seen in list(self._waiting.items()):
            if seen.message.connection == connection:
                del self._waiting[number]
                if self.met(number) and at - seen.at > patience:
                    found.append(self._missing(seen, known))
        return found

    def _missing(
        self, seen: Observation, known: Known, *, is_possible: bool = False
    ) -> Evidence:
        waiting = [
            each.message.action or ""
            for each in self._waiting.values()
            if each.at <= seen.at
        ]
        actions = [*waiting, seen.message.action or "an unknown call"]
        return Evidence(
            seen.at,
            (seen.message.id,),
            facts={"actions": listed(actions)},
            variant="several" if len(set(actions)) >= _SEVERAL else "",
            is_possible=is_possible,
        )


class CsmsDoesNotAnswer(Rule):
    """A call of the charger gets no answer within 30 s."""

    id = "PRO-02"
    actions = None
    hears = Hears.CHARGER_CALLS | Hears.CSMS_ANSWERS
    needs = Needs.ANSWERS
    proved_by = Needs.RECORDING

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._waiting: dict[int, Observation] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the answers to the charger's calls."""
        message = seen.message
        if message.direction is Direction.IN:
            if message.type is MessageType.CALL and message.problem not in _UNREADABLE:
                self._waiting[message.id] = seen
                if len(self._waiting) > _MOST_WAITING:
                    del self._waiting[next(iter(self._waiting))]
                patience = known.thresholds.patience_s * SECOND
                self.expect(message.id, message.at + patience)
        elif message.answer_to is not None:
            self._waiting.pop(message.answer_to, None)
            self.met(message.answer_to)
        return ()

    def expired(
        self, key: object, evidence: Evidence | None, known: Known
    ) -> Iterable[Evidence]:
        """Say nothing if the charger left before an answer could come."""
        seen = self._waiting.get(key)  # type: ignore[call-overload]
        if seen is None:
            return ()
        traffic = known.traffic
        has_left = traffic.since is not None and traffic.since > seen.at
        if has_left or traffic.is_connected is False:
            return ()
        facts = {
            "action": seen.message.action or "an unknown call",
            "patience": duration(known.thresholds.patience_s * SECOND),
        }
        # One finding for all connectors: it is not their matter.
        return [Evidence(seen.at, (seen.message.id,), facts=facts)]


class CsmsAnswersWithError(Rule):
    """The CSMS answers a call of the charger with an error."""

    id = "PRO-02"
    hears = Hears.CSMS_ERRORS
    actions = None
    proved_by = Needs.RECORDING

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the errors of the CSMS."""
        message = seen.message
        if message.answer_to is None:
            return []
        code, action = message.error_code or "no code", message.action or "a call"
        if code == "SecurityError" and known.boots.status != "Accepted":
            return []  # as OCPP has it for a charger that is not accepted
        if action == "BootNotification":
            return []  # BOOT-03
        severity = Severity.HIGH if action in ALWAYS_ANSWERED else Severity.MEDIUM
        why = ""
        if seen.call is not None and seen.call.message.problem is not None:
            severity = Severity.LOW if severity is Severity.MEDIUM else Severity.MEDIUM
            why = f" The call itself is {seen.call.message.problem.value}."
        if code in _OPTIONAL and action not in ALWAYS_ANSWERED:
            severity = Severity.LOW
        facts = {"action": action, "code": code, "why": why}
        return [
            Evidence.of(
                seen, also=[message.answer_to], facts=facts, key=("error", action),
                variant="error", severity=severity, is_of_charger=True,
            )
        ]  # fmt: skip


class UnknownToCsms(Rule):
    """The CSMS does not know a DataTransfer of the charger."""

    id = "PRO-02"
    hears = Hears.CSMS_RESULTS
    actions = frozenset({"DataTransfer"})
    proved_by = Needs.RECORDING

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the status (OCPP 1.6, 4.3; 2.0.1, P01)."""
        status = text_at(seen.payload, "status")
        if status not in _UNKNOWN or seen.call is None:
            return ()
        vendor = text_at(seen.call.payload, "vendorId") or "no vendor"
        name = text_at(seen.call.payload, "messageId")
        facts = {"status": status, "what": f"{vendor} {name}".strip()}
        return [
            Evidence.of(
                seen, also=[seen.message.answer_to], facts=facts,
                key=("vendor", vendor, name), variant="vendor", severity=Severity.LOW,
            )
        ]  # fmt: skip


class UnknownToCharger(UnknownToCsms):
    """The charger does not know a DataTransfer of the CSMS."""

    id = "PRO-03"
    hears = Hears.CHARGER_RESULTS
    proved_by = Needs.NOTHING


class ErrorFromCharger(Rule):
    """The charger answers a command with a CALLERROR.

    What is refused about limits is told by SC-03 and SC-09.
    """

    id = "PRO-03"
    hears = Hears.CHARGER_ERRORS
    actions = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the answers of the charger."""
        message = seen.message
        if message.answer_to is None or message.action is None:
            return ()  # PRO-04
        if message.action in _OF_LIMITS:
            return ()
        action, code = message.action, message.error_code or "none"
        remarks = [each.text for each in message.violations if not each.path]
        facts = {
            "action": action,
            "code": code,
            "remarks": f" {' '.join(remarks)}" if remarks else "",
        }
        is_optional = code in _OPTIONAL
        return [
            Evidence.of(
                seen,
                also=[message.answer_to],
                facts=facts,
                key=(action, is_optional),
                is_of_charger=True,
                variant="optional" if is_optional else "",
                severity=Severity.LOW if is_optional else None,
                verdicts=(Verdict.NORMAL,) if is_optional else (),
            )
        ]


class TriggerRefused(Rule):
    """The charger refuses each time to send a message that it is asked for.

    NotImplemented says at once that it cannot, Rejected only that it cannot now.
    """

    id = "PRO-03"
    actions = frozenset({"TriggerMessage", "ExtendedTriggerMessage"})
    hears = Hears.CHARGER_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By what is asked for: the answers that refused it, without one that did not.
        self._refused: dict[str, list[int]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the answers (OCPP 1.6, 5.17; 2.0.1, F06)."""
        if seen.call is None:
            return ()
        status = text_at(seen.payload, "status")
        wanted = text_at(seen.call.payload, "requestedMessage") or "a message"
        if status not in ("Rejected", "NotImplemented"):
            self._refused.pop(wanted, None)
            return ()
        if wanted not in self._refused and len(self._refused) >= _MOST_TRIGGERS:
            return ()
        numbers = self._refused.setdefault(wanted, [])
        numbers += [seen.call.message.id, seen.message.id]
        del numbers[:-20]
        if status == "Rejected" and len(numbers) < 4:
            return ()
        facts = {"wanted": wanted, "status": status}
        return [
            Evidence.of(
                seen, also=numbers[:-1], facts=facts, key=("trigger", wanted),
                variant="trigger", is_of_charger=True,
            )
        ]  # fmt: skip


class UnmatchedAnswer(Rule):
    """An answer belongs to no call, came too late, or came twice.

    At the beginning of what was recorded the call may simply be missing.
    """

    id = "PRO-04"
    hears = Hears.ANSWERS
    actions = None
    needs = Needs.ANSWERS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at what was noticed when the answer was recorded."""
        message = seen.message
        problem = message.problem
        if problem is None or problem not in _ODD_ANSWERS:
            return ()
        note = ""
        if problem is Problem.ORPHAN:
            within = known.thresholds.patience_s * SECOND
            note = known.start_note(seen.at, within_us=within)
        who = "charger" if message.direction is Direction.IN else "CSMS"
        latency = message.latency_ms
        facts = {
            "who": who,
            "id": message.message_id or "(none)",
            "late": "" if latency is None else duration(latency * 1000),
        }
        return [
            Evidence.of(
                seen, also=[message.answer_to], facts=facts, key=(problem, who),
                variant=problem.value, note=note, is_possible=bool(note),
            )
        ]  # fmt: skip


class TwoRequests(Rule):
    """A second call goes out before the first one of the same side is answered.

    The order of messages in a log of others proves nothing; so this is told only of
    what was recorded here.
    """

    id = "PRO-05"
    actions = None
    needs = Needs.RECORDING

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By direction: the call that waits.
        self._open: list[Observation | None] = [None, None]

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare with the call that waits (OCPP-J 1.6, 4.1.1)."""
        message, direction = seen.message, seen.message.direction
        if direction is Direction.LINK:
            return ()
        if message.type is not MessageType.CALL:
            if message.answer_to is not None:
                side = 1 - direction
                waiting = self._open[side]
                if waiting is not None and waiting.message.id == message.answer_to:
                    self._open[side] = None
            return ()
        waiting = self._open[direction]
        self._open[direction] = seen
        if waiting is None or waiting.message.connection != message.connection:
            return ()
        if seen.at - waiting.at > known.thresholds.patience_s * SECOND:
            return ()  # it was given up
        who = "charger" if direction is Direction.IN else "CSMS"
        facts = {
            "who": who,
            "first": waiting.message.action or "an unknown call",
            "second": message.action or "an unknown call",
        }
        also = [waiting.message.id]
        return [Evidence.of(seen, also=also, facts=facts, key=who, is_of_charger=True)]
