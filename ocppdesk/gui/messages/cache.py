# SPDX-License-Identifier: Apache-2.0
"""The rows that were painted lately, so that painting them again reads nothing."""

import math
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Row
from ocppdesk.gui.messages.cells import Cells, cells_of, unreadable_cells
from ocppdesk.gui.messages.long_texts import is_long, true_sizes, whole
from ocppdesk.gui.messages.look import Look

LIMIT: Final = 4_096
"""Rows kept; a hundred screens, and a few megabytes at the worst."""

_MOST_CONNECTIONS = 1_000
_LONG_S: Final = 0.01  # for looking through long texts, of all rows read together


class CellCache:
    """The cells of messages by number, read on demand, the longest unused go first.

    Messages with very long texts are first made of their beginnings where there is no
    time for more; `refine` makes them of the whole.

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
        self._rough: set[int] = set()
        self._deadline = 0.0
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
        self._rough.clear()

    def forget(self, number: int) -> bool:
        """Read a message again the next time it is asked for.

        Returns:
            Whether it was kept until now.
        """
        self._waiting.pop(number, None)
        self._rough.discard(number)
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
        self._deadline = time.perf_counter() + _LONG_S
        self._read_together(ids)
        while len(self._cells) > max(LIMIT, len(ids)):
            self.forget(next(iter(self._cells)))

    def is_rough(self, number: int) -> bool:
        """Return whether a message was made of the beginning of its text only."""
        return number in self._rough

    def refine(self, number: int) -> None:
        """Make a message of its whole text, which may take a moment."""
        self._deadline = math.inf
        self._read_together((number,))

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
            sizes = true_sizes(self._reader, rows.values())
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
                self._keep(cells_of(self._judged(row, sizes), self._look))

    def _judged(self, row: Row, sizes: Mapping[int, int]) -> Row:
        """Return a row with what it is to be judged by."""
        number = row.message.id
        self._rough.discard(number)
        row = replace(row, size=sizes.get(number, row.size))
        if self._reader is None or not is_long(row, sizes):
            return row
        if time.perf_counter() > self._deadline:
            self._rough.add(number)
            return row
        try:
            return whole(self._reader, row, sizes)
        except (sqlite3.Error, ValueError):
            return row  # its beginning could be read

    def _keep(self, cells: Cells) -> None:
        self._cells[cells.id] = cells
        self._cells.move_to_end(cells.id)
        if cells.is_waiting:
            self._waiting[cells.id] = self.last_id
        else:
            self._waiting.pop(cells.id, None)
