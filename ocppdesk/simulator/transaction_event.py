# SPDX-License-Identifier: Apache-2.0
"""TransactionEvent of OCPP 2.x (E01 to E06): what is told, and what only once."""

from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.simulator.connector import CARD, Connector, Transaction
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.tokens import Verdict

LONGEST_TOKEN: Final = 36
"""Most characters of an idToken in 2.0.1."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened in a transaction."""

    kind: str
    """`Started`, `Updated` or `Ended`."""
    trigger: str
    """The triggerReason."""
    timestamp: str
    """When, as text."""
    is_offline: bool = False
    """Whether there was no connection then."""
    meter_value: dict[str, Any] | None = None
    """What the meter showed."""
    token: str | None = None
    """The token that ended it."""


def event_payload(
    connector: Connector,
    transaction: Transaction,
    event: Event,
    *,
    longest_token: int = LONGEST_TOKEN,
) -> Payload:
    """Return the payload of the next TransactionEvent; it counts as told.

    Args:
        connector: Where the transaction runs.
        transaction: The transaction.
        event: What has happened.
        longest_token: Most characters of an idToken.
    """
    state = connector.charging_state()
    info: Payload = {"transactionId": transaction.id}
    if state != transaction.told_state:
        info["chargingState"] = transaction.told_state = state
    if transaction.charging_s:
        info["timeSpentCharging"] = int(transaction.charging_s)
    if event.kind == "Ended" and transaction.stop is not None:
        info["stoppedReason"] = transaction.stop.reason_2x
    payload: Payload = {
        "eventType": event.kind,
        "timestamp": event.timestamp,
        "triggerReason": event.trigger,
        "seqNo": transaction.sequence,
        "transactionInfo": info,
    }
    transaction.sequence += 1
    if event.is_offline:
        payload["offline"] = True
    if event.meter_value is not None:
        payload["meterValue"] = [event.meter_value]
    if connector.is_plugged:
        payload["numberOfPhasesUsed"] = connector.circuit.phases
    token = transaction.token
    for name, value, place in (
        ("evse", {"id": connector.number, "connectorId": 1}, payload),
        (
            "idToken",
            None
            if token is None
            else token_payload(token, transaction.token_type, longest=longest_token),
            payload,
        ),
        ("reservationId", transaction.reservation_id, payload),
        ("remoteStartId", transaction.remote_start_id, info),
    ):
        # What is known is told once; its absence later means no change (E01).
        if value is not None and name not in transaction.told_once:
            place[name] = value
            transaction.told_once.add(name)
    if event.token is not None:
        kind = transaction.token_type if event.token == token else CARD
        payload["idToken"] = token_payload(event.token, kind, longest=longest_token)
    return payload


def token_payload(
    token: str, token_type: str = CARD, *, longest: int = LONGEST_TOKEN
) -> dict[str, Any]:
    """Return the IdTokenType for a token."""
    return {"idToken": token[:longest], "type": token_type}


def verdict_of(info: object) -> Verdict:
    """Read an IdTokenInfoType."""
    if not isinstance(info, dict):
        return Verdict("Invalid")
    group = info.get("groupIdToken") or {}
    return Verdict(str(info.get("status")), group.get("idToken"))
