# SPDX-License-Identifier: Apache-2.0
"""How long the disk lasts, as it fills now."""

from collections import deque
from typing import Final

_WINDOW_S: Final = 600.0  # what was recorded earlier tells little of what will be
_LEAST_S: Final = 60.0  # less tells nothing: a charger boots, and is quiet then


class Room:
    """Watches a recording grow."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, at_s: float, size: int, free: int) -> int | None:
        """Take in how large a recording is now; call it every few seconds.

        Args:
            at_s: The time, in seconds from any beginning; it never goes back.
            size: The bytes that the recording takes.
            free: The bytes that are free on its disk.

        Returns:
            For how many seconds they will do; None as long as that cannot be said.
        """
        seen = self._seen
        seen.append((at_s, size))
        while at_s - seen[0][0] > _WINDOW_S and len(seen) > 1:
            seen.popleft()
        watched, growth = at_s - seen[0][0], size - seen[0][1]
        if watched < _LEAST_S or growth <= 0:
            return None
        return int(free * watched / growth)
