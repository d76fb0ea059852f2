# SPDX-License-Identifier: Apache-2.0
"""Sessions that do not start (protocol handbook, 7.4)."""

from collections.abc import Iterable
from typing import ClassVar, Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import Family
from ocppdesk.analysis.findings.knowing.connectors import ConnectorState
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.outcomes import Step
from ocppdesk.analysis.sessions.story import Outcome, Story
from ocppdesk.core.messages import Direction

_REMOTE: Final = frozenset({"RemoteStartTransaction", "RequestStartTransaction"})
_STARTS: Final = frozenset({"StartTransaction", "TransactionEvent"})
_STATUS: Final = "StatusNotification"
_GRACE: Final = 30 * SECOND
_DC_US: Final = 2 * MINUTE
_CAUSES: Final = {
    "faulted": "The connector is Faulted.",
    "unavailable": "The connector is out of service.",
    "reserved": "The connector is reserved.",
    "finishing": "The last session's plug is still in.",
    "charging": "A session is running.",
    "suspendedev": "A session is running.",
    "suspendedevse": "A session is running.",
}


def answered(seen: Observation, actions: frozenset[str]) -> str:
    """Return the status that a charger answers to some commands; else nothing."""
    if seen.call is None or seen.message.action not in actions:
        return ""
    if seen.message.direction is not Direction.IN:
        return ""
    return text_at(seen.payload, "status")


def place_of(seen: Observation, known: Known) -> ConnectorState | None:
    """Return the connector that a command is about; the only one, if it names none."""
    call = seen.call or seen
    place = call.place
    if place.evse or place.connector:
        return known.connectors.at(place.evse, place.connector)
    usable = [state for state in known.connectors if state.connector or state.evse]
    return usable[0] if len(usable) == 1 else None


class RemoteStartRejected(Rule):
    """The charger rejects a remote start."""

    id = "START-01"
    actions = _REMOTE
    hears = Hears.CHARGER_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for what speaks for a cause (OCPP 1.6, 5.11; 2.0.1, F01)."""
        if answered(seen, _REMOTE) != "Rejected" or seen.call is None:
            return ()
        state, causes = place_of(seen, known), []
        if state is not None and state.status.lower() in _CAUSES:
            causes.append(_CAUSES[state.status.lower()])
        if known.boots.status not in ("", "Accepted"):
            causes.append("The CSMS has not accepted the charger.")
        payload = seen.call.payload
        if not known.is_2x and not payload.get("connectorId"):
            causes.append("The command names no connector.")
        if "chargingProfile" in payload:
            causes.append("The command brings a charging profile.")
        reason = text_at(seen.payload, "statusInfo", "reasonCode")
        if reason:
            causes.append(f"The charger says {reason}.")
        also = [seen.call.message.id]
        if state is not None:
            also = [state.message, *also]
        facts = {"causes": " ".join(causes) or "Nothing in these messages tells why."}
        return [Evidence.of(seen, also=also, facts=facts)]


class RemoteStartWithoutSession(Rule):
    """A remote start is accepted, and no session starts in the time to plug in."""

    id = "START-02"
    actions = _REMOTE | _STARTS | {_STATUS}
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS
    needs = Needs.ANSWERS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._statuses: list[str] = []

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the session."""
        action = seen.message.action
        if action in _STARTS:
            self.met("session")
            return ()
        if action == _STATUS:
            if len(self._statuses) < 50:
                status = text_at(seen.payload, "status")
                self._statuses.append(
                    status or text_at(seen.payload, "connectorStatus")
                )
            return ()
        if answered(seen, _REMOTE) != "Accepted" or seen.call is None:
            return ()
        self._statuses.clear()
        state = place_of(seen, known)
        if state is not None:
            self._statuses.append(state.status)
        allowed = known.connection_timeout_us + _GRACE
        tag = text_at(seen.call.payload, "idTag") or text_at(
            seen.call.payload, "idToken", "idToken"
        )
        facts = {"allowed": duration(allowed), "tag": tag or "no card"}
        evidence = Evidence.of(seen, also=[seen.call.message.id], facts=facts)
        self.expect("session", seen.at + allowed, evidence)
        return ()

    def expired(
        self, key: object, evidence: Evidence | None, known: Known
    ) -> Iterable[Evidence]:
        """Say which step did not happen."""
        if evidence is None:
            return ()
        was_plugged = any(s in ("Preparing", "Occupied") for s in self._statuses)
        step = (
            "A car was plugged in, so the card or the start itself is what failed."
            if was_plugged
            else "No car was plugged in as far as the charger says."
        )
        facts = {**evidence.facts, "step": step}
        return [
            Evidence(
                evidence.at, evidence.messages, evidence.evse, evidence.connector, facts
            )
        ]


class PreparingTimesOut(Rule):
    """A connector goes from Preparing to free after the charger's time-out."""

    id = "START-03"
    actions = frozenset({_STATUS})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare how long it was Preparing with the time-out (OCPP 1.6, 4.9)."""
        state = known.connectors.at(seen.place.evse, seen.place.connector)
        if state is None or state.message != seen.message.id or state.previous is None:
            return ()
        before = state.previous
        if before.status != "Preparing" or state.status not in (
            "Available", "Finishing"
        ):  # fmt: skip
            return ()
        lasted, allowed = state.since - before.since, known.connection_timeout_us
        if not 0.8 * allowed <= lasted <= 1.2 * allowed:
            return ()
        if any(one.at >= before.since for one in known.transactions.ended):
            return ()
        if known.transactions.at(seen.place.evse, seen.place.connector) is not None:
            return ()
        facts = {"lasted": duration(lasted), "status": state.status}
        return [Evidence.of(seen, also=[before.since_message], facts=facts)]


class _WithoutEnergy(Rule):
    """Speaks of sessions without energy that lack a certain step."""

    step: ClassVar[Step]

    def of_story(self, story: Story, known: Known) -> Iterable[Evidence]:
        """Judge a story."""
        is_without = story.outcome is Outcome.COMPLETED_NO_ENERGY
        if not is_without or story.missing_step != self.step:
            return ()
        told = tuple(line.message for line in story.lines if line.is_problem)
        numbers = tuple(sorted({number for number in told if number is not None}))
        if not numbers:
            numbers = tuple(line.message for line in story.lines if line.message)[-3:]
        facts = {"summary": story.summary}
        at = story.ended_at or story.began_at
        return [
            Evidence(at, numbers, story.evse, story.connector, facts, key=story.number)
        ]


class CarNeverDraws(_WithoutEnergy):
    """A session brings no energy: power was offered, and the car took none."""

    id = "START-04"
    step = Step.FLOW


class PowerWithheld(_WithoutEnergy):
    """A session brings no energy: the charger did not offer power."""

    id = "START-05"
    step = Step.OFFER


class _RefusedInState(Rule):
    """Speaks when a card or a remote start meets a connector in a certain state."""

    state = ""
    actions = _REMOTE | {"Authorize"}
    hears = Hears.CSMS_RESULTS | Hears.CHARGER_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the connector when a start is refused, or a card shown."""
        is_card = seen.message.action == "Authorize"
        if not is_card and answered(seen, _REMOTE) != "Rejected":
            return ()
        state = place_of(seen, known)
        if state is None or state.status != self.state or seen.call is None:
            return ()
        lasted = duration(seen.at - state.since)
        also = [state.since_message, seen.call.message.id]
        return [Evidence.of(seen, also=also, facts={"lasted": lasted})]


class ConnectorUnavailable(_RefusedInState):
    """A card or remote start meets a connector that is out of service."""

    id = "START-06"
    state = "Unavailable"


class ReservedForOthers(_RefusedInState):
    """A card or remote start meets a connector that is reserved."""

    id = "START-07"
    state = "Reserved"


class OldSessionNotCleared(_RefusedInState):
    """A card or remote start meets a connector on which the last plug is still in."""

    id = "START-08"
    state = "Finishing"


class StartOnFault(_RefusedInState):
    """A card or remote start meets a connector that is faulted.

    Soon after the fault came, the findings of the fault itself say more.
    """

    id = "START-09"
    state = "Faulted"
    suppressed_by = ("FLT-",)


class StartRepeated(Rule):
    """The charger sends the same StartTransaction again.

    One more after a connection was lost is a retry as it should be.
    """

    id = "START-10"
    actions = frozenset({"StartTransaction"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for an earlier one (OCPP 1.6, 6.45; errata 3.18)."""
        for running in (*known.transactions, *known.transactions.ended):
            starts = running.starts
            if len(starts) < 2 or starts[-1] != seen.message.id:
                continue
            facts = {"number": len(starts), "tag": running.id_tag}
            return [Evidence.of(seen, also=starts[:-1], facts=facts, key=starts[0])]
        return ()


class NumberNotLearned(Rule):
    """After the start was answered, the charger names another transaction, or none."""

    id = "START-11"
    actions = frozenset({"MeterValues", "StopTransaction"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare the number with that of the session on the connector."""
        if "transactionId" not in seen.payload:
            return ()
        told = seen.payload["transactionId"]
        running = known.transactions.at(None, seen.message.connector)
        if running is None or running.id is None or not running.is_started:
            return ()
        if str(told) == str(running.id) or known.transactions.find(
            seen.place.transaction_id
        ):
            return ()
        if any(str(one.id) == str(told) for one in known.transactions.ended):
            return ()
        facts = {"told": "none" if told is None else told, "right": running.id}
        also = [running.message]
        return [Evidence.of(seen, also=also, facts=facts)]


class ChargingWithoutTransaction(Rule):
    """A connector is Charging for two minutes, and no session was started on it.

    Where the messages begin shortly before, it may have started before them.
    """

    id = "START-12"
    actions = _STARTS | {_STATUS, "Disconnected"}
    hears = Hears.CHARGER_CALLS | Hears.LINKS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the start that belongs to it."""
        action, place = seen.message.action, seen.place
        if known.is_2x:
            return ()
        if action == "Disconnected":
            for state in known.connectors:
                self.met(state.connector)
            return ()
        if action != _STATUS:
            self.met(place.connector)
            return ()
        if text_at(seen.payload, "status") != "Charging":
            self.met(place.connector)
        elif self._is_odd(seen, known) and not self.waits(place.connector):
            allowed = seen.at + 2 * MINUTE
            self.expect(place.connector, allowed, Evidence.of(seen))
        return ()

    def _is_odd(self, seen: Observation, known: Known) -> bool:
        is_known = known.starts_before(seen.at, within_us=5 * MINUTE)
        return is_known and known.transactions.at(None, seen.place.connector) is None


class TimedOutWaiting(Rule):
    """A session of OCPP 2.x ends as no car was connected in time."""

    id = "START-13"
    actions = frozenset({"TransactionEvent"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at trigger and reason (OCPP 2.0.1, E03.FR.05)."""
        reason = text_at(seen.payload, "transactionInfo", "stoppedReason")
        trigger = text_at(seen.payload, "triggerReason")
        if trigger != "EVConnectTimeout" and reason != "Timeout":
            return ()
        return [Evidence.of(seen)]


class HandshakeFails(Rule):
    """Within two minutes of plugging in, charger and car fail to agree on anything.

    At DC chargers that is the handshake, the insulation test or the pre-charge.
    """

    id = "START-14"
    actions = frozenset({_STATUS, "NotifyEvent"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for errors of communication shortly after the plug."""
        found = []
        for sign in known.signs:
            if sign.family is not Family.VEHICLE or sign.is_over:
                continue
            state = known.connectors.at(sign.evse, sign.connector)
            if state is None:
                continue
            is_new = state.message == seen.message.id
            before = state.previous if is_new else state
            if before is None or before.status not in ("Preparing", "Occupied"):
                continue
            if is_new and state.status not in ("Faulted", "Finishing"):
                continue
            if seen.at - before.since <= _DC_US:
                after = duration(seen.at - before.since)
                facts = {"error": sign.text, "after": after}
                also = [before.since_message]
                found.append(Evidence.of(seen, also=also, facts=facts))
        return found
