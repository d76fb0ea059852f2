# SPDX-License-Identifier: Apache-2.0
"""Where logs of unknown systems name the charger: the word that call and answer share.

A word before the frames is a charger's name if it differs between frames, is the same
for a call and its answer, and stays so for all of them; or if it is the serial number
that a charger boots with.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ocppdesk.logs.reading.text.prefixes import Prefix, Span

_WORD: Final = re.compile(r"[^\s,;|\[\](){}<>=:'\"#]{2,64}")
_NAME: Final = re.compile(r"(?=[^A-Z0-9]*[A-Z0-9])[\w.*@+-]{2,64}\Z")
_LEVELS: Final = frozenset(
    ("TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "FATAL",
     "CRITICAL", "OCPP", "JSON", "WS", "CALL", "CALLRESULT", "CALLERROR")
)  # fmt: skip
_LEAST_PAIRS: Final = 2
_SHARE: Final = 0.95
_MOST_NAMES: Final = 2000
_SERIALS: Final = ("chargeBoxSerialNumber", "chargePointSerialNumber", "serialNumber")


class Slot(NamedTuple):
    """Which word of a prefix names the charger."""

    place: int
    """Its number, from 0; words of time and direction do not count."""
    length: int
    """How many words such prefixes have."""


def with_charger(prefix: Prefix, slot: Slot | None) -> Prefix:
    """Return a prefix with the charger that a slot names, unless it has one."""
    if slot is None or prefix.charger is not None:
        return prefix
    words = _words(prefix)
    if len(words) != slot.length:
        return prefix
    return prefix._replace(charger=words[slot.place])


def find_slot(frames: Iterable[tuple[Prefix, object]]) -> Slot | None:
    """Find the word that names the charger.

    Args:
        frames: What stands before frames, and their values, in the order of the log.
    """
    by_count: dict[int, list[tuple[list[str], object]]] = {}
    for prefix, value in frames:
        if prefix.charger is None and not prefix.is_echo:
            words = [prefix.text[start:end] for start, end in _words(prefix)]
            by_count.setdefault(len(words), []).append((words, value))
    for count, found in sorted(by_count.items(), key=lambda item: -len(item[1])):
        for index in range(count):
            column = [(words[index], value) for words, value in found]
            if _names_chargers(column):
                return Slot(index, count)
    return None


def _words(prefix: Prefix) -> list[Span]:
    cuts = [part for part in (prefix.stamp, prefix.words) if part is not None]
    return [
        Span(*match.span())
        for match in _WORD.finditer(prefix.text)
        if not any(c.start < match.end() and match.start() < c.end for c in cuts)
    ]


def _names_chargers(column: Sequence[tuple[str, object]]) -> bool:
    names = {name for name, _value in column}
    usual = all(_NAME.match(name) and name not in _LEVELS for name in names)
    if not usual or len(names) > _MOST_NAMES:
        return False
    if any(_serial(value) == name for name, value in column):
        return True
    if len(names) < 2 or all(name.isdecimal() for name in names):
        return False
    open_calls: dict[str, set[str]] = {}
    pairs: dict[str, int] = dict.fromkeys(names, 0)
    strangers = 0
    for name, value in column:
        match value:
            case [2, message_id, _, _]:
                open_calls.setdefault(str(message_id), set()).add(name)
            case [3 | 4, message_id, *_]:
                callers = open_calls.get(str(message_id))
                if callers is None:
                    continue
                if name in callers:
                    pairs[name] += 1
                    callers.discard(name)
                    if not callers:
                        del open_calls[str(message_id)]
                else:
                    strangers += 1
    total = sum(pairs.values())
    several = sum(1 for count in pairs.values() if count)
    is_enough = total >= _LEAST_PAIRS and several >= 2
    return is_enough and total >= _SHARE * (total + strangers)


def _serial(value: object) -> str | None:
    match value:
        case [2, _, "BootNotification", dict(payload)]:
            station = payload.get("chargingStation")
            holder = station if isinstance(station, dict) else payload
            found = (holder.get(key) for key in _SERIALS)
            return next((one for one in found if isinstance(one, str) and one), None)
    return None
