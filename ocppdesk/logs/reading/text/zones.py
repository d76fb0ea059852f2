# SPDX-License-Identifier: Apache-2.0
"""The time zone of a log whose times name none, by the times inside its frames."""

from collections import Counter
from typing import Any, Final

from ocppdesk.logs.reading.found import Inference
from ocppdesk.logs.reading.text.times import MINUTE, parse_payload_time

_QUARTER: Final = 15
_MOST: Final = 5000
_SHARE: Final = 0.6
_WIDEST: Final = (-12 * 60, 14 * 60)
_HALF_DAYS: Final = {-12 * 60, 0, 12 * 60}
# A payload's time is seconds old when it is logged; a clock may be some minutes off.
_TOLERANCE: Final = 4


def offset_text(minutes: int) -> str:
    """Write an offset, `+02:00`."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def now_in(value: Any) -> tuple[int, bool] | None:
    """Return the moment at which a frame says it was written, if it does.

    Returns:
        Microseconds since 1970, UTC, and whether the CSMS says it: its clock is right
        more often than those of chargers, and it never tells of the past.
    """
    match value:
        case [3, _, {"currentTime": text, **_others}]:
            at = parse_payload_time(text)
            return None if at is None else (at, True)
        case [2, _, "StatusNotification" | "TransactionEvent" | "StartTransaction",
              {"timestamp": text, **_others}]:  # fmt: skip
            at = parse_payload_time(text)
        case [2, _, "MeterValues", {"meterValue": [{"timestamp": text, **_inner}, *_],
              **_others}]:  # fmt: skip
            at = parse_payload_time(text)
        case _:
            return None
    return None if at is None else (at, False)


class Zones:
    """Concludes the offset of a file's times from UTC."""

    def __init__(self) -> None:
        self._by_csms: Counter[int] = Counter()
        self._by_chargers: Counter[int] = Counter()
        self._explicit: Counter[int] = Counter()
        self._seen = 0

    @property
    def is_settled(self) -> bool:
        """Whether enough is known."""
        return bool(self._explicit) or sum(self._by_csms.values()) >= 20

    def see_offset(self, minutes: int) -> None:
        """Take note of a time that names its offset."""
        self._explicit[minutes] += 1

    def see(self, wall: int, value: Any) -> None:
        """Take note of a frame at a time without an offset.

        Args:
            wall: The time, read as if it were UTC.
            value: The frame.
        """
        if self._seen >= _MOST:
            return
        now = now_in(value)
        if now is None:
            return
        self._seen += 1
        at, is_csms = now
        minutes = round((wall - at) / MINUTE)
        nearest = round(minutes / _QUARTER) * _QUARTER
        is_near = abs(minutes - nearest) <= _TOLERANCE
        if is_near and _WIDEST[0] <= nearest <= _WIDEST[1]:
            (self._by_csms if is_csms else self._by_chargers)[nearest] += 1

    def offset(self) -> int | None:
        """Return the offset in minutes that the frames speak for, or None."""
        for offsets in (self._by_csms, self._by_chargers):
            if not offsets:
                continue
            # A clock of twelve hours in the answers, without AM and PM.
            if len(offsets) > 1 and offsets.keys() <= _HALF_DAYS:
                return 0
            found, count = offsets.most_common(1)[0]
            if count >= _SHARE * offsets.total():
                return found
        return None

    def inference(self, assumed: int | None) -> Inference:
        """Say what was concluded, or assumed in its place."""
        if self._explicit:
            minutes = self._explicit.most_common(1)[0][0]
            reason = "The times name their offset from UTC."
            return Inference(offset_text(minutes), reason, is_explicit=True)
        if assumed is not None:
            return Inference(offset_text(assumed), "It was chosen for this file.")
        minutes_or_none = self.offset()
        if minutes_or_none is None:
            return Inference("", "Nothing tells the time zone; UTC is assumed.")
        side = "answers of the CSMS" if self._by_csms else "messages of the charger"
        text = offset_text(minutes_or_none)
        reason = f"The log's times are UTC{text}, compared with those in {side}."
        return Inference(text, reason)
