# SPDX-License-Identifier: Apache-2.0
"""The message table as a Qt model: numbers of messages, and texts on demand."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
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
from ocppdesk.gui.messages.columns import Column, ColumnInfo, title_of, words_of
from ocppdesk.gui.messages.ids import Block, Matches, ShownIds
from ocppdesk.gui.messages.look import Look
from ocppdesk.gui.messages.predecessors import predecessors
from ocppdesk.gui.messages.texts import RowTexts
from ocppdesk.gui.messages.times import TimeMode

AROUND: Final = 8
"""Rows read beyond those asked for, in both directions: the next wheel notches."""

MOST_STEPS: Final = 20
"""Insertions and removals in a row; each takes up to half a millisecond in a list of a
million rows, all rows anew a few."""

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
        look: What rows are made with; call `reread` after changing it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.texts = RowTexts()
        self.look = Look()
        self.look.context = self.texts.context
        self._ids = ShownIds()
        self._matches: Matches | None = None
        self._cache = CellCache(self.look)
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

    def reread(self) -> None:
        """Make all rows anew, as they are to look otherwise."""
        self._cache.clear()
        if len(self._ids):
            last = self.index(len(self._ids) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # Which columns there are.

    @property
    def columns(self) -> tuple[ColumnInfo, ...]:
        """All columns, shown or not."""
        return self.look.columns

    def column_name(self, column: int) -> str:
        """Return what a column is called in settings: a name, or a place's path."""
        return self.columns[column].name

    def add_column(self, info: ColumnInfo) -> None:
        """Have one more column, for a place in payloads; its number is the next one."""
        number = len(self.columns)
        self.beginInsertColumns(_ROOT, number, number)
        self.look.columns = (*self.columns, info)
        self._cache.clear()
        self.endInsertColumns()

    def remove_column(self, column: int) -> None:
        """Have a column for a place in payloads no more; those behind it move up."""
        self.beginRemoveColumns(_ROOT, column, column)
        behind = (replace(c, column=c.column - 1) for c in self.columns[column + 1 :])
        self.look.columns = (*self.columns[:column], *behind)
        self._cache.clear()
        self.endRemoveColumns()

    # Which messages are shown.

    def show_everything(self, last_id: int) -> None:
        """Show all messages up to a number in place of what is shown."""
        self._replace(ShownIds.everything(last_id))

    def show_found(self, block: Block) -> None:
        """Show the first block of a search in place of what is shown."""
        self._replace(ShownIds.found(block))

    def extend_upto(self, last_id: int) -> None:
        """Add all messages up to a number, where every message is shown."""
        count = last_id - len(self._ids)
        if count > 0:
            self._begin_insert(len(self._ids), count)
            self._ids.extend_upto(last_id)
            self.endInsertRows()

    def extend_older(self, block: Block) -> None:
        """Add the next block of a search, which is older than all that is shown."""
        if len(block):
            self._begin_insert(0, len(block))
            self._ids.extend_older(block)
            self.endInsertRows()

    def change(self, *, added: Iterable[int], removed: Iterable[int]) -> None:
        """Show some messages where they belong, and others no more.

        Those of `added` that are shown already are read again. Neighbours come and go
        in one step; where that would take very many steps, all rows are given anew.
        """
        gone = self._ids.present_runs(removed)
        known = self._ids.present_runs(added)
        fresh = self._ids.missing_runs(added)
        self._read_again(known)
        if len(gone) + len(fresh) > MOST_STEPS:
            self.beginResetModel()
            self._ids.replace(added=added, removed=removed)
            self.endResetModel()
            return
        for start, stop in reversed(gone):
            self._begin_remove(start, stop)
            self._ids.delete(start, stop)
            self.endRemoveRows()
        if gone:
            fresh = self._ids.missing_runs(added)
        for position, ids in reversed(fresh):
            self._begin_insert(position, len(ids))
            self._ids.insert(position, ids)
            self.endInsertRows()

    def set_matches(self, matches: Matches | None) -> None:
        """Show those that do not match dimmed; None is for showing none so."""
        self._matches = matches

    @property
    def matches(self) -> Matches | None:
        """Which messages match, where the others are shown too, dimmed."""
        return self._matches

    @property
    def dims(self) -> bool:
        """Whether messages that do not match are shown, dimmed."""
        return self._matches is not None

    def is_dimmed(self, number: int) -> bool:
        """Return whether a message is known not to match, and shown all the same."""
        return self._matches is not None and self._matches.lacks(number)

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

    def row_below(self, number: int) -> int:
        """Return the row below the place where a message stood that has gone.

        It may be one more than there are.
        """
        position = self._ids.position(number)
        return len(self._ids) - position if self._newest_first else position

    def newer_than(self, number: int) -> int:
        """Return how many shown messages are newer than one."""
        return len(self._ids) - self._ids.position(number + 1)

    def shown_ids(self) -> Sequence[int]:
        """Return the numbers of all shown messages, the oldest first."""
        return self._ids.snapshot()

    def ids_to_search(self) -> "array[int] | None":
        """Return the numbers of all shown messages, the newest first.

        None stands for all messages up to the last one.
        """
        return None if self._ids.is_everything else self._ids.descending()

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

    def is_rough(self, rows: range) -> bool:
        """Return whether some rows show what only the beginnings of texts tell."""
        return any(map(self._cache.is_rough, self._numbers(self._inside(rows))))

    def refine(self, rows: range) -> None:
        """Make the next one of some rows of its whole text; it takes a moment."""
        numbers = self._numbers(self._inside(rows))
        number = next(filter(self._cache.is_rough, numbers), None)
        if number is not None:
            self._cache.refine(number)

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
        before = None
        if column == Column.DELTA:
            mode = self.texts.delta_mode
            before = predecessors(self, range(row, row + 1), mode)[0]
        elif column == Column.TIME and self.texts.mode is TimeMode.PREVIOUS:
            before = self.cells_before(row)
        return self.text_of(self.cells(row), before, column)

    def text_of(self, cells: Cells, before: Cells | None, column: int) -> str:
        """Return what a cell shows.

        Args:
            cells: The cells of its row.
            before: Those of the older row that times count from, if there is any.
            column: The column.
        """
        if column == Column.TIME:
            return self.texts.time(cells, before)
        if column == Column.DELTA:
            return self.texts.delta(cells, before)
        if column == Column.RESULT:
            return self.texts.result(cells)
        if column == Column.CHARGER_TIME:
            return self.texts.charger_time(cells)
        if column == Column.CLOCK_OFFSET:
            return self.texts.clock_offset(cells)
        if column == Column.VERSION:
            return self.version(cells)
        return cells.texts[column]

    def version(self, cells: Cells) -> str:
        """Return the OCPP version that was spoken."""
        return self._cache.version_of(cells.connection)

    def _unread(self, rows: range) -> list[int]:
        numbers = self._numbers(self._inside(rows))
        return [number for number in numbers if self._cache.needs(number)]

    def _inside(self, rows: range) -> range:
        return range(max(rows.start, 0), min(rows.stop, len(self._ids)))

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

    def _begin_remove(self, start: int, stop: int) -> None:
        first = len(self._ids) - stop if self._newest_first else start
        self.beginRemoveRows(_ROOT, first, first + stop - start - 1)

    def _read_again(self, runs: Iterable[tuple[int, int]]) -> None:
        """Read rows anew the next time they are painted, and have them painted."""
        rows = []
        for start, stop in runs:
            for position in range(start, stop):
                if self._cache.forget(self._ids[position]):
                    rows.append(self._row(position))
        if rows:
            last = self.index(max(rows), self.columnCount() - 1)
            self.dataChanged.emit(self.index(min(rows), 0), last)

    # Overrides of QAbstractTableModel.

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.texts.in_words(self.cells(row), column, self.text(row, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[column].is_right else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            before = self.cells_before(row)
            return self.texts.tip(self.cells(row), before, column) or None
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
            return title_of(self.columns[section])
        if role in (
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return words_of(self.columns[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].is_right else _LEFT
        return None
