# SPDX-License-Identifier: Apache-2.0
"""The rows that were painted lately, so that painting them again reads nothing."""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Final

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.messages.cells import Cells, cells_of, unreadable_cells
from ocppdesk.gui.messages.look import Look

LIMIT: Final = 4_096
"""Rows kept; a hundred screens, and a few megabytes at the worst."""

_MOST_CONNECTIONS = 1_000


class CellCache:
    """The cells of messages by number, read on demand, the longest unused go first.

    Args:
        look: What cells are made with; call `clear` after changing it.

    Attributes:
        last_id: The newest message of the capture; whoever knows sets it. A call that
            was read without its answer is read again once there are newer messages.
    """

    def __init__(self, look: Look) -> None:
        self.last_id = 0
        self._look = look
        look.version_of = self.version_of
        self._reader: CaptureReader | None = None
        self._cells: OrderedDict[int, Cells] = OrderedDict()
        self._waiting: dict[int, int] = {}  # to the `last_id` when it was read
        self._versions: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._cells)

    def set_reader(self, reader: CaptureReader | None) -> None:
        """Read from another capture."""
        self._reader = reader
        self.clear()
        self._versions.clear()

    def clear(self) -> None:
        """Read every message again the next time it is asked for."""
        self._cells.clear()
        self._waiting.clear()

    def forget(self, number: int) -> bool:
        """Read a message again the next time it is asked for.

        Returns:
            Whether it was kept until now.
        """
        self._waiting.pop(number, None)
        return self._cells.pop(number, None) is not None

    def needs(self, number: int) -> bool:
        """Return whether a message has to be read before it can be shown."""
        if number not in self._cells:
            return True
        return self._waiting.get(number, self.last_id) < self.last_id

    def get(self, number: int) -> Cells:
        """Return the cells of a message; it is read if need be."""
        if self.needs(number):
            self.read((number,))
        self._cells.move_to_end(number)
        return self._cells[number]

    def read(self, ids: Sequence[int]) -> None:
        """Read messages; afterwards `get` has each of them, if only to say why not."""
        self._read_together(ids)
        while len(self._cells) > max(LIMIT, len(ids)):
            self.forget(next(iter(self._cells)))

    def version_of(self, connection: int) -> str:
        """Return the OCPP version that a connection speaks; empty if unknown."""
        known = self._versions.get(connection)
        if known is not None:
            return known
        if self._reader is None:
            return ""
        try:
            found = self._reader.connection(connection)
        except (sqlite3.Error, ValueError):
            found = None
        if len(self._versions) >= _MOST_CONNECTIONS:
            self._versions.clear()
        version = self._versions[connection] = "" if found is None else found.version
        return version

    def _read_together(self, ids: Iterable[int]) -> None:
        wanted = list(ids)
        if self._reader is None:
            for number in wanted:
                self._keep(unreadable_cells(number, "there is no capture", self._look))
            return
        try:
            rows = self._reader.rows(wanted)
        except (sqlite3.Error, ValueError) as error:
            # One damaged message must not take its neighbours with it.
            if len(wanted) > 1:
                for number in wanted:
                    self._read_together((number,))
            else:
                self._keep(unreadable_cells(wanted[0], str(error), self._look))
            return
        for number in wanted:
            row = rows.get(number)
            if row is None:
                why = "the capture does not have it"
                self._keep(unreadable_cells(number, why, self._look))
            else:
                self._keep(cells_of(row, self._look))

    def _keep(self, cells: Cells) -> None:
        self._cells[cells.id] = cells
        self._cells.move_to_end(cells.id)
        if cells.is_waiting:
            self._waiting[cells.id] = self.last_id
        else:
            self._waiting.pop(cells.id, None)
