# SPDX-License-Identifier: Apache-2.0
"""Remembering the last of many things."""

from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """A table that forgets what has not been asked for or put in for long.

    It keeps the last `size` entries at least, and at most twice as many. Where every
    message puts something in, that is quicker than to keep them in order.

    Args:
        size: How many entries are kept at least.
    """

    __slots__ = ("_new", "_old", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._new: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """Return what was last put in under a key, None if it is not remembered."""
        found = self._new.get(key)
        if found is None and self._old:
            found = self._old.pop(key, None)
            if found is not None:
                self[key] = found
        return found

    def __setitem__(self, key: Key, value: Value) -> None:
        new = self._new
        if len(new) >= self._size and key not in new:
            self._old = new
            new = self._new = {}
        new[key] = value
