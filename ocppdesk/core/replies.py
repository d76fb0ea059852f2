# SPDX-License-Identifier: Apache-2.0
"""What the embedded CSMS answers: a table of action -> function.

Every action that a charger may send is answered with a success. The four that carry
billing data (StartTransaction, StopTransaction, MeterValues, TransactionEvent) are so
even when their content is nonsense: an error would make the charger repeat, and in the
end discard, the record (OCPP 1.6, 3.7; OCPP 2.0.1, E13).
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from ocppdesk.core.answer_rules import AnswerRule
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.versions import Version

_REMEMBERED = 20_000  # transactions kept in memory to recognise a repeated start
_FIRST_EPOCH_S = 1_600_000_000  # keeps ids from the clock below 2**31 until 2088


@dataclass(frozen=True, slots=True)
class Policy:
    """How the CSMS answers, as set by the user."""

    heartbeat_interval_s: int = 300
    """`interval` of the BootNotification answer, in seconds."""
    registration_status: str = "Accepted"
    """`Accepted`, `Pending` or `Rejected`."""
    accepted_id_tags: frozenset[str] | None = None
    """The tokens to accept, compared without case; None accepts every token."""
    rules: Mapping[str, AnswerRule] = field(default_factory=dict)
    """By action: answers that are to be other than the usual ones."""

    def accepts(self, token: Any) -> bool:
        """Return whether a token may charge."""
        if self.accepted_id_tags is None:
            return True
        return str(token).strip().casefold() in self.accepted_id_tags


@dataclass(frozen=True, slots=True)
class TransactionStart:
    """What makes two StartTransaction messages the same (a retry has it all equal)."""

    charger: str
    """The identity of the charger."""
    connector: Any
    """`connectorId` as sent."""
    id_tag: Any
    """`idTag` as sent."""
    meter_start: Any
    """`meterStart` as sent, in Wh."""
    timestamp: Any
    """`timestamp` as sent."""


def _key(start: TransactionStart) -> str:
    # A digest: what a charger sends as its idTag may be megabytes.
    return blake2b(repr(start).encode("utf-8", "backslashreplace")).hexdigest()


@dataclass(slots=True)
class Transactions:
    """The transaction ids that this CSMS has given out (OCPP 1.6).

    An id is never given twice, not even after a restart: the first one of a run
    derives from the clock.
    """

    by_start: OrderedDict[str, int] = field(default_factory=OrderedDict)
    """For each start of a transaction that has not ended: its id."""
    connectors: OrderedDict[tuple[str, int], tuple[int | None, str]] = field(
        default_factory=OrderedDict
    )
    """For each (charger, transaction id): the connector, and the key of its start."""
    last: int = 0
    """The last id given out."""
    new: list[tuple[TransactionStart, int]] = field(default_factory=list)
    """Starts that got their id and are not recorded yet; the recorder takes them."""
    ended: list[int] = field(default_factory=list)
    """Ids of transactions that ended since the recorder last took them."""

    def id_for(self, start: TransactionStart, *, at: int) -> int:
        """Return the id of a transaction, the same one for a repeated start.

        Args:
            start: What identifies the start.
            at: Now, in microseconds since 1970.
        """
        known = self.by_start.get(_key(start))
        if known is not None:
            return known
        self.last = max(self.last + 1, at // 1_000_000 - _FIRST_EPOCH_S)
        self.remember(start, self.last)
        self.new.append((start, self.last))
        return self.last

    def remember(self, start: TransactionStart, transaction_id: int) -> None:
        """Take in a start that has its id, for instance from an earlier run."""
        self.last = max(self.last, transaction_id)
        connector = whole_number(start.connector)
        key = _key(start)
        self.by_start[key] = transaction_id
        self.connectors[start.charger, transaction_id] = connector, key
        while len(self.by_start) > _REMEMBERED:
            self.by_start.popitem(last=False)
        while len(self.connectors) > _REMEMBERED:
            self.connectors.popitem(last=False)

    def connector_of(self, charger: str, transaction_id: Any) -> int | None:
        """Return the connector on which a transaction was started, if known."""
        number = whole_number(transaction_id)
        if number is None:
            return None
        connector, _key_of_start = self.connectors.get((charger, number), (None, ""))
        return connector

    def end(self, charger: str, transaction_id: Any) -> None:
        """Take in that a transaction ended.

        Its start will not be repeated any more: an equal one, of a charger without a
        clock, begins another transaction.
        """
        number = whole_number(transaction_id)
        if number is None:
            return
        _connector, key = self.connectors.get((charger, number), (None, ""))
        if self.by_start.pop(key, None) is not None:
            self.ended.append(number)


@dataclass(frozen=True, slots=True)
class Request:
    """A call of a charger that wants an answer."""

    charger: str
    """Who asks."""
    version: Version
    """The OCPP version of the action."""
    payload: dict[str, Any]
    """What came with it; `{}` where it was not an object."""
    at: int
    """When it arrived, microseconds since 1970."""
    policy: Policy
    """How to answer."""
    transactions: Transactions
    """The memory of ids."""


def utc_text(at: int) -> str:
    """Write a time the one way that every charger can read: no fraction, `Z`.

    Args:
        at: Microseconds since 1970, UTC.
    """
    return _second_text(at // 1_000_000)


@lru_cache(maxsize=16)
def _second_text(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def answer(action: str, request: Request) -> dict[str, Any]:
    """Return the payload that answers a charger's call.

    Args:
        action: An action of `charger_actions(request.version)`, spelt as there.
        request: The call.
    """
    reply = _REPLIES.get(action)
    return {} if reply is None else reply(request)


def _boot(request: Request) -> dict[str, Any]:
    return {
        "currentTime": utc_text(request.at),
        "interval": request.policy.heartbeat_interval_s,
        "status": request.policy.registration_status,
    }


def _heartbeat(request: Request) -> dict[str, Any]:
    return {"currentTime": utc_text(request.at)}


def _authorize(request: Request) -> dict[str, Any]:
    if request.version is Version.V16:
        return {"idTagInfo": _id_tag_info(request)}
    return {"idTokenInfo": _id_token_info(request)}


def _start_transaction(request: Request) -> dict[str, Any]:
    payload = request.payload
    start = TransactionStart(
        request.charger,
        payload.get("connectorId"),
        payload.get("idTag"),
        payload.get("meterStart"),
        payload.get("timestamp"),
    )
    transaction_id = request.transactions.id_for(start, at=request.at)
    return {"idTagInfo": _id_tag_info(request), "transactionId": transaction_id}


def _stop_transaction(request: Request) -> dict[str, Any]:
    request.transactions.end(request.charger, request.payload.get("transactionId"))
    # The idTagInfo is optional and only says something about the tag that stopped.
    return {"idTagInfo": _id_tag_info(request)} if "idTag" in request.payload else {}


def _transaction_event(request: Request) -> dict[str, Any]:
    if not isinstance(request.payload.get("idToken"), dict):
        return {}
    return {"idTokenInfo": _id_token_info(request)}


def _id_tag_info(request: Request) -> dict[str, Any]:
    accepted = request.policy.accepts(request.payload.get("idTag", ""))
    return {"status": "Accepted" if accepted else "Invalid"}


def _id_token_info(request: Request) -> dict[str, Any]:
    token = request.payload.get("idToken")
    text = token.get("idToken", "") if isinstance(token, dict) else token
    # No authorization at the charger comes without a token to check (2.0.1, C02).
    free = isinstance(token, dict) and token.get("type") == "NoAuthorization"
    accepted = free or request.policy.accepts(text)
    return {"status": "Accepted" if accepted else "Unknown"}


def _certificate_chain_status(request: Request) -> dict[str, Any]:
    asked = request.payload.get("certificateStatusRequests")
    hashes = [
        entry.get("certificateHashData", {})
        for entry in (asked if isinstance(asked, list) else [])
        if isinstance(entry, dict)
    ]
    status = {
        "source": "OCSP",
        "status": "Unknown",
        "nextUpdate": utc_text(request.at + 86_400_000_000),
    }
    return {
        "certificateStatus": [
            {"certificateHashData": found, **status} for found in hashes[:4]
        ]
    }


def _vat_number(request: Request) -> dict[str, Any]:
    number = request.payload.get("vatNumber")
    return {"vatNumber": str(number or "")[:20], "status": "Accepted"}


def _fixed(payload: dict[str, Any]) -> Callable[[Request], dict[str, Any]]:
    return lambda _request: dict(payload)


_REPLIES: Final[dict[str, Callable[[Request], dict[str, Any]]]] = {
    "Authorize": _authorize,
    "BootNotification": _boot,
    "DataTransfer": _fixed({"status": "Accepted"}),
    # Without a certificate authority behind us these are the honest answers.
    "Get15118EVCertificate": _fixed({"status": "Failed", "exiResponse": ""}),
    "GetCertificateChainStatus": _certificate_chain_status,
    "GetCertificateStatus": _fixed({"status": "Failed"}),
    "Heartbeat": _heartbeat,
    "NotifyEVChargingNeeds": _fixed({"status": "Accepted"}),
    "NotifyEVChargingSchedule": _fixed({"status": "Accepted"}),
    "OpenPeriodicEventStream": _fixed({"status": "Accepted"}),
    "PullDynamicScheduleUpdate": _fixed({"status": "Rejected"}),
    "SignCertificate": _fixed({"status": "Rejected"}),
    "StartTransaction": _start_transaction,
    "StopTransaction": _stop_transaction,
    "TransactionEvent": _transaction_event,
    "VatNumberValidation": _vat_number,
}


def accepted_tags(texts: Iterable[str]) -> frozenset[str] | None:
    """Turn the user's list of tokens into a policy; `*` in it accepts all."""
    tags = frozenset(text.strip().casefold() for text in texts if text.strip())
    return None if "*" in tags else tags
