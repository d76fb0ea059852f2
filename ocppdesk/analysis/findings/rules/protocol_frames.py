# SPDX-License-Identifier: Apache-2.0
"""Single frames and their payloads (protocol handbook, 7.10)."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import MINUTE
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.frames import CALLS, MessageType, Problem
from ocppdesk.core.messages import Direction, Violation
from ocppdesk.core.remarks import FROM_CHARGER_ONLY, FROM_CSMS_ONLY, ID_IN_USE

_WRONG_WAY: Final = {
    FROM_CHARGER_ONLY: "only the charger may send it",
    FROM_CSMS_ONLY: "only the CSMS may send it",
}
_BOOT: Final = "BootNotification"
_TRIGGERED_US: Final = 2 * MINUTE
_MOST_KEPT: Final = 500


class SchemaViolation(Rule):
    """A payload is not as the schema of its action has it, or goes the wrong way."""

    id = "PRO-06"
    actions = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at what was noticed when the message was recorded."""
        violations = seen.message.violations
        if not violations:
            return ()
        message, found = seen.message, []
        who = "charger" if message.direction is Direction.IN else "CSMS"
        action = message.action or "an unknown action"
        for each in violations:
            why = _WRONG_WAY.get(each.text)
            if why is not None:
                facts = {"who": who, "action": action, "why": why}
                found.append(
                    Evidence.of(
                        seen, facts=facts, key=("way", who, action),
                        variant="wrong_way", severity=Severity.MEDIUM,
                        is_of_charger=True,
                    )
                )  # fmt: skip
        fields = [each for each in violations if _is_of_schema(each)]
        if fields:
            part = "answer to" if seen.is_answer else "call"
            facts = {
                "who": who,
                "part": part,
                "action": action,
                "fields": "; ".join(map(_told, fields[:3])),
            }
            key = (who, action, part)
            found.append(Evidence.of(seen, facts=facts, key=key, is_of_charger=True))
        return found


def _is_of_schema(violation: Violation) -> bool:
    """Tell what breaks the schema from remarks about the frame, which are sentences."""
    return bool(violation.path) or not violation.text.endswith(".")


def _told(violation: Violation) -> str:
    where = f"{violation.path}: " if violation.path else ""
    return f"{where}{violation.text}"


class BrokenFrame(Rule):
    """What the charger sends is no JSON, or no frame of OCPP-J.

    What was cut off or had to be repaired counts only where it was recorded here: a
    log of others may have done it.
    """

    id = "PRO-07"
    actions = None
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_ANSWERS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._mended: list[Observation] = []

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at what could not be read."""
        message = seen.message
        problem = message.problem
        if problem is None:
            return ()
        if problem is Problem.MALFORMED:
            return [_unreadable(seen)]
        is_mended = problem in (Problem.TRUNCATED, Problem.REPAIRED)
        if is_mended and len(self._mended) < _MOST_KEPT:
            self._mended.append(seen)
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell of frames that were cut off, or could be read in spite of something."""
        if not known.traffic.is_recorded:
            return
        for seen in self._mended:
            yield _unreadable(seen)


def _unreadable(seen: Observation) -> Evidence:
    message = seen.message
    remarks = (v.text for v in message.violations if not v.path)
    # What is said of its id is no reason why it cannot be read.
    why = next((text for text in remarks if text != ID_IN_USE), "It cannot be read.")
    is_repaired = message.problem is Problem.REPAIRED
    of = f" of {message.action}" if message.action else ""
    return Evidence.of(
        seen,
        facts={"why": why, "of": of},
        key=("repaired", why) if is_repaired else message.action,
        variant="repaired" if is_repaired else "",
        severity=Severity.LOW if is_repaired else None,
        is_of_charger=True,
    )


class TrafficBeforeAcceptance(Rule):
    """After a BootNotification, the charger makes other calls before it is accepted.

    What the CSMS asked for by TriggerMessage is allowed (OCPP 2.0.1, B02.FR.02).
    """

    id = "PRO-09"
    actions = None
    hears = Hears.CHARGER_CALLS
    needs = Needs.ANSWERS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at calls between a boot and its acceptance."""
        boot, message = known.boots.last, seen.message
        if boot is None or boot.status == "Accepted" or boot.is_triggered:
            return ()
        if message.action == _BOOT or message.type not in CALLS:
            return ()
        asked = known.commands.lately(
            "TriggerMessage", "ExtendedTriggerMessage", at=seen.at,
            within_us=_TRIGGERED_US,
        )  # fmt: skip
        if boot.connection != message.connection or asked:
            return ()
        facts = {
            "action": message.action or "another call",
            "status": boot.status or "no answer yet",
        }
        also = [boot.message]
        return [Evidence.of(seen, also=also, facts=facts, is_of_charger=True)]


class IdReuse(Rule):
    """A message id is used twice on one connection, for different calls."""

    id = "PRO-12"
    hears = Hears.CHARGER_CALLS
    actions = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at what was noticed when the message was recorded."""
        message = seen.message
        if message.type is not MessageType.CALL or not message.violations:
            return ()
        if not any(each.text == ID_IN_USE for each in message.violations):
            return ()
        facts = {"id": message.message_id or ""}
        return [Evidence.of(seen, facts=facts, is_of_charger=True)]
