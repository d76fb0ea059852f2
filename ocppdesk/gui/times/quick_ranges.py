# SPDX-License-Identifier: Apache-2.0
"""Time ranges that have names, and ranges in words."""

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime

from ocppdesk.filters.nodes import Filter, between

SECOND: Final = 1_000_000
"""Microseconds."""

Clock = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of times; without ends it is all times."""

    since: int | None = None
    """Not before this instant, microseconds since 1970; None is no limit."""
    until: int | None = None
    """Before this instant, microseconds since 1970; None is no limit."""

    def filter(self) -> Filter:
        """Return the filter for the messages of these times."""
        return between(self.since, self.until)


class Quick(enum.Enum):
    """A range that is chosen by its name."""

    ALL = QT_TRANSLATE_NOOP("time range", "All times")
    MINUTES_5 = QT_TRANSLATE_NOOP("time range", "Last 5 min")
    HOUR = QT_TRANSLATE_NOOP("time range", "Last hour")
    TODAY = QT_TRANSLATE_NOOP("time range", "Today")
    YESTERDAY = QT_TRANSLATE_NOOP("time range", "Yesterday")

    @property
    def title(self) -> str:
        """What the window calls it."""
        return QCoreApplication.translate("time range", str(self.value))


# Length, and the step in which the start moves: every step searches the capture again.
_SLIDING: Final = {
    Quick.MINUTES_5: (300 * SECOND, 5 * SECOND),
    Quick.HOUR: (3600 * SECOND, 60 * SECOND),
}


def quick_range(quick: Quick, now: int) -> Span:
    """Return what a named range means at a time.

    Days are those of this computer's time zone.

    Args:
        quick: The range.
        now: Microseconds since 1970.
    """
    if quick is Quick.ALL:
        return Span()
    if quick in _SLIDING:
        length, step = _SLIDING[quick]
        return Span((now - length) // step * step)
    day = QDateTime.fromMSecsSinceEpoch(now // 1000).date()
    if quick is Quick.YESTERDAY:
        day = day.addDays(-1)
    return Span(
        day.startOfDay().toMSecsSinceEpoch() * 1000,
        day.addDays(1).startOfDay().toMSecsSinceEpoch() * 1000,
    )


def system_clock() -> int:
    """Return the time now, microseconds since 1970."""
    return time.time_ns() // 1000


def range_text(chosen: Span) -> str:
    """Return a range in words, in local time and whole seconds."""
    since, until = chosen.since, chosen.until
    first = "" if since is None else _moment_text(since)
    last = "" if until is None else _moment_text(until - SECOND)
    if not first and not last:
        return Quick.ALL.title
    if not last:
        return QCoreApplication.translate("time range", "from {}").format(first)
    if not first:
        return QCoreApplication.translate("time range", "until {}").format(last)
    day, _, clock = last.partition(" ")
    return f"{first} – {clock if first.startswith(day) else last}"  # noqa: RUF001


def _moment_text(at: int) -> str:
    return QDateTime.fromMSecsSinceEpoch(at // 1000).toString("yyyy-MM-dd HH:mm:ss")
