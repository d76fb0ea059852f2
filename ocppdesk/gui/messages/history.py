# SPDX-License-Identifier: Apache-2.0
"""Which messages were chosen one after the other, to go back and forth among them."""

from typing import Final

LONGEST: Final = 100
"""Messages that are remembered; the oldest are forgotten."""


class History:
    """The messages that somebody chose, with a place among them as in a browser."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._at = -1

    def clear(self) -> None:
        """Forget all of them."""
        self._numbers.clear()
        self._at = -1

    def visit(self, number: int) -> None:
        """Take note of a message that was chosen; what lay ahead is forgotten."""
        if self._numbers and self._numbers[self._at] == number:
            return
        del self._numbers[self._at + 1 :]
        self._numbers.append(number)
        del self._numbers[:-LONGEST]
        self._at = len(self._numbers) - 1

    def back(self) -> int | None:
        """Go to the message that was chosen before; None if there is none."""
        return self._go(-1)

    def forward(self) -> int | None:
        """Go to the message that `back` came from; None if there is none."""
        return self._go(1)

    def _go(self, step: int) -> int | None:
        if not 0 <= self._at + step < len(self._numbers):
            return None
        self._at += step
        return self._numbers[self._at]
