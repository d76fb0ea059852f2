# SPDX-License-Identifier: Apache-2.0
"""What happened beside the measuring: states of connectors, silence, and marks.

Times are microseconds since 1970. Where a charger says when something was, that is kept
beside the time of arrival.
"""

import enum
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.masking import is_secret
from ocppdesk.core.messages import Direction

_FINE: Final = frozenset({"", "noerror"})


class MarkKind(enum.StrEnum):
    """What kind of event it is."""

    START = "start"
    STOP = "stop"
    BOOT = "boot"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    CONFIGURATION = "configuration"
    PROFILE = "profile"
    RESET = "reset"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at one moment."""

    kind: MarkKind
    at: int
    """When it arrived."""
    charger_at: int | None
    """When it was by the charger's clock; None: it does not say."""
    text: str
    """What, as a plain sentence without a full stop."""
    message: int
    """The number of the message that tells."""
    place: int | None = None
    """The connector (OCPP 1.6) or EVSE (2.x); None: the charger as a whole."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of a connector (OCPP 1.6) or EVSE (2.x), until the next one."""

    place: int
    """Its number; 0 is the charger as a whole."""
    text: str
    """As in `Charging`."""
    at: int
    """When it was told."""
    charger_at: int | None
    """When it began by the charger's clock; None: it does not say."""
    message: int
    """The number of the message that tells."""


@dataclass(frozen=True, slots=True)
class Happenings:
    """All of it so far, each in the order of arrival; tuples that only grow."""

    marks: tuple[Mark, ...] = ()
    states: tuple[State, ...] = ()
    silences: tuple[tuple[int, int | None], ...] = ()
    """When the charger was not connected, from and until; None: it still is not."""


NOTHING: Final = Happenings()
"""As long as nothing has happened."""


class Timeline:
    """Takes in what one charger says, and keeps what happened."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []
        self._states: list[State] = []
        self._silences: list[tuple[int, int | None]] = []
        self._open: set[int] = set()  # connections
        self._was_open = False
        self._status: dict[int, str] = {}
        self._shown: dict[int, str] = {}
        self._happenings: Happenings | None = NOTHING

    def feed(self, observation: Observation) -> None:
        """Take in the next message; nothing in it raises."""
        message = observation.message
        if message.direction is Direction.LINK:
            self._link(observation)
        elif message.direction is Direction.IN and not observation.is_answer:
            reader = _CALLS.get(message.action or "")
            if reader is not None:
                reader(self, observation)
        elif observation.is_answer and observation.call is not None:
            self._answer(observation, observation.call)

    def happenings(self) -> Happenings:
        """Return what happened so far."""
        if self._happenings is None:
            self._happenings = Happenings(
                tuple(self._marks), tuple(self._states), tuple(self._silences)
            )
        return self._happenings

    def _mark(
        self,
        kind: MarkKind,
        observation: Observation,
        text: str,
        place: int | None = None,
    ) -> None:
        told = charger_time(observation.payload.get("timestamp"))
        if observation.message.direction is not Direction.IN or observation.is_answer:
            told = None
        mark = Mark(kind, observation.at, told, text, observation.message.id, place)
        self._marks.append(mark)
        self._happenings = None

    def _show(self, observation: Observation, place: int, text: str) -> None:
        if self._shown.get(place) == text:
            return
        self._shown[place] = text
        told = charger_time(observation.payload.get("timestamp"))
        self._states.append(
            State(place, text, observation.at, told, observation.message.id)
        )
        self._happenings = None

    def _link(self, observation: Observation) -> None:
        message = observation.message
        if message.action == "Connected":
            if self._was_open and not self._open:
                began, _ended = self._silences.pop()
                self._silences.append((began, message.at))
            if self._was_open:
                self._mark(MarkKind.CONNECTED, observation, "Connected again")
            self._open.add(message.connection)
            self._was_open = True
        elif message.action == "Disconnected":
            self._open.discard(message.connection)
            if self._was_open and not self._open:
                if not self._silences or self._silences[-1][1] is not None:
                    self._silences.append((message.at, None))
                self._mark(MarkKind.DISCONNECTED, observation, "Disconnected")

    def _status_told(self, observation: Observation) -> None:
        payload = observation.payload
        place = _number(payload.get("evseId", payload.get("connectorId")))
        text = _word(payload.get("connectorStatus", payload.get("status")))
        if place is None or not text:
            return
        self._status[place] = text
        self._show(observation, place, text)
        error = _word(payload.get("errorCode"))
        if text == "Faulted" or error.casefold() not in _FINE:
            why = error if error.casefold() not in _FINE else text
            self._mark(MarkKind.FAULT, observation, f"Fault: {why}", place)

    def _boot_told(self, observation: Observation) -> None:
        reason = _word(observation.payload.get("reason"))
        text = f"The charger started: {reason}" if reason else "The charger started"
        self._mark(MarkKind.BOOT, observation, text)

    def _start_told(self, observation: Observation) -> None:
        place = _number(observation.payload.get("connectorId"))
        self._mark(MarkKind.START, observation, "Transaction started", place)

    def _stop_told(self, observation: Observation) -> None:
        reason = _word(observation.payload.get("reason")) or "Local"
        place = observation.message.connector
        text = f"Transaction stopped: {reason}"
        self._mark(MarkKind.STOP, observation, text, place)

    def _event_told(self, observation: Observation) -> None:
        payload = observation.payload
        info = _object(payload.get("transactionInfo"))
        evse = _number(_object(payload.get("evse")).get("id"))
        place = observation.message.evse if evse is None else evse
        event = payload.get("eventType")
        if event == "Started":
            self._mark(MarkKind.START, observation, "Transaction started", place)
        state = _word(info.get("chargingState"))
        if place is not None and event != "Ended" and state:
            self._show(observation, place, state)
        if event == "Ended":
            reason = _word(info.get("stoppedReason")) or "Local"
            text = f"Transaction stopped: {reason}"
            self._mark(MarkKind.STOP, observation, text, place)
            if place is not None and place in self._status:
                self._show(observation, place, self._status[place])

    def _answer(self, observation: Observation, call: Observation) -> None:
        action = call.message.action or ""
        if call.message.direction is not Direction.OUT or observation.is_error:
            return
        payload = observation.payload
        if action == "SetVariables":
            results = payload.get("setVariableResult")
            parts = results if isinstance(results, list) else []
            changed = [
                _word(_object(part.get("variable")).get("name"))
                for part in parts
                if isinstance(part, dict)
                and part.get("attributeStatus") in ("Accepted", "RebootRequired")
            ]
            if changed:
                text = f"Setting changed: {', '.join(changed[:3])}"
                self._mark(MarkKind.CONFIGURATION, observation, text)
            return
        if payload.get("status") not in ("Accepted", "RebootRequired", "Scheduled"):
            return
        asked = call.payload
        if action == "ChangeConfiguration":
            key, value = _word(asked.get("key")), _word(asked.get("value"))
            text = f"Setting changed: {key}"
            if value and not is_secret(key):
                text += f" = {value[:40]}"
            self._mark(MarkKind.CONFIGURATION, observation, text)
        elif action in ("SetChargingProfile", "ClearChargingProfile"):
            place = _number(asked.get("evseId", asked.get("connectorId")))
            verb = "set" if action.startswith("Set") else "cleared"
            text = f"Charging profile {verb}"
            self._mark(MarkKind.PROFILE, observation, text, place)
        elif action == "Reset":
            kind = _word(asked.get("type"))
            self._mark(MarkKind.RESET, observation, f"Reset was ordered: {kind}")


_CALLS: Final = {
    "StatusNotification": Timeline._status_told,
    "BootNotification": Timeline._boot_told,
    "StartTransaction": Timeline._start_told,
    "StopTransaction": Timeline._stop_told,
    "TransactionEvent": Timeline._event_told,
}


def _word(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number else None
