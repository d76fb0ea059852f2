# SPDX-License-Identifier: Apache-2.0
"""Which transaction runs where: profiles begin and end with it.

OCPP 1.6, 3.13.1 and 5.17; OCPP 2.0.1, E01 to E06.
"""

from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.limits.schedule import instant
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part

_POWERED: Final = ("Charging", "SuspendedEV")  # the power path is closed (E02)
_MOST: Final = 200  # connectors; nonsense must not pile up
_NOBODY: Final = ("", "0", "-1")  # what chargers send where no transaction runs


@dataclass(frozen=True, slots=True)
class Running:
    """A transaction that runs."""

    connector: int
    """The connector (OCPP 1.6) or EVSE (2.x)."""
    id: str
    """As text; empty while it is not known."""
    start: int
    """When its power path closed, as far as is known; microseconds since 1970."""
    message: int
    """The number of the message that told first of it."""
    token: str = ""
    """The idTag (OCPP 1.6)."""
    remote_start: str = ""
    """`remoteStartId` (OCPP 2.x)."""
    is_powered: bool = False
    """OCPP 2.x: whether the charger has said that the power path is closed."""
    is_assumed: bool = False
    """Whether its start is not in these messages."""
    is_by_profile: bool = False
    """Whether nothing tells of it but that its profile was accepted."""


@dataclass(frozen=True, slots=True)
class Change:
    """A transaction began or ended."""

    running: Running
    has_ended: bool


class Transactions:
    """Follows the transactions of one charger."""

    def __init__(self) -> None:
        self.running: dict[int, Running] = {}
        """By connector or EVSE."""
        self.revision = 0
        """Another number whenever something else is running, or since another time."""
        self._ended: dict[int, str] = {}

    def feed(self, seen: Observation) -> list[Change]:
        """Take in the next message and return what began or ended."""
        action = seen.message.action
        payload = Part(seen.payload)
        if action == "TransactionEvent" and seen.is_call(action):
            return self._event(seen, payload)
        if action == "StartTransaction":
            if seen.is_call(action):
                return self._start(seen, payload)
            if seen.is_result(action):
                self._number(seen, payload)
        elif action == "StopTransaction" and seen.is_call(action):
            return self._stop(seen, payload)
        elif action == "MeterValues" and seen.is_call(action) and not seen.is_2x:
            return self._metered(seen, payload)
        elif action == "StatusNotification" and seen.is_call(action):
            return self._status(seen, payload)
        return []

    def assume(self, connector: int, number: str, seen: Observation) -> None:
        """Take for granted that a transaction runs: the charger took its profile."""
        if connector not in self.running:
            assumed = Running(
                connector,
                number,
                seen.at,
                seen.message.id,
                is_assumed=True,
                is_by_profile=True,
            )
            self._put(assumed)

    def where(self, number: str) -> int | None:
        """Return where a transaction runs, None if it is not known."""
        if number in _NOBODY:
            return None
        found = (one.connector for one in self.running.values() if one.id == number)
        return next(found, None)

    def _start(self, seen: Observation, payload: Part) -> list[Change]:
        connector = whole_number(payload["connectorId"].value)
        if connector is None:
            return []
        new = Running(
            connector, "", seen.at, seen.message.id, token=payload["idTag"].text
        )
        return self._replace(new)

    def _number(self, seen: Observation, payload: Part) -> None:
        """Learn the number that the CSMS gave to a transaction."""
        if seen.call is None:
            return
        connector = whole_number(seen.call.payload.get("connectorId"))
        held = self.running.get(-1 if connector is None else connector)
        if held is not None and held.message == seen.call.message.id:
            number = payload["transactionId"].text
            self._put(replace(held, id=number))

    def _stop(self, seen: Observation, payload: Part) -> list[Change]:
        number = payload["transactionId"].text
        connector = self.where(number)
        if connector is None:
            connector = seen.message.connector
        if connector is None or connector not in self.running:
            unnamed = [one for one in self.running.values() if not one.id]
            if len(unnamed) == 1:
                connector = unnamed[0].connector
        held = None if connector is None else self.running.get(connector)
        if connector is not None and held is not None and held.id in ("", number):
            ended = self._end(connector)
            self._ended[connector] = number
            return [Change(replace(one.running, id=number), True) for one in ended]
        # It began before these messages; its profiles may be known all the same.
        gone = Running(-1 if connector is None else connector, number, 0, 0)
        return [] if number in _NOBODY else [Change(gone, True)]

    def _metered(self, seen: Observation, payload: Part) -> list[Change]:
        """Learn of a transaction that began before these messages (OCPP 1.6)."""
        connector = whole_number(payload["connectorId"].value)
        known = None if connector is None else self.running.get(connector)
        if known is not None and known.id:
            return []  # as nearly always
        number = payload["transactionId"].text
        if number in _NOBODY or not connector or self._ended.get(connector) == number:
            return []
        if known is not None:
            self._put(replace(known, id=number))
            return []
        new = Running(connector, number, seen.at, seen.message.id, is_assumed=True)
        return [self._begin(new)]

    def _status(self, seen: Observation, payload: Part) -> list[Change]:
        """A connector that is free has no transaction (OCPP 1.6, 4.9)."""
        connector = whole_number(payload["connectorId"].value)
        if seen.is_2x or connector is None or payload["status"].text != "Available":
            return []
        return self._end(connector)

    def _event(self, seen: Observation, payload: Part) -> list[Change]:
        info = payload["transactionInfo"]
        number = info["transactionId"].text
        connector = whole_number(payload["evse"]["id"].value)
        if connector is None:
            connector = self.where(number)
        if connector is None:
            connector = seen.message.evse
        if connector is None:
            return []
        held = self.running.get(connector)
        if payload["eventType"].text == "Ended":
            if held is None or held.id != number:
                return [Change(Running(connector, number, 0, 0), True)]
            return self._end(connector)
        at = seen.at
        if payload["offline"].value is True:
            at = instant(payload["timestamp"]) or at
        is_powered = info["chargingState"].text in _POWERED
        if held is not None and held.id == number:
            if is_powered and not held.is_powered:
                self._put(replace(held, start=at, is_powered=True))
            return []
        new = Running(
            connector,
            number,
            at,
            seen.message.id,
            remote_start=info["remoteStartId"].text,
            is_powered=is_powered,
            is_assumed=payload["eventType"].text != "Started",
        )
        return self._replace(new)

    def _begin(self, new: Running) -> Change:
        self._put(new)
        return Change(new, False)

    def _put(self, running: Running) -> None:
        if running.connector not in self.running and len(self.running) >= _MOST:
            del self.running[next(iter(self.running))]
        self.running[running.connector] = running
        self.revision += 1

    def _end(self, connector: int) -> list[Change]:
        held = self.running.pop(connector, None)
        if held is None:
            return []
        self.revision += 1
        return [Change(held, True)]

    def _replace(self, new: Running) -> list[Change]:
        """Begin a transaction where another one may have run."""
        held = self.running.get(new.connector)
        # A profile that came a little before its transaction is meant for it.
        ended = [] if held is None or held.is_by_profile else self._end(new.connector)
        return [*ended, self._begin(new)]
