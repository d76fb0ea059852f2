# SPDX-License-Identifier: Apache-2.0
"""The periodic event streams of a 2.1 charger (N11 to N15).

A stream takes the values of one monitor and sends them in bundles that nobody answers.
"""

from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.outbox import Payload

MOST_STREAMS: Final = 10
_MOST_VALUES: Final = 3_600  # an hour of seconds without a connection


@dataclass(slots=True)
class Stream:
    """One stream."""

    id: int
    """Given by the charger."""
    monitor_id: int
    """The monitor whose values it takes."""
    interval_s: int
    """After how many seconds it sends what it has; 0: that does not matter."""
    most: int
    """How many values it sends at once, and as soon as it has them; 0: any number."""
    flushed_at: float
    """When it sent last, on the charger's clock."""
    is_open: bool = False
    """Whether the CSMS has accepted it."""
    values: deque[tuple[float, str]] = field(
        default_factory=lambda: deque(maxlen=_MOST_VALUES)
    )
    """What is to be sent: times and values."""

    def data(self) -> dict[str, Any]:
        """Return the ConstantStreamDataType."""
        given = {"interval": self.interval_s, "values": self.most}
        return {
            "id": self.id,
            "params": {name: value for name, value in given.items() if value},
            "variableMonitoringId": self.monitor_id,
        }


class Streams:
    """All streams of one charger.

    Args:
        charger: Whose they are.
    """

    def __init__(self, charger: Charger2x) -> None:
        self._charger = charger
        self._ids = count(1)
        self._streams: dict[int, Stream] = {}
        self._restarts = charger.restarts

    def open(self, monitor_id: int, params: Payload) -> None:
        """Open a stream for a monitor, unless there are too many (N11).

        What is left out, and where the CSMS refuses it, NotifyEvent tells.
        """
        self.close(monitor_id)
        if len(self._streams) >= MOST_STREAMS:
            return
        stream = Stream(
            next(self._ids),
            monitor_id,
            params.get("interval", 0),
            params.get("values", 0),
            self._charger.wall(),
        )
        self._streams[stream.id] = stream
        self._ask(stream)

    def _ask(self, stream: Stream) -> None:
        def take(answer: Payload | None) -> None:
            stream.is_open = answer is not None and answer["status"] == "Accepted"
            if not stream.is_open:  # N11.FR.07
                self._streams.pop(stream.id, None)

        request = {"constantStreamData": stream.data()}
        self._charger.call("OpenPeriodicEventStream", request, take)

    def close(self, monitor_id: int) -> None:
        """Close the stream of a monitor, if it has one (N13)."""
        for stream in list(self._streams.values()):
            if stream.monitor_id == monitor_id:
                del self._streams[stream.id]
                if stream.is_open:
                    self._flush(stream, everything=True)
                    request = {"id": stream.id}
                    self._charger.call("ClosePeriodicEventStream", request)

    def close_all(self) -> None:
        """Close every stream."""
        for stream in list(self._streams.values()):
            self.close(stream.monitor_id)

    def adjust(self, stream_id: int, params: Payload) -> str | None:
        """Change how often a stream sends (N14); returns why, if that cannot be."""
        stream = self._streams.get(stream_id)
        if stream is None:
            return "NotFound"
        if not any(params.get(name) for name in ("interval", "values")):
            return "MissingParam"
        stream.interval_s = params.get("interval", 0)
        stream.most = params.get("values", 0)
        return None

    def report(self) -> list[dict[str, Any]]:
        """Return the ConstantStreamDataType of all that are open (N12)."""
        return [stream.data() for stream in self._streams.values() if stream.is_open]

    def take(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Take the events that have a stream, and send what is due (N15).

        Returns:
            The events that have none.
        """
        charger = self._charger
        if self._restarts != charger.restarts and charger.outbox.is_accepted:
            # Monitors survive a reboot, and what a CSMS knows of streams may not.
            self._restarts = charger.restarts
            for stream in self._streams.values():
                self._ask(stream)
        by_monitor = {s.monitor_id: s for s in self._streams.values() if s.is_open}
        others = []
        for event in events:
            found = by_monitor.get(event["variableMonitoringId"])
            if found is None:
                others.append(event)
            else:
                found.values.append((charger.wall(), event["actualValue"]))
        for stream in by_monitor.values():
            self._flush(stream)
        return others

    def _flush(self, stream: Stream, *, everything: bool = False) -> None:
        charger, wall = self._charger, self._charger.wall()
        if not (charger.outbox.is_open and charger.outbox.is_accepted):
            return
        while stream.values:
            is_full = 0 < stream.most <= len(stream.values)
            is_late = 0 < stream.interval_s <= wall - stream.flushed_at
            if not (everything or is_full or is_late):
                return
            bundle = min(stream.most or len(stream.values), len(stream.values))
            data = [stream.values.popleft() for _value in range(bundle)]
            base = data[0][0]
            stream.flushed_at = wall
            payload = {
                "id": stream.id,
                "pending": len(stream.values),
                "basetime": charger.timestamp(base),
                "data": [{"t": round(at - base, 3), "v": value} for at, value in data],
            }
            charger.send("NotifyPeriodicEventStream", payload)
