# SPDX-License-Identifier: Apache-2.0
"""Messages on a terminal: the times that are typed and the lines that are printed."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final

from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.summary import summary

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_ARROWS: Final = {Direction.IN: "◀", Direction.OUT: "▶", Direction.LINK: "⚡"}
_AGO: Final = re.compile(r"-\s*(?P<number>\d{1,9})\s*(?P<unit>[a-z]+)", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<part>[.,]\d{1,6})?)?"
)
_DIGITS: Final = 3  # behind the point
_UNITS: Final = {
    "s": timedelta(seconds=1),
    "sec": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}


class TimeError(ValueError):
    """What was typed is not a time.

    Args:
        text: What was typed.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return (
            f"“{self.text}” is not a time. Write 14:05 or 14:05:30 for today, "
            "2026-08-01 for the beginning of a day, 2026-08-01T14:05:30 (with Z for "
            "UTC), or -5m, -2h, -1d for so long ago."
        )


def parse_time(text: str, *, now: int) -> int:
    """Understand a time as people type it.

    `14:05`, `14:05:30` are today; `2026-08-01` is the beginning of that day;
    `2026-08-01T14:05:30`, also with a blank for the T, is local time unless a zone
    follows (`Z`, `+02:00`); `-30s`, `-5m`, `-2h`, `-1d` are that long ago.

    Args:
        text: What was typed.
        now: The time now, microseconds since 1970.

    Returns:
        Microseconds since 1970, UTC.

    Raises:
        TimeError: If it is none of these.
    """
    stripped = text.strip()
    try:
        found = _parse(stripped, _EPOCH + now * _MICROSECOND)
        return (found.astimezone(UTC) - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError, OSError):  # OSError: Windows, before 1970
        raise TimeError(stripped) from None


def _parse(text: str, now: datetime) -> datetime:
    """Return a time with its zone, or a naive one that is local."""
    ago = _AGO.fullmatch(text)
    if ago is not None:
        unit = _UNITS.get(ago["unit"].lower())
        if unit is None:
            raise ValueError
        return now - int(ago["number"]) * unit
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        part = (clock["part"] or ".0")[1:].ljust(6, "0")
        moment = time(
            int(clock["hour"]),
            int(clock["minute"]),
            int(clock["second"] or 0),
            int(part),
        )
        return datetime.combine(now.astimezone().date(), moment)
    return datetime.fromisoformat(text)


def local_text(at: int, *, with_ms: bool = False) -> str:
    """Write a time of this place, as in `2026-08-01 14:00:00`.

    Args:
        at: Microseconds since 1970; a charger's clock may be at either end of the
            calendar, where there is no local time: UTC stands there, with a Z.
        with_ms: Whether milliseconds are written, too.
    """
    found, zone = _EPOCH + at * _MICROSECOND, ""
    try:
        found = found.astimezone()
    except (OverflowError, OSError, ValueError):
        zone = "Z"
    ms = f".{found.microsecond // 1000:03d}" if with_ms else ""
    return f"{found:%Y-%m-%d %H:%M:%S}{ms}{zone}"


def charger_text(charger: str) -> str:
    """Write who it is; one that never said a name is listed, too."""
    return charger or "(no identity)"


def place_text(evse: int | None, connector: int | None) -> str:
    """Write where something is, as in `EVSE 1 connector 2`; a dash: not told."""
    places = (("EVSE", evse), ("connector", connector))
    found = [f"{word} {number}" for word, number in places if number is not None]
    return " ".join(found) or "-"


def rounded(number: float | None) -> float | None:
    """Return a calculated number with the digits that mean something."""
    return None if number is None else round(number, _DIGITS)


def text_line(message: Message) -> str:
    """Write a message as one line: local time, arrow, charger, action, summary."""
    parts = [
        local_text(message.at, with_ms=True),
        _ARROWS[message.direction],
        charger_text(message.charger),
        message.action or "(no action)",
        summary(message, message.payload()),
    ]
    if message.problem is not None:
        parts.append(f"[{message.problem}]")
    return "  ".join(parts)
