# SPDX-License-Identifier: Apache-2.0
"""Limits outside smart charging: settings, vendors' messages, cables, safe modes.

None of them is standard, so that what is found is told as what it is and never taken
into the calculated limit; but the cable is (OCPP 2.0.1, 1.60: `cableMaxCurrent`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from ocppdesk.core.configuration.keys import about
from ocppdesk.core.configuration.settings import Address
from ocppdesk.core.phrases.parts import Part, line

# "sample", "lamp" and "timestamp" have an "amp" as well.
_CAP: Final = re.compile(
    r"current|(?<!s)(?<!l)(?<!st)amp(?!l)|limit|max.*(cur|pow)", re.IGNORECASE
)
# What limits something else, or only tells how to measure.
_OTHER: Final = re.compile(
    r"interval|time|size|length|count|retr|attempt|update|signific|sampl|measur|rate"
    r"|tokens?$|messages?|level$|date|rotation|language|user",
    re.IGNORECASE,
)
_POWER: Final = re.compile(r"pow|watt|(?<![a-z])k?w$", re.IGNORECASE)
_CURRENT: Final = re.compile(r"cur|amp", re.IGNORECASE)
_MILLI: Final = re.compile(r"[Mm]illi|_ma$|InMa$|(?<![A-Z])mA$")
_MOST: Final = 1_000.0  # A; more is another unit
_MOST_CAPS: Final = 5
_SAFE_MODE: Final = re.compile(
    r"\bmax\w*\.?\D{0,12}?(\d{1,3}(?:[.,]\d{1,2})?)\s*A(?:mps?|mpere)?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit that a setting or a vendor's message tells."""

    name: str
    """The setting or the field."""
    value: str
    """As it was sent."""
    amps: float | None
    """None: its name does not tell that it is a current."""
    watts: float | None = None


def setting_cap(address: Address, value: Any) -> Cap | None:
    """Return what a setting limits, None if it is no limit of current or power.

    Standard settings are none: smart charging has its own messages.
    """
    known = about(address)
    if known is not None and known.is_standard:
        return None
    return _cap(address.name, value, address.text)


def told_caps(payload: Part, message_id: str) -> tuple[Cap, ...]:
    """Return the limits in a vendor's message (DataTransfer), at most five.

    Args:
        payload: `data`, as JSON or as a text with JSON in it.
        message_id: What the message is called; it names a bare number.
    """
    data = payload.value
    if isinstance(data, str):
        if len(data) < 50_000:
            try:
                data = orjson.loads(data)
            except orjson.JSONDecodeError:
                return ()
        else:
            return ()
    found = []
    for name, value in _numbers(data, message_id, 0):
        cap = _cap(name, value, name)
        if cap is not None:
            found.append(cap)
        if len(found) == _MOST_CAPS:
            break
    return tuple(found)


def safe_mode_amps(info: str) -> float | None:
    """Return the current in a remark such as `safe mode max 14.0A`, None if none."""
    found = _SAFE_MODE.search(info[:500])
    return None if found is None else float(found[1].replace(",", "."))


def _cap(name: str, value: Any, shown: str) -> Cap | None:
    part = Part(value)
    number = part.number
    if number is None or number < 0 or not _CAP.search(name) or _OTHER.search(name):
        return None
    if _CURRENT.search(name):
        amps = number / 1000 if _MILLI.search(name) else number
        return Cap(line(shown), part.text, amps if amps <= _MOST else None)
    watts = number if _POWER.search(name) else None
    return Cap(line(shown), part.text, None, watts)


def _numbers(data: Any, name: str, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield the numbers in JSON with their names."""
    if depth > 4:
        return
    if isinstance(data, dict):
        for key, value in list(data.items())[:200]:
            yield from _numbers(value, str(key), depth + 1)
    elif isinstance(data, list):
        for value in data[:50]:
            yield from _numbers(value, name, depth + 1)
    elif isinstance(data, str | int | float) and not isinstance(data, bool):
        yield name, data
