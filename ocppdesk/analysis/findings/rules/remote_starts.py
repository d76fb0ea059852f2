# SPDX-License-Identifier: Apache-2.0
"""Remote starts that come to nothing (protocol handbook, 7.4)."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import Family
from ocppdesk.analysis.findings.knowing.connectors import ConnectorState
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import status_of, text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction

REMOTE: Final = frozenset({"RemoteStartTransaction", "RequestStartTransaction"})
STARTS: Final = frozenset({"StartTransaction", "TransactionEvent"})
_STATUS: Final = "StatusNotification"
_GRACE: Final = 30 * SECOND
_MOST_TRIES: Final = 100
_PLUGGED: Final = ("Preparing", "Occupied")
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
    actions = REMOTE
    hears = Hears.CHARGER_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for what speaks for a cause (OCPP 1.6, 5.11; 2.0.1, F01)."""
        if answered(seen, REMOTE) != "Rejected" or seen.call is None:
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
    actions = REMOTE | STARTS | {_STATUS, "Authorize"}
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS | Hears.CSMS_RESULTS
    needs = Needs.ANSWERS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By the message of the command.
        self._tries: dict[int, _Try] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the session."""
        action = seen.message.action
        if action in STARTS and not seen.is_answer:
            for number in [n for n, one in self._tries.items() if one.is_at(seen)]:
                del self._tries[number]
                self.met(number)
        elif action == _STATUS and not seen.is_answer:
            status = text_at(seen.payload, "status")
            for one in self._tries.values():
                if one.is_at(seen):
                    one.statuses.append(
                        status or text_at(seen.payload, "connectorStatus")
                    )
                    one.fails = one.fails or any(
                        sign.family is Family.VEHICLE and not sign.is_over
                        for sign in known.signs
                    )
        elif action == "Authorize":
            if status_of(seen.payload) not in ("", "Accepted"):
                for one in self._tries.values():
                    one.is_refused = True
        elif answered(seen, REMOTE) == "Accepted" and seen.call is not None:
            self._begin(seen, seen.call, known)
        return ()

    def _begin(self, seen: Observation, call: Observation, known: Known) -> None:
        state = place_of(seen, known)
        before = "" if state is None else state.status
        place = (call.place.evse or None, call.place.connector or None)
        number = call.message.id
        self._tries[number] = _Try(*place, before, deque(maxlen=50))
        if len(self._tries) > _MOST_TRIES:
            del self._tries[next(iter(self._tries))]
        allowed = known.connection_timeout_us + _GRACE
        tag = text_at(call.payload, "idTag") or text_at(
            call.payload, "idToken", "idToken"
        )
        facts = {"allowed": duration(allowed), "tag": tag or "no card"}
        evidence = Evidence.of(seen, also=[number], facts=facts)
        self.expect(number, seen.at + allowed, evidence)

    def expired(
        self, key: object, evidence: Evidence | None, known: Known
    ) -> Iterable[Evidence]:
        """Say which step did not happen."""
        one = self._tries.get(key)  # type: ignore[call-overload]
        if evidence is None or one is None:
            return ()
        facts = {**evidence.facts, "step": one.step}
        return [replace(evidence, facts=facts)]


@dataclass(slots=True)
class _Try:
    """A remote start that waits for its session, and what came in the meantime."""

    evse: int | None
    connector: int | None
    before: str
    """The status of the connector when the command came; empty: not known."""
    statuses: deque[str]
    """Those that came since."""
    fails: bool = False
    """Whether charger and car did not understand each other."""
    is_refused: bool = False
    """Whether a card was refused."""

    def is_at(self, seen: Observation) -> bool:
        """Return whether a message is about its connector, if it names one."""
        place = seen.place
        if self.evse and place.evse:
            return self.evse == place.evse
        return None in (self.connector, place.connector) or (
            self.connector == place.connector
        )

    @property
    def step(self) -> str:
        """What did not happen, in words."""
        if self.fails:
            return "Charger and car did not understand each other."
        if self.is_refused:
            return "The card was refused when the charger asked about it."
        came = [status for status in self.statuses if status in _PLUGGED]
        went = bool(self.statuses) and self.statuses[-1] in ("Available", "Finishing")
        if went and (came or self.before in _PLUGGED):
            return (
                f"It was {came[-1] if came else self.before} and then "
                f"{self.statuses[-1]}: the charger gave up, or somebody unplugged."
            )
        if self.before in _PLUGGED or "Occupied" in came:
            return (
                "A car was plugged in, so the card or the start itself is what failed."
            )
        if came:
            # OCPP 1.6, 4.9: a plug, a card or the command itself do this.
            return "It became Preparing: the plug or the pilot signal may be missing."
        return "No car was plugged in as far as the charger says."
