# SPDX-License-Identifier: Apache-2.0
"""What is known of a charger that can be filled into a form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from ocppdesk.core.commands.sightings import Spot, is_call, is_result, states_in
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part

_MOST: Final = 30  # of each kind: a menu is not to be scrolled for long
_MOST_KEYS: Final = 2_000
# Requests of 2.x of whose rows DeviceDataCtrlr.ItemsPerMessage tells the most.
_ROWS: Final = {
    "GetReport": "componentVariable",
    "GetVariables": "getVariableData",
    "SetVariables": "setVariableData",
}
# OCPP 1.6, 7.7: states that a connector has during a transaction only.
_CHARGING: Final = frozenset({"Charging", "SuspendedEV", "SuspendedEVSE"})

TELLING: Final = (
    "Authorize",
    "BootNotification",
    "GetConfiguration",
    "GetLocalListVersion",
    "GetVariables",
    "NotifyEvent",
    "NotifyReport",
    "RemoteStartTransaction",
    "RequestStartTransaction",
    "ReserveNow",
    "SendLocalList",
    "SetChargingProfile",
    "StartTransaction",
    "StatusNotification",
    "StopTransaction",
    "TransactionEvent",
)
"""The actions whose messages tell something; all others can be left out."""


@dataclass(frozen=True, slots=True)
class Running:
    """A transaction that has not ended, as far as is known."""

    id: int | str
    evse: int | None
    connector: int | None
    id_tag: str


@dataclass(slots=True)
class Knowledge:
    """What one charger's messages tell, fed with them in their order.

    Nothing that a charger sends makes it raise.
    """

    connectors: dict[tuple[int, int], str] = field(default_factory=dict)
    """The last state of each connector, by EVSE (0 in OCPP 1.6) and number."""
    id_tags: list[str] = field(default_factory=list)
    """Tokens, those that were used last in front."""
    token_types: dict[str, str] = field(default_factory=dict)
    """The type of each token (2.x)."""
    transactions: dict[str, Running] = field(default_factory=dict)
    """The transactions that run, by their id as text."""
    keys: dict[str, str] = field(default_factory=dict)
    """Configuration keys with the values read last (1.6)."""
    variables: dict[tuple[str, str], None] = field(default_factory=dict)
    """Components with their variables (2.x)."""
    most_items: dict[str, int] = field(default_factory=dict)
    """How many rows a request may have, by action (2.x, `ItemsPerMessage`)."""
    reservations: list[int] = field(default_factory=list)
    """Numbers of reservations that were made."""
    profiles: list[int] = field(default_factory=list)
    """Numbers of charging profiles that were set."""
    list_version: int | None = None
    """The version of the local list, if it was heard of."""
    vendor: str = ""
    """The manufacturer."""
    next_number: int = 1
    """A number that no request of ours has had."""

    def take(self, message: Message) -> None:
        """Take in a message of the charger, or to it."""
        if message.action not in TELLING:
            return
        payload = Part(message.payload())
        for spot, status in states_in(message, payload):
            number = spot.connector or 0
            self.connectors[spot.evse or 0, number] = status
        if message.direction is Direction.OUT and message.type is MessageType.CALL:
            self._take_command(message.action, payload)
        elif message.direction is Direction.IN:
            look = _LOOKS.get(message.action)
            if look is not None:
                look(self, message, payload)

    def places(self) -> list[tuple[int, int, str]]:
        """Return EVSE, number and state of each connector, without the charger."""
        return sorted(
            (evse, number, status)
            for (evse, number), status in self.connectors.items()
            if number
        )

    def running(self) -> list[Spot]:
        """Return where somebody is charging, as far as is known.

        A transaction counts, unless its connector has become available since: then the
        end of it was lost. So does a state that connectors have in transactions only.
        """
        found = {
            Spot(one.evse or None, None if one.evse else one.connector or None)
            for one in self.transactions.values()
            if not self._is_free(one)
        }
        for (evse, number), status in self.connectors.items():
            if status in _CHARGING:
                found.add(Spot(evse or None, None if evse else number))
        return sorted(found, key=lambda spot: (spot.evse or 0, spot.connector or 0))

    def _is_free(self, one: Running) -> bool:
        states = [
            status
            for (evse, number), status in self.connectors.items()
            if evse == (one.evse or 0) and one.connector in (None, number)
        ]
        return bool(states) and all(status == "Available" for status in states)

    def _take_command(self, action: str, payload: Part) -> None:
        for name in ("requestId", "remoteStartId", "reservationId", "id"):
            number = payload[name].value
            if type(number) is int and number >= self.next_number:
                self.next_number = min(number + 1, 2**31 - 1)
        if action == "ReserveNow":
            _put_first(self.reservations, payload.first("reservationId", "id").value)
        elif action == "SetChargingProfile":
            profile = payload.first("csChargingProfiles", "chargingProfile")
            _put_first(self.profiles, profile.first("chargingProfileId", "id").value)
        elif action == "SendLocalList":
            version = payload.first("listVersion", "versionNumber").value
            self.list_version = version if type(version) is int else None
        self._take_token(payload)

    def _take_token(self, payload: Part) -> None:
        token = payload["idTag"].text or payload["idToken"]["idToken"].text
        _put_first(self.id_tags, token)
        if kind := payload["idToken"]["type"].text:
            self.token_types[token] = kind

    def _authorize(self, _message: Message, payload: Part) -> None:
        self._take_token(payload)

    def _boot(self, _message: Message, payload: Part) -> None:
        station = payload["chargingStation"]
        self.vendor = payload["chargePointVendor"].text or station["vendorName"].text

    def _start(self, message: Message, payload: Part) -> None:
        self._take_token(payload)
        self._run(message, payload["idTag"].text)

    def _run(self, message: Message, tag: str) -> None:
        number = message.transaction_id
        if number is None:
            return
        known = self.transactions.pop(str(number), None)
        if known is not None and not tag:
            tag = known.id_tag
        self.transactions[str(number)] = Running(
            number, message.evse, message.connector, tag
        )
        for oldest in list(self.transactions)[:-_MOST]:
            del self.transactions[oldest]

    def _stop(self, message: Message, _payload: Part) -> None:
        self.transactions.pop(str(message.transaction_id), None)

    def _event(self, message: Message, payload: Part) -> None:
        self._take_token(payload)
        if payload["eventType"].text == "Ended":
            self._stop(message, payload)
        else:
            self._run(message, payload["idToken"]["idToken"].text)

    def _configuration(self, message: Message, payload: Part) -> None:
        if not is_result(message, "GetConfiguration"):
            return
        for entry in payload["configurationKey"].items()[:_MOST_KEYS]:
            if entry["key"].text:
                self.keys[entry["key"].text] = entry["value"].text

    def _local_list(self, message: Message, payload: Part) -> None:
        version = payload.first("listVersion", "versionNumber").value
        if is_result(message, "GetLocalListVersion") and type(version) is int:
            self.list_version = version

    def _report(self, message: Message, payload: Part) -> None:
        is_report = is_call(message, "NotifyReport")
        name = "reportData" if is_report else "getVariableResult"
        for data in payload[name].items():
            component = data["component"]["name"].text
            variable = data["variable"]["name"].text
            if component and variable and len(self.variables) < _MOST_KEYS:
                self.variables[component, variable] = None
            if (component, variable) == ("DeviceDataCtrlr", "ItemsPerMessage"):
                self._limit(data)

    def _limit(self, data: Part) -> None:
        attributes = data["variableAttribute"].items()
        value = attributes[0]["value"] if attributes else data["attributeValue"]
        most = whole_number(value.text)
        if most is not None and most > 0:
            self.most_items[data["variable"]["instance"].text] = most

    def excess(self, action: str, payload: Any) -> str:
        """Return why a request has too many rows for the charger; empty if it has not.

        Args:
            action: The action.
            payload: What goes with it.
        """
        name = _ROWS.get(action, "")
        most, count = self.most_items.get(action), len(Part(payload)[name].items())
        if not name or most is None or count <= most:
            return ""
        return (
            f"The charger says that it takes at most {most} at once; here are {count}."
        )


def _put_first(items: list[Any], item: Any) -> None:
    """Put an item in front, once, of a list of limited length."""
    if item in (None, "") or isinstance(item, dict | list):
        return
    if item in items:
        items.remove(item)
    items.insert(0, item)
    del items[_MOST:]


_LOOKS: Final[dict[str, Callable[[Knowledge, Message, Part], None]]] = {
    "Authorize": Knowledge._authorize,
    "BootNotification": Knowledge._boot,
    "GetConfiguration": Knowledge._configuration,
    "GetLocalListVersion": Knowledge._local_list,
    "GetVariables": Knowledge._report,
    "NotifyReport": Knowledge._report,
    "StartTransaction": Knowledge._start,
    "StopTransaction": Knowledge._stop,
    "TransactionEvent": Knowledge._event,
}
