# SPDX-License-Identifier: Apache-2.0
"""What happened beside the measuring: states of connectors, silence, and marks.

Times are microseconds since 1970. Where a charger says when something was, that is kept
beside the time of arrival.
"""

import enum
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.facts import states_in
from ocppdesk.core.masking import is_secret
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part, line

_FINE: Final = frozenset({"", "noerror", "null"})
_OBEYED: Final = frozenset({"Accepted", "RebootRequired", "Scheduled"})
_LONGEST: Final = 40  # characters of a value


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

    def _answer(self, observation: Observation, call: Observation) -> None:
        obeyed = _COMMANDS.get(call.message.action or "")
        if obeyed is None or call.message.direction is not Direction.OUT:
            return
        # The answer to SetVariables has a status for each variable.
        status = Part(observation.payload)["status"].text
        is_obeyed = status in _OBEYED or obeyed is Timeline._variables_set
        if is_obeyed and not observation.is_error:
            obeyed(self, observation, Part(call.payload))

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
        told = Part(observation.payload)
        place = whole_number(told.first("evseId", "connectorId").value)
        text = told.first("connectorStatus", "status").text
        if place is None or not text:
            return
        self._state_told(observation, place, text)
        error = told["errorCode"].text
        is_fine = error.casefold() in _FINE
        if text == "Faulted" or not is_fine:
            why = text if is_fine else error
            self._mark(MarkKind.FAULT, observation, f"Fault: {why}", place)

    def _events_told(self, observation: Observation) -> None:
        for told in states_in("NotifyEvent", observation.payload):
            if told.evse and told.status:
                self._state_told(observation, told.evse, told.status)
                if told.status == "Faulted":
                    text = f"Fault: {told.status}"
                    self._mark(MarkKind.FAULT, observation, text, told.evse)

    def _state_told(self, observation: Observation, place: int, text: str) -> None:
        self._status[place] = text
        self._show(observation, place, text)

    def _boot_told(self, observation: Observation) -> None:
        reason = Part(observation.payload)["reason"].text
        text = f"The charger started: {reason}" if reason else "The charger started"
        self._mark(MarkKind.BOOT, observation, text)

    def _start_told(self, observation: Observation) -> None:
        place = whole_number(observation.payload.get("connectorId"))
        self._mark(MarkKind.START, observation, "Transaction started", place)

    def _stop_told(self, observation: Observation) -> None:
        reason = Part(observation.payload)["reason"].text or "Local"
        place = observation.place.connector
        self._mark(MarkKind.STOP, observation, f"Transaction stopped: {reason}", place)

    def _event_told(self, observation: Observation) -> None:
        told, place = Part(observation.payload), observation.place.evse
        info, event = told["transactionInfo"], told["eventType"].text
        if event == "Started":
            self._mark(MarkKind.START, observation, "Transaction started", place)
        if event == "Ended":
            reason = info["stoppedReason"].text or "Local"
            text = f"Transaction stopped: {reason}"
            self._mark(MarkKind.STOP, observation, text, place)
            state = "" if place is None else self._status.get(place, "")
        else:
            state = info["chargingState"].text
        if place is not None and state:
            self._show(observation, place, state)

    def _variables_set(self, observation: Observation, asked: Part) -> None:
        changed = [
            part["variable"]["name"].text
            for part in Part(observation.payload)["setVariableResult"].items()
            if part["attributeStatus"].text in ("Accepted", "RebootRequired")
        ]
        if changed:
            text = f"Setting changed: {', '.join(changed[:3])}"
            self._mark(MarkKind.CONFIGURATION, observation, text)

    def _key_changed(self, observation: Observation, asked: Part) -> None:
        key, value = asked["key"].text, asked["value"].text
        text = f"Setting changed: {key}"
        if value and not is_secret(key):
            text += f" = {line(value, longest=_LONGEST)}"
        self._mark(MarkKind.CONFIGURATION, observation, text)

    def _profile_set(self, observation: Observation, asked: Part) -> None:
        self._profile(observation, asked, "Charging profile set")

    def _profile_cleared(self, observation: Observation, asked: Part) -> None:
        self._profile(observation, asked, "Charging profile cleared")

    def _profile(self, observation: Observation, asked: Part, text: str) -> None:
        place = whole_number(asked.first("evseId", "connectorId").value)
        self._mark(MarkKind.PROFILE, observation, text, place)

    def _reset_ordered(self, observation: Observation, asked: Part) -> None:
        text = f"Reset was ordered: {asked['type'].text}"
        self._mark(MarkKind.RESET, observation, text)


_CALLS: Final = {
    "StatusNotification": Timeline._status_told,
    "NotifyEvent": Timeline._events_told,
    "BootNotification": Timeline._boot_told,
    "StartTransaction": Timeline._start_told,
    "StopTransaction": Timeline._stop_told,
    "TransactionEvent": Timeline._event_told,
}
"""What calls of the charger tell."""
_COMMANDS: Final = {
    "SetVariables": Timeline._variables_set,
    "ChangeConfiguration": Timeline._key_changed,
    "SetChargingProfile": Timeline._profile_set,
    "ClearChargingProfile": Timeline._profile_cleared,
    "Reset": Timeline._reset_ordered,
}
"""What it means that the charger obeys a command."""
