# SPDX-License-Identifier: Apache-2.0
"""Where local midnight is, for filters that speak of times of day."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def local_offset(at: int) -> int:
    """Return the offset of local time from UTC at an instant; `Context.offset_at`.

    Args:
        at: The instant, microseconds since 1970; beyond the years that calendars
            have, the offset is 0.

    Returns:
        Microseconds, positive to the east.
    """
    try:
        offset = (_EPOCH + timedelta(microseconds=at)).astimezone().utcoffset()
    except (OverflowError, OSError, ValueError):
        return 0
    return 0 if offset is None else round(offset.total_seconds() * 1_000_000)
