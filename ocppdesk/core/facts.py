# SPDX-License-Identifier: Apache-2.0
"""What single messages say about the charger itself: who it is, and how it is."""

from dataclasses import dataclass
from typing import Any

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.numbers import whole_number


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
    """The state of a connector, from StatusNotification."""

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


def status_of(message: Message) -> ConnectorStatus | None:
    """Return what a StatusNotification of the charger says, else None."""
    payload = _call_payload(message, "StatusNotification")
    return None if payload is None else status_in(payload)


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
