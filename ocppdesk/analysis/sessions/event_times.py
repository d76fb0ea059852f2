# SPDX-License-Identifier: Apache-2.0
"""When something happened: by the laptop's clock, or by the charger's."""

from typing import Any, Final

from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.sessions.events import Stamp
from ocppdesk.core.messages import Message

_SECOND: Final = 1_000_000
_SHORT: Final = 5 * _SECOND  # what messages and clocks may need
_FUZZ: Final = 60 * _SECOND  # what is told within a minute is told as it happens
_ZONE_STEP: Final = 15 * 60 * _SECOND  # zones differ by quarters of an hour
_LONGEST: Final = 30 * 86_400 * _SECOND  # that a charger keeps messages back
_HOUR: Final = 3600 * _SECOND
_APART: Final = 30 * _SECOND  # two messages tell a clock only if time passes between


class EventTimes:
    """Tells messages that come as things happen from those that were kept back.

    A charger that was offline sends later what it noted meanwhile. Its messages are
    then older than they should be by its clock, which may be wrong itself: how wrong
    it is, is learned from messages that are as far apart as their times are.
    """

    def __init__(self) -> None:
        self._offset: int | None = None
        self._last: tuple[int, int] | None = None
        self._down: int | None = None
        self._up = 0

    def stamp(self, message: Message, told: Any, *, is_offline: bool = False) -> Stamp:
        """Say when it was.

        Args:
            message: The message.
            told: The time in it, as it was sent.
            is_offline: Whether the charger says that it was offline.
        """
        when = charger_time(told)
        if when is None:
            return Stamp(message.id, message.at, message.at)
        return self.stamp_at(message, when, is_offline=is_offline)

    def stamp_at(
        self, message: Message, when: int, *, is_offline: bool = False
    ) -> Stamp:
        """Say when it was, of a time that is read already."""
        lag = message.at - when
        is_stuck = self._last is not None and (
            when == self._last[1] and message.at - self._last[0] > _FUZZ
        )
        self._learn(message.at, when)
        # A clock that stands still tells nothing, nor does one that is months off.
        if is_stuck or lag > _LONGEST:
            return Stamp(message.id, message.at, message.at, told=when)
        right = when + (self._offset or 0)
        is_between = self._down is not None and self._down <= right <= self._up
        if lag > _SHORT and (is_offline or is_between):
            right = min(right, message.at)
        elif lag - (self._offset or 0) <= _FUZZ or self._is_zone(lag):
            return Stamp(message.id, message.at, message.at, told=when)
        return Stamp(message.id, message.at, right, is_late=True, told=when)

    def note_link(self, at: int, *, is_up: bool) -> None:
        """Note that the connection was opened or closed."""
        if not is_up:
            self._down = at
        self._up = at

    def _is_zone(self, lag: int) -> bool:
        """Return whether a clock of another zone may be all that is odd.

        Some chargers also write the afternoon as the morning.
        """
        step = _ZONE_STEP if self._offset is None else _HOUR
        rest = (lag - (self._offset or 0)) % step
        return min(rest, step - rest) <= _SHORT

    def _learn(self, at: int, when: int) -> None:
        if self._last is not None:
            apart, told_apart = at - self._last[0], when - self._last[1]
            if apart >= _APART and abs(apart - told_apart) <= 2 * _SECOND + apart // 50:
                self._offset = at - when
        self._last = (at, when)
