# SPDX-License-Identifier: Apache-2.0
"""What a charger of OCPP 1.6 tells in its calls, as events."""

from collections.abc import Callable
from typing import Final

from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sessions.event_times import EventTimes
from ocppdesk.analysis.sessions.events import (
    EndAnswered,
    Event,
    Stamp,
    State,
    StatusTold,
    TokenShown,
    TransactionEnded,
    TransactionId,
    TransactionNumbered,
    TransactionStarted,
)
from ocppdesk.core.facts import status_in
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part
from ocppdesk.core.places import transaction_id_from
from ocppdesk.core.versions import Version

STATES: Final = {state.value.casefold(): state for state in State}
"""By the word of the specification in small letters: some chargers shout."""
NO_ERROR: Final = frozenset({"", "noerror", "null"})


def read16(observation: Observation, times: EventTimes | None) -> list[Event]:
    """Return what a call of the charger tells, or the answer to it.

    Args:
        observation: The message.
        times: Of a call: says when it was. An answer tells now.
    """
    message = observation.message
    if times is None:
        return _answer(observation)
    read = _CALLS.get(message.action or "")
    if read is None:
        return []
    stamp = times.stamp(message, observation.payload.get("timestamp"))
    return [read(observation, stamp)]


def _status(observation: Observation, stamp: Stamp) -> Event:
    told = status_in(observation.payload)
    # `null` as text is how ABB says that there is nothing (protocol, 3.2).
    is_error = told.error_code.casefold() not in NO_ERROR
    return StatusTold(
        stamp=stamp,
        spot=told.connector,
        connector=told.connector,
        state=STATES.get(told.status.casefold()),
        word=told.status,
        error=told.error_code if is_error else "",
        info="" if told.info.casefold() == "null" else told.info,
    )


def _authorize(observation: Observation, stamp: Stamp) -> Event:
    payload = Part(observation.payload)
    # It may be the first that is heard of a charger of OCPP 2.x.
    tag = payload["idTag"].text or payload["idToken"]["idToken"].text
    return TokenShown(stamp=stamp, tag=tag)


def _start(observation: Observation, stamp: Stamp) -> Event:
    payload = Part(observation.payload)
    spot = whole_number(payload["connectorId"].value)
    return TransactionStarted(
        stamp=stamp,
        spot=spot,
        connector=spot,
        tag=payload["idTag"].text,
        register_wh=payload["meterStart"].number,
        told_at=payload["timestamp"].text,
    )


def _stop(observation: Observation, stamp: Stamp) -> Event:
    payload = Part(observation.payload)
    return TransactionEnded(
        stamp=stamp,
        transaction=_id(observation.payload.get("transactionId")),
        raw_id=payload["transactionId"].text,
        register_wh=payload["meterStop"].number,
        tag=payload["idTag"].text,
        reason=payload["reason"].text,
    )


_CALLS: Final[dict[str, Callable[[Observation, Stamp], Event]]] = {
    "StatusNotification": _status,
    "Authorize": _authorize,
    "StartTransaction": _start,
    "StopTransaction": _stop,
}


def _answer(observation: Observation) -> list[Event]:
    message, call = observation.message, observation.call
    payload = Part(observation.payload)
    stamp = Stamp(message.id, message.at, message.at)
    action = message.action if call is None else call.message.action
    info = payload["idTagInfo"]
    if call is None and not observation.is_error:
        # The shape tells (protocol, 8.6): nothing else answers with both.
        action = "StartTransaction" if payload["transactionId"] and info else None
    if action == "StartTransaction":
        return [
            TransactionNumbered(
                stamp=stamp,
                transaction=_id(observation.payload.get("transactionId")),
                call=None if call is None else call.message.id,
                verdict="" if observation.is_error else info["status"].text,
                error=message.error_code or "error" if observation.is_error else "",
                group=info["parentIdTag"].text,
            )
        ]
    if action == "StopTransaction" and observation.is_error and call is not None:
        error = message.error_code or "error"
        return [EndAnswered(stamp=stamp, call=call.message.id, error=error)]
    return []


def _id(value: object) -> TransactionId | None:
    return transaction_id_from(value, "StopTransaction", version=Version.V16)
