# SPDX-License-Identifier: Apache-2.0
"""What single messages say about the charger itself: who it is, and how it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part

_STATUS: Final = "StatusNotification"
_EVENTS: Final = "NotifyEvent"
STATE_ACTIONS: Final = frozenset({_STATUS, _EVENTS})
"""The calls of a charger that may tell states of connectors."""
_MOST_EVENTS: Final = 1_000  # of one message that are looked through


@dataclass(frozen=True, slots=True)
class Boot:
    """The identity plate of a charger, from BootNotification."""

    vendor: str
    model: str
    serial: str
    firmware: str
    payload: dict[str, Any]
    """All of it, as sent."""


@dataclass(frozen=True, slots=True)
class ConnectorStatus:
    """The state of a connector, from StatusNotification or NotifyEvent."""

    evse: int
    """OCPP 2.x: the EVSE; 0 in OCPP 1.6."""
    connector: int
    status: str
    error_code: str
    info: str
    """What the charger adds in words, with the vendor's error code."""


def boot_of(message: Message) -> Boot | None:
    """Return what a BootNotification of the charger says, else None."""
    payload = _call_payload(message, "BootNotification")
    return None if payload is None else boot_in(payload)


def boot_in(payload: dict[str, Any]) -> Boot:
    """Return what the payload of a BootNotification says."""
    station = payload.get("chargingStation")
    if isinstance(station, dict):  # OCPP 2.x
        return Boot(
            _text(station, "vendorName"),
            _text(station, "model"),
            _text(station, "serialNumber"),
            _text(station, "firmwareVersion"),
            payload,
        )
    serial = _text(payload, "chargePointSerialNumber")
    return Boot(
        _text(payload, "chargePointVendor"),
        _text(payload, "chargePointModel"),
        serial or _text(payload, "chargeBoxSerialNumber"),
        _text(payload, "firmwareVersion"),
        payload,
    )


def states_of(message: Message) -> tuple[ConnectorStatus, ...]:
    """Return the states of connectors that a call of the charger tells."""
    if message.action not in STATE_ACTIONS:
        return ()
    payload = _call_payload(message, message.action)
    return () if payload is None else states_in(message.action, payload)


def states_in(action: str, payload: dict[str, Any]) -> tuple[ConnectorStatus, ...]:
    """Return the states of connectors in the payload of one of `STATE_ACTIONS`.

    In OCPP 2.x a charger may tell them as the AvailabilityState of a Connector, and in
    2.1 it should (OCPP 2.0.1 and 2.1, G01).
    """
    if action == _STATUS:
        return (status_in(payload),)
    return tuple(_states_in_events(Part(payload)["eventData"]))


def _states_in_events(events: Part) -> Iterator[ConnectorStatus]:
    for event in events.items()[:_MOST_EVENTS]:
        component, variable = event["component"], event["variable"]
        if (
            component["name"].text.casefold() == "connector"
            and variable["name"].text.casefold() == "availabilitystate"
        ):
            evse = component["evse"]
            yield ConnectorStatus(
                evse=whole_number(evse["id"].value) or 0,
                connector=whole_number(evse["connectorId"].value) or 0,
                status=event["actualValue"].text,
                error_code="",
                info=event["techInfo"].text,
            )


def status_in(payload: dict[str, Any]) -> ConnectorStatus:
    """Return what the payload of a StatusNotification says."""
    details = (_text(payload, "info"), _text(payload, "vendorErrorCode"))
    return ConnectorStatus(
        evse=whole_number(payload.get("evseId")) or 0,
        connector=whole_number(payload.get("connectorId")) or 0,
        status=_text(payload, "status") or _text(payload, "connectorStatus"),
        error_code=_text(payload, "errorCode"),
        info=" · ".join(part for part in details if part),
    )


def _call_payload(message: Message, action: str) -> dict[str, Any] | None:
    if (
        message.action != action
        or message.type is not MessageType.CALL
        or message.direction is not Direction.IN
    ):
        return None
    payload = message.payload()
    return payload if isinstance(payload, dict) else None


def _text(payload: dict[str, Any], key: str) -> str:
    value = payload.get(key)
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).encode("utf-8", "backslashreplace").decode()
