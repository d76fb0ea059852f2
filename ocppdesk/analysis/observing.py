# SPDX-License-Identifier: Apache-2.0
"""Messages as the analysis sees them: parsed once, answers beside their calls."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

import orjson

from ocppdesk.core.frames import ANSWERS, CALLS, MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.places import NOWHERE, Place, place_of
from ocppdesk.core.versions import Version

_MOST_CALLS: Final = 100  # the last ones, with their payloads; answers come soon
_MOST_PLACES: Final = 500  # transactions that are remembered
_FEW_BRACKETS: Final = 100  # they cannot be nested too deeply for anybody
_FAMILY_2X: Final = frozenset({"TransactionEvent", "NotifyReport", "NotifyEvent"})


@dataclass(frozen=True, slots=True)
class Observation:
    """One message with its payload, and the call that it answers."""

    message: Message
    """As it was recorded."""
    payload: dict[str, Any]
    """Its payload; empty if it has none or it is no JSON object."""
    call: "Observation | None" = None
    """Of an answer: the call, if it was seen."""
    is_2x: bool = False
    """Whether the charger speaks OCPP 2.x, as far as is known by now."""
    place: Place = NOWHERE
    """What it is about: as the message says, the rest as earlier messages of the same
    transaction did. An answer is where its call is."""

    @property
    def at(self) -> int:
        """When it arrived, microseconds since 1970."""
        return self.message.at

    @property
    def is_answer(self) -> bool:
        """Whether it is a result or an error that answers a call."""
        return self.message.type in ANSWERS

    @property
    def is_error(self) -> bool:
        """Whether it is a CALLERROR."""
        return self.message.type is MessageType.CALLERROR

    def is_call(self, action: str, direction: Direction = Direction.IN) -> bool:
        """Return whether it is a call of this action that went this way."""
        message = self.message
        return (
            message.action == action
            and message.direction is direction
            and message.type in CALLS
        )

    def is_result(self, action: str, direction: Direction = Direction.OUT) -> bool:
        """Return whether it is the result of such a call; it went this way itself."""
        message = self.message
        return (
            message.action == action
            and message.direction is direction
            and message.type is MessageType.CALLRESULT
        )


class Observer:
    """Makes observations of the messages of one charger, in their order."""

    def __init__(self) -> None:
        self._calls: OrderedDict[int, Observation] = OrderedDict()
        self._is_2x = False
        self._places: OrderedDict[int | str, Place] = OrderedDict()

    def observe(self, message: Message) -> Observation:
        """Take in the next message; nothing in it raises."""
        payload = _payload(message)
        call = None
        if message.answer_to is not None:
            # It stays: a charger may answer twice.
            call = self._calls.get(message.answer_to)
        self._learn_version(message, payload)
        place = self._place(message, payload, call)
        seen = Observation(message, payload, call, self._is_2x, place)
        if message.type in CALLS:
            self._calls[message.id] = seen
            if len(self._calls) > _MOST_CALLS:
                self._calls.popitem(last=False)
        return seen

    def _place(
        self, message: Message, payload: dict[str, Any], call: Observation | None
    ) -> Place:
        """Return what a message is about, and learn where transactions are."""
        version = Version.V201 if self._is_2x else Version.V16
        if call is not None:
            place = call.place
            if call.message.action == "StartTransaction":
                place = place_of(
                    "StartTransaction", call.payload, version=version, reply=payload
                )
        else:
            place = Place(message.evse, message.connector, message.transaction_id)
            if place == NOWHERE and message.type in CALLS:
                place = place_of(message.action or "", payload, version=version)
        transaction = place.transaction_id
        if transaction is None:
            return place
        # OCPP 2.0.1, E01: the EVSE is sent once; OCPP 1.6, 6.49: StopTransaction names
        # no connector.
        known = self._places.get(transaction, NOWHERE)
        evse = known.evse if place.evse is None else place.evse
        connector = known.connector if place.connector is None else place.connector
        whole = Place(evse, connector, transaction)
        if whole != known:
            self._places[transaction] = whole
            self._places.move_to_end(transaction)
            if len(self._places) > _MOST_PLACES:
                self._places.popitem(last=False)
        return whole

    def _learn_version(self, message: Message, payload: dict[str, Any]) -> None:
        if message.direction is not Direction.IN or message.type not in CALLS:
            return
        if message.action in _FAMILY_2X or "evseId" in payload:
            self._is_2x = True
        elif message.action == "BootNotification":
            self._is_2x = "chargingStation" in payload
        elif message.action in ("StartTransaction", "StopTransaction"):
            self._is_2x = False


def _payload(message: Message) -> dict[str, Any]:
    """Return the payload of a message; empty if it is no object."""
    raw = message.raw
    if type(raw) is str and raw.count("{") + raw.count("[") <= _FEW_BRACKETS:
        # Nearly all messages are such: a quarter of the time that all the rest needs.
        try:
            frame = orjson.loads(raw)
        except orjson.JSONDecodeError:
            frame = None
        match frame:
            case [2, str(), str(), dict(payload)] | [3, str(), dict(payload)]:
                return payload
    payload = message.payload()
    return payload if isinstance(payload, dict) else {}
