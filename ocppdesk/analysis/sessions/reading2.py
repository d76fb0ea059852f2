# SPDX-License-Identifier: Apache-2.0
"""What a charger of OCPP 2.x tells in its calls, as events."""

from collections.abc import Callable
from typing import Any, Final

from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sessions.event_times import EventTimes
from ocppdesk.analysis.sessions.events import (
    EndAnswered,
    Event,
    Plugged,
    PowerTold,
    Stamp,
    State,
    StatusTold,
    TokenJudged,
    TokenShown,
    TransactionEnded,
    TransactionSeen,
    TransactionStarted,
    Trouble,
)
from ocppdesk.analysis.sessions.reading16 import STATES
from ocppdesk.core.facts import states_in
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part

_MOST_EVENTS: Final = 50  # of one NotifyEvent

_CAUSES: Final = {
    "Authorized": "after a card was accepted",
    "CablePluggedIn": "as the cable was plugged in",
    "ChargingStateChanged": "as charging began",
    "EVDetected": "as a car was detected",
    "RemoteStart": "as the CSMS had asked",
    "SignedDataReceived": "as the meter's signature was there",
}
"""Why a transaction begins, by triggerReason (2.0.1, 3.69); it tells TxStartPoint."""

_NOTES: Final = {
    "EVDetected": "A car was detected",
    "RemoteStop": "The charger follows the remote stop",
    "ResetCommand": "The charger follows the reset",
    "UnlockCommand": "The plug is unlocked by command",
    "TxResumed": "The transaction goes on after the restart (TxResumed)",
    "EnergyLimitReached": "The energy limit is reached",
    "TimeLimitReached": "The time limit is reached",
    "SoCLimitReached": "The car's state of charge reached its limit",
    "CostLimitReached": "The cost limit is reached",
}
_WRONG: Final = {
    "Deauthorized": "The charger withdraws the authorization (Deauthorized)",
    "AbnormalCondition": "The charger reports an abnormal condition",
    "EVConnectTimeout": "No car was connected in time (EVConnectTimeout)",
}
_STOPS: Final = frozenset({"StopAuthorized", "RemoteStop", "ResetCommand",
                           "UnlockCommand"})  # fmt: skip
_UNPLUGGED: Final = {
    "EVCommunicationLost": "The car was unplugged, or answers no more"
    " (EVCommunicationLost)",
    "EVDeparted": "The car has left (EVDeparted)",
}
_BROKEN: Final = frozenset({"problem", "tripped", "operated", "fallback"})
_TRUE: Final = frozenset({"true", "1", "yes"})


def read2(observation: Observation, times: EventTimes | None) -> list[Event]:
    """Return what a call of the charger tells, or the answer to it.

    Args:
        observation: The message.
        times: Of a call: says when it was. An answer tells now.
    """
    message, payload = observation.message, observation.payload
    if times is None:
        return _answer(observation)
    read = _CALLS.get(message.action or "")
    if read is None:
        return []
    is_offline = payload.get("offline") is True
    stamp = times.stamp(message, payload.get("timestamp"), is_offline=is_offline)
    return read(observation, stamp)


def _status(observation: Observation, stamp: Stamp) -> list[Event]:
    word = Part(observation.payload).first("connectorStatus", "status").text
    place = observation.place
    return [_told(stamp, place.evse, place.connector, word)]


def _told(
    stamp: Stamp, evse: int | None, connector: int | None, word: str
) -> StatusTold:
    is_occupied = word.casefold() == "occupied"
    return StatusTold(
        stamp=stamp,
        spot=evse,
        connector=connector,
        state=State.PREPARING if is_occupied else STATES.get(word.casefold()),
        word=word,
    )


def _authorize(observation: Observation, stamp: Stamp) -> list[Event]:
    token = Part(observation.payload)["idToken"]
    return [TokenShown(stamp=stamp, tag=token["idToken"].text)]


def _transaction(observation: Observation, stamp: Stamp) -> list[Event]:
    payload = Part(observation.payload)
    info = payload["transactionInfo"]
    kind, trigger = payload["eventType"].text, payload["triggerReason"].text
    tag = payload["idToken"]["idToken"].text
    start_id = whole_number(info["remoteStartId"].value)
    place = observation.place
    here: dict[str, Any] = {
        "stamp": stamp,
        "spot": place.evse,
        "connector": place.connector,
        "transaction": place.transaction_id,
    }
    if place.transaction_id is None:
        return []
    is_stop = trigger in _STOPS and kind != "Started"
    found: list[Event] = []
    if kind == "Started":
        found.append(
            TransactionStarted(
                **here,
                tag=tag,
                told_at=payload["timestamp"].text,
                is_offline=observation.payload.get("offline") is True,
                start_id=start_id,
                cause=_CAUSES.get(trigger, ""),
            )
        )
    else:
        note = _NOTES.get(trigger) or _WRONG.get(trigger, "")
        if trigger == "StopAuthorized":
            by = f" with card {tag}" if tag else ""
            note = f"The session is stopped at the charger{by} (StopAuthorized)"
        found.append(
            TransactionSeen(
                **here,
                start_id=start_id,
                note=note,
                is_stop=is_stop,
                is_problem=trigger in _WRONG,
            )
        )
    if tag and not is_stop and kind != "Ended":
        group = payload["groupIdToken"]["idToken"].text
        found.append(TokenShown(**here, tag=tag, group=group))
    found += _charging(here, info["chargingState"].text, trigger, payload)
    if kind == "Ended":
        found.append(
            TransactionEnded(
                **here,
                raw_id=str(place.transaction_id),
                tag=tag,
                reason=info["stoppedReason"].text,
                trigger=trigger,
            )
        )
    return found


def _charging(
    here: dict[str, Any], state: str, trigger: str, payload: Part
) -> list[Event]:
    """Return what a TransactionEvent tells of cable and power."""
    order = whole_number(payload["seqNo"].value) or 0
    found: list[Event] = []
    if trigger == "CablePluggedIn" or state == "EVConnected":
        why = trigger if trigger == "CablePluggedIn" else state
        found.append(Plugged(**here, is_in=True, text=f"Plugged in ({why})"))
    if trigger in _UNPLUGGED:
        found.append(Plugged(**here, is_in=False, text=_UNPLUGGED[trigger]))
    elif state == "Idle":
        is_first = payload["eventType"].text == "Started"
        text = "No cable is connected (Idle)"
        found.append(Plugged(**here, is_in=False, text=text, is_first=is_first))
    if state:
        # Whatever else it is, it does not charge.
        told = STATES.get(state.casefold(), State.PREPARING)
        found.append(PowerTold(**here, state=told, order=order))
    return found


def _notify(observation: Observation, _stamp: Stamp) -> list[Event]:
    message = observation.message
    stamp = Stamp(message.id, message.at, message.at)
    found: list[Event] = [
        _told(stamp, told.evse or None, told.connector or None, told.status)
        for told in states_in("NotifyEvent", observation.payload)[:_MOST_EVENTS]
    ]
    for data in Part(observation.payload)["eventData"].items()[:_MOST_EVENTS]:
        component, variable = data["component"], data["variable"]["name"].text
        value, is_over = data["actualValue"].text, data["cleared"].value is True
        is_fault = variable.casefold() in _BROKEN
        if is_fault and value.casefold() not in _TRUE:
            is_over = True
        if not is_fault and data["trigger"].text != "Alerting":
            continue
        told = data.first("techInfo", "techCode").text
        text = f"{component['name'].text}.{variable}"
        if value and not is_fault:
            text += f" = {value}"
        if told:
            text += f": {told}"
        found.append(
            Trouble(
                stamp=stamp,
                spot=whole_number(component["evse"]["id"].value),
                text=text,
                is_over=is_over,
                is_fault=is_fault,
            )
        )
    return found


_CALLS: Final[dict[str, Callable[[Observation, Stamp], list[Event]]]] = {
    "StatusNotification": _status,
    "Authorize": _authorize,
    "TransactionEvent": _transaction,
    "NotifyEvent": _notify,
}


def _answer(observation: Observation) -> list[Event]:
    message, call = observation.message, observation.call
    if call is None or call.message.action != "TransactionEvent":
        return []
    stamp = Stamp(message.id, message.at, message.at)
    if observation.is_error:
        error = message.error_code or "error"
        return [EndAnswered(stamp=stamp, call=call.message.id, error=error)]
    info = Part(observation.payload)["idTokenInfo"]
    if not info:
        return []
    return [
        TokenJudged(
            stamp=stamp,
            call=call.message.id,
            verdict=info["status"].text,
            group=info["groupIdToken"]["idToken"].text,
        )
    ]
