# SPDX-License-Identifier: Apache-2.0
"""Times as chargers write them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_SECOND: Final = 1_000_000  # microseconds
_LONGEST: Final = 64  # characters; a time has no more

# Chargers whose clock was never set begin at 1970, 1980 (GPS) or 2000 and count on
# (matth-x/MicroOcpp#311); OCPP was first published in 2010. The latest is where 32 bits
# of seconds end.
_EARLIEST: Final = 1_262_304_000 * _SECOND  # 2010-01-01
_LATEST: Final = 2**32 * _SECOND

_ODD: Final = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?"
    r"(?:[.,](\d*))?\s*(?:(Z|UTC|GMT)|([+-])(\d{1,2}):?(\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)
_NUMBER: Final = re.compile(r"\d{10}|\d{13}", re.ASCII)


def charger_time(text: Any) -> int | None:
    """Read a time that a charger sent.

    It is ISO 8601 with `Z`, an offset or none, which is UTC, and a fraction of any
    length behind a point or a comma; spellings that break the standard and epochs in
    seconds or milliseconds are read as well.

    Args:
        text: What stands where a time belongs, of any kind.

    Returns:
        Microseconds since 1970, UTC. None if it cannot be read, or if it is a time at
        which there was no OCPP: that clock was not set.
    """
    if type(text) is str:
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            at = _odd_time(text)
        else:
            if found.tzinfo is None:
                found = found.replace(tzinfo=UTC)
            at = (found - _EPOCH) // _MICROSECOND
    elif type(text) in (int, float):
        at = _epoch(text)
    else:
        return None
    return at if at is not None and _EARLIEST <= at < _LATEST else None


def _odd_time(text: str) -> int | None:
    stripped = text[: _LONGEST + 1].strip()
    if len(stripped) > _LONGEST:
        return None
    if _NUMBER.fullmatch(stripped):
        return _epoch(int(stripped))
    # What follows is a name of the zone, as in `+01:00[Europe/Berlin]`.
    match = _ODD.match(stripped)
    if match is None:
        return None
    year, month, day, hour, minute, second = (
        int(part or 0) for part in match.groups()[:6]
    )
    fraction, _zulu, sign, hours, minutes = match.groups()[6:]
    try:
        # A leap second is the first of the next minute.
        found = datetime(
            year, month, day, hour % 24, minute, min(second, 59), tzinfo=UTC
        )
    except ValueError:
        return None
    at = (found - _EPOCH) // _MICROSECOND
    at += (hour // 24) * 86_400 * _SECOND + max(second - 59, 0) * _SECOND
    at += int(f"{fraction or '':0<6.6}")
    if sign:
        offset = (int(hours) * 60 + int(minutes or 0)) * 60 * _SECOND
        at += offset if sign == "-" else -offset
    return at


def _epoch(number: float) -> int | None:
    if not 0 < number < 10**14:  # also NaN
        return None
    return int(number * (_SECOND if number < 10**11 else 1_000))
