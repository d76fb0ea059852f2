# SPDX-License-Identifier: Apache-2.0
"""Which connector and transaction a message is about."""

from collections import OrderedDict
from typing import Any, Final, NamedTuple

from ocppdesk.core.numbers import whole_number
from ocppdesk.core.versions import Version

ALWAYS_ANSWERED: Final = frozenset(
    {"StartTransaction", "StopTransaction", "MeterValues", "TransactionEvent"}
)
"""Actions with billing data: the CSMS answers them with a success whatever they
contain, so that no record is lost."""

_LONGEST_ID: Final = 255  # characters of a transaction id that is remembered
_REMEMBERED: Final = 200  # transactions kept per connection


class Place(NamedTuple):
    """What a message is about."""

    evse: int | None = None
    """OCPP 2.x: the EVSE."""
    connector: int | None = None
    """The connector."""
    transaction_id: int | str | None = None
    """The transaction."""


NOWHERE: Final = Place()
"""About nothing in particular."""


def place_of(
    action: str, payload: Any, *, version: Version, reply: Any = None
) -> Place:
    """Find out which connector and transaction a call is about.

    Args:
        action: The action, in the specification's spelling if it has one.
        payload: The payload of the call.
        version: The OCPP version that is spoken.
        reply: The payload of the answer, which names the transaction of a
            StartTransaction.
    """
    if type(payload) is not dict or not (payload or reply):
        return NOWHERE
    connector = whole_number(payload.get("connectorId"))
    evse = whole_number(payload.get("evseId"))
    part = payload.get("evse")
    if isinstance(part, dict):
        evse = whole_number(part.get("id"))
        connector = whole_number(part.get("connectorId"))
    transaction = payload.get("transactionId")
    info = payload.get("transactionInfo")
    if isinstance(info, dict):
        transaction = info.get("transactionId")
    if action == "StartTransaction" and isinstance(reply, dict):
        transaction = reply.get("transactionId")
    if transaction is not None:
        transaction = transaction_id_from(transaction, action, version=version)
    return Place(evse, connector, transaction)


def transaction_id_from(
    value: Any, action: str, *, version: Version
) -> int | str | None:
    """Return a transaction id as it is kept.

    Args:
        value: As it was sent.
        action: The action of the call.
        version: The OCPP version that is spoken.
    """
    if not isinstance(value, str):
        return whole_number(value)
    # 1.6 numbers that came as text compare equal to the number.
    if version is Version.V16 and action in ALWAYS_ANSWERED:
        number = whole_number(value)
        if number is not None:
            return number
    if value.isascii():
        return value
    return value.encode("utf-8", "backslashreplace").decode()


class Whereabouts:
    """Where transactions of OCPP 2.x are, as TransactionEvents tell (2.0.1, E01).

    The EVSE is sent only once in a transaction.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[str, Place] = OrderedDict()

    def completed(self, place: Place) -> Place:
        """Return a place of a transaction with what was said of it before."""
        key = str(place.transaction_id)
        if len(key) > _LONGEST_ID:
            return place
        known = self._known.get(key, NOWHERE)
        whole = Place(
            known.evse if place.evse is None else place.evse,
            known.connector if place.connector is None else place.connector,
            place.transaction_id,
        )
        self._known[key] = whole
        self._known.move_to_end(key)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return whole
