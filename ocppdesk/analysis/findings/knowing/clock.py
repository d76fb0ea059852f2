# SPDX-License-Identifier: Apache-2.0
"""How far a charger's clock seems to be off."""

from collections import OrderedDict, deque
from dataclasses import dataclass
from statistics import median
from typing import Final

from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation

TELLING: Final = frozenset({"StatusNotification", "TransactionEvent"})
"""Actions whose `timestamp` is the moment at which they are sent, mostly."""

_KEPT: Final = 30
_ENOUGH: Final = 3
_LATE_US: Final = 60_000_000
_REMEMBERED: Final = 500  # connectors


@dataclass(frozen=True, slots=True)
class Reading:
    """The charger's clock beside ours."""

    at: int
    """When the message came, microseconds since 1970."""
    offset_us: int
    """How much the charger's time is ahead."""
    message: int


class Clock:
    """The clock of a charger, by the last messages that were sent as things happened.

    A message that waited for a connection looks like a clock that is slow; so what
    counts is the middle of many. A status may carry the time at which it began (OCPP
    1.6, 6.47): one that is repeated with the same time tells nothing, nor does the
    first one of a connector that is old.
    """

    def __init__(self) -> None:
        self.readings: deque[Reading] = deque(maxlen=_KEPT)
        """The last ones, the oldest first."""
        self._told: OrderedDict[tuple[object, ...], int] = OrderedDict()

    def take(self, seen: Observation) -> None:
        """Take in a call of the charger that is one of `TELLING`."""
        if seen.payload.get("offline") is True:
            return
        told = charger_time(seen.payload.get("timestamp"))
        if told is None:
            return
        action, offset = seen.message.action, told - seen.at
        of = (action, seen.place.evse, seen.place.connector)
        before = self._told.pop(of, None)
        self._told[of] = told
        if len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        is_first = before is None and action == "StatusNotification"
        if told != before and not (is_first and offset < -_LATE_US):
            self.readings.append(Reading(seen.at, offset, seen.message.id))

    @property
    def offset_us(self) -> int | None:
        """How much it is ahead, in microseconds; None: too little is known."""
        if len(self.readings) < _ENOUGH:
            return None
        return int(median(each.offset_us for each in self.readings))
