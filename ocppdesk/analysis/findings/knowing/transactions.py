# SPDX-License-Identifier: Apache-2.0
"""The transactions that run, as their messages arrive."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from ocppdesk.analysis.findings.reading import number_at, part_at, status_of, text_at
from ocppdesk.analysis.observing import Observation

_MOST: Final = 200
_MOST_ENDED: Final = 50


@dataclass(slots=True)
class Running:
    """A transaction; what is not known yet is filled in when it is."""

    id: int | str | None
    """As the CSMS (1.6) or the charger (2.x) numbers it; None: not known yet."""
    evse: int | None
    connector: int | None
    id_tag: str
    """The token; empty if it is not known."""
    at: int
    """When the message of its start came, microseconds since 1970."""
    message: int
    """The number of that message."""
    meter_start_wh: float | None
    """OCPP 1.6: the register at its start."""
    start: tuple[object, ...]
    """OCPP 1.6: what is the same when a start is sent again (6.45)."""
    starts: list[int]
    """The numbers of all messages that told its start."""
    is_started: bool = True
    """Whether its start was seen; else it runs since before."""
    is_offline: bool = False
    """OCPP 2.x: whether the charger says that it began offline."""
    status: str = ""
    """What the CSMS said to its token; empty as long as nothing was."""
    charging_state: str = ""
    """OCPP 2.x: the last one."""
    ended_at: int | None = None
    """When the message of its end came; None while it runs."""
    stop_message: int | None = None
    reason: str = ""
    """Of its end; `Local` if the charger gave none."""
    trigger: str = ""
    """OCPP 2.x: what triggered its last message."""
    meter_stop_wh: float | None = None

    def is_at(self, evse: int | None, connector: int | None) -> bool:
        """Return whether it is or was at a connector; in 2.x, at its EVSE.

        Samples of OCPP 2.x name the EVSE only.
        """
        return self.evse == evse if evse else self.connector == connector


class Transactions:
    """The transactions of a charger that run, and those that ended lately."""

    def __init__(self) -> None:
        self.ended: deque[Running] = deque(maxlen=_MOST_ENDED)
        """The last ones that ended, the oldest first."""
        self.unknown_stop: int | None = None
        """The number of the last message that ended a transaction nobody knew."""
        self._running: dict[int | str, Running] = {}
        self._unnamed: dict[int, Running] = {}

    def __iter__(self) -> Iterator[Running]:
        yield from self._running.values()
        yield from self._unnamed.values()

    def __len__(self) -> int:
        return len(self._running) + len(self._unnamed)

    def find(self, id: int | str | None) -> Running | None:
        """Return the running transaction of an id."""
        return None if id is None else self._running.get(id)

    def at(self, evse: int | None, connector: int | None) -> Running | None:
        """Return the newest transaction that runs on a connector, or on an EVSE."""
        newest = chain(
            reversed(self._unnamed.values()), reversed(self._running.values())
        )
        for running in newest:
            if evse:
                if running.evse == evse:
                    return running
            elif running.connector == connector:
                return running
        return None

    def take(self, seen: Observation) -> None:
        """Take in a message that tells of transactions."""
        action, is_answer = seen.message.action, seen.is_answer
        if action == "StartTransaction":
            if is_answer:
                self._number(seen)
            else:
                self._start(seen)
        elif action == "StopTransaction":
            if not is_answer:
                self._stop(seen)
        elif not is_answer:
            self._event(seen)

    def _start(self, seen: Observation) -> None:
        payload, place = seen.payload, seen.place
        start = tuple(
            str(payload.get(key))
            for key in ("connectorId", "idTag", "meterStart", "timestamp")
        )
        for running in (*self, *self.ended):
            if running.start == start:
                running.starts.append(seen.message.id)
                del running.starts[1:-20]
                if running.id is None:
                    self._unnamed[seen.message.id] = running
                return
        self._unnamed[seen.message.id] = Running(
            id=None,
            evse=None,
            connector=place.connector,
            id_tag=text_at(payload, "idTag"),
            at=seen.at,
            message=seen.message.id,
            meter_start_wh=number_at(payload, "meterStart"),
            start=start,
            starts=[seen.message.id],
        )
        if len(self._unnamed) > _MOST:
            del self._unnamed[next(iter(self._unnamed))]

    def _number(self, seen: Observation) -> None:
        running = self._unnamed.get(seen.message.answer_to or 0)
        if running is None or seen.is_error:
            return
        for number in running.starts:
            self._unnamed.pop(number, None)
        running.status = status_of(seen.payload)
        running.id = seen.place.transaction_id
        if running.id is not None and running.ended_at is None:
            self._keep(running.id, running)

    def _stop(self, seen: Observation) -> None:
        id = seen.place.transaction_id
        running = self._running.pop(id, None) if id is not None else None
        if running is None:
            self.unknown_stop = seen.message.id
            return
        running.meter_stop_wh = number_at(seen.payload, "meterStop")
        running.reason = text_at(seen.payload, "reason") or "Local"
        self._end(running, seen)

    def _event(self, seen: Observation) -> None:
        """Take in a TransactionEvent (OCPP 2.0.1, E01 to E15)."""
        payload, place = seen.payload, seen.place
        id, kind = place.transaction_id, text_at(payload, "eventType")
        if id is None:
            return
        info = part_at(payload, "transactionInfo")
        running = self._running.get(id)
        if running is None:
            running = Running(
                id=id,
                evse=place.evse,
                connector=place.connector,
                id_tag="",
                at=seen.at,
                message=seen.message.id,
                meter_start_wh=None,
                start=(),
                starts=[seen.message.id],
                is_started=kind == "Started",
                is_offline=payload.get("offline") is True,
            )
            self._keep(id, running)
        running.evse = running.evse or place.evse
        running.connector = running.connector or place.connector
        running.id_tag = running.id_tag or text_at(payload, "idToken", "idToken")
        running.charging_state = (
            text_at(info, "chargingState") or running.charging_state
        )
        running.trigger = text_at(payload, "triggerReason")
        running.reason = text_at(info, "stoppedReason") or running.reason
        if kind == "Ended":
            del self._running[id]
            running.reason = running.reason or "Local"
            self._end(running, seen)

    def _keep(self, id: int | str, running: Running) -> None:
        self._running[id] = running
        if len(self._running) > _MOST:
            del self._running[next(iter(self._running))]

    def _end(self, running: Running, seen: Observation) -> None:
        running.ended_at, running.stop_message = seen.at, seen.message.id
        self.ended.append(running)
