# SPDX-License-Identifier: Apache-2.0
"""From messages to events: what both versions have alike, and the way to the rest."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Assumed, Sample
from ocppdesk.analysis.sessions.event_times import EventTimes
from ocppdesk.analysis.sessions.events import (
    Booted,
    CommandAnswered,
    Commanded,
    Event,
    Linked,
    Metered,
    MoreToCome,
    RemoteStartAnswered,
    RemoteStartAsked,
    Stamp,
    TokenJudged,
    TransactionEnded,
    TransactionId,
    TransactionSeen,
)
from ocppdesk.analysis.sessions.reading2 import read2
from ocppdesk.analysis.sessions.reading16 import read16
from ocppdesk.core.frames import ANSWERS, CALLS
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.charging import profile_text
from ocppdesk.core.phrases.parts import Part

_SECOND: Final = 1_000_000
_ASKED: Final = 60 * _SECOND  # what a TriggerMessage asks for comes within this time
_START: Final = frozenset({"RemoteStartTransaction", "RequestStartTransaction"})
_LIMIT: Final = "The CSMS sets a limit: "
_STOP: Final = frozenset({"RemoteStopTransaction", "RequestStopTransaction"})


class Reading:
    """Makes events of the messages of one charger, in their order."""

    def __init__(self) -> None:
        self._times = EventTimes()
        self._triggered: int | None = None
        self._connection: int | None = None
        self._is_up = True

    def link(self, observation: Observation) -> Linked | None:
        """Return whether the connection is lost or back with a message.

        A charger has one connection: it may open the next one before the end of the
        last one is noticed.
        """
        message = observation.message
        if (
            self._is_up
            and message.direction is not Direction.LINK
            and message.connection == self._connection
        ):
            return None
        if message.direction is not Direction.LINK or message.action == "Connected":
            self._connection = message.connection
            is_up = True
        elif message.action != "Disconnected" or self._connection not in (
            None,
            message.connection,
        ):
            return None
        else:
            is_up = False
        if is_up is self._is_up:
            return None
        self._is_up = is_up
        self._times.note_link(message.at, is_up=is_up)
        return Linked(stamp=_now(observation), is_up=is_up)

    def events(
        self, observation: Observation, samples: tuple[Sample, ...]
    ) -> list[Event]:
        """Return what a message tells, in the order in which it happened.

        Args:
            observation: The message.
            samples: What was sampled in it.
        """
        message = observation.message
        if message.action not in _TELLING:
            return []
        if message.type in CALLS:
            if message.direction is Direction.IN:
                found = self._from_charger(observation)
            else:
                found = self._from_csms(observation)
        elif message.type in ANSWERS:
            found = _answer(observation)
        else:
            return []
        if samples and message.action == "StopTransaction":
            # What a stop brings belongs to what it ends, whatever number it gives.
            return [
                replace(event, samples=samples)
                if isinstance(event, TransactionEnded)
                else event
                for event in found
            ]
        if samples:
            place = observation.place
            spot = place.evse if observation.is_2x else place.connector
            if "connectorId" in observation.payload and not observation.is_2x:
                spot = whole_number(observation.payload["connectorId"])
            found.append(
                Metered(
                    stamp=found[0].stamp if found else self._measured(message, samples),
                    spot=spot,
                    transaction=place.transaction_id,
                    samples=samples,
                )
            )
        return found

    def _measured(self, message: Message, samples: tuple[Sample, ...]) -> Stamp:
        """Return when values were measured: the newest, if there are several."""
        newest = max(samples, key=lambda one: one.charger_at)
        if Assumed.TIME in newest.assumed:
            return Stamp(message.id, message.at, message.at)
        return self._times.stamp_at(message, newest.charger_at)

    def _from_charger(self, observation: Observation) -> list[Event]:
        action = observation.message.action
        if action == "BootNotification":
            stamp = _now(observation)
            asked, self._triggered = self._triggered, None
            if asked is not None and stamp.at - asked <= _ASKED:
                return []
            reason = Part(observation.payload)["reason"].text
            return [] if reason == "Triggered" else [Booted(stamp=stamp, reason=reason)]
        read = read2 if observation.is_2x else read16
        return read(observation, self._times)

    def _from_csms(self, observation: Observation) -> list[Event]:
        action, payload = observation.message.action, Part(observation.payload)
        stamp = _now(observation)
        if action == "TriggerMessage":
            if payload["requestedMessage"].text == "BootNotification":
                self._triggered = stamp.at
            return []
        spot = _spot(observation)
        if action in _START:
            tag = payload["idTag"].text or payload["idToken"]["idToken"].text
            start_id = whole_number(payload["remoteStartId"].value)
            return [
                RemoteStartAsked(stamp=stamp, spot=spot, tag=tag, start_id=start_id)
            ]
        if action in _STOP:
            return [
                Commanded(
                    stamp=stamp,
                    transaction=observation.place.transaction_id,
                    text="The CSMS asks to stop",
                    stops=True,
                )
            ]
        said = _COMMANDS.get(action or "")
        if said is None:
            return []
        text, stops = said(payload, stamp.at)
        return [
            Commanded(
                stamp=stamp,
                spot=spot,
                text=text,
                stops=stops,
                limit=text.removeprefix(_LIMIT) if text.startswith(_LIMIT) else "",
            )
        ]


def _answer(observation: Observation) -> list[Event]:
    call, message = observation.call, observation.message
    if message.direction is Direction.OUT and message.action not in _ANSWERED:
        return []
    payload = Part(observation.payload)
    if message.direction is Direction.OUT:
        if call is None or call.message.action != "Authorize":
            read = read2 if observation.is_2x else read16
            return read(observation, None)
        info = payload.first("idTagInfo", "idTokenInfo")
        group = info["parentIdTag"].text or info["groupIdToken"]["idToken"].text
        return [
            TokenJudged(
                stamp=_now(observation),
                call=call.message.id,
                verdict="" if observation.is_error else info["status"].text,
                group=group,
            )
        ]
    if call is None:
        return []
    if call.message.action == "GetTransactionStatus":
        return _transaction_status(observation)
    verdict = "" if observation.is_error else payload["status"].text
    why = message.error_code or payload["statusInfo"]["reasonCode"].text
    kind: Callable[..., Event] = CommandAnswered
    transaction: TransactionId | None = None
    if call.message.action in _START:
        kind = RemoteStartAnswered
        transaction = payload["transactionId"].text or None
    elif call.message.action not in _STOP and call.message.action not in _COMMANDS:
        return []
    return [
        kind(
            stamp=_now(observation),
            call=call.message.id,
            verdict=verdict,
            why=why or "",
            transaction=transaction,
        )
    ]


def _transaction_status(observation: Observation) -> list[Event]:
    """Return what a charger says about a transaction when it is asked (2.0.1, E14)."""
    payload, stamp = observation.payload, _now(observation)
    found: list[Event] = []
    transaction = observation.place.transaction_id
    if payload.get("ongoingIndicator") is True and transaction is not None:
        note = "The charger says, when asked, that the transaction goes on"
        found.append(TransactionSeen(stamp=stamp, transaction=transaction, note=note))
    if payload.get("messagesInQueue") is True:
        found.append(MoreToCome(stamp=stamp))
    return found


def _now(observation: Observation) -> Stamp:
    message = observation.message
    return Stamp(message.id, message.at, message.at)


def _spot(observation: Observation) -> int | None:
    payload = Part(observation.payload)
    if observation.is_2x:
        value = payload["evseId"].value
        found = whole_number(payload["evse"]["id"].value if value is None else value)
    else:
        found = whole_number(payload["connectorId"].value)
    return found or None


def _reset(payload: Part, _at: int) -> tuple[str, bool]:
    kind = payload["type"].text
    return f"The CSMS asks for a reset{f' ({kind})' if kind else ''}", True


def _unlock(_payload: Part, _at: int) -> tuple[str, bool]:
    return "The CSMS asks to unlock the plug", True


def _availability(payload: Part, _at: int) -> tuple[str, bool]:
    kind = payload.first("type", "operationalStatus").text
    if kind == "Operative":
        return "The CSMS puts the connector into service", False
    return "The CSMS takes the connector out of service", True


def _profile(payload: Part, at: int) -> tuple[str, bool]:
    profile = payload.first("csChargingProfiles", "chargingProfile")
    told = profile_text(profile, payload, at=at)
    return f"{_LIMIT}{told}", _stops_charging(profile)


def _reserved(payload: Part, _at: int) -> tuple[str, bool]:
    tag = payload["idTag"].text or payload["idToken"]["idToken"].text
    return f"The CSMS reserves the connector{f' for card {tag}' if tag else ''}", True


def _cleared(_payload: Part, _at: int) -> tuple[str, bool]:
    return "The CSMS clears charging limits", False


def _stops_charging(profile: Part) -> bool:
    """Return whether a profile begins with a limit of nothing."""
    for schedule in profile["chargingSchedule"].items()[:1]:
        for period in schedule["chargingSchedulePeriod"].items()[:1]:
            return period["limit"].number == 0
    return False


_COMMANDS: Final[dict[str, Callable[[Part, int], tuple[str, bool]]]] = {
    "Reset": _reset,
    "UnlockConnector": _unlock,
    "ChangeAvailability": _availability,
    "SetChargingProfile": _profile,
    "ClearChargingProfile": _cleared,
    "ReserveNow": _reserved,
}
"""Says a command of the CSMS, and whether it may end a session (protocol 7.5)."""
_ANSWERED: Final = frozenset(
    {"Authorize", "StartTransaction", "StopTransaction", "TransactionEvent", None}
)
"""What the CSMS says something of sessions to; None: the call was not seen."""
_TELLING: Final = frozenset(
    {
        *_ANSWERED,
        *_COMMANDS,
        *_START,
        *_STOP,
        "BootNotification",
        "GetTransactionStatus",
        "MeterValues",
        "NotifyEvent",
        "StatusNotification",
        "TriggerMessage",
    }
)
"""Actions that may tell of sessions; the rest is quickly done with."""
