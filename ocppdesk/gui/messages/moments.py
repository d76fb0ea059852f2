# SPDX-License-Identifier: Apache-2.0
"""Times as the table of messages writes them, to the second, for other views."""

import re
from dataclasses import dataclass
from typing import Final

from ocppdesk.gui.messages import times
from ocppdesk.gui.messages.times import TimeMode

_MILLISECONDS: Final = re.compile(r"(?<=:\d\d)\.\d{3}")
_DATE_LENGTH: Final = len("2026-01-31")
_YEAR_LENGTH: Final = len("2026-")


@dataclass(frozen=True, slots=True)
class Moments:
    """How times are written."""

    mode: TimeMode = TimeMode.LOCAL_DATE
    """As in the setting `time_mode`."""
    zero: int = 0
    """The instant that times count from, microseconds since 1970."""

    def beginning(self, at: int) -> str:
        """Return when something began.

        Since the row before, which the table of messages offers as well, says nothing
        of sessions: date and time stand for it. Local times have the day, as sessions
        are on many.
        """
        match self.mode:
            case TimeMode.LOCAL:
                return _whole(times.local_date(at))[_YEAR_LENGTH:]
            case TimeMode.UTC:
                return _whole(times.utc(at))
            case TimeMode.ZERO:
                return _whole(times.since(at - self.zero))
        return _whole(times.local_date(at))

    def end(self, at: int, *, began_at: int) -> str:
        """Return when something ended: without the date if that is the same."""
        text = self.beginning(at)
        if self.mode in (TimeMode.UTC, TimeMode.ZERO):
            return text
        day, _blank, clock = text.partition(" ")
        return clock if self.beginning(began_at).startswith(f"{day} ") else text

    def of_line(self, at: int, *, previous: int | None) -> str:
        """Return when a line of a story was: without the date, which `day` has.

        Args:
            at: The time of the line.
            previous: That of the line before; None: there is none.
        """
        match self.mode:
            case TimeMode.PREVIOUS if previous is not None:
                return times.delta(at - previous)
            case TimeMode.ZERO:
                return self.beginning(at)
            case TimeMode.UTC:
                return _whole(times.utc(at)).partition("T")[2] or times.utc(at)
        return _whole(times.local_time(at))

    def day(self, at: int) -> str:
        """Return the day of a line; empty where times only count."""
        if self.mode in (TimeMode.ZERO, TimeMode.PREVIOUS):
            return ""
        if self.mode is TimeMode.UTC:
            return f"{times.utc(at)[:_DATE_LENGTH]} UTC"
        return times.local_date(at)[:_DATE_LENGTH]


def every_way(at: int) -> str:
    """Return a time for a tool tip: local with its offset, and UTC."""
    return f"{times.iso_local(at)}\n{times.utc(at)}"


def _whole(text: str) -> str:
    return _MILLISECONDS.sub("", text)
