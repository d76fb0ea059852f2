# SPDX-License-Identifier: Apache-2.0
"""Times for what a log does not time: those of payloads, or the last one known."""

from datetime import UTC, datetime
from typing import Any, Final

from ocppdesk.logs.reading.found import Found, Frame, Line, LinkEvent

_FIRST: Final = 1_230_768_000_000_000  # 2009, before OCPP: a clock that was never set
_TIME_KEYS: Final = ("currentTime", "timestamp")


class Clock:
    """Gives times to what is found in one log, in the order in which it is found.

    Args:
        now: The latest time that can be, microseconds since 1970.
    """

    def __init__(self, now: int) -> None:
        self.last: int | None = None
        """The last time that was given; None as long as none is known."""
        self.is_carried = False
        """Whether something had to be given the time of what was before it."""
        self.is_of_payloads = False
        """Whether something had to be given a time of a payload."""
        self._now = now
        self._has_own = False

    def times(self, batch: list[Found]) -> list[int]:
        """Return the times of what follows each other, lines too; one is known.

        Lines have the time of what is before them.
        """
        times: list[int] = []
        assert self.last is not None
        last = self.last
        for found in batch:
            if type(found) is Frame and found.at is not None:
                last = found.at
                self._has_own = True
            elif type(found) is not Line:
                self.last = last
                told = self.at(found)  # type: ignore[arg-type]
                assert told is not None
                last = told
            times.append(last)
        self.last = last
        return times

    def at(self, found: Frame | LinkEvent) -> int | None:
        """Return the time of something; None if nothing told of a time until now."""
        at = found.at
        if at is not None:
            self._has_own = True
            self.last = at
            return at
        if not self._has_own and isinstance(found, Frame):
            told = payload_time(found.value)
            if told is not None and _FIRST < told <= self._now:
                self.is_of_payloads = True
                # Some payloads tell of the past; time does not go back.
                self.last = told if self.last is None else max(self.last, told)
                return self.last
        if self.last is not None:
            self.is_carried = True
        return self.last


def payload_time(value: Any) -> int | None:
    """Return the time that a frame's payload tells of, microseconds since 1970.

    Args:
        value: The frame as JSON.
    """
    if type(value) is not list or len(value) < 3:
        return None
    payload = value[-1] if value[0] != 4 else None
    if type(payload) is not dict:
        return None
    for key in _TIME_KEYS:
        if key in payload:
            return _moment(payload[key])
    samples = payload.get("meterValue")
    if type(samples) is list and samples and type(samples[0]) is dict:
        return _moment(samples[0].get("timestamp"))
    return None


def _moment(text: Any) -> int | None:
    if type(text) is not str:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1_000_000)
