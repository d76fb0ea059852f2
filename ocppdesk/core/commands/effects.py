# SPDX-License-Identifier: Apache-2.0
"""Which later message proves that a command had its effect.

Accepted is never proof: it says that the charger means to. What it then does shows in
what it sends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ocppdesk.core.commands.readback import reads_key, reads_list, reads_variables
from ocppdesk.core.commands.schedules import schedules_in
from ocppdesk.core.commands.sightings import (
    ANYWHERE,
    Limit,
    Look,
    Sighting,
    Spot,
    is_call,
    sees_call,
    sees_limit,
    sees_state,
    spot_of,
)
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.phrases.parts import Part, id_text


@dataclass(frozen=True, slots=True)
class Ask:
    """A command that brings to light what another one did."""

    action: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is to be seen after a command."""

    awaited: str
    """The message that would prove it, in words: `a StartTransaction for 04A1`."""
    within_s: float
    """How long it may take after the answer."""
    look: Look
    """Sees it."""
    ask: Ask | None = None
    """What to send to see it, where the charger does not tell by itself."""
    otherwise: str = ""
    """What it means that nothing is seen, as a sentence, where that is no bad sign."""


def expectation_of(action: str, payload: Any, *, at: int) -> Expectation | None:
    """Return what proves a command; None where its answer says all there is to say.

    Args:
        action: The action, in the specification's spelling.
        payload: What went with it.
        at: When it is sent, microseconds since 1970.
    """
    make = _EFFECTS.get(action)
    return None if make is None else make(Part(payload), at)


Maker = Callable[[Part, int], Expectation | None]

_SOON_S: Final = 30
_START_S: Final = (
    90  # a driver may still have to plug in; ConnectionTimeOut is 60 to 120
)
_RESTART_S: Final = 240
_TRANSFER_S: Final = 300


# Sessions.


def _remote_start(payload: Part, _at: int) -> Expectation:
    tag = payload["idTag"].text
    spot = spot_of(payload)

    def look(message: Message, found: Part) -> Sighting | None:
        if is_call(message, "StartTransaction"):
            is_tag = found["idTag"].text.casefold() == tag.casefold()
            if is_tag and spot.has(None, message.connector):
                number = id_text(Part(message.transaction_id))
                return Sighting(True, f"StartTransaction: transaction {number} runs.")
        return prepares(message, found)

    prepares = _without_proof(sees_state(spot, lambda _status: False))
    return Expectation(f"a StartTransaction with the idTag {tag}", _START_S, look)


def _request_start(payload: Part, _at: int) -> Expectation:
    number = payload["remoteStartId"].value

    def look(message: Message, found: Part) -> Sighting | None:
        info = found["transactionInfo"]
        if is_call(message, "TransactionEvent") and (
            info["remoteStartId"].value == number
        ):
            told = id_text(info["transactionId"])
            return Sighting(True, f"TransactionEvent: transaction {told} runs.")
        return prepares(message, found)

    prepares = _without_proof(sees_state(spot_of(payload), lambda _status: False))
    return Expectation(
        f"a TransactionEvent with the remoteStartId {number}", _START_S, look
    )


def _remote_stop(payload: Part, _at: int) -> Expectation:
    number = payload["transactionId"].text

    def look(message: Message, found: Part) -> Sighting | None:
        if str(message.transaction_id) != number:
            return None
        if is_call(message, "StopTransaction"):
            reason = found["reason"].text or "Local"
            return Sighting(True, f"StopTransaction: it ended ({reason}).")
        if is_call(message, "TransactionEvent") and found["eventType"].text == "Ended":
            reason = found["transactionInfo"]["stoppedReason"].text or "Local"
            return Sighting(True, f"TransactionEvent: it ended ({reason}).")
        return None

    return Expectation(f"the end of transaction {number}", _SOON_S, look)


# The charger and its connectors.


def _reset(payload: Part, _at: int) -> Expectation:
    is_polite = payload["type"].text in ("Soft", "OnIdle")

    def look(message: Message, found: Part) -> Sighting | None:
        if is_call(message, "BootNotification"):
            reason = found["reason"].text
            told = f" ({reason})" if reason else ""
            return Sighting(True, f"BootNotification: it has restarted{told}.")
        if message.direction is Direction.LINK:
            return Sighting(False, message.text)
        return None

    awaited = "a BootNotification"
    if is_polite:
        awaited += ", once no session runs"
    return Expectation(awaited, _RESTART_S, look)


def _availability(payload: Part, _at: int) -> Expectation:
    wanted = payload.first("type", "operationalStatus").text
    is_off = wanted == "Inoperative"

    def is_wanted(status: str) -> bool:
        return (status in ("Unavailable", "Inoperative")) is is_off

    spot = spot_of(payload)
    awaited = "the state Unavailable" if is_off else "a state other than Unavailable"
    return Expectation(f"{awaited}{spot.text}", _SOON_S, sees_state(spot, is_wanted))


def _unlock(payload: Part, _at: int) -> Expectation:
    spot = spot_of(payload)

    def look(message: Message, found: Part) -> Sighting | None:
        if is_call(message, "StopTransaction", "TransactionEvent"):
            is_end = message.action == "StopTransaction"
            if (is_end or found["eventType"].text == "Ended") and spot.has(
                message.evse, message.connector
            ):
                return Sighting(True, f"{message.action}: the session ended.")
        return is_free(message, found)

    is_free = sees_state(spot, lambda status: status in ("Available", "Finishing"))
    otherwise = "No message followed, and none has to where nothing was plugged in."
    return Expectation(f"a new state{spot.text}", _SOON_S, look, otherwise=otherwise)


def _reserve(payload: Part, _at: int) -> Expectation:
    spot = spot_of(payload)
    look = sees_state(spot, lambda status: status == "Reserved")
    return Expectation(f"the state Reserved{spot.text}", _SOON_S, look)


def _cancel_reservation(_payload: Part, _at: int) -> Expectation:
    look = sees_state(ANYWHERE, lambda status: status == "Available")
    return Expectation("the state Available", _SOON_S, look)


_TRIGGERED: Final[dict[str, tuple[str, ...]]] = {
    "FirmwareStatusNotification": (
        "FirmwareStatusNotification", "SignedFirmwareStatusNotification",
    ),
    "SignChargePointCertificate": ("SignCertificate",),
    "SignChargingStationCertificate": ("SignCertificate",),
    "SignV2GCertificate": ("SignCertificate",),
    "SignV2G20Certificate": ("SignCertificate",),
    "SignCombinedCertificate": ("SignCertificate",),
    # OCPP 2.0.1, F06: within a transaction its meter values come so.
    "MeterValues": ("MeterValues", "TransactionEvent"),
}  # fmt: skip


def _trigger(payload: Part, _at: int) -> Expectation:
    wanted = payload["requestedMessage"].text
    actions = _TRIGGERED.get(wanted, (wanted,))
    spot = spot_of(payload)
    look = sees_call(*actions, spot=spot)
    return Expectation(f"a {actions[0]}{spot.text}", _SOON_S, look)


# Limits.


def _profile(payload: Part, at: int) -> Expectation | None:
    moment = datetime.fromtimestamp(at / 1e6, UTC)
    for schedule in schedules_in(payload.value)[:1]:
        limit = schedule.limit_on(moment)
        if limit is not None and schedule.unit in ("A", "W"):
            return _limited(Limit(limit, schedule.unit), spot_of(payload))
    return None


def _limited(limit: Limit, spot: Spot) -> Expectation:
    within = sees_limit(limit, spot)
    paused = sees_state(spot, lambda status: status == "SuspendedEVSE")

    def look(message: Message, found: Part) -> Sighting | None:
        seen = within(message, found)
        if seen is None and limit.value == 0:
            seen = paused(message, found)
        return seen

    place = spot.evse if spot.evse is not None else spot.connector
    name = "evseId" if spot.evse is not None else "connectorId"
    ask = Ask(
        "GetCompositeSchedule",
        {name: place or 0, "duration": 3600, "chargingRateUnit": limit.unit},
    )
    awaited = f"meter values{spot.text} within {limit.value:g} {limit.unit}"
    return Expectation(awaited, 2 * _SOON_S, look, ask)


# What is read back.


def _key(payload: Part, _at: int) -> Expectation:
    key, value = payload["key"].text, payload["value"].text
    ask = Ask("GetConfiguration", {"key": [key]})
    return Expectation(f"{key} read back", _SOON_S, reads_key(key, value), ask)


def _variables(payload: Part, _at: int) -> Expectation:
    wanted = [
        {
            name: data[name].value
            for name in ("component", "variable", "attributeType")
            if data[name]
        }
        for data in payload["setVariableData"].items()
    ]
    names = ", ".join(d["variable"]["name"].text for d in
                      payload["setVariableData"].items())  # fmt: skip
    ask = Ask("GetVariables", {"getVariableData": wanted})
    return Expectation(f"{names} read back", _SOON_S, reads_variables(payload), ask)


def _local_list(payload: Part, _at: int) -> Expectation:
    version = payload.first("listVersion", "versionNumber").value
    ask = Ask("GetLocalListVersion", {})
    return Expectation(
        f"version {version} read back", _SOON_S, reads_list(version), ask
    )


# What comes in messages of its own.


def _report(action: str, *, within_s: float = _SOON_S) -> Maker:
    """Expect a call that brings what was asked for, by its requestId."""

    def make(payload: Part, _at: int) -> Expectation:
        number = payload["requestId"].value
        look = sees_call(action, requestId=number)
        return Expectation(f"a {action} with requestId {number}", within_s, look)

    return make


def _call(*actions: str, within_s: float = _SOON_S) -> Maker:
    """Expect a call of the charger, whatever it says."""

    def make(_payload: Part, _at: int) -> Expectation:
        return Expectation(f"a {actions[0]}", within_s, sees_call(*actions))

    return make


def _certificate(_payload: Part, _at: int) -> Expectation:
    def look(message: Message, _found: Part) -> Sighting | None:
        if message.direction is not Direction.LINK:
            return None
        return Sighting(message.action == "Connected", message.text)

    return Expectation("a new connection, with the new certificate", _START_S, look)


def _without_proof(look: Look) -> Look:
    """Take what a look sees as a sign only."""

    def sign(message: Message, payload: Part) -> Sighting | None:
        seen = look(message, payload)
        return None if seen is None else Sighting(False, seen.text)

    return sign


_EFFECTS: Final[dict[str, Maker]] = {
    "CancelReservation": _cancel_reservation,
    "CertificateSigned": _certificate,
    "ChangeAvailability": _availability,
    "ChangeConfiguration": _key,
    "CustomerInformation": _report("NotifyCustomerInformation"),
    "ExtendedTriggerMessage": _trigger,
    "GetBaseReport": _report("NotifyReport"),
    "GetChargingProfiles": _report("ReportChargingProfiles"),
    "GetDERControl": _report("ReportDERControl"),
    "GetDiagnostics": _call("DiagnosticsStatusNotification", within_s=_TRANSFER_S),
    "GetDisplayMessages": _report("NotifyDisplayMessages"),
    "GetLog": _report("LogStatusNotification", within_s=_TRANSFER_S),
    "GetMonitoringReport": _report("NotifyMonitoringReport"),
    "GetReport": _report("NotifyReport"),
    "PublishFirmware": _report(
        "PublishFirmwareStatusNotification", within_s=_TRANSFER_S
    ),
    "RemoteStartTransaction": _remote_start,
    "RemoteStopTransaction": _remote_stop,
    "RequestBatterySwap": _call("BatterySwap", within_s=_START_S),
    "RequestStartTransaction": _request_start,
    "RequestStopTransaction": _remote_stop,
    "ReserveNow": _reserve,
    "Reset": _reset,
    "SendLocalList": _local_list,
    "SetChargingProfile": _profile,
    "SetVariables": _variables,
    "SignedUpdateFirmware": _call(
        "SignedFirmwareStatusNotification", "FirmwareStatusNotification",
        within_s=_TRANSFER_S,
    ),
    "TriggerMessage": _trigger,
    "UnlockConnector": _unlock,
    "UpdateFirmware": _call("FirmwareStatusNotification", within_s=_TRANSFER_S),
    "UsePriorityCharging": _call("NotifyPriorityCharging"),
}  # fmt: skip
