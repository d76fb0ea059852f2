# SPDX-License-Identifier: Apache-2.0
"""Finds the older rows that the column Δ counts from."""

from collections.abc import Callable, Hashable
from typing import Final, Protocol

from ocppdesk.gui.messages.cells import Cells
from ocppdesk.gui.messages.times import DeltaMode

MOST_LOOKED_AT: Final = 100
"""Rows older than those asked for; more would take too long to read."""

_BLOCK: Final = 50


class Rows(Protocol):
    """The rows of a table."""

    @property
    def newest_first(self) -> bool:
        """Whether row 0 is the newest one."""

    def rowCount(self) -> int:
        """Return how many there are."""

    def prepare(self, rows: range, *, around: int) -> None:
        """Read some rows, all in one query."""

    def cells(self, row: int) -> Cells:
        """Return a row."""


_KEYS: Final[dict[DeltaMode, Callable[[Cells], Hashable]]] = {
    DeltaMode.ROW: lambda _cells: None,
    DeltaMode.CHARGER: lambda cells: cells.charger,
    DeltaMode.ACTION: lambda cells: (cells.charger, cells.action, cells.is_answer),
}


def predecessors(table: Rows, rows: range, mode: DeltaMode) -> list[Cells | None]:
    """Return the older row that each of some rows counts its Δ from.

    Args:
        table: The table.
        rows: Rows that follow each other, at least one.
        mode: Which older rows count.

    Returns:
        The row for each of them, None where there is none or it is too far away.
    """
    key_of = _KEYS[mode]
    step = 1 if table.newest_first else -1
    found: dict[int, Cells] = {}
    open_rows: dict[Hashable, int] = {}
    for row in rows[::step]:
        cells = table.cells(row)
        key = key_of(cells)
        if key in open_rows:
            found[open_rows[key]] = cells
        open_rows[key] = row
    oldest = rows[-1] if step > 0 else rows[0]
    for count in range(MOST_LOOKED_AT):
        row = oldest + step * (count + 1)
        if not open_rows or not 0 <= row < table.rowCount():
            break
        if count % _BLOCK == 0 and mode is not DeltaMode.ROW:
            low, high = sorted((row, row + step * (_BLOCK - 1)))
            table.prepare(range(low, high + 1), around=0)
        cells = table.cells(row)
        alike = open_rows.pop(key_of(cells), None)
        if alike is not None:
            found[alike] = cells
    return [found.get(row) for row in rows]
