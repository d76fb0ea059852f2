# SPDX-License-Identifier: Apache-2.0
"""The connectors of a charger, as it tells of them, and their faults."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.facts import ConnectorStatus, states_in

_MOST_CONNECTORS: Final = 500
_MOST_FAULTS: Final = 200
_NO_ERROR: Final = ("", "NoError")
NO_CODE: Final = "no code is given"
"""What stands for the error of a status of OCPP 2.x, which has none."""


@dataclass(frozen=True, slots=True)
class ConnectorState:
    """What a connector last said of itself (OCPP 1.6, 6.47; 2.0.1, G01)."""

    evse: int
    """0 in OCPP 1.6."""
    connector: int
    """0 is the whole charger in OCPP 1.6."""
    status: str
    error_code: str
    """Empty in OCPP 2.x."""
    info: str
    vendor_code: str
    """`vendorErrorCode`."""
    at: int
    """When the last message came, microseconds since 1970."""
    message: int
    """Its number."""
    since: int
    """When the first one of this status and error came."""
    since_message: int
    """Its number."""
    previous: "ConnectorState | None"
    """How it was before it was so; of that nothing earlier is kept."""

    @property
    def is_faulted(self) -> bool:
        """Whether it cannot charge because of an error."""
        return self.status.lower() == "faulted"

    @property
    def has_error(self) -> bool:
        """Whether it says that something is wrong, also a warning only."""
        return self.is_faulted or self.error_code not in _NO_ERROR

    @property
    def error(self) -> str:
        """The error in its own words: code, vendor's code, info."""
        parts = (
            "" if self.error_code in _NO_ERROR else self.error_code,
            self.vendor_code,
            self.info,
        )
        told = ", ".join(part for part in parts if part) or self.error_code
        return told or NO_CODE


@dataclass(slots=True)
class Fault:
    """An error that a connector reported, until it reported none."""

    state: ConnectorState
    """How it was told first."""
    at: int
    """When, microseconds since 1970."""
    cleared_at: int | None = None
    """When the charger said that it is over."""
    worst_is_faulted: bool = False
    """Whether it ever was more than a warning."""


class Connectors:
    """All connectors of a charger."""

    def __init__(self) -> None:
        self.faults: deque[Fault] = deque(maxlen=_MOST_FAULTS)
        """The errors that were reported, the oldest first."""
        self._states: dict[tuple[int, int], ConnectorState] = {}
        self._open: dict[tuple[int, int], Fault] = {}

    def __iter__(self) -> Iterator[ConnectorState]:
        return iter(self._states.values())

    def __len__(self) -> int:
        return len(self._states)

    def at(self, evse: int | None, connector: int | None) -> ConnectorState | None:
        """Return what is known of a connector; of an EVSE, its first one."""
        found = self._states.get((evse or 0, connector or 0))
        if found is None and evse and not connector:
            of_evse = (s for s in self._states.values() if s.evse == evse)
            return next(of_evse, None)
        return found

    @property
    def has_faults(self) -> bool:
        """Whether any connector has an error that is not over."""
        return bool(self._open)

    def open_fault(self, evse: int | None, connector: int | None) -> Fault | None:
        """Return the error of a connector that is not over."""
        return self._open.get((evse or 0, connector or 0))

    def take(self, seen: Observation) -> None:
        """Take in a call of the charger that may tell states."""
        for told in states_in(seen.message.action or "", seen.payload):
            self._take(told, seen)

    def _take(self, told: ConnectorStatus, seen: Observation) -> None:
        message = seen.message
        place = (told.evse, told.connector)
        before = self._states.get(place)
        if before is None and len(self._states) >= _MOST_CONNECTORS:
            return
        is_same = before is not None and (before.status, before.error_code) == (
            told.status,
            told.error_code,
        )
        state = ConnectorState(
            evse=told.evse,
            connector=told.connector,
            status=told.status,
            error_code=told.error_code,
            info=text_at(seen.payload, "info"),
            vendor_code=text_at(seen.payload, "vendorErrorCode"),
            at=message.at,
            message=message.id,
            since=before.since if before and is_same else message.at,
            since_message=before.since_message if before and is_same else message.id,
            previous=_previous(before, is_same=is_same),
        )
        self._states[place] = state
        self._note(place, state)

    def _note(self, place: tuple[int, int], state: ConnectorState) -> None:
        fault = self._open.get(place)
        if not state.has_error:
            if fault is not None:
                fault.cleared_at = state.at
                del self._open[place]
            return
        if fault is not None and fault.state.error_code == state.error_code:
            fault.worst_is_faulted |= state.is_faulted
            return
        if fault is not None:
            fault.cleared_at = state.at
        fault = Fault(state, state.at, worst_is_faulted=state.is_faulted)
        self._open[place] = fault
        self.faults.append(fault)


def _previous(before: ConnectorState | None, *, is_same: bool) -> ConnectorState | None:
    """Return how a connector was before it was so, without what was earlier."""
    if before is None:
        return None
    if is_same:
        return before.previous
    return before if before.previous is None else replace(before, previous=None)
