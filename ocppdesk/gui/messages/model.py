# SPDX-License-Identifier: Apache-2.0
"""The message table as a Qt model: numbers of messages, and texts on demand."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.messages.cache import CellCache
from ocppdesk.gui.messages.cells import Cells
from ocppdesk.gui.messages.columns import COLUMNS, Column, title_of, words_of
from ocppdesk.gui.messages.ids import ShownIds, split_at
from ocppdesk.gui.messages.texts import RowTexts
from ocppdesk.gui.messages.times import TimeMode

AROUND: Final = 24
"""Rows read beyond those asked for, in both directions: the next wheel notches."""

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROOT: Final = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class MessageTableModel(QAbstractTableModel):
    """The shown messages as rows, the newest or the oldest first.

    It holds numbers only. A row is read when it is asked for, together with those
    around it, and is kept as long as there is room (`CellCache`).

    Attributes:
        texts: How rows are worded; call `reworded` after changing it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.texts = RowTexts()
        self._ids = ShownIds()
        self._cache = CellCache()
        self._newest_first = True

    @property
    def newest_first(self) -> bool:
        """Whether row 0 is the newest message."""
        return self._newest_first

    @property
    def cached(self) -> int:
        """How many rows are kept in memory."""
        return len(self._cache)

    def set_reader(self, reader: CaptureReader | None, *, last_id: int = 0) -> None:
        """Show all messages of another capture."""
        self.beginResetModel()
        self._cache.set_reader(reader)
        self._cache.last_id = last_id
        self._ids = ShownIds.everything(last_id)
        self.endResetModel()

    def set_newest_first(self, newest_first: bool) -> None:
        """Turn the order around."""
        self.beginResetModel()
        self._newest_first = newest_first
        self.endResetModel()

    def note_last(self, last_id: int) -> None:
        """Learn of newer messages: waiting calls may have their answers now."""
        self._cache.last_id = last_id

    def reworded(self, column: Column) -> None:
        """Tell that all texts of a column are others now."""
        if len(self._ids):
            first = self.index(0, column)
            self.dataChanged.emit(first, self.index(len(self._ids) - 1, column))

    # Which messages are shown.

    def show_everything(self, last_id: int) -> None:
        """Show all messages up to a number in place of what is shown."""
        self._replace(ShownIds.everything(last_id))

    def show_found(self, block: "array[int]") -> None:
        """Show the first block of a search in place of what is shown."""
        self._replace(ShownIds.found(block))

    def extend_upto(self, last_id: int) -> None:
        """Add all messages up to a number, where every message is shown."""
        count = last_id - len(self._ids)
        if count > 0:
            self._begin_insert(len(self._ids), count)
            self._ids.extend_upto(last_id)
            self.endInsertRows()

    def extend_older(self, block: "array[int]") -> None:
        """Add the next block of a search, which is older than all that is shown."""
        if block:
            self._begin_insert(0, len(block))
            self._ids.extend_older(block)
            self.endInsertRows()

    def merge(self, ids: Iterable[int]) -> None:
        """Add messages where they belong; those that are there are read again.

        All that are newer than every shown one become one insertion.
        """
        count = len(self._ids)
        inside, newer = split_at(ids, self._ids[-1] if count else 0)
        for number in inside:
            position = self._ids.find(number)
            if position is None:
                self._begin_insert(self._ids.position(number), 1)
                self._ids.insert(number)
                self.endInsertRows()
            else:
                self._cache.forget(number)
                row = self._row(position)
                last = self.index(row, len(COLUMNS) - 1)
                self.dataChanged.emit(self.index(row, 0), last)
        if newer:
            self._begin_insert(len(self._ids), len(newer))
            self._ids.extend_newer(newer)
            self.endInsertRows()

    def id_at(self, row: int) -> int:
        """Return the number of the message in a row."""
        return self._ids[self._row(row)]

    def row_of(self, number: int) -> int | None:
        """Return the row of a message, None if it is not shown."""
        position = self._ids.find(number)
        return None if position is None else self._row(position)

    def nearest_row(self, number: int) -> int:
        """Return the row of the message closest to one that is not shown.

        There is at least one row.
        """
        return self._row(min(self._ids.position(number), len(self._ids) - 1))

    def newer_than(self, number: int) -> int:
        """Return how many shown messages are newer than one."""
        return len(self._ids) - self._ids.position(number + 1)

    def shown_ids(self) -> Sequence[int]:
        """Return the numbers of all shown messages, the oldest first."""
        return self._ids.snapshot()

    # What is in the rows.

    def prepare(self, rows: range, *, around: int = AROUND) -> None:
        """Read what some rows need, all in one query.

        Args:
            rows: The rows; those that do not exist are left out.
            around: If one has to be read, how many more are, in both directions.
        """
        if self._unread(rows):
            more = range(rows.start - around, rows.stop + around)
            self._cache.read(self._unread(more))

    def cells(self, row: int) -> Cells:
        """Return the cells of a row."""
        number = self.id_at(row)
        if self._cache.needs(number):
            self.prepare(range(row, row + 1))
        return self._cache.get(number)

    def cells_of_message(self, number: int) -> Cells:
        """Return the cells of a message, shown or not."""
        return self._cache.get(number)

    def cells_before(self, row: int) -> Cells | None:
        """Return the cells of the row that is older by one, if there is any."""
        older = row + 1 if self._newest_first else row - 1
        return self.cells(older) if 0 <= older < len(self._ids) else None

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        needs_before = column == Column.DELTA or (
            column == Column.TIME and self.texts.mode is TimeMode.PREVIOUS
        )
        before = self.cells_before(row) if needs_before else None
        return self.text_of(self.cells(row), before, column)

    def text_of(self, cells: Cells, before: Cells | None, column: int) -> str:
        """Return what a cell shows.

        Args:
            cells: The cells of its row.
            before: Those of the row that is older by one, if there is any.
            column: The column.
        """
        if column == Column.TIME:
            return self.texts.time(cells, before)
        if column == Column.DELTA:
            return self.texts.delta(cells, before)
        if column == Column.RESULT:
            return self.texts.result(cells)
        if column == Column.VERSION:
            return self.version(cells)
        return cells.texts[column]

    def version(self, cells: Cells) -> str:
        """Return the OCPP version that was spoken."""
        return self._cache.version_of(cells.connection)

    def _unread(self, rows: range) -> list[int]:
        inside = range(max(rows.start, 0), min(rows.stop, len(self._ids)))
        return [number for number in self._numbers(inside) if self._cache.needs(number)]

    def _numbers(self, rows: Iterable[int]) -> Iterator[int]:
        return (self._ids[self._row(row)] for row in rows)

    def _row(self, position: int) -> int:
        """Turn a position among the numbers into a row, or a row into a position."""
        return len(self._ids) - 1 - position if self._newest_first else position

    def _replace(self, ids: ShownIds) -> None:
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def _begin_insert(self, position: int, count: int) -> None:
        first = len(self._ids) - position if self._newest_first else position
        self.beginInsertRows(_ROOT, first, first + count - 1)

    # Overrides of QAbstractTableModel.

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.texts.in_words(self.cells(row), column, self.text(row, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if COLUMNS[column].is_right else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole and column in (
            Column.TIME,
            Column.DELTA,
            Column.LATENCY,
        ):
            return self.texts.all_times(self.cells(row), self.cells_before(row))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(section)
        if role in (
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return words_of(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if COLUMNS[section].is_right else _LEFT
        return None
