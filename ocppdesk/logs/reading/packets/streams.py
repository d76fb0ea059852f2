# SPDX-License-Identifier: Apache-2.0
"""The bytes of one direction of a TCP connection, in their order."""

from typing import Final

_RANGE: Final = 1 << 32
_MOST_WAITING: Final = 256  # segments; more of them do not wait for one that is lost
_FURTHEST: Final = 1 << 26  # bytes; farther ahead is another connection's number


class Stream:
    """Puts segments in order, once each.

    Networks send segments again and let them overtake each other, and a capture may
    lack some: then the stream goes on behind the gap, and says so.
    """

    def __init__(self) -> None:
        self._next: int | None = None
        self._waiting: dict[int, tuple[bytes, int]] = {}

    def begin(self, number: int) -> None:
        """Take the number of the segment that asks for the connection."""
        self._next = (number + 1) % _RANGE
        self._waiting.clear()

    def feed(self, number: int, data: bytes, missing: int) -> list[bytes | None]:
        """Take a segment.

        Args:
            number: The sequence number of its first byte.
            data: What it brought.
            missing: How many bytes behind those were not recorded.

        Returns:
            The bytes that are in order now; None where bytes are missing.
        """
        if not data and not missing:
            return []
        if self._next is None:
            # The capture began after the connection.
            self._next = number
        ahead = (number - self._next) % _RANGE
        if ahead == 0:
            return self._take(data, missing) + self._follow()
        if ahead >= _RANGE // 2:
            return self._again(_RANGE - ahead, data, missing)
        if ahead > _FURTHEST:
            self._next = number
            self._waiting.clear()
            return [None, *self._take(data, missing)]
        known = self._waiting.get(number)
        if known is None or len(known[0]) < len(data):
            self._waiting[number] = data, missing
        return self._skip() if len(self._waiting) > _MOST_WAITING else []

    def finish(self) -> list[bytes | None]:
        """Return what still waited for bytes that never came."""
        found: list[bytes | None] = []
        while self._waiting:
            found += self._skip()
        return found

    def _again(self, known: int, data: bytes, missing: int) -> list[bytes | None]:
        """Take a segment whose first bytes came before."""
        if known >= len(data) + missing:
            return []
        if known > len(data):
            return self._take(b"", missing - (known - len(data))) + self._follow()
        return self._take(data[known:], missing) + self._follow()

    def _take(self, data: bytes, missing: int) -> list[bytes | None]:
        assert self._next is not None
        self._next = (self._next + len(data) + missing) % _RANGE
        found: list[bytes | None] = [data] if data else []
        return [*found, None] if missing else found

    def _follow(self) -> list[bytes | None]:
        """Take what waited for what was just taken."""
        found: list[bytes | None] = []
        while self._waiting:
            assert self._next is not None
            exact = self._waiting.pop(self._next, None)
            if exact is not None:
                found += self._take(*exact)
                continue
            number = self._nearest()
            ahead = (number - self._next) % _RANGE
            if ahead < _RANGE // 2:
                break
            data, missing = self._waiting.pop(number)
            known = _RANGE - ahead
            if known < len(data):
                found += self._take(data[known:], missing)
        return found

    def _skip(self) -> list[bytes | None]:
        """Go on behind a gap."""
        self._next = self._nearest()
        return [None, *self._follow()]

    def _nearest(self) -> int:
        start = ((self._next or 0) - _RANGE // 2) % _RANGE
        return min(self._waiting, key=lambda number: (number - start) % _RANGE)
